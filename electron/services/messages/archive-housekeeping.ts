import { repeat } from '../../scheduler/clock.ts'
import { isFailure, wordingOf } from '../../errors/failure.ts'
import type { OpenedArchive } from './archive/open-archive.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

export interface HousekeepingOptions {
  readonly archive: Pick<OpenedArchive, 'retain'>
  readonly retention: () => { readonly days: number; readonly megabytes: number }
  readonly now: () => number
  readonly notice: (message: Wording) => void
  readonly signal: AbortSignal
}

const interval = 10 * 60_000
const day = 24 * 60 * 60_000
const megabyte = 1024 * 1024

/** Keeps an archive within what the settings allow. */
export class ArchiveHousekeeping {
  readonly #options: HousekeepingOptions

  constructor(options: HousekeepingOptions) {
    this.#options = options
  }

  start(): void {
    const { signal } = this.#options
    signal.addEventListener(
      'abort',
      repeat(interval, () => void this.#tidy()),
      { once: true },
    )
    void this.#tidy()
  }

  async #tidy(): Promise<void> {
    const { archive, retention, now, notice, signal } = this.#options
    const { days, megabytes } = retention()
    try {
      await archive.retain({ oldest: now() - days * day, bytes: megabytes * megabyte })
    } catch (error) {
      if (signal.aborted || isFailure(error, 'PLB-WORKER-FAILED')) return
      notice(say('messages.oldMessagesCouldNot', { reason: wordingOf(error) }))
    }
  }
}
