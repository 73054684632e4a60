import type { Connection, DestinationListing, ListedDestination } from '../../broker/connection.ts'
import { demandAgreement } from '../agreement.ts'
import { instanceNameOf, queue as queueNamed } from '../../broker/destinations.ts'
import type { Service } from '../../contract/application.ts'
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
import type { Wording } from '../../sentences/sentence.ts'
import { say } from '../../sentences/say.ts'

export interface BrokersOptions {
  readonly required: () => OpenCluster
  /** What is known of the queue of a node without asking again. */
  readonly look: (
    instanceName: string,
  ) => { readonly pending: number | null; readonly oldestAt: number | null } | undefined
}

interface Listing {
  readonly source: Wording
  readonly warnings: readonly Wording[]
  readonly storePercent: number | null
  readonly destinations: readonly ObservedDestination[]
}

/** Queues whose oldest message is looked for in one listing. */
const oldestLimit = 20
const browseDeadline = 15_000

/** What lies at the broker: from the embedded broker itself, from ActiveMQ's statistics, or from what nodes are known. */
export class Brokers {
  readonly #options: BrokersOptions

  constructor(options: BrokersOptions) {
    this.#options = options
  }

  service(): Service<'brokers'> {
    return {
      destinations: async (_input, { signal }) => {
        const cluster = this.#options.required()
        const { source, warnings, storePercent, destinations } = await this.#list(cluster, signal)
        return {
          source,
          warnings: [...warnings],
          storePercent,
          destinations: this.#described(cluster, destinations),
        }
      },
      browse: ({ queue, limit }, { signal }) => this.#browse(queue, limit, signal),
      deleteQueue: ({ queue, agreed }) => {
        this.deleteQueue(queue, agreed)
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
    const destinations = ofEmbedded(embedded.destinations())
    const owners = ownersIn(cluster)
    const orphans = destinations.filter((each) => roleOf(each, owners) === 'orphan')
    const dead = destinations.filter(({ kind, name }) => kind === 'queue' && isDeadLetterQueue(name))
    return {
      orphans: orphans.map(({ name, depth }) => ({ name, pending: depth ?? 0 })),
      deadLetters: dead.reduce((sum, { depth }) => sum + (depth ?? 0), 0),
    }
  }

  /** How many messages the queue of each node ever took, as far as the broker counts them. */
  async enqueued(cluster: OpenCluster, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const { embeddedBroker, profile } = cluster
    const asked = embeddedBroker?.destinations() ?? (await ask(cluster, signal))
    const listed = Array.isArray(asked)
      ? ofEmbedded(asked)
      : 'destinations' in asked
        ? asked.destinations
        : []
    return new Map(
      listed.flatMap(({ kind, name, enqueued }) => {
        const owner = kind === 'queue' ? instanceNameOf(name, profile.topicName) : undefined
        return owner === undefined || enqueued === null ? [] : [[owner, enqueued] as const]
      }),
    )
  }

  /**
   * Deletes a queue with the messages in it, which nothing brings back.
   * @param agreed its name once more, as whoever asks for it typed it
   * @throws PLB-BROKERS-CANNOT-DELETE, PLB-APP-NOT-AGREED, PLB-EMBEDDED-BROKER-QUEUE-IN-USE
   */
  deleteQueue(name: string, agreed: string): void {
    const cluster = this.#options.required()
    const embedded = cluster.embeddedBroker
    const refuse = (reason: Wording) => failure('PLB-BROKERS-CANNOT-DELETE', { queue: name, reason })
    if (embedded === undefined) throw refuse(say('brokers.onlyEmbedded'))
    const found = ofEmbedded(embedded.destinations()).find(
      (each) => each.kind === 'queue' && each.name === name,
    )
    if (found === undefined) throw refuse(say('brokers.noSuchQueue'))
    const why = whyKeep(found, roleOf(found, ownersIn(cluster)))
    if (why !== undefined) throw refuse(why)
    demandAgreement(agreed, name)
    embedded.deleteQueue(name)
    const owner = instanceNameOf(name, cluster.profile.topicName)
    if (owner !== undefined) cluster.known.forgetQueue(owner)
    cluster.known.save()
  }

  #described(cluster: OpenCluster, destinations: readonly ObservedDestination[]): BrokerDestination[] {
    const owners = ownersIn(cluster)
    const isEmbedded = cluster.embeddedBroker !== undefined
    const rank: readonly BrokerDestination['role'][] = [
      'dead-letter',
      'orphan',
      'node',
      'ours',
      'other',
      'topic',
    ]
    return destinations
      .map((each) => describeDestination(each, owners, isEmbedded))
      .toSorted(
        (left, right) =>
          rank.indexOf(left.role) - rank.indexOf(right.role) || left.name.localeCompare(right.name),
      )
  }

  async #list(cluster: OpenCluster, signal: AbortSignal): Promise<Listing> {
    const embedded = cluster.embeddedBroker
    if (embedded !== undefined) {
      const destinations = ofEmbedded(embedded.destinations())
      return {
        source: say('brokers.embeddedBroker', { url: embedded.url }),
        warnings: [],
        storePercent: null,
        destinations: await this.#withOldest(cluster, destinations, signal),
      }
    }
    const { where } = cluster.state.broker
    if (cluster.state.broker.state !== 'connected') {
      const because = cluster.state.broker.because ?? say('brokers.connecting')
      return {
        source: where,
        warnings: [say('brokers.noAnswer', { reason: because })],
        storePercent: null,
        destinations: this.#known(cluster),
      }
    }
    const asked = await ask(cluster, signal)
    if ('unavailable' in asked) {
      const warning = say('brokers.onlyKnownNodes', { reason: asked.unavailable })
      return {
        source: say('brokers.known', { where }),
        warnings: [warning],
        storePercent: null,
        destinations: this.#known(cluster),
      }
    }
    const { told } = asked
    const destinations = asked.destinations.map((each) => this.#withWhatIsKnown(cluster, each))
    if (cluster.known.noticeQueues(destinations.map(({ name }) => name))) cluster.known.save()
    const counts = told === 'statistics'
    return {
      source: say(counts ? 'brokers.statisticsPlugin' : 'brokers.advisories', { where }),
      warnings: counts ? [] : [say('brokers.noStatisticsPlugin')],
      storePercent: asked.storePercent,
      destinations: await this.#withOldest(cluster, destinations, signal),
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
        depth: look?.pending ?? null,
        consumers: null,
        enqueued: null,
        dequeued: null,
        oldestAt: look?.oldestAt ?? null,
      }
    }
    const topic: ObservedDestination = {
      name: topicName,
      kind: 'topic',
      depth: null,
      consumers: null,
      enqueued: null,
      dequeued: null,
      oldestAt: null,
    }
    return [...[...cluster.nodes.slaves(), observer].map(of), topic]
  }

