import type { Catalog } from '../../electron/catalog/catalog.ts'
import type { DataDirectoryWriter } from '../../electron/catalog/data-directory-writer.ts'
import type { Kind } from '../../electron/catalog/kinds/property.ts'
import { nameOf, withProperties, type CatalogObject } from '../../electron/catalog/object.ts'
import { parentElement, textElement, type XmlElement } from '../../electron/xml/element.ts'

/** A reference to an object by id. */
export function reference(
  name: string,
  id: string,
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  return parentElement(name, [textElement('id', id)], attributes)
}

/** An object of a kind, with an id and properties given as text or element. */
export function object(
  kind: Kind,
  id: string,
  values: Readonly<Record<string, string | XmlElement>>,
): CatalogObject {
  const properties = Object.entries(values).map(([name, value]) =>
    typeof value === 'string' ? textElement(name, value) : value,
  )
  const ownId = kind === 'global' || kind === 'logging' ? [] : [textElement('id', id)]
  return { kind, root: kind, id, properties: [...ownId, ...properties] }
}

/** The object of that kind and name; there must be one. */
export function named(catalog: Catalog, kind: Kind, name: string): CatalogObject {
  const found = catalog.ofKind(kind).find((each) => nameOf(each) === name)
  if (found === undefined) throw new Error(`There is no ${kind} called ${name}.`)
  return found
}

/** Changes properties of the object with that id in a catalog and its directory, if it is there. */
export function change(
  catalog: Catalog,
  writer: DataDirectoryWriter,
  id: string,
  values: Readonly<Record<string, string | XmlElement>>,
): void {
  const previous = catalog.get(id)
  if (previous === undefined) return
  const changes = Object.entries(values).map(
    ([name, value]) => [name, typeof value === 'string' ? textElement(name, value) : value] as const,
  )
  const changed = withProperties(previous, new Map(changes))
  catalog.put(changed)
  writer.write(changed, previous)
}

/** Removes the object with that id from a catalog and its directory, if it is there. */
export function remove(catalog: Catalog, writer: DataDirectoryWriter, id: string): void {
  const removed = catalog.get(id)
  if (removed === undefined) return
  writer.remove(removed)
  catalog.remove(id)
}
