import { resourceOf, type Catalog } from '../../../catalog/catalog.ts'
import { containerKinds, placeProperties } from '../../../catalog/kinds/places.ts'
import { isResource } from '../../../catalog/kinds/property.ts'
import { nameOf, referenceOf, type CatalogObject } from '../../../catalog/object.ts'
import { inOrder } from '../kind-order.ts'

/** Objects of a slave that go together, so that what belongs in their place can come. */
export interface Replacement {
  /** Everything that goes, in the order it can. */
  readonly doomed: readonly CatalogObject[]
  /** What it is done for, by the id there; the outermost first. */
  readonly roots: readonly CatalogObject[]
  /** Objects of the reference that could not come otherwise, besides those that come again. */
  readonly arrivals: readonly CatalogObject[]
}

/** Something that has to leave its place. */
export interface Departure {
  /** Objects of the slave that leave together. */
  readonly roots: readonly CatalogObject[]
  /** What wants the place; nothing when the object itself comes again. */
  readonly arrival?: CatalogObject
}

/**
 * What has to be removed from a stock slave so that each of these can leave: all that lies in it or holds it. Those that
 * have something in common are one replacement, since none can be done without the other.
 */
export function replacementsFor(departures: readonly Departure[], there: Catalog): readonly Replacement[] {
  const sets: { doomed: Map<string, CatalogObject>; roots: CatalogObject[]; arrivals: CatalogObject[] }[] = []
  for (const departure of departures) {
    const { arrival } = departure
    const doomed = new Map<string, CatalogObject>()
    const roots = [...departure.roots]
    for (const root of roots) collect(rootOf(root, there), there, doomed)
    const arrivals = arrival === undefined ? [] : [arrival]
    for (const other of sets.filter((each) => [...each.doomed.keys()].some((id) => doomed.has(id)))) {
      sets.splice(sets.indexOf(other), 1)
      for (const [id, object] of other.doomed) doomed.set(id, object)
      roots.unshift(...other.roots)
      arrivals.unshift(...other.arrivals)
    }
    sets.push({ doomed, roots, arrivals })
  }
  return sets.map(({ doomed, roots, arrivals }) => ({
    doomed: inOrder([...doomed.values()], there).toReversed(),
    roots: inOrder([...new Set(roots)], there),
    arrivals,
  }))
}

/** A layer is its resource's, and a namespace its workspace's: they come and go together. */
function rootOf(object: CatalogObject, there: Catalog): CatalogObject {
  if (object.kind === 'layer') {
    return resourceOf(there, object) ?? object
  }
  if (object.kind === 'namespace') return there.byName('workspace', nameOf(object) ?? '') ?? object
  return object
}

function collect(object: CatalogObject, there: Catalog, doomed: Map<string, CatalogObject>): void {
  if (doomed.has(object.id)) return
  doomed.set(object.id, object)
  for (const other of needing(object, there)) collect(other, there, doomed)
}

/** What a stock slave does not let an object go for: what lies in it, and groups it is a member of. */
export function needing(object: CatalogObject, there: Catalog): readonly CatalogObject[] {
  const within = containerKinds.has(object.kind)
    ? there
        .referringTo(object.id)
        .filter((other) => placeProperties.some((place) => referenceOf(other, place) === object.id))
    : []
  const namespace = object.kind === 'workspace' ? there.byName('namespace', nameOf(object) ?? '') : undefined
  const resources =
    object.kind === 'namespace' ? there.referringTo(object.id).filter(({ kind }) => isResource(kind)) : []
  const isMember = object.kind === 'layer' || object.kind === 'layerGroup'
  const groups = isMember
    ? there.referringTo(object.id).filter(({ kind, id }) => kind === 'layerGroup' && id !== object.id)
    : []
  return [...within, ...(namespace === undefined ? [] : [namespace]), ...resources, ...groups]
}

/** What is drawn with a style, and keeps it from being removed. */
export function drawnWith(style: CatalogObject, there: Catalog): readonly CatalogObject[] {
  if (style.kind !== 'style') return []
  return there.referringTo(style.id).filter(({ kind }) => kind === 'layer' || kind === 'layerGroup')
}
