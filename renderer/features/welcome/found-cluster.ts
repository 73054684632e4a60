import type { InputFor, OutputFor } from '../../api/types.ts'
import { filled, trustFieldsOf, trustOfFields, type TrustFields } from './trust-draft.ts'
import { newFields, type ClusterFields, type GeoServerFields } from './profile-draft.ts'

export type Found = OutputFor<'connect', 'look'>
export type FoundNode = Found['nodes'][number]
type LookInput = InputFor<'connect', 'look'>
export type Login = LookInput['login']

/** What the operator enters to have a cluster found. */
export interface LookFields {
  addresses: string
  user: string
  password: string
  trust: TrustFields
  /** The machine to go through by ssh; empty for none. */
  via: string
  /** Of nodes that have a login of their own, by address. */
  logins: Record<string, Login>
}

export function newLookFields(): LookFields {
  return { addresses: '', user: 'admin', password: '', trust: trustFieldsOf(), via: '', logins: {} }
}

/** What the application is asked. */
export function lookInput({ addresses, user, password, trust, via, logins }: LookFields): LookInput {
  const { passphraseReference: _, ...given } = trustOfFields(trust)
  return {
    addresses,
    login: { user: user.trim(), password },
    logins: Object.fromEntries(Object.entries(logins).filter(([, login]) => login.user !== '')),
    trust: given,
    passphrase: trust.passphrase === '' ? null : trust.passphrase,
    via: filled(via),
  }
}

/** The addresses with the one certificate to accept at one of them, as it may be typed as well. */
export function withPin(addresses: string, url: string, fingerprint: string): string {
  return `${addresses.trim()}\n${url}?plumbline.fingerprint=${fingerprint.replaceAll(':', '')}`
}

/** Nodes a cluster can be made of: those that said their name, each name once. */
export function usableNodes(nodes: readonly FoundNode[]): readonly FoundNode[] {
  const names = new Set<string>()
  return nodes.filter(({ instanceName }) => {
    if (instanceName === null || instanceName === '' || names.has(instanceName)) return false
    names.add(instanceName)
    return true
  })
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
    geoServers: usableNodes(nodes).map(({ url, instanceName, access }): GeoServerFields => {
      const { user, password } = logins[url] ?? login
      return {
        instanceName: instanceName ?? '',
        url,
        user,
        password,
        passwordReference: null,
        via: access.via ?? '',
        trust: { ...trustFieldsOf(access), passphrase: url.startsWith('https:') ? passphrase : '' },
      }
    }),
  }
}
