import type { Connection, DestinationListing, ListedDestination } from '../../broker/broker-connection.ts'
import { demandAgreement } from '../../errors/agreement.ts'
import { instanceNameOf, queue as queueNamed } from '../../broker/destinations.ts'
import type { Offers, Service } from '../../contract/features/application.ts'
import type { Protocol } from '../../broker/broker-url.ts'
import { uncounted } from '../../broker/statistics.ts'
import { failure, isFailure, textOf, wordingOf } from '../../errors/failure.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import {
  describeDestination,
  isDeadLetterQueue,
  roleOf,
  whyKeep,
  type BrokerDestination,
  type ObservedDestination,
  type QueueOwners,
} from './destination-roles.ts'
import { ConsumersSeen } from './consumers-seen.ts'
import type { Jolokia } from './jolokia.ts'
import { makeMissingQueue, missingQueues } from './missing-queues.ts'
import { QueueWork, type QueueWorkOptions } from './queue-work.ts'
import { StoreGrowth } from './store-growth.ts'
import { asOne } from './several-listings.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { say } from '../../sentences/say.ts'

export interface BrokersOptions extends Pick<
  QueueWorkOptions,
  'required' | 'keepIn' | 'clock' | 'now' | 'language'
> {
  /** Where the management of a cluster's broker is asked; undefined where that is not known. */
  readonly jolokia: (cluster: OpenCluster) => Promise<Jolokia | undefined>
  /** What is known of the queue of a node without asking again. */
  readonly look: (
    instanceName: string,
  ) => { readonly pending: number | null; readonly oldestAt: number | null } | undefined
}

interface Listing {
  readonly source: Wording
  readonly warnings: readonly Wording[]
  /** How full the broker is; null when it does not say. */
  readonly storePercent: number | null
  readonly memoryPercent: number | null
  /** Whether the broker tells what there is; otherwise these are the queues of nodes that are known. */
  readonly isTold: boolean
  readonly canRemove: boolean
  readonly destinations: readonly ObservedDestination[]
}

const sources = {
  statistics: 'brokers.statisticsPlugin',
  jolokia: 'brokers.jolokia',
  advisories: 'brokers.advisories',
} as const
const untoldFullness = { storePercent: null, memoryPercent: null } as const
/** What the broker told by itself. */
type OwnListing = { readonly protocol: Protocol | undefined } & (
  { readonly listing: DestinationListing } | { readonly listing: undefined; readonly unavailable: Wording }
)

type Asked =
  | (DestinationListing &
      Pick<Listing, 'canRemove' | 'warnings'> & { readonly protocol: Protocol | undefined })
  | { readonly unavailable: Wording }

/** What is noticed of a broker in the course of time. */
interface Noticed {
  readonly seen: ConsumersSeen
  readonly growth: StoreGrowth
  /** How full it last said it was, and when. */
  store?: { readonly at: number; readonly percent: number | null }
}

/** For so long what a broker said of its store is as good as asking it again, in milliseconds. */
const freshFor = 30_000
/** Queues that are looked into in one listing. */
const lookLimit = 20
/** Messages counted in one of them, where the broker counts none. */
const countLimit = 100
const browseDeadline = 15_000

/** What lies at the broker: from the embedded broker itself, from ActiveMQ's statistics, or from what nodes are known. */
export class Brokers implements Offers<'brokers'> {
  readonly #options: BrokersOptions
  readonly #work: QueueWork
  readonly #noticed = new WeakMap<OpenCluster, Noticed>()

