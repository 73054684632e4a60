import type { Wording } from '../sentences/sentence.ts'
import { failure } from '../errors/failure.ts'
import { say, type NameIn } from '../sentences/say.ts'

/** What is done with a file. */
export type Operation = NameIn<'operations'>

const denied: Readonly<Record<string, Wording>> = {
  EACCES: say('storage.permissionDenied'),
  EPERM: say('storage.operationNotPermitted'),
  EROFS: say('storage.volumeReadOnly'),
}

const inTheWay: Readonly<Record<string, Wording>> = {
  EEXIST: say('storage.fileNameLiesWay'),
  ENOTDIR: say('storage.fileLiesWhereDirectory'),
  EISDIR: say('storage.directoryLiesWhereFile'),
}

/**
 * The catalogue's failure for an error of the operating system; anything else comes back as it is, so that a
 * fault of our own never looks like one of the disk.
 */
export function fileFailure(error: unknown, doing: Operation, path: Wording): unknown {
  const code = systemCode(error)
  const operation = say(`operations.${doing}`)
  if (code === undefined) return error
  if (code === 'ENOENT') return failure('PLB-STORAGE-FILE-MISSING', { operation, path }, error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return failure('PLB-STORAGE-FULL', { operation, path }, error)
  const reason = denied[code]
  if (reason !== undefined) return failure('PLB-STORAGE-ACCESS-DENIED', { operation, path, reason }, error)
  return failure('PLB-STORAGE-FAILED', { operation, path, reason: inTheWay[code] ?? code }, error)
}

/** The code of an operating system error, such as ENOSPC; undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('errno' in error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
