import { headersOf } from './header-lines.ts'
import type { DestinationStatus } from './destination.ts'
import type { Draft } from './message.ts'
import type { MessageQueue } from './message-queue.ts'
import type { Octets } from './octets.ts'
import type { Selector } from './selector.ts'

/** The queues a message to a topic goes to. */
export interface TopicTargets {
  /** Consumer queues of a virtual topic, and durable subscriptions. */
  readonly lasting: readonly MessageQueue[]
  /** Subscriptions that end with their connection. */
  readonly passing: readonly MessageQueue[]
}

/** Who receives what is sent to a topic. */
export class Topic {
  readonly #name: string
  readonly #virtualQueues = new Set<MessageQueue>()
  readonly #subscribers = new Map<MessageQueue, Selector | undefined>()
  #enqueued = 0
  /** What subscriptions that are gone had consumed. */
  #dequeued = 0

  constructor(name: string) {
    this.#name = name
  }

  /** Copies every message into a consumer queue from now on. */
  addVirtualQueue(queue: MessageQueue): void {
    this.#virtualQueues.add(queue)
  }

  removeVirtualQueue(queue: MessageQueue): void {
    this.#virtualQueues.delete(queue)
  }

  /** Gives every message the selector wants to a subscription from now on. */
  addSubscriber(queue: MessageQueue, selector: Selector | undefined): void {
    this.#subscribers.set(queue, selector)
  }

  removeSubscriber(queue: MessageQueue): void {
    if (this.#subscribers.delete(queue)) this.#dequeued += queue.dequeued
  }

  /** Whether nobody would miss it. */
  get isUnused(): boolean {
    return this.#virtualQueues.size + this.#subscribers.size === 0
  }

  /** Counts a message and tells where it goes. */
  targetsOf(draft: Draft): TopicTargets {
    this.#enqueued += 1
    let headers: ReadonlyMap<Octets, Octets> | undefined
    const lasting = [...this.#virtualQueues]
    const passing: MessageQueue[] = []
    for (const [queue, selector] of this.#subscribers) {
      if (selector !== undefined && !selector((headers ??= headersOf(draft.headers)))) continue
      if (queue.identity.kind === 'durable subscription') lasting.push(queue)
      else passing.push(queue)
    }
    return { lasting, passing }
  }

  status(): DestinationStatus {
    const subscribers = [...this.#subscribers.keys()]
    return {
      kind: 'topic',
      name: this.#name,
      depth: 0,
      consumers: subscribers.reduce((sum, queue) => sum + queue.consumers, 0),
      enqueued: this.#enqueued,
      dequeued: subscribers.reduce((sum, queue) => sum + queue.dequeued, this.#dequeued),
    }
  }
}
