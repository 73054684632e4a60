import { failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { hideSecrets, holdsSecret } from '../../secrets/text.ts'
import { accessIn } from '../../broker/url-options.ts'
import type { Trust } from '../../tls/trust.ts'

const textLimit = 20_000
const addressLimit = 250
const tooMany = say('addresses.tooMany', { limit: addressLimit })

/** Where a GeoServer is, and what its address says of how it is come to and trusted. */
export interface Address {
  /** `http://host:port/geoserver` */
  readonly url: string
  readonly trust: Trust
  /** The machine to go through by ssh. */
  readonly via: string | undefined
}

/**
 * Reads addresses of GeoServers as somebody types or pastes them: one or several, with line breaks, spaces or commas
 * in between, each plain or with a pattern as `http://gs{1..5}:8080/geoserver` and `gs-{north,south}`, and with the
 * options broker URLs have for certificates and ways: `https://gs1/geoserver?plumbline.ca=/etc/ssl/ours.pem`.
 * @returns none twice; what is said of one later goes before what was said first
 * @throws PLB-GEOSERVER-ADDRESS-REFUSED
 */
export function readAddresses(text: string): readonly Address[] {
  refuseLongText(text)
  const written = separated(text)
  const addresses = new Map<string, Address>()
  for (const each of written) {
    for (const address of expanded(each, each)) {
      const { url, trust, via } = normal(address)
      const before = addresses.get(url)
      addresses.set(url, { url, trust: { ...before?.trust, ...trust }, via: via ?? before?.via })
      if (addresses.size > addressLimit) throw refusedAddress(each, tooMany)
    }
  }
  if (addresses.size === 0) throw refusedAddress('', say('addresses.nothing'))
  return [...addresses.values()]
}

/** @throws PLB-GEOSERVER-ADDRESS-REFUSED */
export function refuseLongText(text: string): void {
  if (text.length > textLimit)
    throw refusedAddress(text.slice(0, 40), say('addresses.tooLong', { limit: textLimit }))
}

/** Commas inside braces belong to the pattern. */
function separated(text: string): readonly string[] {
  return (text.match(/(?:\{[^{}\n]*\}|[^\s,;{}]|[{}])+/g) ?? []).filter((each) => each !== '')
}

function expanded(address: string, whole: string): readonly string[] {
  const pattern = /\{([^{}]*)\}/.exec(address)
  if (pattern === null) {
    if (/[{}]/.test(address)) throw refusedAddress(whole, say('addresses.brace'))
    return [address]
  }
  const [braces, inside = ''] = pattern
  const range = /^(\d{1,6})\.\.(\d{1,6})$/.exec(inside)
  const values = range === null ? inside.split(',') : numbers(range[1] ?? '', range[2] ?? '', whole)
  if (range === null && values.length < 2)
    throw refusedAddress(whole, say('addresses.pattern', { found: inside }))
  const found = values.flatMap((value) =>
    expanded(
      address.replace(braces, () => value.trim()),
      whole,
    ),
  )
  if (found.length > addressLimit) throw refusedAddress(whole, tooMany)
  return found
}

/** As a shell has it: `{01..10}` keeps its zeros. */
function numbers(from: string, to: string, whole: string): readonly string[] {
  const [first, last] = [Number(from), Number(to)]
  if (last < first) throw refusedAddress(whole, say('addresses.backwards', { found: `${from}..${to}` }))
  if (last - first >= addressLimit) throw refusedAddress(whole, tooMany)
  const width = from.startsWith('0') ? from.length : 0
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index).padStart(width, '0'))
}

/** What a machine is called, or its address. URLs take much else for a host. */
const host = /^(\[[\da-f:.]+\]|[a-z\d_][\w.-]*)$/i

/** The address of the node itself, whichever of its pages was copied from the browser. */
function normal(text: string): Address {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`)
  if (url === null || !host.test(url.hostname)) throw refusedAddress(text, say('addresses.noUrl'))
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refusedAddress(text, say('addresses.scheme'))
  }
  if (url.username !== '' || url.password !== '' || holdsSecret(text)) {
    throw refusedAddress(text, say('addresses.login'))
  }
  const path = url.pathname
    .replace(/\/(web|rest|ows|wms|wfs|wcs|gwc|index\.html?)(\/.*)?$/, '')
    .replace(/\/+$/, '')
  const { trust, via } = accessIn(url, (reason) => refusedAddress(text, reason))
  return { url: `${url.origin}${path === '' ? '/geoserver' : path}`, trust, via }
}

/** Why what somebody typed is no address: PLB-GEOSERVER-ADDRESS-REFUSED. */
export function refusedAddress(address: string, reason: Wording): Error {
  return failure('PLB-GEOSERVER-ADDRESS-REFUSED', { address: hideSecrets(address).slice(0, 200), reason })
}
