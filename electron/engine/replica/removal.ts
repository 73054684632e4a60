import { resourceOf, type Catalog } from '../../catalog/catalog.ts'
import { byDependency, containerKinds, placeProperties } from '../../catalog/kinds/places.ts'
import { nameOf, propertyOf, referenceOf, type CatalogObject } from '../../catalog/object.ts'
import { referencedIds } from '../../catalog/references.ts'
import { withoutReferences } from '../../catalog/without-references.ts'
import { childText } from '../../xml/element.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { objectWords } from '../words.ts'
import { say } from '../../sentences/say.ts'

/** One step of a removal: an object goes, or one that referred to it goes on without the reference. */
export type RemovalStep = { readonly because?: Wording } & (
  { readonly remove: CatalogObject } | { readonly update: CatalogObject }
)

/**
 * What has to happen for an object to go, in order. A master empties a workspace before it removes it, and says so;
 * whatever is still in it here is something the master no longer has.
 *
 * A layer takes its resource along: a GeoServer deletes the directory both share. A layer group without members
 * goes, too.
 */
export function removalPlan(object: CatalogObject, catalog: Catalog): readonly RemovalStep[] {
  const doomed = new Map<string, CatalogObject>()
  collect(object, catalog, doomed)
  collectEmptied(catalog, doomed)
  const order = dependantsFirst([...doomed.values()])
  const referring = new Set(order.flatMap((each) => catalog.referringTo(each.id)))
  const survivors = [...referring].filter((each) => !doomed.has(each.id))
  return [
    ...survivors.map((each) => ({
      update: withoutReferences(each, (id) => doomed.has(id)),
      because: say('node.referredToIt', { object: objectWords(each.kind, nameOf(each) ?? each.id) }),
    })),
    ...order.map((each) =>
      each.id === object.id
        ? { remove: each }
        : {
            remove: each,
            because: say('node.wentWithIt', { object: objectWords(each.kind, nameOf(each) ?? each.id) }),
          },
    ),
  ]
}

/** By kind; and a group that contains others goes before them. */
function dependantsFirst(doomed: readonly CatalogObject[]): readonly CatalogObject[] {
  const groups = new Map(doomed.flatMap((each) => (each.kind === 'layerGroup' ? [[each.id, each]] : [])))
  const seen = new Set<CatalogObject>()
  const membersFirst: CatalogObject[] = []
  const visit = (group: CatalogObject): void => {
    if (seen.has(group)) return
    seen.add(group)
    for (const id of referencedIds(group)) {
      const member = groups.get(id)
      if (member !== undefined) visit(member)
    }
    membersFirst.push(group)
  }
  for (const group of groups.values()) visit(group)
  const others = doomed.filter((each) => each.kind !== 'layerGroup')
  return [...membersFirst.toReversed(), ...others.toSorted((left, right) => byDependency(right, left))]
}

/** Adds an object, all that is in it, and what goes along with that. */
function collect(object: CatalogObject, catalog: Catalog, doomed: Map<string, CatalogObject>): void {
  if (doomed.has(object.id)) return
  doomed.set(object.id, object)
  for (const content of contentsOf(object, catalog)) collect(content, catalog, doomed)
  if (object.kind !== 'layer') return
  const resource = resourceOf(catalog, object)
  if (resource !== undefined) collect(resource, catalog, doomed)
}

/** Groups all of whose members go, and the groups that contained nothing but those. */
function collectEmptied(catalog: Catalog, doomed: Map<string, CatalogObject>): void {
  const isEmptied = (group: CatalogObject): boolean => {
    const members = propertyOf(group, 'publishables')?.children ?? []
    return members.length > 0 && members.every((member) => doomed.has(childText(member, 'id') ?? ''))
  }
  // A map goes through what is added to it on the way as well.
  for (const id of doomed.keys()) {
    for (const other of catalog.referringTo(id)) {
      if (other.kind === 'layerGroup' && isEmptied(other)) doomed.set(other.id, other)
    }
  }
}

function contentsOf(object: CatalogObject, catalog: Catalog): readonly CatalogObject[] {
  if (!containerKinds.has(object.kind)) return []
  const parts = catalog
    .referringTo(object.id)
    .filter((other) => placeProperties.some((place) => referenceOf(other, place) === object.id))
  const namespace =
    object.kind === 'workspace' ? catalog.byName('namespace', nameOf(object) ?? '') : undefined
  return namespace === undefined ? parts : [...parts, namespace]
}
