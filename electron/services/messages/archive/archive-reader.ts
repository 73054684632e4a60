import { zstdDecompressSync } from 'node:zlib'
import { z } from 'zod'
import type { SQLInputValue } from 'node:sqlite'
import type { MessageFilter, MessageRow } from '../../../contract/features/messages.ts'
import { failure } from '../../../errors/failure.ts'
import type { Database } from '../../../storage/database.ts'
import type { Sealer } from '../../../storage/secrets.ts'
import { deliveryOf, type Delivery } from '../delivery/ledger.ts'
import type { ArchivableMessage } from './archivable-message.ts'
import { conditionsFor, type Conditions } from './conditions.ts'
import type { Deliveries } from './deliveries.ts'
import type { Names } from './names.ts'
import { verbs } from './schema.ts'
import type { WordTables } from './word-tables.ts'

const number = z.number().nullable()
const text = z.string().nullable()
const listedRow = z.object({
  sequence: z.number(),
  at: z.number(),
  kind: number,
  sender: z.number(),
  verb: z.number(),
  counts_only: z.number(),
  object: number,
  proof: number,
  size: z.number(),
  title: text,
  summary: z.string(),
})
type ListedRow = z.output<typeof listedRow>
const listed = `e.sequence, e.at, e.kind, e.sender, e.verb, e.counts_only, e.object, e.proof, e.size, c.title, c.summary`

const bytes = z.instanceof(Uint8Array)
const contentRow = listedRow.extend({
  message_id: z.string(),
  event_id: text,
  type: z.string(),
  handler: z.string(),
  failure: text,
  headers: bytes,
  body: bytes.nullable(),
})
const sealedHeaders = z.object({
  properties: z.record(z.string(), z.string()),
  headers: z.record(z.string(), z.string()),
  problem: text,
})

/** A message with all that is known of it. */
export interface StoredMessage {
  readonly row: MessageRow
  readonly message: ArchivableMessage
  readonly eventId: string | null
  readonly handler: string
  readonly failure: string | null
  readonly deliveries: readonly (Delivery & { readonly instanceName: string })[]
}

export interface Page {
  readonly rows: MessageRow[]
  readonly more: boolean
  readonly folded: number
}

const longestBody = 256 * 1024 * 1024

/** Answers what is asked of the archive. */
export class ArchiveReader {
  readonly #database: Database
  readonly #sealer: Sealer
  readonly #names: Names
  readonly #words: WordTables
  readonly #deliveries: Deliveries
  readonly #content
  readonly #earlier

