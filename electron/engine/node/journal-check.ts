import { systemClock } from '../../scheduler/clock.ts'
import type { Failure } from '../../errors/failure.ts'
import { troubleOf } from '../replica/disk-trouble.ts'
import type { NodeOptions } from './node-options.ts'

/** Looks once through all of a node's journal, some time after the node started. */
export class JournalCheck {
  readonly #path: string
  readonly #check: NodeOptions['checkJournal']
  readonly #stopping = new AbortController()
  #cancel: () => void = () => undefined
  #damage: Failure | undefined

  constructor(path: string, check: NodeOptions['checkJournal']) {
    this.#path = path
    this.#check = check
  }

  /** What is wrong with the journal, as far as it is known. */
  get damage(): Failure | undefined {
    return this.#damage
  }

  start(after = 60_000): void {
    this.#cancel = systemClock.after(after, () => void this.#run())
  }

  stop(): void {
    this.#stopping.abort()
    this.#cancel()
  }

  async #run(): Promise<void> {
    try {
      this.#damage = await this.#check?.(this.#path, this.#stopping.signal)
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#damage = troubleOf(error)
    }
  }
}
