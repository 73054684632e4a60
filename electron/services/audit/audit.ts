import { join } from 'node:path'
import { z } from 'zod'
import type { Offers, Service } from '../../contract/features/application.ts'
import { auditEntry } from '../../contract/features/audit.ts'
import { wordingOf, withoutSecretsIn } from '../../errors/failure.ts'
import type { Command, Database, Query } from '../../storage/database.ts'
import { openDatabase, type Migration } from '../../storage/open-database.ts'
import { csv } from '../../text/csv.ts'
import { describeAction } from './describe-action.ts'
import type { Notices } from '../../state/notices.ts'
import { hideSecrets } from '../../secrets/text.ts'
import type { LanguageTag } from '../../languages/tags.ts'
import type { ChangeRecord } from '../../channel/running-call.ts'
import { speaker, type Speak } from '../../sentences/speaker.ts'
import { say } from '../../sentences/say.ts'
import { storedWording, wordingColumn } from '../../sentences/stored.ts'
import { parseJson } from '../../text/json.ts'
import { nextTurn } from '../../scheduler/clock.ts'
import { noTimes, TimeCounter, type TimeBuckets } from '../../text/time-buckets.ts'
import { datedName } from '../../text/dated-name.ts'

type Entry = z.output<typeof auditEntry>

const outcome = auditEntry.shape.outcome

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
  'ALTER TABLE entry ADD COLUMN subject TEXT',
  'ALTER TABLE entry ADD COLUMN cluster TEXT',
]

const subject = auditEntry.shape.subject

const row = z.object({
  id: z.number(),
  at: z.number(),
  operator: z.string(),
  action: z.string(),
  summary: wordingColumn,
  target: z.string().nullable(),
  subject: z
    .string()
    .nullable()
    .transform((stored) => subject.safeParse(stored === null ? null : jsonIn(stored)).data ?? null),
  outcome,
  message: wordingColumn.nullable(),
  cluster: auditEntry.shape.cluster,
})

interface Statements {
  readonly database: Database
  readonly add: Command
  readonly before: Query<Entry>
  readonly some: Query<Entry>
  readonly span: Query<{ readonly oldest: number | null; readonly newest: number | null }>
  readonly all: Query<Entry>
  readonly clusters: Query<{ readonly cluster: string }>
}

type Sought = Pick<
  Parameters<Service<'audit'>['page']>[0],
  'text' | 'from' | 'cluster' | 'object' | 'since' | 'until'
>

const exportLimit = 100_000
const mostClusters = 100
/** Entries that are read before others get their turn; a few milliseconds. */
const readAtOnce = 200

/**
 * What this operator did and what came of it. When the database cannot be used, entries are kept in memory and a
 * notice says so.
 */
export class AuditLog implements Offers<'audit'> {
  readonly #statements: Statements | undefined
  readonly #inMemory: Entry[] = []
  readonly #operator: string
  readonly #now: () => number
  readonly #notices: Notices
  readonly #language: () => LanguageTag

  constructor(options: {
    readonly directory: string
    readonly operator: string
    readonly now: () => number
    readonly notices: Notices
    /** What entries are searched and exported in. */
    readonly language: () => LanguageTag
  }) {
    this.#operator = options.operator
    this.#now = options.now
    this.#notices = options.notices
    this.#language = options.language
    this.#statements = this.#open(join(options.directory, 'audit.sqlite'))
  }

