import { computed, ref, type Ref, type WritableComputedRef } from 'vue'

/**
 * One of several names: the one that was chosen, and the first while that is not among them.
 * @param chosen what was chosen, where somebody else keeps it
 */
export function useOneOf(
  names: () => readonly string[],
  chosen: Ref<string> = ref(''),
): WritableComputedRef<string> {
  return computed({
    get: () => (names().includes(chosen.value) ? chosen.value : (names()[0] ?? '')),
    set: (next) => (chosen.value = next),
  })
}
