import { z } from 'zod'
import { wordingOf } from '../errors/failure.ts'
import type { FileSystem } from '../storage/files.ts'
import type { Notices } from './notices.ts'
import { parseJson } from '../text/json.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

const longestFile = 4 * 1024 * 1024

/** Files that say which form they are in. */
const versioned = z.object({ version: z.number() })

/** How what is kept is read and written, and who is told of what cannot be. */
export interface StateFiles {
  readonly fileSystem: FileSystem
  readonly now: () => number
  readonly notices: Notices
}

/**
 * One small file of JSON that a schema describes. What cannot be read is set aside and reported, and the file begins
 * anew; what cannot be written is kept in memory and reported. A file of a newer version is left as it is.
 */
export class JsonFile<Schema extends z.ZodType> {
  readonly #path: string
  readonly #schema: Schema
  readonly #version: number
  readonly #fileSystem: FileSystem
  readonly #notices: Notices
  #value: z.output<Schema>
  #mayWrite = true

  constructor(
    options: StateFiles & {
      readonly path: string
      readonly schema: Schema
      readonly initial: z.output<Schema>
      /** The newest version that is understood, where the file says which one it is. */
      readonly version?: number
    },
  ) {
    this.#path = options.path
    this.#schema = options.schema
    this.#version = options.version ?? Number.POSITIVE_INFINITY
    this.#fileSystem = options.fileSystem
    this.#notices = options.notices
    this.#value = this.#read(options.initial, options.now)
  }

  get value(): z.output<Schema> {
    return this.#value
  }

  set(value: z.output<Schema>): void {
    this.#value = value
    if (!this.#mayWrite) return
    try {
      this.#fileSystem.writeAtomically(this.#path, `${JSON.stringify(value, undefined, 2)}\n`, {
        mode: 0o600,
      })
    } catch (error) {
      this.#notices.add(say('storage.changesKeptOnlyUntil', { reason: wordingOf(error) }))
    }
  }

  #read(initial: z.output<Schema>, now: () => number): z.output<Schema> {
    try {
      if (!this.#fileSystem.exists(this.#path)) return initial
      const content: unknown = parseJson(this.#fileSystem.readFile(this.#path, longestFile).toString('utf8'))
      if ((versioned.safeParse(content).data?.version ?? 0) <= this.#version) {
        return this.#schema.parse(content)
      }
      this.#mayWrite = false
      this.#notices.add(say('storage.writtenNewerPlumblineLeft', { path: this.#path }))
    } catch (error) {
      this.#beginAnew(whyUnusable(error), now)
    }
    return initial
  }

  #beginAnew(reason: Wording, now: () => number): void {
    try {
      const aside = setAside(this.#path, now(), this.#fileSystem)
      this.#notices.add(say('storage.couldNotReadLies', { path: this.#path, reason, aside }))
    } catch (error) {
      this.#mayWrite = false
      this.#notices.add(
        say('storage.couldNotReadLeft', { path: this.#path, reason, failure: wordingOf(error) }),
      )
    }
  }
}

/**
 * Renames a damaged file to a dated name beside it.
 * @returns the new path
 */
export function setAside(path: string, at: number, fileSystem: FileSystem): string {
  const date = new Date(at).toISOString().replaceAll(':', '-')
  let aside = `${path}.damaged-${date}`
  for (let number = 2; fileSystem.exists(aside); number += 1) aside = `${path}.damaged-${date}-${number}`
  fileSystem.rename(path, aside)
  return aside
}

/** Why a file of JSON cannot be used, with nothing of its content: it may hold what should not be shown. */
export function whyUnusable(error: unknown): Wording {
  if (error instanceof SyntaxError) return say('storage.noJson')
  if (!(error instanceof z.ZodError)) return wordingOf(error)
  const where = error.issues[0]?.path.join('.') ?? ''
  return where === '' ? say('storage.holdsSomethingElse') : say('storage.unexpected', { where })
}
