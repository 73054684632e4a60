import { failure } from '../errors/failure.ts'
import { childOf, parentElement, renamed, type XmlElement } from '../xml/element.ts'
import { classAttributeFor, elementNameOf, javaNameOf } from './names.ts'

/**
 * Turns the XML a stock master sends into the plain form one could have written by hand: proxies replaced by the
 * objects they stand for (with their overlay applied), relative references by what they point at, wrappers of
 * collections by the collections. What remains are objects, lists and maps in place.
 */

/** Finds the Java field behind a property name of a proxy's overlay, or undefined when it is not a field. */
export type FieldFinder = (className: string, propertyName: string) => string | undefined

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
export function plainForm(
  root: XmlElement,
  findField: FieldFinder,
  limits: PlainLimits = defaultPlainLimits,
): XmlElement {
  const plain = new PlainFormer(findField, limits).form({ element: root, parent: undefined }, 0)
  if (plain === undefined) throw failure('PLB-WIRE-UNREADABLE', { reason: 'the document refers to itself' })
  return plain.element
}

class PlainFormer {
  readonly #findField: FieldFinder
  readonly #limits: PlainLimits
  readonly #done = new Map<XmlElement, Plain | undefined>()
  readonly #underWay = new Set<XmlElement>()

  constructor(findField: FieldFinder, limits: PlainLimits) {
    this.#findField = findField
    this.#limits = limits
  }

  /** The plain form of an element, or undefined when it refers to something it is itself a part of. */
  form(position: Position, level: number): Plain | undefined {
    const { element } = position
    if (this.#done.has(element)) return this.#done.get(element)
    if (this.#underWay.has(element)) return undefined
    if (level > this.#limits.depth) throw this.#tooComplex('levels of nesting', this.#limits.depth)
    this.#underWay.add(element)
    const plain = this.#formNew(position, level)
    this.#underWay.delete(element)
    if (plain !== undefined && plain.elements > this.#limits.elements) {
      throw this.#tooComplex('elements', this.#limits.elements)
    }
    if (plain !== undefined && plain.depth > this.#limits.depth) {
      throw this.#tooComplex('levels of nesting', this.#limits.depth)
    }
    this.#done.set(element, plain)
    return plain
  }

  #tooComplex(what: string, limit: number): Error {
    return failure('PLB-XML-TOO-COMPLEX', { what, limit })
  }

  #formNew(position: Position, level: number): Plain | undefined {
    const { element } = position
    const reference = element.attributes.reference
    if (reference !== undefined) return this.#formReference(position, reference, level)
    if (element.name === 'dynamic-proxy' || element.attributes.class === 'dynamic-proxy') {
      return this.#formProxy(position, level)
    }
    const content = unwrapped(position)
    const children: XmlElement[] = []
    let elements = 1
    let depth = 0
    for (const child of withoutHiddenFields(content.element.children)) {
      const plain = this.form({ element: child, parent: content }, level + 1)
      if (plain === undefined) continue
      children.push(plain.element)
      elements += plain.elements
      depth = Math.max(depth, plain.depth)
    }
    const isWrapper = content !== position
    const { class: ownClass, ...others } = element.attributes
    const className = isWrapper ? undefined : (ownClass ?? classNamedBy(element))
    return {
      element: {
        name: element.name,
        attributes: isWrapper ? others : element.attributes,
        children,
        text: element.text,
      },
      className,
      elements,
      depth: depth + 1,
    }
  }

  #formReference(position: Position, path: string, level: number): Plain | undefined {
    const target = this.form(follow(position, path), level + 1)
    if (target === undefined) return undefined
    const own = position.element.attributes.class
    const className = (own === 'dynamic-proxy' ? undefined : own) ?? target.className
    return { ...target, className, element: named(position.element, target.element, className) }
  }

