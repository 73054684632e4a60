import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import type { Message } from '../../broker/message.ts'
import { failure, isFailure, type Failure } from '../../errors/failure.ts'
import type { Database } from '../../storage/database.ts'
import { decodeBody } from '../../wire/decode.ts'
import { openEnvelope } from '../../wire/envelope.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import { isHandler } from '../../wire/handlers.ts'
import type { Finish, Inbox, InboxEntry, InboxState } from '../journal/inbox.ts'
import type { Missing } from '../replica/outcome.ts'
import type { Replica } from '../replica/replica.ts'
import { describeEvent } from '../words.ts'

/** The property a node of Plumbline gives its messages, so that one sent twice is recognised. */
export const eventIdProperty = 'plumblineEventId'

/** What a receiver needs of a message. */
export type Incoming = Pick<Message, 'messageId' | 'properties' | 'content'>

/** What became of one message, for those who watch. */
export interface Finished {
  readonly state: Exclude<InboxState, 'received'>
  readonly sender: string
  readonly summary: string
  readonly reason: string | undefined
}

interface Waiting {
  readonly entry: Pick<InboxEntry, 'id' | 'handler' | 'body' | 'sender'>
  readonly missing: Missing
  readonly objectId: string | undefined
}

/** Messages of the past kept for recognising those that come again. */
const keptMessages = 10_000

/**
 * Takes messages for a slave so that none is lost: each is committed before it is applied, and only when what became
 * of it is committed, too, may it be acknowledged. Whatever crashes in between is made good at the next start, since
 * applying an event twice does no harm.
 */
export class Receiver {
  readonly #database: Database
  readonly #inbox: Inbox
  readonly #replica: Replica
  readonly #node: { readonly instanceName: string; readonly group: string }
  readonly #now: () => number
  readonly #onFinished: (finished: Finished) => void
  #waiting: Waiting[] = []
  #sinceTrim = 0

  constructor(options: {
    readonly database: Database
    readonly inbox: Inbox
    readonly replica: Replica
    readonly node: { readonly instanceName: string; readonly group: string }
    readonly now: () => number
    readonly onFinished?: (finished: Finished) => void
  }) {
    this.#database = options.database
    this.#inbox = options.inbox
    this.#replica = options.replica
    this.#node = options.node
    this.#now = options.now
    this.#onFinished = options.onFinished ?? (() => undefined)
  }

