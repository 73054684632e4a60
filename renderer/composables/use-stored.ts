import { ref, watch, type Ref } from 'vue'

/**
 * A value of this window's looks alone (a width, the columns of a table) that outlives a reload. What the operator
 * would call a setting belongs into the settings.
 * @param parse the stored value when it is of the right form, otherwise undefined
 */
export function useStored<Value>(
  name: string,
  initial: Value,
  parse: (stored: unknown) => Value | undefined,
): Ref<Value> {
  const key = `plumbline.${name}`
  const value = ref(read() ?? initial) as Ref<Value>
  watch(
    value,
    (next) => {
      try {
        localStorage.setItem(key, JSON.stringify(next))
      } catch {
        // A browser that keeps nothing shows the initial looks next time.
      }
    },
    { deep: true },
  )
  return value

  function read(): Value | undefined {
    try {
      return parse(JSON.parse(localStorage.getItem(key) ?? 'null'))
    } catch {
      return undefined
    }
  }
}

/** A number within bounds. */
export function numberBetween(minimum: number, maximum: number): (stored: unknown) => number | undefined {
  return (stored) =>
    typeof stored === 'number' && stored >= minimum && stored <= maximum ? stored : undefined
}
