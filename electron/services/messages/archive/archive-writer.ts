import { createHash } from 'node:crypto'
import { constants, zstdCompressSync } from 'node:zlib'
import { z } from 'zod'
import type { Database } from '../../../storage/database.ts'
import type { Sealer } from '../../../storage/secrets.ts'
import type { ArchivableMessage } from './archivable-message.ts'
import type { MessageDescription } from './describe-message.ts'
import type { Names } from './names.ts'
import { verbs } from './schema.ts'
import type { WordTables } from './word-tables.ts'

export interface DescribedMessage {
  readonly message: ArchivableMessage
  readonly description: MessageDescription
}

/** Puts messages into the archive's database, each of them once. */
export class ArchiveWriter {
  readonly #database: Database
  readonly #sealer: Sealer
  readonly #names: Names
  readonly #words: WordTables
  readonly #insertEntry
  readonly #insertContent
  readonly #findMessage
  readonly #findEvent

  constructor(database: Database, sealer: Sealer, names: Names, words: WordTables) {
    this.#database = database
    this.#sealer = sealer
    this.#names = names
    this.#words = words
    this.#insertEntry = database.command(`
      INSERT INTO entry (at, kind, workspace, sender, verb, counts_only, object, proof, size)
      VALUES (:at, :kind, :workspace, :sender, :verb, :countsOnly, :object, :proof, :size)`)
    this.#insertContent = database.command(`
      INSERT INTO content (sequence, message_key, event_key, message_id, event_id, type, handler, title, summary,
        failure, headers, body)
      VALUES (:sequence, :messageKey, :eventKey, :messageId, :eventId, :type, :handler, :title, :summary,
        :failure, :headers, :body)`)
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
   * @returns the numbers of those that were added
   */
  add(batch: readonly DescribedMessage[]): readonly number[] {
    try {
      return this.#names.within(() =>
        this.#database.transaction(() => {
          const added: number[] = []
          for (const each of batch) {
            const { message, description } = each
            if (this.sequenceOf(message.messageId, description.eventId) === undefined)
              added.push(this.#insert(each))
          }
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

  #insert({ message, description }: DescribedMessage): number {
    const number = (text: string | null): number | null =>
      text === null ? null : this.#names.numberFor(text)
    const body = message.body === null ? null : Buffer.from(message.body, 'utf8')
    const { lastInsertRowid } = this.#insertEntry.run({
      at: message.at,
      kind: number(description.kind),
      workspace: number(description.workspace),
      sender: this.#names.numberFor(description.sender),
      verb: verbs.indexOf(description.verb),
      countsOnly: description.countsOnly ? 1 : 0,
      object: number(description.objectId),
      proof: number(description.proof),
      size: body?.byteLength ?? 0,
    })
    const sequence = Number(lastInsertRowid)
    const { messageId, properties, headers, problem } = message
    this.#insertContent.run({
      sequence,
      messageKey: keyOf(messageId),
      eventKey: description.eventId === null ? null : keyOf(description.eventId),
      messageId,
      eventId: description.eventId,
      type: message.type,
      handler: description.handler,
      title: description.title,
      summary: description.summary,
      failure: description.failure,
      headers: this.#sealer.seal(JSON.stringify({ properties, headers, problem })),
      body: body === null ? null : this.#sealer.sealBytes(zstdCompressSync(body, compression)),
    })
    this.#words.add(sequence, description.searchText)
    return sequence
  }
}

/** Bodies are XML and shrink to a quarter; more effort would not gain much. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** A short stand-in for an id in the index; the id itself is compared as well. */
function keyOf(id: string): number {
  return createHash('sha256').update(id).digest().readUIntBE(0, 6)
}
