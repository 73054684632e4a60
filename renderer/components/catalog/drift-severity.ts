import type { DriftForm, Severity } from '../../../electron/contract/features/shared.ts'

/** How bad it is that an object differs, the same on every screen: what a node lacks has failed to come to it. */
export function driftSeverity(type: DriftForm['entries'][number]['type']): Severity {
  return type === 'missing' ? 'failed' : 'attention'
}
