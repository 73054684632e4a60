import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { failure, isFailure, type Failure, wordingOf } from '../errors/failure.ts'
import { reasonOf, type Name } from './contract.ts'
import { say } from '../sentences/say.ts'

/** Takes an error for the log, with where it happened and the reference under which the client was told of it. */
export type Report = (error: unknown, where: string, reference: string) => void

/** Turns any error into one of the catalogue that may be shown to a client; what it hides goes to the log. */
export class ErrorReporter {
  readonly #report: Report | undefined
  readonly #newReference: () => string

  /** @param report undefined where the client is told itself, because it is a part of the same program */
  constructor(report: Report | undefined, newReference: () => string = () => randomBytes(4).toString('hex')) {
    this.#report = report
    this.#newReference = newReference
  }

  /** The error itself if it is of the catalogue; otherwise one that names where the log has it, and nothing of it. */
  known(error: unknown, name: Name): Failure {
    if (isFailure(error)) return error
    const reference = this.#log(error, name)
    if (reference === undefined) return failure('PLB-APP-UNEXPECTED', { reason: wordingOf(error) }, error)
    return failure('PLB-APP-UNEXPECTED', { reason: say('channel.inTheLog', { reference }) }, error)
  }

  wrongOutput(name: Name, error: z.ZodError): Failure {
    this.#log(error, name)
    return failure('PLB-APP-OUTPUT', { feature: name.feature, name: name.name, reason: reasonOf(error) })
  }

  #log(error: unknown, { feature, name }: Name): string | undefined {
    if (this.#report === undefined) return undefined
    const reference = this.#newReference()
    this.#report(error, `${feature}.${name}`, reference)
    return reference
  }
}
