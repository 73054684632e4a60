import type { Catalog } from '../../../catalog/catalog.ts'
import { isResource, type Kind } from '../../../catalog/kinds/property.ts'
import { propertiesOf } from '../../../catalog/kinds/table.ts'
import { referencedIds } from '../../../catalog/references.ts'
import type { ServedDifference } from '../../../geoserver/reading/served-differences.ts'
import { propertyOf, referenceOf, type CatalogObject } from '../../../catalog/object.ts'
import type { ClusterEvent } from '../../../wire/event.ts'
import { childText, type XmlElement } from '../../../xml/element.ts'

const rootOf = ['rootLayer', 'rootLayerStyle'] as const

/** What a GeoServer looks up once, when it loads an object; a member and its style are told together. */
const lookedUp: Readonly<Partial<Record<Kind, readonly (readonly string[])[]>>> = {
  layer: [['defaultStyle'], ['styles']],
  layerGroup: [['publishables', 'styles'], rootOf],
}

/** What a message about a layer sets in its resource, or in that of another layer, which a GeoServer finds by its name. */
const passedOn: ReadonlySet<string> = new Set(
  propertiesOf('layer', 'layer').flatMap(({ name, delegated }) => (delegated === true ? name : [])),
)

/** What is served otherwise than its file says, with the names of the properties it is to be told anew. */
export interface Bereft {
  readonly object: CatalogObject
  readonly names: readonly string[]
}

/**
 * What a layer or group that is served without some of what its file refers to is to be told anew, or a resource with
 * what was said of another one; undefined when it is served otherwise in anything else, which only a reload mends.
 */
export function toldAnew({ inFile, served, properties }: ServedDifference): Bereft | undefined {
  if (isResource(inFile.kind)) {
    const isPassedOn = served !== undefined && properties.every((name) => passedOn.has(name))
    return isPassedOn ? { object: inFile, names: properties } : undefined
  }
  const names = (lookedUp[inFile.kind] ?? [])
    .filter((together) => together.some((name) => properties.includes(name)))
    .flat()
  const own = new Set(referencedIds(inFile))
  const isOnlyLess = served !== undefined && [...referencedIds(served)].every((id) => own.has(id))
  if (!isOnlyLess || !properties.every((name) => names.includes(name))) return undefined
  return { object: inFile, names: names.filter((name) => propertyOf(inFile, name) !== undefined) }
}

/**
 * Layers and groups of a slave that refer to what it lacked until now. It has nothing in the place of what was not there
 * when it loaded them, and does not look again.
 * @param come ids of what comes; what comes itself is whole
 */
export function bereftOf(come: ReadonlySet<string>, there: Catalog): readonly Bereft[] {
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

/**
 * Groups within others whose root layer gets other styles: a GeoServer takes such a group for two, and map clients are told
 * of it twice, until it is told its root layer anew.
 */
export function uprooted(
  operations: readonly { readonly events: readonly ClusterEvent[] }[],
  wanted: Catalog,
): readonly Bereft[] {
  const restyled = operations.flatMap(({ events }) =>
    events.flatMap((event) =>
      event.verb === 'modify' &&
      event.object.kind === 'layer' &&
      event.changes.some(({ name }) => lookedUp.layer?.some((each) => each.includes(name)))
        ? event.object.id
        : [],
    ),
  )
  return [...new Set(restyled)].flatMap((layer) =>
    wanted.referringTo(layer).flatMap((object) => {
      const isHeld = wanted.referringTo(object.id).some(({ kind }) => kind === 'layerGroup')
      if (!isHeld || referenceOf(object, 'rootLayer') !== layer) return []
      return [{ object, names: rootOf.filter((name) => propertyOf(object, name) !== undefined) }]
    }),
  )
}

function isNamed(element: XmlElement | undefined, ids: ReadonlySet<string>): boolean {
  if (element === undefined) return false
  return ids.has(childText(element, 'id') ?? '') || element.children.some((each) => isNamed(each, ids))
}
