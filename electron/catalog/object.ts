import { childText, textElement, type XmlElement } from '../xml/element.ts'
import type { Kind } from './kinds/property.ts'

/**
 * One object of the catalog or the configuration.
 *
 * Its properties are elements as GeoServer's persister writes them (`electron/catalog/kinds` names them), with three
 * liberties that only the file writer and the comparison have to know: empty collections may be present, coordinate
 * reference systems may be well-known text where a file has a code, and a `class` attribute may hold the Java class
 * or alias a value had on the wire. Passwords are as their source had them: clear from a message, often encrypted
 * from a file.
 */
export interface CatalogObject {
  readonly kind: Kind
  /** Root element of its file: the kind, or for a service its type (`wms`). */
  readonly root: string
  /** Opaque and unique; `global` and `logging` for the two objects that have none. */
  readonly id: string
  readonly properties: readonly XmlElement[]
  /** Set when it came from a message, so that what it does not hold, its sender did not have. */
  readonly complete?: true
}

/** The first property of that element name. */
export function propertyOf(object: CatalogObject, name: string): XmlElement | undefined {
  for (const each of object.properties) if (each.name === name) return each
  return undefined
}

export function textOfProperty(object: CatalogObject, name: string): string | undefined {
  return propertyOf(object, name)?.text
}

/** Whether it is switched on, as what does not say so is. */
export function isEnabled(object: CatalogObject): boolean {
  return textOfProperty(object, 'enabled') !== 'false'
}

/** The id a property refers to. */
export function referenceOf(object: CatalogObject, name: string): string | undefined {
  const element = propertyOf(object, name)
  return element === undefined ? undefined : childText(element, 'id')
}

/** The object with properties replaced by name, added when it has none of that name, or removed when `undefined`. */
export function withProperties(
  object: CatalogObject,
  changes: ReadonlyMap<string, XmlElement | undefined>,
): CatalogObject {
  const seen = new Set<string>()
  const properties: XmlElement[] = []
  for (const each of object.properties) {
    if (!changes.has(each.name)) {
      properties.push(each)
      continue
    }
    const replacement = changes.get(each.name)
    if (replacement !== undefined && !seen.has(each.name)) properties.push(replacement)
    seen.add(each.name)
  }
  for (const [name, element] of changes) {
    if (element !== undefined && !seen.has(name)) properties.push(element)
  }
  return { ...object, properties }
}

/** The object under another id. */
export function withObjectId(object: CatalogObject, id: string): CatalogObject {
  return { ...withProperties(object, new Map([['id', textElement('id', id)]])), id }
}

/** The name an operator knows an object by, without its workspace: a namespace's prefix, a service's type. */
export function nameOf(object: CatalogObject): string | undefined {
  switch (object.kind) {
    case 'namespace':
      return textOfProperty(object, 'prefix')
    case 'service':
      return object.root
    case 'settings':
    case 'global':
    case 'logging':
      return object.kind
    default:
      return textOfProperty(object, 'name')
  }
}
