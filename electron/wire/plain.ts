import type { Wording } from '../sentences/sentence.ts'
import { failure } from '../errors/failure.ts'
import { childOf, parentElement, renamed, type XmlElement } from '../xml/element.ts'
import { aliasOfWrapper, isWrapper, unwrap } from './java-collections.ts'
import { classAttributeFor, elementNameOf, isJavaName, javaNameOf } from './names.ts'
import { say } from '../sentences/say.ts'

/**
 * Turns the XML a stock master sends into the plain form one could have written by hand: proxies replaced by the
 * objects they stand for (with their overlay applied), relative references by what they point at, wrappers of
 * collections by the collections. What remains are objects, lists and maps in place.
 */

/**
 * Finds the Java field behind a property name of a proxy's overlay.
 * @param value the plain form of the value the overlay has for it
 * @returns undefined when the value sets no field of the object itself
 */
export type FieldFinder = (className: string, propertyName: string, value: XmlElement) => string | undefined

export interface PlainLimits {
  /** Elements of the plain form, references counted as often as they occur. */
  readonly elements: number
  /** Levels of nesting of the plain form. */
  readonly depth: number
}

export const defaultPlainLimits: PlainLimits = { elements: 1_000_000, depth: 400 }

/** An element of the raw document and the way up from it, for relative references. */
interface Position {
  readonly element: XmlElement
  readonly parent: Position | undefined
}

interface Plain {
  readonly element: XmlElement
  /** Class of the value when the document names it, by attribute or by element. */
  readonly className: string | undefined
  readonly elements: number
  readonly depth: number
}

/** @throws PLB-WIRE-UNREADABLE, PLB-XML-TOO-COMPLEX */
export function readPlain(
  root: XmlElement,
  findField: FieldFinder,
  limits: PlainLimits = defaultPlainLimits,
): XmlElement {
  const plain = new PlainReader(findField, limits).read({ element: root, parent: undefined }, 0)
  if (plain === undefined) throw failure('PLB-WIRE-UNREADABLE', { reason: say('wire.documentRefersItself') })
  return plain.element
}

class PlainReader {
  readonly #findField: FieldFinder
  readonly #limits: PlainLimits
  readonly #done = new Map<XmlElement, Plain | undefined>()
  readonly #underWay = new Set<XmlElement>()
  readonly #childrenByName = new Map<XmlElement, ReadonlyMap<string, readonly XmlElement[]>>()

  constructor(findField: FieldFinder, limits: PlainLimits) {
    this.#findField = findField
    this.#limits = limits
  }

  /** The plain form of an element, or undefined when it refers to something it is itself a part of. */
  read(position: Position, level: number): Plain | undefined {
    const { element } = position
    if (this.#done.has(element)) return this.#done.get(element)
    if (this.#underWay.has(element)) return undefined
    if (level > this.#limits.depth) throw this.#tooComplex(say('catalog.levelsNesting'), this.#limits.depth)
    this.#underWay.add(element)
    const plain = this.#formNew(position, level)
    this.#underWay.delete(element)
    if (plain !== undefined && plain.elements > this.#limits.elements) {
      throw this.#tooComplex(say('catalog.elements'), this.#limits.elements)
    }
    if (plain !== undefined && plain.depth > this.#limits.depth) {
      throw this.#tooComplex(say('catalog.levelsNesting'), this.#limits.depth)
    }
    this.#done.set(element, plain)
    return plain
  }

  #tooComplex(what: Wording, limit: number): Error {
    return failure('PLB-XML-TOO-COMPLEX', { what, limit })
  }

  #formNew(position: Position, level: number): Plain | undefined {
    const { element } = position
    const reference = element.attributes.reference
    if (reference !== undefined) return this.#formReference(position, reference, level)
    if (element.name === 'dynamic-proxy' || element.attributes.class === 'dynamic-proxy') {
      return this.#formProxy(position, level)
    }
    const decorated = decoratedIn(element)
    if (decorated !== undefined) {
      const plain = this.read({ element: decorated, parent: position }, level + 1)
      return plain && { ...plain, element: named(element, plain.element, plain.className) }
    }
    const wrapped = unwrap(element)
    if (wrapped !== undefined) {
      const content = wrapped.path.reduce<Position>((parent, each) => ({ element: each, parent }), position)
      const inner =
        'items' in wrapped ? this.#content(content, wrapped.items, level) : this.read(content, level + 1)
      return inner && { ...inner, className: undefined, element: placed(element, inner.element) }
    }
    const isCatalog = (element.attributes.class ?? classNamedBy(element)) === catalogClass
    // A catalog drags everything it holds along, listeners and threads included; only that it is one counts.
    return this.#content(position, isCatalog ? [] : fieldsIn(element), level)
  }

  #content(position: Position, content: readonly XmlElement[], level: number): Plain {
    const { element } = position
    const children: XmlElement[] = []
    let elements = 1
    let depth = 0
    for (const child of content) {
      if (level < this.#limits.depth && isText(child)) {
        children.push(child)
        elements += 1
        depth = Math.max(depth, 1)
        continue
      }
      const plain = this.read({ element: child, parent: position }, level + 1)
      if (plain === undefined) continue
      children.push(plain.element)
      elements += plain.elements
      depth = Math.max(depth, plain.depth)
    }
    const className = element.attributes.class ?? classNamedBy(element)
    return { element: { ...element, children }, className, elements, depth: depth + 1 }
  }

