import { computed, onScopeDispose, ref, watch, type ComputedRef } from 'vue'

/**
 * Of things that are to be drawn, those to draw now: what is drawn already, and a few more with each picture, so that
 * no number of them keeps the page from answering.
 * @param atOnce how many are new in one picture
 */
export function useGradually<Item>(
  items: () => readonly Item[],
  keyOf: (item: Item) => string,
  atOnce: number,
): ComputedRef<readonly Item[]> {
  const picture = ref(0)
  let known: ReadonlySet<string> = new Set()
  let frame: number | undefined
  const drawn = computed(() => {
    void picture.value
    let room = atOnce
    return items().filter((item) => {
      if (known.has(keyOf(item))) return true
      room -= 1
      return room >= 0
    })
  })
  watch(
    drawn,
    (now) => {
      known = new Set(now.map(keyOf))
      if (now.length === items().length) return
      frame ??= requestAnimationFrame(() => {
        frame = undefined
        picture.value += 1
      })
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => {
    if (frame !== undefined) cancelAnimationFrame(frame)
  })
  return drawn
}
