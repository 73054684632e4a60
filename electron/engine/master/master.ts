import { randomBytes, randomUUID } from 'node:crypto'
import type { CatalogObject } from '../../catalog/object.ts'
import type { Clock } from '../../scheduler/clock.ts'
import { Gathering } from '../../scheduler/gathering.ts'
import { failure, wordingOf, type Failure } from '../../errors/failure.ts'
import { NotStaged } from '../../storage/staged-directory.ts'
import { Retry } from '../../scheduler/retry.ts'
import type { Database } from '../../storage/database.ts'
import { decodeBody } from '../../wire/decode.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import type { Knowledge } from '../../wire/knowledge.ts'
import type { Stamp } from '../../wire/stamp.ts'
import type { History } from '../journal/history.ts'
import type { Timeline } from '../journal/timeline.ts'
import type { Outbox, OutboxEntry } from '../journal/outbox.ts'
import { faultOfEvent, troubleOf } from '../replica/disk-trouble.ts'
import type { Replica } from '../replica/replica.ts'
import { IdentifierSource } from './identifiers.ts'
import { checkAgreement, type Agreement } from './agreement.ts'
import { LatestPlans } from './latest-plans.ts'
import { planOf, planOrProblem, type EditPlan } from './plan.ts'
import { planChange, type PlannedChange } from './planned-change.ts'
import { entriesAlong, historyEntryOf } from './planned-edit.ts'
import { prepareEdit, type PreparedEdit } from './prepared-edit.ts'
import type { EditRequest } from './resolve-request.ts'
import type { Wording } from '../../sentences/sentence.ts'

export type { EditRequest }

/** Events applied with one commit. */
const entriesAtOnce = 100
/** Changes made with one commit, which keep the event loop as long as that takes. */
const changesAtOnce = 16

/** A message of a change, and what it says, as whoever reads it will have it. */
type NewEntry = Pick<OutboxEntry, 'eventId' | 'handler' | 'body' | 'audience' | 'summary'> & {
  readonly event: ClusterEvent
}

/** A change that can be made. */
interface Agreed {
  readonly write: () => readonly Written[]
  readonly accepted: Accepted
}

/** One edit of a change as the history has it, with its messages. */
interface Written {
  readonly historyId: number
  readonly at: number
  readonly entries: readonly NewEntry[]
}

type Made = 'not together' | { readonly trouble: unknown }

/** What a change is asked for with. */
type Asked = Parameters<Master['edit']>

type Answer = PromiseSettledResult<Accepted>

/** What a master did about a request. */
export interface Accepted {
  /** One sentence for each event, in the order they are published. */
  readonly events: readonly Wording[]
  /** Id of the object the request was about, the first one of several. */
  readonly id: string
  /** What the messages carry that come of it, where that is known. */
  readonly mark?: string
}

export interface MasterOptions {
  readonly database: Database
  readonly outbox: Outbox
  readonly history: History
  readonly replica: Replica
  /** Gives each event its place among those of other masters; without it they have none. */
  readonly timeline?: Timeline
  readonly node: { readonly instanceName: string; readonly group: string; readonly toggleMaster: boolean }
  readonly now: () => number
  readonly random: () => number
  readonly styleBodyLimit: number
  /** The rules of a style as they are now; without it the history holds none. */
  readonly styleBody?: (style: CatalogObject) => string | undefined
  /**
   * Makes a change with one commit, its files behind it; without it, or where that is not possible, files are written
   * between two commits. See {@link Receiver.change}.
   */
  readonly change?: (make: () => Iterable<ClusterEvent>) => Made
  /** Throws why nothing can be accepted at the moment. */
  readonly checkGround?: () => void
  /** Called with the events that are in our own files now, before that is written down; again after a crash. */
  readonly onApplied?: (events: readonly ClusterEvent[]) => void
  /** Called when there is something new to publish. */
  readonly onAccepted: () => void
  readonly clock?: Pick<Clock, 'after'>
}

