import { isIPv6 } from 'node:net'
import { failure } from '../errors/failure.ts'
import { hasControlCharacter } from '../text/control-characters.ts'
import { hiddenSecret } from '../secrets/mark.ts'
import { hideSecrets } from '../secrets/text.ts'
import type { Trust } from '../tls/trust.ts'
import { readGroup, writeGroup, type MulticastGroup } from './multicast-group.ts'
import { accessOptions, decode, encode, formatQuery, parseQuery, takeTrust, takeVia } from './url-options.ts'
import { readFailoverOptions, type FailoverOptions } from './failover-options.ts'
import { say } from '../sentences/say.ts'
import { type Wording, distinct } from '../sentences/sentence.ts'

/** The languages a broker can be spoken to in. */
export type Protocol = 'openwire' | 'stomp'

/** A user name and password as they go into the CONNECT frame. */
export interface Credentials {
  readonly login: string
  readonly passcode: string
}

/** The connectors a broker URL can name, and what they mean for us. */
const schemes = {
  tcp: { protocol: 'openwire', tls: false, port: 61616 },
  nio: { protocol: 'openwire', tls: false, port: 61616 },
  auto: { protocol: 'openwire', tls: false, port: 61616 },
  'auto+nio': { protocol: 'openwire', tls: false, port: 61616 },
  ssl: { protocol: 'openwire', tls: true, port: 61617 },
  'nio+ssl': { protocol: 'openwire', tls: true, port: 61617 },
  'auto+ssl': { protocol: 'openwire', tls: true, port: 61617 },
  'auto+nio+ssl': { protocol: 'openwire', tls: true, port: 61617 },
  stomp: { protocol: 'stomp', tls: false, port: 61613 },
  'stomp+nio': { protocol: 'stomp', tls: false, port: 61613 },
  'stomp+ssl': { protocol: 'stomp', tls: true, port: 61614 },
  'stomp+nio+ssl': { protocol: 'stomp', tls: true, port: 61614 },
} as const

export type BrokerScheme = keyof typeof schemes

export interface BrokerServer {
  readonly scheme: BrokerScheme
  /** A host name or an IP address; IPv6 without brackets. */
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** How it proves itself over TLS, and we do. */
  readonly trust: Trust
  /** The machine it is reached through by ssh; undefined when it is reached as it is. */
  readonly via?: string | undefined
  /** Where the tunnel to it begins, while there is one. */
  readonly near?: { readonly host: string; readonly port: number } | undefined
  /** Of its user information or, as ActiveMQ's clients have it, of the options jms.userName and jms.password. */
  readonly credentials: Credentials | undefined
  /** Whether it has to prove that it is the embedded broker of this account before anything is said to it. */
  readonly mustProve: boolean
  /** The other options written behind this server, as they stand; none of them changes what Plumbline does. */
  readonly options: Readonly<Record<string, string>>
}

export interface NetworkBrokerUrl {
  readonly kind: 'network'
  /** At least one. */
  readonly servers: readonly BrokerServer[]
  /** Whether the cluster has all of them at once, bridged to each other (`static:`), not one of them at a time. */
  readonly bridged: boolean
  /** Undefined for a URL that is no list. */
  readonly failover: FailoverOptions | undefined
  /** What the URL asks for and Plumbline does not do, as sentences for the operator. */
  readonly warnings: readonly Wording[]
}

/** `vm://name`: a broker inside the process itself, which means the embedded broker. */
export interface EmbeddedBrokerUrl {
  readonly kind: 'embedded'
  readonly name: string
}

/** `multicast://default`: the brokers that tell of themselves in a group, all bridged to each other. */
export interface DiscoveryBrokerUrl {
  readonly kind: 'discovery'
  readonly group: MulticastGroup
  /** How those of them that are spoken to over TLS prove themselves. */
  readonly trust: Trust
}

