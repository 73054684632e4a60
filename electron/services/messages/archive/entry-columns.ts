import { z } from 'zod'
import { nextTurn } from '../../../scheduler/clock.ts'
import type { Database } from '../../../storage/database.ts'
import { EntryBlock, countIn, numberAt, type Entry, type Matcher } from './entry-block.ts'

/** Where a fraction of a list lies: how many messages it has, and the number of the one there. */
export interface Position {
  readonly total: number
  readonly sequence: number | null
}

/** Which of so many lies at a fraction of them, from 0 on. */
export function offsetOf(fraction: number, total: number): number {
  return Math.round(fraction * Math.max(0, total - 1))
}

/** Numbers of a column, as the database groups them. */
const column = z.string().transform((text) => z.array(z.number()).parse(JSON.parse(text)))
const chunkRow = z.object({
  sequence: column,
  at: column,
  kind: column,
  workspace: column,
  sender: column,
  author: column,
  verb: column,
  countsOnly: column,
  object: column,
  proof: column,
})

/** Entries that were looked for. */
export interface Found {
  readonly numbers: readonly number[]
  readonly more: boolean
  /** Entries that only count changes, left out between those that were found. */
  readonly folded: number
}

/** Gathers what is found in one go through the entries. */
class FoundList {
  readonly #fold: boolean
  readonly #limit: number
  readonly #numbers: number[] = []
  #more = false
  /** Since the latest number, and before it. */
  #foldedSince = 0
  #folded = 0

  constructor(fold: boolean, limit: number) {
    this.#fold = fold
    this.#limit = limit
  }

  /** @returns false when nothing more is wanted */
  add(block: EntryBlock, place: number): boolean {
    if (this.#fold && block.countsOnly[place] === 1) {
      this.#foldedSince += 1
      return true
    }
    if (this.#numbers.length === this.#limit) {
      this.#more = true
      return false
    }
    this.#numbers.push(block.sequence[place] ?? 0)
    this.#folded += this.#foldedSince
    this.#foldedSince = 0
    return true
  }

  get found(): Found {
    // What was left out behind the last one belongs to the next page, if there is one.
    const folded = this.#more ? this.#folded : this.#folded + this.#foldedSince
    return { numbers: this.#numbers, more: this.#more, folded }
  }
}

/**
 * All entries of the archive in memory, about 45 bytes each. They are read newest first, a part at a time, so that the
 * newest page can be shown before the oldest message was read.
 */
export class EntryColumns {
  readonly #chunk
  readonly #blockSize: number
  /** Oldest first. */
  #blocks: EntryBlock[] = []
  /** Below this, entries are still to be read; 0 when all were. */
  #unread: number
  #size = 0
  #closed = false
  readonly #whole: Promise<void>

  /** @param size entries that are read at once, and kept together */
  constructor(database: Database, newest: number, size: number) {
    this.#blockSize = size
    // One row a chunk, since handing over rows costs more than reading them.
    const list = (column: string, name = column) => `json_group_array(${column}) AS ${name}`
    this.#chunk = database.query(
      `SELECT ${list('sequence')}, ${list('at')}, ${list('kind')}, ${list('workspace')}, ${list('sender')},
         ${list('author')}, ${list('verb')}, ${list('counts_only', 'countsOnly')}, ${list('object')}, ${list('proof')}
       FROM (SELECT * FROM entry WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit)`,
      chunkRow,
    )
    this.#unread = newest + 1
    this.#readChunk()
    this.#whole = this.#readRest()
    // Whoever waits for it hears of the error.
    this.#whole.catch(() => undefined)
  }

  /** Fulfilled when all entries are there. */
  get whole(): Promise<void> {
    return this.#whole
  }

  /** How many entries there are, as far as they are read. */
  get size(): number {
    return this.#size
  }

  get isWhole(): boolean {
    return this.#unread === 0
  }

