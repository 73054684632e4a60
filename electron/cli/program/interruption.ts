import { failure } from '../../errors/failure.ts'
import { exitCodes } from '../exit-codes.ts'

const signals = ['SIGINT', 'SIGTERM'] as const

/**
 * Milliseconds within which a signal that comes again is the same wish: npm passes on to its child what the terminal
 * sent to both, and a library that cleans up at the end raises again what it heard.
 */
const echo = 500

/** Someone, or the system, asking this process to end. A second time it ends at once. */
export class Interruption {
  readonly #controller = new AbortController()
  #at = 0
  readonly #onSignal = (signal: NodeJS.Signals): void => {
    const now = performance.now()
    if (this.happened && now - this.#at > echo) process.exit(exitCodes.interrupted)
    if (this.happened) return
    this.#at = now
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