  #formProxy(position: Position, level: number): Plain | undefined {
    const handler = childOf(position.element, 'handler')
    const handlerPosition = handler && { element: handler, parent: position }
    const object = handler && childOf(handler, 'proxyObject')
    if (handlerPosition === undefined || object === undefined) return this.#formUnresolved(position)
    const plain = this.form({ element: object, parent: handlerPosition }, level + 2)
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
    const id = handler && (childOf(handler, 'ref') ?? childOf(handler, 'prefix'))
    if (name === undefined || id === undefined) {
      throw failure('PLB-WIRE-UNREADABLE', { reason: 'a proxy holds neither an object nor the id of one' })
    }
    const className = name.replace(/\.(\w+)$/, '.impl.$1Impl')
    const content = parentElement(element.name, [renamed(id, 'id')])
    return { element: named(element, content, className), className, elements: 2, depth: 2 }
  }

  #overlay(plain: Plain, overlay: Position, level: number): Plain {
    let { elements, depth } = plain
    const children = [...plain.element.children]
    for (const entry of overlay.element.children) {
      const [key, value] = entry.children
      if (key === undefined || value === undefined) continue
      const entryPosition = { element: entry, parent: overlay }
      const field = this.#findField(plain.className ?? '', key.text)
      const item =
        field === undefined ? undefined : this.form({ element: value, parent: entryPosition }, level + 2)
      if (field === undefined || item === undefined) continue
      const name = elementNameOf(field)
      const at = children.findIndex((child) => child.name === name)
      if (item.element.name === 'null') {
        if (at >= 0) children.splice(at, 1)
        continue
      }
      elements += item.elements
      depth = Math.max(depth, item.depth + 1)
      const replacement = fieldFromItem(name, item.element)
      if (at >= 0) children[at] = replacement
      else children.push(replacement)
    }
    return { ...plain, element: { ...plain.element, children, text: '' }, elements, depth }
  }
}

/** A value as it stands in a list, as the field of an object: the class moves from the element to the attribute. */
export function fieldFromItem(name: string, item: XmlElement): XmlElement {
  const { class: _own, reference: _reference, ...others } = item.attributes
  const className = classAttributeFor(javaNameOf(item.name))
  return { ...item, name, attributes: className === undefined ? others : { ...others, class: className } }
}

/** The content of another element under this one's name, with the class where this place needs it. */
function named(place: XmlElement, content: XmlElement, className: string | undefined): XmlElement {
  const isItem = place.name === 'dynamic-proxy'
  const { class: _class, reference: _reference, ...others } = content.attributes
  if (isItem && className !== undefined)
    return { ...content, name: elementNameOf(className), attributes: others }
  const namesItself =
    classNamedBy(place) !== undefined || className === undefined || place.attributes.class === undefined
  return { ...content, name: place.name, attributes: namesItself ? others : { ...others, class: className } }
}

/** The class an item of a list is named after. */
function classNamedBy(element: XmlElement): string | undefined {
  return element.name.includes('.') ? javaNameOf(element.name) : undefined
}

/** A field hidden by a sub-class's field of the same name carries `defined-in`; the sub-class's counts. */
function withoutHiddenFields(children: readonly XmlElement[]): readonly XmlElement[] {
  if (!children.some((child) => child.attributes['defined-in'] !== undefined)) return children
  return children.filter(
    (child) =>
      child.attributes['defined-in'] === undefined ||
      !children.some((other) => other.name === child.name && other.attributes['defined-in'] === undefined),
  )
}

/** Where the items of a collection lie that Java wrapped in another: `Arrays.asList`, unmodifiable views. */
function unwrapped(position: Position): Position {
  const { element } = position
  const className = element.attributes.class ?? javaNameOf(element.name)
  const inner = /^java\.util\.Arrays\$ArrayList$/.test(className)
    ? 'a'
    : /^java\.util\.Collections\$(?:Unmodifiable|Synchronized)\w*(?:List|Set|Collection)$/.test(className)
      ? 'c'
      : /^java\.util\.Collections\$(?:Unmodifiable|Synchronized)\w*Map$/.test(className)
        ? 'm'
        : undefined
  const content = inner === undefined ? undefined : childOf(element, inner)
  return content === undefined ? position : { element: content, parent: position }
}

/** The element a relative path leads to: `..` up, names down, `[n]` for the n-th of a name. */
function follow(from: Position, path: string): Position {
  let position: Position | undefined = from
  for (const step of path.split('/')) {
    if (position === undefined) break
    if (step === '..') {
      position = position.parent
      continue
    }
    const match = /^([^[\]]+)(?:\[(\d+)\])?$/.exec(step)
    const wanted = Number(match?.[2] ?? '1')
    const siblings: readonly XmlElement[] = position.element.children.filter(
      (child) => child.name === match?.[1],
    )
    const element = siblings[wanted - 1]
    position = element === undefined ? undefined : { element, parent: position }
  }
  if (position === undefined) {
    throw failure('PLB-WIRE-UNREADABLE', { reason: `the reference ${path} points at nothing` })
  }
  return position
}
