import { titleOf, type Catalog } from '../catalog/catalog.ts'
import type { Kind } from '../catalog/kinds/property.ts'
import { nameOf, referenceOf, type CatalogObject } from '../catalog/object.ts'
import type { ClusterEvent, Copies } from '../wire/event.ts'
import { isSameElement } from '../xml/element.ts'
import { property, say } from '../sentences/say.ts'
import type { Sentence } from '../sentences/sentence.ts'

/** What an event says, as a colleague would: `layer topp:roads modified: default style, title`. */
export function describeEvent(event: ClusterEvent, catalog: Catalog): Sentence {
  switch (event.verb) {
    case 'style-file': {
      const place = event.workspace === undefined ? '' : `${event.workspace}:`
      return say('events.styleFile', { file: `${place}${event.fileName}` })
    }
    case 'default': {
      const name = event.object?.name ?? say('events.none')
      return say('events.default', { property: property(event.property), name })
    }
    case 'add': {
      const what = describeObject(event.object, event.copies, catalog)
      return say(isKnown(event.object, catalog) ? 'events.saved' : 'events.added', { what })
    }
    case 'remove':
      return say('events.removed', { what: describeObject(event.object, event.copies, catalog) })
    case 'modify': {
      const changed = event.changes.filter((change) => !isSameElement(change.before, change.after))
      const names = changed.map(({ name }) => name)
      if (event.styleBody !== undefined) names.push('body')
      const what = describeObject(event.object, event.copies, catalog)
      if (names.length === 0) return say('events.saved', { what })
      return say('events.modified', { what, properties: names.map(property) })
    }
  }
}

/** The same of one that says nothing but that the sender's counter of changes went up, without reading it. */
export const countedUp = say('events.modified', {
  what: objectWords('global', ''),
  properties: [property('updateSequence')],
})

/** Whether an event says nothing but that the sender's counter of changes went up. */
export function isUpdateSequence(event: ClusterEvent): boolean {
  return (
    event.verb === 'modify' &&
    event.object.kind === 'global' &&
    event.changes.length === 1 &&
    event.changes[0]?.name === 'updateSequence'
  )
}

/** A kind and the object's name with its workspace. */
export function describeObject(object: CatalogObject, copies: Copies, catalog: Catalog): Sentence {
  const { kind } = object
  const known = catalog.get(object.id)
  if (known !== undefined) return objectWords(kind, titleOf(catalog, known))
  const title = nameOf(object) ?? object.id
  const find = (id: string): CatalogObject | undefined => copies.get(id) ?? catalog.get(id)
  const space = spaceOf(object, find, 0)
  if (kind === 'settings') return objectWords(kind, space ?? title)
  const resource = kind === 'layer' ? find(referenceOf(object, 'resource') ?? '') : undefined
  const name = resource && nameOf(resource)
  return objectWords(kind, `${space === undefined ? '' : `${space}:`}${name ?? title}`)
}

/** A kind and a title; of some kinds there is but one object, which has none. */
export function objectWords(kind: Kind, title: string): Sentence {
  if (kind === 'global' || kind === 'logging') return say(`kinds.${kind}`)
  return say(kind === 'settings' ? 'events.objectOf' : 'events.object', { kind: say(`kinds.${kind}`), title })
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
