import { classOfPersisterAlias } from '../catalog/kinds/persister-aliases.ts'
import { byNameOf, classOf, kindTable, oncePerList, propertiesOf } from '../catalog/kinds/table.ts'
import { isCollection, type Kind, type Property, type PropertyType } from '../catalog/kinds/property.ts'
import type { CatalogObject } from '../catalog/object.ts'
import { clearPassword } from '../catalog/passwords.ts'
import { failure } from '../errors/failure.ts'
import {
  childText,
  isEmptyElement,
  parentElement,
  renamed,
  textElement,
  withChildren,
  type XmlElement,
} from '../xml/element.ts'
import { localizedTextsToWire, virtualTableToWire } from './composites.ts'
import { elementNameOf } from './names.ts'
import { isKnownTo, namesFor, takesUnknownFields, type Receiver } from './receiver.ts'
import { say } from '../sentences/say.ts'

/** Finds the object behind an id, so that it can travel as a full copy. */
export type ObjectFinder = (id: string) => CatalogObject | undefined

/**
 * Writes objects in the plain form real slaves accept: every reference a full copy, no relative references, ordinary
 * collections, and a proxy only around what a slave would keep as it came ({@link boundToCatalog}).
 */
export class WireWriter {
  readonly find: ObjectFinder
  readonly #receiver: Receiver
  /** Ids of the objects being written, so that a group that contains itself ends. */
  readonly #underWay = new Set<string>()
  /** Copies written before; a group of hundreds of layers holds the same ones many times. */
  readonly #copies = new Map<string, XmlElement>()

  constructor(find: ObjectFinder, receiver: Receiver) {
    this.find = find
    this.#receiver = receiver
  }

  fields(object: CatalogObject): readonly XmlElement[] {
    return this.#fields(object.properties, propertiesOf(object.kind, object.root), object.complete !== true)
  }

  /** The object as an item of a list, its element named after its class. */
  item(object: CatalogObject): XmlElement {
    return parentElement(elementNameOf(this.classOf(object)), this.fields(object))
  }

  /** @throws PLB-WIRE-NOT-SENDABLE for a service whose class is not known */
  classOf(object: CatalogObject): string {
    const className = classOf(object.kind, object.root)
    if (className === undefined) throw failure('PLB-WIRE-NOT-SENDABLE', { type: object.root })
    return className
  }

  /** A value as an item of the lists of old and new values. */
  changeItem(property: Property, value: XmlElement | null): XmlElement {
    const field = value === null ? this.#noValue(property) : this.#field(property, value)
    if (field === undefined) return parentElement('null', [])
    const { class: className, ...others } = field.attributes
    return { ...field, name: elementNameOf(className ?? itemAlias(property.type, field)), attributes: others }
  }

