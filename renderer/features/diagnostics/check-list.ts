import type { z } from 'zod'
import type { diagnosticCheck } from '../../../electron/contract/features/diagnostics.ts'
import type { Wording } from '../../../electron/contract/wording.ts'
import { severityRank } from '../../components/severity.ts'

export type DiagnosticCheck = z.output<typeof diagnosticCheck>

/** Checks by severity, the worst first; muted ones come last, whatever they found. */
export function worstChecksFirst(
  checks: readonly DiagnosticCheck[],
  speak: (wording: Wording) => string,
): readonly DiagnosticCheck[] {
  const rank = (check: DiagnosticCheck) => (check.muted ? -1 : severityRank(check.severity))
  return checks.toSorted(
    (left, right) => rank(right) - rank(left) || speak(left.title).localeCompare(speak(right.title)),
  )
}

/** How many checks found something, leaving out the muted ones. */
export function findings(checks: readonly DiagnosticCheck[]): number {
  return checks.filter((check) => !check.muted && ['attention', 'failed'].includes(check.severity)).length
}

/** How many checks could not say how it is, leaving out the muted ones. */
export function notKnown(checks: readonly DiagnosticCheck[]): number {
  return checks.filter((check) => !check.muted && ['pending', 'stale', 'unknown'].includes(check.severity))
    .length
}

/** The checks with some of them replaced by a newer answer. */
export function withCheck(
  checks: readonly DiagnosticCheck[],
  newer: DiagnosticCheck,
): readonly DiagnosticCheck[] {
  return checks.map((check) => (check.id === newer.id ? newer : check))
}
