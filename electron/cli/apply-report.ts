import type { Finish } from '../engine/journal/inbox.ts'
import { bold, dim, green, red, yellow, type Piece } from './styled-text.ts'
import type { UnknowableFact } from './unknowable-facts.ts'
import type { Wording } from '../sentences/sentence.ts'
import { wordingOf } from '../errors/failure.ts'
import { stateWord } from './state-word.ts'
import { say } from '../sentences/say.ts'

type State = Finish['state']

/** A message of the archive, as far as reports name it. */
export interface ReportedMessage {
  readonly seq: number
  readonly label: string | undefined
}

interface ReportEntry extends ReportedMessage {
  readonly state: State
  readonly summary: Wording
  /** Why it was not applied; for one that was, what is worth knowing about it. */
  readonly reason: Wording | undefined
  readonly code: string | undefined
}

/** What became of the messages of an archive. Only what is worth telling is kept, so that any number fits. */
export class ApplyReport {
  readonly #states = new Map<State, number>()
  readonly #entries = new Map<number, ReportEntry>()
  #unfinished = new Set<number>()

  /** Takes note of what became of a message; the last word counts. */
  add({ seq, label }: ReportedMessage, { state, summary, reason, failure }: Finish): void {
    if (this.#unfinished.delete(seq)) this.#count('parked', -1)
    if (state === 'parked') this.#unfinished.add(seq)
    this.#count(state, 1)
    this.#entries.delete(seq)
    if (state === 'applied' && reason === undefined) return
    this.#entries.set(seq, {
      seq,
      label,
      state,
      summary,
      reason: failure === undefined ? reason : wordingOf(failure),
      code: failure?.code,
    })
  }

  /** Whether nothing failed or still waits. */
  get isComplete(): boolean {
    return this.countOf('failed') === 0 && this.countOf('parked') === 0
  }

  countOf(state: State): number {
    return this.#states.get(state) ?? 0
  }

  get counts() {
    return {
      messages: [...this.#states.values()].reduce((sum, count) => sum + count, 0),
      applied: this.countOf('applied'),
      ignored: this.countOf('ignored'),
      parked: this.countOf('parked'),
      failed: this.countOf('failed'),
    }
  }

  /** Messages that were not applied, in the order of the archive. */
  get notApplied(): readonly ReportEntry[] {
    return this.#sorted().filter(({ state }) => state !== 'applied')
  }

  /** Messages that were applied, but not just as they say. */
  get noted(): readonly ReportEntry[] {
    return this.#sorted().filter(({ state }) => state === 'applied')
  }

  #sorted(): readonly ReportEntry[] {
    return [...this.#entries.values()].toSorted((left, right) => left.seq - right.seq)
  }

  #count(state: State, by: 1 | -1): void {
    this.#states.set(state, this.countOf(state) + by)
  }
}

/** The report in words. */
export function applyLines(
  report: ApplyReport,
  unknowable: readonly UnknowableFact[],
  verbose: boolean,
): readonly (readonly Piece[])[] {
  const { messages, ...counts } = report.counts
  const states = Object.entries(counts).map(([state, count]) =>
    say('cliNodes.inState', { count, state: stateWord(state) }),
  )
  const notes = report.noted
  const facts = unknowable.filter(({ occurrences }) => occurrences !== 0)
  return [
    ...(verbose ? notes : []).map(entryLine),
    ...report.notApplied.map(entryLine),
    [
      report.isComplete ? green(say('cliMessages.complete')) : red(say('cliMessages.incomplete')),
      ': ',
      say('cliMessages.total', { count: messages, states }),
      ...(notes.length === 0 || verbose ? [] : [' ', dim(say('cliMessages.notes', { count: notes.length }))]),
    ],
    [say('cliMessages.unknowable')],
    ...facts.map(factLine),
  ]
}

const styleOf = {
  applied: green,
  ignored: dim,
  parked: yellow,
  failed: red,
  settled: dim,
} as const satisfies Record<State, (text: Wording) => Piece>

function entryLine({ seq, label, state, summary, reason, code }: ReportEntry): readonly Piece[] {
  return [
    styleOf[state](stateWord(state)),
    ' ',
    bold(String(seq)),
    label === undefined ? '' : ` ${label}`,
    ': ',
    summary,
    ...(reason === undefined ? [] : [' – ', reason]),
    code === undefined ? '' : dim(` (${code})`),
  ]
}

function factLine({ what, reason, occurrences }: UnknowableFact): readonly Piece[] {
  const times = occurrences === undefined ? [] : [' ', dim(say('cliMessages.times', { count: occurrences }))]
  return ['  ', what, ': ', reason, ...times]
}
