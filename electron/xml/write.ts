import type { XmlElement } from './element.ts'

/**
 * Writes a tree the way XStream pretty-prints: two spaces an indent, `\n`, no XML declaration, no final newline,
 * and control characters as references (`&#x1;`).
 */
export function writeXml(element: XmlElement): string {
  const parts: string[] = []
  writeElement(element, '', parts)
  return parts.join('')
}

function writeElement(element: XmlElement, indent: string, parts: string[]): void {
  parts.push(indent, '<', element.name)
  for (const [name, value] of Object.entries(element.attributes)) {
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

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Escapes text as XStream does: the five names, and every control character but tab and line feed. */
export function escapeText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what has to be found here
  return text.replaceAll(/[&<>"'\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, escapeCharacter)
}

function escapeAttribute(text: string): string {
  // eslint-disable-next-line no-control-regex -- see escapeText; attributes lose raw tabs and line feeds as well
  return text.replaceAll(/[&<>"'\u0000-\u001F\u007F-\u009F]/g, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return named[character] ?? `&#x${character.charCodeAt(0).toString(16)};`
}
