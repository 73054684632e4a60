import { BackOff, patientBackOff } from '../../scheduler/back-off.ts'
import { wait, type Clock, inNextTurn } from '../../scheduler/clock.ts'
import type { BrokerSession } from '../../broker/sessions/session.ts'
import type { ReceivedMessage, SubscribeOptions, Subscription } from '../../broker/sessions/subscription.ts'
import { type Failure, wordingOf } from '../../errors/failure.ts'
import type { MessageSink } from './message-sink.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

export interface ObserverOptions {
  readonly session: Pick<BrokerSession, 'subscribe'>
  /** Our own consumer queue, or the topic where there is none. */
  readonly source: Pick<SubscribeOptions, 'destination' | 'unbridged'>
  readonly sink: MessageSink
  readonly clock: Clock
  /** Whether a message is none that is kept; it is acknowledged as it is. */
  readonly isNoise?: (message: ReceivedMessage) => boolean
  readonly onStored: (messages: readonly ReceivedMessage[]) => void
  /** Told why messages cannot be stored or received, and undefined when that is over. */
  readonly onTrouble: (because: Wording | undefined) => void
}

interface Waiting {
  readonly message: ReceivedMessage
  readonly done: () => void
}

/** Messages stored together; as many may be on their way. */
const batchSize = 500

/**
 * Consumes our own queue of the topic and hands what it holds to the archive, several at a time. A message is
 * acknowledged when it is stored, so that what the archive cannot take waits at the broker.
 */
export class Observer {
  readonly #options: ObserverOptions
  #waiting: Waiting[] = []
  #storing = false
  readonly #stop = new AbortController()
  #subscription: Subscription | undefined

  constructor(options: ObserverOptions) {
    this.#options = options
  }

  /**
   * Subscribes; resolves when the broker has confirmed it.
   * @throws Failure when the broker refuses, or the session is closed first
   */
  async start(): Promise<void> {
    const { session, source, onTrouble } = this.#options
    const subscription = await session.subscribe(
      { ...source, prefetch: batchSize, concurrency: batchSize },
      (message) => this.#take(message),
    )
    this.#subscription = subscription
    void subscription.ended.then((because: Failure | undefined) => {
      if (because !== undefined && !this.#stop.signal.aborted) onTrouble(wordingOf(because))
    })
  }

  /** Stops taking messages; what is not stored stays with the broker. */
  async stop(): Promise<void> {
    this.#stop.abort()
    for (const { done } of this.#waiting.splice(0)) done()
    await this.#subscription?.unsubscribe()
  }

  async #take(message: ReceivedMessage): Promise<void> {
    if (this.#stop.signal.aborted) return
    if (this.#options.isNoise?.(message) === true) {
      message.ack()
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push({ message, done: resolve })
    if (!this.#storing) {
      this.#storing = true
      // What arrives in the same turn is stored together.
      inNextTurn(() => {
        void this.#storeAll()
      })
    }
    await promise
  }

  async #storeAll(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#stop.signal.aborted) {
      const batch = this.#waiting.splice(0, batchSize)
      const messages = batch.map(({ message }) => message)
      if (await this.#store(messages)) {
        for (const message of messages) message.ack()
        this.#options.onStored(messages)
      }
      for (const { done } of batch) done()
    }
    this.#storing = false
  }

  /** Tries until it succeeds or the observer is stopped. */
  async #store(messages: readonly ReceivedMessage[]): Promise<boolean> {
    const { sink, onTrouble } = this.#options
    const backOff = new BackOff(patientBackOff)
    for (let attempt = 1; ; attempt += 1) {
      try {
        await sink.store(messages)
        if (attempt > 1) onTrouble(undefined)
        return true
      } catch (error) {
        onTrouble(say('cluster.messagesCannotArchivedWait', { reason: wordingOf(error) }))
      }
      await wait(this.#options.clock, backOff.next(), this.#stop.signal)
      if (this.#stop.signal.aborted) return false
    }
  }
}
