import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { failure, isFailure, type Failure } from '../errors/failure.ts'
import { reasonOf, type Name } from './contract.ts'

/** Takes an error for the log, with where it happened and the reference under which the client was told of it. */
export type Report = (error: unknown, where: string, reference: string) => void

/** Scheduler any error into one of the catalogue that may be shown to a client; what it hides goes to the log. */
export class ErrorReporter {
  readonly #report: Report
  readonly #newReference: () => string

  constructor(report: Report, newReference: () => string = () => randomBytes(4).toString('hex')) {
    this.#report = report
    this.#newReference = newReference
  }

  /** The error itself if it is of the catalogue; otherwise one that names where the log has it, and nothing of it. */
  known(error: unknown, name: Name): Failure {
    if (isFailure(error)) return error
    const reference = this.#log(error, name)
    return failure('PLB-APP-UNEXPECTED', { reason: `the log has the details under ${reference}` }, error)
  }

  wrongOutput(name: Name, error: z.ZodError): Failure {
    this.#log(error, name)
    return failure('PLB-APP-OUTPUT', { feature: name.feature, name: name.name, reason: reasonOf(error) })
  }

  #log(error: unknown, { feature, name }: Name): string {
    const reference = this.#newReference()
    this.#report(error, `${feature}.${name}`, reference)
    return reference
  }
}
