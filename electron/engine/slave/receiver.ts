import { randomUUID } from 'node:crypto'
import type { Message } from '../../broker/message.ts'
import { failure, wordingOf, type Failure } from '../../errors/failure.ts'
import type { Database } from '../../storage/database.ts'
import { NotStaged } from '../../storage/staged-directory.ts'
import { countsOnly } from '../../wire/handlers.ts'
import { knowledgeOf, knowledgeProperty, repetitionProperty, type Knowledge } from '../../wire/knowledge.ts'
import { isMark, numberingOf, type Numbering } from '../../wire/numbering.ts'
import { stampOf } from '../../wire/stamp.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import { usualRetention } from '../journal/retention.ts'
import { Heard, type Gap } from '../journal/heard.ts'
import type { KeptGraves } from '../journal/graves.ts'
import type { Finish, Inbox } from '../journal/inbox.ts'
import type { Placeable, Timeline } from '../journal/timeline.ts'
import type { InboxState } from '../../sentences/inbox-states.ts'
import type { Replica } from '../replica/replica.ts'
import { freesPlace, mayTakePlace } from './freed-places.ts'
import { envelopeFailure, markRefusal } from './refusals.ts'
import { Sequencer, type OnFinish } from './sequencer.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** The property a node of Plumbline gives its messages, so that one sent twice is recognised. */
export const eventIdProperty = 'plumblineEventId'

/** What a receiver needs of a message. */
export type Incoming = Pick<Message, 'messageId' | 'timestamp' | 'properties' | 'content'>

/** What became of one message, for those who watch. */
export interface Finished {
  readonly state: Exclude<InboxState, 'received'>
  readonly sender: string
  readonly summary: Wording
  readonly reason: Wording | undefined
  /** Whether it says nothing but that its sender's counter of changes went up. */
  readonly countsOnly: boolean
}

type Entry = Placeable

/** What is received in one transaction. */
interface Received {
  /** What is no event. */
  readonly refused: FinishedEntry[]
  /** Ids of its events and of its messages. */
  readonly known: Set<string>
}

/** What a message says, and what it was made without knowing. */
export interface Heeded {
  readonly entry: Placeable & { readonly knows: Knowledge }
  readonly event: ClusterEvent
}

interface FinishedEntry {
  readonly entry: Entry
  readonly finish: Finish
  readonly event?: ClusterEvent | undefined
}

/**
 * Takes messages for a slave so that none is lost: each is committed before it is applied, and only when what became
 * of it is committed, too, may it be acknowledged. Whatever crashes in between is made good at the next start, since
 * applying an event twice does no harm.
 */
export class Receiver {
  readonly #database: Database
  readonly #inbox: Inbox
  readonly #heard: Heard
  readonly #graves: KeptGraves
  readonly #replica: Replica
  readonly #timeline: Timeline | undefined
  readonly #keptMessages: number
  readonly #sequencer: Sequencer<Entry>
  readonly #node: { readonly instanceName: string; readonly group: string }
  readonly #now: () => number
  readonly #onFinished: (finished: Finished) => void
  readonly #onFinishing: (heeded: readonly Heeded[]) => void
  readonly #isPublishedHere: (eventId: string, numbering: Numbering | undefined) => boolean
  readonly #checkGround: () => void
  readonly #startedAt: number
  #namesake: Failure | undefined
  #finishes: FinishedEntry[] = []
  /** What is written down, and to be told once the files have it. */
  #unreported: FinishedEntry[] = []
  /** Of which it is still to be found out what they were made without knowing. */
  #unheeded: Heeded[] = []
  #isBehind = false
  /** Whether something is finished but for its files, as it may be at the start. */
  #areUnwritten = true
  /** Whether something left a name to others, and that is not written down. */
  #isPlaceFree = false
  #sinceTrim = 0
  #held: Promise<void> | undefined
  #paused: PromiseWithResolvers<void> | undefined

