import type { FindingView } from '../../../electron/contract/features/findings.ts'
import { severityRank } from '../../components/severity.ts'

/** What somebody said of a finding. */
export type Standing = 'open' | 'acknowledged' | 'snoozed' | 'accepted'

/** Whether a finding is open, acknowledged for good, snoozed for a time, or all that differs is accepted. */
export function standingOf({ note, known }: Pick<FindingView, 'note' | 'known'>): Standing {
  if (note === null) return known ? 'accepted' : 'open'
  return note.until === null ? 'acknowledged' : 'snoozed'
}

/** What is open first, and of that the worst; what came last stands first among equals. */
export function openFirst(findings: readonly FindingView[]): readonly FindingView[] {
  return findings.toSorted(
    (left, right) =>
      Number(left.known) - Number(right.known) ||
      severityRank(right.severity) - severityRank(left.severity) ||
      (right.since ?? 0) - (left.since ?? 0),
  )
}
