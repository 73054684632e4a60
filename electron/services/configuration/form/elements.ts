import type { Property } from '../../../catalog/kinds/property.ts'
import { childOf, parentElement, textElement, withChildren, type XmlElement } from '../../../xml/element.ts'
import { parseXml } from '../../../xml/parse.ts'
import { fieldTypeOf } from './fields.ts'
import { list, members, scalar, type Json } from '../../../engine/master/json-values.ts'
import { refused } from '../../../engine/master/rules.ts'
import { say } from '../../../sentences/say.ts'

/** Finds the kind of the object an id means, so that a reference can name it. */
export type KindOfId = (id: string, property: Property) => string

/**
 * A property from the value a form has for it: what {@link valueOf} wrote, read again. What a form does not show, such
 * as classes and parts nobody knows, is taken from the stored value.
 * @throws PLB-ENGINE-EDIT-REFUSED, PLB-XML-…
 */
export function elementFromValue(
  kind: string,
  property: Property,
  value: Json,
  stored: XmlElement | undefined,
  kindOfId: KindOfId,
): XmlElement {
  const { name, type } = property
  const attributes = stored?.attributes ?? {}
  if (value === null || value === '') return textElement(name, '')
  switch (type.type) {
    case 'text':
    case 'password':
    case 'crs':
      if (stored !== undefined && stored.children.length > 0 && isXml(value)) return fromXml(name, value)
      return textElement(name, scalar(name, value), attributes)
    case 'reference':
      return referenceElement(name, property, scalar(name, value), kindOfId)
    case 'references':
      return {
        ...parentElement(
          name,
          list(name, value).map((item) =>
            item === null || item === ''
              ? parentElement(type.item, [])
              : referenceElement(type.item, property, scalar(name, item), kindOfId),
          ),
        ),
        attributes,
      }
    case 'strings':
    case 'keywords':
      if (isXml(value)) return fromXml(name, value)
      return {
        ...parentElement(
          name,
          list(name, value).map((item) => textElement('string', scalar(name, item))),
        ),
        attributes,
      }
    case 'metadata':
    case 'parameters': {
      if (isXml(value)) return fromXml(name, value)
      const entries = Object.entries(members(name, value)).filter(([, item]) => item !== null)
      return {
        ...parentElement(
          name,
          entries.map(([key, item]) => {
            const known = stored?.children.find((entry) => entry.attributes['key'] === key)
            return textElement('entry', scalar(key, item), known?.attributes ?? { key })
          }),
        ),
        attributes,
      }
    }
    case 'envelope':
    case 'range':
    case 'international': {
      if (isXml(value)) return fromXml(name, value)
      const parts = Object.entries(members(name, value)).filter(([, item]) => item !== null && item !== '')
      return {
        ...parentElement(
          name,
          parts.map(([part, item]) => {
            const known = stored && childOf(stored, part)
            return known !== undefined && known.text === item
              ? known
              : textElement(part, scalar(part, item), known?.attributes ?? {})
          }),
        ),
        attributes,
      }
    }
    case 'structure':
      if (isXml(value)) return fromXml(name, value)
      return {
        ...structure(kind, name, type.properties, members(name, value), stored, kindOfId),
        attributes,
      }
    case 'structures': {
      if (isXml(value)) return fromXml(name, value)
      const items = list(name, value).map((item, index) =>
        structure(kind, type.item, type.properties, members(name, item), stored?.children[index], kindOfId),
      )
      return { ...parentElement(name, items), attributes }
    }
    case 'grid':
    case 'opaque':
    case 'backReference':
      if (isXml(value)) return fromXml(name, value)
      throw refused(say('edits.givenXml', { name }))
  }
}

/** The value of a property nobody knows: XML when it has parts, else a text. */
export function unknownElement(name: string, value: Json, stored: XmlElement | undefined): XmlElement {
  if (value === null) return textElement(name, '')
  if (stored !== undefined && stored.children.length > 0 && isXml(value)) return fromXml(name, value)
  return textElement(name, scalar(name, value), stored?.attributes)
}

function structure(
  kind: string,
  name: string,
  properties: readonly Property[],
  values: Readonly<Record<string, Json>>,
  stored: XmlElement | undefined,
  kindOfId: KindOfId,
): XmlElement {
  const given = properties.flatMap((part) => {
    const before = stored && childOf(stored, part.name)
    const value = values[part.name]
    const isShown = fieldTypeOf(kind, part, before) !== undefined
    if (value === undefined || !isShown) return before === undefined ? [] : [before]
    return value === null || value === '' ? [] : [elementFromValue(kind, part, value, before, kindOfId)]
  })
  const unknown =
    stored?.children.filter((child) => properties.every((part) => part.name !== child.name)) ?? []
  const whole = parentElement(name, [...given, ...unknown])
  return stored === undefined ? whole : withChildren({ ...stored, name }, whole.children)
}

function referenceElement(place: string, property: Property, id: string, kindOfId: KindOfId): XmlElement {
  const kind = kindOfId(id, property)
  const attributes: Readonly<Record<string, string>> =
    place === 'published' ? { type: kind } : place === 'store' || place === 'resource' ? { class: kind } : {}
  return parentElement(place, [textElement('id', id)], attributes)
}

function isXml(value: Json): value is string {
  return typeof value === 'string' && value.trimStart().startsWith('<')
}

function fromXml(name: string, text: string): XmlElement {
  const element = parseXml(text)
  if (element.name !== name) throw refused(say('edits.xml', { name, element: element.name }))
  return element
}
