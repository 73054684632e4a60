import type { XmlElement } from '../../../electron/xml/element.ts'

export type Outline = string | readonly Outline[] | { readonly [name: string]: Outline }

/**
 * Decoded elements as plain values, for comparing with what a message says: a text as a string, a reference as
 * `→ id`, entries of a map as `key=value`, other children by name, or as a list where names repeat.
 */
export function outlineOf(elements: readonly XmlElement[]): Record<string, Outline> {
  return Object.fromEntries(elements.map((element) => [element.name, valueOf(element)]))
}

/** One decoded element; null stays null. */
export function outline(element: XmlElement | null): Outline | null {
  return element === null ? null : valueOf(element)
}

function valueOf(element: XmlElement): Outline {
  const { children } = element
  if (children.length === 0) return element.text
  const [only] = children
  if (children.length === 1 && only?.name === 'id' && only.text !== 'contact') return `→ ${only.text}`
  if (children.every(({ name }) => name === 'entry')) return children.map(entry)
  const isList = children.every(({ name }) => name === only?.name || name === 'null')
  return isList && listed.has(only?.name ?? '') ? children.map(valueOf) : outlineOf(children)
}

const listed = new Set([
  ...['string', 'style', 'published', 'null', 'attribute', 'metadataLink', 'coverageDimension', 'double'],
  ...['AuthorityURL', 'Identifier', 'LayerGroupStyle', 'keyColumn', 'org.geotools.util.Version'],
  ...['coverageBand', 'inputCoverageBand', 'org.geoserver.catalog.impl.DataLinkInfoImpl'],
])

function entry(element: XmlElement): Outline {
  const key = element.attributes['key']
  if (key === undefined) return element.children.map(valueOf)
  const type = element.attributes['class']
  const name = type === undefined ? key : `${key} (${type})`
  return element.children.length === 0 ? `${name}=${element.text}` : { [name]: outlineOf(element.children) }
}
