import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { OutputFor } from '../../api/types.ts'
import { asCallFailure, call, isCancellation, type CallFailure } from '../../api/index.ts'
import { useCall } from '../../composables/use-call.ts'
import { useAskedAgain } from '../../composables/use-interval.ts'
import type { AuditFilter } from './audit-filter.ts'
import type { AuditEntry } from './audit-table.ts'

const pageSize = 100
/** Milliseconds between two looks for what is newer. */
const lookEvery = 5_000
/** Where a page goes on; null for the newest. */
type Place = OutputFor<'audit', 'page'>['next']

/** The audit, newest first, fetched page by page as it is scrolled; a new search begins again. */
export function useAuditPages(filter: () => AuditFilter) {
  const entries = shallowRef<readonly AuditEntry[]>([])
  /** Those that have entries. */
  const clusters = shallowRef<readonly string[]>([])
  const next = shallowRef<Place>(null)
  /** The newest there was when the list was begun. */
  const newest = shallowRef<Place>(null)
  const pending = ref(false)
  const failure = shallowRef<CallFailure>()
  let controller = new AbortController()

  async function fetchPage(before: Place): Promise<void> {
    controller.abort()
    const own = new AbortController()
    controller = own
    pending.value = true
    try {
      const page = await call(
        'audit',
        'page',
        { before, limit: pageSize, ...filter() },
        { signal: own.signal },
      )
      if (own.signal.aborted) return
      entries.value = before === null ? page.entries : [...entries.value, ...page.entries]
      next.value = page.next
      clusters.value = page.clusters
      if (before === null) newest.value = page.newest
      failure.value = undefined
    } catch (error) {
      if (!own.signal.aborted && !isCancellation(error)) failure.value = asCallFailure(error)
    } finally {
      if (controller === own) pending.value = false
    }
  }

  /** Fetches the next older page when there is one. */
  async function older(): Promise<void> {
    if (next.value !== null && !pending.value) await fetchPage(next.value)
  }

  const refresh = () => fetchPage(null)
  watch(filter, () => void refresh(), { immediate: true })
  onScopeDispose(() => controller.abort())
  const newer = useCall('audit', 'newer', () =>
    newest.value === null ? undefined : { than: newest.value, limit: pageSize, ...filter() },
  )
  useAskedAgain(newer, lookEvery)
  /** How many came since, which the list takes up when it is told to: no line moves from under the pointer. */
  const news = computed(() => newer.data.value?.count ?? 0)
  const isCounted = computed(() => news.value < pageSize)
  const more = computed(() => next.value !== null)
  return { entries, news, isCounted, clusters, more, pending, failure, older, refresh }
}
