import { z } from 'zod'
import type { Database } from '../../storage/database.ts'
import type { Numbering } from '../../wire/numbering.ts'

/** The tables of {@link Heard}, for the migrations of whichever database keeps them. */
export const heardTables = `
  CREATE TABLE heard (
    sender TEXT NOT NULL,
    epoch TEXT NOT NULL,
    highest INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (sender, epoch)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE gap (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sender TEXT NOT NULL,
    epoch TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('missing', 'before', 'new journal')),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    found_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX gap_by_epoch ON gap (sender, epoch, first);
`

/** Of each journal, the latest time of its events, and that of the journals of its sender that were heard before it. */
export const heardTimes = `
  ALTER TABLE heard ADD COLUMN time INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE heard ADD COLUMN former_time INTEGER NOT NULL DEFAULT 0;
`

/**
 * What was not heard of a sender. `missing`: events of these numbers never came. `before`: the first that was ever heard
 * had a higher number. `new journal`: the sender numbers from the start again, so its journal was lost with what it had
 * not published.
 */
export interface Gap {
  readonly sender: string
  readonly epoch: string
  readonly kind: 'missing' | 'before' | 'new journal'
  /** Numbers of events, both inclusive; 0 for a new journal. */
  readonly first: number
  readonly last: number
  readonly foundAt: number
}

/** Milliseconds what is missing may still arrive, out of order, before it counts as lost. */
const grace = 5_000
/** A flood of made-up senders, journals and holes must not fill the database. */
const epochLimit = 1_000
const gapsOfEpoch = 100
const gapLimit = 2_000

const gapRow = z.object({
  id: z.number(),
  sender: z.string(),
  epoch: z.string(),
  kind: z.enum(['missing', 'before', 'new journal']),
  first: z.number(),
  last: z.number(),
  found_at: z.number(),
})
const columns = 'id, sender, epoch, kind, first, last, found_at'
const countRow = z.object({ entries: z.number() })

/** Remembers the numbers that were heard of every sender, and so what was not. */
export class Heard {
  readonly #highest
  readonly #known
  readonly #epochs
  readonly #begin
  readonly #raise
  readonly #around
  readonly #ofEpoch
  readonly #count
  readonly #add
  readonly #resize
  readonly #remove
  readonly #all
  readonly #settle

