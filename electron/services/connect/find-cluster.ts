import { parseBrokerUrl, redactBrokerUrl, type Credentials } from '../../broker/broker-url.ts'
import { defaultGroup, writeGroup } from '../../broker/multicast-group.ts'
import { consumerQueueParts, instanceNameOf } from '../../broker/destinations.ts'
import { initialTexts } from '../../engine/configuration/cluster-properties.ts'
import type { FoundCluster, FoundNode } from '../../contract/features/connect.ts'
import { isObserver } from '../../contract/features/profiles.ts'
import { isFailure, wordingOf, remedyOf } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { separateLogin } from '../profiles/check-profile.ts'
import type { Looked } from './look-at-node.ts'
import { isLoopback } from '../../text/loopback.ts'
import { trustAround, trustOf, type Trust } from '../../tls/trust.ts'

type Part = NonNullable<Looked['part']>
type Remark = FoundNode['remarks'][number]

/** The cluster some nodes are part of, before its broker was asked. */
export interface ClusterOfNodes {
  readonly found: Omit<FoundCluster, 'missing' | 'missingUnknown'>
  readonly credentials: Credentials | undefined
  /** As the first node says, for the others to be compared with; undefined where none says anything. */
  readonly part: Part | undefined
  /** Whether whoever looks named the broker. */
  readonly isNamed: boolean
}

/**
 * What most of the nodes say of their cluster; undefined when none says anything.
 * @param named the broker whoever looks named, which goes before what nodes say
 * @param given how servers are come to and trusted, where no node says it
 */
export function clusterOf(
  looked: readonly Looked[],
  named: string | undefined,
  given: { readonly trust: Trust; readonly via: string | undefined },
): ClusterOfNodes | undefined {
  const members = looked.flatMap(({ found, part }) => (part === undefined ? [] : [{ ...found, part }]))
  const part = mostFrequent(members.map((each) => each.part))
  const member = members.find((each) => each.part === part)
  if (member === undefined && named === undefined) return undefined
  const { topicName, group } = part ?? initialTexts
  const remarks: Remark[] = []
  const isAsked = member?.source === 'geoserver'
  const via = isAsked ? member.access.via : given.via
  const { passphrase: _, ...trust } = trustAround(isAsked ? trustOf(member.access) : given.trust)
  const unsaid: ('topicName' | 'group')[] = part === undefined ? ['topicName', 'group'] : []
  const base = { topicName, group, remarks, trust, via, unsaid, isRefused: false }
  const common = { part, isNamed: named !== undefined }
  const nothing = { found: { ...base, brokerUrl: '', login: null }, credentials: undefined, ...common }
  try {
    const { brokerUrl, credentials } = separateLogin(named ?? part?.brokerUrl ?? '')
    const parsed = brokerUrl === '' ? undefined : parseBrokerUrl(brokerUrl)
    if (parsed?.kind !== 'network') {
      const group = parsed?.kind === 'discovery' ? parsed.group : defaultGroup
      // A directory of this machine can be run here, with the embedded broker of this machine.
      if (parsed === undefined && member?.source === 'directory') return nothing
      remarks.push({
        severity: 'attention',
        message: say('connect.ownBrokers', { group: writeGroup(group) }),
        remedy: say('connect.nameBroker'),
      })
      return { ...nothing, found: { ...nothing.found, brokerUrl: writeGroup(group) } }
    }
    const { url, isMoved } =
      named === undefined && isAsked
        ? asSeenFromHere(brokerUrl, member.url)
        : { url: brokerUrl, isMoved: false }
    if (isMoved) remarks.push({ severity: 'attention', message: say('connect.brokerThere'), remedy: null })
    return {
      found: { ...base, brokerUrl: url, login: credentials?.login ?? null },
      credentials,
      ...common,
    }
  } catch (error) {
    if (!isFailure(error)) throw error
    remarks.push({ severity: 'failed', message: wordingOf(error), remedy: remedyOf(error) })
    return nothing
  }
}

/** What else there is to say of nodes once their cluster is known: who belongs to another, or has the name of another. */
export function withCluster(
  looked: readonly Looked[],
  { part, isNamed }: ClusterOfNodes,
): readonly FoundNode[] {
  return looked.map(({ found, part: own }) => {
    if (own === undefined || part === undefined) return found
    // The directory of a node and its address are one node.
    const others = looked.filter(
      (each) =>
        each.found !== found &&
        each.found.source === found.source &&
        each.part?.instanceName === own.instanceName,
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
      ...(isNamed || hostsOf(own.brokerUrl) === hostsOf(part.brokerUrl)
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

/** The topic most of the consumer queues of a broker are of, and the others; undefined when there is no such queue. */
export function topicAmong(
  queues: readonly string[],
): { readonly topicName: string; readonly others: readonly string[] } | undefined {
  const topics = queues.flatMap((queue) => consumerQueueParts(queue)?.topicName ?? [])
  const countOf = (topic: string): number => topics.filter((each) => each === topic).length
  const [topicName, ...others] = [...new Set(topics)]
    .filter((topic) => topic.startsWith('VirtualTopic.'))
    .toSorted((one, other) => countOf(other) - countOf(one))
  return topicName === undefined ? undefined : { topicName, others }
}

/** Names of nodes that have a queue at the broker, without those that were found. */
export function missingAmong(
  queues: readonly string[],
  topicName: string,
  known: ReadonlySet<string>,
): readonly string[] {
  return nodesBehind(queues, topicName).filter((name) => !known.has(name))
}

/** Names of nodes that have a queue at the broker; applications that watch have one, too, and are none. */
export function nodesBehind(queues: readonly string[], topicName: string): readonly string[] {
  const names = queues.flatMap((queue) => instanceNameOf(queue, topicName) ?? [])
  return [...new Set(names)].filter((name) => !isObserver(name)).toSorted()
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
