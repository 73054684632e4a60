import { parseBrokerUrl, redactBrokerUrl, type Credentials } from '../../broker/broker-url.ts'
import { defaultGroup, writeGroup } from '../../broker/discovery/group.ts'
import { instanceNameOf } from '../../broker/destinations.ts'
import type { FoundCluster, FoundNode } from '../../contract/features/connect.ts'
import { isFailure, wordingOf, remedyOf } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { separateLogin } from '../profiles/check-profile.ts'
import type { Looked } from './look-at-node.ts'
import { isLoopback } from '../../text/loopback.ts'
import { trustAround, trustOf } from '../../tls/trust.ts'

type Part = NonNullable<Looked['part']>
type Remark = FoundNode['remarks'][number]

/** The cluster some nodes are part of, before its broker was asked. */
export interface ClusterOfNodes {
  readonly found: Omit<FoundCluster, 'missing' | 'missingUnknown'>
  readonly credentials: Credentials | undefined
  /** As the first node says, for the others to be compared with. */
  readonly part: Part
}

/** What most of the nodes say of their cluster; undefined when none says anything. */
export function clusterOf(looked: readonly Looked[]): ClusterOfNodes | undefined {
  const members = looked.flatMap(({ found, part }) => (part === undefined ? [] : [{ ...found, part }]))
  const part = mostFrequent(members.map((each) => each.part))
  const member = members.find((each) => each.part === part)
  if (part === undefined || member === undefined) return undefined
  const { topicName, group } = part
  const remarks: Remark[] = []
  const { via } = member.access
  const { passphrase: _, ...trust } = trustAround(trustOf(member.access))
  const base = { topicName, group, remarks, trust, via }
  const nothing = { found: { ...base, brokerUrl: '', login: null }, credentials: undefined, part }
  try {
    const { brokerUrl, credentials } = separateLogin(part.brokerUrl)
    const named = brokerUrl === '' ? undefined : parseBrokerUrl(brokerUrl)
    if (named?.kind !== 'network') {
      const group = named?.kind === 'discovery' ? named.group : defaultGroup
      remarks.push({
        severity: 'attention',
        message: say('connect.ownBrokers', { group: writeGroup(group) }),
        remedy: say('connect.nameBroker'),
      })
      return { ...nothing, found: { ...nothing.found, brokerUrl: writeGroup(group) } }
    }
    const { url, isMoved } = asSeenFromHere(brokerUrl, member.url)
    if (isMoved) remarks.push({ severity: 'attention', message: say('connect.brokerThere'), remedy: null })
    return { found: { ...base, brokerUrl: url, login: credentials?.login ?? null }, credentials, part }
  } catch (error) {
    if (!isFailure(error)) throw error
    remarks.push({ severity: 'failed', message: wordingOf(error), remedy: remedyOf(error) })
    return nothing
  }
}

/** What else there is to say of nodes once their cluster is known: who belongs to another, or has the name of another. */
export function withCluster(looked: readonly Looked[], { part }: ClusterOfNodes): readonly FoundNode[] {
  return looked.map(({ found, part: own }) => {
    if (own === undefined) return found
    const others = looked.filter(
      (each) => each.found !== found && each.part?.instanceName === own.instanceName,
    )
    const remarks: Remark[] = [
      ...(own.topicName === part.topicName
        ? []
        : [
            failed(
              say('connect.otherTopic', { found: own.topicName, expected: part.topicName }),
              'sameTopic',
            ),
          ]),
      ...(own.group === part.group
        ? []
        : [failed(say('connect.otherGroup', { found: own.group, expected: part.group }), 'sameGroup')]),
      ...(hostsOf(own.brokerUrl) === hostsOf(part.brokerUrl)
        ? []
        : [failed(say('connect.otherBroker', { found: shown(own.brokerUrl) }), 'sameBroker')]),
      ...(others.length === 0
        ? []
        : [
            failed(
              say('connect.sameName', {
                name: own.instanceName,
                urls: others.map((each) => each.found.url),
              }),
              'ownNames',
            ),
          ]),
    ]
    if (remarks.length === 0) return found
    return { ...found, outcome: 'warning', remarks: [...found.remarks, ...remarks] }
  })
}

/** Names of nodes that have a queue at the broker, without those that were found. */
export function missingAmong(
  queues: readonly string[],
  topicName: string,
  known: ReadonlySet<string>,
): readonly string[] {
  const names = queues.flatMap((queue) => instanceNameOf(queue, topicName) ?? [])
  return [...new Set(names)].filter((name) => !known.has(name)).toSorted()
}

function failed(
  message: Remark['message'],
  remedy: 'sameTopic' | 'sameGroup' | 'sameBroker' | 'ownNames',
): Remark {
  return { severity: 'failed', message, remedy: say(`connect.${remedy}`) }
}

/** What a node calls its own machine is another one from here. */
function asSeenFromHere(
  brokerUrl: string,
  nodeUrl: string,
): { readonly url: string; readonly isMoved: boolean } {
  const host = new URL(nodeUrl).hostname
  if (isLoopback(host)) return { url: brokerUrl, isMoved: false }
  const url = brokerUrl.replaceAll(/(:\/\/)(\[[^\]]+\]|[^:/?,)]+)/g, (all, slashes: string, there: string) =>
    isLoopback(there) ? `${slashes}${host}` : all,
  )
  return { url, isMoved: url !== brokerUrl }
}

function mostFrequent(parts: readonly Part[]): Part | undefined {
  const keyOf = (part: Part): string => JSON.stringify([part.topicName, part.group, hostsOf(part.brokerUrl)])
  const counts = new Map<string, number>()
  for (const part of parts) counts.set(keyOf(part), (counts.get(keyOf(part)) ?? 0) + 1)
  const most = Math.max(0, ...counts.values())
  return parts.find((part) => counts.get(keyOf(part)) === most)
}

/** The brokers a URL means, however it is written: options and order make no other cluster. */
function hostsOf(brokerUrl: string): string {
  try {
    const parsed = parseBrokerUrl(brokerUrl)
    if (parsed.kind !== 'network') return ''
    const hosts = parsed.servers.map(({ host }) => (isLoopback(host) ? 'localhost' : host.toLowerCase()))
    return [...new Set(hosts)].toSorted().join(' ')
  } catch (error) {
    if (isFailure(error)) return brokerUrl.trim()
    throw error
  }
}

function shown(brokerUrl: string): string {
  try {
    return brokerUrl.trim() === '' ? '–' : redactBrokerUrl(parseBrokerUrl(brokerUrl))
  } catch (error) {
    if (isFailure(error)) return '–'
    throw error
  }
}
