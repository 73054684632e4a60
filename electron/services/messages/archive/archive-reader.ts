import { z } from 'zod'
import type { MessageFilter, MessageRow } from '../../../contract/features/messages.ts'
import { failure } from '../../../errors/failure.ts'
import type { Database } from '../../../storage/database.ts'
import { deliveryOf, type Delivery } from '../delivery/ledger.ts'
import type { ArchivableMessage } from './archivable-message.ts'
import type { Deliveries } from './deliveries.ts'
import type { DeliveryStep } from './delivery-times.ts'
import type { EntryColumns } from './entry-columns.ts'
import type { MessageFinder } from './message-finder.ts'
import type { Names } from './names.ts'
import { verbs } from './schema.ts'
import type { SealedBlocks } from './sealed-blocks.ts'
import { wordingColumn } from '../../../sentences/stored.ts'
import type { Wording } from '../../../sentences/sentence.ts'

const text = z.string().nullable()
const listedRow = z.object({
  sequence: z.number(),
  at: z.number(),
  kind: z.number(),
  sender: z.number(),
  author: z.number(),
  verb: z.number(),
  counts_only: z.number(),
  object: z.number(),
  proof: z.number(),
  size: z.number(),
  title: text,
  summary: wordingColumn,
})
type ListedRow = z.output<typeof listedRow>
const listed = `e.sequence, e.at, e.kind, e.sender, e.author, e.verb, e.counts_only, e.object, e.proof, e.size, c.title, c.summary`

const contentRow = listedRow.extend({
  message_id: z.string(),
  event_id: text,
  type: z.string(),
  handler: z.string(),
  failure: wordingColumn.nullable(),
})
/** What became of a message at one slave, and of what is known when it happened. */
export interface SlaveDelivery extends Delivery {
  readonly instanceName: string
  readonly steps: readonly DeliveryStep[]
}

/** Messages a slave is asked about although it has taken them: when it applied them only it can say. */
const recentlyTaken = 200

/** A message with all that is known of it. */
export interface StoredMessage {
  readonly row: MessageRow
  readonly message: ArchivableMessage
  readonly eventId: string | null
  readonly handler: string
  readonly failure: Wording | null
  readonly deliveries: readonly SlaveDelivery[]
}

export interface Page {
  readonly rows: MessageRow[]
  readonly more: boolean
  readonly folded: number
}

/** Answers what is asked of the archive. */
export class ArchiveReader {
  readonly #blocks: SealedBlocks
  readonly #names: Names
  readonly #deliveries: Deliveries
  readonly #columns: EntryColumns
  readonly #finder: MessageFinder
  readonly #content
  readonly #rows
  readonly #earlier
  readonly #identities

