import { z } from 'zod'
import type { Database } from '../../storage/database.ts'
import type { Sealer } from '../../storage/secrets.ts'
import type { Kind } from '../../catalog/kinds/property.ts'

/** One accepted change: who changed what when, and the object's file form before and after. */
export interface HistoryEntry {
  readonly at: number
  readonly author: string
  readonly verb: 'add' | 'modify' | 'remove' | 'default'
  readonly kind: Kind
  readonly objectId: string
  readonly summary: string
  readonly before: string | undefined
  readonly after: string | undefined
}

const row = z.object({
  at: z.number(),
  author: z.string(),
  verb: z.enum(['add', 'modify', 'remove', 'default']),
  kind: z.string(),
  object_id: z.string(),
  summary: z.string(),
})

export class History {
  readonly #sealer: Sealer
  readonly #insert
  readonly #latest

  constructor(database: Database, sealer: Sealer) {
    this.#sealer = sealer
    this.#insert = database.command(`
      INSERT INTO history (at, author, verb, kind, object_id, summary, before, after)
      VALUES (:at, :author, :verb, :kind, :objectId, :summary, :before, :after)`)
    this.#latest = database.query(
      'SELECT at, author, verb, kind, object_id, summary FROM history ORDER BY id DESC LIMIT :limit',
      row,
    )
  }

  /** Adds an entry; for use inside the transaction that accepts the change. */
  add(entry: HistoryEntry): number {
    const { before, after } = entry
    const { lastInsertRowid } = this.#insert.run({
      at: entry.at,
      author: entry.author,
      verb: entry.verb,
      kind: entry.kind,
      objectId: entry.objectId,
      summary: entry.summary,
      before: before === undefined ? null : this.#sealer.seal(before),
      after: after === undefined ? null : this.#sealer.seal(after),
    })
    return Number(lastInsertRowid)
  }

  /** The newest entries first, without the objects themselves. */
  latest(limit = 50) {
    return this.#latest.all({ limit })
  }
}