  #formReference(position: Position, path: string, level: number): Plain | undefined {
    const { element } = position
    const target = this.read(this.#follow(position, path), level + 1)
    if (target === undefined) return undefined
    const stated = element.attributes.class ?? classNamedBy(element)
    if (stated !== undefined && isWrapper(stated)) {
      return { ...target, className: undefined, element: placed(element, target.element) }
    }
    const own = element.attributes.class
    const className = (own === 'dynamic-proxy' ? undefined : own) ?? target.className
    return { ...target, className, element: named(element, target.element, className) }
  }

  /** The element a relative path leads to: `..` up, names down, `[n]` for the n-th of a name. */
  #follow(from: Position, path: string): Position {
    let position: Position | undefined = from
    for (const step of path.split('/')) {
      if (position === undefined) break
      if (step === '..') {
        position = position.parent
        continue
      }
      const match = /^([^[\]]+)(?:\[(\d+)\])?$/.exec(step)
      const siblings: readonly XmlElement[] = this.#children(position.element).get(match?.[1] ?? '') ?? []
      const element: XmlElement | undefined = siblings[Number(match?.[2] ?? '1') - 1]
      position = element === undefined ? undefined : { element, parent: position }
    }
    if (position !== undefined) return position
    throw failure('PLB-WIRE-UNREADABLE', {
      reason: say('wire.referencePointsNothing', { path: JSON.stringify(path.slice(0, 200)) }),
    })
  }

  /** Looked up often in long lists, so that going through all of them each time would take for ever. */
  #children(element: XmlElement): ReadonlyMap<string, readonly XmlElement[]> {
    const known = this.#childrenByName.get(element)
    if (known !== undefined) return known
    const children = Map.groupBy(element.children, (child) => child.name)
    this.#childrenByName.set(element, children)
    return children
  }

  #formProxy(position: Position, level: number): Plain | undefined {
    const handler = childOf(position.element, 'handler')
    const handlerPosition = handler && { element: handler, parent: position }
    const object = handler && childOf(handler, 'proxyObject')
    if (handlerPosition === undefined || object === undefined) return this.#formUnresolved(position)
    const plain = this.read({ element: object, parent: handlerPosition }, level + 2)
    if (plain === undefined) return undefined
    const overlay = childOf(handlerPosition.element, 'properties')
    const overlaid =
      overlay === undefined
        ? plain
        : this.#overlay(plain, { element: overlay, parent: handlerPosition }, level + 2)
    return { ...overlaid, element: named(position.element, overlaid.element, overlaid.className) }
  }

  /** A proxy that never found its object holds only the id it was looking for. */
  #formUnresolved(position: Position): Plain {
    const { element } = position
    const name = childOf(element, 'interface')?.text
    const handler = childOf(element, 'handler')
    const id = handler && childOf(handler, 'ref')
    if (name === undefined || id === undefined || id.text === '') {
      throw failure('PLB-WIRE-UNREADABLE', { reason: say('wire.proxyHoldsNeitherObject') })
    }
    const className = name.replace(/\.(\w+)$/, '.impl.$1Impl')
    const content = parentElement(element.name, [renamed(id, 'id')])
    return { element: named(element, content, className), className, elements: 2, depth: 2 }
  }

  #overlay(plain: Plain, overlay: Position, level: number): Plain {
    let { elements, depth } = plain
    const fields = new Map(plain.element.children.map((child) => [child.name, child]))
    for (const entry of overlay.element.children) {
      const [key, value] = entry.children
      if (key === undefined || value === undefined) continue
      const item = this.read({ element: value, parent: { element: entry, parent: overlay } }, level + 2)
      if (item === undefined) continue
      const field = this.#findField(plain.className ?? '', key.text, item.element)
      if (field === undefined) continue
      const name = elementNameOf(field)
      if (item.element.name === 'null') {
        fields.delete(name)
        continue
      }
      elements += item.elements
      depth = Math.max(depth, item.depth + 1)
      fields.set(name, fieldFromItem(name, item.element))
    }
    return {
      ...plain,
      element: { ...plain.element, children: [...fields.values()], text: '' },
      elements,
      depth,
    }
  }
}

