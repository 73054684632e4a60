import { shallowRef } from 'vue'

/** The content of a profile file somebody chose or opened, until it was imported or not. */
export const profileToImport = shallowRef<string>()
