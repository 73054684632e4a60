import { childText } from '../xml/element.ts'
import type { Catalog } from './catalog.ts'
import { propertyOf, textOfProperty, type CatalogObject } from './object.ts'

/** Whether a group hides what it holds: a GeoServer neither lists nor shows that by itself, groups not even over REST. */
export function isOpaque(group: CatalogObject): boolean {
  return textOfProperty(group, 'mode') === 'OPAQUE_CONTAINER'
}

/** Ids of the layers and groups a group holds, also in groups within it. */
export function heldBy(group: CatalogObject, catalog: Catalog): ReadonlySet<string> {
  const held = new Set<string>()
  const take = ({ id }: CatalogObject): void => {
    const current = catalog.get(id, 'layerGroup')
    for (const each of (current && propertyOf(current, 'publishables'))?.children ?? []) {
      const member = catalog.get(childText(each, 'id') ?? '', 'layer', 'layerGroup')
      if (member === undefined || held.has(member.id)) continue
      held.add(member.id)
      if (member.kind === 'layerGroup') take(member)
    }
  }
  take(group)
  return held
}

/** Ids of what groups may hide; what another group shows as well is among them. */
export function heldInOpaqueGroups(catalog: Catalog): ReadonlySet<string> {
  return new Set(
    catalog
      .ofKind('layerGroup')
      .filter(isOpaque)
      .flatMap((group) => [...heldBy(group, catalog)]),
  )
}

/**
 * Whether all that holds a layer or group hides it: an opaque group does, and what is hidden itself. Groups of mode SINGLE
 * neither hide nor show what they hold.
 */
export function isHidden(id: string, catalog: Catalog, above: ReadonlySet<string> = new Set()): boolean {
  const holders = catalog
    .ofKind('layerGroup')
    .filter(
      (each) => (textOfProperty(each, 'mode') ?? 'SINGLE') !== 'SINGLE' && heldBy(each, catalog).has(id),
    )
  const within = new Set([...above, id])
  const shows = (each: CatalogObject): boolean =>
    !isOpaque(each) && !within.has(each.id) && !isHidden(each.id, catalog, within)
  return holders.length > 0 && !holders.some(shows)
}
