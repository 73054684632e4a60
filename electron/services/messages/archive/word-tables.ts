import { z } from 'zod'
import type { Command, Database, Query } from '../../../storage/database.ts'

const numbers = z.array(z.number())
const countRow = z.object({ count: z.number() })
const foundRow = z.object({ found: z.string().nullable() })

/** The tables words are searched in, each for a run of messages. */
export class WordTables {
  readonly #database: Database
  readonly #size: number
  readonly #inserts = new Map<number, Command>()
  readonly #queries = new Map<string, Query<z.output<typeof foundRow>>>()
  readonly #counts = new Map<string, Query<z.output<typeof countRow>>>()
  readonly #latest = new Map<string, { readonly match: string; readonly numbers: readonly number[] }>()
  readonly #register
  readonly #unregister
  #numbers: number[]

  /** @param size messages whose words are in one table */
  constructor(database: Database, size: number) {
    this.#size = size
    this.#database = database
    this.#register = database.command('INSERT INTO words_table (number) VALUES (:number)')
    this.#unregister = database.command('DELETE FROM words_table WHERE number = :number')
    const rows = database.query(
      'SELECT number FROM words_table ORDER BY number',
      z.object({ number: z.number() }),
    )
    this.#numbers = rows.all().map(({ number }) => number)
  }

  /** Names of the tables, newest first, that may hold words of messages before that one. */
  newestFirst(before: number): readonly string[] {
    return this.#numbers
      .filter((number) => number * this.#size < before - 1)
      .map(nameOf)
      .toReversed()
  }

  /** Names of the tables, oldest first, that may hold words of messages after that one. */
  oldestFirst(after: number): readonly string[] {
    return this.#numbers.filter((number) => (number + 1) * this.#size > after).map(nameOf)
  }

  /**
   * Numbers of all messages in a table whose words match, newest first. Those of the latest search are remembered,
   * because who searches looks at one page after another.
   */
  matching(table: string, match: string): readonly number[] {
    const latest = this.#latest.get(table)
    if (latest?.match === match) return latest.numbers
    const found = this.matchingAfter(table, match, 0)
    this.#latest.set(table, { match, numbers: found })
    return found
  }

  /** Those after a number. */
  matchingAfter(table: string, match: string, after: number): readonly number[] {
    let query = this.#queries.get(table)
    if (query === undefined) {
      // One row for all, since handing over rows costs more than finding them.
      query = this.#database.query(
        `SELECT group_concat(rowid) AS found FROM (
           SELECT rowid FROM ${table} WHERE ${table} MATCH :match AND rowid > :after ORDER BY rowid DESC)`,
        foundRow,
      )
      this.#queries.set(table, query)
    }
    const { found } = query.first({ match, after }) ?? { found: null }
    return numbers.parse(JSON.parse(`[${found ?? ''}]`))
  }

  /** How many messages from a number on have words in a table that match; counting is faster than telling which. */
  count(table: string, match: string, from: number): number {
    let query = this.#counts.get(table)
    if (query === undefined) {
      query = this.#database.query(
        `SELECT count(*) AS count FROM ${table} WHERE ${table} MATCH :match AND rowid >= :from`,
        countRow,
      )
      this.#counts.set(table, query)
    }
    return query.first({ match, from })?.count ?? 0
  }

  /** Adds the words of a message; for use inside a transaction. */
  add(sequence: number, text: string): void {
    const number = Math.floor((sequence - 1) / this.#size)
    if (!this.#numbers.includes(number)) this.#create(number)
    let insert = this.#inserts.get(number)
    if (insert === undefined) {
      insert = this.#database.command(`INSERT INTO ${nameOf(number)} (rowid, text) VALUES (:sequence, :text)`)
      this.#inserts.set(number, insert)
    }
    insert.run({ sequence, text })
    this.#latest.delete(nameOf(number))
  }

  /** Drops tables that hold nothing but messages before that one. */
  dropBefore(oldest: number): void {
    for (const number of [...this.#numbers]) {
      if ((number + 1) * this.#size >= oldest) continue
      this.#inserts.delete(number)
      this.#queries.delete(nameOf(number))
      this.#counts.delete(nameOf(number))
      this.#latest.delete(nameOf(number))
      this.#database.command(`DROP TABLE ${nameOf(number)}`).run()
      this.#unregister.run({ number })
      this.#numbers = this.#numbers.filter((each) => each !== number)
    }
  }

  /** Reads again which tables there are, after a transaction was rolled back. */
  reload(): void {
    const rows = this.#database.query(
      'SELECT number FROM words_table ORDER BY number',
      z.object({ number: z.number() }),
    )
    this.#numbers = rows.all().map(({ number }) => number)
    this.#inserts.clear()
    this.#queries.clear()
    this.#counts.clear()
    this.#latest.clear()
  }

  #create(number: number): void {
    // Without the text itself, which would be a second copy, and without the lengths only a ranking needs.
    this.#database
      .command(
        `CREATE VIRTUAL TABLE ${nameOf(number)} USING fts5 (
          text, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2')`,
      )
      .run()
    this.#register.run({ number })
    this.#numbers = [...this.#numbers, number].toSorted((left, right) => left - right)
  }
}

function nameOf(number: number): string {
  return `words_${number}`
}
