import type { BrokerSession } from '../../broker/session.ts'
import { BackOff, patientBackOff } from '../../broker/back-off.ts'
import { systemClock, type Clock } from '../../broker/clock.ts'
import type { Destination } from '../../broker/destinations.ts'
import { isFailure, type Failure } from '../../errors/failure.ts'
import { countsOnly } from '../../wire/counts-only.ts'
import { groupFor } from '../../wire/envelope.ts'
import type { Outbox, OutboxEntry } from '../journal/outbox.ts'
import { eventIdProperty } from '../slave/receiver.ts'

const batchSize = 100

/** Told of what was sent; `countsOnly` when it says nothing but that our counter of changes went up. */
export type OnSent = (summary: string, countsOnly: boolean) => void

/**
 * Publishes what the outbox holds, in order. An entry counts as sent when the broker has confirmed it; whatever was
 * not confirmed is sent again with the same event id, so that receivers recognise what they had already.
 */
export class OutboxPublisher {
  readonly #session: Pick<BrokerSession, 'publish'>
  readonly #outbox: Outbox
  readonly #topic: Destination
  readonly #node: { readonly instanceName: string; readonly group: string }
  readonly #now: () => number
  readonly #clock: Clock
  readonly #onSent: OnSent
  readonly #backOff: BackOff
  readonly #stopping = new AbortController()
  #wake: () => void = () => undefined
  #trouble: Failure | undefined
  #running: Promise<void> | undefined

  constructor(options: {
    readonly session: Pick<BrokerSession, 'publish'>
    readonly outbox: Outbox
    readonly topic: Destination
    readonly node: { readonly instanceName: string; readonly group: string }
    readonly now: () => number
    readonly clock?: Clock
    /** Numbers from 0 to under 1. */
    readonly random?: () => number
    /** Told what was sent, in words. */
    readonly onSent?: OnSent
  }) {
    this.#session = options.session
    this.#outbox = options.outbox
    this.#topic = options.topic
    this.#node = options.node
    this.#now = options.now
    this.#clock = options.clock ?? systemClock
    this.#backOff = new BackOff(patientBackOff, options.random ?? Math.random)
    this.#onSent = options.onSent ?? (() => undefined)
  }

  /** Why the oldest entry could not be published the last time it was tried. */
  get trouble(): Failure | undefined {
    return this.#trouble
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Says that there may be something new to publish. */
  wake(): void {
    this.#wake()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#wake()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const woken = this.#whenWoken()
      const entries = this.#outbox.entries('applied', 0, batchSize)
      if (entries.length === 0) {
        await woken
        continue
      }
      const trouble = await this.#publish(entries)
      this.#trouble = trouble
      if (trouble === undefined) {
        this.#backOff.reset()
        continue
      }
      if (this.#stopping.signal.aborted) return
      const cancel = this.#clock.after(this.#backOff.next(), () => {
        this.#wake()
      })
      await this.#whenWoken()
      cancel()
    }
  }

  /** Publishes entries one behind the other without waiting for each; returns why it had to stop. */
  async #publish(entries: readonly OutboxEntry[]): Promise<Failure | undefined> {
    const attempts = entries.map(async (entry) => {
      await this.#session.publish({
        destination: this.#topic,
        properties: {
          instanceName: this.#node.instanceName,
          group: groupFor(this.#node.group, entry.audience),
          JMSEventHandlerSPI: entry.handler,
          [eventIdProperty]: entry.eventId,
        },
        body: entry.body,
        signal: this.#stopping.signal,
      })
      return entry
    })
    const results = await Promise.allSettled(attempts)
    const firstRefused = results.findIndex((result) => result.status === 'rejected')
    const sent = results
      .slice(0, firstRefused < 0 ? undefined : firstRefused)
      .flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    this.#outbox.markAll(
      sent.map(({ id }) => id),
      'sent',
      this.#now(),
    )
    for (const { summary, handler, body } of sent) this.#onSent(summary, countsOnly(handler, body))
    const refused = results[firstRefused]
    if (refused?.status !== 'rejected') return undefined
    if (isFailure(refused.reason)) return refused.reason
    if (this.#stopping.signal.aborted) return undefined
    throw refused.reason
  }

  async #whenWoken(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    if (this.#stopping.signal.aborted) resolve()
    await promise
  }
}
