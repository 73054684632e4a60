import { z } from 'zod'
import type { Database } from '../../storage/database.ts'
import type { Sealer } from '../../storage/secrets.ts'
import { kinds, type Kind } from '../../catalog/kinds/property.ts'
import { wordingOf, type Failure } from '../../errors/failure.ts'
import { formatStamp, parseStamp, type Stamp } from '../../wire/stamp.ts'
import { formatKnowledge, knowledgeOf, type Knowledge } from '../../wire/knowledge.ts'
import type { Missing } from '../replica/outcome.ts'
import { inboxStates, type InboxState } from '../../sentences/inbox-states.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { storedWording, wordingColumn } from '../../sentences/stored.ts'

export interface InboxEntry {
  readonly id: number
  readonly identity: string
  readonly messageId: string
  readonly sender: string
  readonly handler: string
  /** Empty when it is not kept any more. */
  readonly body: string
  /** Its place in the order; undefined when its sender knows none. */
  readonly stamp: Stamp | undefined
  /** What its sender had heard of others; undefined when it does not say. */
  readonly knows: Knowledge | undefined
  /** See {@link repetitionProperty}. */
  readonly isRepetition: boolean
  readonly state: InboxState
  readonly receivedAt: number
  readonly summary: Wording
  readonly objectId: string | undefined
  /** Code of the catalogue when it failed. */
  readonly code: string | undefined
  readonly reason: Wording | undefined
  readonly missing: Missing | undefined
}

export interface ReceivedMessage {
  /** The sender's event id, else the broker's message id: the same message when it comes again. */
  readonly identity: string
  readonly messageId: string
  readonly sender: string
  readonly handler: string
  readonly body: string
  readonly stamp?: Stamp | undefined
  readonly knows?: Knowledge | undefined
  readonly isRepetition?: boolean
}

/** What became of an entry. */
export interface Finish {
  readonly state: Exclude<InboxState, 'received'>
  readonly summary: Wording
  readonly objectId?: string | undefined
  readonly reason?: Wording | undefined
  readonly failure?: Failure | undefined
  readonly missing?: Missing | undefined
  /** Whether its files are written after this is; until {@link Inbox.written} it counts as received only. */
  readonly isUnwritten?: boolean
  /** Whether it is still to be found out what it was made without knowing. */
  readonly isUnheeded?: boolean
}

const text = z.string().nullable()
const row = z.object({
  id: z.number(),
  identity: z.string(),
  stamp: text,
  knows: text,
  is_repetition: z.number(),
  message_id: z.string(),
  sender: z.string(),
  handler: z.string(),
  body: z.instanceof(Uint8Array),
  state: z.enum(inboxStates),
  received_at: z.number(),
  summary: wordingColumn,
  object_id: text,
  code: text,
  reason: wordingColumn.nullable(),
  missing_kind: text,
  missing_id: text,
  missing_name: text,
})

/** What became of an entry as far as its files say so. */
const state = `CASE WHEN EXISTS (SELECT 1 FROM unwritten WHERE inbox_id = inbox.id) THEN 'received' ELSE state END AS state`
const columns = `id, identity, stamp, knows, is_repetition, message_id, sender, handler, body, ${state}, received_at, summary, object_id, code, reason,
  missing_kind, missing_id, missing_name`

const noBody = new Uint8Array()

type Held = ReceivedMessage & { readonly receivedAt: number }

/**
 * Everything this slave received, committed before it is acknowledged. What is applied or ignored is known from then on
 * without its body, which nobody asks for any more.
 */
export class Inbox {
  readonly #sealer: Sealer
  /** What is received and not written down yet; see {@link together}. */
  readonly #held = new Map<number, Held>()
  #lastId: number
  readonly #insert
  readonly #known
  readonly #finish
  readonly #byState
  readonly #latest
  readonly #counts
  readonly #countUnwritten
  readonly #unwritten
  readonly #written
  readonly #outcome
  readonly #unheeded
  readonly #heeded
  readonly #settle
  readonly #trim

