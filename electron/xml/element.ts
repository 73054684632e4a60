/** An XML element as XStream writes them: either text or child elements, never both. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** The text of an element without children; '' otherwise. */
  readonly text: string
}

const noAttributes: Readonly<Record<string, string>> = Object.freeze({})

/** Most elements hold a text alone. */
const noChildren: readonly XmlElement[] = Object.freeze([])

/** Makes an element that holds text. */
export function textElement(
  name: string,
  text: string,
  attributes: Readonly<Record<string, string>> = noAttributes,
): XmlElement {
  return { name, attributes, children: noChildren, text }
}

/** Makes an element that holds other elements (or nothing). */
export function parentElement(
  name: string,
  children: readonly XmlElement[],
  attributes: Readonly<Record<string, string>> = noAttributes,
): XmlElement {
  return { name, attributes, children, text: '' }
}

/** The first child of that name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name)
}

/** The text of the first child of that name. */
export function childText(element: XmlElement, name: string): string | undefined {
  return childOf(element, name)?.text
}

/** The same element under another name. */
export function renamed(element: XmlElement, name: string): XmlElement {
  return element.name === name ? element : { ...element, name }
}

/** The same element with another set of children. */
export function withChildren(element: XmlElement, children: readonly XmlElement[]): XmlElement {
  return { ...element, children, text: '' }
}

/** The same element with other attributes. */
export function withAttributes(
  element: XmlElement,
  attributes: Readonly<Record<string, string>>,
): XmlElement {
  return { ...element, attributes }
}

/** Whether two elements, or none, say the same, children in the same order. */
export function isSameElement(
  one: XmlElement | null | undefined,
  other: XmlElement | null | undefined,
): boolean {
  if (one === other) return true
  if (one === null || one === undefined || other === null || other === undefined)
    return (one ?? other ?? null) === null
  const names = Object.keys(one.attributes)
  return (
    one.name === other.name &&
    one.text === other.text &&
    one.children.length === other.children.length &&
    names.length === Object.keys(other.attributes).length &&
    names.every((name) => one.attributes[name] === other.attributes[name]) &&
    one.children.every((child, place) => isSameElement(child, other.children[place]))
  )
}

/** Whether the element holds neither text nor children. */
export function isEmptyElement(element: XmlElement): boolean {
  return element.children.length === 0 && element.text === ''
}
