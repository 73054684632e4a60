import { onScopeDispose, ref, watch, type Ref } from 'vue'

/**
 * What is typed, once somebody pauses.
 * @param pauseFor milliseconds nobody types for before it counts
 */
export function useSettled(typed: () => string, pauseFor: (text: string) => number): Ref<string> {
  const settled = ref(typed())
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(typed, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => (settled.value = now), pauseFor(now))
  })
  onScopeDispose(() => clearTimeout(timer))
  return settled
}
