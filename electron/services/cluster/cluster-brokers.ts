import { serverOfBridge } from '../../broker/bridged-server.ts'
import type { BrowseOptions } from '../../broker/sessions/browse.ts'
import { serverName, type DiscoveryBrokerUrl, type NetworkBrokerUrl } from '../../broker/broker-url.ts'
import { repeatedly, type Clock } from '../../scheduler/clock.ts'
import type { Connection } from '../../broker/broker-connection.ts'
import { instanceNameOf, type Destination } from '../../broker/destinations.ts'
import { HeardBrokers } from '../../broker/discovery/heard-brokers.ts'
import type { Multicast } from '../../broker/discovery/multicast.ts'
import type { Message } from '../../broker/message.ts'
import type { Publication, SessionOptions } from '../../broker/sessions/session.ts'
import type { SessionStatus } from '../../broker/status.ts'
import { isFailure, type Failure } from '../../errors/failure.ts'
import { connectionBeside } from '../../broker/sessions/session-by-url.ts'
import { BrokerOfCluster, type Observing } from './broker-of-cluster.ts'
import { inOneLine } from './in-one-line.ts'

export interface ClusterBrokersOptions {
  readonly url: NetworkBrokerUrl | DiscoveryBrokerUrl
  /** Where brokers are heard, if the URL names none. */
  readonly multicast: Multicast
  readonly topicName: string
  readonly clock: Clock
  /** How what consumes, or comes for a visit, is connected. */
  readonly session: SessionOptions
  /** Told whenever a broker came, went or has another state. */
  readonly onChange?: () => void
  /** Told when a broker is connected again that ran on meanwhile, of several that are bridged to each other. */
  readonly onMissed?: (name: string) => void
  /** Told of the queues of each of them, now and again. */
  readonly onQueues?: (names: ReadonlySet<string>) => void
}

/** Where a cluster's brokers stand: as its session, or with none that could be tried. */
export type BrokersStatus =
  | Exclude<SessionStatus, { state: 'lost' }>
  | { readonly state: 'lost'; readonly because: Failure; readonly nextAttemptIn: number | null }

/** How often brokers are asked which others they are bridged to, in milliseconds. */
const lookInterval = 5_000
/** More than any network of GeoServers has. */
const limit = 64

/**
 * The brokers of a cluster: one, or one of several at a time, or, where each GeoServer has its own, all of them at once.
 * Which it is, `static:` or `multicast:` says, or the broker itself: one that has the queue of a node of its own name is
 * that node's. The others are found by what they tell of their bridges, or of themselves, and found again when they return
 * elsewhere.
 */
export class ClusterBrokers {
  readonly #options: ClusterBrokersOptions
  #isBridged: boolean | undefined
  #brokers: BrokerOfCluster[] = []
  /** Other addresses of brokers that are connected to. */
  readonly #aliases = new Map<string, BrokerOfCluster>()
  readonly #meetings = new Set<Promise<void>>()
  readonly #heard: HeardBrokers | undefined
  #observing: Observing | undefined
  #cancelLook: () => void = () => undefined
  #isClosed = false

  constructor(options: ClusterBrokersOptions) {
    this.#options = options
    const { url, multicast, clock } = options
    if (url.kind === 'discovery') {
      this.#isBridged = true
      this.#heard = new HeardBrokers(url, multicast, clock, () => this.#joinHeard())
      this.#cancelLook = repeatedly(this.#options.clock, lookInterval, () => this.#look())
    } else if (url.bridged) this.#becomeBridged(url)
    else this.#add(url, false)
  }

