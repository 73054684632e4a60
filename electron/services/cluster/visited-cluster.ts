import type { StateFiles } from '../../state/json-file.ts'
import type { BrowseOptions } from '../../broker/sessions/browse.ts'
import {
  parseBrokerUrl,
  redactBrokerUrl,
  type DiscoveryBrokerUrl,
  type NetworkBrokerUrl,
} from '../../broker/broker-url.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Connection } from '../../broker/broker-connection.ts'
import { brokersBeside } from '../../broker/discovery/brokers-beside.ts'
import type { Multicast } from '../../broker/discovery/multicast.ts'
import type { Destination } from '../../broker/destinations.ts'
import type { Message } from '../../broker/message.ts'
import type { Publication } from '../../broker/sessions/session.ts'
import type { ClusterState, Profile } from '../../contract/features/profiles.ts'
import { readClusterConfiguration } from '../../engine/configuration/cluster-configuration.ts'
import { failure } from '../../errors/failure.ts'
import type { Patience } from '../../geoserver/rest-connection.ts'
import type { ClusterNode } from '../../nodes/face/cluster-node.ts'
import { ClusterNodes } from '../../nodes/cluster-nodes.ts'
import { KnownNodes } from '../../nodes/known-nodes.ts'
import { isRedacted } from '../../secrets/mark.ts'
import { say } from '../../sentences/say.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import { tryTopic } from '../broker-check/virtual-topic.ts'
import type { EventHub } from '../events/event-hub.ts'
import { brokerStateOf } from './broker-state.ts'
import { ClusterBrokers } from './cluster-brokers.ts'
import { accessOf, withAccess } from './cluster-broker.ts'
import { nodeEvents } from './node-events.ts'
import type { ClusterAccess, OpenCluster } from './open-cluster.ts'

export interface VisitedClusterOptions extends StateFiles {
  /** Without a broker URL, the broker is the one its nodes are connected to. */
  readonly profile: Profile
  readonly passcode: string | undefined
  /** Exists; this visit's alone. */
  readonly directory: string
  /** Where what was changed on GeoServers is kept; this visit's alone unless it is given. */
  readonly historyIn?: string | undefined
  /** That of the nodes themselves. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Data directory of what the others are to equal, whatever it says of itself. */
  readonly reference: string | undefined
  readonly passwordOf: (reference: string) => Promise<string | undefined>
  readonly hub: EventHub<ApplicationEvents>
  readonly clock: Clock
  /** Where brokers are heard that are found by it. */
  readonly multicast: Multicast
  /** With which GeoServers are asked how they are. */
  readonly patience?: Patience
}

/** Rounds over all servers of a broker URL before it is said that none answers. */
const firstAttempts = 3
/** Milliseconds for each thing a broker has to do when the topic is tried; a third of it to bring what it confirmed. */
const topicDeadline = 60_000

/**
 * A cluster somebody comes to for one piece of work: no engine is started, no broker hosted and no message taken, so
 * that it does not matter who else has it open. Its broker is asked when something is published or looked at.
 */
export class VisitedCluster implements OpenCluster, ClusterAccess {
  readonly profile: Profile
  readonly directory: string
  readonly embeddedBroker = undefined
  readonly known: KnownNodes
  readonly nodes: ClusterNodes
  readonly #options: VisitedClusterOptions
  #brokers: ClusterBrokers | undefined
  #isTopicSilent = false

  private constructor(options: VisitedClusterOptions) {
    const {
      directory,
      historyIn = directory,
      environment,
      reference,
      patience,
      passwordOf,
      hub,
      notices,
      fileSystem,
      clock,
      now,
    } = options
    const nodes = options.profile.nodes.map((each) =>
      each.type === 'local' ? { ...each, run: false } : each,
    )
    this.profile = { ...options.profile, nodes }
    this.directory = directory
    this.#options = options
    const { topicName, observer } = this.profile
    this.known = new KnownNodes({ directory, topicName, observer, fileSystem, now, notices })
    this.nodes = new ClusterNodes({
      ...{ profile: this.profile, directory: historyIn, environment, passwordOf, fileSystem, clock, now },
      filesEnvironment: environment,
      brokerUrl: '',
      known: this.known,
      hasQueue: () => false,
      listener: nodeEvents(hub, now),
      ...(reference === undefined ? {} : { reference }),
      ...(patience === undefined ? {} : { patience }),
    })
  }

  /** Resolves when every node was asked how it is. */
  static async open(options: VisitedClusterOptions): Promise<VisitedCluster> {
    const cluster = new VisitedCluster(options)
    await cluster.nodes.open()
    if (cluster.nodes.geoServers.length > 0) await cluster.nodes.probe()
    return cluster
  }