export type BrokerUrl = NetworkBrokerUrl | EmbeddedBrokerUrl | DiscoveryBrokerUrl

const lengthLimit = 8192
/** The option that says that a server has to be the embedded broker of this account. */
const proofOption = 'plumbline.proof'
const serverLimit = 64

/**
 * Reads a broker URL as ActiveMQ's clients write it, for example the `brokerURL` of a cluster.properties.
 * @throws Failure PLB-BROKER-URL-MALFORMED or PLB-BROKER-URL-UNSUPPORTED
 */
export function parseBrokerUrl(text: string): BrokerUrl {
  const trimmed = text.trim()
  if (trimmed.length > lengthLimit) throw malformed(trimmed, say('broker.longerThan', { limit: lengthLimit }))
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(trimmed)?.[1]?.toLowerCase()
  if (scheme === undefined) throw malformed(trimmed, say('broker.noScheme'))
  if (scheme === 'vm') return embedded(trimmed)
  if (scheme === 'multicast' || scheme === 'discovery') return discovery(trimmed)
  if (scheme === 'failover' || scheme === 'static') return composite(trimmed, scheme)
  const server = parseServer(trimmed, trimmed, undefined)
  return Object.freeze({
    kind: 'network',
    servers: Object.freeze([server]),
    bridged: false,
    failover: undefined,
    warnings: Object.freeze(serverWarnings(server)),
  })
}

/**
 * Reads a broker URL that has to name its brokers.
 * @throws Failure PLB-BROKER-URL-MALFORMED or PLB-BROKER-URL-UNSUPPORTED
 */
export function parseNetworkUrl(text: string): NetworkBrokerUrl {
  const url = parseBrokerUrl(text)
  if (url.kind === 'network') return url
  throw failure('PLB-BROKER-URL-UNSUPPORTED', { scheme: url.kind === 'embedded' ? 'vm://' : 'multicast:' })
}

/** The URL as text, passwords included; reading it gives the same structure. */
export function formatBrokerUrl(url: BrokerUrl): string {
  if (url.kind === 'embedded') return `vm://${encode(url.name)}`
  if (url.kind === 'discovery') return writeGroup(url.group)
  const servers = url.servers.map((server) => {
    const { scheme, credentials, mustProve, trust, via } = server
    const options = {
      ...server.options,
      ...accessOptions(trust, via),
      ...(mustProve ? { [proofOption]: 'required' } : {}),
    }
    const login = credentials === undefined ? '' : `${formatLogin(credentials)}@`
    return `${scheme}://${login}${serverName(server)}${formatQuery(options)}`
  })
  if (url.failover === undefined && !url.bridged) return servers.join(',')
  const scheme = url.bridged ? 'static' : 'failover'
  return `${scheme}:(${servers.join(',')})${formatQuery(url.failover?.written ?? {})}`
}

/** Without a passcode, a login is a name alone. */
function formatLogin({ login, passcode }: Credentials): string {
  return passcode === '' && login !== '' ? encode(login) : `${encode(login)}:${encode(passcode)}`
}

/** The URL as text for people and logs: user names are shown, passwords and option values that could be secrets are not. */
export function redactBrokerUrl(url: BrokerUrl): string {
  if (url.kind !== 'network') return formatBrokerUrl(url)
  // What a broker has to prove is no part of where it is.
  const servers = url.servers.map((server) => ({ ...server, mustProve: false }))
  return hideSecrets(formatBrokerUrl({ ...url, servers }))
}

/**
 * The URL of the embedded broker of this account, which any other program that listens there cannot stand in for.
 * @param fingerprint of its certificate, where it is spoken to over TLS
 */
