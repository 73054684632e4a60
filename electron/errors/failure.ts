import { hideSecrets } from '../secrets/text.ts'
import {
  fillIn,
  isList,
  type Placeholders,
  type Value,
  type Values,
  type Wording,
} from '../sentences/sentence.ts'
import { errorCatalogue, type ErrorCode } from './catalogue.ts'

type TextsOf<Code extends ErrorCode> = (typeof errorCatalogue)[Code]['message' | 'remedy']

/** The values a code's texts need, by placeholder name. They reach logs and exports; what looks like a secret is hidden. */
export type Details<Code extends ErrorCode> = Readonly<Record<Placeholders<TextsOf<Code>>, Value>>

/** An error of the catalogue: a code, a sentence a person can act on, what to try, and the error underneath. */
export class Failure extends Error {
  readonly code: ErrorCode
  readonly remedy: string
  readonly details: Values

  constructor(code: ErrorCode, given: Values, cause?: unknown) {
    const details = withoutSecrets(given)
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

/** The text of an unknown error in English, without what looks like a secret in the words of others. */
export function textOf(error: unknown): string {
  if (error instanceof Failure) return error.message
  return hideSecrets(error instanceof Error ? error.message : String(error))
}

function withoutSecrets(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueWithoutSecrets(value)]))
}

function valueWithoutSecrets(value: Value): Value {
  if (typeof value === 'number') return value
  return isList(value) ? value.map(wordingWithoutSecrets) : wordingWithoutSecrets(value)
}

function wordingWithoutSecrets(wording: Wording): Wording {
  if (typeof wording === 'string') return hideSecrets(wording)
  return { ...wording, values: withoutSecrets(wording.values), text: hideSecrets(wording.text) }
}

/** An unknown error as someone reads it: one of the catalogue by its code, so that it can be said in any language. */
export function wordingOf(error: unknown): Wording {
  if (!(error instanceof Failure)) return textOf(error)
  return { key: error.code, values: error.details, text: error.message }
}
