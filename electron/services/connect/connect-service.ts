import { systemClock, type Clock } from '../../scheduler/clock.ts'
import { systemMulticast, type Multicast } from '../../broker/discovery/multicast.ts'
import type { Offers, Sources } from '../../contract/features/application.ts'
import type { FoundCluster } from '../../contract/features/connect.ts'
import { isFailure, wordingOf, textOf } from '../../errors/failure.ts'
import type { Patience } from '../../geoserver/rest-connection.ts'
import { inParallel } from '../../geoserver/in-parallel.ts'
import { say } from '../../sentences/say.ts'
import { localFileSystem } from '../../storage/files.ts'
import { trustOf } from '../../tls/trust.ts'
import { lookAtPath, lookAtProperties } from './look-at-files.ts'
import { readPasted } from './pasted.ts'
import {
  clusterOf,
  missingAmong,
  nodesBehind,
  topicAmong,
  withCluster,
  type ClusterOfNodes,
} from './find-cluster.ts'
import { lookAtNode, type Looked } from './look-at-node.ts'
import { consumerQueueNames, lookBehind, type Ear } from './queue-names.ts'
import { defaultGroup, writeGroup } from '../../broker/multicast-group.ts'
import { NearbyBrokers } from '../../broker/discovery/nearby-brokers.ts'

/** Nodes asked at once. */
const width = 8
const passcodeLimit = 100
/** The topic GeoServer's module has unless it is told another. */
const usualTopic = 'VirtualTopic.geoserver'

export interface Connect extends Offers<'connect'> {
  /** The password a node's broker URL holds beside a login, which no screen is shown; undefined when none does. */
  readonly foundPasscode: (brokerUrl: string, login: string | null) => string | undefined
}

/** Finds a cluster by whatever is known of it. */
export function createConnect(
  multicast = systemMulticast,
  clock = systemClock,
  fileSystem = localFileSystem,
  patience: Patience = {},
): Connect {
  const ear: Ear = { multicast, clock }
  const passcodes = new Map<string, string>()
  const keyOf = (brokerUrl: string, login: string): string => `${login} ${brokerUrl}`
  return {
    sources: { nearby: nearbySource(multicast, clock) },
    service: {
      recognise: ({ text }) => {
        const { addresses, brokerUrl, paths, properties } = readPasted(text)
        return {
          geoServers: addresses.map(({ url }) => url),
          namesBroker: brokerUrl !== undefined,
          paths: [...paths],
          isProperties: properties !== undefined,
        }
      },
      nodesBehind: async ({ brokerUrl }, { signal }) => {
        const { queues, bridges } = await lookBehind(brokerUrl, ear, signal)
        return {
          instanceNames: queues === undefined ? null : [...nodesBehind(queues, usualTopic)],
          bridges: bridges.map(({ name, url }) => ({ name, url: url ?? null })),
        }
      },
      look: async (input, { signal, progress }) => {
        const { login, logins, passphrase } = input
        const pasted = readPasted(input.addresses)
        const asked = pasted.addresses
        const here = [
          ...pasted.paths.map((path) => lookAtPath(path, fileSystem)),
          ...(pasted.properties === undefined ? [] : [lookAtProperties(pasted.properties)]),
        ]
        const urls = [...asked, ...here.map(({ found }) => found)].map(({ url }) => url)
        const common = { trust: trustOf(input.trust), via: input.via ?? undefined }
        progress({ asked: urls, found: null })
        const looked = new Map(here.map((each) => [each.found.url, each]))
        for (const { found } of here) progress({ asked: urls, found })
        const answers = inParallel(asked, width, async ({ url, via, trust }) => {
          const own = Object.hasOwn(logins, url) ? logins[url] : undefined
          const isSecure = url.startsWith('https:')
          const access = {
            ...{ url, ...(own ?? login), passphrase, via: via ?? common.via },
            trust: isSecure ? { ...common.trust, ...trust } : {},
          }
          return lookAtNode(access, signal, patience)
        })
        for await (const each of answers) {
          looked.set(each.found.url, each)
          progress({ asked: urls, found: each.found })
        }
        const inOrder = urls.flatMap((url) => looked.get(url) ?? [])
        const of = clusterOf(inOrder, pasted.brokerUrl, common)
        if (of === undefined) return { nodes: inOrder.map(({ found }) => found), cluster: null }
        const cluster = withLogin(of, input.brokerLogin)
        const { found, credentials } = cluster
        if (credentials !== undefined && passcodes.size < passcodeLimit) {
          passcodes.set(keyOf(found.brokerUrl, credentials.login), credentials.passcode)
        }
        return {
          nodes: [...withCluster(inOrder, cluster)],
          cluster: await whole(cluster, passphrase, inOrder, ear, signal),
        }
      },
    },
    foundPasscode: (brokerUrl, login) =>
      login === null ? undefined : passcodes.get(keyOf(brokerUrl.trim(), login)),
  }
}

