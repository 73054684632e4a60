/** In milliseconds. */
const minute = 60_000
const day = 24 * 60 * minute
/** What is seen of less than this says nothing of a day: a store grows file by file. */
const atLeast = 10 * minute
/** Nor does what is seen of a store that is all but empty: its first files come with the first messages. */
const firstFiles = 10

/** How fast a broker's store fills, by what was seen of it within the last day. */
export class StoreGrowth {
  #samples: readonly { readonly at: number; readonly percent: number }[] = []

  /** @param percent how full it is, fractions included */
  note(percent: number, at: number): void {
    const recent = this.#samples.filter((sample) => at - sample.at <= day)
    const last = recent.at(-1)
    if (last === undefined || at - last.at >= minute) this.#samples = [...recent, { at, percent }]
  }

  /** Milliseconds until it is full if it goes on as it did; null while that is not known, or it does not fill. */
  get fullIn(): number | null {
    const [first] = this.#samples
    const last = this.#samples.at(-1)
    if (first === undefined || last === undefined || last.at - first.at < atLeast) return null
    const filled = last.percent - first.percent
    if (filled <= 0 || last.percent < firstFiles) return null
    return Math.round((Math.max(0, 100 - last.percent) / filled) * (last.at - first.at))
  }
}
