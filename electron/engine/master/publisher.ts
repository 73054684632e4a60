import type { BrokerSession } from '../../broker/sessions/session.ts'
import { BackOff, patientBackOff } from '../../scheduler/back-off.ts'
import { systemClock, type Clock } from '../../scheduler/clock.ts'
import type { Destination } from '../../broker/destinations.ts'
import type { Failure } from '../../errors/failure.ts'
import { countsOnly } from '../../wire/handlers.ts'
import { groupFor } from '../../wire/envelope.ts'
import { authorProperties } from '../../wire/author.ts'
import { knowledgeProperty, repetitionProperty } from '../../wire/knowledge.ts'
import { epochProperty, markHandler, numberProperty } from '../../wire/numbering.ts'
import { stampProperty } from '../../wire/stamp.ts'
import type { Outbox, OutboxEntry } from '../journal/outbox.ts'
import { troubleOf } from '../replica/disk-trouble.ts'
import { eventIdProperty } from '../slave/receiver.ts'
import type { Wording } from '../../sentences/sentence.ts'

const batchSize = 100
/** When a mark is published after the broker came back, in milliseconds. */
const usualMarkDelays: readonly number[] = [0, 15_000, 120_000]

/** Told of what was sent; `countsOnly` when it says nothing but that our counter of changes went up. */
export type OnSent = (summary: Wording, countsOnly: boolean) => void

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
  readonly #markDelays: readonly number[]
  readonly #backOff: BackOff
  readonly #stopping = new AbortController()
  #wake: () => void = () => undefined
  /** Entries the broker has that are not marked as sent yet. */
  readonly #confirmed: OutboxEntry[] = []
  readonly #marks: (() => void)[] = []
  #owesMark = false
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
    /** When a mark is published after the broker came back, in milliseconds. */
    readonly markDelays?: readonly number[] | undefined
    /** Told what was sent, in words. */
    readonly onSent?: OnSent
  }) {
    this.#session = options.session
    this.#outbox = options.outbox
    this.#topic = options.topic
    this.#node = options.node
    this.#now = options.now
    this.#clock = options.clock ?? systemClock
    this.#backOff = new BackOff(patientBackOff, options.random)
    this.#onSent = options.onSent ?? (() => undefined)
    this.#markDelays = options.markDelays ?? usualMarkDelays
  }

  /** Why publishing pauses; it is tried again by itself. */
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

  /**
   * Says that the broker is there again. What it had may be lost, and nothing may follow that shows it: so the number of
   * the last event is published, now and again when consumers had the time to come back.
   */
  connected(): void {
    this.#cancelMarks()
    for (const delay of this.#markDelays) this.#marks.push(this.#clock.after(delay, () => this.#markNow()))
  }

  async stop(): Promise<void> {
    this.#cancelMarks()
    this.#stopping.abort()
    this.#wake()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const woken = this.#whenWoken()
      const progress = await this.#publishNext()
      if (progress === 'published') {
        this.#backOff.reset()
        continue
      }
      if (progress === 'nothing to do') {
        await woken
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

  /** Publishes what comes next. Whatever keeps it from that is kept as the trouble, and ends nothing. */
  async #publishNext(): Promise<'published' | 'nothing to do' | 'trouble'> {
    try {
      this.#writeDown()
      if (this.#owesMark) await this.#publishMark()
      const entries = this.#outbox.entries('applied', 0, batchSize)
      if (entries.length > 0) await this.#publish(entries)
      this.#trouble = undefined
      return entries.length > 0 ? 'published' : 'nothing to do'
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#trouble = troubleOf(error)
      return 'trouble'
    }
  }

  /**
   * Publishes entries one behind the other without waiting for each.
   * @throws why it had to stop; what was confirmed up to there is written down
   */
  async #publish(entries: readonly OutboxEntry[]): Promise<void> {
    const attempts = entries.map(async (entry) => {
      await this.#session.publish({
        destination: this.#topic,
        properties: {
          instanceName: this.#node.instanceName,
          group: groupFor(this.#node.group, entry.audience),
          JMSEventHandlerSPI: entry.handler,
          [eventIdProperty]: entry.eventId,
          ...this.#numbering(entry.number),
          ...(entry.place === undefined ? {} : { [stampProperty]: entry.place }),
          ...(entry.knows === undefined ? {} : { [knowledgeProperty]: entry.knows }),
          ...authorProperties(entry.author),
          ...(entry.isRepetition === true ? { [repetitionProperty]: 'true' } : {}),
        },
        body: entry.body,
        id: entry.eventId,
        signal: this.#stopping.signal,
      })
      return entry
    })
    const results = await Promise.allSettled(attempts)
    for (const result of results) {
      // What comes behind one that was refused is sent again, so that the order is kept.
      if (result.status === 'rejected') break
      this.#confirmed.push(result.value)
    }
    this.#writeDown()
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  #numbering(number: number | undefined): Readonly<Record<string, string>> {
    if (number === undefined) return {}
    return { [epochProperty]: this.#outbox.epoch.name, [numberProperty]: String(number) }
  }

  #markNow(): void {
    this.#owesMark = true
    this.#wake()
  }

  #cancelMarks(): void {
    for (const cancel of this.#marks.splice(0)) cancel()
  }

  async #publishMark(): Promise<void> {
    const { sent } = this.#outbox.epoch
    if (sent > 0) {
      await this.#session.publish({
        destination: this.#topic,
        properties: {
          instanceName: this.#node.instanceName,
          group: groupFor(this.#node.group, 'plumbline'),
          JMSEventHandlerSPI: markHandler,
          ...this.#numbering(sent),
        },
        body: '',
        signal: this.#stopping.signal,
      })
    }
    this.#owesMark = false
  }

  /** Marks what the broker confirmed; kept until the disk takes it, so that it need not be sent again. */
  #writeDown(): void {
    if (this.#confirmed.length === 0) return
    this.#outbox.markSent(this.#confirmed, this.#now())
    for (const { summary, handler, body } of this.#confirmed.splice(0))
      this.#onSent(summary, countsOnly(handler, body))
  }

  async #whenWoken(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    if (this.#stopping.signal.aborted) resolve()
    await promise
  }
}