  get current(): OpenCluster {
    return this
  }

  required(): OpenCluster {
    return this
  }

  get state(): ClusterState {
    const none = { status: { state: 'idle' }, bridged: [] } as const
    const broker = brokerStateOf(this.#brokers ?? none, this.profile.brokerUrl, this.#options.now())
    return { profile: this.profile, state: 'open', broker, message: null }
  }

  /** Whether the topic reached nobody when it was tried; nobody listens to it otherwise. */
  get isTopicSilent(): boolean {
    return this.#isTopicSilent
  }

  /**
   * Tries whether the topic reaches the queues of nodes.
   * @returns whether that is known now
   * @throws PLB-BROKER-…; the signal's reason
   */
  async tryTopic(signal: AbortSignal): Promise<boolean> {
    const { clock, now } = this.#options
    const time = { clock, now, signal, deadline: topicDeadline }
    const connections = await this.openConnections(signal)
    try {
      const [connection] = connections
      const trial = connection && (await tryTopic(connection, this.profile.topicName, time))
      this.#isTopicSilent = trial?.outcome === 'silent'
      return trial !== undefined && trial.outcome !== 'not tried'
    } finally {
      await Promise.all(connections.map((each) => each.close()))
    }
  }

  /**
   * Connects to its broker.
   * @throws PLB-BROKER-…, PLB-CLUSTER-ACTION-REFUSED when nobody says where it is; the signal's reason
   */
  async connect(signal?: AbortSignal): Promise<void> {
    await this.#connected(signal)
  }

  /** A visitor hosts none, and listens for a moment. @throws PLB-BROKER-…, PLB-CLUSTER-ACTION-REFUSED; the signal's reason */
  async together(signal: AbortSignal): Promise<readonly string[]> {
    const { clock, multicast } = this.#options
    return brokersBeside(await this.#brokerUrl(), multicast, clock, signal)
  }

  async publish(publication: Publication): Promise<void> {
    const brokers = await this.#connected()
    await brokers.publish(publication)
  }

  async *browse(queue: Destination, options: BrowseOptions = {}): AsyncGenerator<Message, void, undefined> {
    const brokers = await this.#connected()
    yield* brokers.browse(queue, options)
  }

  async openConnections(signal: AbortSignal): Promise<readonly Connection[]> {
    const brokers = await this.#connected(signal)
    return brokers.openConnections(signal)
  }

  async close(): Promise<void> {
    await this.nodes.close()
    await this.#brokers?.close()
  }

  async #connected(signal?: AbortSignal): Promise<ClusterBrokers> {
    // Whoever came for one piece of work wants to hear that nobody is there, instead of waiting.
    if (this.#brokers?.status.state === 'closed') this.#brokers = undefined
    const { clock, multicast } = this.#options
    this.#brokers ??= new ClusterBrokers({
      ...{ url: await this.#brokerUrl(), topicName: this.profile.topicName, clock, multicast },
      session: { reconnect: { startupMaxReconnectAttempts: firstAttempts } },
    })
    await this.#brokers.connect(signal)
    return this.#brokers
  }

  async #brokerUrl(): Promise<NetworkBrokerUrl | DiscoveryBrokerUrl> {
    const { profile, passcode, passwordOf } = this.#options
    const named = profile.brokerUrl === '' ? undefined : parseBrokerUrl(profile.brokerUrl)
    if (named !== undefined && named.kind !== 'embedded')
      return withAccess(named, await accessOf(profile, passcode, passwordOf))
    for (const node of this.nodes.ofThisMachine) {
      const url = this.#brokerOf(node)
      if (url !== undefined) return url
    }
    throw failure('PLB-BROKER-URL-UNSUPPORTED', { scheme: 'vm://' })
  }

  /** A node tells where its broker is without passwords; those are in its configuration alone. */
  #brokerOf({ instanceName, facts }: ClusterNode): NetworkBrokerUrl | undefined {
    const where = facts.engine.value?.broker.where
    if (where === undefined || facts.dataDirectory === undefined) return undefined
    const { environment, fileSystem } = this.#options
    const { dataDirectory } = facts
    const text = readClusterConfiguration({ dataDirectory, environment, fileSystem })?.brokerUrl ?? ''
    const configured = text === '' ? undefined : parseBrokerUrl(text)
    if (configured?.kind === 'network' && redactBrokerUrl(configured) === where) return configured
    if (isRedacted(where)) {
      throw failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName, reason: say('nodeActions.brokerUnknown') })
    }
    const said = parseBrokerUrl(where)
    return said.kind === 'network' ? said : undefined
  }
}
