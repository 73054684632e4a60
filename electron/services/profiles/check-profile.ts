import { isAbsolute, resolve } from 'node:path'
import {
  formatBrokerUrl,
  parseBrokerUrl,
  type Credentials,
  type NetworkBrokerUrl,
} from '../../broker/broker-url.ts'
import { consumerQueue, topic } from '../../broker/destinations.ts'
import { accessIn } from '../../broker/url-options.ts'
import type { Profile } from '../../contract/features/profiles.ts'
import { isSecretName } from '../../secrets/names.ts'
import { holdsSecret } from '../../secrets/text.ts'
import type { TrustGiven } from '../../tls/trust.ts'
import { accessWith, withAccess } from '../cluster/cluster-broker.ts'
import { failure, wordingOf } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

type Checked = Pick<Profile, 'brokerUrl' | 'login' | 'topicName' | 'observer' | 'nodes' | 'trust' | 'jolokia'>

/**
 * Refuses a profile no cluster could be opened with.
 * @throws PLB-PROFILE-REFUSED
 */
export function checkProfile({
  brokerUrl,
  login,
  topicName,
  observer,
  nodes,
  trust = {},
  jolokia,
}: Checked): void {
  checkFiles(trust)
  attempt(() => {
    const url = brokerUrl.trim() === '' ? undefined : parseBrokerUrl(brokerUrl)
    if (url?.kind === 'discovery') withAccess(url, accessWith(login, undefined, undefined, undefined))
    topic(topicName)
    consumerQueue(observer, topicName)
  })
  if (!topicName.startsWith('VirtualTopic.')) {
    refuse(say('profiles.topicNoVirtualTopic', { topic: topicName }))
  }
  if (jolokia !== undefined) {
    checkUrl(jolokia.url)
    accessIn(new URL(jolokia.url), (reason) => failure('PLB-PROFILE-REFUSED', { reason }))
  }
  const directories = new Set<string>()
  for (const node of nodes) {
    if (node.type === 'geoserver') {
      checkUrl(node.url)
      if (node.serviceUrl !== undefined) checkUrl(node.serviceUrl)
      checkAccess(node.url)
      checkFiles(node)
      attempt(() => consumerQueue(node.instanceName, topicName))
      continue
    }
    if (!isAbsolute(node.dataDirectory)) refuse(say('profiles.noAbsolutePath', { path: node.dataDirectory }))
    const path = resolve(node.dataDirectory)
    if (directories.has(path)) refuse(say('profiles.dataDirectoryTwice', { path }))
    directories.add(path)
  }
}

/**
 * Takes the login and the passphrase out of a broker URL, since the URL is shown and stored, and with it the passwords of options, which
 * have no effect here.
 * @throws PLB-PROFILE-REFUSED when its servers have different ones
 */
export function separateLogin(brokerUrl: string): {
  readonly brokerUrl: string
  readonly credentials: Credentials | undefined
  /** Of the key its brokers are shown. */
  readonly passphrase: string | undefined
} {
  if (brokerUrl.trim() === '') return { brokerUrl: '', credentials: undefined, passphrase: undefined }
  const url = parseBrokerUrl(brokerUrl)
  if (url.kind !== 'network') return { brokerUrl, credentials: undefined, passphrase: undefined }
  const logins = url.servers.flatMap(({ credentials }) => credentials ?? [])
  const [first, ...others] = logins
  if (
    first !== undefined &&
    others.some(({ login, passcode }) => login !== first.login || passcode !== first.passcode)
  ) {
    refuse(say('profiles.serversDifferentLoginsProfile'))
  }
  const [passphrase, ...otherPassphrases] = url.servers.flatMap(({ trust }) => trust.passphrase ?? [])
  if (otherPassphrases.some((each) => each !== passphrase))
    refuse(say('profiles.serversDifferentPassphrases'))
  const bare: NetworkBrokerUrl = {
    ...url,
    servers: url.servers.map((server) => ({
      ...server,
      credentials: undefined,
      trust: { ...server.trust, passphrase: undefined },
      options: withoutSecrets(server.options),
    })),
    failover: url.failover && { ...url.failover, written: withoutSecrets(url.failover.written) },
  }
  return { brokerUrl: formatBrokerUrl(bare), credentials: first, passphrase }
}

function withoutSecrets(options: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !isSecretName(name)))
}

/** What a path is relative to would be another place for each program. */
function checkFiles({ authority, certificate, key, pkcs12, unlockFile }: TrustGiven): void {
  for (const path of [authority, certificate, key, pkcs12, unlockFile]) {
    if (typeof path === 'string' && path !== '' && !isAbsolute(path))
      refuse(say('profiles.noAbsolutePath', { path }))
  }
}

function checkUrl(text: string): void {
  const url = URL.parse(text)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') refuse(say('profiles.urlGeoserverBeginsHttp'))
  if (url !== null && (url.username !== '' || url.password !== '')) {
    refuse(say('profiles.urlGeoserverHoldsLogin'))
  }
  if (holdsSecret(text)) refuse(say('profiles.urlGeoserverHoldsSecret'))
}

/** How a GeoServer is trusted and come to stands beside its URL, where it counts. */
function checkAccess(text: string): void {
  const access = accessIn(new URL(text), (reason) => failure('PLB-PROFILE-REFUSED', { reason }))
  if (Object.keys(access.trust).length > 0 || access.via !== undefined)
    refuse(say('profiles.urlGeoserverHoldsAccess'))
}

function attempt(action: () => void): void {
  try {
    action()
  } catch (error) {
    throw failure('PLB-PROFILE-REFUSED', { reason: wordingOf(error) }, error)
  }
}

function refuse(reason: Wording): void {
  throw failure('PLB-PROFILE-REFUSED', { reason })
}