  /** Finishes what an earlier run of the node received and did not get to. */
  resume(): void {
    this.#waiting = this.#inbox
      .entries('parked')
      .flatMap(({ missing, objectId, ...entry }) =>
        missing === undefined ? [] : [{ entry, missing, objectId }],
      )
    this.#applyAll(this.#inbox.entries('received'))
    this.#applyAll(
      [],
      this.#waiting.map((each) => each.missing),
    )
  }

  /**
   * Takes messages in the order they arrived. When this returns, each may be acknowledged.
   * @throws a failure of the disk or the database: nothing may be acknowledged then, and the messages come again
   */
  take(messages: readonly Incoming[]): void {
    const entries: Pick<InboxEntry, 'id' | 'handler' | 'body' | 'sender'>[] = []
    this.#database.transaction(() => {
      for (const message of messages) {
        const entry = this.#receive(message)
        if (entry !== undefined) entries.push(entry)
      }
    })
    this.#applyAll(entries)
    this.#sinceTrim += messages.length
    if (this.#sinceTrim < 1000) return
    this.#sinceTrim = 0
    this.#inbox.trim(keptMessages)
  }

  /** Declares what is parked or failed made good, because a comparison of states proved it. */
  settle(reason: string): void {
    this.#waiting = []
    this.#inbox.settle(reason, this.#now())
  }

  #receive(message: Incoming): Pick<InboxEntry, 'id' | 'handler' | 'body' | 'sender'> | undefined {
    const { properties, messageId, content } = message
    const sender = properties.get('instanceName') ?? ''
    const handler = properties.get('JMSEventHandlerSPI') ?? ''
    const body = content.kind === 'object' || content.kind === 'text' ? content.text : ''
    const at = this.#now()
    const refusal = envelopeFailure(message, this.#node)
    if (refusal === 'ignored') return undefined
    const identity = properties.get(eventIdProperty) ?? messageId
    const { id, state } = this.#inbox.receive({ identity, messageId, sender, handler, body }, at)
    if (state !== 'received') return undefined
    if (refusal !== undefined) {
      this.#finish(
        { id, sender },
        { state: 'failed', summary: 'a message that is not an event', failure: refusal },
      )
      return undefined
    }
    return { id, sender, handler, body }
  }

  /** Applies entries in order, and after each the parked ones it was missing to. */
  #applyAll(
    entries: readonly Pick<InboxEntry, 'id' | 'handler' | 'body' | 'sender'>[],
    wanted: readonly Missing[] = [],
  ): void {
    const finishes: { readonly entry: Pick<InboxEntry, 'id' | 'sender'>; readonly finish: Finish }[] = []
    try {
      if (wanted.length > 0) this.#retryWaiting(finishes, () => true)
      for (const entry of entries) {
        const arrived = this.#applyOne(entry, finishes)
        if (arrived !== undefined) this.#retryWaiting(finishes, (missing) => isSatisfiedBy(missing, arrived))
      }
    } finally {
      // Also when the disk fails in the middle: what was applied up to then stays finished.
      this.#database.transaction(() => {
        for (const { entry, finish } of finishes) this.#finish(entry, finish)
      })
    }
  }

  /** Applies one entry and returns the object that is there now because of it. */
  #applyOne(
    entry: Pick<InboxEntry, 'id' | 'handler' | 'body' | 'sender'>,
    finishes: { readonly entry: Pick<InboxEntry, 'id' | 'sender'>; readonly finish: Finish }[],
  ): CatalogObject | undefined {
    const finish = (finished: Finish): void => {
      finishes.push({ entry, finish: finished })
    }
    let summary = 'an event that cannot be read'
    let objectId: string | undefined
    try {
      const event = decodeEntry(entry)
      summary = describeEvent(event, this.#replica.catalog)
      objectId = objectIdOf(event)
      const earlier = this.#waiting.find((each) => objectId !== undefined && each.objectId === objectId)
      if (earlier !== undefined && event.verb !== 'remove') {
        this.#park(entry, earlier.missing, objectId)
        finish({
          state: 'parked',
          summary,
          objectId,
          missing: earlier.missing,
          reason: 'an earlier event on the same object waits',
        })
        return undefined
      }
      if (event.verb === 'remove') this.#dropWaiting(objectId, finishes)
      const outcome = this.#replica.apply(event)
      switch (outcome.outcome) {
        case 'applied':
          finish({ state: 'applied', summary, objectId, reason: outcome.notes.join('; ') || undefined })
          return event.verb === 'add' || event.verb === 'modify' ? event.object : undefined
        case 'ignored':
          finish({ state: 'ignored', summary, objectId, reason: outcome.reason })
          return undefined
        case 'parked':
          this.#park(entry, outcome.missing, objectId)
          finish({
            state: 'parked',
            summary,
            objectId,
            missing: outcome.missing,
            reason: waitsFor(outcome.missing),
          })
          return undefined
      }
    } catch (error) {
      if (!isFailure(error) || isTrouble(error)) throw error
      finish({ state: 'failed', summary, objectId, failure: error })
      return undefined
    }
  }

  #retryWaiting(
    finishes: { readonly entry: Pick<InboxEntry, 'id' | 'sender'>; readonly finish: Finish }[],
    isSatisfied: (missing: Missing) => boolean,
  ): void {
    const due = this.#waiting.filter((each) => isSatisfied(each.missing))
    if (due.length === 0) return
    this.#waiting = this.#waiting.filter((each) => !due.includes(each))
    for (const { entry } of due) {
      const arrived = this.#applyOne(entry, finishes)
      if (arrived !== undefined) this.#retryWaiting(finishes, (missing) => isSatisfiedBy(missing, arrived))
    }
  }

  #park(entry: Waiting['entry'], missing: Missing, objectId: string | undefined): void {
    this.#waiting.push({ entry, missing, objectId })
  }

  /** An object that is removed before it could be added was never there. */
  #dropWaiting(
    objectId: string | undefined,
    finishes: { readonly entry: Pick<InboxEntry, 'id' | 'sender'>; readonly finish: Finish }[],
  ): void {
    if (objectId === undefined) return
    for (const each of this.#waiting.filter((waiting) => waiting.objectId === objectId)) {
      finishes.push({
        entry: each.entry,
        finish: {
          state: 'ignored',
          summary: 'an event on an object since removed',
          objectId,
          reason: 'removed before it could be applied',
        },
      })
    }
    this.#waiting = this.#waiting.filter((each) => each.objectId !== objectId)
  }

  #finish(entry: Pick<InboxEntry, 'id' | 'sender'>, finish: Finish): void {
    this.#inbox.finish(entry.id, finish, this.#now())
    this.#onFinished({
      state: finish.state,
      sender: entry.sender,
      summary: finish.summary,
      reason: finish.failure?.message ?? finish.reason,
    })
  }
}

/** Why a message cannot be an event for this node; 'ignored' when it is one, but not for this node. */
function envelopeFailure(
  message: Incoming,
  node: { readonly instanceName: string; readonly group: string },
): Failure | 'ignored' | undefined {
  try {
    const envelope = openEnvelope(message.properties, node)
    if (typeof envelope === 'string') return 'ignored'
  } catch (error) {
    if (isFailure(error)) return error
    throw error
  }
  const { content } = message
  switch (content.kind) {
    case 'object':
      return undefined
    case 'refused':
      return content.because
    default:
      return failure('PLB-WIRE-NOT-AN-OBJECT-MESSAGE', { type: `message of kind ${content.kind}` })
  }
}

function decodeEntry(entry: Pick<InboxEntry, 'handler' | 'body'>): ClusterEvent {
  if (!isHandler(entry.handler)) throw failure('PLB-WIRE-UNKNOWN-HANDLER', { handler: entry.handler })
  return decodeBody(entry.handler, entry.body)
}

function objectIdOf(event: ClusterEvent): string | undefined {
  return event.verb === 'style-file' || event.verb === 'default' ? undefined : event.object.id
}

function isSatisfiedBy(missing: Missing, arrived: CatalogObject): boolean {
  if (missing.id !== '' && missing.id === arrived.id) return true
  return missing.kind === arrived.kind && missing.name !== undefined && missing.name === nameOf(arrived)
}

function waitsFor(missing: Missing): string {
  return `waits for the ${missing.kind} ${missing.name ?? missing.id}`
}

/** A disk that is full or a directory that cannot be written is no fault of the event: it is tried again. */
function isTrouble(error: Failure): boolean {
  return (
    error.code.startsWith('PLB-STORAGE-') &&
    error.code !== 'PLB-STORAGE-PATH-OUTSIDE' &&
    error.code !== 'PLB-STORAGE-NAME-REFUSED'
  )
}