  constructor(database: Database) {
    this.#highest = database.query(
      'SELECT highest, former_time FROM heard WHERE sender = :sender AND epoch = :epoch',
      z.object({ highest: z.number(), former_time: z.number() }),
    )
    this.#known = database.query(
      'SELECT max(time) AS time FROM heard WHERE sender = :sender HAVING count(*) > 0',
      z.object({ time: z.number() }),
    )
    this.#epochs = database.query('SELECT count(*) AS entries FROM heard', countRow)
    this.#begin = database.command(
      `INSERT INTO heard (sender, epoch, highest, since, former_time)
       VALUES (:sender, :epoch, 0, :at, :formerTime)`,
    )
    this.#raise = database.command(
      `UPDATE heard SET highest = :number, time = max(time, :time) WHERE sender = :sender AND epoch = :epoch`,
    )
    this.#around = database.query(
      `SELECT ${columns} FROM gap WHERE sender = :sender AND epoch = :epoch AND first <= :number
         AND last >= :number AND kind <> 'new journal' LIMIT 1`,
      gapRow,
    )
    this.#ofEpoch = database.query(
      `SELECT ${columns} FROM gap WHERE sender = :sender AND epoch = :epoch ORDER BY last DESC LIMIT :limit`,
      gapRow,
    )
    this.#count = database.query('SELECT count(*) AS entries FROM gap', countRow)
    this.#add = database.command(
      `INSERT INTO gap (sender, epoch, kind, first, last, found_at)
       VALUES (:sender, :epoch, :kind, :first, :last, :at)`,
    )
    this.#resize = database.command('UPDATE gap SET first = :first, last = :last WHERE id = :id')
    this.#remove = database.command('DELETE FROM gap WHERE id = :id')
    this.#all = database.query(`SELECT ${columns} FROM gap ORDER BY id LIMIT :limit`, gapRow)
    this.#settle = database.command('DELETE FROM gap WHERE found_at <= :at')
  }

  /**
   * Takes note of a message; for use inside the transaction that takes it. Taking note twice is once.
   * @param time the one its sender gave it; 0 for none
   * @returns the latest time of journals of its sender that were before this one: an event of this one that does not
   *   come behind it was given its time by who did not know of them
   */
  note(sender: string, { epoch, number, isMark }: Numbering, at: number, time = 0): number {
    const journal = this.#highest.first({ sender, epoch }) ?? this.#meet(sender, epoch, at)
    if (journal === undefined) return 0
    const { highest, former_time: formerTime } = journal
    if (number > highest) {
      // A mark says that this one was published, too; it is not heard with the mark.
      const last = isMark ? number : number - 1
      if (last > highest) this.#miss({ sender, epoch, first: highest + 1, last }, highest === 0, at)
      this.#raise.run({ sender, epoch, number, time })
    } else if (!isMark) this.#fill(sender, epoch, number, at)
    return formerTime
  }

  /** What is missing as far as it can be told now, oldest first. */
  gaps(now: number): readonly Gap[] {
    return this.#all
      .all({ limit: gapLimit })
      .filter(({ kind, found_at: foundAt }) => kind === 'new journal' || foundAt + grace <= now)
      .map(({ id: _, found_at: foundAt, ...gap }) => ({ ...gap, foundAt }))
  }

  /** Declares made good what was found missing up to a time, because a comparison of states proved it. */
  settle(at: number): void {
    this.#settle.run({ at })
  }

  /** Hears of a sender's journal for the first time; undefined when there are too many to remember one more. */
  #meet(
    sender: string,
    epoch: string,
    at: number,
  ): { readonly highest: number; readonly former_time: number } | undefined {
    if ((this.#epochs.first()?.entries ?? 0) >= epochLimit) return undefined
    const formerTime = this.#known.first({ sender })?.time
    if (formerTime !== undefined) {
      this.#addGap({ sender, epoch, kind: 'new journal', first: 0, last: 0, at })
    }
    this.#begin.run({ sender, epoch, at, formerTime: formerTime ?? 0 })
    return { highest: 0, former_time: formerTime ?? 0 }
  }

  #miss(
    range: { readonly sender: string; readonly epoch: string; readonly first: number; readonly last: number },
    isFirst: boolean,
    at: number,
  ): void {
    const { sender, epoch, last } = range
    const latest = this.#ofEpoch.all({ sender, epoch, limit: gapsOfEpoch })
    const [newest] = latest
    // So many holes are one: rather too much is called missing than anything forgotten.
    if (newest !== undefined && latest.length >= gapsOfEpoch) {
      this.#resize.run({ id: newest.id, first: newest.first, last })
      return
    }
    this.#addGap({ ...range, kind: isFirst ? 'before' : 'missing', at })
  }

  #addGap(gap: Omit<Gap, 'foundAt'> & { readonly at: number }): void {
    if ((this.#count.first()?.entries ?? 0) < gapLimit) this.#add.run(gap)
  }

  /** What arrives late, or again, is not missing any more. */
  #fill(sender: string, epoch: string, number: number, at: number): void {
    const gap = this.#around.first({ sender, epoch, number })
    if (gap === undefined) return
    const { id, first, last, kind } = gap
    if (first === last) this.#remove.run({ id })
    else if (number === first) this.#resize.run({ id, first: first + 1, last })
    else if (number === last) this.#resize.run({ id, first, last: last - 1 })
    else {
      this.#resize.run({ id, first, last: number - 1 })
      this.#addGap({ sender, epoch, kind, first: number + 1, last, at })
    }
  }
}
