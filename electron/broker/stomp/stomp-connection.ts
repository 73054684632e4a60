import type { Client, IncomingFrame } from 'stompit'
import { failure, type Failure } from '../../errors/failure.ts'
import { serverName, type BrokerServer } from '../broker-url.ts'
import type { Clock } from '../../scheduler/clock.ts'
import { brokerFailure, printable, socketFailure } from '../connect-failure.ts'
import type { ConnectionSettings } from '../connection-settings.ts'
import { readBody, type FrameBody } from './frame-body.ts'
import { toleratedSilence, watchForSilence } from '../heart-beat.ts'
import type { FrameHeaders } from './read-message.ts'
import { receiptDeadlinePassed, Receipts } from '../receipts.ts'
import type { TransformationSupport } from '../transformation-support.ts'
import type { Transport } from './transport.ts'
import { say } from '../../sentences/say.ts'

export type MessageListener = (headers: FrameHeaders, body: FrameBody) => void

/** What a frame is sent with. */
export interface Frame {
  readonly command: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer
}

/** One open STOMP connection. It ends once and never comes back. */
export interface FrameConnection {
  readonly server: BrokerServer
  /** What the broker calls itself, for example `ActiveMQ/5.17.2`. */
  readonly brokerVersion: string
  /** Settles when the connection is over, with why. Never rejects. */
  readonly lost: Promise<Failure>
  readonly isOpen: boolean
  /** Whether the broker has confirmed anything that was asked of it on this connection. */
  readonly hasConfirmed: boolean
  /**
   * Sends a frame and waits for the broker's receipt.
   * @param transformed whether the frame asks the broker to translate, which one without XStream answers by hanging up
   * @throws Failure when the broker refuses it, or the connection ends or falls silent first
   */
  request(frame: Frame, transformed?: boolean): Promise<void>
  /** Sends a frame nobody confirms. On a connection that is over, nothing happens. */
  send(frame: Frame): void
  /** Hands the messages of one subscription to the listener, until the returned function is called. */
  listen(subscriptionId: string, listener: MessageListener): () => void
  /** Stops or resumes reading from the network. */
  hold(held: boolean): void
  /** Says goodbye (everything sent before is handled by the broker first) and closes. */
  close(): Promise<void>
  /** Ends it at once. */
  end(because: Failure): void
}

/** What a connection is made from once CONNECTED has arrived. */
export interface ConnectionParts {
  readonly client: Client
  readonly transport: Transport
  readonly server: BrokerServer
  readonly brokerVersion: string
  readonly settings: ConnectionSettings
  readonly clock: Clock
  /** How often the broker promised to be heard from, in milliseconds; 0 for not at all. */
  readonly heartBeatInterval: number
  readonly transformationSupport: TransformationSupport
}

/** An ERROR's body is a Java stack trace, of which nothing is kept. */
const errorBodyLimit = 0

/**
 * A connection over stompit's client. Its handlers for MESSAGE, RECEIPT and ERROR are replaced by ours: stompit's
 * destroy the client at any ERROR, although the broker keeps the connection open after most.
 */
export class StompConnection implements FrameConnection {
  readonly server: BrokerServer
  readonly brokerVersion: string
  readonly lost: Promise<Failure>
  readonly #parts: ConnectionParts
  readonly #receipts: Receipts
  readonly #listeners = new Map<string, MessageListener>()
  readonly #settleLost: (because: Failure) => void
  readonly #stopWatching: () => void
  readonly #name: string
  #unconfirmedTransformations = 0
  #open = true
  #confirmed = false

  constructor(parts: ConnectionParts) {
    const { client, clock, transport, settings } = parts
    this.#parts = parts
    this.server = parts.server
    this.brokerVersion = parts.brokerVersion
    this.#name = serverName(parts.server)
    const { promise, resolve } = Promise.withResolvers<Failure>()
    this.lost = promise
    this.#settleLost = resolve
    this.#receipts = new Receipts(clock, settings.receiptDeadline, () => {
      this.end(receiptDeadlinePassed(this.#name, settings.receiptDeadline))
    })
    this.#stopWatching = this.#watch(parts)
    client.setCommandHandlers({
      MESSAGE: (frame) => {
        this.#onMessage(frame)
      },
      RECEIPT: (frame) => {
        readBody(frame, 0, () => {
          this.#receipts.confirm(header(frame, 'receipt-id') ?? '')
        })
      },
      ERROR: (frame) => {
        readBody(frame, errorBodyLimit, () => {
          this.#onError(frame)
        })
      },
    })
    client.on('error', (error: Error) => {
      this.#onClientError(error)
    })
    client.on('end', () => {
      this.#onPeerClosed()
    })
    transport.on('end', () => {
      this.#onPeerClosed()
    })
    transport.on('close', () => {
      this.#onPeerClosed()
    })
  }

