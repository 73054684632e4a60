import type { Catalog } from '../../../catalog/catalog.ts'
import type { Kind } from '../../../catalog/kinds/property.ts'
import { nameOf, referenceOf } from '../../../catalog/object.ts'

/**
 * Puts a namespace right behind its workspace and a layer right behind its resource: a reload between the two, which what
 * goes by files brings with it, would drop the one whose other half is still to come.
 * @param items in an order in which each has all it needs
 */
export function halvesTogether<Item extends { readonly kind: Kind; readonly id: string }>(
  items: readonly Item[],
  catalog: Catalog,
): readonly Item[] {
  const first = new Map(items.map((item) => [item.id, item]))
  const second = new Map<Item, Item>()
  for (const item of items) {
    const half = first.get(otherHalfOf(item, catalog) ?? '')
    if (half !== undefined) second.set(half, item)
  }
  const moved = new Set(second.values())
  return items.flatMap((item) => {
    if (moved.has(item)) return []
    const half = second.get(item)
    return half === undefined ? [item] : [item, half]
  })
}

function otherHalfOf(
  { kind, id }: { readonly kind: Kind; readonly id: string },
  catalog: Catalog,
): string | undefined {
  const object = catalog.get(id, kind)
  if (object === undefined) return undefined
  if (kind === 'layer') return referenceOf(object, 'resource')
  return kind === 'namespace' ? catalog.byName('workspace', nameOf(object) ?? '')?.id : undefined
}