export function embeddedBrokerUrl(host: string, port: number, fingerprint?: string): NetworkBrokerUrl {
  const place = serverName({ host, port })
  const trust = fingerprint === undefined ? {} : { fingerprint: fingerprint.replaceAll(':', '') }
  const options = formatQuery({ ...accessOptions(trust, undefined), [proofOption]: 'required' })
  const text = `${fingerprint === undefined ? 'stomp' : 'stomp+ssl'}://${place}${options}`
  const server = parseServer(text, '', undefined)
  return Object.freeze({
    kind: 'network',
    servers: Object.freeze([server]),
    bridged: false,
    failover: undefined,
    warnings: Object.freeze([]),
  })
}

/** What the connector a server's scheme names is spoken to in. */
export function protocolOf({ scheme }: Pick<BrokerServer, 'scheme'>): Protocol {
  return schemes[scheme].protocol
}

/** `host:port`, with brackets around IPv6: how messages and logs name a server. */
export function serverName(server: Pick<BrokerServer, 'host' | 'port'>): string {
  return `${bracketed(server.host)}:${server.port}`
}

function embedded(text: string): EmbeddedBrokerUrl {
  const name = /^vm:(?:\/\/)?([^/?#]*)/i.exec(text)?.[1] ?? ''
  if (name.startsWith('(')) {
    throw failure('PLB-BROKER-URL-UNSUPPORTED', { scheme: say('broker.configurationInsideVm') })
  }
  return Object.freeze({ kind: 'embedded', name: decode(name, (reason) => malformed(text, reason)) })
}

/** As GeoServer's `discoveryURI` has it, or a client's `discovery:(multicast://default)`. */
function discovery(text: string): DiscoveryBrokerUrl {
  const [, listed, alone = text] = /^discovery:(?:\/\/)?(?:\((.*)\)(?:\?.*)?|(.*))$/is.exec(text) ?? []
  const group = readGroup(listed ?? alone)
  if (group === undefined) throw malformed(text, say('broker.noMulticastGroup'))
  return Object.freeze({ kind: 'discovery', group, trust: Object.freeze({}) })
}

function composite(text: string, scheme: 'failover' | 'static'): NetworkBrokerUrl {
  const rest = text.slice(`${scheme}:`.length).replace(/^\/\//, '')
  let list = rest
  let query = ''
  if (rest.startsWith('(')) {
    const end = closingParenthesis(rest)
    if (end === -1) throw malformed(text, say('broker.parenthesisNotClosed'))
    list = rest.slice(1, end)
    const behind = rest.slice(end + 1)
    if (behind !== '' && !behind.startsWith('?')) {
      throw malformed(text, say('broker.afterParenthesis'))
    }
    query = behind.slice(1)
  }
  const members = list.split(',').map((member) => member.trim())
  if (members.length > serverLimit)
    throw malformed(text, say('broker.tooManyServers', { limit: serverLimit }))
  const refuse = (reason: Wording) => malformed(text, reason)
  const options = parseQuery(query, refuse)
  const credentials = takeCredentials(options, text)
  const servers = members.map((member) => {
    if (member === '') throw malformed(text, say('broker.serverMissing'))
    return parseServer(member, text, credentials)
  })
  const failover = readFailoverOptions(options, refuse)
  return Object.freeze({
    kind: 'network',
    servers: Object.freeze(servers),
    bridged: scheme === 'static',
    failover: failover.options,
    warnings: Object.freeze(distinct([...servers.flatMap(serverWarnings), ...failover.warnings])),
  })
}

/** Commas inside a server's options would be ambiguous, and ActiveMQ does not allow them either: only parentheses nest. */
function closingParenthesis(text: string): number {
  let depth = 0
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1
    if (text[index] === ')') {
      depth -= 1
      if (depth === 0) return index
    }
  }
  return -1
}

const serverPattern =
  /^([a-z][a-z0-9+.-]*):\/\/(?:([^@/?#]*)@)?(\[[^\]]*\]|[^:/?#@]*)(?::(\d*))?\/?(?:\?([^#]*))?$/i

/** @param outer credentials of the options around all servers, for those without their own */
function parseServer(text: string, whole: string, outer: Credentials | undefined): BrokerServer {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined) throw malformed(whole, say('broker.serverWithoutScheme'))
  // host:port looks like a scheme, too.
  if (/^[^:]+:\d*$/.test(text)) throw malformed(whole, say('broker.noScheme'))
  if (!isScheme(scheme)) throw failure('PLB-BROKER-URL-UNSUPPORTED', { scheme: `${scheme}:` })
  const parts = serverPattern.exec(text)
  if (parts === null) throw malformed(whole, say('broker.serverMalformed'))
  const refuse = (reason: Wording) => malformed(whole, reason)
  const [, , userInfo = '', bracketedHost = '', port, query = ''] = parts
  const options = parseQuery(query, refuse)
  const own = takeCredentials(options, whole)
  const trust = takeTrust(options, schemes[scheme].tls, refuse)
  const via = takeVia(options, refuse)
  const mustProve = options[proofOption] === 'required'
  if (mustProve) delete options[proofOption]
  return Object.freeze({
    scheme,
    host: readHost(bracketedHost, whole),
    port: port === undefined || port === '' ? schemes[scheme].port : readPort(port, whole),
    tls: schemes[scheme].tls,
    trust,
    ...(via === undefined ? {} : { via }),
    credentials: userInfo === '' ? (own ?? outer) : readCredentials(userInfo, whole),
    mustProve,
    options: Object.freeze(options),
  })
}

function readHost(text: string, whole: string): string {
  if (text.startsWith('[')) {
    const address = text.slice(1, -1).toLowerCase()
    if (!isIPv6(address) || address.includes('%')) throw malformed(whole, say('broker.notIpv6'))
    return address
  }
  if (!/^[a-z0-9_](?:[a-z0-9._-]{0,252})$/i.test(text)) throw malformed(whole, say('broker.hostImpossible'))
  return text.toLowerCase()
}

function readPort(text: string, whole: string): number {
  const port = Number(text)
  if (!(port >= 1 && port <= 65535)) throw malformed(whole, say('broker.portOutOfRange'))
  return port
}

function readCredentials(text: string, whole: string): Credentials {
  const colon = text.indexOf(':')
  const refuse = (reason: Wording) => malformed(whole, reason)
  const login = decode(colon === -1 ? text : text.slice(0, colon), refuse)
  const passcode = colon === -1 ? '' : decode(text.slice(colon + 1), refuse)
  return credentialsOf(login, passcode, whole)
}

/** Takes the options by which ActiveMQ's clients are told their user out of the others. */
function takeCredentials(options: Record<string, string>, whole: string): Credentials | undefined {
  let login: string | undefined
  let passcode: string | undefined
  for (const prefix of ['nested.jms.', 'jms.']) {
    login = options[`${prefix}userName`] ?? login
    passcode = options[`${prefix}password`] ?? passcode
    delete options[`${prefix}userName`]
    delete options[`${prefix}password`]
  }
  if (login === undefined && passcode === undefined) return undefined
  return credentialsOf(login ?? '', passcode ?? '', whole)
}

function credentialsOf(login: string, passcode: string, whole: string): Credentials {
  if (hasControlCharacter(login) || hasControlCharacter(passcode)) {
    throw malformed(whole, say('broker.controlCharacterInLogin'))
  }
  return Object.freeze({ login, passcode })
}

function serverWarnings(server: BrokerServer): Wording[] {
  return Object.keys(server.options).map((name) => say('broker.optionNoEffect', { name }))
}

function isScheme(text: string): text is BrokerScheme {
  return Object.hasOwn(schemes, text)
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** The failure shows nothing that stands before an @: a password written wrongly may hold any character. */
function malformed(text: string, reason: Wording) {
  const shown = hideSecrets(text.replace(/\/\/.*@/s, `//${hiddenSecret}@`))
  return failure('PLB-BROKER-URL-MALFORMED', { url: shown.slice(0, 200), reason })
}
