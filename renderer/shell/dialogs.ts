import { ref } from 'vue'

/** Which of the shell's own dialogs is open. */
export const openDialog = ref<'palette' | 'shortcuts' | undefined>()
