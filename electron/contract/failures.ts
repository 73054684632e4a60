import { z } from 'zod'
import { errorCatalogue, type ErrorCode } from '../errors/catalogue.ts'
import { Failure } from '../errors/failure.ts'

/** A failure as it travels between processes. */
export const failureForm = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
})

export type FailureForm = z.infer<typeof failureForm>

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
