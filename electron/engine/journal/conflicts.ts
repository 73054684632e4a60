import { z } from 'zod'
import { kinds, type Kind } from '../../catalog/kinds/property.ts'
import type { Database } from '../../storage/database.ts'
import type { Sealer } from '../../storage/secrets.ts'
import { parseJson } from '../../text/json.ts'

/** The table of {@link Conflicts}, for the migrations of a journal. */
export const conflictTable = `
  CREATE TABLE conflict (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    found_at INTEGER NOT NULL,
    history_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    title TEXT NOT NULL,
    reason TEXT NOT NULL,
    properties TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    other TEXT NOT NULL,
    other_made_at INTEGER NOT NULL,
    theirs BLOB,
    their_body BLOB,
    UNIQUE (history_id, other, other_made_at)
  ) STRICT;
`

/** Why a change that another master made at the same time stands instead of ours. */
export const conflictReasons = [
  /** Both said what one property, or the rules of a style, shall be: the later one counts. */
  'same property',
  /** The other removed it, or what it lies in. */
  'removed',
  /** The other gave the name to something else first. */
  'name taken',
  /** The other added something of that name later. */
  'added twice',
  /** Both chose a default: the later one counts. */
  'default',
] as const
export type ConflictReason = (typeof conflictReasons)[number]

/** A change of this master that does not stand, because another master made one without knowing of it. */
export interface Conflict {
  readonly id: number
  readonly foundAt: number
  /** The change in our history, with what it was before and after. */
  readonly historyId: number
  readonly kind: Kind
  readonly objectId: string
  readonly title: string
  readonly reason: ConflictReason
  /** Names of the properties both changed; `styleBody` for the rules of a style. */
  readonly properties: readonly string[]
  /** When we made it, by our clock. */
  readonly madeAt: number
  readonly other: string
  /** When that made its change, by its own clock. */
  readonly otherMadeAt: number
  /** The object as the other left it, as files hold it, passwords included; undefined when it removed it. */
  readonly theirs: string | undefined
  readonly theirStyleBody: string | undefined
}

/** What may be shown of a conflict; the versions themselves hold passwords. */
export type ConflictNote = Omit<Conflict, 'theirs' | 'theirStyleBody'>

/** Conflicts that are kept at most; the oldest make room. Both versions stay in the histories of their masters. */
const most = 1_000

const names = z.string().transform((text) => z.array(z.string()).readonly().parse(parseJson(text)))

const noteColumns =
  'id, found_at, history_id, kind, object_id, title, reason, properties, made_at, other, other_made_at'

const noteRow = z.object({
  id: z.number(),
  found_at: z.number(),
  history_id: z.number(),
  kind: z.enum(kinds),
  object_id: z.string(),
  title: z.string(),
  reason: z.enum(conflictReasons),
  properties: names,
  made_at: z.number(),
  other: z.string(),
  other_made_at: z.number(),
})

const row = noteRow.extend({
  theirs: z.instanceof(Uint8Array).nullable(),
  their_body: z.instanceof(Uint8Array).nullable(),
})

/** What this master changed and another changed otherwise at the same time, until somebody has seen it. */
export class Conflicts {
  readonly #sealer: Sealer
  readonly #insert
  readonly #trim
  readonly #all
  readonly #notes
  readonly #count
  readonly #remove

  constructor(database: Database, sealer: Sealer) {
    this.#sealer = sealer
    this.#insert = database.command(`
      INSERT INTO conflict (found_at, history_id, kind, object_id, title, reason, properties, made_at, other,
        other_made_at, theirs, their_body)
      VALUES (:foundAt, :historyId, :kind, :objectId, :title, :reason, :properties, :madeAt, :other,
        :otherMadeAt, :theirs, :theirBody)
      ON CONFLICT DO NOTHING`)
    this.#trim = database.command('DELETE FROM conflict WHERE id <= (SELECT max(id) FROM conflict) - :most')
    this.#all = database.query('SELECT * FROM conflict ORDER BY id DESC', row)
    this.#notes = database.query(`SELECT ${noteColumns} FROM conflict ORDER BY id DESC LIMIT :limit`, noteRow)
    this.#count = database.query(
      'SELECT count(*) AS entries FROM conflict',
      z.object({ entries: z.number() }),
    )
    this.#remove = database.command('DELETE FROM conflict WHERE id = :id')
  }

  /** Keeps a conflict; for use inside the transaction that finishes the message that made it. Twice is once. */
  add(conflict: Omit<Conflict, 'id'>): void {
    const { properties, theirs, theirStyleBody, ...rest } = conflict
    const seal = (text: string | undefined): Buffer | null =>
      text === undefined ? null : this.#sealer.seal(text)
    this.#insert.run({
      ...rest,
      properties: JSON.stringify(properties),
      theirs: seal(theirs),
      theirBody: seal(theirStyleBody),
    })
    this.#trim.run({ most })
  }

  /** The newest first. */
  get all(): readonly Conflict[] {
    const open = (bytes: Uint8Array | null): string | undefined =>
      bytes === null ? undefined : this.#sealer.open(bytes)
    return this.#all.all().map((each) => ({
      ...noteOf(each),
      theirs: open(each.theirs),
      theirStyleBody: open(each.their_body),
    }))
  }

  /** The newest first, without the versions themselves. */
  notes(limit: number): readonly ConflictNote[] {
    return this.#notes.all({ limit }).map((each) => noteOf(each))
  }

  get count(): number {
    return this.#count.first()?.entries ?? 0
  }

  /** Says that somebody has seen it; it stays in the history. */
  acknowledge(id: number): void {
    this.#remove.run({ id })
  }
}

function noteOf(each: z.output<typeof noteRow>): ConflictNote {
  return {
    id: each.id,
    foundAt: each.found_at,
    historyId: each.history_id,
    kind: each.kind,
    objectId: each.object_id,
    title: each.title,
    reason: each.reason,
    properties: each.properties,
    madeAt: each.made_at,
    other: each.other,
    otherMadeAt: each.other_made_at,
  }
}
