/**
 * STOMP headers are bytes that are usually, not surely, UTF-8. The embedded broker keeps them as octet strings: one
 * character per byte, so that whatever a client sent comes out byte for byte, and turns them into text only where a
 * person or the database reads them.
 */
export type Octets = string

/** The octets of a text: its UTF-8 bytes, one character each. */
export function octetsOf(text: string): Octets {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}

/** The text that octets spell as UTF-8; bytes that are no UTF-8 become U+FFFD. */
export function textOf(octets: Octets): string {
  return isAscii(octets) ? octets : Buffer.from(octets, 'latin1').toString('utf8')
}

function isAscii(value: string): boolean {
  return /^[\0-\x7f]*$/.test(value)
}
