import { headersOf } from './header-lines.ts'
import type { Message } from './message.ts'
import type { Consumer, MessageQueue, Seen } from './message-queue.ts'
import { Outstanding } from './outstanding.ts'
import type { Selector } from './selector.ts'

/** Who is shown messages: a subscription of a connection, as its protocol has it. */
export interface Recipient {
  /** Whether its connection takes more messages now. When it does again after it did not, it says so. */
  readonly writable: boolean
  /** @param deliveries how often the message was out with a consumer before */
  show(message: Message, deliveries: number): void
  /** Called when a browser has shown everything. */
  end(): void
}

export interface SubscriptionTerms {
  /** Whether a message is consumed by being delivered, so that nobody acknowledges it. */
  readonly automatic: boolean
  /** How many messages may be out and not acknowledged. */
  readonly prefetch: number
  readonly selector: Selector | undefined
  /** Whose it is, where that outlives a lost connection. */
  readonly owner?: string
}

/** One subscription to a queue, or to the queue behind a topic subscription, of one connection. */
export class Subscription implements Consumer {
  readonly queue: MessageQueue
  readonly outstanding = new Outstanding()
  readonly #terms: SubscriptionTerms
  readonly #recipient: Recipient
  #prefetch: number
  /** How many more than that may be out: what was delivered and need not be acknowledged yet, or was asked for singly. */
  #extension = 0

  constructor(terms: SubscriptionTerms, queue: MessageQueue, recipient: Recipient) {
    this.#terms = terms
    this.queue = queue
    this.#recipient = recipient
    this.#prefetch = terms.prefetch
  }

  get owner(): string | undefined {
    return this.#terms.owner
  }

  /** Whether the owner was given this message before, on a connection that was lost since. */
  hadBefore(message: number): boolean {
    return this.owner !== undefined && this.queue.lastOwner(message) === this.owner
  }

  get ready(): boolean {
    return this.#recipient.writable && this.outstanding.open < this.#prefetch + this.#extension
  }

  /** Changes how many messages may be out and not acknowledged. */
  setPrefetch(prefetch: number): void {
    this.#prefetch = prefetch
  }

  /** Lets so many messages more be out, until they are acknowledged. */
  extend(by: number): void {
    this.#extension = Math.min(this.#extension + by, this.outstanding.open)
  }

  /** Lets one more message be out than are. */
  allowOne(): void {
    this.#extension = this.outstanding.open + 1 - this.#prefetch
  }

  wants(message: Message): boolean {
    return this.#terms.selector?.(headersOf(message.headers), message.messageId) ?? true
  }

  deliver(message: Message, deliveries: number): boolean {
    const { automatic } = this.#terms
    if (!automatic) this.outstanding.add(message.id)
    this.#recipient.show(message, deliveries)
    return automatic
  }

  /** Consumes messages for good. Those that are not out any more, because the subscription ended, are passed over. */
  acknowledge(messages: readonly number[]): void {
    for (const message of messages) {
      if (!this.outstanding.settle(message)) continue
      this.queue.take(message)
      this.#extension = Math.max(0, this.#extension - 1)
    }
  }

  /**
   * Gives a message up.
   * @returns the message, already out of the queue, or undefined when it is not out any more
   */
  reject(id: number): Message | undefined {
    if (!this.outstanding.has(id)) return undefined
    const message = this.queue.read(id)
    this.acknowledge([id])
    return message
  }

  /** Ends the subscription; what is not acknowledged returns to the queue. */
  close(seen?: Seen): void {
    this.queue.detach(this, seen)
    this.outstanding.clear()
  }
}
