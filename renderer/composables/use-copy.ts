import { useI18n } from 'vue-i18n'
import { useToasts } from '../stores/toasts.ts'

/** Copies texts, and says so. */
export function useCopy(): (text: string) => void {
  const { t } = useI18n()
  const toasts = useToasts()
  return (text) => {
    navigator.clipboard.writeText(text).then(
      () => toasts.show({ severity: 'ok', message: () => t('common.copied') }),
      () => toasts.show({ severity: 'attention', message: () => t('common.notCopied') }),
    )
  }
}
