import { failure } from '../../errors/failure.ts'
import { parseJson } from '../../text/json.ts'
import { escapeText } from '../../xml/write.ts'

/**
 * How ObjectMessages are asked for and sent. ActiveMQ offers XML and JSON; only XML keeps every string as it is:
 * through JSON the string "true" arrives as a boolean, and sending "null" arrives as the empty string. XML
 * carries control characters as character references, in both directions.
 */
export const objectTransformation = 'jms-object-xml'

const opening = Buffer.from('<string>')
const closing = Buffer.from('</string>')
const empty = Buffer.from('<string/>')

/**
 * The body that, sent with the transformation header and WITHOUT content-length, becomes an ObjectMessage
 * holding exactly this string. (With content-length the broker makes a BytesMessage of it.)
 * @throws Failure PLB-BROKER-BODY-NOT-TEXT for half a surrogate pair, which has no UTF-8 form
 */
export function encodeStringObject(text: string): Buffer {
  if (!text.isWellFormed()) throw failure('PLB-BROKER-BODY-NOT-TEXT', {})
  return stringObjectOf(Buffer.from(text, 'utf8'))
}

/** As {@link encodeStringObject}, of the text in UTF-8. */
export function stringObjectOf(text: Buffer): Buffer {
  return Buffer.concat([opening, escaped(text), closing])
}

/**
 * The string inside a body the broker translated.
 * @param body in UTF-8
 * @param transformation the `transformation` header of the MESSAGE; not always the one asked for
 * @returns undefined when the body is not a string object
 */
export function decodeStringObject(body: Buffer, transformation: string): string | undefined {
  if (transformation === 'jms-object-json' || transformation === 'jms-json') return decodeJson(body)
  if (body.equals(empty)) return ''
  if (!isAt(opening, body, 0) || !isAt(closing, body, body.length - closing.length)) return undefined
  const inner = body.subarray(opening.length, -closing.length)
  if (inner.includes(lessThan)) return undefined
  const plain = withoutNames(inner)
  return plain === undefined ? withoutReferences(inner) : decodedUtf8(plain)
}

// Nearly all references are five names, hundreds of them in a body. As bytes they cost nothing each; a pattern and a
// function make objects of each, which are many enough to outlive the first collections of garbage.

interface Named {
  readonly byte: number
  readonly reference: Buffer
}

const named: readonly Named[] = (
  [
    ['<', '&lt;'],
    ['>', '&gt;'],
    ['"', '&quot;'],
    ['&', '&amp;'],
    ["'", '&apos;'],
  ] as const
).map(([character, reference]) => ({ byte: character.charCodeAt(0), reference: Buffer.from(reference) }))

const ampersand = 0x26
const lessThan = 0x3c

/** Whether these bytes lie there. */
function isAt(part: Buffer, bytes: Buffer, at: number): boolean {
  for (let index = 0; index < part.length; index += 1) if (bytes[at + index] !== part[index]) return false
  return true
}

/** What is referred to there by its name. */
function namedAt(bytes: Buffer, at: number): Named | undefined {
  for (const each of named) if (isAt(each.reference, bytes, at)) return each
  return undefined
}

/** Bytes with what their references of those names stand for; undefined when there are others. */
function withoutNames(bytes: Buffer): Buffer | undefined {
  if (!bytes.includes(ampersand)) return bytes
  const plain = Buffer.allocUnsafe(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; length += 1) {
    const byte = bytes[at] ?? 0
    const found = byte === ampersand ? namedAt(bytes, at) : undefined
    if (byte === ampersand && found === undefined) return undefined
    plain[length] = found?.byte ?? byte
    at += found?.reference.length ?? 1
  }
  return plain.subarray(0, length)
}

/** Text with what its references of any kind stand for; undefined when one stands for nothing. */
function withoutReferences(bytes: Buffer): string | undefined {
  let readable = true
  const text = decodedUtf8(bytes)?.replaceAll(
    /&(?:([a-z]+)|#x([0-9a-f]{1,6})|#(\d{1,7}));|&/gi,
    (whole: string, _name?: string, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      const point = namedAt(Buffer.from(whole), 0)?.byte ?? code
      if (point <= 0x10ffff) return String.fromCodePoint(point)
      readable = false
      return ''
    },
  )
  return readable ? text : undefined
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodedUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * How many bytes each byte of a text takes: more than one where it has a name; 0 where the text has to be looked at,
 * since characters XML escapes otherwise are written so.
 */
const sizes = new Uint8Array(256).fill(1)
for (const { byte, reference } of named) sizes[byte] = reference.length
sizes.fill(0, 0x00, 0x09).fill(0, 0x0b, 0x20).fill(0, 0x7f, 0x80)
for (const lead of [0xc2, 0xef]) sizes[lead] = 0

/** UTF-8 as XStream escapes it, see {@link escapeText}. */
function escaped(text: Buffer): Buffer {
  let length = 0
  for (const byte of text) {
    const size = sizes[byte] ?? 0
    if (size === 0) return Buffer.from(escapeText(text.toString('utf8')), 'utf8')
    length += size
  }
  const xml = Buffer.allocUnsafe(length)
  let at = 0
  for (let from = 0; from < text.length; from += 1) {
    const byte = text[from] ?? 0
    const reference = sizes[byte] === 1 ? undefined : named.find((each) => each.byte === byte)?.reference
    xml[at] = byte
    if (reference !== undefined) xml.set(reference, at)
    at += reference?.length ?? 1
  }
  return xml
}

function decodeJson(body: Buffer): string | undefined {
  try {
    const value: unknown = parseJson(utf8.decode(body))
    if (typeof value !== 'object' || value === null || !('string' in value)) return undefined
    const { string } = value
    // The broker's JSON writer turns the strings "true" and "false" into booleans.
    return typeof string === 'string' ? string : typeof string === 'boolean' ? String(string) : undefined
  } catch {
    return undefined
  }
}