  constructor(database: Database, sealer: Sealer, names: Names, words: WordTables, deliveries: Deliveries) {
    this.#database = database
    this.#sealer = sealer
    this.#names = names
    this.#words = words
    this.#deliveries = deliveries
    this.#content = database.query(
      `SELECT ${listed}, c.message_id, c.event_id, c.type, c.handler, c.failure, c.headers, c.body
       FROM entry e JOIN content c ON c.sequence = e.sequence WHERE e.sequence = :sequence`,
      contentRow,
    )
    this.#earlier = database.query(
      `SELECT e.sequence FROM entry e WHERE e.object = :object AND e.sequence < :before AND e.counts_only = 0
       ORDER BY e.sequence DESC LIMIT :limit`,
      z.object({ sequence: z.number() }),
    )
  }

  /** Rows before a number, newest first. */
  page(filter: MessageFilter, before: number | null, limit: number): Page {
    const below = before ?? Number.MAX_SAFE_INTEGER
    const conditions = this.#conditions(filter, filter.all ? 'both' : 'without')
    if (conditions === undefined) return { rows: [], more: false, folded: 0 }
    const found = this.#newest(conditions, below, limit + 1)
    const more = found.length > limit
    const rows = found.slice(0, limit)
    const from = more ? (rows.at(-1)?.sequence ?? 1) : 1
    return { rows: rows.map((row) => this.#row(row)), more, folded: this.#folded(filter, from, below) }
  }

  /** Rows after a number, oldest first. */
  after(filter: MessageFilter, after: number, limit: number): readonly MessageRow[] {
    const conditions = this.#conditions(filter, filter.all ? 'both' : 'without')
    if (conditions === undefined) return []
    const { where, parameters, match } = conditions
    const rows: ListedRow[] = []
    for (const source of match === undefined ? [undefined] : this.#words.newestFirst(Infinity).toReversed()) {
      const sql = select(listed, source, [...where, 'e.sequence > :after'], 'ASC')
      const query = this.#database.query(sql, listedRow)
      rows.push(...query.all({ ...matching(parameters, match), after, limit: limit - rows.length }))
      if (rows.length >= limit) break
    }
    return rows.map((row) => this.#row(row))
  }

  /** Rows right above a number, newest first as on every page. */
  pageAfter(filter: MessageFilter, after: number, limit: number): Page {
    const found = this.after(filter, after, limit + 1)
    const more = found.length > limit
    const rows = found.slice(0, limit)
    const below = more ? (rows.at(-1)?.sequence ?? after) + 1 : Number.MAX_SAFE_INTEGER
    return { rows: rows.toReversed(), more, folded: this.#folded(filter, after + 1, below) }
  }

  /** How many rows there are, and which is at a fraction of them, counted from the newest. */
  position(
    filter: MessageFilter,
    fraction: number,
  ): { readonly total: number; readonly sequence: number | null } {
    const conditions = this.#conditions(filter, filter.all ? 'both' : 'without')
    if (conditions === undefined) return { total: 0, sequence: null }
    const { where, parameters, match } = conditions
    const sources = match === undefined ? [undefined] : this.#words.newestFirst(Infinity)
    const counts = sources.map((source) => ({ source, count: this.#count(conditions, source) }))
    const total = counts.reduce((sum, { count }) => sum + count, 0)
    let offset = Math.round(fraction * Math.max(0, total - 1))
    for (const { source, count } of counts) {
      if (offset >= count) {
        offset -= count
        continue
      }
      const sql = select('e.sequence', source, where, 'DESC', { content: false, offset: true })
      const query = this.#database.query(sql, z.object({ sequence: z.number() }))
      const found = query.first({ ...matching(parameters, match), limit: 1, offset })
      return { total, sequence: found?.sequence ?? null }
    }
    return { total, sequence: null }
  }

  /** The rows of these messages, as they are now. */
  rows(sequences: readonly number[]): readonly MessageRow[] {
    if (sequences.length === 0) return []
    const sql = `SELECT ${listed} FROM entry e JOIN content c ON c.sequence = e.sequence
      WHERE e.sequence IN (SELECT value FROM json_each(:sequences)) ORDER BY e.sequence`
    return this.#database
      .query(sql, listedRow)
      .all({ sequences: JSON.stringify(sequences) })
      .map((row) => this.#row(row))
  }

  /** @throws PLB-ARCHIVE-MESSAGE-GONE, PLB-STORAGE-SECRET-… */
  message(sequence: number): StoredMessage {
    const found = this.#content.first({ sequence })
    if (found === undefined) throw failure('PLB-ARCHIVE-MESSAGE-GONE', { sequence })
    const { properties, headers, problem } = sealedHeaders.parse(JSON.parse(this.#sealer.open(found.headers)))
    const body =
      found.body === null
        ? null
        : zstdDecompressSync(this.#sealer.openBytes(found.body), { maxOutputLength: longestBody }).toString(
            'utf8',
          )
    return {
      row: this.#row(found),
      message: {
        messageId: found.message_id,
        at: found.at,
        type: found.type,
        properties,
        headers,
        body,
        problem,
      },
      eventId: found.event_id,
      handler: found.handler,
      failure: found.failure,
      deliveries: this.#deliveries.all().flatMap((ledger) => {
        const delivery = deliveryOf(ledger, this.#logged(found))
        return delivery === undefined ? [] : [{ instanceName: ledger.instanceName, ...delivery }]
      }),
    }
  }

  /** Earlier messages about the same object, newest first. */
  earlier(objectId: string, before: number, limit: number): readonly number[] {
    const object = this.#names.find(objectId)
    if (object === undefined) return []
    return this.#earlier.all({ object, before, limit }).map(({ sequence }) => sequence)
  }

  /** Sequence, sender and proof of messages, with the ids a node knows them by. */
  identities(instanceName: string, limit: number): readonly PendingIdentity[] {
    const ledger = this.#deliveries.get(instanceName)
    if (ledger === undefined) return []
    const failed = [...ledger.exceptions].flatMap(([sequence, { state }]) =>
      state === 'taken' ? [] : [sequence],
    )
    const rows = this.#database
      .query(
        `SELECT e.sequence, e.proof, c.message_id, c.event_id FROM entry e JOIN content c ON c.sequence = e.sequence
         WHERE e.sequence > :through OR e.sequence IN (SELECT value FROM json_each(:failed))
         ORDER BY e.sequence LIMIT :limit`,
        identityRow,
      )
      .all({ through: ledger.takenThrough, failed: JSON.stringify(failed), limit })
    return rows.map((row) => ({
      sequence: row.sequence,
      proof: row.proof === null ? null : this.#names.text(row.proof),
      identity: row.event_id ?? row.message_id,
    }))
  }

  #conditions(filter: MessageFilter, countsOnly: 'only' | 'without' | 'both'): Conditions | undefined {
    return conditionsFor(filter, this.#names, this.#deliveries, countsOnly)
  }

  #newest({ where, parameters, match }: Conditions, before: number, limit: number): readonly ListedRow[] {
    const rows: ListedRow[] = []
    for (const source of match === undefined ? [undefined] : this.#words.newestFirst(before)) {
      const bound = source === undefined ? 'e.sequence < :before' : 'w.rowid < :before'
      const sql = select(listed, source, [...where, bound], 'DESC')
      const query = this.#database.query(sql, listedRow)
      rows.push(...query.all({ ...matching(parameters, match), before, limit: limit - rows.length }))
      if (rows.length >= limit) break
    }
    return rows
  }

  #count({ where, parameters, match }: Conditions, source: string | undefined): number {
    const sql = select('count(*) AS rows', source, where, undefined, { content: false })
    const query = this.#database.query(sql, z.object({ rows: z.number() }))
    return query.first(matching(parameters, match))?.rows ?? 0
  }

  /** Events that only count changes and would have been shown between two rows. */
  #folded(filter: MessageFilter, from: number, below: number): number {
    if (filter.all) return 0
    const conditions = this.#conditions(filter, 'only')
    if (conditions === undefined) return 0
    const { where, parameters, match } = conditions
    const bounded = {
      where: [...where, 'e.sequence >= :from', 'e.sequence < :below'],
      parameters: { ...parameters, from, below },
      match,
    }
    const sources = match === undefined ? [undefined] : this.#words.newestFirst(below)
    return sources.reduce((sum, source) => sum + this.#count(bounded, source), 0)
  }

  #row(row: ListedRow): MessageRow {
    const logged = this.#logged(row)
    const delivery: MessageRow['delivery'] = {}
    for (const ledger of this.#deliveries.all()) {
      const found = deliveryOf(ledger, logged)
      if (found !== undefined) delivery[ledger.instanceName] = found.state
    }
    return {
      sequence: row.sequence,
      at: row.at,
      summary: row.summary,
      verb: verbs[row.verb] ?? 'unreadable',
      object:
        row.kind === null || row.title === null
          ? null
          : {
              kind: this.#names.text(row.kind),
              id: row.object === null ? '' : this.#names.text(row.object),
              title: row.title,
            },
      sender: logged.sender,
      size: row.size,
      isUpdateSequence: row.counts_only === 1,
      delivery,
    }
  }

  #logged({ sequence, sender, proof }: Pick<ListedRow, 'sequence' | 'sender' | 'proof'>) {
    return {
      sequence,
      sender: this.#names.text(sender),
      proof: proof === null ? null : this.#names.text(proof),
    }
  }
}

/** A message a node may know more about, and the id it knows it by. */
export interface PendingIdentity {
  readonly sequence: number
  readonly proof: string | null
  readonly identity: string
}

const identityRow = z.object({ sequence: z.number(), proof: number, message_id: z.string(), event_id: text })

function matching(
  parameters: Readonly<Record<string, SQLInputValue>>,
  match: string | undefined,
): Record<string, SQLInputValue> {
  return match === undefined ? { ...parameters } : { ...parameters, match }
}

/** @param source the table of words to search first, when there is text to search */
function select(
  columns: string,
  source: string | undefined,
  where: readonly string[],
  order: 'ASC' | 'DESC' | undefined,
  options: { readonly content?: boolean; readonly offset?: boolean } = {},
): string {
  // CROSS JOIN keeps the order of tables: numbers come from the words, or from the entries as they lie.
  const from = source === undefined ? 'entry e' : `${source} w CROSS JOIN entry e ON e.sequence = w.rowid`
  const content = options.content === false ? '' : ' CROSS JOIN content c ON c.sequence = e.sequence'
  const all = [...(source === undefined ? [] : [`${source} MATCH :match`]), ...where]
  const by = source === undefined ? 'e.sequence' : 'w.rowid'
  return [
    `SELECT ${columns} FROM ${from}${content}`,
    all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`,
    order === undefined ? '' : `ORDER BY ${by} ${order} LIMIT :limit`,
    options.offset === true ? 'OFFSET :offset' : '',
  ].join(' ')
}
