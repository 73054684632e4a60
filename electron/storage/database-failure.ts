import { failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/**
 * The catalogue's failure for an error of SQLite that an operator can do something about; anything else (a
 * broken constraint, a mistake in a statement) comes back as it is.
 */
export function databaseFailure(error: unknown, path: string): unknown {
  const result = sqliteResult(error)
  if (result === undefined) return error
  const { code, reason } = result
  switch (code) {
    case sqlite.corrupt:
    case sqlite.notADatabase:
      return failure('PLB-STORAGE-DATABASE-DAMAGED', { path, reason }, error)
    case sqlite.full:
      return failure('PLB-STORAGE-FULL', { operation: 'write', path }, error)
    case sqlite.inputOutput:
      return failure('PLB-STORAGE-FAILED', { operation: say('operations.readOrWrite'), path, reason }, error)
    case sqlite.busy:
    case sqlite.locked:
      return failure('PLB-STORAGE-DATABASE-BUSY', { path }, error)
    case sqlite.permission:
    case sqlite.readOnly:
    case sqlite.cannotOpen:
      return failure('PLB-STORAGE-DATABASE-UNAVAILABLE', { path, reason }, error)
    default:
      return error
  }
}

/** Whether another connection holds the lock that was asked for. */
export function isBusy(error: unknown): boolean {
  const code = sqliteResult(error)?.code
  return code === sqlite.busy || code === sqlite.locked
}

/** Whether the file is not, or no longer, a database. */
export function isDamaged(error: unknown): boolean {
  const code = sqliteResult(error)?.code
  return code === sqlite.corrupt || code === sqlite.notADatabase
}

/** SQLite's primary result codes. */
const sqlite = {
  permission: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const

function sqliteResult(error: unknown): { readonly code: number; readonly reason: Wording } | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined
  // The upper bits of an extended result code tell which kind of the primary one it is.
  return { code: error.errcode & 0xff, reason: error.message }
}
