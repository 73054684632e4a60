import { z } from 'zod'
import { query, task } from '../procedure.ts'
import { wording } from '../wording.ts'
import { resync } from './resync.ts'
import { agreed, count, instant } from '../shared.ts'

const names = z.array(z.string()).min(1).max(10_000)

/** What became of one node: `differs` was done and leaves something to do, `left` was not begun. */
export const nodeOutcome = z.object({
  instanceName: z.string(),
  outcome: z.enum(['done', 'differs', 'failed', 'left']),
  message: wording,
})
export type NodeOutcome = z.output<typeof nodeOutcome>

export const severalReport = z.object({
  startedAt: instant,
  finishedAt: instant,
  /** Of every node that was named, in that order. */
  outcomes: z.array(nodeOutcome),
  /** The same as a table for spreadsheets. */
  csv: z.string(),
})
export type SeveralReport = z.output<typeof severalReport>

const howFar = z.object({ done: count, total: count, instanceName: z.string() })
export type HowFar = z.output<typeof howFar>

export const plannedResync = z.object({
  instanceName: z.string(),
  /** Null where nothing can be planned, with the reason. */
  plan: z.string().nullable(),
  why: wording.nullable(),
  operations: count,
  messages: count,
  /** What will be removed on it or made anew, by its titles. */
  removals: z.array(wording),
  /** Keys of what needs its files written and a reload, which only a resync of this one node does. */
  leaveOut: z.array(z.string()),
  withheld: count,
})
export type PlannedResync = z.output<typeof plannedResync>

/** What is done to several nodes, one after the other; cancelling ends it between two nodes. */
export const several = {
  compare: task(z.object({ instanceNames: names }), severalReport, howFar, false),
  planResync: task(z.object({ instanceNames: names }), z.array(plannedResync), howFar, false),
  /** Carries out plans that were shown. */
  resync: task(
    z.object({ plans: z.array(resync.run.input).min(1).max(10_000) }),
    severalReport,
    howFar,
    true,
  ),
  /** Agreed to as each of them is for one node. */
  act: task(
    z.object({
      action: z.enum(['start', 'stop', 'pause', 'resume', 'reload', 'forget']),
      nodes: z
        .array(z.object({ instanceName: z.string(), agreed }))
        .min(1)
        .max(10_000),
    }),
    severalReport,
    howFar,
    true,
  ),
  /** What is known of nodes, as a table for spreadsheets. */
  export: query(z.object({ instanceNames: names }), z.object({ fileName: z.string(), content: z.string() })),
}