  constructor(parts: {
    readonly database: Database
    readonly blocks: SealedBlocks
    readonly names: Names
    readonly deliveries: Deliveries
    readonly columns: EntryColumns
    readonly finder: MessageFinder
  }) {
    const { database } = parts
    this.#blocks = parts.blocks
    this.#names = parts.names
    this.#deliveries = parts.deliveries
    this.#columns = parts.columns
    this.#finder = parts.finder
    this.#content = database.query(
      `SELECT ${listed}, c.message_id, c.event_id, c.type, c.handler, c.failure
       FROM entry e JOIN content c ON c.sequence = e.sequence WHERE e.sequence = :sequence`,
      contentRow,
    )
    this.#rows = database.query(
      `SELECT ${listed} FROM entry e JOIN content c ON c.sequence = e.sequence
       WHERE e.sequence IN (SELECT value FROM json_each(:sequences)) ORDER BY e.sequence`,
      listedRow,
    )
    this.#earlier = database.query(
      `SELECT e.sequence FROM entry e WHERE e.object = :object AND e.sequence < :before AND e.counts_only = 0
       ORDER BY e.sequence DESC LIMIT :limit`,
      z.object({ sequence: z.number() }),
    )
    this.#identities = database.query(
      `SELECT e.sequence, e.proof, c.message_id, c.event_id FROM entry e JOIN content c ON c.sequence = e.sequence
       WHERE e.sequence > :through OR e.sequence IN (SELECT value FROM json_each(:failed))
         OR (e.sequence > :recent AND NOT EXISTS (
           SELECT 1 FROM delivery_time t WHERE t.slave = :slave AND t.step IN ('applied', 'not applied') AND t.through = e.sequence))
       ORDER BY e.sequence LIMIT :limit`,
      identityRow,
    )
  }

  /** Rows before a number, newest first. */
  async page(filter: MessageFilter, before: number | null, limit: number): Promise<Page> {
    const { numbers, more, folded } = await this.#finder.newest(filter, before ?? Infinity, limit)
    return { rows: this.rows(numbers).toReversed(), more, folded }
  }

  /** Rows right above a number, newest first as on every page. */
  async pageAfter(filter: MessageFilter, after: number, limit: number): Promise<Page> {
    await this.#columns.readFrom(after)
    const { numbers, more, folded } = this.#finder.after(filter, after, limit)
    return { rows: this.rows(numbers).toReversed(), more, folded }
  }

  /** Rows after a number, oldest first, as far as the archive is read. */
  after(filter: MessageFilter, after: number, limit: number): readonly MessageRow[] {
    return this.rows(this.#finder.after(filter, after, limit).numbers)
  }

  /** The rows of these messages, as they are now, oldest first. */
  rows(sequences: readonly number[]): MessageRow[] {
    if (sequences.length === 0) return []
    return this.#rows.all({ sequences: JSON.stringify(sequences) }).map((row) => this.#row(row))
  }

  /** @throws PLB-ARCHIVE-MESSAGE-GONE, PLB-STORAGE-SECRET-… */
  message(sequence: number): StoredMessage {
    const found = this.#content.first({ sequence })
    if (found === undefined) throw failure('PLB-ARCHIVE-MESSAGE-GONE', { sequence })
    const content = this.#blocks.contentOf(sequence)
    if (content === undefined) throw failure('PLB-ARCHIVE-MESSAGE-GONE', { sequence })
    return {
      row: this.#row(found),
      message: {
        messageId: found.message_id,
        at: found.at,
        type: found.type,
        ...content,
      },
      eventId: found.event_id,
      handler: found.handler,
      failure: found.failure,
      deliveries: this.#deliveries.all().flatMap((ledger) => {
        const delivery = deliveryOf(ledger, this.#logged(found))
        if (delivery === undefined) return []
        const { instanceName } = ledger
        return [this.#withSteps({ instanceName, ...delivery }, sequence)]
      }),
    }
  }

  /** A delivery with the time of the event itself in place of that of the latest look. */
  #withSteps(delivery: Delivery & { readonly instanceName: string }, sequence: number): SlaveDelivery {
    const { instanceName, state } = delivery
    // What is still pending or unknown was not taken, whatever came before it.
    const reached = state === 'verified' ? 3 : ['taken', 'applied', 'missing'].includes(state) ? 2 : 0
    const all = reached === 0 ? [] : this.#deliveries.stepsOf(instanceName, sequence)
    const steps = all.filter(({ step }) => reached === 3 || step !== 'verified')
    const own = steps.find(({ step }) => step === state)
    return { ...delivery, at: own?.at ?? delivery.at, steps }
  }

  /** Earlier messages about the same object, newest first. */
  earlier(objectId: string, before: number, limit: number): readonly number[] {
    const object = this.#names.find(objectId)
    if (object === undefined) return []
    return this.#earlier.all({ object, before, limit }).map(({ sequence }) => sequence)
  }

  /** Sequence, sender and proof of messages, with the ids a node knows them by. */
  identities(instanceName: string, limit: number): readonly PendingIdentity[] {
    const ledger = this.#deliveries.get(instanceName)
    if (ledger === undefined) return []
    const failed = [...ledger.exceptions].flatMap(([sequence, { state }]) =>
      state === 'taken' ? [] : [sequence],
    )
    const rows = this.#identities.all({
      through: ledger.takenThrough,
      // What was seen to be gone from the queue before the slave was asked when it applied it.
      recent: Math.max(ledger.since, ledger.takenThrough - recentlyTaken),
      slave: this.#names.find(instanceName) ?? 0,
      failed: JSON.stringify(failed),
      limit,
    })
    return rows.map((row) => ({
      sequence: row.sequence,
      proof: this.#names.optionalText(row.proof),
      identity: row.event_id ?? row.message_id,
    }))
  }

  #row(row: ListedRow): MessageRow {
    const logged = this.#logged(row)
    const delivery: MessageRow['delivery'] = {}
    for (const ledger of this.#deliveries.all()) {
      const found = deliveryOf(ledger, logged)
      if (found !== undefined) delivery[ledger.instanceName] = found.state
    }
    return {
      sequence: row.sequence,
      at: row.at,
      summary: row.summary,
      verb: verbs[row.verb] ?? 'unreadable',
      object:
        row.kind === 0 || row.title === null
          ? null
          : {
              kind: this.#names.text(row.kind),
              id: this.#names.optionalText(row.object) ?? '',
              title: row.title,
            },
      sender: logged.sender,
      author: this.#names.optionalText(row.author),
      size: row.size,
      isUpdateSequence: row.counts_only === 1,
      delivery,
    }
  }

  #logged({ sequence, sender, proof }: Pick<ListedRow, 'sequence' | 'sender' | 'proof'>) {
    return {
      sequence,
      sender: this.#names.text(sender),
      proof: this.#names.optionalText(proof),
    }
  }
}

/** A message a node may know more about, and the id it knows it by. */
export interface PendingIdentity {
  readonly sequence: number
  readonly proof: string | null
  readonly identity: string
}

const identityRow = z.object({
  sequence: z.number(),
  proof: z.number(),
  message_id: z.string(),
  event_id: text,
})
