import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { textOf, withoutSecretsIn } from '../../errors/failure.ts'
import { english } from '../../sentences/english.ts'
import { hideSecrets } from '../../secrets/text.ts'
import { isSentence, type Wording } from '../../sentences/sentence.ts'

/** Where the log files lie in the state directory. */
const logDirectory = 'logs'

const name = 'plumbline.log'
const largestFile = 2 * 1024 * 1024
/** Older ones are `plumbline.log.1` and so on. */
const mostFiles = 5
const longestLine = 16 * 1024
const deepestCause = 5

export type LogLevel = 'info' | 'warning' | 'error'

/** Log files of the application: lines of JSON without secrets, in a few files of bounded size. */
export class LogFile {
  readonly #path: string
  readonly #now: () => number
  readonly #largestFile: number
  #size: number | undefined

  /** @param stateDirectory where the application keeps what is its own */
  constructor(
    stateDirectory: string,
    options: { readonly now?: () => number; readonly largestFile?: number } = {},
  ) {
    this.#path = join(stateDirectory, logDirectory, name)
    this.#now = options.now ?? Date.now
    this.#largestFile = options.largestFile ?? largestFile
  }

  /**
   * Writes a line: in English for who reads it, and as key and values for programs. That it cannot be written must not stop the
   * application, and is seen from the line's absence.
   */
  write(level: LogLevel, message: Wording, details: Readonly<Record<string, string | number>> = {}): void {
    const said = isSentence(message) ? { said: withoutSecretsIn(message) } : {}
    const at = new Date(this.#now()).toISOString()
    const entry = { at, level, message: english(message), ...said, ...details }
    const cut = Object.fromEntries(
      Object.entries(entry).map(([key, value]) => [key, typeof value === 'string' ? cleaned(value) : value]),
    )
    const line = `${JSON.stringify(cut)}\n`
    try {
      this.#append(line)
    } catch {
      // A full disk or a directory that went away; the next line tries again.
      this.#size = undefined
    }
  }

  /** Writes an error with what lies underneath it and where it happened. */
  error(message: Wording, error: unknown, details: Readonly<Record<string, string | number>> = {}): void {
    const stack = error instanceof Error ? (error.stack ?? '') : ''
    this.write('error', message, { ...details, error: chainOf(error), stack })
  }

  #append(line: string): void {
    if (this.#size === undefined) {
      mkdirSync(join(this.#path, '..'), { recursive: true, mode: 0o700 })
      this.#size = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0
    }
    const length = Buffer.byteLength(line)
    if (this.#size > 0 && this.#size + length > this.#largestFile) this.#rotate()
    appendFileSync(this.#path, line, { mode: 0o600 })
    this.#size += length
  }

  #rotate(): void {
    rmSync(`${this.#path}.${mostFiles - 1}`, { force: true })
    for (let age = mostFiles - 2; age >= 0; age--) {
      const from = age === 0 ? this.#path : `${this.#path}.${age}`
      if (existsSync(from)) renameSync(from, `${this.#path}.${age + 1}`)
    }
    this.#size = 0
  }
}

function cleaned(text: string): string {
  const clean = hideSecrets(text)
  return clean.length > longestLine ? `${clean.slice(0, longestLine)}…` : clean
}

function chainOf(error: unknown): string {
  const texts: string[] = []
  let current = error
  while (current !== undefined && texts.length < deepestCause) {
    texts.push(textOf(current))
    current = current instanceof Error ? current.cause : undefined
  }
  return texts.join(' ← ')
}
