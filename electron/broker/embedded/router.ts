import { deadLetterQueue, type Destination, type PlainDestination } from '../destinations.ts'
import { headerOf, isTemporary, virtualTopicOf, type DestinationStatus } from './destination.ts'
import { deadLetterOf, type Draft, type Message } from './message.ts'
import { MessageQueue, type MessageEnds, type QueueIdentity } from './message-queue.ts'
import { octetsOf, type Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'
import { selectorOf, type Selector } from './selector.ts'
import type { MessageStore, StoredQueue } from './store.ts'
import { Topic } from './topic.ts'
import type { Turn } from './turn.ts'

/** Called when a message went to the dead letter queue. */
export type DeadLetterListener = (queue: QueueIdentity, reason: 'refused' | 'expired') => void

/** Called for every queue and topic there is, and when one is made or gone. */
export type DestinationListener = (destination: PlainDestination, exists: boolean) => void

/** Called before a destination is made. @throws ProtocolError when whoever asks for it may not make another */
export type Make = () => void

interface LastingQueue {
  readonly stored: StoredQueue
  readonly queue: MessageQueue
}

/** Messages of a queue that is gone which are deleted in one turn. */
const purgeBatch = 500
/** No queue of the store has it. */
const noQueue = 0

/** Knows every destination and which queues a message goes to. */
export class Router implements MessageEnds {
  readonly #store: MessageStore
  readonly #turn: Turn
  readonly #now: () => number
  readonly #destinationLimit: number
  readonly #onDestination: DestinationListener
  readonly #onDeadLetter: DeadLetterListener
  readonly #queues = new Map<string, LastingQueue>()
  readonly #durables = new Map<string, LastingQueue>()
  readonly #topics = new Map<string, Topic>()
  #newestMessage: number
  #topicSubscriptions = 0

  /** Takes up what the store holds. */
  constructor(options: {
    readonly store: MessageStore
    readonly turn: Turn
    readonly now: () => number
    readonly destinationLimit: number
    readonly onDestination: DestinationListener
    readonly onDeadLetter: DeadLetterListener
  }) {
    const { store } = options
    this.#store = store
    this.#turn = options.turn
    this.#now = options.now
    this.#destinationLimit = options.destinationLimit
    this.#onDestination = options.onDestination
    this.#onDeadLetter = options.onDeadLetter
    this.#newestMessage = store.newestMessage()
    const depths = store.depths()
    for (const stored of store.queues()) {
      if (isTemporary(stored.name)) this.#remove(stored)
      else this.#load(stored, depths.get(stored.id) ?? 0)
    }
    for (const id of store.leftoverQueues()) {
      // A topic subscription made from now on must not take over what an earlier one left.
      this.#topicSubscriptions = Math.max(this.#topicSubscriptions, -id)
      this.#purge(id)
    }
  }

  /**
   * Makes sure that a destination exists, so that publishing to it cannot fail.
   * @throws ProtocolError, not fatal, when there are too many
   */
  ensure(destination: Destination, make: Make): void {
    if (destination.kind === 'queue') this.queue(destination.name, make)
    else this.#topicWithinLimit(destination.name, make)
  }

  /** Sends a message to a queue, or to whoever subscribes to a topic now. */
  publish(destination: Destination, draft: Draft, messageId: Octets): void {
    if (destination.kind === 'queue') {
      this.#enqueue(draft, messageId, [this.#queueOf(destination.name)], [])
      return
    }
    const { lasting, passing } = this.#topic(destination.name).targetsOf(draft)
    this.#enqueue(draft, messageId, lasting, passing)
  }

  /**
   * Sends a message whose sender may send it again when the answer was lost: once it is stored, it is not stored again.
   */
  publishOnce(destination: Destination, draft: Draft, messageId: Octets): void {
    if (draft.persistent) {
      this.#store.begin()
      if (!this.#store.remember(headerOf(destination), messageId)) return
    }
    this.publish(destination, draft, messageId)
  }

  /**
   * The queue of a name; it is made when it does not exist yet.
   * @throws ProtocolError, not fatal, when there are too many destinations
   */
  queue(name: string, make: Make): MessageQueue {
    if (!this.#queues.has(name)) this.#allowOneMore(make)
    return this.#queueOf(name)
  }

  /** The queue of a name, or undefined when there is none. */
  existingQueue(name: string): MessageQueue | undefined {
    return this.#queues.get(name)?.queue
  }

  /** What a browser sees of the queue of a name: looking makes none, so that a queue that was removed stays so. */
  queueToBrowse(name: string): MessageQueue {
    const address = headerOf({ kind: 'queue', name })
    return this.existingQueue(name) ?? this.#newQueue({ id: noQueue, kind: 'queue', name, address }, 0)
  }

  /** Forgets a queue and, bit by bit, its messages. */
  removeQueue(name: string): void {
    const found = this.#queues.get(name)
    if (found === undefined) return
    this.#queues.delete(name)
    const topic = virtualTopicOf(name)
    if (topic !== undefined) this.#topics.get(topic)?.removeVirtualQueue(found.queue)
    this.#remove(found.stored)
    this.#onDestination({ kind: 'queue', name }, false)
  }

  /** Forgets a topic, unless consumer queues or subscriptions hang on it. */
  removeTopic(name: string): void {
    if (this.#topics.get(name)?.isUnused !== true) return
    this.#topics.delete(name)
    this.#onDestination({ kind: 'topic', name }, false)
  }

  /** Makes the queue of a topic subscription that ends with its connection. */
  topicSubscription(destination: Destination, selector: Selector | undefined, make: Make): MessageQueue {
    const { name } = destination
    const topic = this.#topicWithinLimit(name, make)
    this.#topicSubscriptions += 1
    const id = -this.#topicSubscriptions
    const queue = this.#newQueue({ id, kind: 'topic subscription', name, address: headerOf(destination) }, 0)
    topic.addSubscriber(queue, selector)
    return queue
  }

  /** Ends such a subscription. What it did not consume is gone. */
  endTopicSubscription(queue: MessageQueue): void {
    this.#topics.get(queue.identity.name)?.removeSubscriber(queue)
    this.#purge(queue.identity.id)
  }

  /**
   * The queue of a durable subscription; it is made when it does not exist yet, and made anew when it was to another
   * topic or had another selector.
   * @throws ProtocolError, not fatal, when it is in use
   */
  durable(clientId: string, name: string, topic: string, selector: Octets, make: Make): MessageQueue {
    const existing = this.#durables.get(durableKey(clientId, name))
    if (existing !== undefined) {
      if (existing.queue.consumers > 0) {
        throw refused(`Durable consumer is in use for client: ${clientId} and subscriptionName: ${name}`)
      }
      if (existing.stored.topic === topic && existing.stored.selector === selector) return existing.queue
      this.#removeDurable(existing)
    }
    this.#allowOneMore(make)
    return this.#create({ kind: 'durable subscription', name, clientId, topic, selector })
  }

  /**
   * Deletes a durable subscription with its messages.
   * @throws ProtocolError, not fatal, when there is none or it is in use
   */
  removeDurable(clientId: string, name: string): void {
    const durable = this.#durables.get(durableKey(clientId, name))
    if (durable === undefined) {
      const what = `No durable subscription exists for clientID: ${clientId} and subscriptionName: ${name}`
      throw new ProtocolError(octetsOf(what), false, 'no such destination')
    }
    if (durable.queue.consumers > 0) throw refused('Durable consumer is in use')
    this.#removeDurable(durable)
  }

  /** Moves a message that a consumer refused to the dead letter queue; one that is not persistent is gone. */
  refuse(message: Message, queue: MessageQueue): void {
    this.#deadLetter(message, queue, 'refused')
  }

  hasExpired(message: Message): boolean {
    return message.expires > 0 && message.expires <= this.#now()
  }

  expired(message: Message, queue: MessageQueue): void {
    this.#deadLetter(message, queue, 'expired', `Message Expired. Expiration:${message.expires}`)
  }

  statuses(): DestinationStatus[] {
    const queues = [...this.#queues.values()]
      .map(({ queue }) => ({ kind: 'queue' as const, ...countsOf(queue) }))
      // They are their connection's alone.
      .filter(({ name }) => !isTemporary(name))
    const durables = [...this.#durables.values()].map(({ stored, queue }) => ({
      kind: 'durable subscription' as const,
      ...countsOf(queue),
      topic: stored.topic,
      clientId: stored.clientId,
    }))
    return [...queues, ...[...this.#topics.values()].map((topic) => topic.status()), ...durables]
  }

  #enqueue(
    draft: Draft,
    messageId: Octets,
    lasting: readonly MessageQueue[],
    passing: readonly MessageQueue[],
  ): void {
    if (lasting.length + passing.length === 0) return
    this.#newestMessage += 1
    const message = { ...draft, id: this.#newestMessage, messageId }
    this.#store.begin()
    this.#store.add(message, lasting.map(numberOf), passing.map(numberOf))
    for (const queue of [...lasting, ...passing]) {
      queue.added(message.id)
      this.#turn.wake(queue)
    }
  }

  #deadLetter(message: Message, queue: MessageQueue, reason: 'refused' | 'expired', cause?: Octets): void {
    const { kind, address } = queue.identity
    const deadLetters = headerOf(deadLetterQueue)
    // A plain topic subscription has nothing to give up; and what the dead letter queue's own reader refuses is gone.
    if (!message.persistent || kind === 'topic subscription' || address === deadLetters) return
    const draft = deadLetterOf(message, deadLetters, address, cause)
    this.#enqueue(draft, message.messageId, [this.#queueOf(deadLetterQueue.name)], [])
    this.#onDeadLetter(queue.identity, reason)
  }

  #topicWithinLimit(name: string, make: Make): Topic {
    if (!this.#topics.has(name)) this.#allowOneMore(make)
    return this.#topic(name)
  }

  #topic(name: string): Topic {
    const existing = this.#topics.get(name)
    if (existing !== undefined) return existing
    const topic = new Topic(name)
    this.#topics.set(name, topic)
    this.#onDestination({ kind: 'topic', name }, true)
    return topic
  }

  #queueOf(name: string): MessageQueue {
    const existing = this.#queues.get(name)?.queue
    return existing ?? this.#create({ kind: 'queue', name, clientId: '', topic: '', selector: '' })
  }

  #create(queue: Omit<StoredQueue, 'id'>): MessageQueue {
    this.#store.begin()
    return this.#load(this.#store.addQueue(queue), 0)
  }

  #load(stored: StoredQueue, depth: number): MessageQueue {
    const { id, kind, name } = stored
    if (kind === 'queue') {
      const queue = this.#newQueue({ id, kind, name, address: headerOf({ kind, name }) }, depth)
      this.#queues.set(name, { stored, queue })
      this.#onDestination({ kind, name }, true)
      const topic = virtualTopicOf(name)
      if (topic !== undefined) this.#topic(topic).addVirtualQueue(queue)
      return queue
    }
    const address = headerOf({ kind: 'topic', name: stored.topic })
    const queue = this.#newQueue({ id, kind, name, address }, depth)
    this.#durables.set(durableKey(stored.clientId, name), { stored, queue })
    const selector = stored.selector === '' ? undefined : selectorOf(stored.selector)
    this.#topic(stored.topic).addSubscriber(queue, selector)
    return queue
  }

  #newQueue(identity: QueueIdentity, depth: number): MessageQueue {
    return new MessageQueue(identity, depth, this.#newestMessage, this.#store, this)
  }

  #removeDurable({ stored, queue }: LastingQueue): void {
    this.#durables.delete(durableKey(stored.clientId, stored.name))
    this.#topics.get(stored.topic)?.removeSubscriber(queue)
    this.#remove(stored)
  }

  #remove(stored: StoredQueue): void {
    this.#store.begin()
    this.#store.removeQueue(stored.id)
    this.#purge(stored.id)
  }

  #purge(queue: number): void {
    this.#turn.wake({
      dispatch: () => {
        this.#store.begin()
        return this.#store.purge(queue, purgeBatch)
      },
    })
  }

  #allowOneMore(make: Make): void {
    const count = this.#queues.size + this.#durables.size + this.#topics.size
    if (count >= this.#destinationLimit)
      throw refused(`The broker has ${count} destinations and takes no more`)
    make()
  }
}

function countsOf(queue: MessageQueue): Omit<DestinationStatus, 'kind'> {
  const { depth, consumers, enqueued, dequeued } = queue
  return { name: queue.identity.name, depth, consumers, enqueued, dequeued }
}

function numberOf(queue: MessageQueue): number {
  return queue.identity.id
}

function durableKey(clientId: string, name: string): string {
  return JSON.stringify([clientId, name])
}

function refused(message: string): ProtocolError {
  return new ProtocolError(octetsOf(message), false)
}
