import { failure, type Failure } from '../../errors/failure.ts'
import { browseQueue, type BrowseOptions } from './browse.ts'
import type { BrokerServer, NetworkBrokerUrl } from '../broker-url.ts'
import { systemClock, type Clock } from '../../scheduler/clock.ts'
import type { Connection, OpenConnection, Publication } from '../broker-connection.ts'
import { ConnectionMemory, newConnectionId } from '../connection-memory.ts'
import { ReconnectingConnection, type ConnectionUser } from './reconnecting.ts'
import { defaultConnectionSettings, type ConnectionSettings } from '../connection-settings.ts'
import type { Destination } from '../destinations.ts'
import { defaultReconnectPolicy, type ReconnectPolicy } from '../failover-options.ts'
import { watchHeld } from './held-messages.ts'
import type { Message } from '../message.ts'
import { checkProperties } from '../message-headers.ts'
import { openConnection } from './open-connection.ts'
import { Publisher, sessionClosed, type InFlightLimits } from './publisher.ts'
import type { ServerSnapshot } from './server-pool.ts'
import type { SessionStatus } from '../status.ts'
import {
  SessionSubscription,
  type MessageHandler,
  type SubscribeOptions,
  type Subscription,
} from './subscription.ts'

export interface SessionOptions {
  readonly connection?: Partial<ConnectionSettings>
  /** Overrides what the broker URL says. A URL without `failover:` reconnects just as well. */
  readonly reconnect?: Partial<ReconnectPolicy>
  readonly inFlight?: InFlightLimits
  /** Bytes of bodies that may wait to be handled before reading from the network pauses. */
  readonly maxBufferedBytes?: number
}

export type { Publication } from '../broker-connection.ts'

/** What a session takes from the world. */
export interface SessionDependencies {
  readonly clock: Clock
  /** Numbers from 0 to under 1. */
  readonly random: () => number
  readonly open: OpenConnection
}

const defaultInFlight: InFlightLimits = { messages: 256, bytes: 8 * 1024 * 1024 }
const defaultMaxBufferedBytes = 64 * 1024 * 1024
/** How long closing waits for messages being handled and for the broker's goodbye, each. */
const closeDeadline = 5_000

/**
 * A session with a broker or a group of brokers, in OpenWire or STOMP, kept up for as long as it is open: it finds a server,
 * reconnects, subscribes again. It never sends a message twice; a message without a receipt is refused to its
 * publisher, who sends it again.
 *
 * Use one session to publish and another to consume: a broker that is short of space stops reading a connection on
 * which somebody sends, acknowledgements included.
 */
export class BrokerSession {
  readonly #settings: ConnectionSettings
  readonly #clock: Clock
  readonly #open: OpenConnection
  readonly #reconnecting: ReconnectingConnection
  readonly #publisher: Publisher
  readonly #subscriptions = new Set<SessionSubscription>()
  readonly #memory = new ConnectionMemory()
  readonly #maxBufferedBytes: number
  #bufferedBytes = 0
  #stopWatching: () => void = () => undefined
  #running: Promise<void> | undefined
  #closing: Promise<void> | undefined

