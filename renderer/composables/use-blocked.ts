import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSettings } from '../stores/settings.ts'

/** What may keep a control from being used; see {@link useBlocked}. */
export interface Blockable {
  /** Whether it changes anything, so that read-only mode disables it. */
  readonly changes?: boolean | undefined
  /** Why it cannot be used now; shown as its tooltip. Empty or null when it can. */
  readonly disabledBecause?: string | null | undefined
}

/** Why a control cannot be used, or undefined when it can. */
export function useBlocked(control: Blockable): ComputedRef<string | undefined> {
  const whyBlocked = useWhyBlocked()
  return computed(() => whyBlocked(control))
}

/** The same for many of them, as those of a menu. */
export function useWhyBlocked(): (control: Blockable) => string | undefined {
  const settings = useSettings()
  const { t } = useI18n()
  return ({ changes, disabledBecause }) => {
    if (disabledBecause) return disabledBecause
    return changes === true && settings.readOnly ? t('common.readOnlyReason') : undefined
  }
}
