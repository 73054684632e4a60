import { dirname, join } from 'node:path'
import { z } from 'zod'
import { nextTurn } from '../../../scheduler/clock.ts'
import { messageFilter, type MessageFilter } from '../../../contract/features/messages.ts'
import type { Database } from '../../../storage/database.ts'
import { openDatabase, openSnapshot, type OpenedDatabase } from '../../../storage/open-database.ts'
import { Heard, type Gap } from '../../../engine/journal/heard.ts'
import { isMark, numberingOf } from '../../../wire/numbering.ts'
import { openSealer } from '../../../storage/secrets.ts'
import type { NodeOutcome } from '../delivery/ledger.ts'
import type { ArchivableMessage } from './archivable-message.ts'
import type { LanguageTag } from '../../../languages/tags.ts'
import { speaker } from '../../../sentences/speaker.ts'
import { csvHead, csvLine, jsonLine, readJsonLine } from './archive-file.ts'
import { ArchiveReader, type Page, type PendingIdentity, type StoredMessage } from './archive-reader.ts'
import { ArchiveWriter, type DescribedMessage } from './archive-writer.ts'
import { detailsOf, type MessageDetails } from './details.ts'
import { Deliveries } from './deliveries.ts'
import { MessageDescriber } from './describe-message.ts'
import type { TimeBuckets } from '../../../text/time-buckets.ts'
import { MessageFinder } from './message-finder.ts'
import { LiveViews, type LiveListener } from './live-views.ts'
import { EntryColumns, type Position } from './entry-columns.ts'
import { Names } from './names.ts'
import { archiveMigrations, usualDivision, type Division } from './schema.ts'
import { SealedBlocks } from './sealed-blocks.ts'
import { WordTables } from './word-tables.ts'
import { parseJson } from '../../../text/json.ts'

export interface ArchiveOptions {
  /** The database; the key its content is sealed with lies beside it as `archive.key`. */
  readonly path: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /**
   * - `append`: a database this version cannot use is refused, unless it is damaged;
   * - `replace`: it is set aside, and a new one begun;
   * - `read`: nothing is written, and another process may go on writing.
   */
  readonly mode: 'append' | 'replace' | 'read'
  readonly now?: () => number
  readonly division?: Division
}

export interface SavedFilter {
  readonly name: string
  readonly filter: MessageFilter
}

export interface ArchiveStatistics {
  readonly messages: number
  /** Of the database, without what is free in it. */
  readonly bytes: number
  readonly oldestAt: number | null
  readonly newestAt: number | null
}

export interface ExportedPart {
  readonly content: string
  readonly messages: number
  /** Where the next part begins; null at the end. */
  readonly after: number | null
}

/** What a look into the queue of a slave showed. */
export interface SeenQueue {
  readonly at: number
  readonly messageIds: readonly string[]
  readonly complete: boolean
}

export interface Retention {
  /** Messages older than this, in milliseconds since 1970, go. */
  readonly oldest: number
  /** Bytes of the database at most. */
  readonly bytes: number
}

/** How long messages are described before others get a turn, in milliseconds. */
const slice = 10
const exportedPart = 4 * 1024 * 1024
const removedAtOnce = 2_000
/** Half a second's work at most, since nobody else has a turn meanwhile. */
const namesAtOnce = 20_000
const rememberedArrivals = 1_000
/** Messages about an object that are looked through for its previous state. */
const searchedForEarlierState = 20

/**
 * The archive of a topic: every message that came by, described, searchable and sealed. One thread owns it; in the app
 * that is a thread of its own (see `archive-thread.ts`), so that decoding holds nobody up.
 */
export class Archive {
  /** Where a database that cannot be used was moved to, when there was one. */
  readonly setAside: string | null
  readonly #database: Database
  readonly #now: () => number
  readonly #words: WordTables
  readonly #deliveries: Deliveries
  readonly #blocks: SealedBlocks
  readonly #writer: ArchiveWriter
  readonly #finder: MessageFinder
  readonly #reader: ArchiveReader
  readonly #live: LiveViews
  readonly #describer = new MessageDescriber()
  readonly #statements
  readonly #names: Names
  readonly #columns: EntryColumns
  /** When which message was the newest, oldest first. */
  #arrivals: { readonly at: number; readonly newest: number }[]
  #newest: number
  readonly #heard: Heard
  #storing: Promise<unknown> = Promise.resolve()

