import { isAbsolute, resolve } from 'node:path'
import {
  formatBrokerUrl,
  parseBrokerUrl,
  type Credentials,
  type NetworkBrokerUrl,
} from '../../broker/broker-url.ts'
import { consumerQueue, topic } from '../../broker/destinations.ts'
import type { Profile } from '../../contract/features/profiles.ts'
import { isSecretName } from '../../secrets/names.ts'
import { holdsSecret } from '../../secrets/text.ts'
import { failure, textOf } from '../../errors/failure.ts'

type Checked = Pick<Profile, 'brokerUrl' | 'topicName' | 'observer' | 'nodes'>

/**
 * Refuses a profile no cluster could be opened with.
 * @throws PLB-PROFILE-REFUSED
 */
export function checkProfile({ brokerUrl, topicName, observer, nodes }: Checked): void {
  attempt(() => {
    if (brokerUrl.trim() !== '') parseBrokerUrl(brokerUrl)
    topic(topicName)
    consumerQueue(observer, topicName)
  })
  if (!topicName.startsWith('VirtualTopic.')) {
    refuse(`the topic ${topicName} is no virtual topic; its name begins with VirtualTopic.`)
  }
  const directories = new Set<string>()
  for (const node of nodes) {
    if (node.type === 'geoserver') {
      checkUrl(node.url)
      attempt(() => consumerQueue(node.instanceName, topicName))
      continue
    }
    if (!isAbsolute(node.dataDirectory)) refuse(`${node.dataDirectory} is no absolute path`)
    const path = resolve(node.dataDirectory)
    if (directories.has(path)) refuse(`the data directory ${path} is there twice`)
    directories.add(path)
  }
}

/**
 * Takes the login out of a broker URL, since the URL is shown and stored, and with it the passwords of options, which
 * have no effect here.
 * @throws PLB-PROFILE-REFUSED when its servers have different logins
 */
export function separateLogin(brokerUrl: string): {
  readonly brokerUrl: string
  readonly credentials: Credentials | undefined
} {
  if (brokerUrl.trim() === '') return { brokerUrl: '', credentials: undefined }
  const url = parseBrokerUrl(brokerUrl)
  if (url.kind !== 'network') return { brokerUrl, credentials: undefined }
  const logins = url.servers.flatMap(({ credentials }) => credentials ?? [])
  const [first, ...others] = logins
  if (
    first !== undefined &&
    others.some(({ login, passcode }) => login !== first.login || passcode !== first.passcode)
  ) {
    refuse('its servers have different logins; a profile has one for all of them')
  }
  const bare: NetworkBrokerUrl = {
    ...url,
    servers: url.servers.map((server) => ({
      ...server,
      credentials: undefined,
      options: withoutSecrets(server.options),
    })),
    failover: url.failover && { ...url.failover, written: withoutSecrets(url.failover.written) },
  }
  return { brokerUrl: formatBrokerUrl(bare), credentials: first }
}

function withoutSecrets(options: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !isSecretName(name)))
}

function checkUrl(text: string): void {
  const url = URL.parse(text)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    refuse('the URL of a GeoServer begins with http:// or https://')
  if (url !== null && (url.username !== '' || url.password !== '')) {
    refuse('the URL of a GeoServer holds a login; user name and password have fields of their own')
  }
  if (holdsSecret(text)) refuse('the URL of a GeoServer holds a secret; profiles are shown and exported')
}

function attempt(action: () => void): void {
  try {
    action()
  } catch (error) {
    throw failure('PLB-PROFILE-REFUSED', { reason: textOf(error).replace(/\.$/, '') }, error)
  }
}

function refuse(reason: string): void {
  throw failure('PLB-PROFILE-REFUSED', { reason })
}
