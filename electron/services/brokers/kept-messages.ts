import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Message } from '../../broker/message.ts'
import { Archive } from '../messages/archive/archive.ts'
import { archivable } from '../messages/archive/archivable-message.ts'
import { archivePath } from '../messages/archive/archive-path.ts'

export interface KeptMessagesOptions {
  /** Where what is known of the cluster lies. */
  readonly directory: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly now: () => number
}

/** Messages that were taken out of queues by somebody, in an archive of their own beside that of the topic. */
export class KeptMessages implements AsyncDisposable {
  readonly #archive: Archive
  readonly #now: () => number

  /** @throws PLB-STORAGE-… */
  constructor({ directory, environment, now }: KeptMessagesOptions) {
    const own = join(directory, 'taken-from-queues')
    mkdirSync(own, { recursive: true, mode: 0o700 })
    const { PLUMBLINE_KEY } = environment
    this.#archive = new Archive({
      path: archivePath(own),
      mode: 'append',
      environment: { PLUMBLINE_KEY },
      now,
    })
    this.#now = now
  }

  /** Resolves when they are on the disk. */
  async keep(messages: readonly Message[]): Promise<void> {
    await this.#archive.store(messages.map((message) => archivable(message, this.#now())))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#archive.close()
  }
}