  constructor(database: Database, sealer: Sealer) {
    this.#sealer = sealer
    this.#insert = database.command(`
      INSERT INTO inbox (id, identity, message_id, sender, handler, stamp, knows, is_repetition, received_at,
        state, body, finished_at, summary, object_id, code, reason, missing_kind, missing_id, missing_name, is_unheeded)
      VALUES (:id, :identity, :messageId, :sender, :handler, :stamp, :knows, :isRepetition, :receivedAt,
        :state, :body, :at, :summary, :objectId, :code, :reason, :missingKind, :missingId, :missingName, :isUnheeded)`)
    const last = `SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'inbox'), 0) AS id`
    this.#lastId = database.query(last, row.pick({ id: true })).first()?.id ?? 0
    // The broker's own id counts as well: ActiveMQ killed in the middle of its work delivers some messages of its store
    // a second time without any property, and thus without the event's id.
    this.#known = database.query(
      `SELECT id, state FROM inbox WHERE identity = :identity OR message_id = nullif(:messageId, '') LIMIT 1`,
      z.object({ id: z.number(), state: row.shape.state }),
    )
    this.#finish = database.command(`
      UPDATE inbox SET state = :state, body = :body, finished_at = :at, summary = :summary, object_id = :objectId,
        code = :code, reason = :reason, missing_kind = :missingKind, missing_id = :missingId,
        missing_name = :missingName, is_unheeded = is_unheeded OR :isUnheeded
      WHERE id = :id`)
    // Beside the entries, since to change one is to write its body again.
    this.#unwritten = database.command('INSERT INTO unwritten (inbox_id) VALUES (:id) ON CONFLICT DO NOTHING')
    this.#byState = database.query(
      `SELECT ${columns} FROM inbox WHERE inbox.state = :state AND id > :after ORDER BY id LIMIT :limit`,
      row,
    )
    this.#latest = database.query(
      `SELECT ${columns} FROM inbox WHERE id > :after ORDER BY id LIMIT :limit`,
      row,
    )
    const counted = z.object({ state: row.shape.state, entries: z.number() })
    this.#counts = database.query('SELECT state, count(*) AS entries FROM inbox GROUP BY state', counted)
    this.#countUnwritten = database.query(
      'SELECT state, count(*) AS entries FROM unwritten CROSS JOIN inbox ON inbox.id = inbox_id GROUP BY state',
      counted,
    )
    this.#written = database.command('DELETE FROM unwritten')
    this.#outcome = database.query(
      `SELECT ${state}, reason, coalesce(finished_at, received_at) AS at FROM inbox WHERE identity = :identity`,
      z.object({ state: row.shape.state, reason: row.shape.reason, at: z.number() }),
    )
    this.#unheeded = database.query(`SELECT ${columns} FROM inbox WHERE is_unheeded = 1 ORDER BY id`, row)
    this.#heeded = database.command(`
      UPDATE inbox SET is_unheeded = 0, body = CASE WHEN state IN ('applied', 'ignored') THEN x'' ELSE body END
      WHERE is_unheeded = 1`)
    this.#settle = database.command(`
      UPDATE inbox SET state = 'settled', reason = :reason, finished_at = :at WHERE state IN ('parked', 'failed')`)
    this.#trim = database.command(`
      DELETE FROM inbox WHERE state IN ('applied', 'ignored', 'settled') AND is_unheeded = 0
        AND id <= (SELECT max(id) FROM inbox) - :keep`)
  }

  /** Proves once for all that is received in a transaction what {@link Sealer.prove} proves. */
  prove(): void {
    this.#sealer.prove()
  }

  /**
   * Receives messages and says what becomes of them, inside a transaction and behind {@link prove}. Each is written down
   * once: when that is said, or at the end.
   */
  together<Result>(action: () => Result): Result {
    try {
      return this.#sealer.together(() => {
        const result = action()
        for (const [id, message] of this.#held) this.#add(id, message, undefined)
        return result
      })
    } finally {
      this.#held.clear()
    }
  }

  /** Takes a message in, for use in {@link together}, or finds what became of it when it was written down before. */
  receive(message: ReceivedMessage, receivedAt: number): { readonly id: number; readonly state: InboxState } {
    const known = this.#known.first({ identity: message.identity, messageId: message.messageId })
    if (known !== undefined) return known
    this.#lastId += 1
    this.#held.set(this.#lastId, { ...message, receivedAt })
    return { id: this.#lastId, state: 'received' }
  }

  /** @param body what the message says, which may not be kept */
  finish(id: number, body: string, finish: Finish, at: number): void {
    const held = this.#held.get(id)
    if (held !== undefined) {
      this.#add(id, held, { ...finish, at })
      this.#held.delete(id)
    } else {
      const kept = isOver(finish) ? noBody : this.#sealer.seal(body)
      this.#finish.run({ id, body: kept, ...ending({ ...finish, at }) })
    }
    if (finish.isUnwritten === true) this.#unwritten.run({ id })
  }

  #add(id: number, message: Held, finish: (Finish & { readonly at: number }) | undefined): void {
    this.#insert.run({
      id,
      identity: message.identity,
      messageId: message.messageId,
      sender: message.sender,
      handler: message.handler,
      stamp: message.stamp === undefined ? null : formatStamp(message.stamp),
      knows: message.knows === undefined ? null : formatKnowledge(message.knows),
      isRepetition: message.isRepetition === true ? 1 : 0,
      receivedAt: message.receivedAt,
      body: isOver(finish) ? noBody : this.#sealer.sealUnproven(Buffer.from(message.body, 'utf8')),
      ...ending(finish),
    })
  }

  /** Says that the files have all that is finished. */
  written(): void {
    this.#written.run()
  }

  /** Entries of which that is to be found out. */
  unheeded(): readonly InboxEntry[] {
    return this.#unheeded.all().map((each) => this.#entry(each))
  }

  /** Says that it was found out of all of them. */
  heeded(): void {
    this.#heeded.run()
  }

  /** Entries in that state, oldest first; what is finished but for its files is in the state it will be in. */
  entries(state: InboxState, limit = 10_000, after = 0): readonly InboxEntry[] {
    return this.#byState.all({ state, limit, after }).map((each) => this.#entry(each))
  }

  /** All entries in that state, oldest first, however many; those that come meanwhile included. */
  *all(state: InboxState): Generator<InboxEntry, void, undefined> {
    for (let after = 0; ;) {
      const page = this.entries(state, 500, after)
      yield* page
      const last = page.at(-1)
      if (last === undefined) return
      after = last.id
    }
  }

  /** Entries after that id, oldest first. */
  after(id: number, limit = 100): readonly InboxEntry[] {
    return this.#latest.all({ after: id, limit }).map((each) => this.#entry(each))
  }

  counts(): Readonly<Record<InboxState, number>> {
    const counts = { received: 0, applied: 0, ignored: 0, parked: 0, failed: 0, settled: 0 }
    for (const each of this.#counts.all()) counts[each.state] = each.entries
    for (const each of this.#countUnwritten.all()) {
      counts[each.state] -= each.entries
      counts.received += each.entries
    }
    return counts
  }

  /** What became of messages and when, by identity; those never received are not in it. */
  outcomes(
    identities: readonly string[],
  ): ReadonlyMap<string, { state: InboxState; reason: Wording | undefined; at: number }> {
    return new Map(
      identities.flatMap((identity) => {
        const row = this.#outcome.first({ identity })
        return row === undefined
          ? []
          : [[identity, { state: row.state, reason: row.reason ?? undefined, at: row.at }] as const]
      }),
    )
  }

  /** Declares everything parked and failed made good. */
  settle(reason: Wording, at: number): void {
    this.#settle.run({ reason: storedWording(reason), at })
  }

  /** Forgets finished messages but the newest; what is parked or failed stays. */
  trim(keep: number): void {
    this.#trim.run({ keep })
  }

  #entry(each: z.infer<typeof row>): InboxEntry {
    const kind = kinds.find((known): known is Kind => known === each.missing_kind)
    return {
      id: each.id,
      identity: each.identity,
      stamp: parseStamp(each.stamp ?? '', each.sender),
      knows: knowledgeOf(each.knows ?? undefined),
      isRepetition: each.is_repetition === 1,
      messageId: each.message_id,
      sender: each.sender,
      handler: each.handler,
      body: each.body.byteLength === 0 ? '' : this.#sealer.open(each.body),
      state: each.state,
      receivedAt: each.received_at,
      summary: each.summary,
      objectId: each.object_id ?? undefined,
      code: each.code ?? undefined,
      reason: each.reason ?? undefined,
      missing:
        kind === undefined
          ? undefined
          : { kind, id: each.missing_id ?? '', name: each.missing_name ?? undefined },
    }
  }
}

/** Whether nobody will ask any more what a message says. */
function isOver(finish: Finish | undefined): boolean {
  return (finish?.state === 'applied' || finish?.state === 'ignored') && finish.isUnheeded !== true
}

/** The columns that say what became of an entry, if anything did. */
function ending(finish: (Finish & { readonly at: number }) | undefined) {
  return {
    at: finish?.at ?? null,
    state: finish?.state ?? 'received',
    summary: finish === undefined ? '' : storedWording(finish.summary),
    objectId: finish?.objectId ?? null,
    code: finish?.failure?.code ?? null,
    reason: storedOrNull(finish?.failure === undefined ? finish?.reason : wordingOf(finish.failure)),
    missingKind: finish?.missing?.kind ?? null,
    missingId: finish?.missing?.id ?? null,
    missingName: finish?.missing?.name ?? null,
    isUnheeded: finish?.isUnheeded === true ? 1 : 0,
  }
}

function storedOrNull(wording: Wording | undefined): string | null {
  return wording === undefined ? null : storedWording(wording)
}
