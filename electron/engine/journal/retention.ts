import type { Database } from '../../storage/database.ts'

/** How much a journal keeps of what is finished; what is not, it keeps for as long as it takes. */
export interface Retention {
  /** Changes in the history at most, the newest. */
  readonly changes: number
  /** Days a change stays in the history at most. */
  readonly days: number
  /** Events that were sent and are still known one by one, the newest. */
  readonly events: number
  /** Messages that were received and are still known one by one, the newest. */
  readonly messages: number
}

export const usualRetention: Retention = { changes: 10_000, days: 365, events: 10_000, messages: 10_000 }

const day = 24 * 60 * 60_000
/** Rows of each kind one step removes, so that nobody waits for it. */
const rowsAtOnce = 100
/** Free pages that stay in the file, since what is added takes the place of what was removed. */
const sparePages = 1_000
const pagesAtOnce = 250

/**
 * Keeps a journal from growing for ever, a small step at a time. It removes nothing that is still to be published, nor
 * what tells whether a change of the history was made.
 */
export class JournalRetention {
  readonly #database: Database
  readonly #retention: Retention
  readonly #removeSent
  readonly #removeEvents
  readonly #removeChanges

  constructor(database: Database, retention: Retention = usualRetention) {
    this.#database = database
    this.#retention = retention
    // Were only what was withdrawn of a change left, it would count as never made: such a change is kept whole.
    this.#removeSent = database.command(`
      DELETE FROM outbox WHERE id IN (
        SELECT sent.id FROM outbox AS sent WHERE sent.state = 'sent'
          AND sent.id <= (SELECT max(id) FROM outbox WHERE state = 'sent') - :events
          AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.history_id = sent.history_id
            AND other.state IN ('accepted', 'applied', 'withdrawn'))
        ORDER BY sent.id LIMIT :rows)`)
    const due = `
      SELECT oldest.id FROM (SELECT id, at FROM history ORDER BY id LIMIT :rows) AS oldest
      WHERE (oldest.at < :before OR oldest.id <= (SELECT max(id) FROM history) - :changes)
        AND NOT EXISTS (SELECT 1 FROM outbox AS unsent WHERE unsent.history_id = oldest.id
          AND unsent.state IN ('accepted', 'applied'))`
    this.#removeEvents = database.command(`
      DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE history_id IN (${due}) LIMIT :rows)`)
    this.#removeChanges = database.command(`
      DELETE FROM history WHERE id IN (${due})
        AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.history_id = history.id)`)
  }

  /**
   * Removes some of what need not be kept any more, and gives some of its room back to the disk.
   * @returns whether there may be more
   */
  step(now: number): boolean {
    const { changes, days, events } = this.#retention
    const due = { before: now - days * day, changes, rows: rowsAtOnce }
    const removed = this.#database.transaction(() =>
      [
        this.#removeSent.run({ events, rows: rowsAtOnce }),
        this.#removeEvents.run(due),
        this.#removeChanges.run(due),
      ].map((result) => Number(result.changes)),
    )
    const hasShrunk = this.#database.shrink(sparePages, pagesAtOnce)
    return hasShrunk || removed.includes(rowsAtOnce)
  }
}
