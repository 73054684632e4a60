import type { KeptEntry } from '../../engine/journal/history.ts'
import type { EditRequest } from '../../engine/master/master.ts'
import { failure } from '../../errors/failure.ts'
import type { CatalogView } from '../../nodes/cluster-node.ts'
import { restoringRequest } from './restore.ts'

/**
 * The change that takes back another one as a whole: each of its objects becomes again what it was before, the last one
 * first.
 * @param entries all of the change, in the order they were made
 * @throws PLB-EDIT-HISTORY-EMPTY
 */
export function undoingRequest(view: CatalogView, entries: readonly KeptEntry[]): EditRequest {
  const seen = new Set<string>()
  const first = entries.filter(({ objectId }) => !seen.has(objectId) && seen.add(objectId))
  const [request, ...others] = first.toReversed().flatMap((entry) => {
    const isGone = entry.before === undefined && view.catalog.get(entry.objectId, entry.kind) === undefined
    return isGone && first.length > 1 ? [] : [restoringRequest(view, entry, 'before')]
  })
  if (request === undefined) throw failure('PLB-EDIT-HISTORY-EMPTY', { state: 'before' })
  return others.length === 0 ? request : { ...request, others }
}
