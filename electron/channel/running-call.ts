import { dataOfFailure } from '../contract/failures.ts'
import type { ProcedureDescription } from '../contract/procedure.ts'
import { failure, wordingOf, type Failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import { reasonOf, type AnyHandler, type Name } from './contract.ts'
import type { ServerMessage } from '../contract/protocol.ts'
import type { ErrorReporter } from './error-reporter.ts'

/** One change someone asked for and what came of it. */
export interface ChangeRecord {
  /** `feature.procedure` */
  readonly action: string
  /** What it was called with; may hold secrets, and anything at all when it was refused: only the names of its targets are kept. */
  readonly input: unknown
  readonly outcome: 'done' | 'refused' | 'failed' | 'cancelled'
  /** The name of the cluster it was asked of, where it was asked of one. */
  readonly cluster?: string | undefined
  /** What it answered, once it was done. */
  readonly output?: unknown
  /** Why it was not done, or not all of it. */
  readonly message?: Wording
}

interface CallSurroundings {
  readonly isReadOnly: () => boolean
  readonly record: (change: ChangeRecord) => void
  /** Which cluster a change is asked of at this moment; another one may be shown by the time it is done. */
  readonly clusterOf: (action: string, input: unknown) => string | undefined
  readonly errors: ErrorReporter
}

type Answer = Extract<ServerMessage, { type: 'result' | 'error' }>

/** One procedure at work for a client. */
export class RunningCall {
  readonly #id: number
  readonly #name: Name
  readonly #description: ProcedureDescription
  readonly #handler: AnyHandler
  readonly #surroundings: CallSurroundings
  readonly #stop = new AbortController()
  #cluster: string | undefined
  /** Wrapped, because any value can be a progress. */
  #progress: { readonly value: unknown } | undefined

  constructor(
    id: number,
    name: Name,
    description: ProcedureDescription,
    handler: AnyHandler,
    surroundings: CallSurroundings,
  ) {
    this.#id = id
    this.#name = name
    this.#description = description
    this.#handler = handler
    this.#surroundings = surroundings
  }

  /** Asks the procedure to stop; it may still answer. */
  cancel(): void {
    this.#stop.abort(failure('PLB-APP-CANCELLED', { ...this.#name }))
  }

  /**
   * Checks the input, calls the procedure, checks its output and records what was changed.
   * @param input whatever the client sent
   * @param onProgress is told that there is progress to take
   * @returns the answer; errors are answers too
   */
  async run(input: unknown, onProgress: () => void): Promise<Answer> {
    const { isReadOnly, errors } = this.#surroundings
    this.#cluster = this.#isKept ? this.#surroundings.clusterOf(this.#action, input) : undefined
    const { unchecked = false } = this.#description
    const parsed = unchecked
      ? { success: true as const, data: input }
      : this.#description.input.safeParse(input)
    if (!parsed.success) {
      return this.#refuse(input, failure('PLB-APP-INPUT', { ...this.#name, reason: reasonOf(parsed.error) }))
    }
    if (this.#description.changes && isReadOnly()) {
      return this.#refuse(parsed.data, failure('PLB-APP-READ-ONLY', { ...this.#name }))
    }
    const { signal } = this.#stop
    let output: unknown
    try {
      output = await this.#handler(parsed.data as never, {
        signal,
        progress: (value) => this.#keepProgress(value, onProgress),
      })
    } catch (error) {
      if (signal.aborted) {
        this.#record(parsed.data, 'cancelled')
        return this.#error(failure('PLB-APP-CANCELLED', { ...this.#name }, error))
      }
      const known = errors.known(error, this.#name)
      this.#record(parsed.data, 'failed', wordingOf(known))
      return this.#error(known)
    }
    // What was asked to stop may have been done all the same or in part; its answer says which.
    const message = signal.aborted ? say('channel.askedToStop') : undefined
    this.#record(parsed.data, 'done', message, output)
    if (unchecked) return { type: 'result', id: this.#id, output }
    const checked = this.#description.output.safeParse(output)
    if (!checked.success) return this.#error(errors.wrongOutput(this.#name, checked.error))
    return { type: 'result', id: this.#id, output: checked.data }
  }

  /** The newest progress not taken yet. */
  takeProgress(): { readonly value: unknown } | undefined {
    const progress = this.#progress
    this.#progress = undefined
    return progress
  }

  get #action(): string {
    return `${this.#name.feature}.${this.#name.name}`
  }

  /** Whether the audit keeps it. */
  get #isKept(): boolean {
    return this.#description.changes || this.#description.recorded === true
  }

  #keepProgress(value: unknown, onProgress: () => void): void {
    const parsed = this.#description.progress?.safeParse(value)
    if (parsed === undefined) return
    if (!parsed.success) {
      this.#surroundings.errors.wrongOutput(this.#name, parsed.error)
      return
    }
    this.#progress = { value: parsed.data }
    onProgress()
  }

  #refuse(input: unknown, reason: Failure): Answer {
    this.#record(input, 'refused', wordingOf(reason))
    return this.#error(reason)
  }

  #error(found: Failure): Answer {
    return { type: 'error', id: this.#id, error: dataOfFailure(found) }
  }

  #record(input: unknown, outcome: ChangeRecord['outcome'], message?: Wording, output?: unknown): void {
    if (!this.#isKept) return
    const cluster = this.#cluster
    try {
      this.#surroundings.record({
        action: this.#action,
        input,
        outcome,
        ...(cluster === undefined ? {} : { cluster }),
        ...(message === undefined ? {} : { message }),
        ...(output === undefined ? {} : { output }),
      })
    } catch (error) {
      // The change is made; that it is not in the audit must not make it look as if it were not.
      this.#surroundings.errors.known(error, this.#name)
    }
  }
}
