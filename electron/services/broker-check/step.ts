import { isFailure, remedyOf, wordingOf } from '../../errors/failure.ts'
import { isSentence, type Wording } from '../../sentences/sentence.ts'

/** One thing that was tried, and what came of it. */
export interface TestStep {
  readonly name: Wording
  readonly outcome: 'ok' | 'untried' | 'warning' | 'failed'
  readonly message: Wording
  readonly remedy: Wording | null
  /** The code of the failure, where it is one. */
  readonly code?: string
  /** SHA-256 of the certificate a server showed. */
  readonly fingerprint?: string
  /** The GeoServer it is of; a broker's has none. */
  readonly node?: string
  /** A queue that is not there and can be made. */
  readonly queue?: string
}

export function ok(name: Wording, message: Wording, remedy: Wording | null = null): TestStep {
  return { name, outcome: 'ok', message, remedy }
}

/** Nothing speaks against it, and nothing for it. */
export function untried(name: Wording, message: Wording, remedy: Wording | null = null): TestStep {
  return { name, outcome: 'untried', message, remedy }
}

export function warning(name: Wording, message: Wording, remedy: Wording | null = null): TestStep {
  return { name, outcome: 'warning', message, remedy }
}

/** @param error a failure, or what is said of one that has no code */
export function failed(name: Wording, error: unknown): TestStep {
  const message = isSentence(error) ? error : wordingOf(error)
  const step = { name, outcome: 'failed', message } as const
  return isFailure(error) ? { ...step, remedy: remedyOf(error), code: error.code } : { ...step, remedy: null }
}
