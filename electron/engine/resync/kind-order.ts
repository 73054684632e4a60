import type { Catalog } from '../../catalog/catalog.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { referencedIds } from '../../catalog/references.ts'

/** What something belongs or refers to comes before it. */
const order: readonly Kind[] = [
  'workspace',
  'namespace',
  'style',
  'dataStore',
  'coverageStore',
  'wmsStore',
  'wmtsStore',
  'featureType',
  'coverage',
  'wmsLayer',
  'wmtsLayer',
  'layer',
  'layerGroup',
  'settings',
  'service',
  'global',
  'logging',
]

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
  for (const item of items.toSorted((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind))) {
    add(item)
  }
  return result
}
