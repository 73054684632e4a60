import type { SAXParser } from 'sax'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/**
 * What the parser found, which tells its findings apart by English texts alone.
 * @param message as the parser says it
 * @returns the same as a sentence; the parser's own first line of what it may say in another version
 */
export function malformation(message: string): Wording {
  const [line = message] = message.split('\n')
  const [, closing] = /^Unmatched closing tag: (.*)$/.exec(line) ?? []
  if (closing !== undefined) return say('catalog.closesNothing', { tag: closing })
  if (/^Unclosed root tag|^Unexpected end/.test(line)) return say('catalog.notClosed')
  if (/^Text data outside|^Non-whitespace before/.test(line)) return say('catalog.textOutside')
  if (/attribute/i.test(line)) return say('catalog.noAttribute')
  if (/entity/.test(line)) return say('catalog.noReference')
  if (/comment/.test(line)) return say('catalog.noComment')
  if (/tag|Unencoded </.test(line)) return say('catalog.noTag')
  return line
}

/** Whether an instruction the parser has just read declares a document that began before it, which nobody else reads. */
export function isLateDeclaration(
  name: string,
  { startTagPosition }: Pick<SAXParser, 'startTagPosition'>,
  text: string,
): boolean {
  // Places are counted from one, and a byte order mark may stand before the declaration.
  return name.toLowerCase() === 'xml' && startTagPosition > (text.startsWith('\uFEFF') ? 2 : 1)
}
