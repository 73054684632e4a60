import { childText, parentElement, textElement } from '../xml/element.ts'
import type { Catalog } from './catalog.ts'
import type { Kind } from './kinds/property.ts'
import { propertyOf, withProperties, type CatalogObject } from './object.ts'

/** An object of one catalog and what it is in the other. */
export interface Pair {
  readonly left: CatalogObject
  readonly right: CatalogObject
}

export interface Pairing {
  readonly pairs: readonly Pair[]
  /** In the left catalog alone. */
  readonly missing: readonly CatalogObject[]
  /** In the right catalog alone. */
  readonly extra: readonly CatalogObject[]
  /** The id on the left for one on the right, where the same thing has different ones. */
  readonly leftId: (rightId: string) => string
}

/** What something belongs to comes before it. */
const parentsFirst: readonly Kind[] = [
  'global',
  'logging',
  'workspace',
  'namespace',
  'settings',
  'service',
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
]

const parentProperties = ['workspace', 'store', 'resource'] as const

/** Finds for each object of one catalog the one it is in another: by id, then by name below the same parent. */
export function matchObjects(left: Catalog, right: Catalog): Pairing {
  const rightIds = new Map<string, string>()
  const leftIds = new Map<string, string>()
  const pairs: Pair[] = []
  const missing: CatalogObject[] = []
  for (const kind of parentsFirst) {
    for (const object of left.ofKind(kind)) {
      const match = right.get(object.id, kind) ?? sameName(object)
      if (match === undefined || match.root !== object.root) {
        missing.push(object)
        continue
      }
      pairs.push({ left: object, right: match })
      rightIds.set(object.id, match.id)
      leftIds.set(match.id, object.id)
    }
  }
  const extra = parentsFirst.flatMap((kind) => right.ofKind(kind).filter((each) => !leftIds.has(each.id)))
  return { pairs, missing, extra, leftId: (id) => leftIds.get(id) ?? id }

  function sameName(object: CatalogObject): CatalogObject | undefined {
    const found = right.sameName(withParentsOf(object, rightIds))
    // One that the left catalog knows by id is another object, whatever it is called on the right.
    const isFree =
      found !== undefined && !leftIds.has(found.id) && left.get(found.id, found.kind) === undefined
    return isFree && found.kind === object.kind ? found : undefined
  }
}

/** The object as it would be in the other catalog, as far as its place there goes. */
function withParentsOf(object: CatalogObject, ids: ReadonlyMap<string, string>): CatalogObject {
  const changes = parentProperties.flatMap((name) => {
    const element = propertyOf(object, name)
    const id = element === undefined ? undefined : childText(element, 'id')
    const otherId = id === undefined ? undefined : ids.get(id)
    return otherId === undefined ? [] : [[name, parentElement(name, [textElement('id', otherId)])] as const]
  })
  return changes.length === 0 ? object : withProperties(object, new Map(changes))
}
