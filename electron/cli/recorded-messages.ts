import type { MessageFilter, MessageRow } from '../contract/features/messages.ts'
import { isFailure, wordingOf } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import { Archive } from '../services/messages/archive/archive.ts'
import { archivePath } from '../services/messages/archive/archive-path.ts'
import { localFileSystem } from '../storage/files.ts'

/** The messages the app recorded of a saved cluster, read while it may go on recording. */
export class RecordedMessages {
  readonly #path: string | undefined
  readonly #environment: Readonly<Record<string, string | undefined>>
  #unseen: Wording | null = null

  /** @param options.cluster what the saved cluster is called; nothing is recorded of another */
  constructor(options: {
    readonly cluster: string | undefined
    /** What the app keeps of it. */
    readonly directory: string | undefined
    readonly environment: Readonly<Record<string, string | undefined>>
  }) {
    const { cluster, directory, environment } = options
    const path = directory === undefined ? undefined : archivePath(directory)
    this.#environment = environment
    this.#path = path !== undefined && localFileSystem.exists(path) ? path : undefined
    if (cluster === undefined) this.#unseen = say('cli.messagesUnseen')
    else if (this.#path === undefined) this.#unseen = say('cli.messagesUnrecorded', { name: cluster })
  }

  /** Why nothing is known of its messages; null when they could be read. */
  get unseen(): Wording | null {
    return this.#unseen
  }

  /** The newest that match; none where they cannot be read, and then that is unseen. */
  async page(filter: MessageFilter, limit: number): Promise<readonly MessageRow[]> {
    if (this.#path === undefined) return []
    try {
      const { PLUMBLINE_KEY } = this.#environment
      const archive = new Archive({ path: this.#path, mode: 'read', environment: { PLUMBLINE_KEY } })
      try {
        return (await archive.page(filter, null, limit)).rows
      } finally {
        await archive.close()
      }
    } catch (error) {
      if (!isFailure(error)) throw error
      this.#unseen = say('cli.messagesUnreadable', { reason: wordingOf(error) })
      return []
    }
  }
}
