import { z } from 'zod'
import type { Database } from '../../storage/database.ts'
import type { Sealer } from '../../storage/secrets.ts'
import { handlers, type Handler } from '../../wire/handlers.ts'
import type { Audience } from '../../wire/envelope.ts'
import type { Numbering } from '../../wire/numbering.ts'
import { formatStamp, type Stamp } from '../../wire/stamp.ts'
import { formatKnowledge, type Knowledge } from '../../wire/knowledge.ts'
import { Epoch, latestNumber } from './epoch.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { storedWording, wordingColumn } from '../../sentences/stored.ts'

/** An accepted change on its way to the topic. */
export interface OutboxEntry {
  readonly id: number
  /** Travels with the message, so that a receiver recognises it when it comes twice. */
  readonly eventId: string
  readonly handler: Handler
  readonly audience: Audience
  /** Empty once it was sent: the broker has it, and the history what changed. */
  readonly body: string
  readonly summary: Wording
  readonly state: OutboxState
  /** Its place in what this journal publishes; undefined until it is in our own files. */
  readonly number?: number | undefined
  /** Its place among what all masters change; undefined until it is in our own files. */
  readonly place?: string | undefined
  /** What this master had heard of others by then. */
  readonly knows?: string | undefined
  /** Whether it says once more how things are, for those who know no order; it is no change. */
  readonly isRepetition?: boolean
  /** Who asked for the change it is of, as the history says; undefined of what nobody asked for. */
  readonly author?: string | undefined
}

/** `accepted`: written down; `applied`: in our own files; `sent`: the broker has it; `withdrawn`: never will be. */
export type OutboxState = 'accepted' | 'applied' | 'sent' | 'withdrawn'

type NewEntry = Omit<OutboxEntry, 'id' | 'state' | 'number' | 'place' | 'author'> & {
  readonly historyId: number
  readonly at: number
}

const noBody = new Uint8Array()

const row = z.object({
  id: z.number(),
  event_id: z.string(),
  handler: z.enum(handlers),
  audience: z.enum(['everyone', 'plumbline']),
  body: z.instanceof(Uint8Array),
  summary: wordingColumn,
  state: z.enum(['accepted', 'applied', 'sent', 'withdrawn']),
  number: z.number().nullable(),
  stamp: z.string().nullable(),
  knows: z.string().nullable(),
  is_repetition: z.number(),
  author: z.string().nullable(),
})

/** What has its place among what all masters change has its body there, once; see {@link Timeline}. */
const bodyOf = `
  CASE WHEN state <> 'sent' AND length(body) = 0 THEN (SELECT placed.body FROM placed WHERE identity = event_id) ELSE body END`

/**
 * What this master accepted and still has to publish. An entry is written in the transaction that accepts the
 * change; from then on the change cannot be lost, and the entry's id makes sure it counts only once.
 */
export class Outbox {
  /** The journal it is a part of. */
  readonly epoch: Epoch
  readonly #database: Database
  readonly #sealer: Sealer
  readonly #insert
  readonly #setState
  readonly #setApplied
  readonly #number
  readonly #withdraw
  readonly #inStates
  readonly #count
  readonly #known
  readonly #firstNumber
  readonly #forgetNumbers
  readonly #unsent
  readonly #setNumberOf
  /** Nobody else adds any; so that none are is asked once. */
  #mayHaveAccepted = true

