import type { FailureForm } from '../../electron/contract/failure-form.ts'
import { localFailureForm } from '../../electron/channel/local-failure.ts'
import type { applicationErrors } from '../../electron/errors/application.ts'

/** What a call or a stream failed with: an error of the catalogue, whichever side it happened on. */
export class CallFailure extends Error {
  readonly code: string
  readonly remedy: string
  readonly details: FailureForm['details']

  constructor(form: FailureForm, cause?: unknown) {
    super(form.message, cause === undefined ? undefined : { cause })
    this.name = 'CallFailure'
    this.code = form.code
    this.remedy = form.remedy
    this.details = form.details
  }
}

/** A failure that happened on this side of the connection. */
export function localFailure(
  code: keyof typeof applicationErrors,
  details: Readonly<Record<string, string | number>>,
  cause?: unknown,
): CallFailure {
  return new CallFailure(localFailureForm(code, details), cause)
}

/** Any error as one the operator can read. */
export function asCallFailure(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error
  return localFailure(
    'PLB-APP-UNEXPECTED',
    { reason: error instanceof Error ? error.message : String(error) },
    error,
  )
}

/** Whether a call ended because it was cancelled, which is no failure to show. */
export function isCancellation(error: unknown): boolean {
  if (error instanceof CallFailure) return error.code === 'PLB-APP-CANCELLED'
  return error instanceof DOMException && error.name === 'AbortError'
}
