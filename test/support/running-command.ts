import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { startPlumbline } from './command-line.ts'
import { patience } from './patience.ts'

/** A `plumbline` command that goes on until it is ended, watched line by line. Ended with the test. */
export class RunningCommand {
  /** What it said so far, on both outputs. */
  readonly lines: string[] = []
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
  readonly #kill: (signal: NodeJS.Signals) => void
  readonly #wakers = new Set<() => void>()
  #isEnded = false

  constructor(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const child = startPlumbline(words, environment)
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line)
        this.#wake()
      })
    }
    this.#kill = (signal) => child.kill(signal)
    this.ended = once(child, 'close').then(() => {
      this.#isEnded = true
      this.#wake()
      return { code: child.exitCode, signal: child.signalCode }
    })
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await this.ended
    })
  }

  /** Everything it said so far. */
  get text(): string {
    return this.lines.join('\n')
  }

  /** Waits until its lines meet a condition; fails when it ends before, or takes too long. */
  async until(condition: (lines: readonly string[]) => boolean): Promise<void> {
    const late = AbortSignal.timeout(patience)
    while (!condition(this.lines)) {
      if (this.#isEnded || late.aborted) {
        throw new Error(`${this.#isEnded ? 'It ended' : 'Too late'}. It said:\n${this.text}`)
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wakers.add(resolve)
      late.addEventListener('abort', () => resolve(), { once: true })
      await promise
    }
  }

  /** Waits for a line that holds this text. */
  async says(text: string): Promise<void> {
    await this.until((lines) => lines.some((line) => line.includes(text)))
  }

  /** Ends it with a signal and says how it ended. */
  async end(signal: NodeJS.Signals) {
    this.#kill(signal)
    return this.ended
  }

  #wake(): void {
    const wakers = [...this.#wakers]
    this.#wakers.clear()
    for (const wake of wakers) wake()
  }
}
