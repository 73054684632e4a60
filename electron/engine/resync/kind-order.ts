import type { Catalog } from '../../catalog/catalog.ts'
import { byDependency } from '../../catalog/kinds/places.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { referencedIds } from '../../catalog/references.ts'

/** By kind, and a group behind the groups it contains. */
export function inOrder<Item extends { readonly kind: Kind; readonly id: string }>(
  items: readonly Item[],
  catalog: Catalog,
): readonly Item[] {
  const groups = new Map(items.flatMap((item) => (item.kind === 'layerGroup' ? [[item.id, item]] : [])))
  const done = new Set<Item>()
  const result: Item[] = []
  const add = (item: Item): void => {
    if (done.has(item)) return
    done.add(item)
    const group = item.kind === 'layerGroup' ? catalog.get(item.id) : undefined
    for (const id of group === undefined ? [] : referencedIds(group)) {
      const member = groups.get(id)
      if (member !== undefined) add(member)
    }
    result.push(item)
  }
  for (const item of items.toSorted(byDependency)) {
    add(item)
  }
  return result
}
