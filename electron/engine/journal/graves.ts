import { z } from 'zod'
import { kinds } from '../../catalog/kinds/property.ts'
import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import type { Database } from '../../storage/database.ts'
import type { Grave, Graves } from '../replica/graves.ts'

const row = z.object({ id: z.string(), kind: z.enum(kinds), name: z.string().nullable() })

/** Removals remembered at most; the oldest are forgotten first. */
const mostGraves = 100_000

/**
 * What was removed here, so that a late event about it, or about what belonged to it, finds nothing of the same name
 * to attach to. Kept in memory until {@link write}, which goes into the transaction that says what was removed.
 */
export class KeptGraves implements Graves {
  readonly #find
  readonly #insert
  readonly #delete
  readonly #trim
  /** What changed since it was written last: null for what is there again. */
  readonly #changed = new Map<string, Grave | null>()

  constructor(database: Database) {
    this.#find = database.query('SELECT id, kind, name FROM grave WHERE id = :id', row)
    this.#insert = database.command(`
      INSERT INTO grave (id, kind, name, removed_at) VALUES (:id, :kind, :name, :at)
      ON CONFLICT (id) DO UPDATE SET removed_at = :at`)
    this.#delete = database.command('DELETE FROM grave WHERE id = :id')
    this.#trim = database.command(`
      DELETE FROM grave WHERE rowid <= (SELECT max(rowid) FROM grave) - :keep`)
  }

  find(id: string): Grave | undefined {
    const changed = this.#changed.get(id)
    if (changed !== undefined) return changed ?? undefined
    const kept = this.#find.first({ id })
    return kept && { kind: kept.kind, name: kept.name ?? undefined }
  }

  bury(object: CatalogObject): void {
    if (object.id !== '') this.#changed.set(object.id, { kind: object.kind, name: nameOf(object) })
  }

  raise(id: string): void {
    if (this.find(id) !== undefined) this.#changed.set(id, null)
  }

  /** Writes down what changed; for use inside a transaction, before {@link written}. */
  write(at: number): void {
    for (const [id, grave] of this.#changed) {
      if (grave === null) this.#delete.run({ id })
      else this.#insert.run({ id, kind: grave.kind, name: grave.name ?? null, at })
    }
    if (this.#changed.size > 0) this.#trim.run({ keep: mostGraves })
  }

  /** @returns what makes all of it what it is now, for whoever takes back the transaction it is part of */
  remember(): () => void {
    const changed = [...this.#changed]
    return () => {
      this.#changed.clear()
      for (const [id, grave] of changed) this.#changed.set(id, grave)
    }
  }

  /** What changed is written down for good. */
  written(): void {
    this.#changed.clear()
  }
}
