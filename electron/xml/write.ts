import { failure } from '../errors/failure.ts'
import type { XmlElement } from './element.ts'

/**
 * Writes a tree the way XStream pretty-prints: two spaces an indent, `\n`, no XML declaration, no final newline,
 * and control characters as references (`&#x1;`).
 * @throws PLB-XML-NAME-REFUSED when an element or attribute has a name no XML can hold: what is written can always
 * be read again
 */
export function writeXml(element: XmlElement): string {
  return new XmlWriter().write(element, '\n')
}

/** An element as {@link writeXml} has it within the outermost one, with the line feed and the indent before it. */
export function writeChild(element: XmlElement): string {
  return indent + new XmlWriter().write(element, indent)
}

/**
 * A document of children that are written.
 * @param children as {@link writeChild} has them
 */
export function withinXml(name: string, children: string): string {
  checkName(name)
  return `<${name}>${children}\n</${name}>`
}

const indent = '\n  '

/** Writes an element that is in a tree many times once for each depth. */
class XmlWriter {
  readonly #written = new Map<XmlElement, { readonly indent: string; readonly text: string }>()

  /** @param indent the line feed and the spaces before the element */
  write(element: XmlElement, indent: string): string {
    const { children } = element
    if (children.length === 0) return writeLeaf(element)
    const known = this.#written.get(element)
    if (known?.indent === indent) return known.text
    const inner = `${indent}  `
    let text = `${startOf(element)}>`
    for (const child of children) text += inner + this.write(child, inner)
    text += `${indent}</${element.name}>`
    this.#written.set(element, { indent, text })
    return text
  }
}

function writeLeaf(element: XmlElement): string {
  const start = startOf(element)
  return element.text === '' ? `${start}/>` : `${start}>${escapeText(element.text)}</${element.name}>`
}

function startOf({ name, attributes }: XmlElement): string {
  checkName(name)
  let start = `<${name}`
  for (const attribute of Object.keys(attributes)) {
    checkName(attribute)
    start += ` ${attribute}="${escapeAttribute(attributes[attribute] ?? '')}"`
  }
  return start
}

/** What XML 1.0 lets a name start with and go on with, within the first plane of Unicode. */
const first =
  ':A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD'
// eslint-disable-next-line no-misleading-character-class -- names may hold characters that combine with others
const xmlName = new RegExp(`^[${first}][${first}.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040-]*$`)

/** Names found good lately: a document of a hundred thousand elements has some dozens of names. */
const goodNames = new Set<string>()
const mostGoodNames = 1_000

function checkName(name: string): void {
  if (goodNames.has(name)) return
  if (!xmlName.test(name)) throw failure('PLB-XML-NAME-REFUSED', { name: JSON.stringify(name.slice(0, 80)) })
  if (goodNames.size >= mostGoodNames) goodNames.clear()
  goodNames.add(name)
}

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/**
 * Escapes text as XStream does: the five names, every control character but tab and line feed, and the two code
 * points of the first plane that are no characters.
 */
export function escapeText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what has to be found here
  return text.replaceAll(/[&<>"'\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, escapeCharacter)
}

function escapeAttribute(text: string): string {
  // eslint-disable-next-line no-control-regex -- see escapeText; attributes lose raw tabs and line feeds as well
  return text.replaceAll(/[&<>"'\u0000-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return named[character] ?? `&#x${character.charCodeAt(0).toString(16)};`
}
