import { z } from 'zod'
import type { Database } from '../../../storage/database.ts'

/** Texts that many entries share, by number and back. */
export class Names {
  readonly #database: Database
  readonly #texts = new Map<number, string>()
  readonly #numbers = new Map<string, number>()
  readonly #insert
  readonly #delete
  #highest = 0

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.command('INSERT INTO name (text) VALUES (:text)')
    this.#delete = database.command('DELETE FROM name WHERE id = :id')
    const all = database.query('SELECT id, text FROM name', z.object({ id: z.number(), text: z.string() }))
    for (const { id, text } of all.iterate()) this.#remember(id, text)
  }

  /** The number of a text, which gets one when it has none; for use inside a transaction. */
  numberFor(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    const id = Number(this.#insert.run({ text }).lastInsertRowid)
    this.#remember(id, text)
    return id
  }

  /** The number of a text, if it has one. */
  find(text: string): number | undefined {
    return this.#numbers.get(text)
  }

  /** The text of a number; null for 0, which stands for none. */
  optionalText(id: number): string | null {
    return id === 0 ? null : this.text(id)
  }

  /** @throws RangeError for a number that never was one */
  text(id: number): string {
    const text = this.#texts.get(id)
    if (text === undefined) throw new RangeError(`There is no name ${id}.`)
    return text
  }

  /** Runs a transaction; when it is rolled back, the numbers it gave are forgotten. */
  within<Result>(transaction: () => Result): Result {
    const before = this.#highest
    try {
      return transaction()
    } catch (error) {
      for (const [id, text] of this.#texts) {
        if (id <= before) continue
        this.#texts.delete(id)
        this.#numbers.delete(text)
      }
      this.#highest = before
      throw error
    }
  }

  /**
   * Forgets texts nobody shares any more.
   * @param isUsed of each number, 1 when somebody does
   * @param limit how many at most
   * @returns whether there may be more
   */
  keepOnly(isUsed: Uint8Array, limit: number): boolean {
    // The highest stays, so that its number is not given to another text.
    const unused = [...this.#texts].filter(([id]) => id < this.#highest && isUsed[id] === 0).slice(0, limit)
    this.#database.transaction(() => {
      for (const [id] of unused) this.#delete.run({ id })
    })
    for (const [id, text] of unused) {
      this.#texts.delete(id)
      this.#numbers.delete(text)
    }
    return unused.length === limit
  }

  /** What tells of each number there is whether it is used; nobody has said so yet. */
  get unused(): Uint8Array {
    return new Uint8Array(this.#highest + 1)
  }

  #remember(id: number, text: string): void {
    this.#texts.set(id, text)
    this.#numbers.set(text, id)
    this.#highest = Math.max(this.#highest, id)
  }
}
