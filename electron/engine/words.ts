import { titleOf, type Catalog } from '../catalog/catalog.ts'
import { kindTable } from '../catalog/kinds/table.ts'
import type { Kind } from '../catalog/kinds/property.ts'
import { nameOf, referenceOf, type CatalogObject } from '../catalog/object.ts'
import { spaced } from '../text/spaced.ts'
import type { ClusterEvent, Copies } from '../wire/event.ts'
import type { XmlElement } from '../xml/element.ts'

/** What an event says, as a colleague would: `layer topp:roads modified: default style, title`. */
export function describeEvent(event: ClusterEvent, catalog: Catalog): string {
  switch (event.verb) {
    case 'style-file': {
      const place = event.workspace === undefined ? '' : `${event.workspace}:`
      return `style file ${place}${event.fileName}`
    }
    case 'default':
      return `${spaced(event.property)} is ${event.object?.name ?? 'none'}`
    case 'add':
      return `${describeObject(event.object, event.copies, catalog)} ${isKnown(event.object, catalog) ? 'saved' : 'added'}`
    case 'remove':
      return `${describeObject(event.object, event.copies, catalog)} removed`
    case 'modify': {
      const changed = event.changes.filter((change) => !isSame(change.before, change.after))
      const names = changed.map((change) => spaced(change.name))
      if (event.styleBody !== undefined) names.push('body')
      const what = describeObject(event.object, event.copies, catalog)
      return names.length === 0 ? `${what} saved` : `${what} modified: ${names.join(', ')}`
    }
  }
}

/** Whether an event says nothing but that the sender's counter of changes went up. */
export function isUpdateSequence(event: ClusterEvent): boolean {
  return (
    event.verb === 'modify' &&
    event.object.kind === 'global' &&
    event.changes.length === 1 &&
    event.changes[0]?.name === 'updateSequence'
  )
}

/** A kind in words and the object's name with its workspace. */
export function describeObject(object: CatalogObject, copies: Copies, catalog: Catalog): string {
  const words = kindTable[object.kind].words
  if (object.kind === 'global' || object.kind === 'logging') return words
  const known = catalog.get(object.id)
  if (known !== undefined)
    return `${words} ${object.kind === 'settings' ? 'of ' : ''}${titleOf(catalog, known)}`
  const title = nameOf(object) ?? object.id
  const find = (id: string): CatalogObject | undefined => copies.get(id) ?? catalog.get(id)
  const space = spaceOf(object, find, 0)
  if (object.kind === 'settings') return `${words} of ${space ?? title}`
  const resource = object.kind === 'layer' ? find(referenceOf(object, 'resource') ?? '') : undefined
  const name = resource && nameOf(resource)
  return `${words} ${space === undefined ? '' : `${space}:`}${name ?? title}`
}

/** A kind in words, for a kind alone. */
export function wordsOf(kind: Kind): string {
  return kindTable[kind].words
}

function spaceOf(
  object: CatalogObject,
  find: (id: string) => CatalogObject | undefined,
  depth: number,
): string | undefined {
  if (depth > 4) return undefined
  for (const property of ['workspace', 'store', 'resource']) {
    const parent = find(referenceOf(object, property) ?? '')
    if (parent === undefined) continue
    return property === 'workspace' ? nameOf(parent) : spaceOf(parent, find, depth + 1)
  }
  return undefined
}

/** A configuration object that is there already travels as added all the same. */
function isKnown(object: CatalogObject, catalog: Catalog): boolean {
  return catalog.get(object.id, object.kind) !== undefined
}

function isSame(left: XmlElement | null, right: XmlElement | null): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
