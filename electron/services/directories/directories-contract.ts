import { z } from 'zod'
import { kinds } from '../../catalog/kinds/property.ts'
import { plannedOperation, resync, resyncReport, withheldOperation } from '../../contract/features/resync.ts'
import { drift, trustFields } from '../../contract/shared.ts'
import { change, query, task } from '../../contract/procedure.ts'
import { inboxState } from '../../contract/node-control.ts'
import { failureData, wording } from '../../contract/wording.ts'

const split = z.object({
  side: z.enum(['memory', 'files', 'both', 'unaskable', 'otherwise', 'left-out', 'revealed']),
  kind: z.enum(kinds),
  workspace: z.union([z.string(), z.undefined()]),
  name: z.string(),
  path: z.string(),
})

/** A data directory, and where the memory of its node has parted from it. */
const side = z.object({ directory: z.string(), isCopy: z.boolean(), splits: z.array(split) })

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

/** What the thread can be asked. */
export const directoriesContract = {
  procedures: {
    comparison: {
      /** Compares two data directories as they lie on the disk. */
      compare: task(
        z.object({ reference: side, slave: side, at: z.number() }),
        drift,
        z.object({ message: wording }),
        false,
      ),
    },
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
          run: z.string(),
          /** Whether it was broken off before. */
          resumes: z.boolean(),
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

/** What the thread asks of the application during a run. */
export const slaveContract = {
  procedures: {
    slave: {
      /** Answered when the next operation may be begun. */
      mayGoOn: query(z.object({ run: z.string() }), z.object({})),
      /** Publishes messages in one go; answered when the broker has each, or with what keeps it from that. */
      publish: change(
        z.object({
          run: z.string(),
          messages: z.array(z.object({ properties: z.record(z.string(), z.string()), body: z.string() })),
        }),
        z.array(failureData.nullable()),
      ),
      outcomes: query(
        z.object({ run: z.string(), eventIds: z.array(z.string()) }),
        z.array(z.object({ eventId: z.string(), state: inboxState, reason: wording.nullable() })),
      ),
      settle: change(z.object({ run: z.string(), reason: wording }), z.object({})),
      reload: change(z.object({ run: z.string() }), z.object({})),
    },
  },
  streams: {},
} as const
