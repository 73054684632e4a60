import { byNameOf, propertiesOf } from '../../catalog/kinds/table.ts'
import { canBeCollection, type Kind, type Property } from '../../catalog/kinds/property.ts'
import { propertiesFromFile } from '../../catalog/from-file.ts'
import { failure } from '../../errors/failure.ts'
import { childOf, childText, parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import { unknownName } from './known-names.ts'
import { jsonObject, list, members, scalar, type Json } from './json-values.ts'
import { refused } from './rules.ts'
import { parseJson } from '../../text/json.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/**
 * What an operator writes of an object: XML as in a data directory or GeoServer's REST interface, or JSON with the
 * same property names. References may be names (`topp`, `topp:roads`) instead of ids.
 */

/** Finds the id an operator means by a name. */
export type NameResolver = (
  kinds: readonly Kind[],
  name: string,
) => { readonly kind: Kind; readonly id: string }

/**
 * Reads properties of an object.
 * @param input a document that starts with `<` or `{`
 * @throws PLB-ENGINE-EDIT-REFUSED, PLB-XML-…
 */
export function readObjectInput(
  kind: Kind,
  root: string,
  input: string,
  resolve: NameResolver,
): readonly XmlElement[] {
  const text = input.trim()
  if (text.startsWith('<')) return fromXml(kind, root, text, resolve)
  return fromJson(kind, root, text, resolve)
}

function fromXml(kind: Kind, root: string, text: string, resolve: NameResolver): readonly XmlElement[] {
  const element = parseXml(text)
  if (element.name !== root) throw refused(say('edits.xmlNot', { name: element.name, root }))
  const byName = byNameOf(propertiesOf(kind, root))
  const children = withNamesResolved(withoutLinks(element).children, byName, resolve)
  return propertiesFromFile(kind, { ...element, children })
}

/** What GeoServer's REST interface says where else to look is no property. */
function withoutLinks(element: XmlElement): XmlElement {
  const children = element.children.flatMap((child) => {
    const kept = withoutLinks(child)
    return isLink(child) || (child.children.some(isLink) && kept.children.length === 0) ? [] : [kept]
  })
  return { ...element, children }
}

function isLink({ name }: XmlElement): boolean {
  return name === 'atom:link'
}

/** Properties whose references may be names, with the ids these stand for. */
export function withNamesResolved(
  properties: readonly XmlElement[],
  byName: ReadonlyMap<string, Property>,
  resolve: NameResolver,
): readonly XmlElement[] {
  return properties.map((element) => {
    const property = byName.get(element.name)
    return property === undefined ? element : withResolvedNames(property, element, resolve)
  })
}

function withResolvedNames(property: Property, element: XmlElement, resolve: NameResolver): XmlElement {
  const { type } = property
  if (type.type === 'reference') return resolved(type.kinds, element, resolve)
  if (type.type === 'references') {
    return { ...element, children: element.children.map((item) => resolved(type.kinds, item, resolve)) }
  }
  if (type.type === 'structure') return withPartsResolved(type.properties, element, resolve)
  if (type.type === 'structures') {
    const children = element.children.map((item) => withPartsResolved(type.properties, item, resolve))
    return { ...element, children }
  }
  return element
}

function withPartsResolved(
  properties: readonly Property[],
  element: XmlElement,
  resolve: NameResolver,
): XmlElement {
  return { ...element, children: withNamesResolved(element.children, byNameOf(properties), resolve) }
}

function resolved(kinds: readonly Kind[], element: XmlElement, resolve: NameResolver): XmlElement {
  if (childText(element, 'id') !== undefined) return element
  const name = childText(element, 'name') ?? element.text.trim()
  if (name === '') return element
  return reference(element.name, kinds, name, resolve)
}

function reference(place: string, kinds: readonly Kind[], name: string, resolve: NameResolver): XmlElement {
  const { kind, id } = resolve(kinds, name)
  const attributes: Readonly<Record<string, string>> =
    place === 'published' ? { type: kind } : place === 'store' || place === 'resource' ? { class: kind } : {}
  return parentElement(place, [textElement('id', id)], attributes)
}

function fromJson(kind: Kind, root: string, text: string, resolve: NameResolver): readonly XmlElement[] {
  let value: unknown
  try {
    value = parseJson(text)
  } catch (error) {
    throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('edits.objectNeitherXmlNor') }, error)
  }
  const parsed = jsonObject.safeParse(value)
  if (!parsed.success) throw refused(say('edits.jsonNotObjectProperties'))
  const inner = parsed.data[root]
  const wrapped = jsonObject.safeParse(inner)
  const object = wrapped.success && Object.keys(parsed.data).length === 1 ? wrapped.data : parsed.data
  return membersFromJson(object, propertiesOf(kind, root), say(`kinds.${kind}`), resolve)
}

function membersFromJson(
  object: Readonly<Record<string, Json>>,
  properties: readonly Property[],
  owner: Wording,
  resolve: NameResolver,
): readonly XmlElement[] {
  return Object.entries(object).map(([name, value]) => {
    const property = properties.find((each) => each.name === name)
    if (property !== undefined) return valueFromJson(property, value, resolve)
    if (typeof value === 'object') throw unknownName(owner, name, properties)
    return textElement(name, String(value))
  })
}

function valueFromJson(property: Property, value: Json, resolve: NameResolver): XmlElement {
  const { name, type } = property
  switch (type.type) {
    case 'text':
    case 'password':
    case 'crs':
      return textElement(name, scalar(name, value))
    case 'reference':
      return reference(name, type.kinds, scalar(name, value), resolve)
    case 'references':
      return parentElement(
        name,
        list(name, value).map((item) =>
          item === null
            ? parentElement(type.item, [])
            : reference(type.item, type.kinds, scalar(name, item), resolve),
        ),
      )
    case 'strings':
    case 'keywords':
      return parentElement(
        name,
        list(name, value).map((item) => textElement('string', scalar(name, item))),
      )
    case 'metadata':
    case 'parameters':
      return parentElement(
        name,
        Object.entries(members(name, value)).map(([key, item]) =>
          textElement('entry', scalar(key, item), { key }),
        ),
      )
    case 'envelope':
    case 'range':
    case 'international':
      return parentElement(
        name,
        Object.entries(members(name, value)).map(([key, item]) => textElement(key, scalar(key, item))),
      )
    case 'structure':
      return parentElement(name, membersFromJson(members(name, value), type.properties, name, resolve))
    case 'structures':
      return parentElement(
        name,
        list(name, value).map((item) =>
          parentElement(type.item, membersFromJson(members(name, item), type.properties, name, resolve)),
        ),
      )
    case 'grid':
    case 'opaque':
    case 'backReference':
      throw refused(say('edits.noJsonFormGive', { name }))
  }
}

/** Whether a document names a property with an element that is there but empty: XML's way to say "none". */
export function isCleared(element: XmlElement, property: Property | undefined): boolean {
  // An empty list, set or map is a value of its own.
  const isCollection = property !== undefined && canBeCollection(property.type)
  return (
    !isCollection &&
    element.children.length === 0 &&
    element.text === '' &&
    childOf(element, 'id') === undefined
  )
}
