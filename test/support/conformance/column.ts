import { afterAll, describe, it } from 'vitest'
import { isFailure, textOf } from '../../../electron/errors/failure.ts'
import { patience } from '../patience.ts'

/** What a broker does not do: by behaviour, a part of what comes of trying it. */
export type Gaps = Readonly<Record<string, string>>

/** What comes of trying what is never done. */
export const never = 'it never happens'

/** Tries a behaviour of a broker; the check throws when it is missing. */
export interface Trial {
  (name: string, check: () => Promise<void>): void
  each<Row extends [unknown, ...unknown[]]>(
    rows: readonly Row[],
  ): (title: string, check: (...row: Row) => Promise<void>) => void
}

/** For what is known never to happen: should it begin to, a quick machine notices. */
const littlePatience = 300

/** By behaviour, what came of it in each column. */
const table = new Map<string, Map<string, string>>()

/** One column of the table: a broker, spoken to in one way. */
export class Column {
  readonly #title: string
  readonly #gaps: Gaps
  readonly #tried = new Set<string>()
  #patience = patience

  constructor(title: string, gaps: Gaps = {}) {
    this.#title = title
    this.#gaps = gaps
  }

  /** How long one wait of what is tried just now may take, in milliseconds. */
  get patience(): number {
    return this.#patience
  }

  readonly trial: Trial = Object.assign(
    (name: string, check: () => Promise<void>): void => {
      const gap = this.#gaps[name]
      if (this.#tried.has(name)) throw new Error(`${this.#title}: two behaviours are called ${name}`)
      this.#tried.add(name)
      it(gap === undefined ? name : `${name}: a gap, ${gap}`, () => this.#try(name, check))
    },
    {
      each:
        <Row extends [unknown, ...unknown[]]>(rows: readonly Row[]) =>
        (title: string, check: (...row: Row) => Promise<void>): void => {
          for (const row of rows) this.trial(title.replace('%s', String(row[0])), () => check(...row))
        },
    },
  )

  /** Runs suites of behaviours; each gap must be one of theirs. */
  describe(suites: () => void): void {
    describe(this.#title, () => {
      suites()
      // Suites within this one are gone through later.
      afterAll(() => {
        const unknown = Object.keys(this.#gaps).filter((name) => !this.#tried.has(name))
        if (unknown.length > 0) throw new Error(`${this.#title}: nothing is called ${unknown.join(', ')}`)
      })
    })
  }

  async #try(name: string, check: () => Promise<void>): Promise<void> {
    const gap = this.#gaps[name]
    this.#patience = gap === never ? littlePatience : patience
    const error = await this.#errorOf(check)
    const missing = error === undefined ? undefined : reasonOf(error)
    const row = table.get(name) ?? new Map<string, string>()
    table.set(name, row.set(this.#title, missing ?? 'yes'))
    if (gap === undefined && error !== undefined) throw error
    if (gap !== undefined && missing?.includes(gap) !== true)
      throw new Error(`${this.#title} was to lack this (${gap}), and ${missing ?? 'has it'}`, {
        cause: error,
      })
  }

  /** Why a check fails; undefined when it does not. */
  async #errorOf(check: () => Promise<void>): Promise<Error | undefined> {
    const late = Promise.withResolvers<never>()
    // Not before its own waits are over: what is expected behind the end of a test fails the test all the same.
    const timer = setTimeout(() => {
      late.reject(new Error(never))
    }, patience)
    const tried = Promise.resolve().then(check)
    // What goes on behind the deadline is of no interest.
    tried.catch(() => undefined)
    try {
      await Promise.race([tried, late.promise])
      return undefined
    } catch (error) {
      return error instanceof Error ? error : new Error('it was refused without a reason', { cause: error })
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Every behaviour with what each column makes of it. */
export function printTable(): void {
  const columns = [...new Set([...table.values()].flatMap((row) => [...row.keys()]))]
  const lines = columns.map((column, index) => `  (${index + 1}) ${column}`)
  const heading = columns.map((_, index) => `(${index + 1})`.padEnd(5)).join('')
  lines.push(`  ${heading} yes, no, or – where it is not asked`)
  const gaps: string[] = []
  for (const [behaviour, row] of table) {
    const cells = columns.map((column) =>
      row.get(column) === undefined ? '–' : row.get(column) === 'yes' ? 'yes' : 'no',
    )
    lines.push(`  ${cells.map((cell) => cell.padEnd(5)).join('')} ${behaviour}`)
    for (const [column, outcome] of row)
      if (outcome !== 'yes') gaps.push(`  no: ${column}, ${behaviour}: ${outcome}`)
  }
  process.stderr.write(`${[...lines, ...gaps].join('\n')}\n`)
}

/** The code of the failure that says why; of a session without a connection, why it has none. */
function reasonOf(error: unknown): string {
  if (isFailure(error, 'PLB-BROKER-ATTEMPTS-EXHAUSTED') && isFailure(error.cause)) return error.cause.code
  if (isFailure(error)) return error.code
  const [line = ''] = textOf(error).split('\n')
  return /waited \d+ ms/.test(line) ? never : line
}