  /** Fulfilled when all entries after this number are there. */
  async readFrom(after: number): Promise<void> {
    if (after + 1 < this.#unread) await this.#whole
  }

  append(entry: Entry): void {
    let last = this.#blocks.at(-1)
    if (last === undefined || last.isFull) {
      last = new EntryBlock(this.#blockSize)
      this.#blocks.push(last)
    }
    last.add(entry)
    this.#size += 1
  }

  /** Forgets entries up to this number. */
  removeThrough(sequence: number): void {
    while (this.#blocks.length > 0) {
      const block = this.#blocks[0]
      if (block === undefined) return
      const end = block.placeOf(sequence + 1)
      this.#size -= end - block.begin
      block.begin = end
      if (end < block.end || this.#blocks.length === 1) return
      this.#blocks.shift()
    }
  }

  /** Marks the numbers of texts its entries have; only once all of them are there. */
  markNames(isUsed: Uint8Array): void {
    for (const { begin, end, kind, workspace, sender, author, object, proof } of this.#blocks) {
      for (const column of [kind, workspace, sender, author, object, proof]) {
        for (let place = begin; place < end; place += 1) isUsed[column[place] ?? 0] = 1
      }
    }
  }

  /** Entries below a bound that pass, newest first; waits for older ones only when it must. */
  async newest(matches: Matcher, fold: boolean, before: number, limit: number): Promise<Found> {
    const found = this.#newestRead(matches, fold, before, limit)
    if (found.more || this.isWhole) return found
    await this.#whole
    return this.#newestRead(matches, fold, before, limit)
  }

  /** Entries above a bound that pass, oldest first, as far as they are read. */
  oldestAfter(matches: Matcher, fold: boolean, after: number, limit: number): Found {
    const list = new FoundList(fold, limit)
    for (const block of this.#blocks) {
      if ((block.sequence[block.end - 1] ?? 0) <= after) continue
      for (let place = block.placeOf(after + 1); place < block.end; place += 1) {
        if (matches(block, place) && !list.add(block, place)) return list.found
      }
    }
    return list.found
  }

  /** Those of the numbers, oldest first, whose entries are there and pass; at most so many. */
  oldestAmong(matches: Matcher, sequences: readonly number[], limit: number): readonly number[] {
    const found: number[] = []
    for (const sequence of sequences) {
      const block = this.#blocks.findLast((each) => (each.sequence[each.begin] ?? Infinity) <= sequence)
      const place = block?.placeOf(sequence) ?? 0
      if (block === undefined || block.sequence[place] !== sequence || !matches(block, place)) continue
      found.push(sequence)
      if (found.length >= limit) break
    }
    return found
  }

  /** How many entries pass, and the number of the one at a fraction of them, counted from the newest. */
  async position(matches: Matcher, fraction: number): Promise<Position> {
    await this.#whole
    const blocks = this.#blocks.toReversed().map((block) => ({ block, count: countIn(block, matches) }))
    const total = blocks.reduce((sum, { count }) => sum + count, 0)
    let offset = offsetOf(fraction, total)
    for (const { block, count } of blocks) {
      if (offset < count) return { total, sequence: numberAt(block, matches, offset) }
      offset -= count
    }
    return { total, sequence: null }
  }

  /** Shows every entry to a matcher, for what it sees. */
  async each(look: Matcher): Promise<void> {
    await this.#whole
    for (const block of this.#blocks) countIn(block, look)
  }

  /** When the oldest and the newest entry came; undefined when there is none. */
  async span(): Promise<{ readonly oldest: number; readonly newest: number } | undefined> {
    await this.#whole
    const filled = this.#blocks.filter(({ begin, end }) => begin < end)
    const [first, last] = [filled[0], filled.at(-1)]
    if (first === undefined || last === undefined) return undefined
    return { oldest: first.at[first.begin] ?? 0, newest: last.at[last.end - 1] ?? 0 }
  }

  /** Those of the numbers, newest first, that lie below a bound and whose entries are there and pass; at most so many. */
  async passing(
    matches: Matcher,
    sequences: readonly number[],
    before: number,
    limit: number,
  ): Promise<readonly number[]> {
    const oldest = sequences.at(-1)
    if (oldest !== undefined && oldest < this.#unread) await this.#whole
    const found: number[] = []
    let index = this.#blocks.length - 1
    let block = this.#blocks[index]
    for (const sequence of sequences) {
      if (sequence >= before) continue
      while (block !== undefined && sequence < block.first) {
        index -= 1
        block = this.#blocks[index]
      }
      if (block === undefined) break
      const place = block.placeOf(sequence)
      if (block.sequence[place] !== sequence || place >= block.end || !matches(block, place)) continue
      found.push(sequence)
      if (found.length >= limit) break
    }
    return found
  }

  /** The number of the oldest entry. */
  async oldest(): Promise<number | undefined> {
    await this.#whole
    return this.#blocks.find(({ begin, end }) => begin < end)?.first
  }

  /** Distinct values of a column. */
  async distinct(column: 'kind' | 'workspace' | 'sender' | 'author'): Promise<ReadonlySet<number>> {
    await this.#whole
    const values = new Set<number>()
    for (const block of this.#blocks) {
      for (let place = block.begin; place < block.end; place += 1) values.add(block[column][place] ?? 0)
    }
    values.delete(0)
    return values
  }

  /** Stops reading. */
  close(): void {
    this.#closed = true
  }

  #newestRead(matches: Matcher, fold: boolean, before: number, limit: number): Found {
    const list = new FoundList(fold, limit)
    for (const block of this.#blocks.toReversed()) {
      const end = before === Infinity ? block.end : block.placeOf(before)
      for (let place = end - 1; place >= block.begin; place -= 1) {
        if (matches(block, place) && !list.add(block, place)) return list.found
      }
    }
    return list.found
  }

  async #readRest(): Promise<void> {
    while (!this.isWhole) {
      await nextTurn()
      if (this.#closed) return
      this.#readChunk()
    }
  }

  /** Reads the newest entries that are not read yet. */
  #readChunk(): void {
    const columns = this.#chunk.first({ before: this.#unread, limit: this.#blockSize })
    const count = columns?.sequence.length ?? 0
    if (columns === undefined || count === 0) {
      this.#unread = 0
      return
    }
    const block = new EntryBlock(count)
    for (let index = count - 1; index >= 0; index -= 1) {
      block.add({
        sequence: columns.sequence[index] ?? 0,
        at: columns.at[index] ?? 0,
        kind: columns.kind[index] ?? 0,
        workspace: columns.workspace[index] ?? 0,
        sender: columns.sender[index] ?? 0,
        author: columns.author[index] ?? 0,
        verb: columns.verb[index] ?? 0,
        countsOnly: columns.countsOnly[index] ?? 0,
        object: columns.object[index] ?? 0,
        proof: columns.proof[index] ?? 0,
      })
    }
    this.#size += count
    this.#blocks.unshift(block)
    this.#unread = count < this.#blockSize ? 0 : (columns.sequence.at(-1) ?? 0)
  }
}
