import { persisterAliasOf } from '../catalog/kinds/persister-aliases.ts'
import { kindOfClass, propertiesOf, oncePerList } from '../catalog/kinds/table.ts'
import type { Kind, Property } from '../catalog/kinds/property.ts'
import type { CatalogObject } from '../catalog/object.ts'
import { failure } from '../errors/failure.ts'
import { childOf, childText, parentElement, textElement, type XmlElement } from '../xml/element.ts'
import { localizedTextsFromWire, virtualTableFromWire } from './composites.ts'
import { elementNameOf, isScalarAlias, javaNameOf } from './names.ts'
import { say } from '../sentences/say.ts'

/** Objects met on the way, by id; decoding adds to it. */
export type CopyCollection = Map<string, CatalogObject>

/**
 * Reads an object from its plain form on the wire.
 * @param element an element whose children are the object's fields
 * @param className the Java class
 * @throws PLB-WIRE-UNKNOWN-CLASS when the class is no kind of ours
 */
export function objectFromWire(
  element: XmlElement,
  className: string,
  copies: CopyCollection,
): CatalogObject {
  const known = kindOfClass(className)
  if (known === undefined) throw failure('PLB-WIRE-UNKNOWN-CLASS', { className })
  const { kind, root } = known
  const properties = onceEach(fieldsFromWire(element, propertiesOf(kind, root), copies))
  const id = kind === 'global' || kind === 'logging' ? kind : (childText(element, 'id') ?? '')
  return { kind, root, id, properties, complete: true }
}

/** An object has no field twice; a file that had would not be read. */
function onceEach(properties: readonly XmlElement[]): readonly XmlElement[] {
  const seen = new Set<string>()
  for (const { name } of properties) {
    if (seen.has(name)) throw failure('PLB-WIRE-UNREADABLE', { reason: say('wire.objectTwice', { name }) })
    seen.add(name)
  }
  return properties
}

/** The fields of an object or of a structure in it; fields the table does not know are kept. */
function fieldsFromWire(
  element: XmlElement,
  properties: readonly Property[],
  copies: CopyCollection,
): readonly XmlElement[] {
  const byField = fieldsOf(properties)
  const values: XmlElement[] = []
  for (const field of element.children) {
    const property = byField.get(field.name)
    const value = property === undefined ? opaqueFromWire(field) : valueFromWire(property, field, copies)
    if (value !== undefined) values.push(value)
  }
  return values
}

/** Properties by the elements they may have on the wire, in any release. */
const fieldsOf = oncePerList((properties) => {
  const fields = new Map<string, Property>()
  for (const property of properties) {
    fields.set(elementNameOf(property.field), property)
    if (property.later !== undefined) fields.set(elementNameOf(property.later.field), property)
  }
  return fields
})

/** The value of one property, given its field on the wire; undefined when it has no place in an object. */
export function valueFromWire(
  property: Property,
  field: XmlElement,
  copies: CopyCollection,
): XmlElement | undefined {
  const { name, type } = property
  switch (type.type) {
    case 'text':
    case 'password':
      return textElement(name, field.text)
    case 'reference':
      return referenceFromWire(name, field, field.attributes.class, type.kinds, copies)
    case 'references': {
      const items = field.children.map((item) => {
        if (item.name === 'null') return parentElement(type.item, [])
        const reference = referenceFromWire(type.item, item, javaNameOf(item.name), type.kinds, copies)
        return type.typed === true ? reference : { ...reference, attributes: {} }
      })
      return parentElement(name, items, collectionClass(field))
    }
    case 'strings':
      return parentElement(
        name,
        field.children.map((item) =>
          item.name === 'null' ? parentElement('null', []) : textElement('string', item.text),
        ),
        collectionClass(field),
      )
    case 'keywords':
      return parentElement(
        name,
        field.children.map((item) => textElement('string', keywordText(item))),
      )
    case 'metadata':
      return parentElement(name, entriesFromWire(childOf(field, 'map') ?? field))
    case 'parameters':
      return parentElement(name, entriesFromWire(field), collectionClass(field))
    case 'envelope':
      return parentElement(
        name,
        field.children.map((part) =>
          part.name === 'crs' ? crsFromWire(part) : textElement(part.name, part.text),
        ),
      )
    case 'crs':
      return { ...crsFromWire(field), name }
    case 'grid':
      return { ...field, name }
    case 'range':
      return rangeFromWire(name, field)
    case 'international':
      return localizedTextsFromWire(name, field)
    case 'structure':
      return parentElement(
        name,
        fieldsFromWire(field, type.properties, copies),
        field.attributes.class === undefined ||
          field.attributes.class === type.class ||
          field.attributes.class === property.later?.class
          ? {}
          : { class: field.attributes.class },
      )
    case 'structures':
      return parentElement(
        name,
        field.children.map((item) =>
          item.name === 'null'
            ? parentElement('null', [])
            : parentElement(type.item, fieldsFromWire(item, type.properties, copies)),
        ),
        collectionClass(field),
      )
    case 'backReference':
      return undefined
    case 'opaque':
      return { ...opaqueFromWire(field), name }
  }
}

/**
 * A reference by id, or by name where the sender had no id; the copy the message carries is set aside.
 * Where several kinds are possible, an attribute names the one meant: `type` in lists, `class` elsewhere.
 */