  constructor(database: Database, sealer: Sealer) {
    this.#database = database
    this.#sealer = sealer
    this.#insert = database.command(`
      INSERT INTO outbox (event_id, history_id, handler, audience, body, summary, accepted_at, is_repetition,
        state, number, stamp, knows)
      VALUES (:eventId, :historyId, :handler, :audience, :body, :summary, :at, :isRepetition,
        :state, CASE WHEN :state = 'applied' THEN ${latestNumber} END, :stamp, :knows)`)
    this.#setState = database.command(`
      UPDATE outbox SET state = :state, reason = :reason,
        sent_at = CASE WHEN :state = 'sent' THEN :at ELSE sent_at END,
        body = CASE WHEN :state = 'sent' THEN zeroblob(0) ELSE body END
      WHERE id = :id`)
    this.epoch = new Epoch(database)
    this.#number = database.query(
      'SELECT number FROM outbox WHERE id = :id',
      z.object({ number: z.number().nullable() }),
    )
    this.#setApplied = database.command(`
      UPDATE outbox SET state = 'applied', reason = NULL, number = ${latestNumber}, stamp = :stamp, knows = :knows
      WHERE id = :id`)
    this.#withdraw = database.command(`
      UPDATE outbox SET state = 'withdrawn', reason = :reason WHERE id = :id AND state = 'accepted'`)
    this.#inStates = database.query(
      `SELECT id, event_id, handler, audience, ${bodyOf} AS body, summary, state, number, stamp, knows, is_repetition,
         (SELECT author FROM history WHERE history.id = history_id) AS author FROM outbox
       WHERE state = :state AND id > :after ORDER BY id LIMIT :limit`,
      row,
    )
    this.#count = database.query(
      'SELECT count(*) AS entries FROM outbox WHERE state = :state',
      z.object({ entries: z.number() }),
    )
    this.#known = database.query(
      'SELECT id, history_id FROM outbox WHERE event_id = :eventId',
      z.object({ id: z.number(), history_id: z.number() }),
    )
    this.#firstNumber = database.query(
      'SELECT number FROM outbox WHERE number IS NOT NULL ORDER BY id LIMIT 1',
      z.object({ number: z.number() }),
    )
    this.#forgetNumbers = database.command('UPDATE outbox SET number = NULL')
    this.#unsent = database.query(
      "SELECT id FROM outbox WHERE state = 'applied' ORDER BY id",
      z.object({ id: z.number() }),
    )
    this.#setNumberOf = database.command(`UPDATE outbox SET number = ${latestNumber} WHERE id = :id`)
  }

  /**
   * Begins another epoch, since this journal is an older one put in the place of what was lost: events got its next
   * numbers already. What it has not published is numbered anew.
   */
  beginAnew(at: number): void {
    this.#database.transaction(() => {
      this.epoch.begin()
      this.epoch.lose('', at)
      this.#forgetNumbers.run()
      for (const { id } of this.#unsent.all()) {
        this.epoch.advance()
        this.#setNumberOf.run({ id })
      }
    })
  }

  /** Adds an entry; for use inside the transaction that accepts the change. */
  add(entry: NewEntry): number {
    this.#mayHaveAccepted = true
    return this.#add(entry, { state: 'accepted', stamp: null, knows: null })
  }

  #add(
    entry: NewEntry,
    progress: {
      readonly state: OutboxState
      readonly stamp: string | null
      readonly knows: string | null
    },
  ): number {
    const { lastInsertRowid } = this.#insert.run({
      ...progress,
      eventId: entry.eventId,
      historyId: entry.historyId,
      handler: entry.handler,
      audience: entry.audience,
      body: progress.stamp === null ? this.#sealer.seal(entry.body) : noBody,
      summary: storedWording(entry.summary),
      at: entry.at,
      isRepetition: entry.isRepetition === true ? 1 : 0,
    })
    return Number(lastInsertRowid)
  }

  /** Takes back an entry that is not in our files. */
  withdraw(id: number, reason: Wording): void {
    this.#withdraw.run({ id, reason: storedWording(reason) })
  }

  mark(id: number, state: OutboxState, at: number): void {
    this.#mayHaveAccepted ||= state === 'accepted'
    this.#setState.run({ id, state, at, reason: null })
  }

  /** Marks several as in our own files; from then on each has its number and its place. For use inside a transaction. */
  markApplied(
    ids: readonly number[],
    at: number,
    stamps: ReadonlyMap<number, Stamp> = new Map(),
    knows?: Knowledge,
  ): void {
    for (const id of ids) {
      if (typeof this.#number.first({ id })?.number === 'number') this.mark(id, 'applied', at)
      else this.#setApplied.run({ id, ...this.#numbered(stamps.get(id), knows) })
    }
  }

  /**
   * Adds what is in our own files already, or is by the end of the transaction this is for use in.
   * @param stamp its place in the {@link Timeline}, which has it by then
   * @param knows what this master has heard of by now
   */
  addApplied(entry: NewEntry, stamp?: Stamp, knows?: Knowledge): number {
    return this.#add(entry, { state: 'applied', ...this.#numbered(stamp, knows) })
  }

  /** Numbers an entry. @returns what else says its place */
  #numbered(stamp: Stamp | undefined, knows: Knowledge | undefined) {
    this.epoch.advance()
    return {
      stamp: stamp === undefined ? null : formatStamp(stamp),
      knows: knows === undefined ? null : formatKnowledge(knows),
    }
  }

  /** Marks several as sent, durably. */
  markSent(entries: readonly Pick<OutboxEntry, 'id' | 'number'>[], at: number): void {
    this.#database.transaction(() => {
      for (const { id, number } of entries) {
        this.mark(id, 'sent', at)
        if (number !== undefined) this.epoch.markSent(number)
      }
    })
  }

  /** Entries in that state, in the order they were accepted. */
  entries(state: OutboxState, after = 0, limit = 100): readonly OutboxEntry[] {
    const sealer = this.#sealer
    return this.#inStates.all({ state, after, limit }).map((each) => {
      let body: string | undefined
      return {
        id: each.id,
        eventId: each.event_id,
        handler: each.handler,
        audience: each.audience,
        // Opened once, for whoever needs it.
        get body() {
          return (body ??= each.body.length === 0 ? '' : sealer.open(each.body))
        },
        summary: each.summary,
        state: each.state,
        number: each.number ?? undefined,
        place: each.stamp ?? undefined,
        knows: each.knows ?? undefined,
        isRepetition: each.is_repetition === 1,
        author: each.is_repetition === 1 ? undefined : (each.author ?? undefined),
      }
    })
  }

  /** Whether an event is one of ours. One that is too old to be known by its id is told by its number. */
  knows(eventId: string, numbering?: Numbering): boolean {
    if (this.#known.first({ eventId }) !== undefined) return true
    if (numbering?.epoch !== this.epoch.name) return false
    const { sent } = this.epoch
    return numbering.number <= Math.min(sent, (this.#firstNumber.first()?.number ?? sent + 1) - 1)
  }

  /** The change of the history an event is of; undefined when it is not known any more. */
  changeOf(eventId: string): number | undefined {
    return this.#known.first({ eventId })?.history_id
  }

  count(state: OutboxState): number {
    return this.#count.first({ state })?.entries ?? 0
  }

  /** Whether entries are accepted that are not in our own files; asked for outside of transactions, since one may be taken back. */
  get hasAccepted(): boolean {
    return (this.#mayHaveAccepted &&= this.count('accepted') > 0)
  }

  counts(): Readonly<Record<OutboxState, number>> {
    const [accepted, applied] = [this.count('accepted'), this.count('applied')]
    return { accepted, applied, sent: this.count('sent'), withdrawn: this.count('withdrawn') }
  }
}
