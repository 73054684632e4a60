import { failure, Failure, type ErrorCode } from '../errors/failure.ts'
import { language as english } from '../languages/en/index.ts'
import type { FailureData } from './wording.ts'

// The schema lives in a file of its own, so that the renderer can check it without carrying the whole catalogue.
export type { FailureData } from './wording.ts'

export function dataOfFailure(error: Failure): FailureData {
  return { code: error.code, details: { ...error.details } }
}

/** The failure behind its data; one of another release is unexpected here. */
export function failureFromData({ code, details }: FailureData, cause?: unknown): Failure {
  if (isErrorCode(code)) return new Failure(code, details, cause)
  return failure('PLB-APP-UNEXPECTED', { reason: { key: code, values: details } }, cause)
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(english.errors, code)
}