  /** A real slave that is to put null in place of a collection fails, and drops all changes behind that one. */
  #noValue(property: Property): XmlElement | undefined {
    const { name, type } = property
    if (!isCollection(type)) return undefined
    const isSet = 'set' in type && type.set === true
    return this.#field(property, parentElement(name, [], isSet ? { class: 'linked-hash-set' } : {}))
  }

  /** What this receiver calls a property that changes between these values; undefined when its class has none such. */
  beanOf(property: Property, before: XmlElement | null, after: XmlElement | null): string | undefined {
    const values = before === null && after === null ? [parentElement(property.name, [])] : [before, after]
    const isKnown = values.some((value) => value !== null && isKnownTo(property, value, this.#receiver))
    return isKnown ? namesFor(property, after ?? before, this.#receiver).bean : undefined
  }

  get runs(): Receiver['runs'] {
    return this.#receiver.runs
  }

  /** Whether this receiver can be told of a property the table does not know. */
  get takesUnknownFields(): boolean {
    return takesUnknownFields(this.#receiver)
  }

  #fields(
    values: readonly XmlElement[],
    properties: readonly Property[],
    fillIn: boolean,
  ): readonly XmlElement[] {
    const byName = byNameOf(properties)
    const fields: XmlElement[] = []
    const add = (property: Property, value: XmlElement): void => {
      if (!isKnownTo(property, value, this.#receiver)) return
      const field = this.#field(property, value)
      if (field !== undefined) fields.push(field)
    }
    const absent = new Set(fillIn ? collectionsOf(properties) : [])
    for (const value of values) {
      const property = byName.get(value.name)
      if (property === undefined) {
        if (this.takesUnknownFields) fields.push(opaqueToWire(value))
        continue
      }
      absent.delete(property)
      if (!isOfSenderAlone(property, value)) add(property, value)
    }
    // A real slave creates empty collections only on the object itself, not on the copies inside it.
    for (const property of absent) add(property, parentElement(property.name, []))
    return fields
  }

  #field(property: Property, value: XmlElement): XmlElement | undefined {
    const { type } = property
    const { field } = property.later === undefined ? property : namesFor(property, value, this.#receiver)
    const name = elementNameOf(field)
    switch (type.type) {
      case 'text':
        return textElement(name, value.text)
      case 'password':
        return textElement(name, passwordOnWire(value.text))
      case 'reference':
        return this.#reference(name, value, type.kinds)
      case 'references':
        return parentElement(
          name,
          value.children.map((each) => this.#referenceItem(each, type.kinds)),
          value.attributes,
        )
      case 'strings':
        return parentElement(name, value.children, value.attributes)
      case 'keywords':
        return parentElement(name, value.children.map(keywordToWire))
      case 'metadata':
        return parentElement(name, [parentElement('map', value.children.map(entryToWire))])
      case 'parameters':
        return parentElement(name, value.children.map(parameterToWire), value.attributes)
      case 'envelope':
        return parentElement(name, value.children.map(boundToWire))
      case 'crs':
        return crsToWire(renamed(value, name))
      case 'grid':
        return { ...value, name, attributes: { class: gridClass, ...value.attributes } }
      case 'range':
        return rangeToWire(name, value)
      case 'international':
        return isEmptyElement(value) ? undefined : localizedTextsToWire(name, value)
      case 'structure': {
        const assumed = type.declared === true ? undefined : namesFor(property, value, this.#receiver).class
        const className = value.attributes.class ?? assumed
        return parentElement(
          name,
          this.#fields(value.children, type.properties, false),
          className === undefined ? {} : { class: className },
        )
      }
      case 'structures':
        return parentElement(
          name,
          value.children.map((item) =>
            item.name === 'null'
              ? item
              : parentElement(elementNameOf(type.class), this.#fields(item.children, type.properties, false)),
          ),
          value.attributes,
        )
      case 'backReference':
        return undefined
      case 'opaque':
        return { ...opaqueToWire(value), name }
    }
  }

  #reference(name: string, value: XmlElement, kinds: readonly Kind[]): XmlElement | undefined {
    if (value.children.length === 0) {
      const [kind] = kinds
      if (value.text === '' || kind === undefined) return undefined
      const nameField = kind === 'namespace' ? 'prefix' : 'name'
      return parentElement(name, [textElement(nameField, value.text)], { class: kindTable[kind].class })
    }
    const target = this.#target(value, kinds)
    return this.#copy(target, name, { class: kindTable[target.kind].class })
  }

  #referenceItem(value: XmlElement, kinds: readonly Kind[]): XmlElement {
    if (isEmptyElement(value)) return parentElement('null', [])
    const target = this.#target(value, kinds)
    return this.#copy(target, elementNameOf(kindTable[target.kind].class), {})
  }

  /** What a reference means: its kind, and the object when it is at hand. */
  #target(value: XmlElement, kinds: readonly Kind[]): ReferenceTarget {
    const id = childText(value, 'id')
    const found = id === undefined ? undefined : this.find(id)
    const object = found !== undefined && kinds.includes(found.kind) ? found : undefined
    const stated = kinds.find((kind) => kind === (value.attributes.type ?? value.attributes.class))
    const kind = object?.kind ?? stated ?? kinds[0]
    if (kind === undefined)
      throw failure('PLB-WIRE-UNREADABLE', { reason: say('wire.refersNothingKnown', { name: value.name }) })
    return { value, kind, object }
  }

  /** The object a reference means, in full; only what identifies it when it is not at hand or already being written. */
  #copy(
    { value, kind, object }: ReferenceTarget,
    name: string,
    attributes: Readonly<Record<string, string>>,
  ): XmlElement {
    if (object === undefined || this.#underWay.has(object.id)) {
      return parentElement(name, value.children, attributes)
    }
    // What a group holds depends on the groups it is in; everything else is the same wherever it is copied.
    const key = kind === 'layerGroup' ? undefined : `${name} ${object.id}`
    const known = key === undefined ? undefined : this.#copies.get(key)
    if (known !== undefined) return known
    this.#underWay.add(object.id)
    try {
      const copy = parentElement(name, this.fields(object), attributes)
      if (key !== undefined) this.#copies.set(key, copy)
      return copy
    } finally {
      this.#underWay.delete(object.id)
    }
  }
}

interface ReferenceTarget {
  readonly value: XmlElement
  readonly kind: Kind
  readonly object: CatalogObject | undefined
}

const catalogClasses: ReadonlySet<string> = new Set(
  Object.values(kindTable)
    .map((each) => each.class)
    .filter((name) => name.startsWith('org.geoserver.catalog.')),
)

/**
 * A field with the copies of catalog objects it holds in bare proxies, as masters send what objects refer to. A slave
 * puts its own object of that id in the place of a proxy when it reads it. A plain copy it keeps where it does not look
 * for its own by name: its files are right then, but it cannot draw with a style that is in no catalog, and what a group
 * holds follows no later change, until it loads everything again.
 */
export function boundToCatalog(field: XmlElement): XmlElement {
  if (isCopy(field)) return inProxy(field)
  return field.children.some(isCopy)
    ? withChildren(
        field,
        field.children.map((item) => (isCopy(item) ? inProxy(item) : item)),
      )
    : field
}

/** A field has the class of what it holds in an attribute, an item of a list is called after it. */
function isCopy(element: XmlElement): boolean {
  const className = element.attributes.class ?? element.name
  return catalogClasses.has(className) && childText(element, 'id') !== undefined
}

function inProxy({ name, attributes, children }: XmlElement): XmlElement {
  return attributes.class === undefined
    ? bareProxy(proxy, name, children, {})
    : bareProxy(name, attributes.class, children)
}

const proxy = 'dynamic-proxy'

export function bareProxy(
  name: string,
  className: string,
  fields: readonly XmlElement[],
  attributes: XmlElement['attributes'] = { class: proxy },
): XmlElement {
  const handler = parentElement('handler', [parentElement('proxyObject', fields, { class: className })], {
    class: 'org.geoserver.catalog.impl.ModificationProxy',
  })
  const face = textElement('interface', className.replace('.impl.', '.').replace(/Impl$/, ''))
  return parentElement(name, [face, handler], attributes)
}

const gridClass = 'org.geotools.coverage.grid.GridGeometry2D'
const geographicClass = 'org.geotools.referencing.crs.DefaultGeographicCRS'
const projectedClass = 'org.geotools.referencing.crs.DefaultProjectedCRS'

/** What is computed, belongs to another object, or is alive in the node it came from: nothing another could take. */
function isOfSenderAlone(property: Property, value: XmlElement): boolean {
  if (property.persisted === 'derived' || property.delegated === true) return true
  return property.persisted === 'never' && property.type.type === 'opaque' && !isEmptyElement(value)
}

/** The collections that are in every object with these properties. */
const collectionsOf = oncePerList((properties) =>
  properties.filter(({ persisted, type }) => persisted === 'always' && isCollection(type)),
)

/** What an item of this type is called in a list, unless its value names another class. */
function itemAlias(type: PropertyType, value: XmlElement): string {
  switch (type.type) {
    case 'text':
      return type.java
    case 'password':
      return 'string'
    case 'metadata':
      return 'org.geoserver.catalog.MetadataMap'
    case 'parameters':
      return 'map'
    case 'references':
    case 'strings':
      return type.set === true ? 'set' : 'list'
    case 'envelope':
      return 'org.geotools.geometry.jts.ReferencedEnvelope'
    case 'range':
      return 'org.geotools.util.NumberRange'
    case 'structure':
      return type.class
    case 'opaque':
      return type.alias ?? (value.children.length === 0 && value.text !== '' ? 'string' : 'list')
    default:
      return 'list'
  }
}

/** `word\@language=en\;\@vocabulary=v\;` as the object it stands for. */
function keywordToWire(keyword: XmlElement): XmlElement {
  const match = /^([^\\]*)(?:\\@language=([^\\]+)\\;)?(?:\\@vocabulary=([^\\]+)\\;)?$/.exec(keyword.text)
  const [, value, language, vocabulary] = match ?? [undefined, keyword.text]
  return parentElement('org.geoserver.catalog.Keyword', [
    textElement('value', value ?? ''),
    ...(language === undefined ? [] : [textElement('language', language)]),
    ...(vocabulary === undefined ? [] : [textElement('vocabulary', vocabulary)]),
  ])
}

function entryToWire(entry: XmlElement): XmlElement {
  const key = textElement('string', entry.attributes.key ?? '')
  const [composite] = entry.children
  if (composite !== undefined) {
    const value =
      composite.name === 'virtualTable' ? virtualTableToWire(composite) : opaqueToWire(composite, 'entry')
    return parentElement('entry', [key, value])
  }
  const alias = entry.attributes.class ?? 'string'
  return parentElement('entry', [key, textElement(elementNameOf(alias), entry.text)])
}

/** Passwords travel clear; the form a file of ours holds them in means nothing to a receiver. */
function passwordOnWire(value: string): string {
  return clearPassword(value) ?? value
}

function parameterToWire(entry: XmlElement): XmlElement {
  const isPassword = entry.attributes.key === 'passwd' && entry.children.length === 0
  return entryToWire(isPassword ? { ...entry, text: passwordOnWire(entry.text) } : entry)
}

function boundToWire(part: XmlElement): XmlElement {
  return part.name === 'crs' ? crsToWire(part) : part
}

/** Files name only projected systems, by alias; on the wire each names its class. A code is read as well as text. */
function crsToWire(crs: XmlElement): XmlElement {
  const stated = crs.attributes.class
  const className =
    stated === 'projected' || crs.text.startsWith('PROJCS') ? projectedClass : (stated ?? geographicClass)
  return textElement(crs.name, crs.text, { class: stated?.includes('.') === true ? stated : className })
}

function rangeToWire(name: string, range: XmlElement): XmlElement {
  const bound = (text: string | undefined, infinite: string, infinity: string): string =>
    text === undefined || text === infinite ? infinity : text
  return parentElement(name, [
    textElement('elementClass', 'java.lang.Double'),
    textElement('minValue', bound(childText(range, 'min'), '-inf', '-Infinity'), { class: 'double' }),
    textElement('maxValue', bound(childText(range, 'max'), 'inf', 'Infinity'), { class: 'double' }),
    textElement('isMinIncluded', 'true'),
    textElement('isMaxIncluded', 'true'),
  ])
}

/** Collections Java makes for special cases, which some JVMs do not let a receiver fill: an ordinary list does. */
function isJavaCollection(className: string): boolean {
  return /^(?:singleton|empty)-(?:list|set|map)$|^java\.util\./.test(className)
}

function opaqueToWire(element: XmlElement, parent = ''): XmlElement {
  const className = classOfPersisterAlias(element.name, parent)
  const name = className === undefined ? element.name : elementNameOf(className)
  const { class: stated, ...others } = element.attributes
  const isOrdinary = stated === undefined || !isJavaCollection(stated)
  return {
    ...element,
    name,
    attributes: isOrdinary ? element.attributes : others,
    children: element.children.map((child) => opaqueToWire(child, element.name)),
  }
}
