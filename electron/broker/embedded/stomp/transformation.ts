import { decodeUtf8, parseXml } from '../../../xml/parse.ts'
import { decodeStringObject, stringObjectOf } from '../../stomp/object-message.ts'
import { isFailure, textOf as errorText } from '../../../errors/failure.ts'
import { octetsOf, type Octets } from '../octets.ts'

/** How ActiveMQ's names for one rendering of an ObjectMessage are told apart. */
type Rendering = 'xml' | 'json'

const renderings: ReadonlyMap<Octets, Rendering> = new Map([
  ['jms-object-xml', 'xml'],
  ['jms-xml', 'xml'],
  ['jms-object-json', 'json'],
  ['jms-json', 'json'],
])

/** Names ActiveMQ knows but cannot make an ObjectMessage of; any other name it takes for no transformation at all. */
const notForSending = new Set([
  'jms-xml',
  'jms-json',
  'jms-byte',
  'jms-map-xml',
  'jms-map-json',
  'jms-advisory-xml',
  'jms-advisory-json',
])

const objectLimits = { length: 64 * 1024 * 1024, depth: 8, elements: 64 }

/**
 * Reads the string of an ObjectMessage out of a SEND's body: `<string>…</string>` or `{"string":"…"}`.
 * @returns its text, or why there is none, or undefined when the transformation asks for no ObjectMessage
 */
export function readObject(
  transformation: Octets,
  body: Buffer,
): { readonly text: string } | { readonly error: Octets } | undefined {
  if (notForSending.has(transformation)) return { error: `Unknown transformation: ${transformation}` }
  try {
    if (transformation === 'jms-object-xml') return { text: stringOfXml(body) }
    if (transformation === 'jms-object-json') return { text: stringOfJson(decodeUtf8(body)) }
    return undefined
  } catch (error) {
    if (!isFailure(error) && !(error instanceof SyntaxError) && !(error instanceof NotAString)) throw error
    return { error: octetsOf(errorText(error)) }
  }
}

/**
 * Renders the string of an ObjectMessage for a subscriber; without a transformation it knows, the body is empty, as
 * ActiveMQ has it, however the sender wrote it. Text that looks like a number or a boolean stays a JSON string, where ActiveMQ would drop the
 * quotes and with them the difference.
 * @param wanted the `transformation` header of SUBSCRIBE, or ''
 * @param text the string in UTF-8
 * @returns the body, and the value of MESSAGE's `transformation` header
 */
export function renderObject(
  wanted: Octets,
  text: Uint8Array,
): { readonly body: Buffer; readonly transformation: Octets } {
  const rendering = renderings.get(wanted)
  if (rendering === undefined) return { body: Buffer.alloc(0), transformation: wanted }
  const string = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  return rendering === 'xml'
    ? { body: stringObjectOf(string), transformation: 'jms-object-xml' }
    : { body: Buffer.from(jsonOf(string.toString('utf8'))), transformation: 'jms-object-json' }
}

/** A body that is well-formed but holds something else than a string. */
class NotAString extends Error {}

function stringOfXml(body: Buffer): string {
  // What writers of a lone string write can be read without a parser, which takes ten times as long.
  const isPlain = !body.includes('\r') && !body.includes(']]>')
  const plain = isPlain ? decodeStringObject(body, 'jms-object-xml') : undefined
  if (plain !== undefined) return plain.toWellFormed()
  const root = parseXml(decodeUtf8(body).trim(), objectLimits)
  if (root.name !== 'string') throw new NotAString(root.name)
  return root.text
}

/**
 * Reads `{"string":…}` and nothing else: what is not parsed cannot cost memory, whatever it is made of.
 */
function stringOfJson(json: string): string {
  const begin = /^\s*\{\s*"string"\s*:\s*/.exec(json)?.[0].length
  const end = /\s{0,80}\}\s{0,80}$/.exec(json.slice(-200))?.[0].length
  if (begin === undefined || end === undefined || begin + end > json.length) throw new NotAString(notAString)
  const value = json.slice(begin, json.length - end)
  if (/^(?:true|false|-?\d[\d.eE+-]{0,40})$/.test(value)) return String(JSON.parse(value))
  if (!isOneString(value)) throw new NotAString(notAString)
  return String(JSON.parse(value))
}

const notAString = 'the JSON is no object of one "string" that is a string'

/** Whether the text is one string literal of JSON: its last character is the first quote that is not escaped. */
function isOneString(text: string): boolean {
  if (!text.startsWith('"')) return false
  let quote = text.indexOf('"', 1)
  while (quote > 0) {
    let backslashes = 0
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return quote === text.length - 1
    quote = text.indexOf('"', quote + 1)
  }
  return false
}

/** As ActiveMQ writes it: the slash of an end tag is escaped, and so is a NUL, which would end the frame. */
function jsonOf(string: string): string {
  return JSON.stringify({ string }).replaceAll('</', '<\\/')
}