function referenceFromWire(
  name: string,
  field: XmlElement,
  className: string | undefined,
  kinds: readonly Kind[],
  copies: CopyCollection,
): XmlElement {
  const known = className === undefined ? undefined : kindOfClass(className)
  const kind = known !== undefined && kinds.includes(known.kind) ? known.kind : kinds[0]
  if (kind === undefined)
    throw failure('PLB-WIRE-UNREADABLE', { reason: say('wire.refersNothingKnown', { name: field.name }) })
  if (field.children.length === 0) return textElement(name, field.text)
  const attributes = attributeNaming(kind, name)
  const id = childText(field, 'id') ?? ''
  const earlier = copies.get(id)
  if (earlier?.kind === kind && fieldsReadFrom.get(earlier) === field.children)
    return parentElement(name, [textElement('id', id)], attributes)
  const copy: CatalogObject = {
    kind,
    root: kind,
    id,
    properties: onceEach(fieldsFromWire(field, propertiesOf(kind, kind), copies)),
    complete: true,
  }
  fieldsReadFrom.set(copy, field.children)
  if (copy.id === '') {
    const nameField = kind === 'namespace' ? 'prefix' : 'name'
    const ownName = childText(field, nameField)
    if (ownName === undefined) {
      throw failure('PLB-WIRE-UNREADABLE', {
        reason: say('wire.refersObjectNeitherId', { name: field.name }),
      })
    }
    // The style that gives a style of a layer group its name is no style of the catalog; files hold the name alone.
    return name === 'name'
      ? textElement(name, ownName)
      : parentElement(name, [textElement('name', ownName)], attributes)
  }
  const other = copies.get(copy.id)
  if (other === undefined || other.properties.length < copy.properties.length) copies.set(copy.id, copy)
  return parentElement(name, [textElement('id', copy.id)], attributes)
}

/** The fields a copy was read from; in the plain form of a message the same ones may be there hundreds of times. */
const fieldsReadFrom = new WeakMap<CatalogObject, readonly XmlElement[]>()

function attributeNaming(kind: Kind, place: string): Readonly<Record<string, string>> {
  if (place === 'published') return { type: kind }
  return place === 'store' || place === 'resource' ? { class: kind } : {}
}

const namedCollections = new Set(['linked-hash-set', 'sorted-set', 'linked-hash-map', 'tree-map'])

/**
 * The collection a field names because it is not the usual one. Files keep those that order their items; any other
 * class would be an accident of how the sender came by the list.
 */
function collectionClass(field: XmlElement): Readonly<Record<string, string>> {
  const className = field.attributes.class
  return className === undefined || !namedCollections.has(className) ? {} : { class: className }
}

/** A keyword as files write it: the word, then language and vocabulary behind escapes. */
function keywordText(item: XmlElement): string {
  const language = childText(item, 'language')
  const vocabulary = childText(item, 'vocabulary')
  return [
    childText(item, 'value') ?? item.text,
    language === undefined ? '' : `\\@language=${language}\\;`,
    vocabulary === undefined ? '' : `\\@vocabulary=${vocabulary}\\;`,
  ].join('')
}

/** `<entry><string>k</string><int>5</int></entry>` as `<entry key="k" class="int">5</entry>`. */
function entriesFromWire(map: XmlElement): readonly XmlElement[] {
  return map.children.flatMap((entry) => {
    const [key, value] = entry.children
    if (entry.name !== 'entry' || key === undefined || value === undefined) return []
    return [entryFromWire(key.text, value)]
  })
}

/** One entry, its value as it stands in a map or a list. */
export function entryFromWire(key: string, value: XmlElement): XmlElement {
  const alias = javaNameOf(value.name)
  if (alias === 'string') return textElement('entry', value.text, { key })
  if (alias === 'null') return textElement('entry', '', { key, class: 'null' })
  if (isScalarAlias(alias) || (value.children.length === 0 && value.text !== '')) {
    return textElement('entry', value.text, { key, class: alias })
  }
  return parentElement('entry', [compositeFromWire(value, alias)], { key })
}

function compositeFromWire(value: XmlElement, className: string): XmlElement {
  return className === 'org.geotools.jdbc.VirtualTable' ? virtualTableFromWire(value) : opaqueFromWire(value)
}

/** Since 2.23 a coordinate reference system travels as text; before that as the tree of its Java objects. */
function crsFromWire(field: XmlElement): XmlElement {
  const className = field.attributes.class
  const text = field.children.length === 0 ? field.text : codeInTree(field)
  return textElement(field.name, text, className === undefined ? {} : { class: className })
}

/** What a tree of objects says the system is: the code among its identifiers, or its name. */
function codeInTree(crs: XmlElement): string {
  const code = firstCode(childOf(crs, 'identifiers'))
  if (code !== undefined && /^\d+$/.test(code)) return `EPSG:${code}`
  const name = firstCode(childOf(crs, 'name')) ?? ''
  // Java's constant for longitude and latitude on WGS 84 has a name and no identifier.
  return /^WGS ?84/.test(name) ? 'EPSG:4326' : name
}

function firstCode(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined
  const code = childText(element, 'code')
  if (code !== undefined) return code
  for (const child of element.children) {
    const found = firstCode(child)
    if (found !== undefined) return found
  }
  return undefined
}

/** A number range has bounds of any number class on the wire, and words for infinity in files. */
function rangeFromWire(name: string, field: XmlElement): XmlElement {
  const bound = (fields: readonly string[], infinity: string): XmlElement => {
    const text = fields.map((each) => childText(field, each)).find((each) => each !== undefined)
    return textElement(fields[0] ?? '', text === undefined || text.endsWith('Infinity') ? infinity : text)
  }
  const min = bound(['min', 'minValue'], '-inf')
  const max = bound(['max', 'maxValue'], 'inf')
  return parentElement(name, [min, max])
}

/** Keeps what the table does not describe, with the class names files use. */
function opaqueFromWire(element: XmlElement): XmlElement {
  const alias = persisterAliasOf(javaNameOf(element.name))
  const name = alias === javaNameOf(element.name) ? element.name : alias
  return { ...element, name, children: element.children.map(opaqueFromWire) }
}
