import { failure } from '../errors/failure.ts'
import type { XmlElement } from './element.ts'

/**
 * Writes a tree the way XStream pretty-prints: two spaces an indent, `\n`, no XML declaration, no final newline,
 * and control characters as references (`&#x1;`).
 * @throws PLB-XML-NAME-REFUSED when an element or attribute has a name no XML can hold: what is written can always
 * be read again
 */
export function writeXml(element: XmlElement): string {
  const parts: string[] = []
  writeElement(element, '', parts)
  return parts.join('')
}

function writeElement(element: XmlElement, indent: string, parts: string[]): void {
  checkName(element.name)
  parts.push(indent, '<', element.name)
  for (const [name, value] of Object.entries(element.attributes)) {
    checkName(name)
    parts.push(' ', name, '="', escapeAttribute(value), '"')
  }
  if (element.children.length > 0) {
    parts.push('>')
    for (const child of element.children) {
      parts.push('\n')
      writeElement(child, `${indent}  `, parts)
    }
    parts.push('\n', indent, '</', element.name, '>')
  } else if (element.text === '') {
    parts.push('/>')
  } else {
    parts.push('>', escapeText(element.text), '</', element.name, '>')
  }
}

/** What XML 1.0 lets a name start with and go on with, within the first plane of Unicode. */
const first =
  ':A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD'
// eslint-disable-next-line no-misleading-character-class -- names may hold characters that combine with others
const xmlName = new RegExp(`^[${first}][${first}.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040-]*$`)

function checkName(name: string): void {
  if (!xmlName.test(name)) throw failure('PLB-XML-NAME-REFUSED', { name: JSON.stringify(name.slice(0, 80)) })
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
