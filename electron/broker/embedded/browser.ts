import { headersOf } from './header-lines.ts'
import type { Message } from './message.ts'
import type { MessageEnds, MessageQueue } from './message-queue.ts'
import { Outstanding } from './outstanding.ts'
import type { Entry, MessageStore } from './store.ts'
import type { Recipient, SubscriptionTerms } from './subscription.ts'
import type { Work } from './turn.ts'

const pageSize = 128

/**
 * Shows a client what was in a queue when it asked, messages that are out with consumers included, then says that
 * this was the end. It takes nothing out, whatever is acknowledged. A client that has to acknowledge and does not
 * sees no more than its prefetch.
 */
export class Browser implements Work {
  readonly outstanding = new Outstanding()
  readonly #terms: SubscriptionTerms
  readonly #queue: MessageQueue
  readonly #store: MessageStore
  readonly #ends: MessageEnds
  readonly #recipient: Recipient
  readonly #last: number
  #after = 0
  #done = false

  constructor(
    terms: SubscriptionTerms,
    queue: MessageQueue,
    store: MessageStore,
    ends: MessageEnds,
    recipient: Recipient,
  ) {
    this.#terms = terms
    this.#queue = queue
    this.#store = store
    this.#ends = ends
    this.#recipient = recipient
    this.#last = queue.newest
  }

  dispatch(): boolean {
    if (this.#done) return false
    const page = this.#store.entriesAfter(this.#queue.identity.id, this.#after, pageSize)
    for (const entry of page) {
      if (entry.message > this.#last) break
      if (!this.#ready) return false
      this.#show(entry)
      this.#after = entry.message
    }
    const newestSeen = page.at(-1)?.message ?? Infinity
    if (newestSeen <= this.#last) return true
    if (!this.#ready) return false
    this.#done = true
    this.#recipient.end()
    return false
  }

  /** Lets the browser show more; the messages stay where they are. */
  acknowledge(messages: readonly number[]): void {
    for (const message of messages) this.outstanding.settle(message)
  }

  close(): void {
    this.#done = true
  }

  get #ready(): boolean {
    return this.#recipient.writable && this.outstanding.open < this.#terms.prefetch
  }

  #show(entry: Entry): void {
    const message = entry.shelf.read(this.#queue.identity.id, entry.message)
    if (message === undefined || this.#ends.hasExpired(message) || !this.#wants(message)) return
    if (!this.#terms.automatic) this.outstanding.add(message.id)
    this.#recipient.show(message, 0)
  }

  #wants(message: Message): boolean {
    return this.#terms.selector?.(headersOf(message.headers), message.messageId) ?? true
  }
}
