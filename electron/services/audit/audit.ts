import { join } from 'node:path'
import { z } from 'zod'
import type { Offers, Service } from '../../contract/features/application.ts'
import { auditEntry, type audit as procedures } from '../../contract/features/audit.ts'
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
import type { SeenChanges, SoughtChanges } from './seen-changes.ts'

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
  'ALTER TABLE entry ADD COLUMN reason TEXT',
  // It stood in what was done.
  `UPDATE entry SET reason = json_extract(summary, '$.values.reason')
   WHERE CASE WHEN json_valid(summary) THEN json_extract(summary, '$.key') END
     IN ('audit.withReason', 'audit.acknowledge', 'audit.snooze', 'audit.acceptDifference');
   UPDATE entry SET summary = json_extract(summary, '$.values.what')
   WHERE CASE WHEN json_valid(summary) THEN json_extract(summary, '$.key') END = 'audit.withReason'`,
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
  reason: auditEntry.shape.reason,
})

interface Statements {
  readonly database: Database
  readonly add: Command
  readonly before: Query<Entry>
  readonly some: Query<Entry>
  readonly span: Query<{ readonly oldest: number | null; readonly newest: number | null }>
  readonly clusters: Query<{ readonly cluster: string }>
}

type Page = Parameters<Service<'audit'>['page']>[0]
type Context = Parameters<Service<'audit'>['page']>[1]

const exportLimit = 100_000
const exportedAtOnce = 500
const mostClusters = 100
/** Entries that are read before others get their turn; a few milliseconds. */
const readAtOnce = 200

/**
 * What this operator did and what came of it, in the app and by command lines at once, and beside it what others were seen to do. When the database cannot be used, entries are kept in memory and a
 * notice says so.
 */
export class AuditLog implements Offers<'audit'> {
  readonly #statements: Statements | undefined
  readonly #inMemory: Entry[] = []
  readonly #operator: string
  readonly #now: () => number
  readonly #notices: Notices
  readonly #language: () => LanguageTag
  readonly #seen: SeenChanges | undefined

  constructor(options: {
    readonly directory: string
    readonly operator: string
    readonly now: () => number
    readonly notices: Notices
    /** What entries are searched and exported in. */
    readonly language: () => LanguageTag
    /** What others do; nothing is known of them unless given. */
    readonly seen?: SeenChanges
  }) {
    this.#operator = options.operator
    this.#now = options.now
    this.#notices = options.notices
    this.#language = options.language
    this.#seen = options.seen
    this.#statements = this.#open(join(options.directory, 'audit.sqlite'))
  }

