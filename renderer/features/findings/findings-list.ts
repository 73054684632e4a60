import type { FindingView } from '../../../electron/contract/features/findings.ts'
import { severityRank } from '../../components/severity.ts'

/** What somebody said of a finding. */
export type Standing = 'open' | 'acknowledged' | 'snoozed'

/** Whether a finding is open, acknowledged for good, or snoozed for a time. */
export function standingOf({ note }: Pick<FindingView, 'note'>): Standing {
  if (note === null) return 'open'
  return note.until === null ? 'acknowledged' : 'snoozed'
}

/** What is open first, and of that the worst; what came last stands first among equals. */
export function openFirst(findings: readonly FindingView[]): readonly FindingView[] {
  return findings.toSorted(
    (left, right) =>
      Number(left.note !== null) - Number(right.note !== null) ||
      severityRank(right.severity) - severityRank(left.severity) ||
      (right.since ?? 0) - (left.since ?? 0),
  )
}
