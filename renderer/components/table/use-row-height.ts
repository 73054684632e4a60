import { computed, type ComputedRef } from 'vue'
import { useSettings } from '../../stores/settings.ts'

/** Height of a row of a table or tree in pixels, by the density of the settings; the same as `--row-height`. */
export function useRowHeight(): ComputedRef<number> {
  const settings = useSettings()
  return computed(() => (settings.settings.density === 'comfortable' ? 34 : 28))
}
