import type { z } from 'zod'
import type { auditEntry } from '../../../electron/contract/features/audit.ts'
import type { Severity } from '../../../electron/contract/shared.ts'

export type AuditEntry = z.output<typeof auditEntry>

export const outcomeSeverity = {
  done: 'ok',
  refused: 'attention',
  failed: 'failed',
  cancelled: 'unknown',
} as const satisfies Record<AuditEntry['outcome'], Severity>

/**
 * Pages put together, newest first: entries that came meanwhile go to the front, an older page to the end, and none
 * is there twice.
 */
export function withPage(entries: readonly AuditEntry[], page: readonly AuditEntry[]): readonly AuditEntry[] {
  const known = new Set(page.map(({ id }) => id))
  return [...page, ...entries.filter(({ id }) => !known.has(id))].toSorted(
    (left, right) => right.id - left.id,
  )
}