  constructor(
    url: NetworkBrokerUrl,
    options: SessionOptions = {},
    dependencies: Partial<SessionDependencies> = {},
  ) {
    const { clock = systemClock, random = Math.random, open = openConnection } = dependencies
    const policy = { ...defaultReconnectPolicy, ...url.failover, ...options.reconnect }
    this.#settings = { ...defaultConnectionSettings, ...options.connection }
    this.#clock = clock
    this.#open = open
    this.#maxBufferedBytes = options.maxBufferedBytes ?? defaultMaxBufferedBytes
    this.#publisher = new Publisher(
      options.inFlight ?? defaultInFlight,
      clock,
      policy.timeout,
      () => this.#reconnecting.lastFailure ?? sessionClosed(),
    )
    this.#reconnecting = new ReconnectingConnection(
      {
        servers: url.servers,
        policy,
        clock,
        random,
        memory: this.#memory,
        open: (server, signal) => this.#connect(server, signal, this.#memory.connectionId),
      },
      this.#connectionUser(),
    )
  }

  get status(): SessionStatus {
    return this.#reconnecting.status.current
  }

  /** The connection there is now, for what a session does not do itself; it may end at any time. */
  get connection(): Connection | undefined {
    return this.#reconnecting.connection
  }

  /** What is known of each server of the broker URL. */
  get servers(): readonly ServerSnapshot[] {
    return this.#reconnecting.servers
  }

  /** Messages given to `publish` that the broker has not confirmed yet. */
  get pendingPublications(): number {
    return this.#publisher.pending
  }

  /** Calls back at each change of status, in order; the returned function ends it. The listener must not throw. */
  onStatus(listener: (status: SessionStatus) => void): () => void {
    return this.#reconnecting.status.listen(listener)
  }

  /** The present status, then each change, up to and with `closed`. */
  statuses(signal?: AbortSignal): AsyncGenerator<SessionStatus, void, undefined> {
    return this.#reconnecting.status.changes(signal)
  }

  /**
   * Begins to connect and resolves at the first connection. The session goes on trying, whatever the failure,
   * until the attempts the broker URL allows are used up; the status says why each failed.
   * @param signal closes the session when aborted before that
   * @throws Failure PLB-BROKER-ATTEMPTS-EXHAUSTED, PLB-BROKER-SESSION-CLOSED
   */
  async connect(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    this.#throwIfClosed()
    const onAbort = () => {
      void this.close()
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#running ??= this.#reconnecting.run().then((because) => {
      this.#finish(because)
    })
    try {
      await this.#connectedServer()
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** Lets messages being handled finish, says goodbye and closes for good. What is not confirmed by then is refused. */
  async close(): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /**
   * Publishes an ObjectMessage and resolves once the broker has it safe. Messages arrive in the order of the calls.
   * Without a connection it waits for one; with too much on its way already it waits its turn.
   * @throws Failure when the message cannot be sent as it is, the broker refuses it, or the connection is lost first:
   *   then it may have arrived or not, as have the ones published after it
   */
  async publish(publication: Publication & { readonly signal?: AbortSignal }): Promise<void> {
    checkProperties(publication.properties)
    if (!publication.body.isWellFormed()) throw failure('PLB-BROKER-BODY-NOT-TEXT', {})
    await this.#publisher.publish(publication, publication.signal)
  }

  /**
   * Subscribes, now and on every later connection, and resolves when the broker has confirmed it for the first time.
   * A subscription to a consumer queue that does not exist creates it, and it gathers messages from then on.
   *
   * Messages are handled one after the other unless `concurrency` says otherwise. A message neither acknowledged
   * nor refused is delivered again on the next connection. A handler that throws ends the subscription.
   * @throws Failure when the options are refused here or by the broker, or the session is closed first
   */
  async subscribe(options: SubscribeOptions, handler: MessageHandler): Promise<Subscription> {
    this.#throwIfClosed()
    const subscription = new SessionSubscription(options, handler, (change) => {
      this.#countBuffered(change)
    })
    this.#subscriptions.add(subscription)
    void subscription.ended.then(() => this.#subscriptions.delete(subscription))
    if (this.#reconnecting.connection !== undefined)
      void subscription.connected(this.#reconnecting.connection)
    await subscription.ready
    return subscription
  }

  /**
   * Goes through the messages waiting in a queue without taking any, oldest first, on a connection of its own.
   * Browsing a queue that does not exist creates it.
   * @throws Failure while iterating
   */
  async *browse(queue: Destination, options: BrowseOptions = {}): AsyncGenerator<Message, void, undefined> {
    const { signal } = options
    const stopped = this.#reconnecting.signal
    const either = signal === undefined ? stopped : AbortSignal.any([signal, stopped])
    const server = await this.#connectedServer(either)
    const connection = await this.#connect(server, either, newConnectionId())
    yield* browseQueue(connection, queue, { ...options, signal: either })
  }

  #connect(
    server: BrokerServer,
    signal: AbortSignal,
    connectionId: string,
    settings: ConnectionSettings = this.#settings,
  ) {
    return this.#open(server, { settings, clock: this.#clock, memory: this.#memory, connectionId, signal })
  }

  #connectionUser(): ConnectionUser {
    return {
      connected: (connection) => {
        for (const subscription of this.#subscriptions) void subscription.connected(connection)
        this.#publisher.connected(connection)
        const openBeside = (signal: AbortSignal) =>
          this.#connect(connection.server, signal, newConnectionId(), {
            ...this.#settings,
            clientId: undefined,
          })
        this.#stopWatching = watchHeld(connection, this.#clock, openBeside, () => this.#publisher.held)
      },
      disconnected: (because) => {
        this.#stopWatching()
        for (const subscription of this.#subscriptions) subscription.disconnected()
        this.#publisher.disconnected(because)
      },
    }
  }

  async #connectedServer(signal?: AbortSignal): Promise<BrokerServer> {
    for await (const status of this.#reconnecting.status.changes(signal)) {
      if (status.state === 'connected') return status.server
    }
    signal?.throwIfAborted()
    throw this.#closedBecause() ?? sessionClosed()
  }

  async #close(): Promise<void> {
    if (this.status.state === 'closed') return
    this.#reconnecting.stop()
    this.#publisher.close(sessionClosed())
    const connection = this.#reconnecting.connection
    await this.#within(Promise.all([...this.#subscriptions].map((subscription) => subscription.settle())))
    if (connection !== undefined) await this.#within(connection.close())
    connection?.end(sessionClosed())
    await this.#running
    this.#finish(undefined)
  }

  #finish(because: Failure | undefined): void {
    if (this.status.state === 'closed') return
    this.#reconnecting.stop()
    this.#publisher.close(because ?? sessionClosed())
    for (const subscription of this.#subscriptions) subscription.finish(because)
    this.#reconnecting.status.set({ state: 'closed', because })
  }

  #throwIfClosed(): void {
    if (this.status.state === 'closed' || this.#closing !== undefined)
      throw this.#closedBecause() ?? sessionClosed()
  }

  #closedBecause(): Failure | undefined {
    const { status } = this
    return status.state === 'closed' ? status.because : undefined
  }

  #countBuffered(change: number): void {
    this.#bufferedBytes += change
    const { connection } = this.#reconnecting
    // Reading goes on at half the limit, so that it does not stop and start with every message.
    if (this.#bufferedBytes > this.#maxBufferedBytes) connection?.hold(true)
    else if (this.#bufferedBytes <= this.#maxBufferedBytes / 2) connection?.hold(false)
  }

  async #within(work: Promise<unknown>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#clock.after(closeDeadline, resolve)
    await Promise.race([work, promise])
    cancel()
  }
}