  constructor(options: BrokersOptions) {
    this.#options = options
    this.#work = new QueueWork({
      ...options,
      ownersIn,
      find: async (cluster, name, signal) =>
        (await this.#listed(cluster, signal)).find((each) => each.kind === 'queue' && each.name === name),
    })
  }

  get service(): Service<'brokers'> {
    return {
      ...this.#work.service,
      destinations: async (_input, { signal }) => {
        const cluster = this.#options.required()
        const listing = await this.#list(cluster, signal)
        const { destinations, canRemove, storePercent, memoryPercent, ...told } = listing
        const missing = told.isTold ? missingQueues(cluster, destinations) : []
        return {
          ...told,
          storePercent: this.#noteStore(cluster, storePercent),
          storeFullIn: storePercent === null ? null : this.#noticedOf(cluster).growth.fullIn,
          memoryPercent: whole(memoryPercent),
          warnings: [...told.warnings],
          destinations: [...missing, ...this.#described(cluster, destinations, canRemove)],
        }
      },
      deleteQueue: async ({ queue, agreed }, { signal }) => {
        await this.deleteQueue(queue, agreed, signal)
        return {}
      },
      makeQueue: async ({ queue, agreed }, { signal }) => {
        const cluster = this.#options.required()
        demandAgreement(agreed, queue)
        await makeMissingQueue(cluster, queue, await this.#listed(cluster, signal), signal)
        return {}
      },
    }
  }

  /** Consumer queues nobody owns, and how many messages wait among the dead letters; only what is known without asking. */
  worries(cluster: OpenCluster): {
    readonly orphans: { readonly name: string; readonly pending: number }[]
    readonly deadLetters: number | null
  } {
    const embedded = cluster.embeddedBroker
    if (embedded === undefined) return { orphans: [], deadLetters: null }
    const destinations = ofEmbedded(embedded)
    const owners = ownersIn(cluster)
    const orphans = destinations.filter((each) => roleOf(each, owners) === 'orphan')
    const dead = destinations.filter(({ kind, name }) => kind === 'queue' && isDeadLetterQueue(name))
    return {
      orphans: orphans.map(({ name, depth }) => ({ name, pending: depth ?? 0 })),
      deadLetters: dead.reduce((sum, { depth }) => sum + (depth ?? 0), 0),
    }
  }

  /** How full the store of the broker is; null when it does not say. @throws the signal's reason */
  async storePercent(cluster: OpenCluster, signal: AbortSignal): Promise<number | null> {
    const { store } = this.#noticedOf(cluster)
    if (store !== undefined && this.#options.now() - store.at < freshFor) return whole(store.percent)
    const asked = await this.#ask(cluster, signal)
    return this.#noteStore(cluster, 'storePercent' in asked ? asked.storePercent : null)
  }

  /** How many messages the queue of each node ever took, as far as the broker counts them. */
  async enqueued(cluster: OpenCluster, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const { topicName } = cluster.profile
    const destinations = await this.#listed(cluster, signal)
    return new Map(
      destinations.flatMap(({ kind, name, enqueued }) => {
        const owner = kind === 'queue' ? instanceNameOf(name, topicName) : undefined
        return owner === undefined || enqueued === null ? [] : [[owner, enqueued] as const]
      }),
    )
  }

  /**
   * Deletes a queue with the messages in it, which are archived before.
   * @param agreed its name once more, as whoever asks for it typed it
   * @throws PLB-BROKERS-CANNOT-DELETE, PLB-APP-NOT-AGREED, PLB-EMBEDDED-BROKER-QUEUE-IN-USE, PLB-BROKER-…
   */
  async deleteQueue(name: string, agreed: string, signal: AbortSignal): Promise<void> {
    const cluster = this.#options.required()
    const embedded = cluster.embeddedBroker
    const refuse = (reason: Wording) => failure('PLB-BROKERS-CANNOT-DELETE', { queue: name, reason })
    const found = (await this.#listed(cluster, signal)).find(
      (each) => each.kind === 'queue' && each.name === name,
    )
    if (found === undefined) throw refuse(say('brokers.noSuchQueue'))
    const role = roleOf(found, ownersIn(cluster))
    const why = whyKeep(found, role, embedded !== undefined)
    if (why !== undefined) throw refuse(why)
    demandAgreement(agreed, name)
    await this.#work.keepAll(cluster, name, signal)
    if (embedded === undefined) await this.#removeQueue(cluster, name, signal)
    else embedded.deleteQueue(name)
    const owner = instanceNameOf(name, cluster.profile.topicName)
    if (owner !== undefined) cluster.known.forgetQueue(owner)
    cluster.known.save()
  }

  /** Asks the broker what there is and, where it counts nothing, its management. */
  async #ask(cluster: OpenCluster, signal: AbortSignal): Promise<Asked> {
    const own = await askBrokers(cluster, signal)
    const { protocol, listing } = own
    const jolokia = await this.#options.jolokia(cluster)
    const canRemove = protocol === 'openwire' || jolokia !== undefined
    const warnings: Wording[] = []
    if (jolokia !== undefined && listing?.told !== 'statistics') {
      try {
        const counted = withConsumers(await jolokia.destinations(signal), listing)
        return { ...counted, protocol, canRemove, warnings }
      } catch (error) {
        if (!isFailure(error)) throw error
        if (listing === undefined) return { unavailable: wordingOf(error) }
        warnings.push(wordingOf(error))
      }
    }
    return listing === undefined ? own : { ...listing, protocol, canRemove, warnings }
  }

  /** What there is at the broker, as far as it tells. */
  async #listed(cluster: OpenCluster, signal: AbortSignal): Promise<readonly ListedDestination[]> {
    const { embeddedBroker } = cluster
    if (embeddedBroker !== undefined) return ofEmbedded(embeddedBroker)
    const asked = await this.#ask(cluster, signal)
    return 'destinations' in asked ? asked.destinations : []
  }

  async #removeQueue(cluster: OpenCluster, name: string, signal: AbortSignal): Promise<void> {
    const connections = await cluster.openConnections(signal)
    try {
      const jolokia = await this.#options.jolokia(cluster)
      for (const connection of connections) {
        if (connection.protocol === 'stomp' && jolokia !== undefined) await jolokia.removeQueue(name, signal)
        else await connection.remove(queueNamed(name))
      }
    } finally {
      await Promise.all(connections.map((connection) => connection.close()))
    }
  }

  #noteStore(cluster: OpenCluster, percent: number | null): number | null {
    const noticed = this.#noticedOf(cluster)
    const at = this.#options.now()
    noticed.store = { at, percent }
    if (percent !== null) noticed.growth.note(percent, at)
    return whole(percent)
  }

  #noticedOf(cluster: OpenCluster): Noticed {
    const noticed: Noticed = this.#noticed.get(cluster) ?? {
      ...{ seen: new ConsumersSeen(), growth: new StoreGrowth() },
    }
    this.#noticed.set(cluster, noticed)
    return noticed
  }

  #described(
    cluster: OpenCluster,
    destinations: readonly ObservedDestination[],
    canRemove: boolean,
  ): BrokerDestination[] {
    const owners = ownersIn(cluster)
    const isOurs = cluster.embeddedBroker !== undefined
    const { seen } = this.#noticedOf(cluster)
    if (destinations.some(({ consumedBy }) => consumedBy !== null))
      seen.note(
        destinations.flatMap(({ consumedBy }) => consumedBy ?? []),
        this.#options.now(),
      )
    const rank: readonly BrokerDestination['role'][] = [
      'dead-letter',
      'orphan',
      'observer',
      'node',
      'ours',
      'other',
      'topic',
    ]
    return destinations
      .map((each) => describeDestination(each, owners, { canRemove, isOurs, seen }))
      .toSorted(
        (left, right) =>
          rank.indexOf(left.role) - rank.indexOf(right.role) || left.name.localeCompare(right.name),
      )
  }

  async #list(cluster: OpenCluster, signal: AbortSignal): Promise<Listing> {
    const embedded = cluster.embeddedBroker
    if (embedded !== undefined) {
      const destinations = ofEmbedded(embedded)
      return {
        source: say('brokers.embeddedBroker', { url: embedded.url }),
        warnings: [],
        ...untoldFullness,
        ...{ isTold: true, canRemove: true },
        destinations: await this.#withLooks(cluster, destinations, signal),
      }
    }
    const { where } = cluster.state.broker
    if (cluster.state.broker.state !== 'connected') {
      const because = cluster.state.broker.because ?? say('brokers.connecting')
      return {
        source: where,
        warnings: [say('brokers.noAnswer', { reason: because })],
        ...untoldFullness,
        ...{ isTold: false, canRemove: false },
        destinations: this.#known(cluster),
      }
    }
    const asked = await this.#ask(cluster, signal)
    if ('unavailable' in asked) {
      const warning = say('brokers.onlyKnownNodes', { reason: asked.unavailable })
      return {
        source: say('brokers.known', { where }),
        warnings: [warning],
        ...untoldFullness,
        ...{ isTold: false, canRemove: false },
        destinations: this.#known(cluster),
      }
    }
    const { told } = asked
    const destinations = asked.destinations.map((each) => this.#withWhatIsKnown(cluster, each))
    if (cluster.known.noticeQueues(destinations.map(({ name }) => name))) cluster.known.save()
    return {
      source: say(sources[told], { where }),
      warnings: [
        ...asked.warnings,
        ...(told === 'advisories' ? [say('brokers.noStatisticsPlugin')] : []),
        ...(destinations.some(({ consumedBy }) => consumedBy !== null)
          ? []
          : [say(asked.protocol === 'openwire' ? 'brokers.noAdvisories' : 'brokers.noConsumersOverStomp')]),
      ],
      storePercent: asked.storePercent,
      memoryPercent: asked.memoryPercent,
      isTold: true,
      canRemove: asked.canRemove,
      destinations: await this.#withLooks(cluster, destinations, signal),
    }
  }

  /** Where the broker counts no messages, what browsing showed. */
  #withWhatIsKnown({ profile }: OpenCluster, listed: ListedDestination): ObservedDestination {
    const owner = listed.kind === 'queue' ? instanceNameOf(listed.name, profile.topicName) : undefined
    const look = listed.depth === null && owner !== undefined ? this.#options.look(owner) : undefined
    return { ...listed, depth: listed.depth ?? look?.pending ?? null, oldestAt: look?.oldestAt ?? null }
  }

  /** Queues that are known to exist because nodes own them. */
  #known(cluster: OpenCluster): ObservedDestination[] {
    const { topicName, observer } = cluster.profile
    const of = (instanceName: string): ObservedDestination => {
      const look = this.#options.look(instanceName)
      return {
        name: `Consumer.${instanceName}.${topicName}`,
        kind: 'queue',
        ...uncounted,
        depth: look?.pending ?? null,
        oldestAt: look?.oldestAt ?? null,
      }
    }
    const topic: ObservedDestination = {
      name: topicName,
      kind: 'topic',
      ...uncounted,
      oldestAt: null,
    }
    return [...[...cluster.nodes.slaves(), observer].map(of), topic]
  }

  /** With the age of the oldest message in each queue and, in those that are a cluster's, how many a broker did not count. */
  async #withLooks(
    cluster: OpenCluster,
    destinations: readonly ObservedDestination[],
    signal: AbortSignal,
  ): Promise<ObservedDestination[]> {
    const { topicName } = cluster.profile
    const result: ObservedDestination[] = []
    let looked = 0
    for (const each of destinations) {
      const { kind, name, depth } = each
      const isClusters = isDeadLetterQueue(name) || instanceNameOf(name, topicName) !== undefined
      if (kind === 'topic' || (depth === null ? !isClusters : depth === 0) || looked >= lookLimit) {
        result.push(each)
        continue
      }
      looked += 1
      result.push({ ...each, ...(await lookInto(cluster, each, signal)) })
    }
    return result
  }
}

