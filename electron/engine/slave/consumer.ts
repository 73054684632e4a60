import { BackOff, patientBackOff } from '../../scheduler/back-off.ts'
import { systemClock, type Clock } from '../../scheduler/clock.ts'
import type { Destination } from '../../broker/destinations.ts'
import type { BrokerSession } from '../../broker/sessions/session.ts'
import type { ReceivedMessage, Subscription } from '../../broker/sessions/subscription.ts'
import type { Failure } from '../../errors/failure.ts'
import { scheduler } from '../../scheduler/scheduler.ts'
import { troubleOf } from '../replica/disk-trouble.ts'
import type { Receiver } from './receiver.ts'

const prefetch = 250
/** Half of what the broker sends ahead, so that the next messages are on their way meanwhile. */
const largestBatch = prefetch / 2
/** What a commit costs is the same for few and for many, and must not be paid for each one where the disk is slow. */
const smallestBatch = 25
/** Milliseconds one batch should take, so that everyone else in this process is heard in between. */
const batchTime = 30

interface Pending {
  readonly message: ReceivedMessage
  readonly done: () => void
}

/**
 * Feeds a receiver from a node's queue, several messages a commit, and acknowledges what the receiver has finished.
 * While the disk refuses, nothing is acknowledged and the same messages are tried again.
 */
export class QueueConsumer {
  readonly #session: Pick<BrokerSession, 'subscribe'>
  readonly #queue: Destination
  readonly #receiver: Pick<Receiver, 'take' | 'resume' | 'held'>
  readonly #clock: Clock
  readonly #backOff: BackOff
  #pending: Pending[] = []
  /** Messages of the next batch: as many as the last ones say fit into its time. */
  #batchSize = 1
  #scheduled = false
  #stopped = false
  #trouble: Failure | undefined
  #subscription: Subscription | undefined
  #cancelRetry: () => void = () => undefined

  constructor(options: {
    readonly session: Pick<BrokerSession, 'subscribe'>
    readonly queue: Destination
    readonly receiver: Pick<Receiver, 'take' | 'resume' | 'held'>
    readonly clock?: Clock
    /** Numbers from 0 to under 1. */
    readonly random?: () => number
  }) {
    this.#session = options.session
    this.#queue = options.queue
    this.#receiver = options.receiver
    this.#clock = options.clock ?? systemClock
    this.#backOff = new BackOff(patientBackOff, options.random)
  }

  /** Why messages wait although they arrived, when they do. */
  get trouble(): Failure | undefined {
    return this.#trouble
  }

  /** Settles when the broker ended the subscription: why, or undefined after `stop`. */
  get ended(): Promise<Failure | undefined> {
    return this.#subscription?.ended ?? Promise.resolve(undefined)
  }

  async start(): Promise<void> {
    this.#subscription = await this.#session.subscribe(
      { destination: this.#queue, prefetch, concurrency: prefetch },
      (message) => this.#add(message),
    )
  }

  /** Stops taking messages; what was not acknowledged stays in the queue. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancelRetry()
    for (const { done } of this.#pending) done()
    this.#pending = []
    await this.#subscription?.unsubscribe()
  }

  #add(message: ReceivedMessage): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#pending.push({ message, done: resolve })
    this.#schedule()
    return promise
  }

  /** Waits for the messages that arrive with this one, so that they share a commit. */
  #schedule(): void {
    if (this.#scheduled || this.#trouble !== undefined || this.#pending.length === 0) return
    this.#scheduled = true
    scheduler.add(() => {
      this.#scheduled = false
      this.#takeBatch()
    })
  }

  #takeBatch(): void {
    if (this.#stopped) return
    const { held } = this.#receiver
    if (held !== undefined) {
      void held.then(() => this.#schedule())
      return
    }
    const begin = this.#clock.now()
    const batch = this.#pending.slice(0, this.#batchSize)
    try {
      this.#receiver.take(batch.map(({ message }) => message))
    } catch (error) {
      this.#waitOut(troubleOf(error))
      return
    }
    this.#backOff.reset()
    this.#pending.splice(0, batch.length)
    const fitting = Math.round((batch.length * batchTime) / (this.#clock.now() - begin))
    this.#batchSize = Math.min(Math.max(fitting, smallestBatch), this.#batchSize * 2, largestBatch)
    for (const { message, done } of batch) {
      message.ack()
      done()
    }
    this.#schedule()
  }

  #waitOut(trouble: Failure): void {
    this.#trouble = trouble
    this.#cancelRetry = this.#clock.after(this.#backOff.next(), () => {
      this.#tryAgain()
    })
  }

  #tryAgain(): void {
    if (this.#stopped) return
    const { held } = this.#receiver
    if (held !== undefined) {
      void held.then(() => this.#tryAgain())
      return
    }
    try {
      this.#receiver.resume()
    } catch (error) {
      this.#waitOut(troubleOf(error))
      return
    }
    this.#trouble = undefined
    this.#schedule()
  }
}
