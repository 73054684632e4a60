import { dirname } from 'node:path'
import { DatabaseSync, type DatabaseSyncOptions } from 'node:sqlite'
import { z } from 'zod'
import type { ErrorCode } from '../errors/failure.ts'
import { failure, isFailure, wordingOf } from '../errors/failure.ts'
import { databaseFailure } from './database-failure.ts'
import { lockDatabase } from './database-lock.ts'
import { Database, inTransaction } from './database.ts'
import { localFileSystem, type FileSystem } from './files.ts'
import { say } from '../sentences/say.ts'

/** One step of a database's format, as SQL or as code: the first brings an empty database to format 1. */
export type Migration = string | ((connection: DatabaseSync) => void)

export interface OpenedDatabase {
  readonly database: Database
  /** Where a database that cannot be used was moved to, when there was one; the open one then began empty. */
  readonly setAside?: string
  /** Whether it had been opened here before and its file was gone; the open one then began empty. */
  readonly wasGone?: boolean
}

const busyTimeoutMilliseconds = 5_000
const longestJournalBytes = 64 * 1024 * 1024
const suffixes = ['', '-wal', '-shm'] as const

export interface DatabaseOptions {
  readonly now?: () => Date
  readonly fileSystem?: FileSystem
  /**
   * Whether a new one may be begun in place of one that is sound but that this version cannot use. That is set aside
   * too, under a name that says why: `newer` or `unknown`.
   */
  readonly replaceable?: boolean
  /**
   * How other processes have it as well: one after the other, each waiting for who has it now, or all at once, so that only
   * opening it is done in turn. Default: not at all.
   */
  readonly sharing?: 'in turn' | 'at once'
  /** Bytes up to which all of it is checked now; a larger one is for {@link damageOf}. Default: any size. */
  readonly checkUpTo?: number
}

/**
 * Opens a database, making it when it is missing, and brings it to the newest format. It is readable by this
 * account alone, since message bodies hold passwords. The file is checked first, which reads all of it (about
 * half a second for each gigabyte in the system's cache), unless it is larger than asked for; a damaged one is set aside under a dated name and
 * never deleted.
 * @param migrations every format there ever was, in order; they are only ever added to
 * @throws PLB-STORAGE-DATABASE-IN-USE, -UNAVAILABLE, and, unless it is replaceable, -NEWER (nothing is touched then),
 *   -UNKNOWN and PLB-STORAGE-MIGRATION-FAILED
 */