  /** @throws PLB-STORAGE-… */
  constructor(options: ArchiveOptions) {
    this.#now = options.now ?? Date.now
    const { division = usualDivision } = options
    const { database, setAside } = databaseOf(options)
    this.#database = database
    this.setAside = setAside ?? null
    try {
      const sealer = openSealer({
        keyFile: join(dirname(options.path), 'archive.key'),
        environment: options.environment,
        mayMakeKey: options.mode !== 'read',
        sealed: SealedBlocks.sample(database),
      })
      this.#blocks = new SealedBlocks(database, sealer)
      this.#heard = new Heard(database)
      const names = new Names(database)
      this.#words = new WordTables(database, division.words)
      this.#deliveries = new Deliveries(database, names)
      this.#writer = new ArchiveWriter(database, this.#blocks, names, this.#words)
      this.#statements = statementsOf(database)
      this.#names = names
      this.#newest = this.#statements.newest.first()?.sequence ?? 0
      this.#columns = new EntryColumns(database, this.#newest, division.entries)
      const parts = { names, words: this.#words, deliveries: this.#deliveries, columns: this.#columns }
      this.#finder = new MessageFinder(parts)
      this.#reader = new ArchiveReader({
        database,
        blocks: this.#blocks,
        ...parts,
        finder: this.#finder,
      })
      this.#live = new LiveViews(this.#reader, () => this.#newest)
      this.#arrivals = [{ at: 0, newest: this.#newest }]
    } catch (error) {
      database.close()
      throw error
    }
  }

  /**
   * Takes in messages that came from the topic, oldest first; those that are there already are left out. They are on the disk when the promise
   * is fulfilled.
   */
  async store(messages: readonly ArchivableMessage[]): Promise<{ readonly stored: number }> {
    const stored = this.#storing.then(() => this.#store(messages, true))
    this.#storing = stored.catch(() => undefined)
    return { stored: await stored }
  }

  /**
   * Takes in what lines of an archive file hold.
   * @throws PLB-ARCHIVE-FILE-INVALID; what the lines before hold was taken in
   */
  async importLines(lines: readonly string[], firstLine: number): Promise<{ readonly stored: number }> {
    const now = this.#now()
    const messages: ArchivableMessage[] = []
    try {
      for (const [index, text] of lines.entries()) {
        const message = readJsonLine(text, firstLine + index, now)
        if (message !== undefined) messages.push(message)
      }
    } catch (error) {
      await this.#import(messages)
      throw error
    }
    return this.#import(messages)
  }

  /** What senders published and the archive never received, as far as that can be told. */
  gaps(): readonly Gap[] {
    // The archive begins when it begins: what was published before is not missing from it.
    return this.#heard.gaps(this.#now()).filter(({ kind }) => kind !== 'before')
  }

  /** Says that comparisons that began at a time proved every slave equal: what was missing until then is there. */
  provedEqual(at: number): void {
    this.#heard.settle(at)
  }

  /** @param after asks for the page right above it instead of one that ends below `before` */
  page(
    filter: MessageFilter,
    before: number | null,
    limit: number,
    after: number | null = null,
  ): Promise<Page> {
    return after === null
      ? this.#reader.page(filter, before, limit)
      : this.#reader.pageAfter(filter, after, limit)
  }

  position(filter: MessageFilter, fraction: number): Promise<Position> {
    return this.#finder.position(filter, fraction)
  }

  histogram(filter: MessageFilter, buckets: number): Promise<TimeBuckets> {
    return this.#finder.histogram(filter, buckets)
  }

  message(sequence: number): StoredMessage {
    return this.#reader.message(sequence)
  }

  /** All of a message, decoded, with its passwords hidden. */
  details(sequence: number): MessageDetails {
    return detailsOf(this.#reader.message(sequence), (objectId) => this.#earlier(objectId, sequence))
  }

  async facets(): Promise<{
    kinds: string[]
    workspaces: string[]
    senders: string[]
    authors: string[]
  }> {
    const sorted = async (column: 'kind' | 'workspace' | 'sender' | 'author') =>
      [...(await this.#columns.distinct(column))]
        .map((number) => this.#names.text(number))
        .toSorted((left, right) => left.localeCompare(right, 'en'))
    return {
      kinds: await sorted('kind'),
      workspaces: await sorted('workspace'),
      senders: await sorted('sender'),
      authors: await sorted('author'),
    }
  }

  async statistics(): Promise<ArchiveStatistics> {
    await this.#columns.whole
    return {
      messages: this.#columns.size,
      bytes: this.#statements.bytes.first()?.bytes ?? 0,
      oldestAt: this.#statements.oldest.first()?.at ?? null,
      newestAt: this.#statements.newest.first()?.at ?? null,
    }
  }

  savedFilters(): readonly SavedFilter[] {
    return this.#statements.savedFilters.all().flatMap(({ name, filter }) => {
      // A filter of another version that cannot be understood any more is not worth an error.
      const parsed = messageFilter.safeParse(parseJson(filter))
      return parsed.success ? [{ name, filter: parsed.data }] : []
    })
  }

  saveFilter({ name, filter }: SavedFilter): void {
    this.#statements.saveFilter.run({ name, filter: JSON.stringify(filter) })
  }

  removeFilter(name: string): void {
    this.#statements.removeFilter.run({ name })
  }

  /**
   * A part of an export, oldest messages first.
   * @param language what a table says in words is said in
   */
  async exportPart(
    filter: MessageFilter,
    format: 'jsonl' | 'csv',
    after: number,
    language: LanguageTag,
  ): Promise<ExportedPart> {
    const speak = await speaker(language)
    await this.#columns.readFrom(after)
    const lines: string[] = after === 0 && format === 'csv' ? [csvHead] : []
    const rows = this.#reader.after(filter, after, 500)
    let size = 0
    let messages = 0
    let last = after
    for (const { sequence } of rows) {
      const message = this.#reader.message(sequence)
      const line = format === 'csv' ? csvLine(message, speak) : jsonLine(message)
      lines.push(line)
      size += line.length
      messages += 1
      last = sequence
      if (size >= exportedPart) break
    }
    const isLast = rows.length < 500 && messages === rows.length
    return { content: lines.join(''), messages, after: isLast ? null : last }
  }

  /** Begins to follow what becomes of messages at these slaves. */
  followSlaves(instanceNames: readonly string[]): void {
    if (this.#deliveries.follow(instanceNames, this.#newest)) this.#live.deliveriesChanged()
  }

  sawQueue(instanceName: string, { at, messageIds, complete }: SeenQueue): void {
    const waiting = messageIds
      .flatMap((id) => this.#writer.sequenceOf(id, null) ?? [])
      .toSorted((left, right) => left - right)
    const look = { at, newest: this.#newestAt(at), waiting, complete }
    if (this.#deliveries.sawQueue(instanceName, look)) this.#live.deliveriesChanged()
  }

  /** @param differing what was found different, and whether it is certain that it is that */
  compared(instanceName: string, at: number, differing: ReadonlyMap<string, boolean>): void {
    const comparison = { at, newest: this.#newestAt(at), differing }
    if (this.#deliveries.compared(instanceName, comparison)) this.#live.deliveriesChanged()
  }

  /** Messages a node may know more about, oldest first. */
  pendingIdentities(instanceName: string, limit: number): readonly PendingIdentity[] {
    return this.#reader.identities(instanceName, limit)
  }

  heard(instanceName: string, outcomes: readonly NodeOutcome[]): void {
    if (this.#deliveries.heard(instanceName, outcomes, this.#newest)) this.#live.deliveriesChanged()
  }

  /** Tells new rows that match, and rows whose delivery changed, until the signal is aborted. */
  follow(filter: MessageFilter, listener: LiveListener, signal: AbortSignal): void {
    this.#live.follow(filter, listener, signal)
  }

  /** Removes the oldest messages until the rest is within bounds. */
  async retain({ oldest, bytes }: Retention): Promise<{ readonly removed: number }> {
    let removed = 0
    for (;;) {
      const isTooLarge = (this.#statements.bytes.first()?.bytes ?? 0) > bytes
      const rows = this.#statements.oldestRows.all({ limit: removedAtOnce })
      const last = rows.findLast(({ at }) => isTooLarge || at < oldest)
      // Clocks of senders differ: what is old enough goes with everything that arrived before it.
      if (last === undefined) {
        if (removed > 0) await this.#forgetNames()
        return { removed }
      }
      this.#database.transaction(() => {
        this.#statements.removeEntries.run({ through: last.sequence })
        this.#statements.removeContent.run({ through: last.sequence })
        this.#blocks.removeBefore(last.sequence + 1)
        this.#words.dropBefore(last.sequence + 1)
      })
      this.#deliveries.forgetBefore(last.sequence + 1)
      this.#columns.removeThrough(last.sequence)
      removed += rows.filter(({ sequence }) => sequence <= last.sequence).length
      await nextTurn()
    }
  }

  /** Forgets names, ids and senders only messages had that are removed. */
  async #forgetNames(): Promise<void> {
    await this.#columns.whole
    for (let hasMore = true; hasMore; await nextTurn()) {
      // At one go, so that nothing that is stored meanwhile takes up a name that is about to be forgotten.
      const isUsed = this.#names.unused
      this.#columns.markNames(isUsed)
      this.#deliveries.markNames(isUsed)
      hasMore = this.#names.keepOnly(isUsed, namesAtOnce)
    }
  }

  /** Finishes what is being stored. */
  async close(): Promise<void> {
    await this.#storing
    this.#live.closeAll()
    this.#columns.close()
    this.#database.close()
  }

  async #import(messages: readonly ArchivableMessage[]): Promise<{ readonly stored: number }> {
    const stored = this.#storing.then(() => this.#store(messages, false))
    this.#storing = stored.catch(() => undefined)
    return { stored: await stored }
  }

  /** @param isObserved whether they came from the topic itself, so that what is missing between them is missing */
  async #store(messages: readonly ArchivableMessage[], isObserved: boolean): Promise<number> {
    const described: DescribedMessage[] = []
    let since = performance.now()
    const numbered = messages.map(({ properties }) => new Map(Object.entries(properties)))
    for (const [index, message] of messages.entries()) {
      // A mark is no event: it only says how many there were.
      if (isMark(numbered[index] ?? new Map())) continue
      described.push({ message, description: this.#describer.describe(message) })
      if (performance.now() - since < slice) continue
      await nextTurn()
      since = performance.now()
    }
    const added = this.#writer.add(described, () => {
      if (isObserved) for (const properties of numbered) this.#note(properties)
    })
    if (added.length === 0) return 0
    for (const entry of added) this.#columns.append(entry)
    this.#newest = added.at(-1)?.sequence ?? this.#newest
    this.#arrivals.push({ at: this.#now(), newest: this.#newest })
    if (this.#arrivals.length > rememberedArrivals)
      this.#arrivals = this.#arrivals.slice(-rememberedArrivals / 2)
    this.#live.messagesArrived()
    return added.length
  }

  #note(properties: ReadonlyMap<string, string>): void {
    const numbering = numberingOf(properties)
    if (numbering !== undefined)
      this.#heard.note(properties.get('instanceName') ?? '', numbering, this.#now())
  }

  /** Earlier messages about an object, newest first. */
  *#earlier(objectId: string, before: number): Generator<StoredMessage> {
    for (const sequence of this.#reader.earlier(objectId, before, searchedForEarlierState)) {
      yield this.#reader.message(sequence)
    }
  }

  /** The newest message archived at a time of the recent past. */
  #newestAt(at: number): number {
    return (this.#arrivals.findLast((arrival) => arrival.at <= at) ?? this.#arrivals[0])?.newest ?? 0
  }
}

function databaseOf({ path, mode }: ArchiveOptions): OpenedDatabase {
  if (mode === 'read') return { database: openSnapshot(path, archiveMigrations) }
  return openDatabase(path, archiveMigrations, { replaceable: mode === 'replace' })
}

function statementsOf(database: Database) {
  const place = z.object({ sequence: z.number(), at: z.number() })
  return {
    newest: database.query('SELECT sequence, at FROM entry ORDER BY sequence DESC LIMIT 1', place),
    oldest: database.query('SELECT sequence, at FROM entry ORDER BY sequence LIMIT 1', place),
    oldestRows: database.query('SELECT sequence, at FROM entry ORDER BY sequence LIMIT :limit', place),
    bytes: database.query(
      `SELECT (c.page_count - f.freelist_count) * s.page_size AS bytes
       FROM pragma_page_count() c, pragma_freelist_count() f, pragma_page_size() s`,
      z.object({ bytes: z.number() }),
    ),
    removeEntries: database.command('DELETE FROM entry WHERE sequence <= :through'),
    removeContent: database.command('DELETE FROM content WHERE sequence <= :through'),
    savedFilters: database.query(
      'SELECT name, filter FROM saved_filter ORDER BY name',
      z.object({ name: z.string(), filter: z.string() }),
    ),
    saveFilter: database.command(`
      INSERT INTO saved_filter (name, filter) VALUES (:name, :filter)
      ON CONFLICT (name) DO UPDATE SET filter = excluded.filter`),
    removeFilter: database.command('DELETE FROM saved_filter WHERE name = :name'),
  }
}
