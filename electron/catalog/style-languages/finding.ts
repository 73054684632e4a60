import type { Sentence } from '../../sentences/sentence.ts'

/** Where something is in a text, both counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/**
 * What a style's body has against it. An error is what GeoServer cannot draw with; a doubt is what it takes although
 * the language says otherwise, or what nobody would write on purpose.
 */
export interface StyleFinding {
  readonly severity: 'error' | 'doubt'
  /** Undefined where it is about the whole. */
  readonly place: Place | undefined
  readonly problem: Sentence
}

/** Findings of one body at most; whoever wrote more of them begins with these. */
const mostFindings = 50

/** Collects findings, each once at a place. */
export class Findings {
  readonly #text: string
  readonly #found: StyleFinding[] = []
  readonly #offsets = new Set<string>()
  #lineStarts: number[] | undefined

  constructor(text: string) {
    this.#text = text
  }

  error(problem: Sentence, offset?: number): void {
    this.#add('error', problem, offset)
  }

  doubt(problem: Sentence, offset?: number): void {
    this.#add('doubt', problem, offset)
  }

  /** Errors first, each in the order of the text. */
  all(): readonly StyleFinding[] {
    const rank = ({ severity }: StyleFinding): number => (severity === 'error' ? 0 : 1)
    return this.#found.toSorted((left, right) => rank(left) - rank(right))
  }

  /** The place of a character of the text. */
  placeOf(offset: number): Place {
    const starts = (this.#lineStarts ??= lineStartsOf(this.#text))
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }

  #add(severity: StyleFinding['severity'], problem: Sentence, offset: number | undefined): void {
    // An error is always heard, whatever number of doubts came before it.
    if (severity === 'doubt' && this.#found.length >= mostFindings) return
    const isTold = this.#offsets.has(`${problem.key} ${offset}`)
    this.#offsets.add(`${problem.key} ${offset}`)
    if (isTold) return
    const place = offset === undefined ? undefined : this.placeOf(offset)
    this.#found.push({ severity, place, problem })
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
