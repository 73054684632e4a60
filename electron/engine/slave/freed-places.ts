import type { Catalog } from '../../catalog/catalog.ts'
import type { ClusterEvent } from '../../wire/event.ts'

const placeOf: ReadonlySet<string> = new Set(['name', 'prefix', 'filename', 'workspace', 'store'])

/**
 * Whether an event leaves a name to others: once somebody took it, what came before must not be applied once more after
 * a crash, lest it take back a place that is somebody else's by then.
 */
export function freesPlace(event: ClusterEvent): boolean {
  if (event.verb === 'remove') return true
  return event.verb === 'modify' && event.changes.some(({ name }) => placeOf.has(name))
}

/** Whether an event may take a name that was left to others. */
export function mayTakePlace(event: ClusterEvent, catalog: Pick<Catalog, 'get'>): boolean {
  if (event.verb === 'add' || event.verb === 'style-file') return true
  return event.verb === 'modify' && (freesPlace(event) || catalog.get(event.object.id) === undefined)
}
