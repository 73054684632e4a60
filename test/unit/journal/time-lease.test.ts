import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { journalMigrations } from '../../../electron/engine/journal/schema.ts'
import { TimeLease } from '../../../electron/engine/journal/time-lease.ts'
import { KeptGraves } from '../../../electron/engine/journal/graves.ts'
import { Timeline } from '../../../electron/engine/journal/timeline.ts'
import { openDatabase } from '../../../electron/storage/open-database.ts'
import { openSealer } from '../../../electron/storage/secrets.ts'
import type { FileSystem } from '../../../electron/storage/files.ts'
import { atEveryCrashPoint } from '../../support/file-system-faults.ts'
import { hastyFileSystem } from '../../support/replicas.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const hour = 3_600_000

/** A node that only asks for times, and what befalls what it keeps. */
class Journal {
  now = 1_000 * hour
  readonly #state = temporaryDirectory()
  #open = this.#start()

  #start(fileSystem: FileSystem = hastyFileSystem) {
    const { database } = openDatabase(join(this.#state, 'node.sqlite'), journalMigrations)
    // The disk is not what is tried here.
    database.query('PRAGMA synchronous = OFF', z.unknown()).all()
    const lease = new TimeLease(database, fileSystem, join(this.#state, 'time'))
    if (lease.isJournalOlder) lease.begin()
    const sealer = openSealer({ keyFile: join(this.#state, 'key'), environment: {} })
    const timeline = new Timeline(database, sealer, new KeptGraves(database), () => this.now, lease)
    return { database, lease, timeline, sealer }
  }

  /** Gives a change its time, and writes it down as one that was applied. */
  give(): number {
    const { timeline, database, sealer } = this.#open
    const time = timeline.nextTime()
    database
      .command(
        `INSERT INTO placed (identity, time, step, sender, handler, body, touched, is_stamped)
         VALUES (:identity, :time, 0, 'm', 'h', :body, '[]', 1)`,
      )
      .run({ identity: String(time), time, body: sealer.seal('') })
    this.reopen()
    return time
  }

  /** What a process reads when it starts again after a crash. */
  reopen(fileSystem?: FileSystem): void {
    this.#open.database.close()
    this.#open = this.#start(fileSystem)
  }

  stopWhile(action: (state: string) => void): void {
    this.#open.lease.close()
    this.dieWhile(action)
  }

  dieWhile(action: (state: string) => void): void {
    this.#open.database.close()
    action(this.#state)
    this.#open = this.#start()
  }

  close(): void {
    this.#open.database.close()
  }
}

type Step =
  | { readonly what: 'give' | 'crash' | 'stop' | 'copy' | 'restore' | 'lose' | 'lose time' | 'tear time' }
  | { readonly clock: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ what: 'give' } as const) },
  fc.record({ what: fc.constantFrom('crash', 'stop', 'copy', 'restore', 'lose', 'lose time', 'tear time') }),
  fc.record({ clock: fc.integer({ min: -90 * hour, max: 90 * hour }) }),
)

it('gives no change a time before one that was given, whatever becomes of the journal and the clock', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const journal = new Journal()
      const copy = join(temporaryDirectory(), 'copy')
      let isCopied = false
      // Of the file and the journal, one at a time is lost.
      let isFileWhole = true
      let latest = 0
      for (const each of [...steps, { what: 'give' } as const]) {
        if ('clock' in each) journal.now += each.clock
        else if (each.what === 'give') {
          const time = journal.give()
          expect(time).toBeGreaterThan(latest)
          latest = time
          isFileWhole = true
        } else if (each.what === 'crash') journal.reopen()
        else
          journal.stopWhile((state) => {
            const path = join(state, 'node.sqlite')
            if (each.what === 'copy') cpSync(path, copy)
            isCopied ||= each.what === 'copy'
            if (each.what === 'lose' && isFileWhole) rmSync(path)
            if (each.what === 'restore' && isFileWhole && isCopied) cpSync(copy, path)
            if (each.what === 'lose time') rmSync(join(state, 'time'), { force: true })
            if (each.what === 'tear time') writeFileSync(join(state, 'time'), '17')
            isFileWhole &&= each.what !== 'lose time' && each.what !== 'tear time'
          })
      }
      journal.close()
    }),
    { numRuns: 25, seed: 1 },
  )
})

it('gives no change a time before one that was given, wherever the power goes while the bound is written', () => {
  const crashes = atEveryCrashPoint({
    prepare() {
      const journal = new Journal()
      const given = [journal.give()]
      journal.now += hour
      return { journal, given }
    },
    run(fileSystem, { journal, given }) {
      journal.reopen(fileSystem)
      given.push(journal.give())
    },
    check({ journal, given }) {
      journal.now -= 90 * hour
      const lose = (state: string): void => {
        rmSync(join(state, 'node.sqlite'))
      }
      journal.dieWhile(lose)
      expect(journal.give()).toBeGreaterThan(Math.max(...given))
      journal.close()
    },
  })
  expect(crashes).toBeGreaterThan(8)
})
