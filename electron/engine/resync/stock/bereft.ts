import type { Catalog } from '../../../catalog/catalog.ts'
import type { Kind } from '../../../catalog/kinds/property.ts'
import { propertyOf, type CatalogObject } from '../../../catalog/object.ts'
import { childText, type XmlElement } from '../../../xml/element.ts'

/** What a GeoServer looks up once, when it loads an object; a member and its style are told together. */
const lookedUp: Readonly<Partial<Record<Kind, readonly (readonly string[])[]>>> = {
  layer: [['defaultStyle'], ['styles']],
  layerGroup: [
    ['publishables', 'styles'],
    ['rootLayer', 'rootLayerStyle'],
  ],
}

/**
 * Layers and groups of a slave that refer to what it lacked until now. It has nothing in the place of what was not there
 * when it loaded them, and does not look again.
 * @param come ids of what comes; what comes itself is whole
 * @returns each with the names of the properties it is to be told anew
 */
export function bereftOf(
  come: ReadonlySet<string>,
  there: Catalog,
): readonly { readonly object: CatalogObject; readonly names: readonly string[] }[] {
  const referring = new Set([...come].flatMap((id) => there.referringTo(id)))
  return [...referring].flatMap((object) => {
    if (come.has(object.id)) return []
    const names = (lookedUp[object.kind] ?? [])
      .filter((together) => together.some((name) => isNamed(propertyOf(object, name), come)))
      .flat()
      .filter((name) => propertyOf(object, name) !== undefined)
    return names.length === 0 ? [] : [{ object, names }]
  })
}

function isNamed(element: XmlElement | undefined, ids: ReadonlySet<string>): boolean {
  if (element === undefined) return false
  return ids.has(childText(element, 'id') ?? '') || element.children.some((each) => isNamed(each, ids))
}
