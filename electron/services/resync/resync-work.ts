import { z } from 'zod'
import { plannedOperation, resyncReport } from '../../contract/features/resync.ts'
import { drift } from '../../contract/features/shared.ts'

const both = z.object({
  instanceName: z.string(),
  reference: z.string(),
  referenceDirectory: z.string(),
  slaveDirectory: z.string(),
  at: z.number(),
})

/** What the thread of a resync is told to do. */
export const resyncWork = z.discriminatedUnion('task', [
  both.extend({ task: z.literal('plan') }),
  both.extend({
    task: z.literal('run'),
    group: z.string(),
    queueName: z.string(),
    /** Operations to send; null for all there are, and for what they bring to light. */
    keys: z.array(z.string()).nullable(),
    /** Removals the operator was shown. */
    removals: z.array(z.string()),
  }),
])

export const planResult = z.object({ drift, operations: z.array(plannedOperation) })
export type PlanResult = z.output<typeof planResult>

export const runResult = z.object({
  before: drift,
  after: drift,
  results: resyncReport.shape.results,
  verified: z.boolean(),
  cancelled: z.boolean(),
})
export type RunResult = z.output<typeof runResult>

/** What the thread asks of the application while it runs. */
export const publishQuestion = z.object({ properties: z.record(z.string(), z.string()), body: z.string() })
export const outcomesQuestion = z.array(z.string())
export const outcomesAnswer = z.array(
  z.object({
    eventId: z.string(),
    state: z.enum(['received', 'applied', 'ignored', 'parked', 'failed', 'settled']),
    reason: z.string().nullable(),
  }),
)

export const threadProgress = z.object({
  phase: z.enum(['comparing', 'sending', 'applying', 'verifying']),
  done: z.number(),
  total: z.number(),
  operation: z.string().nullable(),
})

/** What an operation is called in its plan: the same operation has the same key in every plan. */
export function keyOf({
  verb,
  kind,
  id,
}: {
  readonly verb: string
  readonly kind: string
  readonly id: string
}): string {
  return `${verb}:${kind}:${id}`
}
