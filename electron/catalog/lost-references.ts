import type { XmlElement } from '../xml/element.ts'
import type { Kind } from './kinds/property.ts'
import { referenceOf, type CatalogObject } from './object.ts'
import { referencedIds, withReferences } from './references.ts'

/** A reference to something nobody has. */
export interface LostReference {
  readonly id: string
  readonly property: string
  /** What it may be. */
  readonly kinds: readonly Kind[]
}

/** What an object cannot be without; it is not there either then. */
const parents = ['workspace', 'namespace', 'store', 'resource']

/**
 * References of an object to what is nowhere. A GeoServer that reads such an object has it without them.
 * @param isSomewhere whether anyone who matters has an object with that id
 */
export function lostReferences(
  object: CatalogObject,
  isSomewhere: (id: string) => boolean,
): readonly LostReference[] {
  const ids = [...referencedIds(object)].filter((id) => id !== '' && !isSomewhere(id))
  if (ids.length === 0) return []
  const needed = parents.map((name) => referenceOf(object, name))
  const kindsOf = new Map<string, readonly Kind[]>()
  withReferences(object, (id, kinds) => {
    kindsOf.set(id, kinds)
    return id
  })
  return ids
    .filter((id) => !needed.includes(id))
    .map((id) => ({
      id,
      property: object.properties.find((each) => mentions(each, id))?.name ?? '',
      kinds: kindsOf.get(id) ?? [],
    }))
}

function mentions(element: XmlElement, id: string): boolean {
  return element.children.some((child) => (child.name === 'id' && child.text === id) || mentions(child, id))
}
