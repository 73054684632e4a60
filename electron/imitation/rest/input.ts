import type { Kind, Property, PropertyType } from '../../catalog/kinds/property.ts'
import { byNameOf, propertiesOf } from '../../catalog/kinds/table.ts'
import { propertiesFromFile } from '../../catalog/from-file.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import {
  childText,
  isEmptyElement,
  parentElement,
  textElement,
  withAttributes,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import { elementOfJson } from './json.ts'
import { emptyError, RestError, unreadable } from './rest-error.ts'
import type { Call } from './exchange.ts'

/** Finds what a name in a body refers to. */
export type Lookup = (name: string, kinds: readonly Kind[], element: XmlElement) => CatalogObject | undefined

/** The root element of a body, from XML or JSON. */
export function bodyOf(call: Call): XmlElement {
  const [type = ''] = call.type.split(';')
  const isJson = type === 'application/json'
  if (!isJson && type !== 'application/xml' && type !== 'text/xml') throw emptyError(415)
  const text = call.body.toString('utf8')
  if (text === '') throw emptyError(400)
  try {
    return isJson ? elementOfJson(text) : withoutLinks(parseXml(text))
  } catch {
    throw isJson ? new RestError(500, '') : unreadable('com.thoughtworks.xstream.io.StreamException')
  }
}

function withoutLinks(element: XmlElement): XmlElement {
  if (element.children.length === 0) return element
  return withChildren(
    element,
    element.children.filter((child) => child.name !== 'atom:link').map(withoutLinks),
  )
}

/** What older or newer GeoServers have besides the table; a real one of 2.26 knows these, too. */
const otherProperties: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  wmsStore: ['headerName', 'headerValue'],
  wmtsStore: ['headerName', 'headerValue'],
}

const enumerations: Readonly<Record<string, readonly string[]>> = {
  projectionPolicy: ['FORCE_DECLARED', 'REPROJECT_TO_DECLARED', 'NONE'],
  interpolation: ['Nearest', 'Bilinear', 'Bicubic'],
  resourceErrorHandling: ['OGC_EXCEPTION_REPORT', 'SKIP_MISCONFIGURED_LAYERS'],
}

/**
 * The properties a body gives, as files hold them. What GeoServer does not know it ignores; a nested object is what
 * the body says and Java's zeroes where it says nothing.
 */
export function givenProperties(kind: Kind, root: XmlElement, lookup: Lookup): Map<string, XmlElement> {
  const known = byNameOf(propertiesOf(kind, root.name))
  const given = new Map<string, XmlElement>()
  for (const element of propertiesFromFile(kind, withPlainEntries(root))) {
    const property = known.get(element.name)
    if (property === undefined) {
      if (otherProperties[kind]?.includes(element.name) === true) given.set(element.name, element)
      continue
    }
    const value = valueOf(property, element, lookup)
    if (value !== undefined) given.set(element.name, value)
  }
  return given
}

/** Maps may be written with their keys as elements: `<host>db</host>` for `<entry key="host">db</entry>`. */
function withPlainEntries(root: XmlElement): XmlElement {
  return withChildren(
    root,
    root.children.map((child) => {
      if (child.name !== 'connectionParameters') return child
      return withChildren(
        child,
        child.children.map((entry) =>
          entry.name === 'entry' ? entry : textElement('entry', entry.text, { key: entry.name }),
        ),
      )
    }),
  )
}

function valueOf(property: Property, element: XmlElement, lookup: Lookup): XmlElement | undefined {
  const { type } = property
  switch (type.type) {
    case 'text':
      return scalar(property.name, type.java, element)
    case 'reference':
      return reference(element, type.kinds, lookup)
    case 'references':
      return withChildren(
        element,
        element.children.map((item) => {
          if (isEmptyElement(item)) return parentElement(type.item, [], item.attributes)
          return reference(item, type.kinds, lookup) ?? textElement('unknown', item.text)
        }),
      )
    case 'envelope':
    case 'range':
      return withChildren(
        element,
        element.children.map((child) => (child.name === 'crs' ? child : decimal(child))),
      )
    case 'grid':
      return withChildren(element, element.children.map(withDecimals))
    case 'structure':
      return structure(type.properties, element, lookup)
    case 'structures':
      return withChildren(
        element,
        element.children.map((item) =>
          type.item === 'LayerGroupStyle'
            ? groupStyle(type, item, lookup)
            : structure(type.properties, withName(item, type.item), lookup, false),
        ),
      )
    case 'international':
      return isEmptyElement(element) ? undefined : element
    case 'metadata':
      return withChildren(element, element.children.map(withEndedSql))
    default:
      return element
  }
}

