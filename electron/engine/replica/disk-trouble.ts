import type { Failure } from '../../errors/failure.ts'

/**
 * Whether a failure is that of a disk that is full or a directory that cannot be written: no fault of the event,
 * which is to be tried again. A name that leads out of the directory is the event's own fault.
 */
export function isDiskTrouble(failure: Failure): boolean {
  return (
    failure.code.startsWith('PLB-STORAGE-') &&
    failure.code !== 'PLB-STORAGE-PATH-OUTSIDE' &&
    failure.code !== 'PLB-STORAGE-NAME-REFUSED'
  )
}
