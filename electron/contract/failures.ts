import { errorCatalogue, type ErrorCode } from '../errors/catalogue.ts'
import { Failure } from '../errors/failure.ts'
import type { FailureForm } from './failure-form.ts'

// The form lives in a file of its own, so that the renderer can check it without carrying the whole catalogue.
export type { FailureForm } from './failure-form.ts'

export function formOfFailure(error: Failure): FailureForm {
  return { code: error.code, message: error.message, remedy: error.remedy, details: { ...error.details } }
}

/** The failure behind its form, or undefined when the other side knows a code this side does not. */
export function failureFromForm(form: FailureForm): Failure | undefined {
  return isErrorCode(form.code) ? new Failure(form.code, form.details) : undefined
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code)
}
