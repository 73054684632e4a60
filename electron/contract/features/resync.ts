import { z } from 'zod'
import { query, task } from '../procedure.ts'
import { wording } from '../wording.ts'
import { count, drift, instant } from '../shared.ts'

export { inboxStates } from '../../sentences/inbox-states.ts'

export const plannedOperation = z.object({
  /** The same operation has the same key in every plan. */
  key: z.string(),
  verb: z.enum(['add', 'modify', 'remove', 'default', 'replace', 'reload']),
  kind: z.string(),
  id: z.string(),
  title: wording,
  reason: wording,
  /** How it reaches the slave: by its queue, over its own REST interface in silence, or by files it reads anew. */
  way: z.enum(['message', 'rest', 'files']),
  events: count,
  bytes: count,
})

/** What differs and is not sent, because it cannot be or would do harm, with the reason. */
export const withheldOperation = plannedOperation.pick({
  key: true,
  kind: true,
  id: true,
  title: true,
  reason: true,
})

export const resyncPlan = z.object({
  id: z.string(),
  instanceName: z.string(),
  reference: z.string(),
  queue: z.string(),
  drift,
  operations: z.array(plannedOperation),
  withheld: z.array(withheldOperation),
  events: count,
  /** Whether everything goes by files, as a new node is filled; null for a slave whose engine takes it all by messages. */
  byFiles: z.boolean().nullable(),
})
export type WithheldOperation = z.output<typeof withheldOperation>
export type PlannedOperation = z.output<typeof plannedOperation>
export type ResyncPlan = z.output<typeof resyncPlan>

export const resyncReport = z.object({
  id: z.string(),
  instanceName: z.string(),
  reference: z.string(),
  queue: z.string(),
  startedAt: instant,
  finishedAt: instant,
  before: drift,
  after: drift,
  results: z.array(
    z.object({
      key: z.string(),
      title: wording,
      reason: wording,
      way: plannedOperation.shape.way,
      state: z.string(),
      message: wording.nullable(),
    }),
  ),
  /** What the operator left out. */
  left: z.array(plannedOperation.pick({ key: true, title: true })),
  /** What was not sent otherwise. */
  withheld: z.array(withheldOperation),
  /** The other nodes, and whether anything about them is otherwise than before. */
  others: z.array(
    z.object({
      instanceName: z.string(),
      /** `followed`: it changed, and so did the reference meanwhile. `unknown`: it could not be looked at. */
      state: z.enum(['untouched', 'followed', 'changed', 'unknown']),
      reason: wording.nullable(),
      /** How many messages its queue ever took, before and after; null where the broker does not count them. */
      queue: z.object({ before: count, after: count }).nullable(),
    }),
  ),
  /** Whether it was broken off by the end of the app, and gone on with. */
  resumed: z.boolean(),
  verified: z.boolean(),
  cancelled: z.boolean(),
  markdown: z.string(),
  html: z.string(),
})
/** What is kept of a resync that has ended. */
export const pastResync = resyncReport.pick({
  id: true,
  instanceName: true,
  reference: true,
  startedAt: true,
  finishedAt: true,
  resumed: true,
  verified: true,
  cancelled: true,
  markdown: true,
  html: true,
})
export type PastResync = z.output<typeof pastResync>
export type ResyncReport = z.output<typeof resyncReport>

export const resync = {
  /** Slaves that can be resynced here and references to do it from. */
  choices: query(
    z.object({}),
    z.object({
      slaves: z.array(z.object({ instanceName: z.string(), allowed: z.boolean(), why: wording.nullable() })),
      references: z.array(
        z.object({
          instanceName: z.string(),
          suggested: z.boolean(),
          /** Of a slave: which node it was compared equal to, and for that alone may be a reference. */
          equalTo: z.string().nullable(),
        }),
      ),
    }),
  ),
  plan: task(
    z.object({
      instanceName: z.string(),
      reference: z.string(),
      /** Of a stock slave: everything by files and one reload, or nothing of the kind; otherwise when it is new. */
      byFiles: z.boolean().optional(),
    }),
    resyncPlan,
    z.object({ message: wording }),
    false,
  ),
  /** Cancelling the call stops between two operations. */
  run: task(
    /** The slave is named again, so that what is meant and what is done cannot differ. */
    z.object({
      plan: z.string(),
      instanceName: z.string(),
      leaveOut: z.array(z.string()),
      /** What a stock slave does not take by message is then written into its files, as with any agreed reload. */
      mayReload: z.boolean().optional(),
    }),
    resyncReport,
    z.object({
      /** `waiting`: the slave does not answer or does not take; what was sent lies in its queue. */
      phase: z.enum(['comparing', 'sending', 'applying', 'waiting', 'verifying']),
      done: count,
      total: count,
      operation: wording.nullable(),
      paused: z.boolean(),
    }),
    true,
  ),
  /** Resyncs that go on now, whoever began them; also those the app goes on with of itself. */
  underWay: query(
    z.object({}),
    z.array(resyncReport.pick({ id: true, instanceName: true, reference: true, startedAt: true })),
  ),
  /** Resyncs of this cluster that have ended, newest first, as far as their reports are kept. */
  past: query(z.object({}), z.array(pastResync)),
  pause: query(z.object({ plan: z.string(), paused: z.boolean() }), z.object({})),
}