export function openDatabase(
  path: string,
  migrations: readonly Migration[],
  options: DatabaseOptions = {},
): OpenedDatabase {
  const now = options.now ?? (() => new Date())
  const fileSystem = options.fileSystem ?? localFileSystem
  fileSystem.makeDirectory(dirname(path), { mode: 0o700 })
  const isThere = fileSystem.exists(path)
  // Its lock stays behind when somebody deletes a database alone.
  const wasGone = !isThere && fileSystem.exists(`${path}.lock`)
  const patience = options.sharing === undefined ? undefined : busyTimeoutMilliseconds
  const lock = lockDatabase(path, now, fileSystem, patience)
  try {
    let setAside = isThere ? undefined : moveAside(path, 'damaged', now(), fileSystem)
    let connection: DatabaseSync
    try {
      connection = openSound(path, migrations, fileSystem, options.checkUpTo)
    } catch (error) {
      const why = isFailure(error) ? reasonsToSetAside[error.code] : undefined
      if (why === undefined || (why !== 'damaged' && options.replaceable !== true)) throw error
      setAside = moveAside(path, why, now(), fileSystem)
      connection = openSound(path, migrations, fileSystem, options.checkUpTo)
    }
    const database = new Database(path, connection, lock, placeWatch(path, fileSystem))
    if (options.sharing === 'at once') lock.release()
    return { database, ...(setAside === undefined ? {} : { setAside }), ...(wasGone ? { wasGone } : {}) }
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * Opens a database to read it as it is at this moment; its owner may go on writing meanwhile.
 * @throws PLB-STORAGE-FILE-MISSING, PLB-STORAGE-DATABASE-NEWER, -UNKNOWN, -DAMAGED, -UNAVAILABLE
 */
export function openSnapshot(path: string, migrations: readonly Migration[]): Database {
  if (!localFileSystem.exists(path)) throw failure('PLB-STORAGE-FILE-MISSING', { operation: 'read', path })
  return withConnection(path, { timeout: busyTimeoutMilliseconds, readOnly: true }, (connection) => {
    readFormat(connection, path, migrations.length)
    checkTables(connection, path, migrations)
    connection.exec('BEGIN')
    return new Database(path, connection, { release: () => undefined })
  })
}

/** What proves that the file at a path is still the one that was opened. */
function placeWatch(path: string, fileSystem: FileSystem): () => void {
  const opened = fileSystem.stat(path)?.inode
  return () => {
    if (fileSystem.stat(path)?.inode !== opened) throw failure('PLB-STORAGE-DATABASE-GONE', { path })
  }
}

/** Why a database cannot be used, as the name says under which it is set aside. */
type ReasonToSetAside = 'damaged' | 'newer' | 'unknown'

const reasonsToSetAside: { readonly [Code in ErrorCode]?: ReasonToSetAside } = {
  'PLB-STORAGE-DATABASE-DAMAGED': 'damaged',
  'PLB-STORAGE-DATABASE-NEWER': 'newer',
  'PLB-STORAGE-DATABASE-UNKNOWN': 'unknown',
  'PLB-STORAGE-MIGRATION-FAILED': 'unknown',
}

function openSound(
  path: string,
  migrations: readonly Migration[],
  fileSystem: FileSystem,
  checkUpTo = Infinity,
): DatabaseSync {
  const { kind, size = 0 } = fileSystem.stat(path) ?? {}
  // SQLite gives its journals the permissions of the database, which it would make readable by everyone.
  if (kind === undefined) fileSystem.createFile(path, '', { mode: 0o600 })
  else if (kind !== 'file')
    throw failure('PLB-STORAGE-DATABASE-UNAVAILABLE', { path, reason: say('storage.notFile') })
  const version = inspect(path, migrations.length, size <= checkUpTo)
  return withConnection(path, { timeout: busyTimeoutMilliseconds }, (connection) => {
    // Only of a database that is made with it can what is removed later be given back to the disk.
    if (version === 0) connection.exec('PRAGMA auto_vacuum = INCREMENTAL')
    connection.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = ${longestJournalBytes}`,
    )
    migrate(connection, path, version, migrations)
    if (version > 0) checkTables(connection, path, migrations)
    return connection
  })
}

const formatRow = z.object({ user_version: z.number() })
const checkRow = z.object({ quick_check: z.string() })

/**
 * Checks the database and returns its format. Read-only, because a connection that may write would merge
 * the journal into a file that is damaged, or not ours to change.
 */
function inspect(path: string, known: number, isWholeChecked: boolean): number {
  return withConnection(path, { timeout: busyTimeoutMilliseconds, readOnly: true }, (connection) => {
    const found = readFormat(connection, path, known)
    if (isWholeChecked) {
      const { quick_check: result } = checkRow.parse(connection.prepare('PRAGMA quick_check(1)').get())
      if (result !== 'ok') throw failure('PLB-STORAGE-DATABASE-DAMAGED', { path, reason: result })
    }
    connection.close()
    return found
  })
}

/** @throws PLB-STORAGE-DATABASE-NEWER */
function readFormat(connection: DatabaseSync, path: string, known: number): number {
  const { user_version: found } = formatRow.parse(connection.prepare('PRAGMA user_version').get())
  if (found > known) throw failure('PLB-STORAGE-DATABASE-NEWER', { path, found, known })
  return found
}

/** Runs an action on a new connection, which is closed when the action fails. */
function withConnection<Result>(
  path: string,
  options: DatabaseSyncOptions,
  action: (connection: DatabaseSync) => Result,
): Result {
  let connection: DatabaseSync | undefined
  try {
    connection = new DatabaseSync(path, options)
    return action(connection)
  } catch (error) {
    if (connection?.isOpen === true) connection.close()
    throw databaseFailure(error, path)
  }
}

function migrate(
  connection: DatabaseSync,
  path: string,
  version: number,
  migrations: readonly Migration[],
): void {
  for (const [index, migration] of migrations.entries()) {
    const to = index + 1
    if (to <= version) continue
    try {
      inTransaction(connection, path, () => {
        if (typeof migration === 'string') connection.exec(migration)
        else migration(connection)
        connection.exec(`PRAGMA user_version = ${to}`)
      })
    } catch (error) {
      if (isFailure(error)) throw error
      throw failure(
        'PLB-STORAGE-MIGRATION-FAILED',
        { path, from: index, to, reason: wordingOf(error) },
        error,
      )
    }
  }
}

const columnRow = z.object({ column: z.string() })

/** @throws PLB-STORAGE-DATABASE-UNKNOWN when it lacks a column the migrations make, so that another program made it */
function checkTables(connection: DatabaseSync, path: string, migrations: readonly Migration[]): void {
  const model = new DatabaseSync(':memory:')
  try {
    migrate(model, path, 0, migrations)
    const found = columnsOf(connection)
    const missing = [...columnsOf(model)].find((column) => !found.has(column))
    if (missing !== undefined) throw failure('PLB-STORAGE-DATABASE-UNKNOWN', { path, missing })
  } finally {
    model.close()
  }
}

function columnsOf(connection: DatabaseSync): ReadonlySet<string> {
  const rows = connection
    .prepare(
      `SELECT t.name || '.' || c.name AS "column" FROM sqlite_schema t, pragma_table_info(t.name) c
       WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL TABLE%'`,
    )
    .all()
  return new Set(rows.map((row) => columnRow.parse(row).column))
}

/**
 * Renames a database that cannot be used and its journals, so that they can still be opened together under the new name.
 * A journal without its database is moved too: SQLite would delete it when it makes a new database.
 */
function moveAside(
  path: string,
  why: ReasonToSetAside,
  at: Date,
  fileSystem: FileSystem,
): string | undefined {
  const name = `${path}.${why}-${at.toISOString().replaceAll(':', '-')}`
  let aside = name
  for (let number = 2; suffixes.some((suffix) => fileSystem.exists(aside + suffix)); number += 1) {
    aside = `${name}-${number}`
  }
  const found = suffixes.filter((suffix) => fileSystem.exists(path + suffix))
  for (const suffix of found) fileSystem.rename(path + suffix, aside + suffix)
  return found.length === 0 ? undefined : aside
}
