import { reactive, ref, shallowRef, watch } from 'vue'

/** Which of the shell's own dialogs is open. */
export const openDialog = ref<'palette' | 'shortcuts' | undefined>()

/** What was typed for the palette, and whether Enter followed it: also before it is there, or has found anything. */
export const asked = reactive({ search: '', isEntered: false })
watch(openDialog, () => Object.assign(asked, { search: '', isEntered: false }), { flush: 'sync' })

/** Until the palette has the keyboard, what is typed after its keys goes into it, and nowhere else. */
export function typeAhead(event: KeyboardEvent): void {
  const { key, target } = event
  const isThere = target instanceof Element && target.closest('.palette input') !== null
  if (openDialog.value !== 'palette' || isThere || event.ctrlKey || event.metaKey || event.isComposing) return
  event.preventDefault()
  event.stopPropagation()
  if (key === 'Escape') openDialog.value = undefined
  else if (key === 'Enter') asked.isEntered = true
  else if (key === 'Backspace') asked.search = asked.search.slice(0, -1)
  else if (key.length === 1) asked.search += key
}

/** The content of a profile file somebody chose or opened, until it was imported or not. */
export const profileToImport = shallowRef<string>()