const catalogClass = 'org.geoserver.catalog.impl.CatalogImpl'

/** Classes GeoServer wraps an object in for whoever asked for it: what is secured, advertised, or only to be read. */
const decoratorClass = /^org\.geoserver\.(?:\w+\.)+(?:\w+\$)?(?!\w*Impl$)\w+$/

/** The object a decorator stands for; its own fields are views of that one. */
function decoratedIn(element: XmlElement): XmlElement | undefined {
  const className = element.attributes.class ?? classNamedBy(element)
  if (className === undefined || !decoratorClass.test(className)) return undefined
  return childOf(element, 'delegate')
}

/** A value as it stands in a list, as the field of an object: the class moves from the element to the attribute. */
export function fieldFromItem(name: string, item: XmlElement): XmlElement {
  const { class: _own, reference: _reference, ...others } = item.attributes
  const className = classAttributeFor(javaNameOf(item.name))
  return { ...item, name, attributes: className === undefined ? others : { ...others, class: className } }
}

/** The content of another element under this one's name, with the class where this place needs it. */
function named(place: XmlElement, content: XmlElement, className: string | undefined): XmlElement {
  const isItem = place.name === 'dynamic-proxy' || decoratorClass.test(classNamedBy(place) ?? '')
  const { class: _class, reference: _reference, ...others } = content.attributes
  if (isItem && className !== undefined) {
    if (!isJavaName(className)) {
      throw failure('PLB-WIRE-UNREADABLE', { reason: say('wire.proxyStandsObjectWhose') })
    }
    return { ...content, name: elementNameOf(className), attributes: others }
  }
  const namesItself =
    classNamedBy(place) !== undefined || className === undefined || place.attributes.class === undefined
  return { ...content, name: place.name, attributes: namesItself ? others : { ...others, class: className } }
}

/** A collection in the place of its wrapper: as it was inside, save that in a list its element says what it is. */
function placed(wrapper: XmlElement, collection: XmlElement): XmlElement {
  const { class: className } = collection.attributes
  const isArray = className === 'string-array'
  const attributes = className === undefined || isArray ? {} : { class: className }
  const itemOf = classNamedBy(wrapper)
  if (itemOf === undefined) return { ...collection, name: wrapper.name, attributes }
  const alias = className === undefined || isArray ? aliasOfWrapper(itemOf) : className
  return { ...collection, name: elementNameOf(alias), attributes: {} }
}

/** Whether an element is plain as it stands, as most are. */
function isText({ name, attributes, children }: XmlElement): boolean {
  if (children.length > 0 || name === 'dynamic-proxy' || name.includes('.')) return false
  return attributes.class === undefined && attributes.reference === undefined
}

/** The class an item of a list is named after. */
function classNamedBy(element: XmlElement): string | undefined {
  return element.name.includes('.') ? javaNameOf(element.name) : undefined
}

const sortedCollections = new Set(['sorted-set', 'tree-map', 'java.util.TreeSet', 'java.util.TreeMap'])

/**
 * The children of an element that hold something of it. A field hidden by a sub-class's field of the same name
 * carries `defined-in`, and the sub-class's counts; how a sorted collection sorts is none of its items.
 */
function fieldsIn(element: XmlElement): readonly XmlElement[] {
  let { children } = element
  if (sortedCollections.has(element.attributes.class ?? javaNameOf(element.name))) {
    children = children.filter((child) => child.name !== 'comparator' && child.name !== 'no-comparator')
  }
  if (!children.some((child) => child.attributes['defined-in'] !== undefined)) return children
  const own = new Set(
    children.flatMap((child) => (child.attributes['defined-in'] === undefined ? [child.name] : [])),
  )
  return children.filter((child) => child.attributes['defined-in'] === undefined || !own.has(child.name))
}
