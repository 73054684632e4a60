import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import type { MessageFilter, MessageRow } from '../../electron/contract/features/messages.ts'
import { useCall } from './use-call.ts'
import { useStream } from './use-stream.ts'

/** The newest messages that match, newest first, as they come; undefined until it is known whether there are any. */
export function useNewestMessages(filter: MaybeRefOrGetter<MessageFilter>, limit: number) {
  const heard = shallowRef<readonly MessageRow[]>([])
  const input = () => ({ filter: toValue(filter) })
  const { data, failure } = useCall('messages', 'page', () => ({
    ...input(),
    before: null,
    after: null,
    limit,
  }))
  watch(
    () => JSON.stringify(input()),
    () => (heard.value = []),
  )
  useStream('messages', 'live', input, (newer) => (heard.value = withNewer(heard.value, newer, limit)))
  const rows = computed(() => data.value && withNewer(data.value.rows, heard.value, limit))
  return { rows, failure }
}

/**
 * Rows with those that came meanwhile, newest first; a row that comes again takes the place of its earlier form.
 * @param limit rows that are kept at most
 */
export function withNewer(
  rows: readonly MessageRow[],
  newer: readonly MessageRow[],
  limit: number,
): readonly MessageRow[] {
  const bySequence = new Map([...rows, ...newer].map((row) => [row.sequence, row]))
  return [...bySequence.values()].toSorted((left, right) => right.sequence - left.sequence).slice(0, limit)
}
