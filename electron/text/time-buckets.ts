/** How many of something lie in each of several equally long times, one after the other. */
export interface TimeBuckets {
  /** When the first one begins, in milliseconds since 1970, at a whole second; null where there is nothing. */
  readonly from: number | null
  /** Milliseconds each lasts, whole seconds. */
  readonly width: number
  readonly counts: number[]
}

export const noTimes: TimeBuckets = { from: null, width: 0, counts: [] }

const second = 1000

/**
 * Counts times in equal parts of a span; whole seconds, as that is what filters can say.
 * @param until the end of the span, not in it
 * @param most parts at most
 */
export class TimeCounter {
  readonly #from: number
  readonly #width: number
  readonly #counts: number[]

  constructor(since: number, until: number, most: number) {
    this.#from = Math.floor(since / second) * second
    const span = Math.max(second, until - this.#from)
    this.#width = Math.ceil(span / most / second) * second
    this.#counts = Array.from({ length: Math.ceil(span / this.#width) }, () => 0)
  }

  add(at: number): void {
    const index = Math.floor((at - this.#from) / this.#width)
    // Clocks of brokers go backwards now and then.
    const within = Math.min(Math.max(index, 0), this.#counts.length - 1)
    this.#counts[within] = (this.#counts[within] ?? 0) + 1
  }

  get buckets(): TimeBuckets {
    return { from: this.#from, width: this.#width, counts: this.#counts }
  }
}
