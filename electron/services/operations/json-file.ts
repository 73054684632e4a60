import { z } from 'zod'
import { textOf } from '../../errors/failure.ts'
import type { FileSystem } from '../../storage/files.ts'
import type { Notices } from './notices.ts'
import { setAside } from './set-aside.ts'

const longestFile = 4 * 1024 * 1024

/**
 * One small file of JSON that a schema describes. What cannot be read is set aside and reported, and the file begins
 * anew; what cannot be written is kept in memory and reported.
 */
export class JsonFile<Schema extends z.ZodType> {
  readonly #path: string
  readonly #schema: Schema
  readonly #fileSystem: FileSystem
  readonly #notices: Notices
  #value: z.output<Schema>

  constructor(options: {
    readonly path: string
    readonly schema: Schema
    readonly initial: z.output<Schema>
    readonly fileSystem: FileSystem
    readonly now: () => number
    readonly notices: Notices
  }) {
    this.#path = options.path
    this.#schema = options.schema
    this.#fileSystem = options.fileSystem
    this.#notices = options.notices
    this.#value = this.#read(options.initial, options.now)
  }

  get value(): z.output<Schema> {
    return this.#value
  }

  set(value: z.output<Schema>): void {
    this.#value = value
    try {
      this.#fileSystem.writeAtomically(this.#path, `${JSON.stringify(value, undefined, 2)}\n`, {
        mode: 0o600,
      })
    } catch (error) {
      this.#notices.add(`Changes are kept only until Plumbline ends: ${textOf(error)}`)
    }
  }

  #read(initial: z.output<Schema>, now: () => number): z.output<Schema> {
    if (!this.#fileSystem.exists(this.#path)) return initial
    try {
      const text = this.#fileSystem.readFile(this.#path, longestFile).toString('utf8')
      return this.#schema.parse(JSON.parse(text))
    } catch (error) {
      // Nothing of the file's content: it may hold what should not be shown.
      const reason =
        error instanceof z.ZodError ? `unexpected ${error.issues[0]?.path.join('.')}` : textOf(error)
      try {
        const aside = setAside(this.#path, now(), this.#fileSystem)
        this.#notices.add(
          `${this.#path} was damaged (${reason}); it lies at ${aside} now, and a new one was begun.`,
        )
      } catch (unmovable) {
        this.#notices.add(`${this.#path} is damaged (${reason}) and was left alone: ${textOf(unmovable)}`)
      }
      return initial
    }
  }
}
