import type { XmlElement } from './element.ts'
import { MemoryOfTexts } from '../text/memory-of-texts.ts'
import { ownText } from '../text/own-text.ts'

const predefined: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/**
 * All an ampersand may stand for: the five names of XML, and any character by its number. XStream writes every
 * UTF-16 unit by itself, the control characters and non-characters among them that XML 1.0 forbids.
 */
export function expand(reference: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}))$/.exec(reference) ?? []
  if (hexadecimal === undefined && decimal === undefined) return predefined.get(reference)
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  return code > 0x10ffff ? undefined : String.fromCodePoint(code)
}

interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Whether it ends the element as well. */
  readonly isWhole: boolean
  /** Characters it takes. */
  readonly length: number
}

interface Open extends Pick<Tag, 'name' | 'attributes'> {
  readonly children: XmlElement[]
}

const declaration = /^<\?xml [^?<>]*\?>/
const unusual = /\]\]>|<!/
const opening = /<([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z][\w.:-]*=(?:"[^"<&\n\t]*"|'[^'<&\n\t]*'))*)\s*(\/?)>/y
const closing = /<\/([A-Za-z_][\w.:-]*)\s*>/y
const attribute = /([A-Za-z][\w.:-]*)=(?:"([^"]*)"|'([^']*)')/g
const reference = /&(#?\w{1,10});/g
const unfinished = /&(?!#?\w{1,10};)/
const blank = /^[ \n\t]*$/
/** Names and values longer than these are left to the parser, which has a limit for them. */
const longestTag = 10_000
const none: Readonly<Record<string, string>> = Object.freeze({})

/**
 * Reads a document of elements, attributes and texts alone, as XStream writes them and files hold them, several times
 * as fast as the parser. What has anything else in it, or anything wrong, is the parser's to read or to refuse.
 * @param text with line feeds alone
 * @returns what the parser would, or undefined where it has to say
 */
export function readPlainDocument(
  text: string,
  limits: { readonly depth: number; readonly elements: number },
): XmlElement | undefined {
  if (unusual.test(text)) return undefined
  const open: Open[] = []
  let elements = 0
  let at = declaration.exec(text)?.[0].length ?? 0
  for (;;) {
    const tag = text.indexOf('<', at)
    if (tag < 0) return undefined
    const parent = open.at(-1)
    if (parent === undefined && !blank.test(text.slice(at, tag))) return undefined
    let element: XmlElement
    if (text.charCodeAt(tag + 1) === slash) {
      const end = parent === undefined ? undefined : endOfClosing(text, tag, parent.name)
      if (end === undefined || parent === undefined) return undefined
      const content = parent.children.length === 0 ? contentOf(text.slice(at, tag)) : checked(text, at, tag)
      if (content === undefined) return undefined
      element = { name: parent.name, attributes: parent.attributes, children: parent.children, text: content }
      open.pop()
      at = end
    } else {
      const read = tagAt(text, tag)
      if (read === false) return undefined
      elements += 1
      if (elements > limits.elements || open.length >= limits.depth) return undefined
      if (parent !== undefined && checked(text, at, tag) === undefined) return undefined
      at = tag + read.length
      const { name, attributes } = read
      if (!read.isWhole) {
        open.push({ name, attributes, children: [] })
        continue
      }
      element = { name, attributes, children: [], text: '' }
    }
    const above = open.at(-1)
    if (above === undefined) return blank.test(text.slice(at)) ? element : undefined
    above.children.push(element)
  }
}

const slash = '/'.charCodeAt(0)
const greater = '>'.charCodeAt(0)

/** Where a closing tag ends; undefined when it is none, or another one's. */
function endOfClosing(text: string, tag: number, name: string): number | undefined {
  const end = tag + 2 + name.length
  if (text.charCodeAt(end) === greater && text.startsWith(name, tag + 2)) return end + 1
  closing.lastIndex = tag
  const [whole = '', closed] = closing.exec(text) ?? []
  return closed === name ? tag + whole.length : undefined
}

function tagAt(text: string, at: number): Tag | false {
  const known = tags.of(text.slice(at, text.indexOf('>', at) + 1))
  if (known !== false) return known
  // A value may hold what ends a tag.
  opening.lastIndex = at
  return readTag(opening.exec(text)?.[0] ?? '')
}

function readTag(written: string): Tag | false {
  opening.lastIndex = 0
  const [whole, name, listed = '', end] = opening.exec(written) ?? []
  if (whole !== written || name === undefined || whole.length > longestTag) return false
  const attributes = listed === '' ? none : attributesOf(listed)
  if (attributes === undefined) return false
  return { name: ownText(name), attributes, isWhole: end !== '', length: whole.length }
}

/** Opening tags, read once; documents have few different ones. */
const tags = new MemoryOfTexts({ texts: 4_000, length: 200 }, readTag)

/** Nothing, where the text between elements is nothing that could be wrong. */
function checked(text: string, from: number, to: number): '' | undefined {
  const written = text.slice(from, to)
  return written.includes('&') && contentOf(written) === undefined ? undefined : ''
}

/** A text with its references expanded; undefined where one of them is for the parser to judge. */
function contentOf(written: string): string | undefined {
  if (!written.includes('&')) return ownText(written.toWellFormed())
  if (unfinished.test(written)) return undefined
  let isKnown = true
  const text = written.replaceAll(reference, (_, name: string) => {
    const expanded = expand(name)
    isKnown &&= expanded !== undefined
    return expanded ?? ''
  })
  return isKnown ? text.toWellFormed() : undefined
}

function attributesOf(listed: string): Readonly<Record<string, string>> | undefined {
  const attributes: Record<string, string> = {}
  for (const [, name = '', double, single = ''] of listed.matchAll(attribute)) {
    if (Object.hasOwn(attributes, name)) return undefined
    attributes[ownText(name)] = ownText((double ?? single).toWellFormed())
  }
  return Object.freeze(attributes)
}
