import { say } from '../sentences/say.ts'
import { fileFailure, systemCode } from '../storage/file-failure.ts'
import { language as english } from '../languages/en/index.ts'
import type { Language } from '../languages/language.ts'
import { hideSecrets } from '../secrets/text.ts'
import type { Wording } from '../sentences/sentence.ts'
import { dim, printableJson, render, yellow, type Piece } from './styled-text.ts'

export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean | undefined
}

/** Milliseconds; more often than this nobody can read. */
const progressInterval = 100

/**
 * What a command says. Standard output holds the data that was asked for and nothing else, so that it can be read by
 * another program; messages, warnings and progress go to standard error.
 */
export class Output {
  /** Whether data is wanted as JSON. */
  readonly json: boolean
  /** What is said is said in it. */
  readonly language: Language
  readonly #stdout: OutputStream
  readonly #stderr: OutputStream
  readonly #colorsData: boolean
  readonly #colorsMessages: boolean
  readonly #now: () => number
  #progressShown = false
  #nextProgress = 0
  #isReaderGone = false
  #hasRecords = false
  #writeError: unknown

  constructor(options: {
    readonly stdout: OutputStream
    readonly stderr: OutputStream
    readonly json: boolean
    /** What is said is said in it. */
    readonly language?: Language
    /** Colours are used on terminals unless this is false or the environment asks for none. */
    readonly color: boolean
    readonly environment: Readonly<Record<string, string | undefined>>
    /** In milliseconds; for how often progress is shown. */
    readonly now?: () => number
  }) {
    this.json = options.json
    this.language = options.language ?? english
    this.#stdout = options.stdout
    this.#stderr = options.stderr
    this.#now = options.now ?? (() => performance.now())
    const { NO_COLOR, TERM } = options.environment
    const mayColor = options.color && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb'
    this.#colorsData = mayColor && this.#stdout.isTTY === true
    this.#colorsMessages = mayColor && this.#stderr.isTTY === true
    this.#stdout.on('error', (error) => this.#onWriteError(error))
    // Whoever closed standard error does not want to hear that either.
    this.#stderr.on('error', () => undefined)
  }

  /** Whether nobody reads standard output any more, as after `plumbline … | head`. */
  get isReaderGone(): boolean {
    return this.#isReaderGone
  }

  /** What is said, in the language of this output: for laying it out. */
  words(wording: Wording): string {
    return render([wording], this.language, false)
  }

  /** A line of data. */
  line(...pieces: readonly Piece[]): void {
    this.#clearProgress()
    this.#write(render(pieces, this.language, this.#colorsData) + '\n')
  }

  /** Lines of data with what each is about in front, in a column. */
  fields(fields: readonly (readonly [label: Wording, ...value: readonly Piece[]])[], indent = ''): void {
    const labels = fields.map(([label]) => this.words(label))
    const width = Math.max(...labels.map(({ length }) => length)) + 2
    for (const [at, [, ...value]] of fields.entries())
      this.line(indent, dim((labels[at] ?? '').padEnd(width)), ...value)
  }

  /** The one JSON document of a command; behind records it is one of them. */
  document(value: unknown): void {
    this.#clearProgress()
    this.#write(printableJson(value, this.#hasRecords ? undefined : 2) + '\n')
  }

  /** One of many JSON values that come one after the other, on a line of its own. */
  record(value: unknown): void {
    this.#clearProgress()
    this.#hasRecords = true
    this.#write(printableJson(value) + '\n')
  }

  /** Text that was laid out already, such as help. */
  block(text: string): void {
    this.#write(text)
  }

  message(...pieces: readonly Piece[]): void {
    this.#clearProgress()
    this.#stderr.write(hideSecrets(render(pieces, this.language, this.#colorsMessages)) + '\n')
  }

  warning(...pieces: readonly Piece[]): void {
    this.message(yellow(say('cli.warning')), ' ', ...pieces)
  }

  /** Shows how far a command is, in place of what was shown before; on a terminal only. */
  progress(text: Wording): void {
    if (this.#stderr.isTTY !== true || (this.#progressShown && this.#now() < this.#nextProgress)) return
    this.#nextProgress = this.#now() + progressInterval
    this.#stderr.write(`\r\u001b[2K${hideSecrets(render([text], this.language, false))}`)
    this.#progressShown = true
  }

  /**
   * Waits until everything is written.
   * @throws PLB-STORAGE-… when standard output could not take it. That its reader went away is no error.
   */
  async finish(): Promise<void> {
    this.#clearProgress()
    await new Promise<void>((resolve) => {
      this.#stdout.write('', () => resolve())
    })
    if (this.#writeError !== undefined)
      throw fileFailure(this.#writeError, 'write', say('cli.standardOutput'))
  }

  #write(text: string): void {
    if (!this.#isReaderGone && this.#writeError === undefined) this.#stdout.write(text)
  }

  /** `plumbline … | head` is done when head is. The command itself goes on to its end. */
  #onWriteError(error: unknown): void {
    if (systemCode(error) === 'EPIPE') this.#isReaderGone = true
    else this.#writeError ??= error
  }

  #clearProgress(): void {
    if (!this.#progressShown) return
    this.#stderr.write('\r\u001b[2K')
    this.#progressShown = false
  }
}
