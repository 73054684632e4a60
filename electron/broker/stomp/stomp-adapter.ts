import { randomUUID } from 'node:crypto'
import { failure, type Failure } from '../../errors/failure.ts'
import type { BrokerServer } from '../broker-url.ts'
import type {
  BridgedBroker,
  Connection,
  ConsumeRequest,
  Consumer,
  Consumption,
  Delivery,
  DestinationListing,
  Publication,
  Sendable,
  Withdrawer,
  WithdrawRequest,
} from '../broker-connection.ts'
import { parseDestination, type PlainDestination } from '../destinations.ts'
import { dialectOf, type Dialect } from '../dialects.ts'
import { uncounted } from '../statistics.ts'
import { advisedQueues } from './advised-queues.ts'
import type { FrameBody } from './frame-body.ts'
import { encodeStringObject, objectTransformation } from './object-message.ts'
import { readMessage, type FrameHeaders } from './read-message.ts'
import { askStompStatistics } from './statistics.ts'
import type { FrameConnection, MessageListener } from './stomp-connection.ts'
import { withdrawn } from './withdrawal.ts'

/** Milliseconds nobody waits longer than for the names of all queues, which a busy broker is slow to translate. */
const namesWithin = 10_000

/** What is asked of a connection, in the frames of STOMP. */
export class StompAdapter implements Connection {
  readonly protocol = 'stomp'
  /** Nothing is told of it over STOMP. */
  readonly broker = undefined
  readonly #frames: FrameConnection
  readonly #dialect: Dialect
  readonly #maxMessageBytes: number
  #subscriptions = 0

  constructor(frames: FrameConnection, maxMessageBytes: number) {
    this.#frames = frames
    this.#dialect = dialectOf(frames.brokerVersion)
    this.#maxMessageBytes = maxMessageBytes
  }

  get server(): BrokerServer {
    return this.#frames.server
  }

  get brokerVersion(): string {
    return this.#frames.brokerVersion
  }

  get lost(): Promise<Failure> {
    return this.#frames.lost
  }

  get isOpen(): boolean {
    return this.#frames.isOpen
  }

  /** STOMP brokers do not tell. */
  get largestMessage(): undefined {
    return undefined
  }

  get hasConfirmed(): boolean {
    return this.#frames.hasConfirmed
  }

  prepare({ destination, properties, body: text, isPassing = false }: Publication): Sendable {
    const body = encodeStringObject(text)
    const limit = this.#maxMessageBytes
    if (body.length > limit) throw failure('PLB-BROKER-MESSAGE-TOO-LARGE', { bytes: body.length, limit })
    const headers = {
      destination: this.#dialect.stomp.sendTo(destination),
      persistent: isPassing ? 'false' : 'true',
      transformation: objectTransformation,
      ...properties,
    }
    return {
      bytes: body.length,
      send: () => this.#frames.request({ command: 'SEND', headers, body }, this.#dialect.stomp.translates),
    }
  }

  consume(request: ConsumeRequest, consumer: Consumer): Consumption {
    const { acknowledgement: ack, prefetch, unbridged = false, ...rest } = request
    if (unbridged) return refused(failure('PLB-BROKER-BRIDGES-OVER-STOMP', {}))
    return this.#subscribe(rest, { ack, ...this.#prefetch(prefetch) }, consumer)
  }