/** The statement of an SQL view gets a line feed at its end. */
function withEndedSql(element: XmlElement): XmlElement {
  if (element.children.length > 0) return withChildren(element, element.children.map(withEndedSql))
  if (element.name !== 'sql' || element.text.endsWith('\n')) return element
  return textElement('sql', `${element.text}\n`)
}

function withName(element: XmlElement, name: string): XmlElement {
  return { ...element, name }
}

function scalar(name: string, java: string, element: XmlElement): XmlElement {
  const { text } = element
  const allowed = enumerations[name]
  if (allowed !== undefined && !allowed.includes(text)) throw unreadable('java.lang.IllegalArgumentException')
  if ((java === 'int' || java === 'long') && !/^-?\d+$/.test(text)) {
    throw unreadable('java.lang.NumberFormatException')
  }
  if (java === 'double') return decimal(element)
  return textElement(element.name, text)
}

function withDecimals(part: XmlElement): XmlElement {
  return part.name === 'transform' ? withChildren(part, part.children.map(decimal)) : part
}

/** As Java prints it. */
function decimal(element: XmlElement): XmlElement {
  return /^-?\d+$/.test(element.text) ? textElement(element.name, `${element.text}.0`) : element
}

function reference(element: XmlElement, kinds: readonly Kind[], lookup: Lookup): XmlElement | undefined {
  if (isEmptyElement(element)) return nothing(element.name, kinds)
  const name = childText(element, 'name') ?? childText(element, 'prefix') ?? element.text
  const id = childText(element, 'id')
  const target = lookup(id ?? name, kinds, element)
  if (target === undefined) return undefined
  return withAttributes(parentElement(element.name, [textElement('id', target.id)]), element.attributes)
}

/** What an empty reference makes a node refer to: something of that kind that is nowhere. */
function nothing(name: string, kinds: readonly Kind[]): XmlElement {
  return kinds.includes('workspace')
    ? parentElement(name, [textElement('id', 'WorkspaceInfoImpl-nowhere')])
    : parentElement(name, [textElement('id', '')], { class: 'dynamic-proxy' })
}

const zeroes: Readonly<Record<string, string>> = { int: '0', long: '0', double: '0.0', boolean: 'false' }
const nullable: ReadonlySet<string> = new Set([
  ...['useHeadersProxyURL', 'showModifiedUserAdminList'],
  ...['length', 'minOccurs', 'maxOccurs', 'nillable'],
])

/** @param filled whether primitive fields that are not given are zero */
function structure(
  properties: readonly Property[],
  element: XmlElement,
  lookup: Lookup,
  filled = true,
): XmlElement {
  if (element.children.length === 0 && element.text !== '') return element
  const given = new Map(element.children.map((child) => [child.name, child]))
  const children = properties.flatMap((property): XmlElement[] => {
    const child = given.get(property.name)
    if (child !== undefined) return [valueOf(property, child, lookup) ?? child]
    const zero = property.type.type === 'text' ? zeroes[property.type.java] : undefined
    return filled && zero !== undefined && !nullable.has(property.name)
      ? [textElement(property.name, zero)]
      : []
  })
  return withChildren(element, children)
}

/** A style of a group has a plain name, and its layers are lost on the way. */
function groupStyle(
  type: Extract<PropertyType, { type: 'structures' }>,
  item: XmlElement,
  lookup: Lookup,
): XmlElement {
  const styles = item.children.find((child) => child.name === 'styles')
  const property = type.properties.find((each) => each.name === 'styles')
  return parentElement('LayerGroupStyle', [
    ...item.children.filter(
      (child) => child.name === 'id' || child.name === 'name' || child.name === 'title',
    ),
    ...(styles === undefined || property === undefined ? [] : [valueOf(property, styles, lookup) ?? styles]),
  ])
}
