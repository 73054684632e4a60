import { ref, shallowRef } from 'vue'

/** Which of the shell's own dialogs is open. */
export const openDialog = ref<'palette' | 'shortcuts' | undefined>()

/** The content of a profile file somebody chose or opened, until it was imported or not. */
export const profileToImport = shallowRef<string>()
