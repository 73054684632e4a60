import type { Failure } from '../../errors/failure.ts'

/** What no amount of waiting changes: the file is no file, or something else has its name. */
const inTheWay: ReadonlySet<unknown> = new Set([
  'EEXIST',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'ENOTDIR',
  'ENOTEMPTY',
])
const faultsOfNames: ReadonlySet<string> = new Set([
  'PLB-STORAGE-FILE-TOO-LARGE',
  'PLB-STORAGE-NAME-REFUSED',
  'PLB-STORAGE-NOT-A-FILE',
  'PLB-STORAGE-PATH-OUTSIDE',
])

/**
 * Whether a failure is that of a disk that is full or a directory that cannot be written: no fault of the event,
 * which is to be tried again. A name that leads out of the directory, or is taken by a directory where a file should
 * be, is a matter of this event alone.
 */
export function isDiskTrouble(failure: Failure): boolean {
  if (!failure.code.startsWith('PLB-STORAGE-') || faultsOfNames.has(failure.code)) return false
  return !(failure.code === 'PLB-STORAGE-FAILED' && inTheWay.has(failure.details['reason']))
}
