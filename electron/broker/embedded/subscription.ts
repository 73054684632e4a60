import { headersOf, renderMessage } from './delivery.ts'
import type { StompVersion } from './header-escaping.ts'
import type { Message } from './message.ts'
import type { Consumer, MessageQueue } from './message-queue.ts'
import type { Octets } from './octets.ts'
import type { Selector } from './selector.ts'

/** How messages are acknowledged, as STOMP names it. */
export type AckMode = 'auto' | 'client' | 'client-individual'

/** Where frames for a client go. */
export interface Outlet {
  /** Whether it takes more messages now. When it does again after it did not, it says so. */
  readonly writable: boolean
  readonly version: StompVersion
  send(bytes: Buffer): void
}

/** What a SUBSCRIBE asks for. */
export interface SubscriptionTerms {
  /** What the connection knows it by: its id or, without one, its destination. */
  readonly key: Octets
  /** The `id` header; undefined for a STOMP 1.0 client that named none. */
  readonly id: Octets | undefined
  readonly ackMode: AckMode
  /** How many messages may be out and not acknowledged. */
  readonly prefetch: number
  readonly transformation: Octets
  readonly selector: Selector | undefined
}

/** Makes the value of an `ack` header; each is given once. */
export type AckIds = (message: Message) => Octets

/** One subscription to a queue, or to the queue behind a topic subscription, of one connection. */
export class Subscription implements Consumer {
  readonly terms: SubscriptionTerms
  readonly queue: MessageQueue
  readonly #outlet: Outlet
  readonly #ackIds: AckIds
  /** Messages by their ack id, in the order they were delivered. */
  readonly #unacknowledged = new Map<Octets, number>()
  /** Ack ids that a transaction not yet committed acknowledges. They take no credit. */
  readonly #reserved = new Set<Octets>()

  constructor(terms: SubscriptionTerms, queue: MessageQueue, outlet: Outlet, ackIds: AckIds) {
    this.terms = terms
    this.queue = queue
    this.#outlet = outlet
    this.#ackIds = ackIds
  }

  get ready(): boolean {
    return this.#outlet.writable && this.#unacknowledged.size - this.#reserved.size < this.terms.prefetch
  }

  wants(message: Message): boolean {
    return this.terms.selector?.(headersOf(message.headers)) ?? true
  }

  deliver(message: Message, redelivered: boolean): boolean {
    const consumed = this.terms.ackMode === 'auto'
    const ack = consumed ? undefined : this.#ackIds(message)
    if (ack !== undefined) this.#unacknowledged.set(ack, message.id)
    this.#outlet.send(
      renderMessage(message, {
        version: this.#outlet.version,
        subscription: this.terms.id,
        destination: this.queue.identity.address,
        ack: this.#outlet.version === '1.2' ? ack : undefined,
        // As in ActiveMQ, what a durable subscription gets again does not say so.
        redelivered: redelivered && this.queue.identity.kind === 'queue',
        transformation: this.terms.transformation,
      }),
    )
    return consumed
  }

  /** Whether this ack id can be acknowledged. */
  awaits(ackId: Octets): boolean {
    return this.#unacknowledged.has(ackId) && !this.#reserved.has(ackId)
  }

  /** What an ACK of this id covers: in mode client, everything delivered up to it. */
  coveredBy(ackId: Octets): Octets[] {
    if (this.terms.ackMode !== 'client') return [ackId]
    const covered: Octets[] = []
    for (const id of this.#unacknowledged.keys()) {
      if (!this.#reserved.has(id)) covered.push(id)
      if (id === ackId) break
    }
    return covered
  }

  /** Keeps ids for a transaction: nothing else can acknowledge them until they are settled or released. */
  reserve(ackIds: readonly Octets[]): void {
    for (const id of ackIds) this.#reserved.add(id)
  }

  release(ackIds: readonly Octets[]): void {
    for (const id of ackIds) this.#reserved.delete(id)
  }

  /** Consumes messages for good. Ids that are not out any more, because the subscription ended, are passed over. */
  acknowledge(ackIds: readonly Octets[]): void {
    for (const id of ackIds) {
      const message = this.#unacknowledged.get(id)
      if (message === undefined) continue
      this.#forget(id)
      this.queue.take(message)
    }
  }

  /**
   * Gives a message up.
   * @returns the message, already out of the queue, or undefined when it is not out any more
   */
  reject(ackId: Octets): Message | undefined {
    const id = this.#unacknowledged.get(ackId)
    if (id === undefined) return undefined
    const message = this.queue.read(id)
    this.#forget(ackId)
    this.queue.take(id)
    return message
  }

  /** Ends the subscription; what is not acknowledged returns to the queue. */
  close(): void {
    this.queue.detach(this)
    this.#unacknowledged.clear()
    this.#reserved.clear()
  }

  #forget(ackId: Octets): void {
    this.#unacknowledged.delete(ackId)
    this.#reserved.delete(ackId)
  }
}