interface Login {
  readonly user: string
  readonly password: string
}

/** A login that was given goes before one that was found. */
function withLogin(cluster: ClusterOfNodes, given: Login | undefined): ClusterOfNodes {
  if (given === undefined || given.user === '') return cluster
  const { user: login, password: passcode } = given
  return { ...cluster, found: { ...cluster.found, login }, credentials: { login, passcode } }
}

async function whole(
  { found, credentials }: ClusterOfNodes,
  passphrase: string | null,
  looked: readonly Looked[],
  ear: Ear,
  signal: AbortSignal,
): Promise<FoundCluster> {
  const located = looked.filter(({ found }) => found.source !== 'file')
  const known = new Set(located.flatMap(({ part }) => part?.instanceName ?? []))
  const unknown = (missingUnknown: FoundCluster['missingUnknown'], isRefused = false): FoundCluster => ({
    ...found,
    isRefused,
    missing: [],
    missingUnknown,
  })
  if (found.brokerUrl === '') return unknown(say('connect.noBrokerToAsk'))
  try {
    const access = { credentials, trust: trustOf({ ...found.trust, passphrase }), via: found.via }
    const queues = await consumerQueueNames(found.brokerUrl, access, ear, signal)
    if (queues === undefined) return unknown(say('connect.brokerSaysNothing'))
    const told = withTopic(found, queues)
    return { ...told, missing: [...missingAmong(queues, told.topicName, known)], missingUnknown: null }
  } catch (error) {
    signal.throwIfAborted()
    if (!isFailure(error)) throw error
    return unknown(wordingOf(error), isFailure(error, 'PLB-BROKER-CREDENTIALS'))
  }
}

/** The topic of the queues there are, where nobody said which one it is. */
function withTopic(found: ClusterOfNodes['found'], queues: readonly string[]): ClusterOfNodes['found'] {
  const topic = found.unsaid.includes('topicName') ? topicAmong(queues) : undefined
  if (topic === undefined) return found
  const { topicName, others } = topic
  if (others.length === 0) {
    return { ...found, topicName, unsaid: found.unsaid.filter((each) => each !== 'topicName') }
  }
  const message = say('connect.severalTopics', { topics: others })
  return {
    ...found,
    topicName,
    remarks: [...found.remarks, { severity: 'attention', message, remedy: null }],
  }
}

/** Brokers nearby, listened to for as long as somebody looks, and never longer. */
function nearbySource(multicast: Multicast, clock: Clock): Sources<'connect'>['nearby'] {
  const group = writeGroup(defaultGroup)
  return (_input, emit, signal) => {
    const nearby = new NearbyBrokers(defaultGroup, multicast, clock, (brokers) => {
      emit([
        {
          group,
          brokers: brokers.map(({ name, ...rest }) => ({ ...rest, name: name ?? null })),
          deafBecause: null,
        },
      ])
    })
    signal.addEventListener('abort', () => nearby.stop(), { once: true })
    emit([{ group, brokers: [], deafBecause: null }])
    nearby.start().catch((error: unknown) => {
      emit([{ group, brokers: [], deafBecause: say('connect.deaf', { reason: textOf(error) }) }])
    })
  }
}
