import { octetsOf, type Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'

/** Tells which messages a subscriber wants, by their headers. */
export type Selector = (headers: ReadonlyMap<Octets, Octets>) => boolean

const headerNames: ReadonlyMap<string, string> = new Map([
  ['JMSType', 'type'],
  ['JMSCorrelationID', 'correlation-id'],
])

const longest = 4096

/**
 * Reads a selector. The embedded broker knows the comparisons a cluster is watched with and no more:
 * `name = 'value'`, joined by AND; a quote inside a value is doubled.
 * @param header the `selector` header
 * @throws ProtocolError, not fatal, for any other selector
 */
export function selectorOf(header: Octets): Selector {
  if (header.length > longest) throw new ProtocolError('The selector is too long', false, 'selector')
  const wanted: [Octets, Octets][] = []
  const comparison = /\s*([A-Za-z_$][\w$.-]*)\s*=\s*'((?:[^']|'')*)'\s*(?:(AND)\s|$)/iy
  for (let more = true; more;) {
    const [, name, value, and] = comparison.exec(header) ?? []
    if (name === undefined || value === undefined) {
      throw new ProtocolError(
        octetsOf(`Unsupported selector [`) +
          header +
          `]: only name = 'value' comparisons joined by AND are known`,
        false,
        'selector',
      )
    }
    wanted.push([headerNames.get(name) ?? name, value.replaceAll("''", "'")])
    more = and !== undefined
  }
  return (headers) => wanted.every(([name, value]) => headers.get(name) === value)
}