  async #withOldest(
    cluster: OpenCluster,
    destinations: readonly ObservedDestination[],
    signal: AbortSignal,
  ): Promise<ObservedDestination[]> {
    const result: ObservedDestination[] = []
    let looked = 0
    for (const each of destinations) {
      if (each.kind === 'topic' || (each.depth ?? 0) === 0 || looked >= oldestLimit) {
        result.push(each)
        continue
      }
      looked += 1
      result.push({ ...each, oldestAt: await oldestIn(cluster, each.name, signal) })
    }
    return result
  }

  async #browse(name: string, limit: number, signal: AbortSignal) {
    const cluster = this.#options.required()
    const queue = queueNamed(name)
    const either = AbortSignal.any([signal, AbortSignal.timeout(browseDeadline)])
    const rows = []
    for await (const { messageId, timestamp, properties, persistent } of cluster.browse(queue, {
      limit,
      signal: either,
    })) {
      rows.push({
        messageId,
        at: timestamp ?? null,
        sender: properties.get('instanceName') ?? null,
        handler: properties.get('JMSEventHandlerSPI') ?? null,
        persistent,
      })
    }
    return rows
  }
}

/** Asks the broker on a connection of its own what there is. */
async function ask(
  cluster: OpenCluster,
  signal: AbortSignal,
): Promise<DestinationListing | { readonly unavailable: Wording }> {
  let connection: Connection | undefined
  try {
    connection = await cluster.openConnection(signal)
    const listing = await connection.destinations(signal)
    return listing ?? { unavailable: say('brokers.noStatistics') }
  } catch (error) {
    signal.throwIfAborted()
    if (!isFailure(error)) throw error
    return { unavailable: wordingOf(error) }
  } finally {
    await connection?.close()
  }
}

async function oldestIn(cluster: OpenCluster, name: string, signal: AbortSignal): Promise<number | null> {
  try {
    const either = AbortSignal.any([signal, AbortSignal.timeout(browseDeadline)])
    for await (const { timestamp } of cluster.browse(queueNamed(name), { limit: 1, signal: either })) {
      return timestamp ?? null
    }
  } catch (error) {
    signal.throwIfAborted()
    // A queue that may not be read has no age; the rest of the listing stands.
    if (!isFailure(error) && !(error instanceof DOMException))
      throw new Error(textOf(error), { cause: error })
  }
  return null
}

function ofEmbedded(
  statuses: readonly {
    readonly kind: 'queue' | 'topic' | 'durable subscription'
    readonly name: string
    readonly depth: number
    readonly consumers: number
    readonly enqueued: number
    readonly dequeued: number
  }[],
): ObservedDestination[] {
  return statuses.flatMap(({ kind, name, depth, consumers, enqueued, dequeued }) =>
    kind === 'durable subscription'
      ? []
      : [{ name, kind, depth, consumers, enqueued, dequeued, oldestAt: null }],
  )
}

function ownersIn(cluster: OpenCluster): QueueOwners {
  const { topicName, observer, nodes } = cluster.profile
  const names = [
    ...cluster.nodes.ofThisMachine.map(({ instanceName }) => instanceName),
    ...nodes.flatMap((each) => (each.type === 'geoserver' ? [each.instanceName] : [])),
  ]
  return { topicName, observer, nodes: new Set(names) }
}
