import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { failure, type Failure, wordingOf } from '../errors/failure.ts'
import { databaseFailure } from './database-failure.ts'

const row = z.object({ integrity_check: z.string() })

/**
 * Checks all of a database, its indexes included, while its owner goes on. It keeps its thread for some seconds for
 * each gigabyte, and finds what the check at the opening does not look at.
 * @returns what is wrong, if anything is
 */
export function damageOf(path: string): Failure | undefined {
  try {
    const connection = new DatabaseSync(path, { readOnly: true })
    try {
      const { integrity_check: reason } = row.parse(connection.prepare('PRAGMA integrity_check(1)').get())
      return reason === 'ok' ? undefined : failure('PLB-STORAGE-DATABASE-UNSOUND', { path, reason })
    } finally {
      connection.close()
    }
  } catch (error) {
    const reason = wordingOf(databaseFailure(error, path))
    return failure('PLB-STORAGE-DATABASE-UNSOUND', { path, reason }, error)
  }
}
