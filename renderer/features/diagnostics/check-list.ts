import type { z } from 'zod'
import type { diagnosticCheck } from '../../../electron/contract/features/diagnostics.ts'
import type { Wording } from '../../../electron/contract/wording.ts'
import { severityRank } from '../../components/severity.ts'

export type DiagnosticCheck = z.output<typeof diagnosticCheck>

/** Whether nobody needs to be told: it is muted, or known among the findings. */
export function isQuiet({ muted, known }: DiagnosticCheck): boolean {
  return muted || known
}

/** Checks by severity, the worst first; what nobody needs to be told comes last, whatever was found. */
export function worstChecksFirst(
  checks: readonly DiagnosticCheck[],
  speak: (wording: Wording) => string,
): readonly DiagnosticCheck[] {
  const rank = (check: DiagnosticCheck) => (isQuiet(check) ? -1 : severityRank(check.severity))
  return checks.toSorted(
    (left, right) => rank(right) - rank(left) || speak(left.title).localeCompare(speak(right.title)),
  )
}

/** How many checks found something, leaving out what nobody needs to be told. */
export function findings(checks: readonly DiagnosticCheck[]): number {
  return checks.filter((check) => !isQuiet(check) && ['attention', 'failed'].includes(check.severity)).length
}

/** How many checks could not say how it is, leaving out what nobody needs to be told. */
export function notKnown(checks: readonly DiagnosticCheck[]): number {
  return checks.filter((check) => !isQuiet(check) && ['pending', 'stale', 'unknown'].includes(check.severity))
    .length
}

/** The checks with some of them replaced by a newer answer. */
export function withCheck(
  checks: readonly DiagnosticCheck[],
  newer: DiagnosticCheck,
): readonly DiagnosticCheck[] {
  return checks.map((check) => (check.id === newer.id ? newer : check))
}
