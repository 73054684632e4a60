import { join } from 'node:path'
import {
  embeddedBrokerUrl,
  formatBrokerUrl,
  parseBrokerUrl,
  redactBrokerUrl,
  type Credentials,
  type DiscoveryBrokerUrl,
  type NetworkBrokerUrl,
} from '../../broker/broker-url.ts'
import type { BrokerEvent } from '../../broker/embedded/broker-event.ts'
import type { Multicast } from '../../broker/discovery/multicast.ts'
import { EmbeddedBroker, isAnyAddress } from '../../broker/embedded/hosting/embedded-broker.ts'
import type { Settings } from '../../contract/features/settings.ts'
import type { Profile } from '../../contract/features/profiles.ts'
import { failure, isFailure, type Failure } from '../../errors/failure.ts'
import { readServerCertificate } from '../../tls/server-certificate.ts'
import { trustOf, type Trust, type TrustGiven } from '../../tls/trust.ts'

/** The port other programs expect a STOMP broker at. */
export const usualBrokerPort = 61613

/** Where the broker of a cluster is, and that broker itself when it is hosted here. */
export interface ClusterBroker {
  /** With the login in it. */
  readonly url: NetworkBrokerUrl | DiscoveryBrokerUrl
  /** The same as text, for nodes; never shown. */
  readonly text: string
  /** For people. */
  readonly where: string
  readonly embedded: EmbeddedBroker | undefined
}

interface FindingBroker {
  readonly brokerUrl: string
  readonly access: BrokerAccess
  readonly directory: string
  readonly port: number
  readonly hosting: Hosting
  /** Why no broker may be hosted here. */
  readonly refusal?: Failure | undefined
  readonly onEvent: (event: BrokerEvent) => void
}

/**
 * Finds the broker a profile names; without one, hosts the embedded broker of the cluster.
 * @param options.port where the embedded broker should listen; another is taken when that is in use
 * @throws the refusal; PLB-BROKER-URL-MALFORMED, PLB-BROKER-URL-UNSUPPORTED, PLB-EMBEDDED-BROKER-…, PLB-SERVE-TLS-UNUSABLE, PLB-STORAGE-…
 */
export async function findBroker(options: FindingBroker): Promise<ClusterBroker> {
  const { brokerUrl, access, directory } = options
  const parsed = brokerUrl.trim() === '' ? undefined : parseBrokerUrl(brokerUrl)
  if (parsed !== undefined && parsed.kind !== 'embedded')
    return describe(withAccess(parsed, access), undefined)
  if (options.refusal !== undefined) throw options.refusal
  const database = join(directory, 'broker.sqlite')
  const embedded = await start(database, options)
  const host = isAnyAddress(embedded.host) ? '127.0.0.1' : embedded.host
  return describe(embeddedBrokerUrl(host, embedded.port, embedded.fingerprint), embedded)
}

/** How the embedded broker is hosted, as the settings say. */
interface Hosting {
  readonly settings: Settings['embeddedBroker']
  readonly multicast: Multicast
}

/** What stands beside a broker URL, never in it. */
export interface BrokerAccess {
  readonly credentials: Credentials | undefined
  readonly trust?: Trust | undefined
  /** The machine to go through by ssh. */
  readonly via?: string | null | undefined
}

/** What a profile says of how its brokers are come to. @throws PLB-SECRET-UNAVAILABLE */
export async function accessOf(
  { login, trust, via }: Pick<Profile, 'login' | 'trust' | 'via'>,
  passcode: string | undefined,
  secretAt: (reference: string) => Promise<string | undefined>,
): Promise<BrokerAccess> {
  const { passphraseReference = null, ...given } = trust ?? {}
  const passphrase = passphraseReference === null ? undefined : await secretAt(passphraseReference)
  return { ...accessWith(login, passcode, given, passphrase), via }
}

/** @param passphrase of the key that is shown */
export function accessWith(
  login: string | null,
  passcode: string | undefined,
  trust: TrustGiven | undefined,
  passphrase: string | undefined,
): BrokerAccess {
  return {
    credentials: login === null || login === '' ? undefined : { login, passcode: passcode ?? '' },
    trust: trustOf({ ...trust, passphrase }),
  }
}

/**
 * The URL with a login for each server that has none of its own, and trust where it says nothing of it.
 * @throws PLB-BROKER-DISCOVERY-LOGIN when a login is to go to whoever says that a broker is there
 */
export function withAccess<Url extends NetworkBrokerUrl | DiscoveryBrokerUrl>(
  url: Url,
  access: BrokerAccess,
): Url
export function withAccess(
  url: NetworkBrokerUrl | DiscoveryBrokerUrl,
  { credentials, trust, via }: BrokerAccess,
): NetworkBrokerUrl | DiscoveryBrokerUrl {
  if (url.kind === 'discovery') {
    if (credentials !== undefined)
      throw failure('PLB-BROKER-DISCOVERY-LOGIN', { group: formatBrokerUrl(url) })
    return { ...url, trust: trust ?? {} }
  }
  return {
    ...url,
    servers: url.servers.map((each) => ({
      ...each,
      credentials: each.credentials ?? credentials,
      trust: each.tls ? { ...trust, ...each.trust } : {},
      via: each.via ?? (via === null || via === '' ? undefined : via),
    })),
  }
}

function describe(
  url: NetworkBrokerUrl | DiscoveryBrokerUrl,
  embedded: EmbeddedBroker | undefined,
): ClusterBroker {
  return { url, text: formatBrokerUrl(url), where: redactBrokerUrl(url), embedded }
}

/** Who has the login of the cluster is let in, too: GeoServers have no other way to say who they are. */
async function start(
  database: string,
  {
    access: { credentials },
    hosting,
    port,
    onEvent,
  }: Pick<FindingBroker, 'access' | 'hosting' | 'port' | 'onEvent'>,
): Promise<EmbeddedBroker> {
  const { host, certificate, key, announced } = hosting.settings
  const start = async (at: number): Promise<EmbeddedBroker> =>
    EmbeddedBroker.start({
      ...{ database, host, port: at, onEvent },
      ...(credentials === undefined || credentials.passcode === '' ? {} : { credentials }),
      ...(certificate === '' && key === '' ? {} : { tls: readServerCertificate({ certificate, key }) }),
      ...(announced ? { announceOn: hosting.multicast } : {}),
    })
  try {
    return await start(port)
  } catch (error) {
    if (port === 0 || !isFailure(error, 'PLB-EMBEDDED-BROKER-PORT-TAKEN')) throw error
    return start(0)
  }
}
