import type { Catalog } from '../../catalog/catalog.ts'
import { resourceKinds, storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import { childText, isEmptyElement, withChildren, type XmlElement } from '../../xml/element.ts'
import { withReferences } from './references.ts'

/** One step of a removal: an object goes, or one that referred to it goes on without the reference. */
export type RemovalStep = { readonly because?: string } & (
  { readonly remove: CatalogObject } | { readonly update: CatalogObject }
)

/**
 * What has to happen for an object to go, in order. A master empties a workspace before it removes it, and says so;
 * whatever is still in it here is something the master no longer has.
 *
 * A layer takes its resource along: a GeoServer deletes the directory both share.
 */
export function removalPlan(object: CatalogObject, catalog: Catalog): readonly RemovalStep[] {
  const doomed = new Map<string, CatalogObject>()
  collect(object, catalog, doomed)
  const order = [...doomed.values()].toSorted((left, right) => rank(left.kind) - rank(right.kind))
  const steps: RemovalStep[] = []
  for (const survivor of catalog.objects()) {
    if (doomed.has(survivor.id)) continue
    const without = withoutReferencesTo(survivor, doomed)
    if (without === survivor) continue
    const because = `${survivor.kind} ${nameOf(survivor) ?? survivor.id} referred to it`
    const isEmptied = survivor.kind === 'layerGroup' && members(without).length === 0
    if (isEmptied) order.unshift(survivor)
    else steps.push({ update: without, because })
  }
  return [
    ...steps,
    ...order.map((each) =>
      each.id === object.id
        ? { remove: each }
        : { remove: each, because: `${each.kind} ${nameOf(each) ?? each.id} went with it` },
    ),
  ]
}

/** Dependants before what they depend on. */
function rank(kind: Kind): number {
  const order: readonly Kind[] = [
    'layerGroup',
    'layer',
    ...resourceKinds,
    ...storeKinds,
    'style',
    'service',
    'settings',
    'namespace',
    'workspace',
  ]
  return order.indexOf(kind)
}

function collect(object: CatalogObject, catalog: Catalog, doomed: Map<string, CatalogObject>): void {
  if (doomed.has(object.id)) return
  doomed.set(object.id, object)
  for (const dependant of dependants(object, catalog)) collect(dependant, catalog, doomed)
}

function dependants(object: CatalogObject, catalog: Catalog): readonly CatalogObject[] {
  const all = [...catalog.objects()]
  if (object.kind === 'workspace') {
    return all.filter(
      (each) =>
        referenceOf(each, 'workspace') === object.id ||
        (each.kind === 'namespace' && textOfProperty(each, 'prefix') === nameOf(object)),
    )
  }
  if (storeKinds.some((kind) => kind === object.kind)) {
    return all.filter((each) => referenceOf(each, 'store') === object.id)
  }
  if (resourceKinds.some((kind) => kind === object.kind)) {
    return all.filter((each) => each.kind === 'layer' && referenceOf(each, 'resource') === object.id)
  }
  if (object.kind === 'layer') {
    const resource = catalog.get(referenceOf(object, 'resource') ?? '', ...resourceKinds)
    return resource === undefined ? [] : [resource]
  }
  return []
}

/** The same object when it refers to none of them. */
function withoutReferencesTo(
  object: CatalogObject,
  doomed: ReadonlyMap<string, CatalogObject>,
): CatalogObject {
  let found = false
  const stripped = withReferences(object, (id) => {
    if (!doomed.has(id)) return id
    found = true
    return null
  })
  if (!found) return object
  if (object.kind === 'layerGroup') return withoutMembers(object, stripped, doomed)
  // A set has no places to keep: an item without its reference goes altogether.
  const styles = object.kind === 'layer' ? propertyOf(stripped, 'styles') : undefined
  if (styles === undefined) return stripped
  const kept = withChildren(
    styles,
    styles.children.filter((item) => !isEmptyElement(item)),
  )
  return withProperties(stripped, new Map([['styles', kept]]))
}

/** Members and their styles are parallel lists: a member goes with its style, a style leaves its place empty. */
function withoutMembers(
  group: CatalogObject,
  stripped: CatalogObject,
  doomed: ReadonlyMap<string, CatalogObject>,
): CatalogObject {
  const before = propertyOf(group, 'publishables')
  const after = propertyOf(stripped, 'publishables')
  const styles = propertyOf(stripped, 'styles')
  if (before === undefined || after === undefined) return stripped
  const stays = before.children.map((member) => !doomed.has(childText(member, 'id') ?? ''))
  const changes = new Map<string, XmlElement>([
    [
      'publishables',
      withChildren(
        after,
        after.children.filter((_, index) => stays[index] === true),
      ),
    ],
  ])
  if (styles !== undefined) {
    changes.set(
      'styles',
      withChildren(
        styles,
        styles.children.filter((_, index) => stays[index] !== false),
      ),
    )
  }
  return withProperties(stripped, changes)
}

function members(group: CatalogObject): readonly XmlElement[] {
  return propertyOf(group, 'publishables')?.children ?? []
}
