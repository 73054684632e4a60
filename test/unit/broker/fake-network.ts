import { failure, type Failure } from '../../../electron/errors/failure.ts'
import { serverName, type BrokerServer } from '../../../electron/broker/broker-url.ts'
import type {
  FrameConnection,
  Frame,
  MessageListener,
} from '../../../electron/broker/stomp/stomp-connection.ts'
import type { OpenConnection } from '../../../electron/broker/broker-connection.ts'
import { StompAdapter } from '../../../electron/broker/stomp/stomp-adapter.ts'

interface Request {
  readonly frame: Frame
  readonly confirm: () => void
  readonly refuse: (because: Failure) => void
}

/** A connection whose broker is the test. */
export class FakeConnection implements FrameConnection {
  readonly brokerVersion = 'Fake/1'
  readonly server: BrokerServer
  readonly lost: Promise<Failure>
  readonly requests: Request[] = []
  readonly sent: Frame[] = []
  readonly listeners = new Map<string, MessageListener>()
  held = false
  isOpen = true
  hasConfirmed = false
  readonly #settleLost: (because: Failure) => void

  constructor(server: BrokerServer) {
    this.server = server
    const { promise, resolve } = Promise.withResolvers<Failure>()
    this.lost = promise
    this.#settleLost = resolve
  }

  async request(frame: Frame): Promise<void> {
    if (!this.isOpen) throw await this.lost
    if (frame.command === 'DISCONNECT') return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.requests.push({ frame, confirm: resolve, refuse: reject })
    void this.lost.then(reject)
    await promise
    this.hasConfirmed = true
  }

  send(frame: Frame): void {
    if (this.isOpen) this.sent.push(frame)
  }

  listen(subscriptionId: string, listener: MessageListener): () => void {
    this.listeners.set(subscriptionId, listener)
    return () => {
      this.listeners.delete(subscriptionId)
    }
  }

  hold(held: boolean): void {
    this.held = held
  }

  async close(): Promise<void> {
    this.end(failure('PLB-BROKER-SESSION-CLOSED', {}))
  }

  end(because: Failure): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.#settleLost(because)
  }

  /** The frames of one command asked for so far. */
  asked(command: string): Request[] {
    return this.requests.filter(({ frame }) => frame.command === command)
  }

  /** Delivers a message to whoever subscribed last. */
  deliver(messageId: string, body = `<string>${messageId}</string>`): void {
    const [id, listener] = [...this.listeners].at(-1) ?? []
    const headers = { subscription: id ?? '', 'message-id': messageId, ack: `ack-${messageId}` }
    const all = { ...headers, destination: '/queue/Q', transformation: 'jms-object-xml' }
    listener?.(new Map(Object.entries(all)), { bytes: Buffer.from(body) })
  }
}

/** Servers that refuse everybody until told otherwise; every attempt is written down. */
export class FakeNetwork {
  readonly attempts: string[] = []
  readonly connections: FakeConnection[] = []
  readonly #up = new Set<string>()

  readonly open: OpenConnection = async (server, { signal, settings }) => {
    signal.throwIfAborted()
    const name = serverName(server)
    this.attempts.push(name)
    if (!this.#up.has(name)) throw failure('PLB-BROKER-REFUSED', { server: name })
    const connection = new FakeConnection(server)
    this.connections.push(connection)
    return new StompAdapter(connection, settings.maxMessageBytes)
  }

  start(server: string): void {
    this.#up.add(server)
  }

  /** Refuses from now on, and breaks what is connected. */
  stop(server: string): void {
    this.#up.delete(server)
    for (const connection of this.connections) {
      if (serverName(connection.server) !== server) continue
      connection.end(failure('PLB-BROKER-CONNECTION-LOST', { server, reason: 'stopped' }))
    }
  }

  get latest(): FakeConnection {
    const connection = this.connections.at(-1)
    if (connection === undefined) throw new Error('nothing has connected yet')
    return connection
  }
}
