import { z } from 'zod'
import type { Command, Database, Query } from '../../../storage/database.ts'
import { messagesPerIndex } from './schema.ts'

const numbers = z.array(z.number())

/** The tables words are searched in, each for a run of messages. */
export class WordTables {
  readonly #database: Database
  readonly #inserts = new Map<number, Command>()
  readonly #queries = new Map<string, Query<{ found: string }>>()
  readonly #register
  readonly #unregister
  #numbers: number[]

  constructor(database: Database) {
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
      .filter((number) => number * messagesPerIndex < before - 1)
      .map(nameOf)
      .toReversed()
  }

  /** Names of the tables, oldest first, that may hold words of messages after that one. */
  oldestFirst(after: number): readonly string[] {
    return this.#numbers.filter((number) => (number + 1) * messagesPerIndex > after).map(nameOf)
  }

  /** Numbers of the messages between two bounds whose words match, newest first. */
  matching(table: string, match: string, after = 0, before = Infinity): readonly number[] {
    let query = this.#queries.get(table)
    if (query === undefined) {
      // One row for all, since handing over rows costs more than finding them.
      query = this.#database.query(
        `SELECT json_group_array(rowid) AS found FROM (
           SELECT rowid FROM ${table} WHERE ${table} MATCH :match AND rowid > :after AND rowid < :before
           ORDER BY rowid DESC)`,
        z.object({ found: z.string() }),
      )
      this.#queries.set(table, query)
    }
    const bound = Math.min(before, Number.MAX_SAFE_INTEGER)
    return numbers.parse(JSON.parse(query.first({ match, after, before: bound })?.found ?? '[]'))
  }

  /** Adds the words of a message; for use inside a transaction. */
  add(sequence: number, text: string): void {
    const number = Math.floor((sequence - 1) / messagesPerIndex)
    if (!this.#numbers.includes(number)) this.#create(number)
    let insert = this.#inserts.get(number)
    if (insert === undefined) {
      insert = this.#database.command(`INSERT INTO ${nameOf(number)} (rowid, text) VALUES (:sequence, :text)`)
      this.#inserts.set(number, insert)
    }
    insert.run({ sequence, text })
  }

  /** Drops tables that hold nothing but messages before that one. */
  dropBefore(oldest: number): void {
    for (const number of [...this.#numbers]) {
      if ((number + 1) * messagesPerIndex >= oldest) continue
      this.#inserts.delete(number)
      this.#queries.delete(nameOf(number))
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
