import type { Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'

/** The STOMP versions the embedded broker speaks, oldest first. */
export const stompVersions = ['1.0', '1.1', '1.2'] as const

export type StompVersion = (typeof stompVersions)[number]

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', ':': '\\c' }
const meanings: Readonly<Record<string, string>> = { '\\': '\\', n: '\n', r: '\r', c: ':' }

/**
 * Writes a header name or value for a version. STOMP 1.0 knows no escapes, and 1.1 none for a carriage return; a line
 * feed in 1.0, which cannot be said, becomes a space so that a value can never forge a header.
 */
export function escapeHeader(value: Octets, version: StompVersion | undefined): Octets {
  if (!/[\\\n\r:]/.test(value)) return value
  if (version === '1.2') return value.replace(/[\\\n\r:]/g, (character) => escapes[character] ?? character)
  if (version === '1.1') return value.replace(/[\\\n:]/g, (character) => escapes[character] ?? character)
  return value.replace(/[\n\r]/g, ' ')
}

/**
 * Reads a header name or value as a version escapes it.
 * @throws ProtocolError for an escape sequence the version does not define
 */
export function unescapeHeader(value: Octets, version: StompVersion | undefined): Octets {
  if (version === undefined || version === '1.0' || !value.includes('\\')) return value
  return value.replace(/\\([^]?)/g, (sequence, character: string) => {
    const meaning = character === 'r' && version === '1.1' ? undefined : meanings[character]
    if (meaning === undefined) throw new ProtocolError(`Undefined escape sequence [${sequence}]`)
    return meaning
  })
}