/**
 * Accepts changes on a master. A change is accepted in one transaction that holds its history and all its messages;
 * from then on it is finished whatever happens: files are written, then the messages are published. What the disk
 * refuses is tried again by itself, and goes before the next change.
 */
export class Master {
  readonly #options: MasterOptions
  readonly #identifiers: IdentifierSource
  readonly #finishing: Retry<Failure>
  /** Entries written into our files so far. */
  #applied = 0
  readonly #digestKey = randomBytes(32).toString('base64url')
  readonly #latestPlans: LatestPlans
  readonly #asked = new Gathering<Asked, Accepted>(
    (asked) =>
      (asked.length > 1 ? this.#makeAll(asked) : undefined) ?? asked.map((each) => this.#answerTo(each)),
    changesAtOnce,
  )

  constructor(options: MasterOptions) {
    this.#options = options
    this.#identifiers = new IdentifierSource(options.random, options.now)
    this.#latestPlans = new LatestPlans(options.replica.catalog, options)
    this.#finishing = new Retry({
      action: () => {
        this.#finishAccepted()
      },
      clock: options.clock,
      reasonOf: troubleOf,
      random: options.random,
    })
  }

  /** Why changes that were accepted are not finished; they are tried again by themselves. */
  get trouble(): Failure | undefined {
    return this.#finishing.trouble
  }

  /**
   * Finishes what was accepted and not written.
   * @throws a failure of the disk; it is tried again by itself then
   */
  resume(): void {
    this.#finishing.run()
  }

  /** Makes what was asked for and tries nothing again; what is unfinished is finished after the next start. */
  stop(): void {
    this.#asked.finish()
    this.#finishing.stop()
  }

  /**
   * Accepts and applies a change somebody has seen the plan of.
   * @param author who asks for it, for the history
   * @param requestId what the request is known by; repeated under the same id it is made once only
   * @throws PLB-ENGINE-NOT-A-MASTER, PLB-ENGINE-EDIT-REFUSED, PLB-ENGINE-SET-REFUSED, PLB-ENGINE-IN-USE, PLB-ENGINE-OBJECT-NOT-FOUND,
   *   PLB-ENGINE-REQUEST-REUSED, PLB-WIRE-PASSWORD-ENCRYPTED, PLB-ENGINE-STYLE-BROKEN, PLB-ENGINE-PLAN-CHANGED, PLB-ENGINE-NAME-NEEDED, and failures of the disk: nothing has
   *   changed then; PLB-ENGINE-EDIT-UNFINISHED
   */
  edit(request: EditRequest, agreement: Agreement, author: string, requestId?: string): Accepted {
    this.#checkRole()
    const made = requestId === undefined ? undefined : this.madeBefore(requestId, request)
    if (made !== undefined) return made
    this.#checkGround()
    const { write, accepted } = this.#agreed(request, agreement, author, requestId)
    const done = this.#makeTogether((time) => this.#applyNow(write(), time))
    if (done === 'not together') this.#makeInTurn(write)
    else if (done.trouble !== undefined) throw this.#unfinished(done.trouble)
    return accepted
  }

  /**
   * As {@link edit}, with one commit for all that are asked for in the same turn of the event loop. Each is planned on
   * what those before it leave, and one that is refused keeps no other from being made.
   */
  editSoon(...asked: Asked): Promise<Accepted> {
    return this.#asked.ask(asked)
  }

  #answerTo(asked: Asked): Answer {
    try {
      return { status: 'fulfilled', value: this.edit(...asked) }
    } catch (reason) {
      return { status: 'rejected', reason }
    }
  }

  /**
   * Makes all of several changes with one commit, but those that are refused.
   * @returns undefined when that is not possible: nothing has changed then, and each alone tells what is the matter
   */
  #makeAll(asked: readonly Asked[]): readonly Answer[] | undefined {
    const answers: Answer[] = []
    try {
      this.#checkRole()
      this.#checkGround()
      const done = this.#makeTogether((time) => this.#applyAll(asked, time, answers), asked.length)
      if (done === 'not together') return undefined
      if (done.trouble === undefined) return answers
      const reason = this.#unfinished(done.trouble)
      return answers.map((answer) =>
        answer.status === 'fulfilled' ? { status: 'rejected', reason } : answer,
      )
    } catch {
      return undefined
    }
  }

  /** @param answers is told what becomes of each once all of it is committed */
  *#applyAll(asked: readonly Asked[], time: number | undefined, answers: Answer[]): Generator<ClusterEvent> {
    for (const [index, each] of asked.entries()) {
      const change = this.#agreedOrRefused(each)
      answers.push(change.answer)
      if (change.write !== undefined)
        yield* this.#applyNow(change.write(), time === undefined ? undefined : time + index)
    }
  }

  #agreedOrRefused(asked: Asked): { readonly answer: Answer; readonly write?: Agreed['write'] } {
    const [request, , , requestId] = asked
    try {
      const made = requestId === undefined ? undefined : this.madeBefore(requestId, request)
      if (made !== undefined) return { answer: { status: 'fulfilled', value: made } }
      const { accepted, write } = this.#agreed(...asked)
      return { answer: { status: 'fulfilled', value: accepted }, write }
    } catch (reason) {
      return { answer: { status: 'rejected', reason } }
    }
  }

  /**
   * Plans a change and holds it against what was agreed to; nothing changes.
   * @returns what writes it into the history inside a transaction, and the answer once it is made
   */
  #agreed(...[request, agreement, author, requestId]: Asked): Agreed {
    const prepared = this.#prepare(request)
    checkAgreement(prepared, agreement)
    this.#latestPlans.forget(request)
    const { history, replica, now } = this.#options
    const said = { at: now(), author, reason: agreement.reason, requestId }
    const changing = prepared.edits.filter(({ planned }) => planned.length > 0)
    const edits = changing.map(({ messages, ...edit }) => ({
      edit,
      entries: messages.map((message) => ({ eventId: randomUUID(), ...message })),
    }))
    const events = edits.flatMap(({ entries }) => entries.map(({ summary }) => summary))
    return {
      write: () =>
        edits.map(({ edit, entries }) => {
          const summary = entries.at(-1)?.summary ?? ''
          const entry = { ...said, ...historyEntryOf(edit, summary, replica.catalog) }
          const along = entriesAlong(edit, summary, replica.catalog)
          return { historyId: history.add(entry, along), at: said.at, entries }
        }),
      accepted: { events, id: prepared.edits[0]?.subject?.id ?? '' },
    }
  }

  /**
   * Makes changes, all of them with one commit.
   * @param make makes them inside the transaction; told the place of the first in the order, when there is one
   * @returns as {@link MasterOptions.change}
   */
  #makeTogether(make: (time: number | undefined) => Iterable<ClusterEvent>, count = 1): Made {
    const { change, timeline, onAccepted } = this.#options
    // It may have to be written down before, so not inside the transaction.
    const time = timeline?.nextTime(count)
    const done = change?.(() => make(time)) ?? 'not together'
    if (done !== 'not together' && done.trouble === undefined) onAccepted()
    return done
  }

  /**
   * Applies what is written into the history, and puts its messages into the outbox as applied.
   * @param time its place in the order, when there is one
   * @returns its events
   * @throws NotStaged when its files cannot wait for the commit
   */
  #applyNow(written: readonly Written[], time: number | undefined): readonly ClusterEvent[] {
    const { outbox, replica, node } = this.#options
    const knows = this.#knownBy(time)
    const messages = written.flatMap(({ entries, ...each }) =>
      entries.map((entry) => ({ ...each, ...entry })),
    )
    for (const [step, message] of messages.entries()) {
      if (replica.isStaging && replica.movesDirectory(message.event)) throw new NotStaged()
      const stamp = time === undefined ? undefined : { time, step, sender: node.instanceName }
      this.#apply(message, message.event, stamp)
      outbox.addApplied(message, stamp, knows)
    }
    return messages.map(({ event }) => event)
  }

  /** Accepts a change with one commit, writes its files, and says with another that they are written. */
  #makeInTurn(write: () => readonly Written[]): void {
    const { database, outbox } = this.#options
    const ids = database.transaction(() =>
      write().flatMap(({ entries, ...each }) => entries.map((entry) => outbox.add({ ...each, ...entry }))),
    )
    const before = this.#progress
    try {
      this.#applyAccepted()
    } catch (error) {
      const isRefused = this.#progress === before || faultOfEvent(error) !== undefined
      if (!isRefused) throw this.#unfinished(error)
      this.#withdraw(ids, error)
      throw error
    }
  }

  /**
   * What came of a request that was answered, but whose answer may have been lost.
   * @param asked what is asked for now, when it is known
   * @returns undefined when nothing came of it
   * @throws PLB-ENGINE-NOT-A-MASTER; PLB-ENGINE-REQUEST-REUSED when it was something else;
   *   PLB-ENGINE-EDIT-UNFINISHED when it is still to be finished
   */
  madeBefore(requestId: string, asked: Pick<EditRequest, 'verb' | 'kind'> | undefined): Accepted | undefined {
    this.#checkRole()
    const { history } = this.#options
    let made = history.byRequest(requestId)
    if (made?.isFinished === false) {
      try {
        this.resume()
      } catch (error) {
        throw failure('PLB-ENGINE-EDIT-UNFINISHED', { reason: wordingOf(error) }, error)
      }
      // It may have been withdrawn as one that can never be written.
      made = history.byRequest(requestId)
    }
    if (made === undefined) return undefined
    if (asked !== undefined && (made.verb !== asked.verb || made.kind !== asked.kind)) {
      throw failure('PLB-ENGINE-REQUEST-REUSED', { request: requestId, summary: made.summary })
    }
    return { events: made.events, id: made.objectId }
  }

  /**
   * What {@link edit} would do; nothing changes.
   * @throws PLB-ENGINE-NOT-A-MASTER
   */
  plan(request: EditRequest): EditPlan {
    this.#checkRole()
    const { catalog } = this.#options.replica
    return planOrProblem(request, catalog, () => {
      const prepared = this.#prepare(request)
      const events = prepared.edits.flatMap(({ messages }) => messages.map(({ summary }) => summary))
      return planOf(prepared, events)
    })
  }

  /** What the disk interrupted goes first, so that the next change is planned on its outcome. */
  #checkGround(): void {
    this.#options.checkGround?.()
    this.resume()
  }

  #checkRole(): void {
    const { node } = this.#options
    if (!node.toggleMaster) {
      throw failure('PLB-ENGINE-NOT-A-MASTER', { instanceName: node.instanceName, group: node.group })
    }
  }

  #prepare(request: EditRequest): PlannedChange<PreparedEdit> {
    const { replica, now, styleBodyLimit, styleBody } = this.#options
    const context = {
      catalog: replica.catalog,
      identifiers: this.#identifiers,
      ...{ now, styleBodyLimit, styleBody, digestKey: this.#digestKey },
      listeners: request.listeners,
    }
    return this.#latestPlans.of(request, () => planChange(request, context, prepareEdit))
  }

  #finishAccepted(): void {
    this.#options.checkGround?.()
    for (;;) {
      try {
        this.#applyAccepted()
        return
      } catch (error) {
        // What can never be written is withdrawn by now and holds up nothing behind it.
        if (faultOfEvent(error) === undefined) throw error
      }
    }
  }

  /** How far our files have come; the same before and after means that they were not touched. */
  get #progress(): number {
    return this.#options.replica.fileChanges + this.#applied
  }

  /** Writes what is accepted into our own files, in order, and lets it be published. */
  #applyAccepted(): void {
    const { database, outbox, replica, timeline, onApplied, onAccepted } = this.#options
    // What an earlier change left to do with its files goes first.
    onApplied?.([])
    while (outbox.hasAccepted) {
      const time = timeline?.nextTime()
      const { applied, refusal, mark } = replica.together(() => this.#applyNext(entriesAtOnce, time))
      onApplied?.(applied)
      // One commit for all of them; what a crash leaves unmarked is applied again, which does no harm.
      database.transaction(mark)
      if (refusal !== undefined) throw refusal.error
    }
    onAccepted()
  }

  /**
   * Applies the next that are accepted, up to one that is refused.
   * @param time their place in the order, when there is one
   * @returns what was applied, and what marks it as that inside a transaction
   */
  #applyNext(limit: number, time: number | undefined) {
    const { outbox, now, node } = this.#options
    const entries = outbox.entries('accepted', 0, limit)
    const knows = this.#knownBy(time)
    const stamps = new Map(
      time === undefined
        ? []
        : entries.map(({ id }, step) => [id, { time, step, sender: node.instanceName }]),
    )
    const applied = new Map<number, ClusterEvent>()
    const refusal = this.#applyEach(entries, stamps, applied)
    const mark = () => outbox.markApplied([...applied.keys()], now(), stamps, knows)
    return { applied: [...applied.values()], refusal, mark }
  }

  /** What this master knows of others, and of itself with a change that is made at a time. */
  #knownBy(time: number | undefined): Knowledge | undefined {
    const { timeline, node } = this.#options
    return time === undefined
      ? undefined
      : new Map([...(timeline?.knowledge() ?? []), [node.instanceName, time]])
  }

  /**
   * Applies entries up to one that is refused.
   * @param stamps their places in the order, when there is one
   * @param applied is told which were
   * @returns why there is one, if there is
   */
  #applyEach(
    entries: readonly OutboxEntry[],
    stamps: ReadonlyMap<number, Stamp>,
    applied: Map<number, ClusterEvent>,
  ): { readonly error: unknown } | undefined {
    for (const entry of entries) {
      try {
        // As the slaves will read it: what our files become is what theirs become.
        const event = decodeBody(entry.handler, entry.body)
        this.#apply(entry, event, stamps.get(entry.id))
        this.#applied += 1
        applied.set(entry.id, event)
      } catch (error) {
        const fault = faultOfEvent(error)
        if (fault !== undefined) this.#options.outbox.withdraw(entry.id, wordingOf(fault))
        return { error }
      }
    }
    return undefined
  }

  #apply(
    { eventId, handler, body }: Omit<NewEntry, 'event'>,
    event: ClusterEvent,
    stamp: Stamp | undefined,
  ): void {
    const { replica, timeline, node } = this.#options
    const placeable = { id: undefined, identity: eventId, sender: node.instanceName, handler, body, stamp }
    if (timeline === undefined) replica.apply(event)
    else timeline.place(placeable, event, replica, () => replica.apply(event, true))
  }

  /**
   * Takes back what is left of a change: it can never be written, or the disk refused before anything of it was.
   * @throws PLB-ENGINE-EDIT-UNFINISHED when it cannot even be taken back, since it stays accepted then
   */
  #withdraw(ids: readonly number[], error: unknown): void {
    const { outbox, database } = this.#options
    try {
      database.transaction(() => {
        for (const id of ids) outbox.withdraw(id, wordingOf(error))
      })
    } catch (refusal) {
      throw this.#unfinished(refusal)
    }
  }

  /** What is accepted stays accepted, and is finished by itself. @returns what says so */
  #unfinished(because: unknown): Failure {
    this.#finishing.postpone(because)
    return failure('PLB-ENGINE-EDIT-UNFINISHED', { reason: wordingOf(because) }, because)
  }
}
