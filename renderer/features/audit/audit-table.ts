import type { z } from 'zod'
import type { auditEntry } from '../../../electron/contract/features/audit.ts'
import type { Severity } from '../../../electron/contract/shared.ts'

export type AuditEntry = z.output<typeof auditEntry>

export const outcomeSeverity = {
  done: 'ok',
  refused: 'attention',
  failed: 'failed',
  cancelled: 'unknown',
  seen: 'unknown',
} as const satisfies Record<AuditEntry['outcome'], Severity>

/** What an entry is selected by, also in a link. */
export function keyOf({ id, outcome }: Pick<AuditEntry, 'id' | 'outcome'>): string {
  return outcome === 'seen' ? `message-${id}` : String(id)
}
