import type { InputFor, OutputFor } from '../../api/types.ts'
import { filled, trustFieldsOf, trustOfFields, type TrustFields } from './trust-draft.ts'
import { newFields, type ClusterFields, type GeoServerFields } from './profile-draft.ts'

export type Found = OutputFor<'connect', 'look'>
export type FoundNode = Found['nodes'][number]
type LookInput = InputFor<'connect', 'look'>
export type Login = LookInput['login']

/** What the operator enters to have a cluster found. */
export interface LookFields {
  /** Whatever was pasted. */
  addresses: string
  user: string
  password: string
  trust: TrustFields
  /** The machine to go through by ssh; empty for none. */
  via: string
  /** Of the broker, where it refused the one that was found; empty otherwise. */
  broker: { user: string; password: string }
  /** Of nodes that have a login of their own, by address. */
  logins: Record<string, Login>
}

export function newLookFields(): LookFields {
  return {
    ...{ addresses: '', user: 'admin', password: '', via: '' },
    ...{ trust: trustFieldsOf(), broker: { user: '', password: '' }, logins: {} },
  }
}

/** What the application is asked. */
export function lookInput(look: LookFields): LookInput {
  const { addresses, user, password, trust, via, logins, broker } = look
  const { passphraseReference: _, ...given } = trustOfFields(trust)
  return {
    addresses,
    login: { user: user.trim(), password },
    ...(broker.user.trim() === ''
      ? {}
      : { brokerLogin: { user: broker.user.trim(), password: broker.password } }),
    logins: Object.fromEntries(Object.entries(logins).filter(([, login]) => login.user !== '')),
    trust: given,
    passphrase: trust.passphrase === '' ? null : trust.passphrase,
    via: filled(via),
  }
}

/** Addresses of GeoServers without the login that one of them holds, and that login; undefined where none holds one. */
export function withoutLogin(addresses: string): (Login & { readonly addresses: string }) | undefined {
  const [whole, start = '', user = '', password = ''] =
    /(\bhttps?:\/\/)([^\s/@:?#]+)(?::([^\s/@]*))?@/i.exec(addresses) ?? []
  if (whole === undefined) return undefined
  return {
    addresses: addresses.replaceAll(whole, start),
    user: decoded(user),
    password: decoded(password),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The addresses with the one certificate to accept at one of them, as it may be typed as well. */
export function withPin(addresses: string, url: string, fingerprint: string): string {
  return `${addresses.trim()}\n${url}?plumbline.fingerprint=${fingerprint.replaceAll(':', '')}`
}

/** The fingerprint of the certificate a node showed, unless what is said of it tells it already. */
export function untoldFingerprint({
  certificate,
  remarks,
}: Pick<FoundNode, 'certificate' | 'remarks'>): string | undefined {
  const fingerprint = certificate?.fingerprint
  const isTold = remarks.some(
    ({ message }) => typeof message !== 'string' && message.values['fingerprint'] === fingerprint,
  )
  return isTold ? undefined : fingerprint
}

/** GeoServers a cluster can be made of: those that said their name, each name once. */
function usableNodes(nodes: readonly FoundNode[]): readonly FoundNode[] {
  const names = new Set<string>()
  return nodes.filter(({ source, instanceName }) => {
    if (source !== 'geoserver' || instanceName === null || instanceName === '' || names.has(instanceName))
      return false
    names.add(instanceName)
    return true
  })
}

/** Data directories a cluster can be made of. */
function usableDirectories(nodes: readonly FoundNode[]): readonly string[] {
  return nodes.flatMap(({ source, outcome, url }) =>
    source === 'directory' && outcome !== 'failed' ? [url] : [],
  )
}

/** What was found as the fields of a cluster, which the operator may go through before it is saved. */
export function fieldsOfFound(found: Found, look: LookFields): ClusterFields {
  const { cluster, nodes } = found
  const { login, logins } = lookInput(look)
  const { passphrase } = look.trust
  return {
    ...newFields('connect'),
    brokerUrl: cluster?.brokerUrl ?? '',
    login: cluster?.login ?? '',
    trust: { ...trustFieldsOf(cluster?.trust), passphrase },
    via: cluster?.via ?? '',
    ...(cluster === null ? {} : { topicName: cluster.topicName, group: cluster.group }),
    passcode: look.broker.password,
    local: usableDirectories(nodes).map((dataDirectory) => ({ dataDirectory, run: false })),
    geoServers: usableNodes(nodes).map(({ url, instanceName, access }): GeoServerFields => {
      const { user, password } = logins[url] ?? login
      return {
        instanceName: instanceName ?? '',
        url,
        serviceUrl: '',
        user,
        password,
        passwordReference: null,
        via: access.via ?? '',
        trust: { ...trustFieldsOf(access), passphrase: url.startsWith('https:') ? passphrase : '' },
      }
    }),
  }
}
