import { onScopeDispose, type Ref } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'
import { confirm } from './confirm.ts'
import { i18n } from '../i18n/index.ts'

/**
 * Asks before changes that are not saved are left behind: by another screen, by closing or reloading the window.
 * What only changes the screen's own address (another object) goes through `leave`, which asks the same.
 * @param dirty whether there are such changes
 * @param what names what has them, for the question
 * @param selection the names in the address's query whose change leaves what is edited
 */
export function useUnsavedChanges(
  dirty: Readonly<Ref<boolean>>,
  what: () => string,
  selection: readonly string[] = ['selected'],
): { readonly leave: () => Promise<boolean> } {
  const { t } = i18n.global

  async function leave(): Promise<boolean> {
    if (!dirty.value) return true
    return confirm(() => ({
      title: t('common.unsavedTitle'),
      message: t('common.unsavedText', { what: what() }),
      confirm: t('common.unsavedLeave'),
      cancel: t('common.unsavedStay'),
      danger: true,
    }))
  }

  function unload(event: BeforeUnloadEvent): void {
    if (dirty.value) event.preventDefault()
  }

  window.addEventListener('beforeunload', unload)
  onScopeDispose(() => window.removeEventListener('beforeunload', unload))
  onBeforeRouteLeave(leave)
  onBeforeRouteUpdate((to, from) =>
    selection.every((name) => to.query[name] === from.query[name]) ? true : leave(),
  )
  return { leave }
}
