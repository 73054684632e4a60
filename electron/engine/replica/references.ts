import { propertiesOf } from '../../catalog/kinds/table.ts'
import type { Kind, Property } from '../../catalog/kinds/property.ts'
import { nameOf, propertyOf, type CatalogObject } from '../../catalog/object.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { Copies } from '../../wire/event.ts'
import {
  childText,
  isEmptyElement,
  parentElement,
  textElement,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts'
import type { Missing } from './outcome.ts'

/**
 * Replaces ids in the references of a value.
 * @param replace gets the id and the kinds it may be, the likeliest first; returns the id to put there, or null to take the item out
 */
function mapReferences(
  property: Property,
  value: XmlElement,
  replace: (id: string, kinds: readonly Kind[]) => string | null,
): XmlElement | undefined {
  const { type } = property
  const replaceIn = (reference: XmlElement, kinds: readonly Kind[]): XmlElement | undefined => {
    const id = childText(reference, 'id')
    if (id === undefined) return reference
    const { type: inList, class: elsewhere } = reference.attributes
    const stated = kinds.filter((kind) => kind === (inList ?? elsewhere))
    const replacement = replace(id, [...stated, ...kinds.filter((kind) => !stated.includes(kind))])
    if (replacement === null) return undefined
    return replacement === id ? reference : withChildren(reference, [textElement('id', replacement)])
  }
  switch (type.type) {
    case 'reference':
      return replaceIn(value, type.kinds)
    case 'references':
      return withChildren(
        value,
        value.children.map((item) =>
          isEmptyElement(item) ? item : (replaceIn(item, type.kinds) ?? parentElement(item.name, [])),
        ),
      )
    case 'structure':
      return withChildren(value, mapMembers(type.properties, value.children, replace))
    case 'structures':
      return withChildren(
        value,
        value.children.map((item) => withChildren(item, mapMembers(type.properties, item.children, replace))),
      )
    default:
      return value
  }
}

function mapMembers(
  properties: readonly Property[],
  values: readonly XmlElement[],
  replace: (id: string, kinds: readonly Kind[]) => string | null,
): readonly XmlElement[] {
  return values.flatMap((value) => {
    const property = properties.find((each) => each.name === value.name)
    return property === undefined ? [value] : (mapReferences(property, value, replace) ?? [])
  })
}

/** The object with every reference replaced, taken out where `replace` says null. */
export function withReferences(
  object: CatalogObject,
  replace: (id: string, kinds: readonly Kind[]) => string | null,
): CatalogObject {
  const properties = mapMembers(propertiesOf(object.kind, object.root), object.properties, replace)
  return { ...object, properties }
}

/** What an object refers to never changes, and whoever removes one asks it of every other. */
const referencedIdsOf = new WeakMap<CatalogObject, ReadonlySet<string>>()

/** Ids of the objects this one refers to. */
export function referencedIds(object: CatalogObject): ReadonlySet<string> {
  const known = referencedIdsOf.get(object)
  if (known !== undefined) return known
  const ids = new Set<string>()
  withReferences(object, (id) => {
    ids.add(id)
    return id
  })
  referencedIdsOf.set(object, ids)
  return ids
}

/**
 * Makes an object at home in a catalog: every reference is looked up by id first; where another node gave the same
 * object another id, by its name among its siblings, never across workspaces.
 * @param local the object as it is here, if it is: what it refers to in vain already, it may go on referring to
 * @returns the object with references that hold here, or the first object that is missing
 */
export function localise(
  object: CatalogObject,
  copies: Copies,
  catalog: Catalog,
  local: CatalogObject | undefined,
): { readonly object: CatalogObject } | { readonly missing: Missing } {
  let missing: Missing | undefined
  const known = local === undefined ? undefined : referencedIds(local)
  const localised = withReferences(object, (id, kinds) => {
    const found = findLocal(id, kinds, copies, catalog)
    if (found !== undefined) return found.id
    const isFree = id === object.id || known?.has(id) === true || isRemoteStyle(copies.get(id))
    if (!isFree) missing ??= missingObject(id, kinds, copies)
    return id
  })
  return missing === undefined ? { object: localised } : { missing }
}

/** The local object an id of another node means. */
export function findLocal(
  id: string,
  kinds: readonly Kind[],
  copies: Copies,
  catalog: Catalog,
  depth = 0,
): CatalogObject | undefined {
  const byId = catalog.get(id, ...kinds)
  if (byId !== undefined) return byId
  const copy = copies.get(id)
  // A copy refers to its workspace, store and resource; deeper than that a sender is making circles.
  if (copy === undefined || depth > 8) return undefined
  return findByName(copy, copies, catalog, depth)
}

/** The local object with the name of this one in the place of this one. */
export function findByName(
  object: CatalogObject,
  copies: Copies,
  catalog: Catalog,
  depth = 0,
): CatalogObject | undefined {
  const here = withReferences(
    object,
    (id, kinds) => findLocal(id, kinds, copies, catalog, depth + 1)?.id ?? id,
  )
  const found = catalog.sameName(here)
  return found?.kind === object.kind ? found : undefined
}

/** A layer cascaded from another WMS may refer to a style of that server, which no catalog holds. */
function isRemoteStyle(copy: CatalogObject | undefined): boolean {
  const metadata = copy?.kind === 'style' ? propertyOf(copy, 'metadata') : undefined
  return (
    metadata?.children.some((entry) => entry.attributes.key === 'isRemote' && entry.text === 'true') ?? false
  )
}

function missingObject(id: string, kinds: readonly Kind[], copies: Copies): Missing {
  const copy = copies.get(id)
  return {
    kind: copy?.kind ?? kinds[0] ?? 'workspace',
    id,
    name: copy === undefined ? undefined : nameOf(copy),
  }
}
