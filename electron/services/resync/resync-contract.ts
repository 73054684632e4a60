import { z } from 'zod'
import { plannedOperation, resync, resyncReport, withheldOperation } from '../../contract/features/resync.ts'
import { drift } from '../../contract/features/shared.ts'
import { change, query, task } from '../../contract/procedure.ts'
import { inboxState } from '../../contract/node-control.ts'

const both = z.object({
  instanceName: z.string(),
  reference: z.string(),
  referenceDirectory: z.string(),
  slaveDirectory: z.string(),
  at: z.number(),
})

const runResult = z.object({
  before: drift,
  after: drift,
  results: resyncReport.shape.results,
  withheld: resyncReport.shape.withheld,
  verified: z.boolean(),
  cancelled: z.boolean(),
})
export type RunResult = z.output<typeof runResult>

/** What the thread of a resync can be asked. */
export const resyncContract = {
  procedures: {
    resync: {
      plan: task(
        both,
        z.object({
          drift,
          operations: z.array(plannedOperation),
          withheld: z.array(withheldOperation),
        }),
        z.object({ message: z.string() }),
        false,
      ),
      /** Cancelling stops between two operations. */
      run: task(
        both.extend({
          group: z.string(),
          toggleMaster: z.boolean(),
          queueName: z.string(),
          /** Operations the operator does not want, by key. */
          leftOut: z.array(z.string()),
          /** Removals the operator was shown. */
          removals: z.array(z.string()),
        }),
        runResult,
        resync.run.progress.omit({ paused: true }),
        true,
      ),
    },
  },
  streams: {},
} as const

/** What the thread asks of the application while it runs. */
export const slaveContract = {
  procedures: {
    slave: {
      /** Answered when the broker has it. */
      publish: change(
        z.object({ properties: z.record(z.string(), z.string()), body: z.string() }),
        z.object({}),
      ),
      outcomes: query(
        z.object({ eventIds: z.array(z.string()) }),
        z.array(z.object({ eventId: z.string(), state: inboxState, reason: z.string().nullable() })),
      ),
      settle: change(z.object({ reason: z.string() }), z.object({})),
      reload: change(z.object({}), z.object({})),
    },
  },
  streams: {},
} as const
