import { useI18n } from 'vue-i18n'
import type { DriftEntry } from '../../../electron/contract/shared.ts'

/** Says in few words what somebody accepted of a difference, and why; nothing where nobody did. */
export function useAcceptedWords(): (accepted: DriftEntry['accepted']) => readonly string[] {
  const { t } = useI18n()
  return (accepted) => {
    if (accepted === undefined) return []
    const reason = accepted.notes.map((each) => each.reason).join(', ')
    return [t(accepted.all ? 'findings.acceptedBecause' : 'findings.acceptedPart', { reason })]
  }
}
