import { Catalog } from '../../catalog/catalog.ts'
import { reasonNotToLoad } from '../../catalog/loadable.ts'
import { lostReferences } from '../../catalog/lost-references.ts'
import { withoutReferences } from '../../catalog/without-references.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { NodeState } from './compare.ts'
import type { Gaps } from './gaps.ts'

export interface WithoutLost {
  readonly state: NodeState
  /** What no GeoServer would load any more, by its id, and why. */
  readonly unloadable: ReadonlyMap<string, Wording>
}

/**
 * The reference without its references to what nobody has: no slave could do anything with them, and each would wait
 * for it for ever. What may lie where the reference could not be read is not such a thing.
 */
export function withoutLost(reference: NodeState, slave: Catalog, gaps: Gaps): WithoutLost {
  const isSomewhere = (id: string): boolean =>
    reference.catalog.get(id) !== undefined || slave.get(id) !== undefined
  const changed = [...reference.catalog.objects()].flatMap((object) => {
    const lost = lostReferences(object, isSomewhere).filter(({ kinds }) => gaps.hiding(kinds) === undefined)
    const ids = new Set(lost.map(({ id }) => id))
    return ids.size === 0 ? [] : [withoutReferences(object, (id) => ids.has(id))]
  })
  if (changed.length === 0) return { state: reference, unloadable: new Map() }
  const catalog = new Catalog()
  catalog.become(reference.catalog)
  for (const object of changed) catalog.put(object)
  const unloadable = changed.flatMap((object) => {
    const reason = reasonNotToLoad({ object, path: [] }, false)
    return reason === undefined ? [] : [[object.id, reason] as const]
  })
  return { state: { ...reference, catalog }, unloadable: new Map(unloadable) }
}
