import { initialCredit } from '../contract/protocol.ts'
import type { WhenBehind } from '../contract/procedure.ts'

/** How many items of one stream wait at most; two seconds of the largest flood fit. */
export const mostWaitingItems = 10_000

/** How many items travel in one batch at most, so that no batch takes the reader longer than a frame. */
export const largestBatch = 500

/** Most credit a reader can gather, so that a careless one cannot grant itself an endless buffer. */
const mostCredit = 100_000

export interface Batch {
  readonly items: readonly unknown[]
  /** Items let go just before these. */
  readonly skipped: number
}

/** The items of one stream between its source and the reader: as many as the reader has credit for go out at once. */
export class OutgoingStream {
  readonly #whenBehind: WhenBehind
  #waiting: unknown[] = []
  #skipped = 0
  #credit = initialCredit

  constructor(whenBehind: WhenBehind) {
    this.#whenBehind = whenBehind
  }

  /** Whether a batch could go out now. */
  get isReady(): boolean {
    return this.#credit > 0 && this.#waiting.length > 0
  }

  add(items: readonly unknown[]): void {
    if (this.#whenBehind === 'keep-newest') {
      this.#waiting = items.length > 0 ? items.slice(-1) : this.#waiting
      return
    }
    for (const item of items) this.#waiting.push(item)
    const excess = this.#waiting.length - mostWaitingItems
    if (excess <= 0) return
    this.#waiting = this.#waiting.slice(excess)
    this.#skipped += excess
  }

  grant(items: number): void {
    this.#credit = Math.min(mostCredit, this.#credit + items)
  }

  take(): Batch {
    const items = this.#waiting.splice(0, Math.min(this.#credit, largestBatch))
    const skipped = this.#skipped
    this.#credit -= items.length
    this.#skipped = 0
    return { items, skipped }
  }
}
