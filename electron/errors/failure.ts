import { language } from '../languages/en/index.ts'
import type { ErrorCode, ErrorTemplates } from '../languages/language.ts'
import { hideSecrets } from '../secrets/text.ts'
import { renderError } from '../sentences/render.ts'
import { isList, type Placeholders, type Value, type Values, type Wording } from '../sentences/sentence.ts'

export type { ErrorCode } from '../languages/language.ts'

/** The values a code's texts need, by placeholder name. They reach logs and exports; what looks like a secret is hidden. */
export type Details<Code extends ErrorCode> = Readonly<Record<Placeholders<ErrorTemplates<Code>>, Value>>

/**
 * An error of the catalogue: a code, its values, and the error underneath. `message` and `remedy` say it in English,
 * for logs; whoever shows it makes the words from code and values.
 */
export class Failure extends Error {
  readonly code: ErrorCode
  readonly details: Values

  constructor(code: ErrorCode, given: Values, cause?: unknown) {
    const details = withoutSecrets(given)
    super(renderError(language, code, details)?.message, cause === undefined ? undefined : { cause })
    this.name = 'Failure'
    this.code = code
    this.details = details
  }

  get remedy(): string {
    return renderError(language, this.code, this.details)?.remedy ?? ''
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

/** An unknown error as someone reads it: one of the catalogue by its code, the words of others as they are. */
export function wordingOf(error: unknown): Wording {
  return error instanceof Failure ? { key: error.code, values: error.details } : textOf(error)
}

/** What to try against an error of the catalogue. */
export function remedyOf({ code, details }: Failure): Wording {
  return { key: `${code}.remedy`, values: details }
}

/** A wording without what looks like a secret in its values. */
export function withoutSecretsIn(wording: Wording): Wording {
  return typeof wording === 'string'
    ? hideSecrets(wording)
    : { ...wording, values: withoutSecrets(wording.values) }
}

function withoutSecrets(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueWithoutSecrets(value)]))
}

function valueWithoutSecrets(value: Value): Value {
  if (typeof value === 'number') return value
  return isList(value) ? value.map(withoutSecretsIn) : withoutSecretsIn(value)
}
