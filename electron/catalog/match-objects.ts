import { parentElement, textElement, type XmlElement } from '../xml/element.ts'
import { placeOf, type Catalog } from './catalog.ts'
import { dependencyOrder, placeProperties } from './kinds/places.ts'
import type { Kind } from './kinds/property.ts'
import { nameOf, referenceOf, withProperties, type CatalogObject } from './object.ts'

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

/** What has no name of its own is known by where it belongs: a layer is its resource's, whatever id it has. */
const nameless: ReadonlySet<Kind> = new Set<Kind>(['layer', 'settings', 'service'])

/**
 * Finds for each object of one catalog the one it is in another: by id, then by name below the same parent; what has
 * no name the other way round. A namespace is that of its workspace.
 */
export function matchObjects(left: Catalog, right: Catalog): Pairing {
  const rightIds = new Map<string, string>()
  const leftIds = new Map<string, string>()
  const pairs: Pair[] = []
  const missing: CatalogObject[] = []
  const [leftOfKind, rightOfKind] = [byKind(left), byKind(right)]
  for (const kind of dependencyOrder) {
    const finders = findersFor(kind)
    let open: readonly CatalogObject[] = leftOfKind.get(kind) ?? []
    for (const find of finders) {
      open = open.filter((object) => {
        const match = find(object)
        if (match === undefined) return true
        pairs.push({ left: object, right: match })
        rightIds.set(object.id, match.id)
        leftIds.set(match.id, object.id)
        return false
      })
    }
    missing.push(...open)
  }
  const extra = dependencyOrder.flatMap((kind) =>
    (rightOfKind.get(kind) ?? []).filter((each) => !leftIds.has(each.id)),
  )
  return { pairs, missing, extra, leftId }

  /** What is only on the right is not what the left knows by its id, should that be another thing. */
  function leftId(id: string): string {
    const known = leftIds.get(id)
    if (known !== undefined) return known
    return right.get(id) !== undefined && left.get(id) !== undefined ? `${id} (2)` : id
  }

  function findersFor(kind: Kind): readonly ((object: CatalogObject) => CatalogObject | undefined)[] {
    if (kind === 'namespace') return [ofSameWorkspace, withSameId, inSamePlace]
    return nameless.has(kind) ? [unchanged, inSamePlace, withSameId] : [withSameId, inSamePlace]
  }

  function ofSameWorkspace(namespace: CatalogObject): CatalogObject | undefined {
    const workspace = left.byName('workspace', nameOf(namespace) ?? '')
    const there = workspace && right.get(rightIds.get(workspace.id) ?? '', 'workspace')
    return free(there && right.byName('namespace', nameOf(there) ?? ''), namespace)
  }

  /** Before a namesake is taken for it: a damaged directory may hold two in one place. */
  function unchanged(object: CatalogObject): CatalogObject | undefined {
    const same = withSameId(object)
    if (same === undefined) return undefined
    const there = withParents(object, (id) => rightIds.get(id))
    return same === there || placeOf(same) === placeOf(there) ? same : undefined
  }

  function withSameId(object: CatalogObject): CatalogObject | undefined {
    // An id several objects have tells nothing.
    const isShared = left.sharedIds.has(object.id) || right.sharedIds.has(object.id)
    return isShared ? undefined : free(right.get(object.id, object.kind), object)
  }

  function inSamePlace(object: CatalogObject): CatalogObject | undefined {
    return free(right.sameName(withParents(object, (id) => rightIds.get(id))), object)
  }

  function free(found: CatalogObject | undefined, object: CatalogObject): CatalogObject | undefined {
    const isSuch = found?.kind === object.kind && found.root === object.root
    return isSuch && !leftIds.has(found.id) ? found : undefined
  }
}

function byKind(catalog: Catalog): ReadonlyMap<Kind, readonly CatalogObject[]> {
  return Map.groupBy(catalog.objects(), ({ kind }) => kind)
}

/** What says where an object belongs; names of resources are unique in a namespace. */
const parentProperties = [...placeProperties, 'namespace']

/**
 * The object below other parents.
 * @param idOf the id of a parent there; undefined when it is the same
 */
export function withParents(object: CatalogObject, idOf: (id: string) => string | undefined): CatalogObject {
  let changes: Map<string, XmlElement> | undefined
  for (const name of parentProperties) {
    const id = referenceOf(object, name)
    const otherId = id === undefined ? undefined : idOf(id)
    if (otherId === undefined || otherId === id) continue
    changes ??= new Map()
    changes.set(name, parentElement(name, [textElement('id', otherId)]))
  }
  return changes === undefined ? object : withProperties(object, changes)
}
