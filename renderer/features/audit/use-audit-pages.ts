import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { OutputFor } from '../../api/types.ts'
import { asCallFailure, call, isCancellation, type CallFailure } from '../../api/index.ts'
import type { AuditFilter } from './audit-filter.ts'
import type { AuditEntry } from './audit-table.ts'

const pageSize = 100
/** Where a page goes on; null for the newest. */
type Place = OutputFor<'audit', 'page'>['next']

/** The audit, newest first, fetched page by page as it is scrolled; a new search begins again. */
export function useAuditPages(filter: () => AuditFilter) {
  const entries = shallowRef<readonly AuditEntry[]>([])
  /** Those that have entries. */
  const clusters = shallowRef<readonly string[]>([])
  const next = shallowRef<Place>(null)
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
  const more = computed(() => next.value !== null)
  return { entries, clusters, more, pending, failure, older, refresh }
}
