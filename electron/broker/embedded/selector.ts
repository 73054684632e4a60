import { octetsOf, type Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'

/** Tells which messages a subscriber wants, by their headers and, where they have one already, their id. */
export type Selector = (headers: ReadonlyMap<Octets, Octets>, messageId?: Octets) => boolean

const headerNames: ReadonlyMap<string, string> = new Map([
  ['JMSType', 'type'],
  ['JMSCorrelationID', 'correlation-id'],
])

const messageIdName = 'JMSMessageID'
const longest = 10_240

/**
 * Reads a selector. The embedded broker knows the comparisons a cluster is watched with and no more:
 * `name = 'value'` and `name IN ('value', …)`, joined by AND; a quote inside a value is doubled.
 * @param header the `selector` header
 * @throws ProtocolError, not fatal, for any other selector
 */
export function selectorOf(header: Octets): Selector {
  if (header.length > longest) throw new ProtocolError('The selector is too long', false, 'selector')
  const wanted: [Octets, ReadonlySet<Octets>][] = []
  const comparison =
    /\s*([A-Za-z_$][\w$.-]*)(?:\s*=\s*('(?:[^']|'')*')|\s+IN\s*\(\s*((?:'(?:[^']|'')*'\s*(?:,\s*(?=')|(?=\))))+)\))\s*(?:(AND)\s|$)/iy
  for (let more = true; more;) {
    const [, name, value, list, and] = comparison.exec(header) ?? []
    if (name === undefined) {
      throw new ProtocolError(
        octetsOf(`Unsupported selector [`) +
          header +
          `]: only name = 'value' and name IN ('value', …) joined by AND are known`,
        false,
        'selector',
      )
    }
    const values = (value ?? list ?? '').matchAll(/'((?:[^']|'')*)'/g)
    wanted.push([
      headerNames.get(name) ?? name,
      new Set([...values].map(([, each = '']) => each.replaceAll("''", "'"))),
    ])
    more = and !== undefined
  }
  return (headers, messageId) =>
    wanted.every(([name, values]) => {
      const found = name === messageIdName ? messageId : headers.get(name)
      return found !== undefined && values.has(found)
    })
}
