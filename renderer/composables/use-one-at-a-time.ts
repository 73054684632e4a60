import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

/**
 * A key that changes in two steps: it is undefined at first, for what it stood for to go, and a task later the new one.
 * Going and coming together take twice as long as the page may be busy with one thing.
 */
export function useOneAtATime<Key>(key: () => Key): Readonly<ShallowRef<Key | undefined>> {
  const shown = shallowRef<Key | undefined>(key())
  let coming: ReturnType<typeof setTimeout> | undefined
  watch(key, (next) => {
    shown.value = undefined
    clearTimeout(coming)
    coming = setTimeout(() => (shown.value = next))
  })
  onScopeDispose(() => clearTimeout(coming))
  return shown
}
