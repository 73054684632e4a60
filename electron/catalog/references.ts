import {
  childText,
  isEmptyElement,
  parentElement,
  textElement,
  withChildren,
  type XmlElement,
} from '../xml/element.ts'
import type { Kind, Property } from './kinds/property.ts'
import { referredTo } from './kinds/places.ts'
import { byNameOf, oncePerList, propertiesOf } from './kinds/table.ts'
import type { CatalogObject } from './object.ts'

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
  const referring = referringOf(properties)
  if (!values.some(({ name }) => referring.has(name))) return values
  return values.flatMap((value) => {
    const property = referring.get(value.name)
    return property === undefined ? [value] : (mapReferences(property, value, replace) ?? [])
  })
}

/** Those of a list that may refer to something, in whatever part of them, by their names. */
const referringOf: (properties: readonly Property[]) => ReadonlyMap<string, Property> = oncePerList(
  (properties) =>
    new Map([...byNameOf(properties)].filter(([, property]) => referredTo(property).length > 0)),
)

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
