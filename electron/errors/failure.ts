import { fillIn, type Placeholders, type Value, type Values, type Wording } from '../sentences/sentence.ts'
import { errorCatalogue, type ErrorCode } from './catalogue.ts'

type TextsOf<Code extends ErrorCode> = (typeof errorCatalogue)[Code]['message' | 'remedy']

/** The values a code's texts need, by placeholder name. Never put a secret in one: they reach logs and exports. */
export type Details<Code extends ErrorCode> = Readonly<Record<Placeholders<TextsOf<Code>>, Value>>

/** An error of the catalogue: a code, a sentence a person can act on, what to try, and the error underneath. */
export class Failure extends Error {
  readonly code: ErrorCode
  readonly remedy: string
  readonly details: Values

  constructor(code: ErrorCode, details: Values, cause?: unknown) {
    super(fillIn(errorCatalogue[code].message, details), cause === undefined ? undefined : { cause })
    this.name = 'Failure'
    this.code = code
    this.remedy = fillIn(errorCatalogue[code].remedy, details)
    this.details = details
  }
}

/**
 * Makes an error of the catalogue.
 * @param code the catalogue's code
 * @param details one value for each placeholder of the code's message
 * @param cause the error underneath, if there is one
 */
export function failure<Code extends ErrorCode>(
  code: Code,
  details: Details<Code>,
  cause?: unknown,
): Failure {
  return new Failure(code, details, cause)
}

/** Whether an unknown error is one of the catalogue, and of this code when one is given. */
export function isFailure(error: unknown, code?: ErrorCode): error is Failure {
  return error instanceof Failure && (code === undefined || error.code === code)
}

/** The text of an unknown error in English, for a log line. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** An unknown error as someone reads it: one of the catalogue by its code, so that it can be said in any language. */
export function wordingOf(error: unknown): Wording {
  if (!(error instanceof Failure)) return textOf(error)
  return { key: error.code, values: error.details, text: error.message }
}
