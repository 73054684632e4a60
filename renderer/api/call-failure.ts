import type { FailureData } from '../../electron/contract/wording.ts'

/** What a call or a stream failed with: an error of the catalogue, whichever side it happened on. */
export class CallFailure extends Error {
  readonly code: string
  readonly details: FailureData['details']

  constructor({ code, details }: FailureData, cause?: unknown) {
    super(`${code} ${JSON.stringify(details)}`, cause === undefined ? undefined : { cause })
    this.name = 'CallFailure'
    this.code = code
    this.details = details
  }
}

/** Any error as one the operator can read. */
export function asCallFailure(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new CallFailure({ code: 'PLB-APP-UNEXPECTED', details: { reason } }, error)
}

/** Whether a call ended because it was cancelled, which is no failure to show. */
export function isCancellation(error: unknown): boolean {
  if (error instanceof CallFailure) return error.code === 'PLB-APP-CANCELLED'
  return error instanceof DOMException && error.name === 'AbortError'
}