  constructor(options: {
    readonly database: Database
    readonly inbox: Inbox
    /** Where the replica buries what is removed. */
    readonly graves: KeptGraves
    readonly replica: Replica
    /** Where events are applied in the order of all masters; without it they are in the order they arrive in. */
    readonly timeline?: Timeline
    /** Messages it is done with and still knows one by one. */
    readonly keptMessages?: number | undefined
    readonly node: { readonly instanceName: string; readonly group: string }
    readonly now: () => number
    readonly onFinished?: (finished: Finished) => void
    /**
     * Told, in the transaction that writes down what became of them, of messages whose senders say what they had heard
     * of others.
     */
    readonly onFinishing?: (heeded: readonly Heeded[]) => void
    /** Throws why nothing can be taken at the moment. */
    readonly checkGround?: () => void
    /** Whether this node itself published an event. */
    readonly isPublishedHere?: (eventId: string, numbering: Numbering | undefined) => boolean
  }) {
    this.#database = options.database
    this.#inbox = options.inbox
    this.#heard = new Heard(options.database)
    this.#graves = options.graves
    const onFinish: OnFinish<Entry> = (entry, finish, event) => {
      this.#finishes.push({ entry, finish, event })
      const isOver = finish.state === 'applied' || finish.state === 'ignored'
      if (isOver && event !== undefined && freesPlace(event)) this.#isPlaceFree = true
    }
    this.#replica = options.replica
    this.#timeline = options.timeline
    this.#keptMessages = options.keptMessages ?? usualRetention.messages
    const before = (event: ClusterEvent): void => {
      // What is done together is written down together.
      const isTogether = this.#database.isInTransaction
      if (!isTogether && this.#isPlaceFree && mayTakePlace(event, options.replica.catalog))
        this.#writeDown(false)
    }
    this.#sequencer = new Sequencer(options.replica, onFinish, options.graves, before, options.timeline)
    this.#node = options.node
    this.#now = options.now
    this.#onFinished = options.onFinished ?? (() => undefined)
    this.#onFinishing = options.onFinishing ?? (() => undefined)
    this.#isPublishedHere = options.isPublishedHere ?? (() => false)
    this.#checkGround = options.checkGround ?? (() => undefined)
    this.#startedAt = options.now()
  }

  /** Says that another node goes by the name of this one, once a message has shown it. */
  get namesake(): Failure | undefined {
    return this.#namesake
  }

  /** Finishes what an earlier run of the node, or an earlier call, received and did not get to. */
  resume(): void {
    this.#isBehind = true
    this.#checkGround()
    this.#settle()
    this.#sequencer.forget()
    this.#unheeded = this.#inbox.unheeded().flatMap((entry) => heeded(entry, this.#sequencer.read(entry)))
    this.#sequencer.park(
      [...this.#inbox.all('parked')].flatMap(({ missing, objectId, ...entry }) =>
        missing === undefined ? [] : [{ entry, missing, objectId }],
      ),
    )
    this.#record(() => {
      this.#sequencer.resume()
      for (const entry of this.#inbox.all('received')) this.#sequencer.apply(entry)
      this.#sequencer.retryAll()
    })
  }

  /**
   * Takes messages in the order they arrived. When this returns, each may be acknowledged.
   * @throws a failure of the disk or the database: nothing may be acknowledged then, and the messages come again
   */
  take(messages: readonly Incoming[]): void {
    this.#checkGround()
    for (let rest = messages; rest.length > 0;) rest = rest.slice(this.#takeTogether(rest))
    this.#sinceTrim += messages.length
    if (this.#sinceTrim < 1000) return
    this.#sinceTrim = 0
    this.#inbox.trim(this.#keptMessages)
  }

  /**
   * Takes messages with one commit, and puts their files off until then.
   * @returns how many were taken: up to the first one whose files cannot wait
   */
  #takeTogether(messages: readonly Incoming[]): number {
    // What an earlier call left behind goes first.
    if (this.#isBehind) return this.#takeAtOnce(messages)
    const restore = [this.#timeline?.remember(), this.#graves.remember()]
    const received: Received = { refused: [], known: new Set() }
    let taken = 0
    let moving: Entry | undefined
    this.#isBehind = true
    try {
      this.#writeDown(true, () => {
        this.#inbox.prove()
        this.#replica.stage(() => {
          for (const message of messages) {
            taken += 1
            const entry = this.#receive(message, received)
            if (entry === undefined || this.#sequencer.putOff(entry)) continue
            if (this.#isMoving(entry)) moving = entry
            if (moving !== undefined) break
            this.#sequencer.apply(entry)
          }
          this.#sequencer.applyPutOff()
        })
        return received.refused
      })
    } catch (error) {
      for (const each of restore) each?.()
      if (error instanceof NotStaged) return this.#takeAtOnce(messages)
      throw error
    }
    this.#isBehind = false
    if (moving !== undefined) this.#applyAtOnce(moving)
    return taken
  }

  #isMoving(entry: Entry): boolean {
    const event = this.#sequencer.read(entry)
    return event !== undefined && this.#replica.movesDirectory(event)
  }

  #applyAtOnce(entry: Entry): void {
    this.#record(() => this.#sequencer.apply(entry))
  }

  /** Takes messages that are received before anything else is done, and applies all that is received one by one. */
  #takeAtOnce(messages: readonly Incoming[]): number {
    const received: Received = { refused: [], known: new Set() }
    this.#database.transaction(() => {
      this.#inbox.prove()
      this.#inbox.together(() => {
        for (const message of messages) this.#receive(message, received)
      })
    })
    this.#report(received.refused)
    this.resume()
    return messages.length
  }

  /** What its senders published and it never received, as far as that can be told. */
  get gaps(): readonly Gap[] {
    return this.#heard.gaps(this.#now())
  }

  /** Says that a comparison that began at a time proved this node equal to its master: what was missing is there. */
  provedEqual(at: number): void {
    this.#heard.settle(at)
  }

  /**
   * Takes note of events this node made itself: what waits for what they brought, or belongs to what they removed.
   * @throws a failure of the disk or the database, when that could not be written down
   */
  hear(events: readonly ClusterEvent[]): void {
    if (this.#isBehind) this.resume()
    if (events.length === 0) return
    this.#record(() => {
      for (const event of events) this.#sequencer.hear(event)
    })
  }

  /**
   * Makes changes of this node's own with one commit: them, their files, which are made right behind it, and what becomes
   * of what waited for them or belongs to what they removed.
   * @param make makes them inside the transaction, and returns their events
   * @returns 'not together' when files cannot wait for the commit: nothing was changed then; otherwise, once it is
   *   committed, what keeps the files from being made, which are by {@link resume} or the next start
   * @throws what make throws, and failures of the database: nothing was changed then
   */
  change(make: () => Iterable<ClusterEvent>): 'not together' | { readonly trouble: unknown } {
    if (this.#isBehind) this.resume()
    const restore = [this.#timeline?.remember(), this.#graves.remember()]
    this.#isBehind = true
    try {
      this.#commit(true, () => {
        this.#inbox.prove()
        this.#replica.stage(() => {
          for (const event of make()) this.#sequencer.hear(event)
        })
        return []
      })
    } catch (error) {
      for (const each of restore) each?.()
      if (error instanceof NotStaged) return 'not together'
      throw error
    }
    try {
      this.#settle()
      this.#isBehind = false
      return { trouble: undefined }
    } catch (trouble) {
      return { trouble }
    }
  }

  /** Settles when messages may be taken again; undefined while they may. */
  get held(): Promise<void> | undefined {
    return this.#paused?.promise ?? this.#held
  }

  get isPaused(): boolean {
    return this.#paused !== undefined
  }

  /** Has messages wait in the queue until {@link proceed}. */
  pause(): void {
    this.#paused ??= Promise.withResolvers<void>()
  }

  proceed(): void {
    const paused = this.#paused
    this.#paused = undefined
    paused?.resolve()
  }

  /** Has messages wait while something is done that must not meet them half-way; one such thing after the other. */
  async hold<Result>(action: () => Promise<Result>): Promise<Result> {
    while (this.#held !== undefined) await this.#held
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#held = promise
    try {
      return await action()
    } finally {
      this.#held = undefined
      resolve()
    }
  }

  /** Declares what is parked or failed made good, because a comparison of states proved it. */
  settle(reason: Wording): void {
    this.#sequencer.forget()
    this.#inbox.settle(reason, this.#now())
  }

  /**
   * The entry a message becomes; undefined when there is nothing to do, as with one that is no event, which is finished.
   * @param received what is received with it: after a broken connection a message may be here twice, and again behind later ones
   */
  #receive(message: Incoming, received: Received): Entry | undefined {
    const { properties, messageId, content } = message
    const sender = properties.get('instanceName') ?? ''
    const handler = properties.get('JMSEventHandlerSPI') ?? ''
    const body = content.kind === 'object' || content.kind === 'text' ? content.text : ''
    const numbering = numberingOf(properties)
    const refusal =
      numbering?.isMark === true ? markRefusal(properties, this.#node) : envelopeFailure(message, this.#node)
    if (refusal === 'ignored') {
      if (sender === this.#node.instanceName) this.#checkSender(message)
      return undefined
    }
    const given = stampOf(properties)
    let formerTime = 0
    if (numbering !== undefined) {
      formerTime = this.#heard.note(sender, numbering, this.#now(), given?.time)
      if (numbering.isMark) return undefined
    }
    // Without any name it cannot be recognised when it comes again; that only costs applying it twice.
    const identity = properties.get(eventIdProperty) || messageId || randomUUID()
    // Of a sender that lost its journal, and with it the time of what it had sent: its clock goes before that.
    const stamp = given !== undefined && given.time <= formerTime ? undefined : given
    const knows = knowledgeOf(properties.get(knowledgeProperty))
    const isRepetition = properties.get(repetitionProperty) === 'true'
    const said = { identity, sender, handler, body, stamp, knows, isRepetition }
    if (received.known.has(identity) || received.known.has(messageId)) return undefined
    const { id, state } = this.#inbox.receive({ ...said, messageId }, this.#now())
    if (state !== 'received') return undefined
    received.known.add(identity)
    if (messageId !== '') received.known.add(messageId)
    const entry = { id, ...said }
    if (refusal === undefined) return entry
    const finish = { state: 'failed', summary: say('node.messageNotEvent'), failure: refusal } as const
    this.#inbox.finish(id, body, finish, this.#now())
    received.refused.push({ entry, finish })
    return undefined
  }

  /**
   * Only another node can have sent a message in our name that we did not publish. Older messages prove nothing: they
   * may be of a GeoServer that had this directory before, or of a journal that was lost.
   */
  #checkSender({ timestamp = 0, properties }: Incoming): void {
    if (isMark(properties) || timestamp < this.#startedAt) return
    if (this.#isPublishedHere(properties.get(eventIdProperty) ?? '', numberingOf(properties))) return
    this.#namesake ??= failure('PLB-ENGINE-INSTANCE-NAME-SHARED', {
      instanceName: this.#node.instanceName,
      sentAt: timestamp,
    })
  }

  /** Does what applies entries, and writes down what became of them. */
  #record(action: () => void): void {
    this.#isBehind = true
    try {
      action()
      this.#isBehind = false
    } finally {
      // Also when the disk fails in the middle: what was applied up to then stays finished.
      const isBehind = this.#isBehind
      this.#isBehind = true
      this.#writeDown(!isBehind)
      this.#isBehind = isBehind
    }
  }

  /**
   * Writes down what became of entries.
   * @param isWhole whether everything is in its place, and nothing taken back that is to be applied again
   * @param action what is part of the same transaction and comes before; returns what it finished itself
   */
  #writeDown(isWhole: boolean, action?: () => readonly FinishedEntry[]): void {
    this.#commit(isWhole, action)
    this.#settle()
  }

  #commit(isWhole: boolean, action: () => readonly FinishedEntry[] = () => []): void {
    let finished: readonly FinishedEntry[] = []
    try {
      this.#database.transaction(() => {
        this.#inbox.together(() => {
          const first = action()
          finished = [...first, ...this.#finishes]
          this.#writeFinishes(this.#finishes, isWhole)
        })
      })
    } catch (error) {
      this.#replica.rollBack()
      throw error
    } finally {
      this.#finishes = []
      this.#isPlaceFree = false
    }
    if (isWhole) this.#unheeded = []
    this.#graves.written()
    this.#unreported.push(...finished)
  }

  /** Writes the files of what is finished, which nobody may hear of before. */
  #settle(): void {
    this.#replica.settle()
    // Written or not after a power cut: the next start begins with it.
    if (this.#areUnwritten) this.#database.lightly(() => this.#inbox.written())
    this.#areUnwritten = false
    this.#report(this.#unreported.splice(0))
  }

  #writeFinishes(finishes: readonly FinishedEntry[], isWhole: boolean): void {
    const areFilesUnwritten = this.#replica.writeDown()
    this.#graves.write(this.#now())
    for (const { entry, finish, event } of finishes) {
      const done = finish.state === 'parked' ? [] : heeded(entry, event)
      this.#unheeded.push(...done)
      // What this node changed itself is in no inbox.
      if (entry.id === undefined) continue
      const isUnwritten = areFilesUnwritten && finish.state === 'applied'
      this.#areUnwritten ||= isUnwritten
      const isUnheeded = !isWhole && done.length > 0
      this.#inbox.finish(entry.id, entry.body, { ...finish, isUnwritten, isUnheeded }, this.#now())
    }
    if (isWhole && this.#unheeded.length > 0) {
      this.#onFinishing(this.#unheeded)
      this.#inbox.heeded()
    }
  }

  #report(finishes: readonly FinishedEntry[]): void {
    for (const { entry, finish } of finishes) {
      this.#onFinished({
        state: finish.state,
        sender: entry.sender,
        summary: finish.summary,
        reason: finish.failure === undefined ? finish.reason : wordingOf(finish.failure),
        countsOnly: countsOnly(entry.handler, entry.body),
      })
    }
  }
}

/** An entry whose sender says what it had heard of. */
function heeded(entry: Entry, event: ClusterEvent | undefined): readonly Heeded[] {
  const { knows } = entry
  return event === undefined || knows === undefined ? [] : [{ entry: { ...entry, knows }, event }]
}
