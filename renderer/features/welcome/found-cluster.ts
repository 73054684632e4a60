import type { InputFor, OutputFor } from '../../api/types.ts'
import { trustFieldsOf } from './trust-draft.ts'
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
  authority: string
  /** Of nodes that have a login of their own, by address. */
  logins: Record<string, Login>
}

export function newLookFields(): LookFields {
  return { addresses: '', user: 'admin', password: '', authority: '', logins: {} }
}

/** What the application is asked. */
export function lookInput({ addresses, user, password, authority, logins }: LookFields): LookInput {
  return {
    addresses,
    login: { user: user.trim(), password },
    logins: Object.fromEntries(Object.entries(logins).filter(([, login]) => login.user !== '')),
    authority: authority.trim() === '' ? null : authority.trim(),
  }
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
  const { login, logins, authority } = lookInput(look)
  return {
    ...newFields('connect'),
    brokerUrl: cluster?.brokerUrl ?? '',
    login: cluster?.login ?? '',
    ...(cluster === null ? {} : { topicName: cluster.topicName, group: cluster.group }),
    geoServers: usableNodes(nodes).map(({ url, instanceName }): GeoServerFields => {
      const { user, password } = logins[url] ?? login
      const own = url.startsWith('https:') ? (authority ?? '') : ''
      return {
        instanceName: instanceName ?? '',
        url,
        user,
        password,
        passwordReference: null,
        via: '',
        trust: trustFieldsOf({ authority: own }),
      }
    }),
  }
}