  /** Writes down a call. It never throws: an action that is done cannot be undone for want of its entry. */
  record({ action, input, output, outcome: became, message, cluster }: ChangeRecord): void {
    const { summary, target, subject: done = null, made } = describeAction(action, input, output, cluster)
    const entry = {
      at: this.#now(),
      operator: this.#operator,
      action,
      summary: withoutSecretsIn(summary),
      target: target === null ? null : hideSecrets(target),
      subject: done,
      outcome: became,
      message: message === undefined ? null : withoutSecretsIn(message),
      cluster: cluster ?? made ?? null,
    }
    if (this.#statements !== undefined) {
      try {
        this.#statements.add.run({
          ...entry,
          summary: storedWording(entry.summary),
          subject: done === null ? null : JSON.stringify(done),
          message: entry.message === null ? null : storedWording(entry.message),
        })
        return
      } catch (error) {
        this.#notices.add(say('notices.entriesAuditLogMissing', { reason: wordingOf(error) }))
      }
    }
    this.#inMemory.push({ ...entry, id: this.#inMemory.length + 1 })
  }

  get service(): Service<'audit'> {
    return {
      page: ({ before, limit, ...sought }) => this.#page(before ?? Number.MAX_SAFE_INTEGER, limit, sought),
      histogram: ({ buckets, ...sought }) => this.#histogram(buckets, sought),
      export: async ({ format }) => {
        const entries = this.#all()
        return {
          fileName: datedName('plumbline-audit', this.#now(), format),
          content:
            format === 'csv'
              ? asCsv(entries, await speaker(this.#language()))
              : entries.map((each) => `${JSON.stringify(each)}\n`).join(''),
        }
      },
    }
  }

  close(): void {
    this.#statements?.database.close()
  }

  /** A search looks at the words an operator reads, which are made of an entry when it is shown. */
  async #page(before: number, limit: number, sought: Sought) {
    const speak = await speaker(this.#language())
    const entries: Entry[] = []
    for (const each of this.#statements?.before.iterate({ before }) ?? this.#inMemory.toReversed()) {
      if (each.id >= before || !matches(each, sought, speak)) continue
      entries.push(each)
      if (entries.length > limit) break
    }
    return { entries: entries.slice(0, limit), more: entries.length > limit, clusters: this.#clusters() }
  }

  /** Where words are sought every entry has to be read, which takes turns with whatever else is to do. */
  async #histogram(parts: number, sought: Sought): Promise<TimeBuckets> {
    const { oldest, newest } = this.#span()
    if (oldest === null || newest === null) return noTimes
    const counter = new TimeCounter(sought.since ?? oldest, sought.until ?? newest + 1, parts)
    const speak = await speaker(this.#language())
    for (let before = Number.MAX_SAFE_INTEGER; ;) {
      const some = this.#some(before)
      for (const entry of some) if (matches(entry, sought, speak)) counter.add(entry.at)
      const last = some.at(-1)
      if (last === undefined || some.length < readAtOnce) return counter.buckets
      before = last.id
      await nextTurn()
    }
  }

  #span(): { readonly oldest: number | null; readonly newest: number | null } {
    if (this.#statements === undefined) {
      return { oldest: this.#inMemory[0]?.at ?? null, newest: this.#inMemory.at(-1)?.at ?? null }
    }
    return this.#statements.span.first({}) ?? { oldest: null, newest: null }
  }

  /** The next entries below a number, newest first. */
  #some(before: number): readonly Entry[] {
    return (
      this.#statements?.some.all({ before, limit: readAtOnce }) ??
      this.#inMemory
        .filter(({ id }) => id < before)
        .toReversed()
        .slice(0, readAtOnce)
    )
  }

  /** Those that have entries. */
  #clusters(): string[] {
    const kept = this.#statements?.clusters.all({}) ?? this.#inMemory
    return [...new Set(kept.flatMap(({ cluster }) => cluster ?? []))].toSorted()
  }

  #all(): readonly Entry[] {
    return this.#statements?.all.all({ limit: exportLimit }) ?? this.#inMemory.toReversed()
  }

  #open(path: string): Statements | undefined {
    try {
      const { database, setAside } = openDatabase(path, migrations)
      if (setAside !== undefined) {
        this.#notices.add(say('notices.auditLogDamagedLies', { path: setAside }))
      }
      return {
        database,
        add: database.command(
          `INSERT INTO entry (at, operator, action, summary, target, subject, outcome, message, cluster)
           VALUES (:at, :operator, :action, :summary, :target, :subject, :outcome, :message, :cluster)`,
        ),
        before: database.query('SELECT * FROM entry WHERE id < :before ORDER BY id DESC', row),
        some: database.query('SELECT * FROM entry WHERE id < :before ORDER BY id DESC LIMIT :limit', row),
        span: database.query(
          'SELECT MIN(at) AS oldest, MAX(at) AS newest FROM entry',
          z.object({ oldest: z.number().nullable(), newest: z.number().nullable() }),
        ),
        all: database.query('SELECT * FROM entry ORDER BY id DESC LIMIT :limit', row),
        clusters: database.query(
          `SELECT DISTINCT cluster FROM entry WHERE cluster IS NOT NULL ORDER BY cluster LIMIT ${mostClusters}`,
          z.object({ cluster: z.string() }),
        ),
      }
    } catch (error) {
      this.#notices.add(say('notices.auditLogKeptOnly', { reason: wordingOf(error) }))
      return undefined
    }
  }
}

function jsonIn(stored: string): unknown {
  try {
    return parseJson(stored)
  } catch {
    return null
  }
}

function matches(
  { at, summary, action, message, operator, subject: done, cluster: asked }: Entry,
  { text, from, cluster, object, since, until }: Sought,
  speak: Speak,
): boolean {
  if (since !== undefined && at < since) return false
  if (until !== undefined && at >= until) return false
  if (from !== undefined && operator.toLowerCase() !== from.toLowerCase()) return false
  if (cluster !== undefined && asked?.toLowerCase() !== cluster.toLowerCase()) return false
  if (object !== undefined && done?.ids.includes(object) !== true) return false
  const wanted = text.toLowerCase()
  return [speak(summary), action, speak(message ?? ''), operator].some((each) =>
    each.toLowerCase().includes(wanted),
  )
}

function asCsv(entries: readonly Entry[], speak: Speak): string {
  const header = ['time', 'operator', 'action', 'summary', 'target', 'outcome', 'message', 'cluster']
  return csv([
    header,
    ...entries.map(({ at, operator, action, summary, target, outcome: became, message, cluster }) => [
      new Date(at).toISOString(),
      operator,
      action,
      speak(summary),
      target,
      became,
      message === null ? null : speak(message),
      cluster,
    ]),
  ])
}
