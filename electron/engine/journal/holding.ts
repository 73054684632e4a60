import { z } from 'zod'
import type { Database } from '../../storage/database.ts'

/** How much less a data directory held when it was read than when the node knew it last. */
export interface Shrunk {
  readonly before: number
  readonly found: number
  readonly at: number
}

const row = z.object({
  objects: z.number(),
  found: z.number().nullable(),
  found_at: z.number().nullable(),
})

/**
 * How many objects the data directory of a node holds, kept over restarts. A directory that was emptied while the node
 * did not run would otherwise pass for all there ever was.
 */
export class Holding {
  readonly #row
  readonly #note
  readonly #shrink
  readonly #settle

  constructor(database: Database) {
    this.#row = database.query('SELECT objects, found, found_at FROM holding', row)
    this.#note = database.command('UPDATE holding SET objects = :objects WHERE found IS NULL')
    this.#shrink = database.command('UPDATE holding SET found = :found, found_at = :at')
    this.#settle = database.command('UPDATE holding SET found = NULL, found_at = NULL WHERE found_at <= :at')
  }

  /** Set when it lost more than half, until a comparison made up for it or it is back. */
  get shrunk(): Shrunk | undefined {
    const { objects, found = null, found_at: at = null } = this.#row.first() ?? { objects: 0 }
    return found === null || at === null ? undefined : { before: objects, found, at }
  }

  /** The directory was read, and held this many objects. */
  read(found: number, at: number): void {
    const { objects: before = 0 } = this.#row.first() ?? {}
    if (found * 2 < before) {
      if (this.shrunk === undefined) this.#shrink.run({ found, at })
    } else this.settle(at)
    this.note(found)
  }

  /** The node holds this many objects, as it knows itself. */
  note(objects: number): void {
    if (this.#row.first()?.objects !== objects) this.#note.run({ objects })
  }

  /** Declares what it lost up to a time made good, because a comparison of states proved it. */
  settle(at: number): void {
    this.#settle.run({ at })
  }
}
