import { childText } from '../xml/element.ts'
import type { Catalog } from './catalog.ts'
import { propertyOf, textOfProperty, type CatalogObject } from './object.ts'

/** Whether a group hides what it holds: a GeoServer neither lists nor shows that by itself, groups not even over REST. */
export function isOpaque(group: CatalogObject): boolean {
  return textOfProperty(group, 'mode') === 'OPAQUE_CONTAINER'
}

/** Whether a group only holds others: map clients see what is in it and can ask for no group of that name. */
export function isContainer(group: CatalogObject): boolean {
  return group.kind === 'layerGroup' && textOfProperty(group, 'mode') === 'CONTAINER'
}

/** Whether map clients are told what is in a group. */
export function showsMembers(group: CatalogObject): boolean {
  return !isOpaque(group) && (textOfProperty(group, 'mode') ?? 'SINGLE') !== 'SINGLE'
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
 * What tells of a layer or group, by its id, whether all that holds it hides it: an opaque group does, and what is hidden
 * itself. Groups of mode SINGLE neither hide nor show what they hold.
 */
export function hidingIn(catalog: Catalog): (id: string) => boolean {
  const holders = new Map<string, CatalogObject[]>()
  for (const group of catalog.ofKind('layerGroup')) {
    if (!isOpaque(group) && !showsMembers(group)) continue
    for (const id of heldBy(group, catalog)) holders.set(id, [...(holders.get(id) ?? []), group])
  }
  const isHidden = (id: string, above: ReadonlySet<string>): boolean => {
    const holding = holders.get(id) ?? []
    const within = new Set([...above, id])
    const shows = (each: CatalogObject): boolean =>
      !isOpaque(each) && !within.has(each.id) && !isHidden(each.id, within)
    return holding.length > 0 && !holding.some(shows)
  }
  return (id) => isHidden(id, new Set())
}
