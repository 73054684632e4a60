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

interface Open {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
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
      closing.lastIndex = tag
      const [whole, name] = closing.exec(text) ?? []
      if (whole === undefined || parent === undefined || name !== parent.name) return undefined
      const content = parent.children.length === 0 ? contentOf(text.slice(at, tag)) : checked(text, at, tag)
      if (content === undefined) return undefined
      element = { name: parent.name, attributes: parent.attributes, children: parent.children, text: content }
      open.pop()
      at = tag + whole.length
    } else {
      opening.lastIndex = tag
      const [whole, name, listed = '', end] = opening.exec(text) ?? []
      if (whole === undefined || name === undefined || whole.length > longestTag) return undefined
      elements += 1
      if (elements > limits.elements || open.length >= limits.depth) return undefined
      if (parent !== undefined && checked(text, at, tag) === undefined) return undefined
      const attributes = listed === '' ? none : attributesOf(listed)
      if (attributes === undefined) return undefined
      at = tag + whole.length
      if (end === '') {
        open.push({ name: names.of(name), attributes, children: [] })
        continue
      }
      element = { name: names.of(name), attributes, children: [], text: '' }
    }
    const above = open.at(-1)
    if (above === undefined) return blank.test(text.slice(at)) ? element : undefined
    above.children.push(element)
  }
}

const slash = '/'.charCodeAt(0)

/** Nothing, where the text between elements is nothing that could be wrong. */
function checked(text: string, from: number, to: number): '' | undefined {
  return contentOf(text.slice(from, to)) === undefined ? undefined : ''
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
    attributes[names.of(name)] = ownText((double ?? single).toWellFormed())
  }
  return attributes
}

/** Names, one string for all places each stands in; documents have few of them. */
const names = new MemoryOfTexts({ texts: 4_000, length: 200 }, (name) => name)
