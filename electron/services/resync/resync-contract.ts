import { z } from 'zod'
import { plannedOperation, resync, resyncReport, withheldOperation } from '../../contract/features/resync.ts'
import { drift, trustFields } from '../../contract/shared.ts'
import { change, query, task } from '../../contract/procedure.ts'
import { inboxState } from '../../contract/node-control.ts'
import { wording } from '../../contract/wording.ts'

/** Where a node's catalog is read; logins stay within this program. */
const source = z.discriminatedUnion('at', [
  z.object({ at: z.literal('directory'), directory: z.string() }),
  z.object({
    at: z.literal('rest'),
    login: z.object({
      url: z.string(),
      user: z.string(),
      password: z.string(),
      trust: z.object({ ...trustFields, passphrase: z.string().optional() }).optional(),
      via: z.string().optional(),
    }),
    version: z.string().optional(),
  }),
])
export type Source = z.output<typeof source>

const both = z.object({
  instanceName: z.string(),
  reference: z.string(),
  referenceSource: source,
  slaveSource: source,
  /** Of a stock slave, see {@link resync.plan}. */
  byFiles: z.boolean().optional(),
  /** Of a stock slave: what it did not take otherwise the last time, by key. */
  untaken: z.array(z.string()),
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
          byFiles: z.boolean().nullable(),
          /** What agreeing to each operation agrees to, by its key; those that need no consent are not in it. */
          consents: z.record(z.string(), z.array(z.string())),
        }),
        z.object({ message: wording }),
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
          /** What the operator was shown and agreed to that is not done otherwise: removals, and ways past the messages. */
          consents: z.array(z.string()),
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
        z.array(z.object({ eventId: z.string(), state: inboxState, reason: wording.nullable() })),
      ),
      settle: change(z.object({ reason: wording }), z.object({})),
      reload: change(z.object({}), z.object({})),
    },
  },
  streams: {},
} as const
