import type { MessageFilter } from '../../../contract/features/messages.ts'
import { noTimes, TimeCounter, type TimeBuckets } from '../../../text/time-buckets.ts'
import type { Deliveries } from './deliveries.ts'
import type { Matcher } from './entry-block.ts'
import { offsetOf, type EntryColumns, type Found, type Position } from './entry-columns.ts'
import { isPlain, matcherFor, withoutCounting } from './entry-matcher.ts'
import type { Names } from './names.ts'
import type { WordTables } from './word-tables.ts'

/** Finds the numbers of messages that pass a filter. */
export class MessageFinder {
  readonly #names: Names
  readonly #words: WordTables
  readonly #deliveries: Deliveries
  readonly #columns: EntryColumns

  constructor(parts: {
    readonly names: Names
    readonly words: WordTables
    readonly deliveries: Deliveries
    readonly columns: EntryColumns
  }) {
    this.#names = parts.names
    this.#words = parts.words
    this.#deliveries = parts.deliveries
    this.#columns = parts.columns
  }

  /** Messages below a number, newest first. */
  async newest(filter: MessageFilter, before: number, limit: number): Promise<Found> {
    const matches = this.#matcher(filter)
    if (matches === undefined) return nothing
    const match = matchOf(filter.text)
    if (match === undefined) return this.#columns.newest(matches, !filter.all, before, limit)
    return page(await this.#searched(match, matches, before, limit + 1), limit)
  }

  /** Messages after a number, oldest first, as far as the archive is read. */
  after(filter: MessageFilter, after: number, limit: number): Found {
    const matches = this.#matcher(filter)
    if (matches === undefined) return nothing
    const match = matchOf(filter.text)
    if (match === undefined) return this.#columns.oldestAfter(matches, !filter.all, after, limit)
    const found: number[] = []
    for (const table of this.#words.oldestFirst(after)) {
      const numbers = this.#words.matchingAfter(table, match, after).toReversed()
      found.push(...this.#columns.oldestAmong(matches, numbers, limit + 1 - found.length))
      if (found.length > limit) break
    }
    return page(found, limit)
  }

  /** How many messages there are, and which is at a fraction of them, counted from the newest. */
  async position(filter: MessageFilter, fraction: number): Promise<Position> {
    const matches = this.#matcher(filter)
    if (matches === undefined) return { total: 0, sequence: null }
    const match = matchOf(filter.text)
    if (match === undefined) {
      return this.#columns.position(filter.all ? matches : withoutCounting(matches), fraction)
    }
    if (isPlain(filter)) return this.#positionOfWords(match, fraction)
    const numbers = await this.#searched(match, matches, Infinity, Infinity)
    return { total: numbers.length, sequence: numbers[offsetOf(fraction, numbers.length)] ?? null }
  }

  /** How many messages there are over time, in so many parts at most. */
  async histogram(filter: MessageFilter, parts: number): Promise<TimeBuckets> {
    const span = await this.#columns.span()
    if (span === undefined) return noTimes
    const { since, until } = filter
    const counter = new TimeCounter(since ?? span.oldest, until ?? span.newest + 1, parts)
    const matches = this.#matcher(filter)
    if (matches === undefined) return counter.buckets
    const counted: Matcher = (block, place) => {
      const isOne = matches(block, place)
      if (isOne) counter.add(block.at[place] ?? 0)
      return isOne
    }
    const match = matchOf(filter.text)
    if (match === undefined) await this.#columns.each(filter.all ? counted : withoutCounting(counted))
    else await this.#searched(match, counted, Infinity, Infinity)
    return counter.buckets
  }

  #matcher(filter: MessageFilter): Matcher | undefined {
    return matcherFor(filter, this.#names, this.#deliveries)
  }

  /** Messages whose words match and that pass, newest first. */
  async #searched(
    match: string,
    matches: Matcher,
    before: number,
    limit: number,
  ): Promise<readonly number[]> {
    const found: (readonly number[])[] = []
    let left = limit
    for (const table of this.#words.newestFirst(before)) {
      const passing = await this.#columns.passing(matches, this.#words.matching(table, match), before, left)
      found.push(passing)
      left -= passing.length
      if (left <= 0) break
    }
    return found.flat()
  }

  /** Looks only at the table the position lies in, and counts in the others. */
  async #positionOfWords(match: string, fraction: number): Promise<Position> {
    // Words of messages that were removed stay until all of their table are.
    const oldest = await this.#columns.oldest()
    if (oldest === undefined) return { total: 0, sequence: null }
    const counts = this.#words
      .newestFirst(Infinity)
      .map((table) => ({ table, count: this.#words.count(table, match, oldest) }))
    const total = counts.reduce((sum, { count }) => sum + count, 0)
    let offset = offsetOf(fraction, total)
    for (const { table, count } of counts) {
      if (offset < count) return { total, sequence: this.#words.matching(table, match)[offset] ?? null }
      offset -= count
    }
    return { total, sequence: null }
  }
}

const nothing: Found = { numbers: [], more: false, folded: 0 }

/** Words are not searched in events that only count changes, so that none was left out. */
function page(numbers: readonly number[], limit: number): Found {
  return { numbers: numbers.slice(0, limit), more: numbers.length > limit, folded: 0 }
}

/**
 * A text as an operator types it, for the index of words: words that all have to be there, "several words" in that
 * order, and the last word, which may go on, as whoever types is not done yet.
 */
function matchOf(text: string): string | undefined {
  const terms = [...text.matchAll(/"([^"]*)"?|(\S+)/g)]
    .map(([, phrase, word]) => ({ text: phrase ?? word ?? '', isPhrase: phrase !== undefined }))
    .filter((term) => /[\p{L}\p{N}]/u.test(term.text))
  if (terms.length === 0) return undefined
  return terms
    .map((term, index) => {
      const isPrefix =
        !term.isPhrase && (term.text.endsWith('*') || isUnfinished(term.text, index === terms.length - 1))
      return `"${term.text.replaceAll('"', ' ')}"${isPrefix ? ' *' : ''}`
    })
    .join(' AND ')
}

/** One letter would go on in too many ways. */
function isUnfinished(word: string, isLast: boolean): boolean {
  return isLast && /[\p{L}\p{N}]{2}$/u.test(word)
}
