import { escapeHeader, unescapeHeader } from './header-escaping.ts'
import type { Octets } from './octets.ts'

/** A message's headers as it keeps them: as lines of STOMP 1.2, each with its line feed. */
export function headerLines(headers: Iterable<readonly [Octets, Octets]>): Octets {
  let lines = ''
  for (const [name, value] of headers) lines += `${escapeHeader(name, '1.2')}:${escapeHeader(value, '1.2')}\n`
  return lines
}

/** The headers a message keeps as lines, by name. */
export function headersOf(lines: Octets): Map<Octets, Octets> {
  const headers = new Map<Octets, Octets>()
  for (const line of lines.split('\n')) {
    if (line === '') continue
    const colon = line.indexOf(':')
    headers.set(unescapeHeader(line.slice(0, colon), '1.2'), unescapeHeader(line.slice(colon + 1), '1.2'))
  }
  return headers
}
