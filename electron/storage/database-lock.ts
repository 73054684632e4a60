import { chmodSync } from 'node:fs'
import { hostname } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { failure, wordingOf } from '../errors/failure.ts'
import { databaseFailure, isBusy, isDamaged } from './database-failure.ts'
import type { FileSystem } from './files.ts'
import { say } from '../sentences/say.ts'

/** The right to be the only writer of a database, held until released or until the process ends. */
export interface DatabaseLock {
  release(): void
}

/** Long enough for others to write or read the owner's name, short enough for a quick refusal. */
const usualPatience = 250

const owner = z.object({
  pid: z.number(),
  host: z.string(),
  since: z.string().transform(Date.parse).pipe(z.number()),
})

/**
 * Takes the lock beside a database: a tiny database `<path>.lock` with a write transaction that stays open.
 * The operating system drops such a lock when its process ends, however it ends, so no stale one is ever left
 * behind and no process id has to be trusted; the row with the owner is there for the message alone, and
 * readable while the lock is held.
 * @param patience how long whoever has it is waited for, in milliseconds
 * @throws PLB-STORAGE-DATABASE-IN-USE, naming who has it; PLB-STORAGE-DATABASE-UNAVAILABLE
 */
export function lockDatabase(
  path: string,
  now: () => Date,
  fileSystem: FileSystem,
  patience = usualPatience,
): DatabaseLock {
  const lockPath = `${path}.lock`
  try {
    keepToAccount(lockPath, fileSystem)
    return takeLock(path, lockPath, now, patience)
  } catch (error) {
    if (!isDamaged(error)) throw databaseFailure(error, path)
    // Nobody can hold a lock in a file that is no database, and there is nothing in it to keep.
    fileSystem.removeFile(lockPath)
    keepToAccount(lockPath, fileSystem)
    return takeLock(path, lockPath, now, patience)
  }
}

/** Whoever may read the file could lock it, and so keep us out for ever. */
function keepToAccount(lockPath: string, fileSystem: FileSystem): void {
  try {
    if (!fileSystem.createFile(lockPath, '', { mode: 0o600 })) chmodSync(lockPath, 0o600)
  } catch {
    // Whoever opens it next is told the same, and says so of the database.
  }
}

function takeLock(path: string, lockPath: string, now: () => Date, patience: number): DatabaseLock {
  const connection = new DatabaseSync(lockPath, { timeout: patience })
  try {
    // What the lock file says need not survive a power cut: then nobody holds it any more.
    connection.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF')
    writeOwner(connection, now())
    connection.exec('BEGIN IMMEDIATE')
  } catch (error) {
    const refusal = isBusy(error) ? inUse(path, connection, error) : error
    connection.close()
    throw refusal
  }
  return {
    release() {
      if (connection.isOpen) connection.close()
    },
  }
}

function writeOwner(connection: DatabaseSync, since: Date): void {
  connection.exec('BEGIN IMMEDIATE')
  connection.exec(
    'CREATE TABLE IF NOT EXISTS owner (pid INTEGER NOT NULL, host TEXT NOT NULL, since TEXT NOT NULL)',
  )
  connection.exec('DELETE FROM owner')
  connection
    .prepare('INSERT INTO owner (pid, host, since) VALUES (?, ?, ?)')
    .run(process.pid, hostname(), since.toISOString())
  connection.exec('COMMIT')
}

function inUse(path: string, connection: DatabaseSync, cause: unknown): Error {
  const unknown = { pid: '?', host: '?', since: say('storage.unknownTime') }
  try {
    const row = owner.safeParse(connection.prepare('SELECT pid, host, since FROM owner').get())
    return failure('PLB-STORAGE-DATABASE-IN-USE', { path, ...(row.success ? row.data : unknown) }, cause)
  } catch (error) {
    // Its owner is just writing its name: that somebody has the lock is certain all the same.
    const since = say('storage.unknownTimeBecause', { reason: wordingOf(error) })
    return failure('PLB-STORAGE-DATABASE-IN-USE', { path, ...unknown, since }, cause)
  }
}
