import { headersOf, renderMessage } from './delivery.ts'
import { encodeFrame } from './frames.ts'
import type { Message } from './message.ts'
import type { MessageEnds, MessageQueue } from './message-queue.ts'
import type { Octets } from './octets.ts'
import type { Entry, MessageStore } from './store.ts'
import type { AckIds, Outlet, SubscriptionTerms } from './subscription.ts'
import type { Work } from './turn.ts'

const pageSize = 128

/**
 * Shows a client what was in a queue when it asked, messages that are out with consumers included, then says that
 * this was the end. It takes nothing out, whatever is acknowledged. A client that has to acknowledge and does not
 * sees no more than its prefetch.
 */
export class Browser implements Work {
  readonly terms: SubscriptionTerms
  readonly #queue: MessageQueue
  readonly #store: MessageStore
  readonly #ends: MessageEnds
  readonly #outlet: Outlet
  readonly #ackIds: AckIds
  readonly #last: number
  readonly #unacknowledged = new Set<Octets>()
  #after = 0
  #done = false

  constructor(
    terms: SubscriptionTerms,
    queue: MessageQueue,
    store: MessageStore,
    ends: MessageEnds,
    outlet: Outlet,
    ackIds: AckIds,
  ) {
    this.terms = terms
    this.#queue = queue
    this.#store = store
    this.#ends = ends
    this.#outlet = outlet
    this.#ackIds = ackIds
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
    this.#end()
    return false
  }

  /** Whether this ack id can be acknowledged. */
  awaits(ackId: Octets): boolean {
    return this.#unacknowledged.has(ackId)
  }

  /** Lets the browser show one more; the message stays where it is. */
  acknowledge(ackId: Octets): void {
    this.#unacknowledged.delete(ackId)
  }

  close(): void {
    this.#done = true
  }

  get #ready(): boolean {
    return this.#outlet.writable && this.#unacknowledged.size < this.terms.prefetch
  }

  #show(entry: Entry): void {
    const message = entry.shelf.read(this.#queue.identity.id, entry.message)
    if (message === undefined || this.#ends.hasExpired(message) || !this.#wants(message)) return
    const ack = this.terms.ackMode === 'auto' ? undefined : this.#ackIds(message)
    if (ack !== undefined) this.#unacknowledged.add(ack)
    this.#outlet.send(
      renderMessage(message, {
        version: this.#outlet.version,
        subscription: this.terms.id,
        destination: this.#queue.identity.address,
        ack: this.#outlet.version === '1.2' ? ack : undefined,
        redelivered: false,
        transformation: this.terms.transformation,
      }),
    )
  }

  #wants(message: Message): boolean {
    return this.terms.selector?.(headersOf(message.headers)) ?? true
  }

  #end(): void {
    this.#done = true
    const headers = new Map([
      ['browser', 'end'],
      ['destination', this.#queue.identity.address],
      ['message-id', '0'],
    ])
    if (this.terms.id !== undefined) headers.set('subscription', this.terms.id)
    this.#outlet.send(
      encodeFrame({ command: 'MESSAGE', headers, body: Buffer.alloc(0) }, this.#outlet.version),
    )
  }
}
