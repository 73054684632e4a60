import { failure } from '../../errors/failure.ts'
import { parseJson } from '../../text/json.ts'

/**
 * How ObjectMessages are asked for and sent. ActiveMQ offers XML and JSON; only XML keeps every string as it is:
 * through JSON the string "true" arrives as a boolean, and sending "null" arrives as the empty string. XML
 * carries control characters as character references, in both directions.
 */
export const objectTransformation = 'jms-object-xml'

const opening = '<string>'
const closing = '</string>'

/**
 * Refuses what has no UTF-8 form.
 * @throws Failure PLB-BROKER-BODY-NOT-TEXT for half a surrogate pair
 */
function checkText(text: string): void {
  if (!text.isWellFormed()) throw failure('PLB-BROKER-BODY-NOT-TEXT', {})
}

/**
 * The body that, sent with the transformation header and WITHOUT content-length, becomes an ObjectMessage
 * holding exactly this string. (With content-length the broker makes a BytesMessage of it.)
 * @throws Failure PLB-BROKER-BODY-NOT-TEXT for half a surrogate pair
 */
export function encodeStringObject(text: string): Buffer {
  checkText(text)
  return Buffer.from(opening + escape(text) + closing, 'utf8')
}

/**
 * The string inside a body the broker translated.
 * @param transformation the `transformation` header of the MESSAGE; not always the one asked for
 * @returns undefined when the body is not a string object
 */
export function decodeStringObject(body: string, transformation: string): string | undefined {
  if (transformation === 'jms-object-json' || transformation === 'jms-json') return decodeJson(body)
  if (body === '<string/>') return ''
  if (!body.startsWith(opening) || !body.endsWith(closing)) return undefined
  const inner = body.slice(opening.length, -closing.length)
  if (inner.includes('<')) return undefined
  if (!inner.includes('&')) return inner
  // A body has hundreds of references, nearly all of five names. To replace a text by a text makes no object for each, as a
  // pattern and a function do, which outlive the first collections of garbage and count as what stays.
  const unnamed = inner
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
  return /&(?!amp;)/.test(unnamed) ? withoutReferences(inner) : unnamed.replaceAll('&amp;', '&')
}

/** A text without the references of any kind; undefined when one of them stands for nothing. */
function withoutReferences(inner: string): string | undefined {
  let readable = true
  const text = inner.replaceAll(
    /&(?:([a-z]+)|#x([0-9a-f]{1,6})|#(\d{1,7}));|&/gi,
    (_reference, name, hex, decimal) => {
      const character = reference(
        name as string | undefined,
        hex as string | undefined,
        decimal as string | undefined,
      )
      if (character === undefined) readable = false
      return character ?? ''
    },
  )
  return readable ? text : undefined
}

/** Control characters, those no XML holds, and the carriage return that parsers turn into a line feed. */
// eslint-disable-next-line no-control-regex
const nameless = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(nameless, (character) => `&#x${character.charCodeAt(0).toString(16)};`)
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function reference(name?: string, hex?: string, decimal?: string): string | undefined {
  if (name !== undefined) return Object.hasOwn(named, name) ? named[name] : undefined
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

function decodeJson(body: string): string | undefined {
  try {
    const value: unknown = parseJson(body)
    if (typeof value !== 'object' || value === null || !('string' in value)) return undefined
    const { string } = value
    // The broker's JSON writer turns the strings "true" and "false" into booleans.
    return typeof string === 'string' ? string : typeof string === 'boolean' ? String(string) : undefined
  } catch {
    return undefined
  }
}
