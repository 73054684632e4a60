import type { Wording } from '../../sentences/sentence.ts'
import type { DemoEvent } from './events.ts'

/** Tells what a demo does, and keeps the claims that did not hold. */
export class Narrator {
  readonly failedClaims: Wording[] = []
  readonly #tellOthers: (event: DemoEvent) => void
  readonly #signal: AbortSignal
  /** Everything that was told, for finding what should not be in it. */
  readonly #told: string[] = []
  #step = 0

  constructor(tell: (event: DemoEvent) => void, signal: AbortSignal) {
    this.#tellOthers = tell
    this.#signal = signal
  }

  begin(title: Wording): void {
    this.#step += 1
    this.tell({ type: 'step', number: this.#step, title })
  }

  async timed<Result>(text: Wording, action: () => Result | Promise<Result>): Promise<Result> {
    const begin = performance.now()
    const result = await action()
    this.#signal.throwIfAborted()
    this.tell({ type: 'done', text, milliseconds: Math.round(performance.now() - begin) })
    return result
  }

  prove(claim: Wording, held: boolean, evidence: Wording): void {
    if (!held) this.failedClaims.push(claim)
    this.tell({ type: 'proof', claim, held, evidence })
  }

  tell(event: DemoEvent): void {
    this.#told.push(JSON.stringify(event))
    this.#tellOthers(event)
  }

  /** How much was told so far, and how much of it holds a text nobody is to be shown. */
  search(secret: string): { readonly told: number; readonly holding: number } {
    return { told: this.#told.length, holding: this.#told.filter((text) => text.includes(secret)).length }
  }
}