  browse(
    request: Pick<ConsumeRequest, 'destination' | 'selector' | 'withBodies'>,
    consumer: Consumer,
  ): Consumption {
    if (!this.#dialect.selects) return this.#selectsNothing()
    // Without automatic acknowledgement the broker stops at the prefetch and never says that it has ended.
    return this.#subscribe(request, { ack: 'auto', browser: 'true' }, consumer)
  }

  withdraw(
    { queue: destination, selector, prefetch }: WithdrawRequest,
    { receive }: Withdrawer,
  ): Consumption {
    return this.#listen(
      { destination, selector, withBodies: true },
      { ack: 'client-individual', ...this.#prefetch(prefetch) },
      (headers, body) => {
        receive(withdrawn(this.#frames, this.#dialect, headers, body, this.#maxMessageBytes))
      },
    )
  }

  /** Nobody gets what is sent in a transaction that is taken back. */
  async tryWriting(destination: PlainDestination): Promise<void> {
    const transaction = randomUUID()
    const headers = { destination: this.#dialect.stomp.sendTo(destination), transaction }
    this.#frames.send({ command: 'BEGIN', headers: { transaction } })
    try {
      await this.#frames.request({ command: 'SEND', headers })
    } finally {
      await this.#frames.request({ command: 'ABORT', headers: { transaction } }).catch(() => undefined)
    }
  }

  /** STOMP has no frame for it. */
  remove({ name }: PlainDestination): Promise<void> {
    return Promise.reject(failure('PLB-BROKER-QUEUE-NOT-REMOVABLE', { queue: name }))
  }

  /** Nothing is told of them over STOMP. */
  bridges(): Promise<readonly BridgedBroker[]> {
    return Promise.resolve([])
  }

  async queueNames(): Promise<ReadonlySet<string> | undefined> {
    if (!this.#dialect.tells.includes('stomp')) return undefined
    const queues = await advisedQueues(this.#frames, new AbortController().signal, namesWithin)
    // Whoever asks wants to know which are missing.
    return queues?.areAll === true ? new Set(queues.names) : undefined
  }

  async destinations(signal: AbortSignal): Promise<DestinationListing | undefined> {
    if (!this.#dialect.tells.includes('stomp')) return undefined
    const enough = new AbortController()
    const advised = advisedQueues(this.#frames, AbortSignal.any([signal, enough.signal]))
    // Nobody waits for it where the plugin answers.
    advised.catch(() => undefined)
    const counted = await askStompStatistics(this.#frames, signal)
    if (counted !== undefined) {
      enough.abort()
      return { told: 'statistics', ...counted }
    }
    const queues = await advised
    if (queues === undefined) return undefined
    // Only what can be asked for by its name is one queue.
    const plain = queues.names.filter((name) => parseDestination(`/queue/${name}`) !== undefined)
    const destinations = plain.map((name) => ({ kind: 'queue', name, ...uncounted }) as const)
    return { told: 'advisories', storePercent: null, memoryPercent: null, destinations }
  }

  hold(held: boolean): void {
    this.#frames.hold(held)
  }

  async close(): Promise<void> {
    await this.#frames.close()
  }

  end(because: Failure): void {
    this.#frames.end(because)
  }

  #subscribe(
    request: Pick<ConsumeRequest, 'destination' | 'selector' | 'withBodies'>,
    more: Readonly<Record<string, string>>,
    { receive }: Consumer,
  ): Consumption {
    return this.#listen(request, more, (received, body) => {
      receive(received.get('browser') === 'end' ? 'end' : this.#delivery(received, body))
    })
  }

  #listen(
    { destination, selector, withBodies }: Pick<ConsumeRequest, 'destination' | 'selector' | 'withBodies'>,
    more: Readonly<Record<string, string>>,
    listener: MessageListener,
  ): Consumption {
    if (selector !== undefined && !this.#dialect.selects) return this.#selectsNothing()
    this.#subscriptions += 1
    const isTranslated = withBodies && this.#dialect.stomp.translates
    const id = `s${this.#subscriptions}`
    const headers = {
      id,
      ...this.#dialect.stomp.takeFrom(destination),
      ...more,
      ...(selector === undefined ? {} : { selector }),
      ...(isTranslated ? { transformation: objectTransformation } : {}),
    }
    // Messages may come before the receipt.
    const stopListening = this.#frames.listen(id, listener)
    return {
      confirmed: this.#frames.request({ command: 'SUBSCRIBE', headers }, isTranslated),
      end: async () => {
        stopListening()
        // Refused or lost, the subscription is gone from our side in either case.
        await this.#frames.request({ command: 'UNSUBSCRIBE', headers: { id } }).catch(() => undefined)
      },
    }
  }

  #prefetch(messages: number): Readonly<Record<string, string>> {
    return { [this.#dialect.stomp.prefetch]: String(messages) }
  }

  #selectsNothing(): Consumption {
    return refused(failure('PLB-BROKER-SELECTS-NOTHING', { broker: this.brokerVersion }))
  }

  #delivery(headers: FrameHeaders, body: FrameBody): Delivery {
    const ackId = headers.get('ack')
    const answer = (command: 'ACK' | 'NACK') => {
      if (!this.#frames.isOpen) return false
      if (ackId !== undefined) this.#frames.send({ command, headers: { id: ackId } })
      return true
    }
    return {
      message: readMessage(headers, body, {
        maxMessageBytes: this.#maxMessageBytes,
        dialect: this.#dialect.stomp,
      }),
      bytes: 'bytes' in body ? body.bytes.length : 0,
      ack: () => answer('ACK'),
      nack: () => answer('NACK'),
    }
  }
}

function refused(because: Failure): Consumption {
  return { confirmed: Promise.reject(because), end: () => Promise.resolve() }
}
