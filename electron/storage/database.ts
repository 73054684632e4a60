import type { DatabaseSync, SQLInputValue, StatementResultingChanges, StatementSync } from 'node:sqlite'
import { z } from 'zod'
import { failure } from '../errors/failure.ts'
import { databaseFailure } from './database-failure.ts'
import type { DatabaseLock } from './database-lock.ts'

/** The values of a statement's named parameters, without their colon. */
export type StatementParameters = Readonly<Record<string, SQLInputValue>>

/** A prepared statement that yields rows, each proven to have the shape it should. */
export interface Query<Row> {
  all(parameters?: StatementParameters): Row[]
  first(parameters?: StatementParameters): Row | undefined
  /** One row at a time, for results too large to hold. */
  iterate(parameters?: StatementParameters): Generator<Row, void, undefined>
}

const synchronousRow = z.object({ synchronous: z.number() })
const freeRow = z.object({ freelist_count: z.number() })

/** A prepared statement that changes rows. */
export interface Command {
  run(parameters?: StatementParameters): StatementResultingChanges
}

/**
 * An open database of which this process is the only writer, from {@link openDatabase}. Errors an operator can
 * act on are thrown as failures PLB-STORAGE-…; a broken constraint is thrown as SQLite reports it.
 */
export class Database {
  readonly path: string
  readonly #connection: DatabaseSync
  readonly #lock: DatabaseLock
  readonly #checkPlace: () => void
  /** Whether commits do not wait for the disk; asked once, since nobody else changes it. */
  #isLight: boolean | undefined

  /** @param checkPlace throws when what is written would not be found again at the path */
  constructor(
    path: string,
    connection: DatabaseSync,
    lock: DatabaseLock,
    checkPlace: () => void = () => undefined,
  ) {
    this.path = path
    this.#connection = connection
    this.#lock = lock
    this.#checkPlace = checkPlace
  }

  /**
   * Proves that its file was not deleted or replaced under it, as nothing would be left of what is written then.
   * @throws PLB-STORAGE-DATABASE-GONE
   */
  checkPlace(): void {
    this.#checkPlace()
  }

  /**
   * Prepares a statement that yields rows.
   * @param sql with named parameters such as `:node`
   * @param row what each row must look like; PLB-STORAGE-ROW-UNEXPECTED when one does not
   */
  query<Row>(sql: string, row: z.ZodType<Row>): Query<Row> {
    const { statement, values } = this.#prepare(sql)
    const parse = (value: unknown): Row => this.#parse(row, value)
    const attempt = <Result>(action: () => Result): Result => this.#attempt(action)
    return {
      all: (parameters = {}) => attempt(() => statement.all(...values(parameters))).map(parse),
      first: (parameters = {}) => {
        const value = attempt(() => statement.get(...values(parameters)))
        return value === undefined ? undefined : parse(value)
      },
      *iterate(parameters = {}) {
        const rows = attempt(() => statement.iterate(...values(parameters)))
        try {
          for (let next = attempt(() => rows.next()); next.done !== true; next = attempt(() => rows.next())) {
            yield parse(next.value)
          }
        } finally {
          rows.return?.()
        }
      },
    }
  }

  /** Whether a transaction is open; SQLite ends one by itself after some errors. */
  get isInTransaction(): boolean {
    return this.#connection.isTransaction
  }

  /** Prepares a statement that changes rows, with named parameters such as `:node`. */
  command(sql: string): Command {
    const { statement, values } = this.#prepare(sql)
    return { run: (parameters = {}) => this.#attempt(() => statement.run(...values(parameters))) }
  }

  /**
   * Runs an action as one transaction: all of its changes are on the disk when this returns, or none are when it
   * throws. The action must be synchronous, and must not start a transaction of its own.
   */
  transaction<Result>(action: () => Result extends PromiseLike<unknown> ? never : Result): Result {
    this.#checkPlace()
    return inTransaction(this.#connection, this.path, action)
  }

  /**
   * Runs an action whose commits survive the end of the process, and a power cut only once a later transaction has:
   * for what is of no use without that transaction. Inside a transaction it is part of that.
   */
  lightly<Result>(action: () => Result): Result {
    this.#isLight ??=
      synchronousRow.parse(this.#connection.prepare('PRAGMA synchronous').get()).synchronous <= 1
    if (this.#isLight || this.isInTransaction) return action()
    this.#connection.exec('PRAGMA synchronous = NORMAL')
    this.#isLight = true
    try {
      return action()
    } finally {
      this.#connection.exec('PRAGMA synchronous = FULL')
      this.#isLight = false
    }
  }

  /**
   * Gives pages that are free back to the disk; of a database that was made before that was possible, none.
   * @param spare free pages that stay
   * @param most pages given back at once
   * @returns whether any were
   */
  shrink(spare: number, most: number): boolean {
    return this.#attempt(() => {
      const free = this.#countFree()
      if (free <= spare) return false
      this.#connection.exec(`PRAGMA incremental_vacuum(${Math.min(free - spare, most)})`)
      return this.#countFree() < free
    })
  }

  #countFree(): number {
    return freeRow.parse(this.#connection.prepare('PRAGMA freelist_count').get()).freelist_count
  }

  /** Closes the database and lets others open it. Closing twice is not an error. */
  close(): void {
    try {
      if (this.#connection.isOpen) this.#attempt(() => this.#connection.close())
    } finally {
      this.#lock.release()
    }
  }

  /** Prepares a statement; its parameters go by their places, which takes a third of the time they take by their names. */
  #prepare(sql: string): {
    readonly statement: StatementSync
    readonly values: (parameters: StatementParameters) => SQLInputValue[]
  } {
    const names: string[] = []
    const placed = sql.replaceAll(/'[^']*'|:([a-z]\w*)/gi, (written, name?: string) => {
      if (name === undefined) return written
      if (!names.includes(name)) names.push(name)
      return `?${names.indexOf(name) + 1}`
    })
    return {
      statement: this.#attempt(() => this.#connection.prepare(placed)),
      values: (parameters) =>
        names.map((name) => {
          const value = parameters[name]
          if (value === undefined) throw new Error(`A statement was given no :${name}.`)
          return value
        }),
    }
  }

  #attempt<Result>(action: () => Result): Result {
    try {
      return action()
    } catch (error) {
      throw databaseFailure(error, this.path)
    }
  }

  #parse<Row>(schema: z.ZodType<Row>, value: unknown): Row {
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    // Names and types only: the value itself may be a message body with passwords in it.
    const reason = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join('; ')
    throw failure('PLB-STORAGE-ROW-UNEXPECTED', { path: this.path, reason })
  }
}

/** See {@link Database.transaction}. */
export function inTransaction<Result>(connection: DatabaseSync, path: string, action: () => Result): Result {
  if (connection.isTransaction) throw new Error('A transaction was started inside another one.')
  try {
    connection.exec('BEGIN IMMEDIATE')
    const result = action()
    if (result instanceof Promise) {
      throw new Error(
        'The action of a transaction must be synchronous: it was rolled back before it finished.',
      )
    }
    connection.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite rolls back by itself on some errors, such as a full disk.
    if (connection.isTransaction) connection.exec('ROLLBACK')
    throw databaseFailure(error, path)
  }
}
