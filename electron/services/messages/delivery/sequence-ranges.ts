/** Numbers first to last, both inclusive. */
export type Range = readonly [first: number, last: number]

/** Many numbers, few of which are alone: kept as ranges, in order. Never changed, only made anew. */
export class SequenceRanges {
  readonly #ranges: readonly Range[]

  /** @param ranges in order, none touching another */
  constructor(ranges: readonly Range[] = []) {
    this.#ranges = ranges
  }

  get ranges(): readonly Range[] {
    return this.#ranges
  }

  has(sequence: number): boolean {
    let [low, high] = [0, this.#ranges.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      const [first, last] = this.#ranges[middle] ?? [0, 0]
      if (sequence < first) high = middle - 1
      else if (sequence > last) low = middle + 1
      else return true
    }
    return false
  }

  with(sequences: readonly number[]): SequenceRanges {
    const added = sequences.filter((each) => !this.has(each))
    if (added.length === 0) return this
    const all = [...this.#ranges, ...added.map((each): Range => [each, each])]
    return new SequenceRanges(joined(all.toSorted(([left], [right]) => left - right)))
  }

  /** Those from a number on. */
  from(oldest: number): SequenceRanges {
    if ((this.#ranges[0]?.[0] ?? oldest) >= oldest) return this
    return new SequenceRanges(
      this.#ranges.flatMap(([first, last]) =>
        last < oldest ? [] : [[Math.max(first, oldest), last] as const],
      ),
    )
  }
}

function joined(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = []
  for (const [first, last] of ranges) {
    const before = result.at(-1)
    if (before === undefined || first > before[1] + 1) result.push([first, last])
    else result[result.length - 1] = [before[0], Math.max(before[1], last)]
  }
  return result
}
