import { z } from 'zod'
import type { Sealer } from '../../storage/secrets.ts'
import type { Command, Database, Query } from '../../storage/database.ts'
import { FreshMessages } from './fresh-messages.ts'
import type { Message } from './message.ts'
import type { Octets } from './octets.ts'

const bytes = z.instanceof(Uint8Array)

const messageRow = z.object({
  id: z.number(),
  message_id: bytes,
  destination: bytes,
  form: z.enum(['text', 'bytes', 'object']),
  protocol: z.enum(['stomp', 'openwire']),
  persistent: z.number(),
  expires: z.number(),
  transformation: bytes,
  headers: bytes,
  body: bytes,
  sealed: z.number(),
})

const numberRow = z.object({ number: z.number() })

/**
 * One pair of tables of messages and of which queue holds which. A message that several queues hold is kept once and
 * goes when the last of them lets it go.
 */
export class MessageShelf {
  readonly #sealer: Sealer | undefined
  readonly #fresh: FreshMessages
  readonly #insertMessage: Command
  readonly #insertEntry: Command
  readonly #read: Query<z.infer<typeof messageRow>>
  readonly #removeEntries: Command
  readonly #removeOrphans: Command
  readonly #first: Query<z.infer<typeof numberRow>>
  /** What was taken out of each queue and is not deleted yet. */
  readonly #leaving = new Map<number, number[]>()

  /**
   * @param schema the schema the tables are in
   * @param sealer seals bodies, which hold passwords, and is proved before each commit; undefined where nothing reaches a
   * disk
   * @param room bytes of the newest messages that stay in memory
   */
  constructor(database: Database, schema: 'main' | 'temp', sealer: Sealer | undefined, room: number) {
    this.#sealer = sealer
    this.#fresh = new FreshMessages(room)
    const messages = `${schema}.messages`
    const entries = `${schema}.entries`
    this.#insertMessage = database.command(
      `INSERT INTO ${messages} (id, message_id, destination, form, protocol, persistent, expires, transformation, headers, body, sealed)
       VALUES (:id, :messageId, :destination, :form, :protocol, :persistent, :expires, :transformation, :headers, :body,
         :sealed)`,
    )
    this.#insertEntry = database.command(`INSERT INTO ${entries} (queue, message) VALUES (:queue, :message)`)
    this.#read = database.query(
      `SELECT messages.* FROM ${entries} AS entries JOIN ${messages} AS messages ON messages.id = entries.message
       WHERE entries.queue = :queue AND entries.message = :message`,
      messageRow,
    )
    this.#removeEntries = database.command(
      `DELETE FROM ${entries} WHERE queue = :queue AND message BETWEEN :first AND :last`,
    )
    this.#removeOrphans = database.command(
      `DELETE FROM ${messages} WHERE id BETWEEN :first AND :last
         AND NOT EXISTS (SELECT 1 FROM ${entries} WHERE message = messages.id)`,
    )
    this.#first = database.query(
      `SELECT message AS number FROM ${entries} WHERE queue = :queue ORDER BY message LIMIT :limit`,
      numberRow,
    )
  }

  /** Adds a message to queues, by their numbers. */
  add(message: Message, queues: readonly number[]): void {
    this.#insertMessage.run({
      id: message.id,
      messageId: octetBytes(message.messageId),
      destination: octetBytes(message.destination),
      form: message.bodyType,
      protocol: message.protocol,
      persistent: message.persistent ? 1 : 0,
      expires: message.expires,
      transformation: octetBytes(message.transformation),
      headers: octetBytes(message.headers),
      body: this.#sealer?.sealUnproven(message.body) ?? message.body,
      sealed: this.#sealer === undefined ? 0 : 1,
    })
    for (const queue of queues) this.#insertEntry.run({ queue, message: message.id })
    this.#fresh.add(message, queues)
  }

  /** Reads a message of a queue, or undefined when the queue does not hold it any more. */
  read(queue: number, message: number): Message | undefined {
    const fresh = this.#fresh.of(queue, message)
    if (fresh !== 'unknown') return fresh === 'gone' ? undefined : fresh
    this.settle()
    const row = this.#read.first({ queue, message })
    if (row === undefined) return undefined
    return {
      id: message,
      messageId: octetsOfBytes(row.message_id),
      destination: octetsOfBytes(row.destination),
      bodyType: row.form,
      protocol: row.protocol,
      persistent: row.persistent === 1,
      expires: row.expires,
      transformation: octetsOfBytes(row.transformation),
      headers: octetsOfBytes(row.headers),
      body: row.sealed === 1 ? this.#opened(row.body) : row.body,
    }
  }

  #opened(sealed: Uint8Array): Uint8Array {
    if (this.#sealer === undefined) return sealed
    const { buffer, byteOffset, byteLength } = this.#sealer.openBytes(sealed)
    return new Uint8Array(buffer, byteOffset, byteLength)
  }

  /** Takes a message out of one queue. */
  remove(queue: number, message: number): void {
    this.#fresh.remove(queue, message)
    const leaving = this.#leaving.get(queue)
    if (leaving === undefined) this.#leaving.set(queue, [message])
    else leaving.push(message)
  }

  /**
   * Deletes what was taken out, what lies side by side at once: for use before each commit, and before the database is
   * asked what it holds.
   */
  settle(): void {
    for (const [queue, messages] of this.#leaving) {
      for (const run of runsOf(messages)) {
        this.#removeEntries.run({ queue, ...run })
        this.#removeOrphans.run(run)
      }
    }
    this.#leaving.clear()
  }

  /** Has everything read from the database again, after a transaction was undone. */
  forget(): void {
    this.#fresh.clear()
    this.#leaving.clear()
  }

  /**
   * Takes out up to so many messages of a queue, the oldest first.
   * @returns how many
   */
  purge(queue: number, limit: number): number {
    this.settle()
    const oldest = this.#first.all({ queue, limit })
    for (const { number } of oldest) this.remove(queue, number)
    return oldest.length
  }
}

/** Whole numbers as ranges without a gap. */
function runsOf(numbers: readonly number[]): readonly { readonly first: number; readonly last: number }[] {
  const runs: { first: number; last: number }[] = []
  for (const number of numbers.toSorted((left, right) => left - right)) {
    const run = runs.at(-1)
    if (run === undefined || number > run.last + 1) runs.push({ first: number, last: number })
    else run.last = number
  }
  return runs
}

/** The bytes to store octets as. */
export function octetBytes(octets: Octets): Buffer {
  return Buffer.from(octets, 'latin1')
}

/** Bytes of the store as text of one character a byte, copied once. */
export function octetsOfBytes(stored: Uint8Array): Octets {
  return Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).toString('latin1')
}