function whole(percent: number | null): number | null {
  return percent === null ? null : Math.floor(percent)
}

/** Asks the broker, or each of several, on a connection of its own what there is. */
async function askBrokers(cluster: OpenCluster, signal: AbortSignal): Promise<OwnListing> {
  let connections: readonly Connection[] = []
  try {
    connections = await cluster.openConnections(signal)
    const listings = await Promise.all(connections.map((each) => each.destinations(signal)))
    const told = listings.filter((each) => each !== undefined)
    const [first] = connections
    const protocol = first?.protocol
    if (protocol === undefined || told.length < listings.length)
      return { protocol, listing: undefined, unavailable: say('brokers.noStatistics') }
    return { protocol, listing: asOne(told) }
  } catch (error) {
    signal.throwIfAborted()
    if (!isFailure(error)) throw error
    return { protocol: undefined, listing: undefined, unavailable: wordingOf(error) }
  } finally {
    await Promise.all(connections.map((connection) => connection.close()))
  }
}

/** What management counted, with who takes from the queues, of which it says nothing. */
function withConsumers(counted: DestinationListing, own: DestinationListing | undefined): DestinationListing {
  const takers = new Map(
    own?.destinations.map(({ kind, name, consumedBy }) => [`${kind} ${name}`, consumedBy]),
  )
  return {
    ...counted,
    destinations: counted.destinations.map((each) => ({
      ...each,
      consumedBy: takers.get(`${each.kind} ${each.name}`) ?? null,
    })),
  }
}

