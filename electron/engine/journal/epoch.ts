import { z } from 'zod'
import type { Database } from '../../storage/database.ts'

/** What became of the journal before this one, when there was one that was lost. */
export interface LostJournal {
  /** Where the damaged one lies now; empty when it was gone, or an older one took its place. */
  readonly path: string
  readonly at: number
}

const row = z.object({
  name: z.string(),
  numbered: z.number(),
  sent: z.number(),
  lost: z.string().nullable(),
  lost_at: z.number().nullable(),
})

/** The number given last, for statements that give it to an event. */
export const latestNumber = '(SELECT numbered FROM epoch)'

/**
 * One journal from its beginning: its name, and how many events were numbered in it. A journal that is begun anew is
 * another epoch, so that whoever hears its events knows that earlier ones may be lost.
 */
export class Epoch {
  readonly #row
  readonly #advance
  readonly #sent
  readonly #lose
  readonly #settle
  readonly #begin

  constructor(database: Database) {
    this.#row = database.query('SELECT name, numbered, sent, lost, lost_at FROM epoch', row)
    this.#advance = database.command('UPDATE epoch SET numbered = numbered + 1')
    this.#sent = database.command('UPDATE epoch SET sent = max(sent, :number)')
    this.#lose = database.command('UPDATE epoch SET lost = :path, lost_at = :at')
    this.#settle = database.command('UPDATE epoch SET lost = NULL, lost_at = NULL WHERE lost_at <= :at')
    this.#begin = database.command(
      'UPDATE epoch SET name = lower(hex(randomblob(12))), numbered = 0, sent = 0',
    )
  }

  get name(): string {
    return this.#row.first()?.name ?? ''
  }

  /** Number of the last event the broker has; 0 before the first. */
  get sent(): number {
    return this.#row.first()?.sent ?? 0
  }

  /** The journal before this one, until a comparison made up for its loss. */
  get lost(): LostJournal | undefined {
    const { lost = null, lost_at: at = null } = this.#row.first() ?? {}
    return lost === null || at === null ? undefined : { path: lost, at }
  }

  /** Makes {@link latestNumber} that of the next event; for use inside the transaction that gives it to one. */
  advance(): void {
    this.#advance.run()
  }

  /** Remembers that an event was sent; for use inside a transaction. */
  markSent(number: number): void {
    this.#sent.run({ number })
  }

  /** Begins anew under another name; for use inside a transaction. */
  begin(): void {
    this.#begin.run()
  }

  /** @param path where the damaged one lies; empty when it is gone, or older than it was */
  lose(path: string, at: number): void {
    this.#lose.run({ path, at })
  }

  /** Declares a loss up to a time made good, because a comparison of states proved it. */
  settle(at: number): void {
    this.#settle.run({ at })
  }
}
