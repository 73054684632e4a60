import { failure } from '../errors/failure.ts'
import { exitCodes } from './exit-codes.ts'

const signals = ['SIGINT', 'SIGTERM'] as const

/** Someone, or the system, asking this process to end. A second time it ends at once. */
export class Interruption {
  readonly #controller = new AbortController()
  readonly #onSignal = (signal: NodeJS.Signals): void => {
    if (this.happened) process.exit(exitCodes.interrupted)
    this.#controller.abort(failure('PLB-COMMAND-INTERRUPTED', { signal }))
  }

  /** Whether it happened while someone listened. */
  get happened(): boolean {
    return this.#controller.signal.aborted
  }

  /** From now on, being asked to end aborts this signal and does nothing else. */
  listen(): AbortSignal {
    for (const signal of signals) process.off(signal, this.#onSignal).on(signal, this.#onSignal)
    return this.#controller.signal
  }

  stopListening(): void {
    for (const signal of signals) process.off(signal, this.#onSignal)
  }
}
