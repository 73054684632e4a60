import { parseJson } from '../../text/json.ts'
import { parentElement, textElement, type XmlElement } from '../../xml/element.ts'

/**
 * The JSON of GeoServer's REST interface, which is its XML in other brackets: attributes as `@name`, text beside
 * attributes as `$`, children of one name as a list where there are several, and whatever looks like a number or a
 * truth value as one.
 */
export function jsonOf(root: XmlElement): string {
  return JSON.stringify({ [root.name]: valueOf(root) })
}

/** The element a JSON body means. Throws a SyntaxError when it is no JSON. */
export function elementOfJson(text: string): XmlElement {
  const value: unknown = parseJson(text)
  const [entry, ...others] = isRecord(value) ? Object.entries(value) : []
  if (entry === undefined || others.length > 0) throw new Error('one root is expected')
  return toElement(elementName(entry[0]), entry[1])
}

/** Collections of links: their children are a list even when there is one, and an empty text when there is none. */
export function jsonOfCollection(root: XmlElement): string {
  const [first] = root.children
  return JSON.stringify({
    [root.name]: first === undefined ? '' : { [first.name]: root.children.map(valueOf) },
  })
}

function valueOf(element: XmlElement): unknown {
  const link = element.children.find((each) => each.name === 'atom:link')
  if (link !== undefined && element.children.length === 1) return link.attributes.href
  const attributes = Object.entries(element.attributes).map(([key, value]) => [`@${key}`, typed(value)])
  if (element.children.length === 0) {
    if (attributes.length === 0) return typed(element.text)
    return Object.fromEntries([...attributes, ...(element.text === '' ? [] : [['$', element.text]])])
  }
  const groups = new Map<string, unknown[]>()
  for (const child of element.children) {
    const name = child.name === 'atom:link' ? 'href' : child.name.replaceAll('__', '_')
    const value = child.name === 'atom:link' ? child.attributes.href : valueOf(child)
    groups.set(name, [...(groups.get(name) ?? []), value])
  }
  const members = [...groups].map(([name, values]) => [name, values.length === 1 ? values[0] : values])
  return Object.fromEntries([...attributes, ...members])
}

/** What a text becomes in JSON: a number or a truth value where that would be written just so. */
export function typed(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?(?:0|[1-9]\d{0,17})(?:\.(?:0|\d*[1-9])(?:E-?\d+)?)?$/.test(text) ? Number(text) : text
}

function toElement(name: string, value: unknown): XmlElement {
  if (!isRecord(value)) return textElement(name, scalar(value))
  const entries = Object.entries(value)
  const attributes = Object.fromEntries(
    entries.filter(([key]) => key.startsWith('@')).map(([key, each]) => [key.slice(1), scalar(each)]),
  )
  const text = entries.find(([key]) => key === '$')
  if (text !== undefined) return textElement(name, scalar(text[1]), attributes)
  const children = entries
    .filter(([key]) => !key.startsWith('@') && !(key === 'href' && 'name' in value))
    .flatMap(([key, each]) =>
      (Array.isArray(each) ? each : [each]).map((item) => toElement(elementName(key), item)),
    )
  return parentElement(name, children, attributes)
}

function elementName(key: string): string {
  return key === '_default' ? '__default' : key
}

/** The text `null` is taken for none. */
function scalar(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== 'null' ? value : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
