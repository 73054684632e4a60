import { z } from 'zod'
import { isFailure } from '../../errors/failure.ts'
import type { Database } from '../../storage/database.ts'
import type { FileSystem } from '../../storage/files.ts'
import { latestTime } from '../../wire/stamp.ts'

/** Milliseconds a bound is ahead of the time it is made for, so that few changes wait for the file. */
const term = 600_000

const row = z.object({ bound: z.number(), floor: z.number() })

/**
 * A time no change of this master has passed, in its journal and in a file beside it. A journal that is lost, or that an
 * older one takes the place of, takes with it what time its last change had; a clock that was set back meanwhile would
 * give the next ones a place before changes everybody has. So they begin behind the bound of the file.
 */
export class TimeLease {
  /** Whether the journal is not the one the file was last written for: an older one, or a new one. */
  readonly isJournalOlder: boolean
  readonly #database: Database
  readonly #fileSystem: FileSystem
  readonly #path: string
  readonly #set
  #floor: number
  #bound: number
  /** Whether this run has made a bound of its own, which tells its journal from copies made before. */
  #isOwn = false

  /** @param path of the file; its directory exists */
  constructor(database: Database, fileSystem: FileSystem, path: string) {
    this.#database = database
    this.#fileSystem = fileSystem
    this.#path = path
    this.#set = database.command('UPDATE lease SET bound = :bound, floor = :floor')
    const { bound: written = 0, floor = 0 } =
      database.query('SELECT bound, floor FROM lease', row).first() ?? {}
    const kept = this.#read()
    // The journal has it first, so that one ahead of the file only tells of a crash in between.
    this.isJournalOlder = kept > written
    this.#floor = floor
    this.#bound = Math.max(kept, written)
  }

  /** Has this journal begin behind what was given before it. */
  begin(): void {
    this.#floor = this.#bound
    this.#database.transaction(() => this.#set.run({ bound: this.#bound, floor: this.#floor }))
  }

  /** A time before all that are to be given; 0 where the journal knows what was given last. */
  get floor(): number {
    return this.#floor
  }

  /**
   * Proves that the next start knows of a time before it is given to a change.
   * @throws a failure of the disk or the database
   */
  cover(time: number): void {
    if (this.#isOwn && time <= this.#bound) return
    this.#extend(Math.max(time + term, this.#bound + 1))
    this.#isOwn = true
  }

  /** Tells the journal, as it is when its node stops, from copies that were made of it while it ran. */
  close(): void {
    if (this.#isOwn) this.#extend(this.#bound + 1)
  }

  #extend(bound: number): void {
    const next = Math.min(bound, latestTime)
    this.#database.transaction(() => this.#set.run({ bound: next, floor: this.#floor }))
    this.#fileSystem.writeAtomically(this.#path, `${next}\n`, { mode: 0o600 })
    this.#bound = next
  }

  /** What the file says; 0 when it is not there or says no time a change may have. */
  #read(): number {
    try {
      const text = this.#fileSystem.readFile(this.#path, 20).toString('latin1')
      const time = /^[1-9]\d{0,14}\n$/.test(text) ? Number(text) : 0
      return time < latestTime ? time : 0
    } catch (error) {
      if (isFailure(error) && unreadable.has(error.code)) return 0
      throw error
    }
  }
}

const unreadable: ReadonlySet<string> = new Set([
  'PLB-STORAGE-FILE-MISSING',
  'PLB-STORAGE-FILE-TOO-LARGE',
  'PLB-STORAGE-NOT-A-FILE',
])