  get isOpen(): boolean {
    return this.#open
  }

  get hasConfirmed(): boolean {
    return this.#confirmed
  }

  async request(frame: Frame, transformed = false): Promise<void> {
    if (!this.#open) throw await this.lost
    const { id, settled } = this.#receipts.expect()
    if (transformed) this.#unconfirmedTransformations += 1
    this.#write({ ...frame, headers: { ...frame.headers, receipt: id } })
    await settled
    this.#confirmed = true
    if (transformed) {
      this.#unconfirmedTransformations -= 1
      this.#parts.transformationSupport.confirmed(this.#name)
    }
  }

  send(frame: Frame): void {
    if (this.#open) this.#write(frame)
  }

  listen(subscriptionId: string, listener: MessageListener): () => void {
    this.#listeners.set(subscriptionId, listener)
    return () => {
      this.#listeners.delete(subscriptionId)
    }
  }

  hold(held: boolean): void {
    if (this.#open) this.#parts.transport.hold(held)
  }

  async close(): Promise<void> {
    if (!this.#open) return
    this.hold(false)
    const closed = failure('PLB-BROKER-SESSION-CLOSED', {})
    // Whatever goes wrong with the goodbye, the connection is over, which is all that was wanted.
    await this.request({ command: 'DISCONNECT', headers: {} }).catch(() => undefined)
    this.end(closed)
  }

  end(because: Failure): void {
    if (!this.#open) return
    this.#open = false
    this.#stopWatching()
    this.#listeners.clear()
    this.#settleLost(because)
    this.#receipts.refuseAll(because)
    this.#parts.client.destroy()
    this.#parts.transport.destroy()
  }

  #write(frame: Frame): void {
    const stream = this.#parts.client.sendFrame(frame.command, { ...frame.headers })
    if (frame.body === undefined) stream.end()
    else stream.end(frame.body)
  }

  #watch({ clock, heartBeatInterval, transport }: ConnectionParts): () => void {
    if (heartBeatInterval === 0) return () => undefined
    const milliseconds = toleratedSilence(heartBeatInterval)
    return watchForSilence(
      clock,
      milliseconds,
      () => transport.lastReceived,
      () => {
        this.end(failure('PLB-BROKER-HEART-BEAT-LOST', { server: this.#name, milliseconds }))
      },
    )
  }

  #onMessage(frame: IncomingFrame): void {
    const { maxMessageBytes } = this.#parts.settings
    const subscription = header(frame, 'subscription') ?? ''
    // A message already under way when its subscription ended goes back to the queue: it is not acknowledged.
    const limit = this.#listeners.has(subscription) ? maxMessageBytes : 0
    readBody(frame, limit, (body) => {
      this.#listeners.get(subscription)?.(headerMap(frame), body)
    })
  }

  #onError(frame: IncomingFrame): void {
    const message = header(frame, 'message')
    const because = brokerFailure(message, this.#name)
    const receiptId = header(frame, 'receipt-id')
    if (receiptId !== undefined && this.#receipts.refuse(receiptId, because)) return
    // An acknowledgement of a message the broker has meanwhile given back or taken: it will come again, or need not.
    if (/unexpected (ack|nack) received/i.test(message ?? '')) return
    // Anything else nobody waits for means that broker and client no longer agree. A new connection mends that.
    this.end(because)
  }

  /** stompit reports what its parser refused, and passes on the transport's errors. */
  #onClientError(error: Error): void {
    const isSocketError = 'code' in error
    this.end(
      isSocketError
        ? (this.#silentClose() ?? socketFailure(error, this.#name, true))
        : // eslint-disable-next-line no-restricted-syntax -- stompit has no codes
          /ended (unexpectedly|without)|end of stream/.test(error.message)
          ? this.#closedFailure()
          : failure('PLB-BROKER-PROTOCOL', { server: this.#name, reason: printable(error.message) }, error),
    )
  }

  #onPeerClosed(): void {
    this.end(this.#closedFailure())
  }

  #closedFailure(): Failure {
    return (
      this.#silentClose() ??
      failure('PLB-BROKER-CONNECTION-LOST', { server: this.#name, reason: say('broker.closedByBroker') })
    )
  }

  #silentClose(): Failure | undefined {
    if (!this.#open || this.#unconfirmedTransformations === 0) return undefined
    return this.#parts.transformationSupport.closedSilently(this.#name)
  }
}

function header(frame: IncomingFrame, name: string): string | undefined {
  const value = frame.headers[name]
  return value === undefined ? undefined : String(value)
}

function headerMap(frame: IncomingFrame): FrameHeaders {
  return new Map(Object.entries(frame.headers).map(([name, value]) => [name, String(value)]))
}
