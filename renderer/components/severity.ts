import { severity, type Severity, type DriftData } from '../../electron/contract/shared.ts'

/** How bad a severity is; the larger the worse. */
export function severityRank(of: Severity): number {
  return severity.options.indexOf(of)
}

/** How bad it is that an object differs, the same on every screen: what a node lacks has failed to come to it. */
export function driftSeverity(type: DriftData['entries'][number]['type']): Severity {
  return type === 'missing' ? 'failed' : 'attention'
}
