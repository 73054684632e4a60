import { join } from 'node:path'
import { z } from 'zod'
import type { Service } from '../../contract/application.ts'
import { auditEntry } from '../../contract/features/audit.ts'
import { textOf } from '../../errors/failure.ts'
import type { Command, Database, Query } from '../../storage/database.ts'
import { openDatabase, type Migration } from '../../storage/open-database.ts'
import { csv } from './csv.ts'
import { describeAction } from './describe-action.ts'
import type { Notices } from '../../state/notices.ts'
import { hideSecrets } from '../../secrets/text.ts'
import { english } from '../../sentences/english.ts'

type Entry = z.output<typeof auditEntry>

const outcome = auditEntry.shape.outcome

/** What is written down of one call of a procedure. */
export interface AuditRecord {
  /** `feature.procedure` */
  readonly action: string
  /** What it was called with; only the names of its targets are kept. */
  readonly input: unknown
  readonly outcome: Entry['outcome']
  /** The failure's sentence, or what came of it. */
  readonly message?: string
  /** What it answered, when it was done; what it was done to is named better there. */
  readonly output?: unknown
}

const migrations: readonly Migration[] = [
  `CREATE TABLE entry (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     at INTEGER NOT NULL,
     operator TEXT NOT NULL,
     action TEXT NOT NULL,
     summary TEXT NOT NULL,
     target TEXT,
     outcome TEXT NOT NULL,
     message TEXT
   ) STRICT`,
]

const row = z.object({
  id: z.number(),
  at: z.number(),
  operator: z.string(),
  action: z.string(),
  summary: z.string(),
  target: z.string().nullable(),
  outcome,
  message: z.string().nullable(),
})

interface Statements {
  readonly database: Database
  readonly add: Command
  readonly page: Query<Entry>
  readonly all: Query<Entry>
}

const exportLimit = 100_000

/**
 * What this operator did and what came of it. When the database cannot be used, entries are kept in memory and a
 * notice says so.
 */
export class AuditLog {
  readonly #statements: Statements | undefined
  readonly #inMemory: Entry[] = []
  readonly #operator: string
  readonly #now: () => number
  readonly #notices: Notices

  constructor(options: {
    readonly directory: string
    readonly operator: string
    readonly now: () => number
    readonly notices: Notices
  }) {
    this.#operator = options.operator
    this.#now = options.now
    this.#notices = options.notices
    this.#statements = this.#open(join(options.directory, 'audit.sqlite'))
  }

  /** Writes down a call. It never throws: an action that is done cannot be undone for want of its entry. */
  record({ action, input, output, outcome: became, message }: AuditRecord): void {
    const { summary, target } = describeAction(action, input, output)
    const entry = {
      at: this.#now(),
      operator: this.#operator,
      action,
      summary: hideSecrets(summary),
      target: target === null ? null : hideSecrets(target),
      outcome: became,
      message: message === undefined ? null : hideSecrets(message),
    }
    if (this.#statements !== undefined) {
      try {
        this.#statements.add.run(entry)
        return
      } catch (error) {
        this.#notices.add(`Entries of the audit log are missing from the disk: ${textOf(error)}`)
      }
    }
    this.#inMemory.push({ ...entry, id: this.#inMemory.length + 1 })
  }

  service(): Service<'audit'> {
    return {
      page: ({ before, limit, text }) => this.#page(before ?? Number.MAX_SAFE_INTEGER, limit, text),
      export: ({ format }) => {
        const entries = this.#all()
        const day = new Date(this.#now()).toISOString().slice(0, 10)
        return {
          fileName: `plumbline-audit-${day}.${format}`,
          content:
            format === 'csv' ? asCsv(entries) : entries.map((each) => `${JSON.stringify(each)}\n`).join(''),
        }
      },
    }
  }

  close(): void {
    this.#statements?.database.close()
  }

  #page(before: number, limit: number, text: string): { entries: Entry[]; more: boolean } {
    const entries =
      this.#statements === undefined
        ? this.#inMemory
            .filter((each) => each.id < before && matches(each, text))
            .toReversed()
            .slice(0, limit + 1)
        : this.#statements.page.all({ before, limit: limit + 1, pattern: `%${escapedPattern(text)}%` })
    return { entries: entries.slice(0, limit), more: entries.length > limit }
  }

  #all(): readonly Entry[] {
    return this.#statements?.all.all({ limit: exportLimit }) ?? this.#inMemory.toReversed()
  }

  #open(path: string): Statements | undefined {
    try {
      const { database, setAside } = openDatabase(path, migrations)
      if (setAside !== undefined) {
        this.#notices.add(`The audit log was damaged; it lies at ${setAside} now, and a new one was begun.`)
      }
      return {
        database,
        add: database.command(
          `INSERT INTO entry (at, operator, action, summary, target, outcome, message)
           VALUES (:at, :operator, :action, :summary, :target, :outcome, :message)`,
        ),
        page: database.query(
          `SELECT * FROM entry WHERE id < :before AND
             (summary LIKE :pattern ESCAPE '\\' OR action LIKE :pattern ESCAPE '\\'
              OR coalesce(message, '') LIKE :pattern ESCAPE '\\' OR operator LIKE :pattern ESCAPE '\\')
           ORDER BY id DESC LIMIT :limit`,
          row,
        ),
        all: database.query('SELECT * FROM entry ORDER BY id DESC LIMIT :limit', row),
      }
    } catch (error) {
      this.#notices.add(`The audit log is kept only until Plumbline ends: ${textOf(error)}`)
      return undefined
    }
  }
}

function matches(entry: Entry, text: string): boolean {
  const wanted = text.toLowerCase()
  return [entry.summary, entry.action, entry.message ?? '', entry.operator].some((each) =>
    english(each).toLowerCase().includes(wanted),
  )
}

function escapedPattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}

function asCsv(entries: readonly Entry[]): string {
  const header = ['time', 'operator', 'action', 'summary', 'target', 'outcome', 'message']
  return csv([
    header,
    ...entries.map(({ at, operator, action, summary, target, outcome: became, message }) => [
      new Date(at).toISOString(),
      operator,
      action,
      english(summary),
      target,
      became,
      message === null ? null : english(message),
    ]),
  ])
}
