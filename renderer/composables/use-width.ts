import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/**
 * The width of an element in pixels, as it changes.
 * @param before what it is until it was measured
 */
export function useWidth(element: Readonly<Ref<HTMLElement | null>>, before: number): Ref<number> {
  const width = ref(before)
  const observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined && entry.contentRect.width > 0) width.value = Math.floor(entry.contentRect.width)
  })
  onMounted(() => {
    if (element.value !== null) observer.observe(element.value)
  })
  onBeforeUnmount(() => observer.disconnect())
  return width
}
