import { randomBytes, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { createServer, isIP, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import packageDescription from '../../../../package.json' with { type: 'json' }
import { failure, textOf as errorText, wordingOf, type Failure } from '../../../errors/failure.ts'
import { accountSecret, type AccountSecret } from '../../account-secret.ts'
import { systemClock, type Clock } from '../../../scheduler/clock.ts'
import { Announcer } from '../../discovery/announcer.ts'
import type { Multicast } from '../../discovery/multicast.ts'
import type { QueueConsumer } from '../../broker-connection.ts'
import { consumerTopics, queueConsumers } from '../../openwire/queue-consumers.ts'
import type { AnyMessage } from '../../openwire/structures.ts'
import { Retry } from '../../../scheduler/retry.ts'
import type { BrokerEvent } from '../broker-event.ts'
import { Connection, type ClientName, type ConnectionHost } from '../client-connection.ts'
import type { DestinationStatus } from '../destination.ts'
import type { Conversation, FrameLimits } from '../conversation.ts'
import { beginsOpenWire, OpenWireConversation } from '../openwire/conversation.ts'
import { StompConversation } from '../stomp/conversation.ts'
import { activeMQFrameLimits } from '../stomp/frames.ts'
import { Door, type Credentials, type Peer } from '../door.ts'
import { Advisories } from '../advisories.ts'
import { textOf, type Octets } from '../octets.ts'
import { ProtocolError } from '../protocol-error.ts'
import { Router } from '../router.ts'
import type { SessionContext } from '../session-context.ts'
import { MessageStore, sharedMemory } from '../store.ts'
import { Turn } from '../turn.ts'
import { isLoopback } from '../../../text/loopback.ts'

/** What clients may cost. Everything beyond is refused with an ERROR. */
export interface BrokerLimits {
  readonly frame: FrameLimits
  /** Clients that are logged in, of which one user gets half at most. */
  readonly connections: number
  /** Clients that are not logged in; the oldest gives way to the next. */
  readonly strangers: number
  /** Bytes of frames that have begun and not ended, of which one user gets half at most. */
  readonly unfinishedBytes: number
  /** Of one connection. */
  readonly subscriptions: number
  /** Queues, topics and durable subscriptions in all, of which one user makes half at most. */
  readonly destinations: number
  /** Frames waiting in one connection's open transactions, and their bytes. */
  readonly transactionSteps: number
  readonly transactionBytes: number
  /** Bytes of the newest messages that are delivered from memory; others are read from the database again. */
  readonly freshBytes: number
  /** How long a client may take to log in, in milliseconds. */
  readonly connectDeadline: number
  /** How long a frame that has begun may take until it ends, in milliseconds. */
  readonly frameDeadline: number
}

export const defaultBrokerLimits: BrokerLimits = {
  frame: { ...activeMQFrameLimits, bodyBytes: 32 * 1024 * 1024 },
  connections: 256,
  strangers: 64,
  unfinishedBytes: 256 * 1024 * 1024,
  subscriptions: 1000,
  destinations: 10_000,
  transactionSteps: 100_000,
  transactionBytes: 64 * 1024 * 1024,
  freshBytes: sharedMemory,
  connectDeadline: 30_000,
  frameDeadline: 120_000,
}

/** For a process that does nothing else. */
export const brokerAlone: Partial<BrokerLimits> = { freshBytes: 16 * 1024 * 1024 }

export interface EmbeddedBrokerOptions {
  /** The database's file, or ':memory:' for a broker that forgets everything when it stops. */
  readonly database: string
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: any free port. */
  readonly port?: number
  /** It is spoken to over TLS alone, then, and may listen for other machines where it has credentials. PEM. */
  readonly tls?: { readonly certificate: Buffer; readonly key: Buffer }
  /**
   * By what its clients and it recognise each other. Default: the secret of this account, which is made when there is
   * none yet.
   */
  readonly secret?: AccountSecret
  /** Who may also log in, by name and password, in the clear. */
  readonly credentials?: Credentials
  /** Milliseconds since 1970, for timestamps and expiry. */
  readonly now?: () => number
  /** For what is tried again. */
  readonly clock?: Pick<Clock, 'after'>
  readonly limits?: Partial<BrokerLimits>
  /** Where it tells of itself, so that it is found; nowhere unless given. */
  readonly announceOn?: Multicast
  /** Called for what an operator may want to see. It must not throw. */
  readonly onEvent?: (event: BrokerEvent) => void
}

/**
 * A small STOMP broker inside this process, for a cluster on one machine. To its clients it behaves like ActiveMQ,
 * as far as a cluster needs: queues, topics, virtual topics, durable subscriptions, acknowledgement, browsing,
 * transactions and a dead letter queue. Whatever it answered with a RECEIPT is on the disk.
 */
export class EmbeddedBroker implements ConnectionHost {
  readonly host: string
  /** SHA-256 of its certificate, where it is spoken to over TLS. */
  readonly fingerprint: string | undefined
  readonly server = `Plumbline/${packageDescription.version}`
  readonly door: Door
  readonly connectDeadline: number
  readonly frameDeadline: number
  readonly turn: Turn
  readonly advisories: Advisories
  readonly #limits: BrokerLimits
  readonly #now: () => number
  readonly #reopening: Retry<Error>
  readonly #onEvent: ((event: BrokerEvent) => void) | undefined
  readonly #store: MessageStore
  readonly #listener: Server
  readonly #connections = new Set<Connection>()
  /** Ends of what is told of each connection. */
  readonly #connected = new Map<Connection, () => void>()
  readonly #clients = new Map<string, Connection>()
  /** Begins every session's id; no two runs of a broker have the same. */
  readonly brokerId: Octets
  #sessions = 0
  #router: Router
  #port = 0
  #stopped: Promise<void> | undefined
  #trouble: Failure | undefined
  #announcer: Announcer | undefined

  /**
   * Starts a broker.
   * @throws PLB-EMBEDDED-BROKER-NOT-LOOPBACK, -PORT-TAKEN, -CANNOT-LISTEN, -NOT-ANNOUNCED; PLB-STORAGE-… when the database cannot be
   * opened, for example because another broker uses it
   */
  static async start(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
    const host = options.host ?? '127.0.0.1'
    if (!isLoopback(host) && (options.tls === undefined || options.credentials === undefined)) {
      throw failure('PLB-EMBEDDED-BROKER-NOT-LOOPBACK', { host })
    }
    const secret = options.secret ?? accountSecret(process.env, true)
    const limits = { ...defaultBrokerLimits, ...options.limits }
    const store = new MessageStore(options.database, limits.freshBytes)
    const broker = new EmbeddedBroker(host, { ...options, limits, secret }, store)
    try {
      await broker.#listen(options.port ?? 0)
    } catch (error) {
      broker.#store.close()
      throw error
    }
    if (options.announceOn !== undefined) await broker.#announce(options.announceOn, options.clock)
    return broker
  }

  private constructor(
    host: string,
    options: EmbeddedBrokerOptions & { readonly limits: BrokerLimits },
    store: MessageStore,
  ) {
    this.host = host
    this.#limits = options.limits
    this.connectDeadline = this.#limits.connectDeadline
    this.frameDeadline = this.#limits.frameDeadline
    this.door = new Door(options.secret, options.credentials, this.#limits)
    this.#now = options.now ?? Date.now
    this.#reopening = new Retry({
      action: () => {
        this.#reopen()
      },
      clock: options.clock,
      reasonOf: (error) => (error instanceof Error ? error : new Error(errorText(error))),
    })
    this.#onEvent = options.onEvent
    this.#store = store
    this.turn = new Turn(store, (error) => {
      this.failed(error)
    })
    this.brokerId = `ID:plumbline-${this.#now()}-${randomBytes(4).toString('hex')}`
    this.advisories = new Advisories(this.brokerId)
    this.#router = this.#takeUp()
    const accept = (socket: Socket) => {
      this.#accept(socket)
    }
    if (options.tls === undefined) this.#listener = createServer({ highWaterMark: writeAhead }, accept)
    else {
      const { certificate: cert, key } = options.tls
      this.fingerprint = new X509Certificate(cert).fingerprint256
      this.#listener = createTlsServer({ cert, key, handshakeTimeout: this.connectDeadline }, accept)
      // The door does not see who has not shaken hands yet.
      this.#listener.maxConnections = this.#limits.connections + this.#limits.strangers
    }
    if (store.loss !== undefined) this.emit({ kind: 'messages lost', ...store.loss })
  }

  /** Why nobody is let in: what is stored cannot be read. It is tried again until it can. */
  get trouble(): Failure | undefined {
    return this.#trouble
  }

  get port(): number {
    return this.#port
  }

  /** Where clients reach the broker. */
  get url(): string {
    const scheme = this.fingerprint === undefined ? 'stomp' : 'stomp+ssl'
    return `${scheme}://${isIP(this.host) === 6 ? `[${this.host}]` : this.host}:${this.#port}`
  }

  /** Every queue, topic and durable subscription. */
  destinations(): DestinationStatus[] {
    return this.#router.statuses()
  }

  /** Who takes from each queue that anybody takes from. */
  consumers(): ReadonlyMap<string, readonly QueueConsumer[]> {
    const told: AnyMessage[] = []
    const stop = this.advisories.listen(consumerTopics.join(','), (advisory) => told.push(advisory))
    stop()
    return queueConsumers(told, [])
  }

  /**
   * How many messages a queue holds, or undefined when there is no such queue.
   * @param name the queue's name, without a prefix
   */
  queueDepth(name: string): number | undefined {
    return this.#router.existingQueue(name)?.depth
  }

  /**
   * Deletes a queue with all its messages. STOMP has no way to do it, and a consumer queue that nobody reads grows for
   * ever.
   * @param name the queue's name, without a prefix
   * @returns whether there was one
   * @throws PLB-EMBEDDED-BROKER-QUEUE-IN-USE while somebody consumes from it; PLB-STORAGE-… when it cannot be stored
   */
  deleteQueue(name: string): boolean {
    const queue = this.#router.existingQueue(name)
    if (queue === undefined) return false
    if (queue.consumers > 0) {
      throw failure('PLB-EMBEDDED-BROKER-QUEUE-IN-USE', { queue: name, consumers: queue.consumers })
    }
    if (this.#trouble !== undefined) throw this.#trouble
    try {
      this.#router.removeQueue(name)
      this.turn.finish()
    } catch (error) {
      this.failed(error)
      throw error
    }
    return true
  }

  /** Disconnects every client, writes what was answered and closes the database. Stopping twice is not an error. */
  async stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    await this.#stopped
  }

  converse(connection: Connection, first?: Buffer): Conversation {
    const { frame } = this.#limits
    return first !== undefined && beginsOpenWire(first)
      ? new OpenWireConversation(connection, frame)
      : new StompConversation(connection, frame)
  }

  newSessionId(): Octets {
    this.#sessions += 1
    return `${this.brokerId}:${this.#sessions}`
  }

  enter(connection: Connection, { clientId, connectionId }: ClientName, peer: Peer): SessionContext {
    this.door.enter(connection, peer)
    this.#takeOver(connectionId, connection, peer)
    if (clientId !== undefined) {
      const name = textOf(clientId)
      const other = this.#clients.get(name)
      if (other !== undefined) {
        throw new ProtocolError(
          `Broker: plumbline - Client: ${clientId} already connected from ${other.remoteAddress}`,
          true,
          'client-id',
        )
      }
      this.#clients.set(name, connection)
      connection.clientId = name
    }
    this.#connected.set(
      connection,
      this.advisories.connection(connectionId, connection.clientId, connection.remoteAddress),
    )
    return {
      advisories: this.advisories,
      store: this.#store,
      router: this.#router,
      turn: this.turn,
      now: this.#now,
      make: () => {
        this.door.make(peer)
      },
      limits: {
        subscriptions: this.#limits.subscriptions,
        steps: this.#limits.transactionSteps,
        bytes: this.#limits.transactionBytes,
      },
    }
  }

  /** A client that comes again under the same id has lost its connection, even if that looks alive from here. */
  #takeOver(connectionId: string, connection: Connection, peer: Peer): void {
    for (const other of this.#connections)
      if (other.connectionId === connectionId && other.peer === peer)
        other.end('the client has connected again')
    connection.connectionId = connectionId
  }

  sessionEnded(connection: Connection): void {
    this.#connected.get(connection)?.()
    this.#connected.delete(connection)
    const { clientId } = connection
    if (clientId !== undefined && this.#clients.get(clientId) === connection) this.#clients.delete(clientId)
  }

  closed(connection: Connection): void {
    this.door.left(connection)
    this.#connections.delete(connection)
  }

  /**
   * Starts over from what the database holds: whatever was not committed is undone, in the database and, with the
   * connections, in memory. Clients connect again and repeat what was not answered.
   */
  failed(error: unknown): void {
    this.emit({ kind: 'store failed', error })
    for (const connection of this.#connections) connection.fail('The broker could not store what it was sent')
    this.turn.clear()
    if (this.#trouble !== undefined) return
    try {
      this.#store.rollBack()
      this.#store.prove()
      this.#router = this.#takeUp()
    } catch (unreadable) {
      this.#closeDoor(unreadable)
      this.#reopening.postpone(unreadable)
    }
  }

  #closeDoor(because: unknown): void {
    this.#trouble = failure('PLB-EMBEDDED-BROKER-STORE-UNREADABLE', { reason: wordingOf(because) }, because)
    this.emit({ kind: 'store unavailable', error: because })
  }

  /** Opens the store anew: the port stays ours meanwhile, and whoever connects is told why they have to wait. */
  #reopen(): void {
    try {
      this.#store.reopen()
      this.#router = this.#takeUp()
    } catch (error) {
      if (errorText(error) !== errorText(this.#trouble?.cause)) this.#closeDoor(error)
      throw error
    }
    this.#trouble = undefined
    this.emit({ kind: 'store back' })
    if (this.#store.loss !== undefined) this.emit({ kind: 'messages lost', ...this.#store.loss })
  }

  emit(event: BrokerEvent): void {
    this.#onEvent?.(event)
  }

  #takeUp(): Router {
    this.advisories.forgetDestinations()
    return new Router({
      store: this.#store,
      turn: this.turn,
      now: this.#now,
      onDestination: (destination, exists) => this.advisories.destination(destination, exists),
      destinationLimit: this.#limits.destinations,
      onDeadLetter: ({ name }, reason) => {
        this.emit({ kind: 'dead letter', from: name, reason })
      },
    })
  }

  #accept(socket: Socket): void {
    const connection = new Connection(socket, this)
    this.#connections.add(connection)
    if (this.#trouble !== undefined)
      connection.fail('The broker cannot read what it has stored; try again later')
    else this.door.arrived(connection)
  }

  async #listen(port: number): Promise<void> {
    const { host } = this
    try {
      this.#listener.listen({ host, port, exclusive: true })
      await once(this.#listener, 'listening')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
        throw failure('PLB-EMBEDDED-BROKER-PORT-TAKEN', { host, port }, error)
      }
      throw failure('PLB-EMBEDDED-BROKER-CANNOT-LISTEN', { host, port, reason: errorText(error) }, error)
    }
    const address = this.#listener.address()
    if (address !== null && typeof address === 'object') this.#port = address.port
  }

  /** Those of Plumbline that tell of themselves on this network, the one to use first; none unless it does so itself. */
  get together(): readonly string[] {
    return this.#announcer?.together ?? []
  }

  async #announce(multicast: Multicast, clock: Pick<Clock, 'after'> = systemClock): Promise<void> {
    const service = {
      scheme: this.fingerprint === undefined ? 'tcp' : 'ssl',
      host: isAnyAddress(this.host) ? hostname() : this.host,
      port: this.#port,
    }
    const id = randomBytes(4).toString('hex')
    try {
      this.#announcer = await Announcer.start(multicast, clock, service, id, (meeting) => {
        this.emit({ kind: 'another broker', ...meeting })
      })
    } catch (error) {
      await this.stop()
      throw failure('PLB-EMBEDDED-BROKER-NOT-ANNOUNCED', { reason: errorText(error) }, error)
    }
  }

  async #stop(): Promise<void> {
    this.#announcer?.stop()
    this.#reopening.stop()
    const closed = once(this.#listener, 'close')
    this.#listener.close()
    for (const connection of this.#connections) connection.end('the broker stops')
    await closed
    try {
      if (this.#trouble === undefined) this.turn.finish()
    } finally {
      this.turn.clear()
      this.#store.close()
    }
  }
}

/** Whether a host stands for every address of this machine. */
export function isAnyAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

/** Bytes of messages written to a socket before its client has read them. */
const writeAhead = 256 * 1024