  /** Writes down a call. It never throws: an action that is done cannot be undone for want of its entry. */
  record({ action, input, output, outcome: became, message, cluster }: ChangeRecord): void {
    const described = describeAction(action, input, output, cluster)
    const { summary, target, subject: done = null, reason, made } = described
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
      reason: reason === undefined ? null : hideSecrets(reason),
    }
    if (this.#statements !== undefined) {
      try {
        const { database, add } = this.#statements
        // It is shared: another process may have set it aside and begun it anew.
        database.transaction(() => {
          add.run({
            ...entry,
            summary: storedWording(entry.summary),
            subject: done === null ? null : JSON.stringify(done),
            message: entry.message === null ? null : storedWording(entry.message),
          })
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
      page: (asked, context) => this.#page(asked, context),
      newer: (asked, context) => this.#newer(asked, context),
      histogram: ({ buckets, ...sought }, context) => this.#histogram(buckets, sought, context),
      export: async ({ format }, context) => {
        const entries = await this.#all(context)
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
  async #page(
    { before: place, limit, ...sought }: Page,
    context: Context,
  ): Promise<z.output<typeof procedures.page.output>> {
    const speak = await speaker(this.#language())
    const before = place?.entry ?? Number.MAX_SAFE_INTEGER
    const message = (await this.#seen?.newest(context)) ?? null
    const newest = { message, entry: this.#newest?.id ?? null }
    const own: Entry[] = []
    for (const each of this.#below(before)) {
      if (!matches(each, sought, speak)) continue
      own.push(each)
      if (own.length > limit) break
    }
    const seen = (await this.#seen?.before(place?.message ?? null, limit + 1, sought, context)) ?? []
    if (place === null && seen[0] !== undefined) newest.message = Math.max(message ?? 0, seen[0].id)
    const entries = newestFirst(own, seen).slice(0, limit)
    const isMore = own.length + seen.length > limit
    const next = {
      entry: entries.findLast(({ outcome }) => outcome !== 'seen')?.id ?? place?.entry ?? null,
      message: entries.findLast(({ outcome }) => outcome === 'seen')?.id ?? place?.message ?? null,
    }
    const clusters = new Set([...this.#clusters(), ...seen.flatMap(({ cluster }) => cluster ?? [])])
    return { entries, next: isMore ? next : null, newest, clusters: [...clusters].toSorted() }
  }

  async #newer(
    { than, limit, ...sought }: z.output<typeof procedures.newer.input>,
    context: Context,
  ): Promise<z.output<typeof procedures.newer.output>> {
    const speak = await speaker(this.#language())
    let count = (await this.#seen?.after(than.message, limit, sought, context)) ?? 0
    for (const each of this.#below(Number.MAX_SAFE_INTEGER)) {
      if (each.id <= (than.entry ?? 0) || count >= limit) break
      if (matches(each, sought, speak)) count += 1
    }
    return { count: Math.min(count, limit) }
  }

  get #newest(): Entry | undefined {
    for (const each of this.#below(Number.MAX_SAFE_INTEGER)) return each
    return undefined
  }

  /** Entries below a number, newest first. */
  #below(before: number): Iterable<Entry> {
    return (
      this.#statements?.before.iterate({ before }) ??
      this.#inMemory.filter(({ id }) => id < before).toReversed()
    )
  }

  async #histogram(parts: number, sought: SoughtChanges, context: Context): Promise<TimeBuckets> {
    const spans = [this.#span(), await this.#seen?.span(sought, context)].flatMap((span) => span ?? [])
    if (spans.length === 0) return noTimes
    const since = sought.since ?? Math.min(...spans.map(({ oldest }) => oldest))
    const until = sought.until ?? Math.max(...spans.map(({ newest }) => newest)) + 1
    const { counts: seen } =
      (await this.#seen?.histogram({ ...sought, since, until }, parts, context)) ?? noTimes
    const own = await this.#counted(parts, { ...sought, since, until })
    return { ...own, counts: own.counts.map((count, index) => count + (seen[index] ?? 0)) }
  }

  /** Where words are sought every entry has to be read, which takes turns with whatever else is to do. */
  async #counted(
    parts: number,
    sought: SoughtChanges & { readonly since: number; readonly until: number },
  ): Promise<TimeBuckets> {
    const counter = new TimeCounter(sought.since, sought.until, parts)
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

  #span(): { readonly oldest: number; readonly newest: number } | undefined {
    const { oldest = null, newest = null } = this.#statements?.span.first({}) ?? {
      oldest: this.#inMemory[0]?.at,
      newest: this.#inMemory.at(-1)?.at,
    }
    return oldest === null || newest === null ? undefined : { oldest, newest }
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

  async #all(context: Context): Promise<readonly Entry[]> {
    const entries: Entry[] = []
    let before: Page['before'] = null
    do {
      context.signal.throwIfAborted()
      const page = await this.#page({ text: '', before, limit: exportedAtOnce }, context)
      entries.push(...page.entries)
      before = page.next
    } while (before !== null && entries.length < exportLimit)
    return entries
  }

  #open(path: string): Statements | undefined {
    try {
      const { database, setAside } = openDatabase(path, migrations, { sharing: 'at once' })
      if (setAside !== undefined) {
        this.#notices.add(say('notices.auditLogDamagedLies', { path: setAside }))
      }
      return {
        database,
        add: database.command(
          `INSERT INTO entry (at, operator, action, summary, target, subject, outcome, message, cluster, reason)
           VALUES (:at, :operator, :action, :summary, :target, :subject, :outcome, :message, :cluster, :reason)`,
        ),
        before: database.query('SELECT * FROM entry WHERE id < :before ORDER BY id DESC', row),
        some: database.query('SELECT * FROM entry WHERE id < :before ORDER BY id DESC LIMIT :limit', row),
        span: database.query(
          'SELECT MIN(at) AS oldest, MAX(at) AS newest FROM entry',
          z.object({ oldest: z.number().nullable(), newest: z.number().nullable() }),
        ),
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

/** Two lists as one, each in its own order, whose clock may have gone backwards. */
function newestFirst(own: readonly Entry[], seen: readonly Entry[]): readonly Entry[] {
  const left = own.values()
  const merged: Entry[] = []
  let next = left.next()
  for (const each of seen) {
    for (; next.done !== true && next.value.at >= each.at; next = left.next()) merged.push(next.value)
    merged.push(each)
  }
  if (next.done !== true) merged.push(next.value, ...left)
  return merged
}

function jsonIn(stored: string): unknown {
  try {
    return parseJson(stored)
  } catch {
    return null
  }
}

function matches(
  { at, summary, action, message, reason, operator, subject: done, cluster: asked }: Entry,
  { text, by, cluster, object, since, until }: SoughtChanges,
  speak: Speak,
): boolean {
  if (since !== undefined && at < since) return false
  if (until !== undefined && at >= until) return false
  if (by !== undefined && operator.toLowerCase() !== by.toLowerCase()) return false
  if (cluster !== undefined && asked?.toLowerCase() !== cluster.toLowerCase()) return false
  if (object !== undefined && done?.ids.includes(object) !== true) return false
  const wanted = text.toLowerCase()
  return [speak(summary), action, speak(message ?? ''), reason ?? '', operator].some((each) =>
    each.toLowerCase().includes(wanted),
  )
}

function asCsv(entries: readonly Entry[], speak: Speak): string {
  const header = [
    'time',
    'operator',
    'action',
    'summary',
    'target',
    'outcome',
    'message',
    'cluster',
    'reason',
  ]
  return csv([
    header,
    ...entries.map(({ at, operator, action, summary, target, outcome: became, message, cluster, reason }) => [
      new Date(at).toISOString(),
      operator,
      action,
      speak(summary),
      target,
      became,
      message === null ? null : speak(message),
      cluster,
      reason,
    ]),
  ])
}
