import { initialCredit } from '../contract/protocol.ts'
import type { WhenBehind } from '../contract/procedure.ts'

/** How many items of one stream wait at most; two seconds of the largest flood fit. */
export const mostWaitingItems = 10_000

/** How many items travel in one batch at most, so that no batch takes the reader longer than a frame. */
export const largestBatch = 500

/** How many values those items may hold together for the same reason, unless it is a single one. */
export const mostValues = 20_000

/** How many values all that wait may hold together: what a reader gets in some twenty-five batches. */
const mostWaitingValues = 25 * mostValues

/** Most credit a reader can gather, so that a careless one cannot grant itself an endless buffer. */
const mostCredit = 100_000

interface Waiting {
  readonly item: unknown
  /** How many values it holds. */
  readonly values: number
}

export interface Batch {
  readonly items: readonly unknown[]
  /** Items let go just before these. */
  readonly skipped: number
}

/** The items of one stream between its source and the reader: as many as the reader has credit for go out at once. */
export class OutgoingStream {
  readonly #whenBehind: WhenBehind
  #waiting: Waiting[] = []
  /** Of all that wait. */
  #values = 0
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
      // Of a single one no weight is asked.
      this.#waiting = items.length > 0 ? [{ item: items.at(-1), values: 1 }] : this.#waiting
      return
    }
    for (const item of items) {
      const values = valuesIn(item)
      this.#waiting.push({ item, values })
      this.#values += values
    }
    let excess = 0
    for (const { values } of this.#waiting) {
      const left = this.#waiting.length - excess
      if (left === 1 || (left <= mostWaitingItems && this.#values <= mostWaitingValues)) break
      this.#values -= values
      excess += 1
    }
    if (excess === 0) return
    this.#waiting = this.#waiting.slice(excess)
    this.#skipped += excess
  }

  grant(items: number): void {
    this.#credit = Math.min(mostCredit, this.#credit + items)
  }

  take(): Batch {
    const taken = this.#waiting.splice(0, this.#fitting())
    for (const { values } of taken) this.#values -= values
    const items = taken.map(({ item }) => item)
    const skipped = this.#skipped
    this.#credit -= items.length
    this.#skipped = 0
    return { items, skipped }
  }

  /** How many of the items that wait make the next batch. */
  #fitting(): number {
    const most = Math.min(this.#credit, this.#waiting.length, largestBatch)
    let values = 0
    for (let count = 0; count < most; count += 1) {
      values += this.#waiting[count]?.values ?? 0
      if (values > mostValues) return Math.max(1, count)
    }
    return most
  }
}

/** How many values there are in one, itself included; bytes are a single one. */
function valuesIn(item: unknown): number {
  if (typeof item !== 'object' || item === null || ArrayBuffer.isView(item)) return 1
  let values = 1
  for (const value of Object.values(item)) values += valuesIn(value)
  return values
}
