import { severity, type Severity } from '../../electron/contract/features/shared.ts'

/** How bad a severity is; the larger the worse. */
export function severityRank(of: Severity): number {
  return severity.options.indexOf(of)
}
