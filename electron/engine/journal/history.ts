import { z } from 'zod'
import type { Database } from '../../storage/database.ts'
import type { Sealer } from '../../storage/secrets.ts'
import { kinds, type Kind } from '../../catalog/kinds/property.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { storedWording, wordingColumn } from '../../sentences/stored.ts'

/** One accepted change: who changed what when, and the object's file form before and after. */
export interface HistoryEntry {
  readonly at: number
  readonly author: string
  readonly verb: 'add' | 'modify' | 'remove' | 'default'
  readonly kind: Kind
  readonly objectId: string
  readonly summary: Wording
  readonly before: string | undefined
  readonly after: string | undefined
  readonly styleBodyBefore?: string | undefined
  readonly styleBodyAfter?: string | undefined
  /** What it was asked for under; several of one request are one change. */
  readonly requestId?: string | undefined
  /** Why it was made, as whoever made it says. */
  readonly reason?: string | undefined
}

/** What became of another object that went along with a removal, or changed for it. */
export type EntryAlong = Pick<
  HistoryEntry,
  'verb' | 'kind' | 'objectId' | 'summary' | 'before' | 'after' | 'styleBodyBefore'
>

/** A change that was made under a request. */
export interface RequestedChange {
  readonly verb: HistoryEntry['verb']
  readonly kind: string
  readonly objectId: string
  readonly summary: Wording
  /** One sentence for each of its events, as far as they are still known. */
  readonly events: readonly Wording[]
  /** Whether our own files have all of it. */
  readonly isFinished: boolean
}

export interface KeptEntry extends HistoryEntry {
  readonly id: number
  /** Entries of the same change, itself included. */
  readonly together?: number | undefined
  /** The removal it went along with. */
  readonly partOf?: number | undefined
}

const row = z.object({
  at: z.number(),
  author: z.string(),
  verb: z.enum(['add', 'modify', 'remove', 'default']),
  kind: z.string(),
  object_id: z.string(),
  summary: wordingColumn,
})

const sealed = z.instanceof(Uint8Array).nullable()
const keptRow = row.extend({
  id: z.number(),
  kind: z.enum(kinds),
  before: sealed,
  after: sealed,
  style_body_before: sealed,
  style_body_after: sealed,
  request_id: z.string().nullable(),
  reason: z.string().nullable(),
  together: z.number(),
  part_of: z.number().nullable(),
})

const columns = `id, at, author, verb, kind, object_id, summary, before, after, style_body_before, style_body_after,
  request_id, reason, part_of,
  (SELECT count(*) FROM history AS other WHERE other.request_id = history.request_id) AS together`

const removalsAtOnce = 50

/** That an entry is made, and its request not as a whole. */
const part = 'part'
/** That whoever was making it could not read what came of it. */
export const abandoned = 'abandoned'

/** Who changed what when, and what it was before and after. */
export class History {
  readonly #sealer: Sealer
  readonly #insert
  readonly #latest
  readonly #ofObject
  readonly #removals
  readonly #byId
  readonly #withRequest
  readonly #withParts
  readonly #close
  readonly #part
  readonly #withdraw
  readonly #begin
  readonly #begun
  readonly #openOf
  readonly #byRequest
  readonly #events

