import type { XmlElement } from '../../electron/xml/element.ts'
import { parseXml } from '../../electron/xml/parse.ts'

/**
 * A message body in a form that is equal for bodies XStream reads the same: fields of objects in the order of their
 * names, white space between elements gone. Items of lists, maps and collections keep their order.
 */
export function comparableXml(body: string): unknown {
  return comparable(parseXml(body))
}

function comparable(element: XmlElement): unknown {
  const children = element.children.map((child) => comparable(withoutRedundantClass(child)))
  const ordered = isCollection(element) ? children : children.toSorted(byText)
  const attributes = Object.fromEntries(Object.entries(element.attributes).toSorted(byText))
  return {
    name: element.name,
    attributes,
    ...(children.length > 0 ? { children: ordered } : { text: element.text }),
  }
}

const lists = new Set(['propertyNames', 'oldValues', 'newValues'])
const items =
  /^(?:string|int|long|double|boolean|date|null|entry|list|set|map|linked-hash-set|java-class)$|\./

function isCollection(element: XmlElement): boolean {
  return lists.has(element.name) || element.children.some((child) => items.test(child.name))
}

/**
 * Where the recorded bodies were rewritten without references, an item of a list of values may have kept the class
 * attribute it needed as a field: `<org.x.Y class="org.x.Y">`.
 */
function withoutRedundantClass(element: XmlElement): XmlElement {
  const { class: className, ...others } = element.attributes
  return className !== undefined && className === element.name ? { ...element, attributes: others } : element
}

function byText(left: unknown, right: unknown): number {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)]
  return a < b ? -1 : a > b ? 1 : 0
}
