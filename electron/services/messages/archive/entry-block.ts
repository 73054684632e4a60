/** What lists are filtered by, of one message; texts are numbers of {@link Names}, 0 for none. */
export interface Entry {
  readonly sequence: number
  readonly at: number
  readonly kind: number
  readonly workspace: number
  readonly sender: number
  readonly author: number
  readonly verb: number
  readonly countsOnly: number
  readonly object: number
  readonly proof: number
}

/** A run of entries, column by column; columns of numbers are gone through a hundred times faster than rows of a table. */
export class EntryBlock {
  readonly sequence: Float64Array
  readonly at: Float64Array
  readonly kind: Uint32Array
  readonly workspace: Uint32Array
  readonly sender: Uint32Array
  readonly author: Uint32Array
  readonly verb: Uint8Array
  readonly countsOnly: Uint8Array
  readonly object: Uint32Array
  readonly proof: Uint32Array
  /** Where the entries begin that were not removed. */
  begin = 0
  end = 0

  constructor(capacity: number) {
    this.sequence = new Float64Array(capacity)
    this.at = new Float64Array(capacity)
    this.kind = new Uint32Array(capacity)
    this.workspace = new Uint32Array(capacity)
    this.sender = new Uint32Array(capacity)
    this.author = new Uint32Array(capacity)
    this.verb = new Uint8Array(capacity)
    this.countsOnly = new Uint8Array(capacity)
    this.object = new Uint32Array(capacity)
    this.proof = new Uint32Array(capacity)
  }

  /** The number of the first entry; no number is lower when there is none. */
  get first(): number {
    return this.sequence[this.begin] ?? 0
  }

  get isFull(): boolean {
    return this.end === this.sequence.length
  }

  add(entry: Entry): void {
    const place = this.end
    this.sequence[place] = entry.sequence
    this.at[place] = entry.at
    this.kind[place] = entry.kind
    this.workspace[place] = entry.workspace
    this.sender[place] = entry.sender
    this.author[place] = entry.author
    this.verb[place] = entry.verb
    this.countsOnly[place] = entry.countsOnly
    this.object[place] = entry.object
    this.proof[place] = entry.proof
    this.end += 1
  }

  /** The place of the first entry with this number or a higher one. */
  placeOf(sequence: number): number {
    // Numbers hardly ever have gaps.
    const guess = this.begin + sequence - this.first
    if (guess >= this.begin && guess < this.end && this.sequence[guess] === sequence) return guess
    let low = this.begin
    let high = this.end
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.sequence[middle] ?? 0) < sequence) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Tells whether the entry at a place of a block passes. */
export type Matcher = (block: EntryBlock, place: number) => boolean

/** How many entries of a block pass. */
export function countIn(block: EntryBlock, matches: Matcher): number {
  let count = 0
  for (let place = block.begin; place < block.end; place += 1) if (matches(block, place)) count += 1
  return count
}

/** The number of the entry that passes after so many others, counted from the newest of the block. */
export function numberAt(block: EntryBlock, matches: Matcher, offset: number): number | null {
  let left = offset
  for (let place = block.end - 1; place >= block.begin; place -= 1) {
    if (!matches(block, place)) continue
    if (left === 0) return block.sequence[place] ?? null
    left -= 1
  }
  return null
}