  /** That of the first that is connected, or else of the first. */
  get status(): BrokersStatus {
    const heard = this.#heard
    if (this.#brokers.length > 0 || heard === undefined) return this.#any.session.status
    return heard.isSettled
      ? { state: 'lost', because: heard.trouble, nextAttemptIn: null }
      : { state: 'idle' }
  }

  /** All of them where they are bridged to each other; otherwise none is told of by itself. */
  get bridged(): readonly BrokerOfCluster[] {
    return this.#isBridged === true ? this.#brokers : []
  }

  /**
   * Begins to connect, and resolves when one is connected and the others that are to be found were tried.
   * @throws Failure as {@link BrokerSession.connect} does, PLB-BROKER-NONE-HEARD, PLB-BROKER-HEARD-ELSEWHERE
   */
  async connect(signal?: AbortSignal): Promise<void> {
    await this.#heard?.listen(signal)
    if (this.#heard !== undefined && this.#brokers.length === 0) throw this.#heard.trouble
    await Promise.any(this.#brokers.map(({ session }) => session.connect(signal))).catch((error: unknown) => {
      throw error instanceof AggregateError ? error.errors[0] : error
    })
    for (let tried: readonly BrokerOfCluster[] = []; tried !== this.#brokers;) {
      tried = this.#brokers
      await Promise.all(tried.map(({ tried: outcome }) => outcome))
      await Promise.all(this.#meetings)
      signal?.throwIfAborted()
    }
  }

  /** Begins to observe each broker, as soon as it is known how. */
  observe(observing: Observing): void {
    this.#observing = observing
    for (const broker of this.#brokers) this.#follow(broker)
  }

  async stopObserving(): Promise<void> {
    this.#observing = undefined
    await Promise.all(this.#brokers.map((broker) => broker.stopObserving()))
  }

  /** Publishes on a connection of its own; to the queue of a node at its own broker, as long as that is there. */
  async publish(publication: Publication): Promise<void> {
    const { kind, name } = publication.destination
    const owner = kind === 'queue' ? instanceNameOf(name, this.#options.topicName) : undefined
    const own = this.#connected.find(({ identity }) => owner !== undefined && identity?.name === owner)
    await (own ?? this.#any).free().publish(publication)
  }

  /** See {@link BrokerSession.browse}; of bridged brokers, all that wait in queues of that name. */
  async *browse(queue: Destination, options: BrowseOptions = {}): AsyncGenerator<Message, void, undefined> {
    const connected = this.#connected
    if (this.#isBridged !== true || connected.length === 0) {
      yield* this.#any.free().browse(queue, { ...options, unlessMissing: this.#isBridged === true })
      return
    }
    yield* inOneLine(
      connected.map((each) => each.free().browse(queue, { ...options, unlessMissing: true })),
      options.limit,
    )
  }

  /** Connections of their own to all that are connected, for what a session cannot do. @throws PLB-BROKER-…; the signal's reason */
  async openConnections(signal: AbortSignal): Promise<readonly Connection[]> {
    const brokers = this.#isBridged === true && this.#connected.length > 0 ? this.#connected : [this.#any]
    const opened: Connection[] = []
    try {
      for (const { session } of brokers)
        opened.push(await connectionBeside(session, this.#options.clock, signal))
      return opened
    } catch (error) {
      await Promise.all(opened.map((each) => each.close()))
      throw error
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancelLook()
    this.#heard?.stop()
    await Promise.all(this.#brokers.map((broker) => broker.close()))
  }

  get #connected(): readonly BrokerOfCluster[] {
    return this.#brokers.filter(({ session }) => session.status.state === 'connected')
  }

  get #any(): BrokerOfCluster {
    const [any] = [...this.#connected, ...this.#brokers]
    if (any !== undefined) return any
    throw this.#heard?.trouble ?? new TypeError('a URL names at least one broker')
  }

  #add(url: NetworkBrokerUrl, isTold: boolean): BrokerOfCluster {
    const { session } = this.#options
    // Listeners on a topic take nothing from each other; and a broker that has two addresses is not to refuse the second.
    const connection = { ...session.connection, ...(this.#isBridged === true ? { clientId: undefined } : {}) }
    const broker = new BrokerOfCluster(url, isTold, { ...session, connection }, () => {
      if (broker.session.status.state === 'connected') this.#follow(broker)
      this.#options.onChange?.()
    })
    this.#brokers = [...this.#brokers, broker]
    return broker
  }

  #drop(broker: BrokerOfCluster): void {
    this.#brokers = this.#brokers.filter((each) => each !== broker)
    void broker.close().then(() => this.#options.onChange?.())
  }

  #becomeBridged(url: NetworkBrokerUrl): void {
    this.#isBridged = true
    const { servers } = url
    const [first] = this.#brokers
    if (first === undefined || servers.length > 1) {
      this.#brokers = []
      for (const server of servers) this.#add(alone(url, server), false)
      void first?.close()
      if (first !== undefined)
        for (const { session } of this.#brokers) session.connect().catch(() => undefined)
    }
    this.#cancelLook = repeatedly(this.#options.clock, lookInterval, () => this.#look())
  }

  /** Goes on with a broker that is connected: what it is, whether it is another's double, what it tells, and its messages. */
  #follow(broker: BrokerOfCluster): void {
    const meeting = this.#meet(broker)
      .catch((error: unknown) => {
        // A connection that ends meanwhile comes again, and all of this with it.
        if (!isFailure(error)) throw error
      })
      .finally(() => this.#meetings.delete(meeting))
    this.#meetings.add(meeting)
  }

  async #meet(broker: BrokerOfCluster): Promise<void> {
    const { connection } = broker.session
    if (connection === undefined || this.#isClosed) return
    const before = broker.met === connection ? undefined : broker.identity
    broker.met = connection
    const queues = await queuesAt(connection)
    broker.identity = connection.broker
    if (this.#isBridged === undefined) {
      const own = `Consumer.${connection.broker?.name ?? ''}.${this.#options.topicName}`
      const isNodes = queues?.has(own) === true
      this.#isBridged ??= isNodes
      if (isNodes && this.#brokers.includes(broker)) this.#becomeBridged(broker.url)
    }
    if (!this.#brokers.includes(broker)) return
    if (this.#isBridged === true) {
      const twin = this.#twinOf(broker)
      if (twin !== undefined) {
        for (const server of broker.url.servers) this.#aliases.set(serverName(server), twin)
        this.#drop(broker)
        return
      }
      if (before !== undefined && before.id === connection.broker?.id) this.#options.onMissed?.(before.name)
    }
    if (this.#observing !== undefined) broker.observe(this.#observing, this.#isBridged === true)
    if (this.#isBridged === true) await this.#findOthers(broker, connection)
  }

  /** Another connection to the very same broker. */
  #twinOf(broker: BrokerOfCluster): BrokerOfCluster | undefined {
    const id = broker.identity?.id
    return this.#connected.find((each) => each !== broker && id !== undefined && each.identity?.id === id)
  }

  async #findOthers(broker: BrokerOfCluster, connection: Connection): Promise<void> {
    const queues = await connection.queueNames()
    if (queues !== undefined) this.#options.onQueues?.(queues)
    for (const bridge of await connection.bridges()) {
      const server = serverOfBridge(bridge, connection.server)
      if (server !== undefined) this.#join(alone(broker.url, server))
    }
  }

  #joinHeard(): void {
    for (const url of this.#heard?.reachable ?? []) this.#join(url)
    this.#options.onChange?.()
  }

  /** Connects to a broker that was told of, unless it is there already. */
  #join(url: NetworkBrokerUrl): void {
    if (this.#isClosed || this.#brokers.length >= limit) return
    const places = url.servers.map(serverName)
    if (places.some((place) => this.#aliases.get(place)?.session.status.state === 'connected')) return
    const known = this.#brokers.flatMap((each) => each.url.servers.map(serverName))
    if (places.some((place) => known.includes(place))) return
    this.#add(url, true)
      .session.connect()
      .catch(() => undefined)
  }

  async #look(): Promise<void> {
    for (const broker of this.#connected) {
      const { connection } = broker.session
      if (connection === undefined) continue
      // What did not come to its end on this connection is begun again.
      if (broker.identity === undefined) this.#follow(broker)
      await this.#findOthers(broker, connection).catch((error: unknown) => {
        if (!isFailure(error)) throw error
      })
    }
    const names = new Set(this.#connected.map(({ identity }) => identity?.name))
    for (const broker of this.#brokers) {
      const { state } = broker.session.status
      const isElsewhere =
        state !== 'connected' && broker.identity !== undefined && names.has(broker.identity.name)
      // A GeoServer that starts again listens elsewhere; one that never answered was none, unless it is still being asked.
      if (broker.isTold && (isElsewhere || (broker.identity === undefined && isOver(state))))
        this.#drop(broker)
    }
    if (this.#heard !== undefined) this.#joinHeard()
  }
}

/** Whether an attempt to connect has come to its end. */
function isOver(state: SessionStatus['state']): boolean {
  return state === 'lost' || state === 'closed'
}

/** The queues of a broker, as far as it tells; a GeoServer's own one tells everybody. */
async function queuesAt(connection: Connection): Promise<ReadonlySet<string> | undefined> {
  try {
    return await connection.queueNames()
  } catch (error) {
    if (isFailure(error) && connection.isOpen) return undefined
    throw error
  }
}

function alone(url: NetworkBrokerUrl, server: NetworkBrokerUrl['servers'][number]): NetworkBrokerUrl {
  return { ...url, servers: [server] }
}