  constructor(database: Database, sealer: Sealer) {
    this.#sealer = sealer
    this.#insert = database.command(`
      INSERT INTO history (id, at, author, verb, kind, object_id, summary, before, after, style_body_before,
        style_body_after, request_id, reason, part_of)
      VALUES (:id, :at, :author, :verb, :kind, :objectId, :summary, :before, :after, :styleBodyBefore,
        :styleBodyAfter, :requestId, :reason, :partOf)`)
    this.#latest = database.query(
      'SELECT at, author, verb, kind, object_id, summary FROM history WHERE part_of IS NULL ORDER BY id DESC LIMIT :limit',
      row,
    )
    this.#ofObject = database.query(
      `SELECT ${columns} FROM history WHERE object_id = :objectId ORDER BY id DESC LIMIT :limit`,
      keptRow,
    )
    this.#removals = database.query(
      `SELECT ${columns} FROM history WHERE verb = 'remove' AND part_of IS NULL AND id < :before
        ORDER BY id DESC LIMIT :limit`,
      keptRow,
    )
    this.#byId = database.query(`SELECT ${columns} FROM history WHERE id = :id`, keptRow)
    this.#withRequest = database.query(
      `SELECT ${columns} FROM history WHERE request_id = :requestId ORDER BY id`,
      keptRow,
    )
    this.#withParts = database.query(
      `SELECT ${columns} FROM history WHERE id = :id OR part_of = :id ORDER BY id`,
      keptRow,
    )
    this.#close = database.command('UPDATE history SET open = NULL WHERE request_id = :requestId')
    this.#part = database.command(
      'UPDATE history SET request_id = NULL, open = NULL WHERE request_id = :requestId AND open IS NOT NULL',
    )
    this.#withdraw = database.command('DELETE FROM history WHERE id = :id OR part_of = :id')
    this.#begin = database.command('UPDATE history SET open = :open WHERE id = :id OR part_of = :id')
    this.#begun = database.query(
      `SELECT ${columns}, open FROM history WHERE open IS NOT NULL AND open <> '${part}' ORDER BY id`,
      keptRow.extend({ open: z.string() }),
    )
    this.#openOf = database.query(
      `SELECT id, summary FROM history WHERE request_id = :requestId AND open IS NOT NULL AND part_of IS NULL
        ORDER BY id`,
      z.object({ id: z.number(), summary: wordingColumn }),
    )
    this.#byRequest = database.query(
      `SELECT id, at, author, verb, kind, object_id, summary FROM history WHERE request_id = :requestId
        AND part_of IS NULL AND NOT EXISTS (SELECT 1 FROM history AS other
          WHERE other.request_id = :requestId AND other.open IS NOT NULL) ORDER BY id`,
      row.extend({ id: z.number() }),
    )
    this.#events = database.query(
      'SELECT summary, state FROM outbox WHERE history_id = :historyId ORDER BY id',
      z.object({ summary: wordingColumn, state: z.string() }),
    )
  }

  /**
   * Adds an entry; for use inside the transaction that accepts the change.
   * @param along what became of others for it, in the order in which they would come back
   * @param own the number it has, when it had one before
   */
  add(entry: HistoryEntry, along: readonly EntryAlong[] = [], own: number | null = null): number {
    const id = this.#add(entry, null, own)
    const { at, author, requestId, reason } = entry
    for (const each of along) this.#add({ at, author, requestId, reason, ...each }, id)
    return id
  }

  #add(entry: HistoryEntry, partOf: number | null, own: number | null = null): number {
    const seal = (text: string | undefined): Buffer | null =>
      text === undefined ? null : this.#sealer.seal(text)
    const { lastInsertRowid } = this.#insert.run({
      id: own,
      at: entry.at,
      author: entry.author,
      verb: entry.verb,
      kind: entry.kind,
      objectId: entry.objectId,
      summary: storedWording(entry.summary),
      before: seal(entry.before && differenceFrom(entry.after, entry.before)),
      after: seal(entry.after),
      styleBodyBefore: seal(entry.styleBodyBefore),
      styleBodyAfter: seal(entry.styleBodyAfter),
      requestId: entry.requestId ?? null,
      reason: entry.reason ?? null,
      partOf,
    })
    return Number(lastInsertRowid)
  }

  /** The newest entries first, without the objects themselves. */
  latest(limit = 50) {
    return this.#latest.all({ limit })
  }

  /** The newest entries of an object first, opened: they hold passwords as the files do. */
  ofObject(objectId: string, limit = 200): readonly KeptEntry[] {
    return this.#ofObject.all({ objectId, limit }).map((each) => this.#opened(each))
  }

  /**
   * Removals of all kinds, newest first and some at a time, opened as well.
   * @param before the last one of those that were had before
   */
  removals(before = Number.MAX_SAFE_INTEGER): readonly KeptEntry[] {
    return this.#removals.all({ before, limit: removalsAtOnce }).map((each) => this.#opened(each))
  }

  /** All entries of the change that one is of, in the order they were made. */
  ofChange(id: number): readonly KeptEntry[] {
    const one = this.#byId.first({ id })
    if (one === undefined) return []
    const { request_id: requestId, part_of: partOf } = one
    const all =
      requestId === null ? this.#withParts.all({ id: partOf ?? id }) : this.#withRequest.all({ requestId })
    return all
      .filter((each) => each.id === id || !this.#isWithdrawn(each.part_of ?? each.id))
      .map((each) => this.#opened(each))
  }

  /**
   * Adds an entry of what is about to be made.
   * @param open who makes it
   */
  begin(entry: HistoryEntry, along: readonly EntryAlong[], open: string): number {
    const id = this.add(entry, along)
    this.#begin.run({ id, open })
    return id
  }

  /** Says of what was begun what was made of it, while its request is not made as a whole yet. */
  made(id: number, entry: HistoryEntry, along: readonly EntryAlong[]): void {
    this.withdraw(id)
    this.add(entry, along, id)
    this.#begin.run({ id, open: part })
  }

  /** What was being made, the oldest first, with the process that was making it; what went along is among it. */
  begun(): readonly (KeptEntry & { readonly open: string })[] {
    return this.#begun.all().map((each) => ({ ...this.#opened(each), open: each.open }))
  }

  /** Takes an entry back with what went along: nothing of it was made. */
  withdraw(id: number): void {
    this.#withdraw.run({ id })
  }

  /** Says that nobody knows what came of what was begun. */
  abandon(id: number): void {
    this.#begin.run({ id, open: abandoned })
  }

  /** Says that all of a request was made. */
  requested(requestId: string): void {
    this.#close.run({ requestId })
  }

  /** What was made of a request that is not made as a whole. */
  openOf(requestId: string): readonly Wording[] {
    return this.#openOf.all({ requestId }).map(({ summary }) => summary)
  }

  /** Leaves what was made of a request as changes of their own, since it is asked for anew. */
  leave(requestId: string): void {
    this.#part.run({ requestId })
  }

  /** The change that was made under a request; one that was withdrawn as a whole was not made. */
  byRequest(requestId: string): RequestedChange | undefined {
    const made = this.#byRequest.all({ requestId }).filter(({ id }) => !this.#isWithdrawn(id))
    const [first] = made
    if (first === undefined) return undefined
    const events = made.map(({ id, summary }) => ({ summary, known: this.#events.all({ historyId: id }) }))
    return {
      ...{ verb: first.verb, kind: first.kind, objectId: first.object_id, summary: first.summary },
      events: events.flatMap(({ summary, known }) =>
        known.length === 0 ? [summary] : known.map((each) => each.summary),
      ),
      isFinished: events.every(({ known }) => known.every(({ state }) => state !== 'accepted')),
    }
  }

  #isWithdrawn(historyId: number): boolean {
    const events = this.#events.all({ historyId })
    return events.length > 0 && events.every(({ state }) => state === 'withdrawn')
  }

  #opened(each: z.output<typeof keptRow>): KeptEntry {
    const open = (bytes: Uint8Array | null): string | undefined =>
      bytes === null ? undefined : this.#sealer.open(bytes)
    const [before, after] = [open(each.before), open(each.after)]
    return {
      id: each.id,
      at: each.at,
      author: each.author,
      verb: each.verb,
      kind: each.kind,
      objectId: each.object_id,
      summary: each.summary,
      before: before && textOf(before, after),
      after,
      styleBodyBefore: open(each.style_body_before),
      styleBodyAfter: open(each.style_body_after),
      requestId: each.request_id ?? undefined,
      reason: each.reason ?? undefined,
      together: Math.max(1, each.together),
      partOf: each.part_of ?? undefined,
    }
  }
}

/** What a text that is kept as its difference begins with; a file begins with an element. */
const mark = '='

/** A file as what of it differs from another: how much both share at their ends, whole lines, and what lies between. */
function differenceFrom(other: string | undefined, text: string): string {
  if (other === undefined || !text.startsWith('<')) return text
  const shortest = Math.min(text.length, other.length)
  let start = 0
  while (start < shortest && text.charCodeAt(start) === other.charCodeAt(start)) start += 1
  start = text.lastIndexOf('\n', start - 1) + 1
  const [rest, otherRest] = [text.slice(start), other.slice(start)]
  let end = 0
  while (end < shortest - start && rest.at(-1 - end) === otherRest.at(-1 - end)) end += 1
  const line = rest.indexOf('\n', rest.length - end)
  end = line < 0 ? 0 : rest.length - line
  return `${mark}${start} ${end} ${rest.slice(0, rest.length - end)}`
}

/** The file a {@link differenceFrom} is of. */
function textOf(kept: string, other: string | undefined): string {
  const [, start, end, between] = /^=(\d+) (\d+) ([^]*)$/.exec(kept) ?? []
  if (other === undefined || between === undefined) return kept
  return other.slice(0, Number(start)) + between + other.slice(other.length - Number(end))
}
