import { hash } from 'node:crypto'
import { z } from 'zod'
import type { Database } from '../../../storage/database.ts'
import type { ArchivableMessage } from './archivable-message.ts'
import type { MessageDescription } from './describe-message.ts'
import type { Entry } from './entry-block.ts'
import type { Names } from './names.ts'
import { verbs } from './schema.ts'
import type { SealedBlocks } from './sealed-blocks.ts'
import type { WordTables } from './word-tables.ts'
import { storedWording } from '../../../sentences/stored.ts'

export interface DescribedMessage {
  readonly message: ArchivableMessage
  readonly description: MessageDescription
}

/** Puts messages into the archive's database, each of them once. */
export class ArchiveWriter {
  readonly #database: Database
  readonly #blocks: SealedBlocks
  readonly #names: Names
  readonly #words: WordTables
  readonly #insertEntry
  readonly #insertContent
  readonly #findMessage
  readonly #findEvent

  constructor(database: Database, blocks: SealedBlocks, names: Names, words: WordTables) {
    this.#database = database
    this.#blocks = blocks
    this.#names = names
    this.#words = words
    this.#insertEntry = database.command(`
      INSERT INTO entry (at, kind, workspace, sender, author, verb, counts_only, object, proof, size)
      VALUES (:at, :kind, :workspace, :sender, :author, :verb, :countsOnly, :object, :proof, :size)`)
    this.#insertContent = database.command(`
      INSERT INTO content (sequence, message_key, event_key, message_id, event_id, type, handler, title, summary,
        failure)
      VALUES (:sequence, :messageKey, :eventKey, :messageId, :eventId, :type, :handler, :title, :summary,
        :failure)`)
    const sequence = z.object({ sequence: z.number() })
    this.#findMessage = database.query(
      'SELECT sequence FROM content WHERE message_key = :key AND message_id = :id',
      sequence,
    )
    this.#findEvent = database.query(
      'SELECT sequence FROM content WHERE event_key = :key AND event_id = :id',
      sequence,
    )
  }

  /**
   * Adds messages in one transaction, but those that are in the archive already.
   * @param note what else belongs to the transaction
   * @returns the entries that were added
   */
  add(batch: readonly DescribedMessage[], note: () => void = () => undefined): readonly Entry[] {
    try {
      return this.#names.within(() =>
        this.#database.transaction(() => {
          note()
          const added: Entry[] = []
          const messages: ArchivableMessage[] = []
          for (const each of batch) {
            const { message, description } = each
            if (this.sequenceOf(message.messageId, description.eventId) !== undefined) continue
            added.push(this.#insert(each))
            messages.push(message)
          }
          // The numbers of one transaction have no gaps.
          if (added[0] !== undefined) this.#blocks.add(added[0].sequence, messages)
          return added
        }),
      )
    } catch (error) {
      this.#words.reload()
      throw error
    }
  }

  /** The number of a message that is in the archive, by its own id or its sender's. */
  sequenceOf(messageId: string, eventId: string | null): number | undefined {
    const found =
      messageId === '' ? undefined : this.#findMessage.first({ key: keyOf(messageId), id: messageId })
    if (found !== undefined) return found.sequence
    return eventId === null
      ? undefined
      : this.#findEvent.first({ key: keyOf(eventId), id: eventId })?.sequence
  }

  #insert({ message, description }: DescribedMessage): Entry {
    const number = (text: string | null): number => (text === null ? 0 : this.#names.numberFor(text))
    const entry = {
      at: message.at,
      kind: number(description.kind),
      workspace: number(description.workspace),
      sender: this.#names.numberFor(description.sender),
      author: number(description.author),
      verb: verbs.indexOf(description.verb),
      countsOnly: description.countsOnly ? 1 : 0,
      object: number(description.objectId),
      proof: number(description.proof),
    }
    const { lastInsertRowid } = this.#insertEntry.run({
      ...entry,
      size: message.body === null ? 0 : Buffer.byteLength(message.body),
    })
    const sequence = Number(lastInsertRowid)
    const { messageId } = message
    this.#insertContent.run({
      sequence,
      messageKey: keyOf(messageId),
      eventKey: description.eventId === null ? null : keyOf(description.eventId),
      messageId,
      eventId: description.eventId,
      type: message.type,
      handler: description.handler,
      title: description.title,
      summary: storedWording(description.summary),
      failure: description.failure === null ? null : storedWording(description.failure),
    })
    // Half of all messages only count changes; nobody looks for words in them.
    if (!description.countsOnly) this.#words.add(sequence, description.searchText)
    return { sequence, ...entry }
  }
}

/** A short stand-in for an id in the index; the id itself is compared as well. */
function keyOf(id: string): number {
  return Number.parseInt(hash('sha256', id).slice(0, 12), 16)
}