/** When the oldest message in a queue was sent, and how many there are, unless they are too many to be counted so. */
async function lookInto(
  cluster: OpenCluster,
  { name, depth, oldestAt }: ObservedDestination,
  signal: AbortSignal,
): Promise<Pick<ObservedDestination, 'depth' | 'oldestAt'>> {
  const limit = depth === null ? countLimit : 1
  const sent: (number | undefined)[] = []
  try {
    const either = AbortSignal.any([signal, AbortSignal.timeout(browseDeadline)])
    for await (const { timestamp } of cluster.browse(queueNamed(name), { limit, signal: either }))
      sent.push(timestamp)
  } catch (error) {
    signal.throwIfAborted()
    // A queue that may not be read has no age; the rest of the listing stands.
    if (!isFailure(error) && !(error instanceof DOMException))
      throw new Error(textOf(error), { cause: error })
    return { depth, oldestAt }
  }
  return { depth: depth ?? (sent.length < limit ? sent.length : null), oldestAt: sent[0] ?? null }
}

function ofEmbedded(broker: NonNullable<OpenCluster['embeddedBroker']>): ObservedDestination[] {
  const takers = broker.consumers()
  return broker.destinations().flatMap(({ kind, name, depth, consumers, enqueued, dequeued }) => {
    if (kind === 'durable subscription') return []
    const consumedBy = kind === 'queue' ? (takers.get(name) ?? []) : null
    return [{ name, kind, depth, consumers, consumedBy, enqueued, dequeued, oldestAt: null }]
  })
}

function ownersIn(cluster: OpenCluster): QueueOwners {
  const { topicName, observer, nodes } = cluster.profile
  const names = [
    ...cluster.nodes.ofThisMachine.map(({ instanceName }) => instanceName),
    ...nodes.flatMap((each) => (each.type === 'geoserver' ? [each.instanceName] : [])),
  ]
  return { topicName, observer, nodes: new Set(names) }
}
