import { computed } from 'vue'
import type { FilterKey } from '../../components/filter/pieces.ts'
import { useSettled } from '../../composables/use-settled.ts'
import { parseFilter } from '../../components/filter/message-filter.ts'

const typingPause = 150
/** A token that may still become a known value waits longer, so that `kind:la` does not empty the list. */
const unfinishedPause = 1_200

/**
 * The filter that is written, read once one pauses typing.
 * @param all whether events that only count up updateSequence are shown
 */
export function useSettledFilter(
  written: () => string,
  all: () => boolean,
  keys: () => readonly FilterKey[],
) {
  const settled = useSettled(written, (text) => (isUnfinished(text) ? unfinishedPause : typingPause))
  const parsed = computed(() => parseFilter(settled.value, all()))

  function isUnfinished(text: string): boolean {
    return parseFilter(text).tokens.some(({ name, value }) => {
      const values = keys().find((key) => key.name === name)?.values ?? []
      return !values.includes(value) && values.some((known) => known.startsWith(value))
    })
  }

  return { parsed, filter: computed(() => parsed.value.filter) }
}
