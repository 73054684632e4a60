import type { Message } from './message.ts'
import type { MessageShelf } from './message-shelf.ts'
import type { Octets } from './octets.ts'
import type { Entry, MessageStore } from './store.ts'

export interface QueueIdentity {
  /** Its number in the store; that of a topic subscription, which ends with its connection, is negative. */
  readonly id: number
  readonly kind: 'queue' | 'durable subscription' | 'topic subscription'
  /** The name of the queue, of the durable subscription or of the topic. */
  readonly name: string
  /** The `destination` header its consumers see. */
  readonly address: Octets
}

/** Who takes messages from a queue: a subscription of a connection. */
export interface Consumer {
  /** Whose it is, where that outlives a lost connection. */
  readonly owner?: string | undefined
  /** Whether it can be given a message now: it has credit left and its connection takes bytes. */
  readonly ready: boolean
  /** Whether its selector wants the message. */
  wants(message: Message): boolean
  /**
   * Gives it a message.
   * @param deliveries how often it was out with a consumer before
   * @returns whether the message is consumed by that, so that nobody will acknowledge it
   */
  deliver(message: Message, deliveries: number): boolean
}

/**
 * What an ending consumer has seen of what is out with it: anything, nothing, or what it was given up to one message. That
 * counts as delivered when it comes again.
 */
export type Seen = 'anything' | 'nothing' | { readonly upTo: number }

/** What happens to messages that must not be delivered any more. */
export interface MessageEnds {
  /** Whether the message has outlived its time. */
  hasExpired(message: Message): boolean
  /** Called after an expired message was taken out of the queue. */
  expired(message: Message, queue: MessageQueue): void
}

/** Entries read ahead for one consumer; small, since other consumers take from the same queue. */
const pageSize = 128

/** Messages one call of `dispatch` looks at, and milliseconds, so that no queue keeps the event loop to itself. */
const dispatchBudget = 512
const dispatchTime = 10

interface Returned {
  /** How often it was out. */
  readonly deliveries: number
  /** Whose consumer had it last. */
  readonly owner: string | undefined
}

/** How far one consumer has come. */
interface Place {
  readonly consumer: Consumer
  /** Every message up to this one was looked at for the consumer. */
  after: number
  page: Entry[]
  next: number
}

/**
 * A queue's order of delivery. The messages lie in the store; in memory are only which of them are out with which
 * consumer and which of them were out before.
 */
export class MessageQueue {
  readonly identity: QueueIdentity
  /** Messages in the queue, those that are out with a consumer included. */
  depth: number
  /** Since the broker started. */
  enqueued = 0
  dequeued = 0
  readonly #store: MessageStore
  readonly #ends: MessageEnds
  readonly #places: Place[] = []
  /** Whose turn it is, so that consumers are served evenly. */
  #turn = 0
  readonly #out = new Map<number, { readonly consumer: Consumer; readonly shelf: MessageShelf }>()
  /** What is known of messages that were out and came back. */
  readonly #returned = new Map<number, Returned>()
  #newest: number

  /** @param newest the newest message of the broker: none in the queue is newer */
  constructor(
    identity: QueueIdentity,
    depth: number,
    newest: number,
    store: MessageStore,
    ends: MessageEnds,
  ) {
    this.identity = identity
    this.depth = depth
    this.#newest = newest
    this.#store = store
    this.#ends = ends
  }

  get consumers(): number {
    return this.#places.length
  }

  /** The newest message the queue was given; a browser goes no further. */
  get newest(): number {
    return this.#newest
  }

  /** Notes that the store holds another message for this queue. */
  added(message: number): void {
    this.#newest = message
    this.depth += 1
    this.enqueued += 1
  }

  attach(consumer: Consumer): void {
    this.#places.push({ consumer, after: 0, page: [], next: 0 })
  }

  /** Ends a consumer; what it did not acknowledge goes back to its place, to be delivered to others first. */
  detach(consumer: Consumer, seen: Seen = 'anything'): void {
    const index = this.#places.findIndex((place) => place.consumer === consumer)
    if (index >= 0) this.#places.splice(index, 1)
    const back = [...this.#out].filter(([, out]) => out.consumer === consumer).map(([message]) => message)
    for (const message of back) this.#out.delete(message)
    for (const message of seenOf(back, seen)) {
      const deliveries = (this.#returned.get(message)?.deliveries ?? 0) + 1
      this.#returned.set(message, { deliveries, owner: consumer.owner })
    }
    if (back.length === 0) return
    const oldest = back.reduce((least, message) => Math.min(least, message))
    for (const place of this.#places) {
      if (place.after < oldest) continue
      place.after = oldest - 1
      place.page = []
      place.next = 0
    }
  }

  /** Removes a message that is out with a consumer, for good. */
  take(message: number): void {
    const out = this.#out.get(message)
    if (out === undefined)
      throw new Error(`message ${message} is not out with a consumer of ${this.identity.name}`)
    this.#remove({ message, shelf: out.shelf })
  }

  /** Whose consumer had a message last that came back; undefined when that is nobody's. */
  lastOwner(message: number): string | undefined {
    return this.#returned.get(message)?.owner
  }

  /** Reads a message that is out with a consumer. */
  read(message: number): Message | undefined {
    return this.#out.get(message)?.shelf.read(this.identity.id, message)
  }

  /**
   * Gives messages to consumers that are ready, turn by turn.
   * @returns whether there was more to do than one call does
   */
  dispatch(): boolean {
    let budget = dispatchBudget
    const end = performance.now() + dispatchTime
    for (let idle = 0; idle < this.#places.length;) {
      this.#turn = (this.#turn + 1) % this.#places.length
      const place = this.#places[this.#turn]
      const entry = place?.consumer.ready === true ? this.#nextFor(place) : undefined
      if (place === undefined || entry === undefined) {
        idle += 1
        continue
      }
      this.#offer(entry, place.consumer)
      idle = 0
      budget -= 1
      if (budget === 0 || performance.now() >= end) return true
    }
    return false
  }

  #offer(entry: Entry, consumer: Consumer): void {
    const message = entry.shelf.read(this.identity.id, entry.message)
    // Another consumer may have taken it since the page was read.
    if (message === undefined) return
    if (this.#ends.hasExpired(message)) {
      this.#remove(entry)
      this.#ends.expired(message, this)
      return
    }
    if (!consumer.wants(message)) return
    this.#out.set(entry.message, { consumer, shelf: entry.shelf })
    if (consumer.deliver(message, this.#returned.get(entry.message)?.deliveries ?? 0)) this.#remove(entry)
  }

  #nextFor(place: Place): Entry | undefined {
    for (;;) {
      const entry = place.page[place.next]
      if (entry === undefined) {
        if (place.after >= this.#newest) return undefined
        place.page = this.#store.entriesAfter(this.identity.id, place.after, pageSize)
        place.next = 0
        if (place.page.length === 0) place.after = this.#newest
        continue
      }
      place.next += 1
      place.after = entry.message
      if (!this.#out.has(entry.message)) return entry
    }
  }

  #remove(entry: Entry): void {
    this.#store.begin()
    entry.shelf.remove(this.identity.id, entry.message)
    this.#out.delete(entry.message)
    this.#returned.delete(entry.message)
    this.depth -= 1
    this.dequeued += 1
  }
}

/** A message that is not among those that come back tells nothing of them. */
function seenOf(back: readonly number[], seen: Seen): readonly number[] {
  if (seen === 'anything') return back
  return seen === 'nothing' ? [] : back.slice(0, back.indexOf(seen.upTo) + 1)
}
