import { failure, isFailure, type Failure, wordingOf } from '../../errors/failure.ts'
import type { Connection, ConsumeRequest, Consumption, Delivery } from '../broker-connection.ts'
import type { Destination } from '../destinations.ts'
import type { Message } from '../message.ts'

/** A message handed to a subscriber, who answers for it. */
export interface ReceivedMessage extends Message {
  /**
   * Tells the broker the message is done.
   * @returns false when its connection is gone: the broker will deliver the message again
   */
  ack(): boolean
  /**
   * Tells the broker to put the message on the dead letter queue, at once and without another attempt.
   * @returns false when its connection is gone: the broker will deliver the message again
   */
  nack(): boolean
}

export interface SubscribeOptions {
  readonly destination: Destination
  /** How many messages the broker may send ahead of their acknowledgement. 1 to 500. */
  readonly prefetch?: number
  /** A JMS selector over the messages' properties. */
  readonly selector?: string
  /** How many messages may be handled at once; they are always begun in order. */
  readonly concurrency?: number
  /** See {@link ConsumeRequest.unbridged}; with what messages hold, since OpenWire translates nothing. */
  readonly unbridged?: boolean
}

export type MessageHandler = (message: ReceivedMessage) => Promise<void> | void

/** A subscription that outlives connections. */
export interface Subscription {
  /** Settles when it has ended: undefined after `unsubscribe` or the session's closing, else why. Never rejects. */
  readonly ended: Promise<Failure | undefined>
  /** Lets messages being handled finish, then ends it. What was not acknowledged goes back to the queue. */
  unsubscribe(): Promise<void>
}

/**
 * At prefetch 1000, ActiveMQ's default, its STOMP reader and writer can block each other for good with messages
 * of ordinary size; up to 500 that was never seen.
 */
const prefetchLimit = 500
const defaultPrefetch = 250

/** Told how many bytes of bodies wait to be handled, so that a session can stop reading in time. */
export type BufferedBytes = (change: number) => void

export class SessionSubscription implements Subscription {
  readonly ended: Promise<Failure | undefined>
  /** Settles when the broker first confirmed the subscription, or it ended before. */
  readonly ready: Promise<void>
  readonly #options: SubscribeOptions
  readonly #handler: MessageHandler
  readonly #buffered: BufferedBytes
  readonly #concurrency: number
  readonly #becomeReady: () => void
  readonly #refuseReady: (because: Failure) => void
  readonly #end: (because: Failure | undefined) => void
  #waiting: Delivery[] = []
  readonly #running = new Set<Promise<void>>()
  #connection: Connection | undefined
  #consumption: Consumption | undefined
  #active = true

  /**
   * @param buffered told of bodies kept and let go
   * @throws Failure PLB-BROKER-PREFETCH-REFUSED
   */
  constructor(options: SubscribeOptions, handler: MessageHandler, buffered: BufferedBytes) {
    const { prefetch = defaultPrefetch } = options
    if (!Number.isInteger(prefetch) || prefetch < 1 || prefetch > prefetchLimit) {
      throw failure('PLB-BROKER-PREFETCH-REFUSED', { prefetch, limit: prefetchLimit })
    }
    this.#options = options
    this.#handler = handler
    this.#buffered = buffered
    this.#concurrency = Math.max(1, options.concurrency ?? 1)
    const ready = Promise.withResolvers<void>()
    // Nobody may be waiting any more when a later attempt fails.
    ready.promise.catch(() => undefined)
    this.ready = ready.promise
    this.#becomeReady = ready.resolve
    this.#refuseReady = ready.reject
    const ended = Promise.withResolvers<Failure | undefined>()
    this.ended = ended.promise
    this.#end = ended.resolve
  }

  /** Subscribes on a connection; called for each one. */
  async connected(connection: Connection): Promise<void> {
    if (!this.#active) return
    this.#connection = connection
    const consumption = connection.consume(this.#request, {
      receive: (delivery) => {
        if (delivery !== 'end') this.#receive(delivery)
      },
      ended: (because) => {
        this.finish(because)
      },
    })
    this.#consumption = consumption
    try {
      await consumption.confirmed
      this.#becomeReady()
    } catch (error) {
      // When the connection ended, the next one brings another attempt; a refusal is final.
      if (connection.isOpen && isFailure(error)) this.finish(error)
    }
  }

  /** The connection is gone: what was not handled yet will be delivered again. */
  disconnected(): void {
    this.#connection = undefined
    this.#dropWaiting()
  }

  async unsubscribe(): Promise<void> {
    if (!this.#active) return
    this.#active = false
    await this.settle()
    if (this.#connection?.isOpen === true) await this.#consumption?.end()
    this.finish(undefined)
  }

  /** Hands out no more messages and waits for those being handled. */
  async settle(): Promise<void> {
    this.#active = false
    this.#dropWaiting()
    await Promise.allSettled([...this.#running])
  }

  finish(because: Failure | undefined): void {
    this.#active = false
    this.#dropWaiting()
    this.#connection = undefined
    this.#consumption = undefined
    this.#refuseReady(because ?? failure('PLB-BROKER-SESSION-CLOSED', {}))
    this.#end(because)
  }

  get #request(): ConsumeRequest {
    const { destination, prefetch = defaultPrefetch, selector, unbridged = false } = this.#options
    // A translation on a topic breaks its other subscribers.
    const withBodies = unbridged || destination.kind !== 'topic'
    return { destination, acknowledgement: 'client-individual', prefetch, selector, withBodies, unbridged }
  }

  #receive(delivery: Delivery): void {
    if (!this.#active) return
    this.#waiting.push(delivery)
    this.#buffered(delivery.bytes)
    this.#handleNext()
  }

  #handleNext(): void {
    while (this.#active && this.#running.size < this.#concurrency) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      const run = this.#handle(next).finally(() => {
        this.#running.delete(run)
        this.#buffered(-next.bytes)
        this.#handleNext()
      })
      this.#running.add(run)
    }
  }

  async #handle({ message, ack, nack }: Delivery): Promise<void> {
    // A second answer is a fault to a broker, and some hang up over it.
    let isAnswered = false
    const once = (answer: () => boolean) => (): boolean => {
      if (isAnswered) return false
      isAnswered = true
      return answer()
    }
    try {
      await this.#handler({ ...message, ack: once(ack), nack: once(nack) })
    } catch (error) {
      const consumption = this.#consumption
      this.finish(
        failure(
          'PLB-BROKER-HANDLER-FAILED',
          { name: this.#options.destination.name, reason: wordingOf(error) },
          error,
        ),
      )
      void consumption?.end()
    }
  }

  #dropWaiting(): void {
    const dropped = this.#waiting
    this.#waiting = []
    for (const { bytes } of dropped) this.#buffered(-bytes)
  }
}
