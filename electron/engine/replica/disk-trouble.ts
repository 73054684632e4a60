import { failure, isFailure, textOf, type Failure } from '../../errors/failure.ts'
import { systemCode } from '../../storage/file-failure.ts'

/** What no amount of waiting changes: the file is no file, or something else has its name. */
const inTheWay: ReadonlySet<string> = new Set([
  'EEXIST',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'ENOTDIR',
  'ENOTEMPTY',
])
const faultsOfNames: ReadonlySet<string> = new Set([
  'PLB-STORAGE-FILE-TOO-LARGE',
  'PLB-STORAGE-NAME-COLLIDES',
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
  return !inTheWay.has(systemCode(failure.cause) ?? '')
}

/**
 * Why an event failed, when the event is to blame, or a fault of our own that only it brings out: neither may stop
 * those behind it. Undefined for everything else, such as a full disk.
 */
export function faultOfEvent(error: unknown): Failure | undefined {
  if (isFailure(error)) return isDiskTrouble(error) ? undefined : error
  const isOurs = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  return isOurs ? failure('PLB-ENGINE-EVENT-UNEXPECTED', { fault: error.name }, error) : undefined
}

/** Why something that goes on in the background could not be done, whatever was thrown. */
export function troubleOf(error: unknown): Failure {
  return isFailure(error) ? error : failure('PLB-APP-UNEXPECTED', { reason: textOf(error) }, error)
}

/** Why something cannot be done, if so. */
export function reasonOf(check: () => void): Failure | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    return troubleOf(error)
  }
}

/** Goes on with what was left undone. A disk that refuses keeps no node from starting: it is tried again by itself. */
export function takeUp(resume: () => void): void {
  try {
    resume()
  } catch (error) {
    if (!isFailure(error) || !isDiskTrouble(error)) throw error
  }
}
