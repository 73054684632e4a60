import { failure } from '../errors/failure.ts'

const denied: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the volume is read-only',
}

const inTheWay: Readonly<Record<string, string>> = {
  EEXIST: 'a file of that name lies in its way',
  ENOTDIR: 'a file lies where a directory should be',
  EISDIR: 'a directory lies where a file should be',
}

/**
 * The catalogue's failure for an error of the operating system; anything else comes back as it is, so that a
 * fault of our own never looks like one of the disk.
 * @param operation what was being done, as a verb that fits "could not … <path>"
 */
export function fileFailure(error: unknown, operation: string, path: string): unknown {
  const code = systemCode(error)
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
