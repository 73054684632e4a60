import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { asCallFailure, call, isCancellation, type CallFailure } from '../../api/index.ts'
import type { AuditFilter } from './audit-filter.ts'
import { withPage, type AuditEntry } from './audit-table.ts'

const pageSize = 100

/** The audit, newest first, fetched page by page as it is scrolled; a new search begins again. */
export function useAuditPages(filter: () => AuditFilter) {
  const entries = shallowRef<readonly AuditEntry[]>([])
  /** Those that have entries. */
  const clusters = shallowRef<readonly string[]>([])
  const more = ref(false)
  const pending = ref(false)
  const failure = shallowRef<CallFailure>()
  let controller = new AbortController()

  async function fetchPage(before: number | null): Promise<void> {
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
      entries.value = before === null ? page.entries : withPage(entries.value, page.entries)
      more.value = page.more
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
    const last = entries.value.at(-1)
    if (more.value && !pending.value && last !== undefined) await fetchPage(last.id)
  }

  const refresh = () => fetchPage(null)
  watch(filter, () => void refresh(), { immediate: true })
  onScopeDispose(() => controller.abort())
  return { entries, clusters, more, pending, failure, older, refresh }
}
