import type { ReceivedMessage, Subscription } from '../../electron/broker/sessions/subscription.ts'
import type { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { formatDestination, type Destination } from '../../electron/broker/destinations.ts'
import { failure } from '../../electron/errors/failure.ts'

interface Stored {
  readonly messageId: string
  readonly properties: ReadonlyMap<string, string>
  readonly body: string
}

interface Outgoing {
  readonly stored: Stored
  isStored: boolean
  readonly confirm: () => void
  readonly refuse: (because: unknown) => void
}

interface Incoming {
  readonly queue: string
  readonly handler: (message: ReceivedMessage) => unknown
  /** Messages handed over and not acknowledged on this connection. */
  underWay: Set<Stored>
}

export type SimulatedSession = Pick<BrokerSession, 'publish' | 'subscribe'>

/**
 * A broker with one topic and the consumer queues behind it, as slow and as unreliable as it is told to be. Like a
 * real one it keeps the order of a queue, loses no message it has stored, and delivers again, first of all, what was
 * not acknowledged when a connection broke.
 */
export class SimulatedBroker {
  readonly #queues = new Map<string, Stored[]>()
  #outgoing: Outgoing[] = []
  #incoming: Incoming[] = []
  #stored = 0

  constructor(queues: readonly Destination[]) {
    for (const queue of queues) this.#queues.set(formatDestination(queue), [])
  }

  /** Messages in all queues and on their way to them. */
  get depth(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, this.#outgoing.length)
  }

  session(): SimulatedSession {
    return {
      publish: ({ properties, body, signal }) => {
        const { promise, resolve, reject } = Promise.withResolvers<void>()
        const stored = { messageId: '', properties: new Map(Object.entries(properties)), body }
        const outgoing: Outgoing = { stored, isStored: false, confirm: resolve, refuse: reject }
        this.#outgoing.push(outgoing)
        signal?.addEventListener('abort', () => {
          this.#outgoing = this.#outgoing.filter((each) => each !== outgoing)
          reject(signal.reason as Error)
        })
        return promise
      },
      subscribe: async ({ destination }, handler) => {
        const incoming: Incoming = { queue: formatDestination(destination), handler, underWay: new Set() }
        this.#incoming.push(incoming)
        return this.#subscription(incoming)
      },
    }
  }

  /** Stores so many of the messages on their way, and confirms so many of those. */
  carry(stored: number, confirmed: number): void {
    for (const outgoing of this.#outgoing.filter((each) => !each.isStored).slice(0, stored)) {
      outgoing.isStored = true
      for (const queue of this.#queues.values()) queue.push(this.#copy(outgoing.stored))
    }
    const done = this.#outgoing.filter((each) => each.isStored).slice(0, confirmed)
    this.#outgoing = this.#outgoing.filter((each) => !done.includes(each))
    for (const { confirm } of done) confirm()
  }

  /** Hands so many messages to each subscriber. */
  deliver(messages: number): void {
    for (const incoming of this.#incoming) {
      const { underWay } = incoming
      const waiting = (this.#queues.get(incoming.queue) ?? []).filter((each) => !underWay.has(each))
      for (const stored of waiting.slice(0, messages)) {
        underWay.add(stored)
        incoming.handler(this.#received(stored, incoming))
      }
    }
  }

  /** Breaks every connection: what was not confirmed is refused, what was not acknowledged comes again. */
  breakConnections(): void {
    const refused = this.#outgoing
    this.#outgoing = []
    const because = failure('PLB-BROKER-CONNECTION-LOST', { server: 'simulation', reason: 'it broke' })
    for (const { refuse } of refused) refuse(because)
    for (const incoming of this.#incoming) incoming.underWay = new Set()
  }

  #subscription(incoming: Incoming): Subscription {
    const { promise: ended, resolve } = Promise.withResolvers<undefined>()
    return {
      ended,
      unsubscribe: async () => {
        this.#incoming = this.#incoming.filter((each) => each !== incoming)
        incoming.underWay = new Set()
        resolve(undefined)
      },
    }
  }

  #received(stored: Stored, incoming: Incoming): ReceivedMessage {
    const connection = incoming.underWay
    return {
      ...stored,
      destination: undefined,
      originalDestination: undefined,
      timestamp: undefined,
      persistent: true,
      redelivered: false,
      headers: new Map(),
      content: { kind: 'object', text: stored.body },
      ack: () => {
        if (incoming.underWay !== connection) return false
        const queue = this.#queues.get(incoming.queue) ?? []
        this.#queues.set(
          incoming.queue,
          queue.filter((each) => each !== stored),
        )
        return true
      },
      nack: () => false,
    }
  }

  #copy(stored: Stored): Stored {
    this.#stored += 1
    return { ...stored, messageId: `ID:simulation:${this.#stored}` }
  }
}
