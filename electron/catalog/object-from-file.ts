import { failure, type Failure } from '../errors/failure.ts'
import { childOf, childText, type XmlElement } from '../xml/element.ts'
import type { Kind } from './kinds/property.ts'
import { byNameOf, isKnownService, kindOfClass, propertiesOf } from './kinds/table.ts'
import { propertiesFromFile } from './from-file.ts'
import type { CatalogObject } from './object.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** Whether a file of this name need not be one of ours, so that it is no problem when it cannot be read as one. */
export function mayHoldSomethingElse(kind: Kind, fileName: string): boolean {
  return kind === 'service' && !isKnownService(typeOf(fileName))
}

/**
 * The object a file holds, its id empty when it states none; or null when it is none of ours.
 * @param kind what a file in this place should hold
 * @throws PLB-CATALOG-FILE-UNREADABLE when it should be ours and is not what it should be
 */
export function objectFromFile(found: XmlElement, kind: Kind, fileName: string): CatalogObject | null {
  const element = byAlias(found)
  const isUnknown = mayHoldSomethingElse(kind, fileName)
  if (element.name !== (kind === 'service' ? typeOf(fileName) : kind)) {
    // Rules of styles may be XML files next to the configuration of styles.
    if (kind === 'style' || isUnknown) return null
    throw unreadable(kind, say('catalog.rootElement', { name: element.name }))
  }
  if (isUnknown && childOf(element, 'id') === undefined && childOf(element, 'enabled') === undefined)
    return null
  const known = byNameOf(propertiesOf(kind, element.name))
  const twice = firstRepeated(element.children.map((child) => child.name).filter((name) => known.has(name)))
  if (twice !== undefined) throw unreadable(kind, say('catalog.elementTwice', { name: twice }))
  // GeoServer gives an id to what has none.
  const id = kind === 'global' || kind === 'logging' ? kind : (childText(element, 'id') ?? '')
  return { kind, root: element.name, id, properties: propertiesFromFile(kind, element) }
}

/** GeoServer reads the class of an object for the name of its element as well. */
function byAlias(element: XmlElement): XmlElement {
  const name = kindOfClass(element.name)?.root
  return name === undefined ? element : { ...element, name }
}

/** The type of the service a file is named after. */
function typeOf(fileName: string): string {
  return fileName.replace(/\.xml$/, '')
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return names.find((name) => seen.size === seen.add(name).size)
}

function unreadable(kind: Kind, reason: Wording): Failure {
  return failure('PLB-CATALOG-FILE-UNREADABLE', { kind: say(`kinds.${kind}`), reason })
}
