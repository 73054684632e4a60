import { severity, type Severity } from '../../electron/contract/features/shared.ts'

/** How bad a severity is; the larger the worse. */
export function severityRank(of: Severity): number {
  return severity.options.indexOf(of)
}

/** The worst of some severities; unknown where there are none. */
export function worstOf(found: readonly Severity[]): Severity {
  return severity.options.findLast((candidate) => found.includes(candidate)) ?? 'unknown'
}
