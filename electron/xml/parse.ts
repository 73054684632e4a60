import sax from 'sax'
import { failure, isFailure } from '../errors/failure.ts'
import type { XmlElement } from './element.ts'
import { say } from '../sentences/say.ts'
import { isLateDeclaration, malformation } from './malformed.ts'
import { readPlainDocument, expand } from './plain-document.ts'

/** What a document may cost. Everything that arrives as XML is hostile until it has passed these. */
export interface XmlLimits {
  /** UTF-16 code units of the document. */
  readonly length: number
  /** Elements inside elements. */
  readonly depth: number
  readonly elements: number
  /** Whether a document type is passed over rather than refused. Nothing it declares is known in either case. */
  readonly doctype?: 'skipped'
}

/** Roomy for a real master (its largest message is tens of kilobytes), far below what hurts. */
export const defaultXmlLimits: XmlLimits = { length: 16 * 1024 * 1024, depth: 200, elements: 500_000 }

/** What the parser takes for a table of entities. It has no prototype, so that `&constructor;` finds nothing. */
const entities = new Proxy<Readonly<Record<string, string>>>(
  Object.freeze(Object.create(null) as Record<string, string>),
  {
    get: (_, reference) => (typeof reference === 'string' ? expand(reference) : undefined),
  },
)

/** The parser with the table it looks entities up in, which its type declarations lack. */
type ParserWithEntities = sax.SAXParser & { ENTITIES: Readonly<Record<string, string>> }

interface OpenElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  readonly text: string[]
}

/**
 * Reads one XML document into a tree.
 *
 * No document type, no entities but the five predefined ones, no comments or instructions in the result.
 * References to control characters (`&#x1;`), which XStream writes although XML 1.0 forbids them, are
 * accepted: a real master's message may hold them. Line ends of another system become line feeds, as XML has it;
 * half a surrogate pair becomes U+FFFD, since no file could hold it.
 *
 * @throws PLB-XML-… when the document is malformed or exceeds a limit
 */
export function parseXml(text: string, limits: XmlLimits = defaultXmlLimits): XmlElement {
  if (text.length > limits.length) {
    throw failure('PLB-XML-TOO-LARGE', { length: text.length, limit: limits.length })
  }
  const lines = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
  return readPlainDocument(lines, limits) ?? parseAny(lines, limits)
}

/** The same for a document with whatever XML has; the one that says what is wrong. */
function parseAny(text: string, limits: XmlLimits): XmlElement {
  const parser = new sax.SAXParser(true, {}) as ParserWithEntities
  parser.ENTITIES = entities
  const open: OpenElement[] = []
  let root: XmlElement | undefined
  let elements = 0

  parser.ondoctype = () => {
    if (limits.doctype !== 'skipped') throw failure('PLB-XML-DOCTYPE', {})
  }
  parser.onprocessinginstruction = ({ name }) => {
    if (!isLateDeclaration(name, parser, text)) return
    throw failure('PLB-XML-MALFORMED', { line: parser.line + 1, reason: say('catalog.lateDeclaration') })
  }
  parser.onopentag = (tag) => {
    if (root !== undefined) {
      throw failure('PLB-XML-MALFORMED', {
        line: parser.line + 1,
        reason: say('catalog.secondRoot'),
      })
    }
    elements += 1
    if (elements > limits.elements) {
      throw failure('PLB-XML-TOO-COMPLEX', { what: say('catalog.elements'), limit: limits.elements })
    }
    if (open.length >= limits.depth) {
      throw failure('PLB-XML-TOO-COMPLEX', { what: say('catalog.levelsNesting'), limit: limits.depth })
    }
    const attributes: Record<string, string> = {}
    for (const name of Object.keys(tag.attributes)) {
      const value = tag.attributes[name]
      attributes[name] = (typeof value === 'string' ? value : (value?.value ?? '')).toWellFormed()
    }
    open.push({ name: tag.name, attributes, children: [], text: [] })
  }
  const addText = (part: string): void => {
    open.at(-1)?.text.push(part)
  }
  parser.ontext = addText
  parser.oncdata = addText
  parser.onclosetag = () => {
    const closed = open.pop()
    if (closed === undefined) return
    const element: XmlElement = {
      name: closed.name,
      attributes: closed.attributes,
      children: closed.children,
      text: closed.children.length === 0 ? closed.text.join('').toWellFormed() : '',
    }
    const parent = open.at(-1)
    if (parent === undefined) root = element
    else parent.children.push(element)
  }
  parser.onerror = (error) => {
    throw failure('PLB-XML-MALFORMED', { line: parser.line + 1, reason: malformation(error.message) })
  }

  try {
    parser.write(text).close()
  } catch (error) {
    if (isFailure(error)) throw error
    throw failure('PLB-XML-MALFORMED', { line: parser.line + 1, reason: malformation(String(error)) }, error)
  }
  if (root === undefined) {
    throw failure('PLB-XML-MALFORMED', { line: 1, reason: say('catalog.noElement') })
  }
  return root
}

/**
 * Reads a file of a data directory, in the encoding it states, with or without a byte order mark. GeoServer passes
 * over a document type; so does this.
 * @throws PLB-XML-…
 */
export function parseXmlFile(bytes: Uint8Array): XmlElement {
  return parseXml(decodeFile(bytes), { ...defaultXmlLimits, doctype: 'skipped' })
}

const longestDeclaration = 200

function decodeFile(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const start = Buffer.from(bytes.subarray(0, longestDeclaration)).toString('latin1')
  const [, stated] = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start) ?? []
  const decoder = stated === undefined ? undefined : singleByteDecoder(stated)
  return decoder === undefined ? decodeUtf8(bytes) : decoder.decode(bytes)
}

/** Encodings without a byte order mark, of which each byte is a character; undefined for all others. */
function singleByteDecoder(label: string): InstanceType<typeof TextDecoder> | undefined {
  return /^(?:iso-?8859-|windows-125|latin|us-ascii)/i.test(label) && isEncoding(label)
    ? new TextDecoder(label)
    : undefined
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/**
 * Reads bytes that must be UTF-8, for example a message.
 * @throws PLB-XML-NOT-UTF-8 when they are not
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw failure('PLB-XML-NOT-UTF-8', {}, error)
  }
}
