import { randomBytes, randomUUID } from 'node:crypto'
import { fileText } from '../../catalog/to-file.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { Clock } from '../../scheduler/clock.ts'
import { failure, wordingOf, type Failure } from '../../errors/failure.ts'
import { NotStaged } from '../../storage/staged-directory.ts'
import { Retry } from '../../scheduler/retry.ts'
import type { Database } from '../../storage/database.ts'
import { decodeBody } from '../../wire/decode.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import type { Knowledge } from '../../wire/knowledge.ts'
import type { Stamp } from '../../wire/stamp.ts'
import type { History, HistoryEntry } from '../journal/history.ts'
import type { Timeline } from '../journal/timeline.ts'
import type { Outbox, OutboxEntry } from '../journal/outbox.ts'
import { faultOfEvent, troubleOf } from '../replica/disk-trouble.ts'
import type { Replica } from '../replica/replica.ts'
import { IdentifierSource } from './identifiers.ts'
import { checkAgreement, type Agreement } from './agreement.ts'
import { kindOf } from './edit.ts'
import { LatestPlan } from './latest-plan.ts'
import { planOf, planOrProblem, type EditPlan } from './plan.ts'
import { planChange, type PlannedChange } from './planned-change.ts'
import { bodiesOf, type PlannedEdit } from './planned-edit.ts'
import { prepareEdit, type PreparedEdit } from './prepared-edit.ts'
import type { EditRequest } from './resolve-request.ts'
import { brokenStyle } from './style-findings.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

export type { EditRequest }

/** Events applied with one commit. */
const entriesAtOnce = 100

/** A message of a change, and what it says, as whoever reads it will have it. */
type NewEntry = Pick<OutboxEntry, 'eventId' | 'handler' | 'body' | 'audience' | 'summary'> & {
  readonly event: ClusterEvent
}

/** One edit of a change as the history has it, with its messages. */
interface Written {
  readonly historyId: number
  readonly at: number
  readonly entries: readonly NewEntry[]
}

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
  readonly change?: (make: () => readonly ClusterEvent[]) => 'not together' | { readonly trouble: unknown }
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
  readonly #digestKey = randomBytes(32)
  readonly #latestPlan: LatestPlan

  constructor(options: MasterOptions) {
    this.#options = options
    this.#identifiers = new IdentifierSource(options.random, options.now)
    this.#latestPlan = new LatestPlan(options.replica.catalog, options)
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

  /** Tries nothing again; what is unfinished is finished after the next start. */
  stop(): void {
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
    const { now } = this.#options
    this.#checkRole()
    const made = requestId === undefined ? undefined : this.madeBefore(requestId, request)
    if (made !== undefined) return made
    this.#options.checkGround?.()
    // What the disk interrupted goes first, so that this change is planned on its outcome.
    this.resume()
    const prepared = this.#prepare(request)
    checkAgreement(prepared, agreement)
    this.#latestPlan.forget()
    const accepted = { at: now(), author, reason: agreement.reason, requestId }
    const changing = prepared.edits.filter(({ planned }) => planned.length > 0)
    const edits = changing.map(({ messages, ...edit }) => ({
      edit,
      entries: messages.map((message) => ({ eventId: randomUUID(), ...message })),
    }))
    const write = () => edits.map((each) => this.#write(each.edit, each.entries, accepted))
    if (!this.#makeTogether(write)) this.#makeInTurn(write)
    const events = edits.flatMap(({ entries }) => entries.map(({ summary }) => summary))
    return { events, id: prepared.edits[0]?.subject?.id ?? '' }
  }

  /**
   * Accepts a change and applies it, all of it with one commit.
   * @returns false when that is not possible: nothing has changed then
   */
  #makeTogether(write: () => readonly Written[]): boolean {
    const { change, timeline, onAccepted } = this.#options
    // It may have to be written down before, so not inside the transaction.
    const time = timeline?.nextTime()
    const done = change?.(() => this.#applyNow(write(), time))
    if (done === undefined || done === 'not together') return false
    if (done.trouble !== undefined) this.#leaveUnfinished(done.trouble)
    onAccepted()
    return true
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
      if (!isRefused) this.#leaveUnfinished(error)
      this.#withdraw(ids, error)
      throw error
    }
  }

  /** Writes one edit of a change into the history; for use inside the transaction that accepts it. */
  #write(
    edit: PlannedEdit,
    entries: readonly NewEntry[],
    accepted: Pick<HistoryEntry, 'at' | 'author' | 'reason' | 'requestId'>,
  ): Written {
    const { subject, before, after } = edit
    const historyId = this.#options.history.add({
      ...accepted,
      verb: edit.edit.verb,
      kind: kindOf(edit.edit),
      objectId: subject?.id ?? '',
      summary: summaryOf(edit, entries),
      before: before === undefined ? undefined : fileText(before, this.#options.replica.catalog),
      after: after === undefined ? undefined : fileText(after, this.#options.replica.catalog),
      ...bodiesOf(edit),
    })
    return { historyId, at: accepted.at, entries }
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
    return this.#latestPlan.of(request, () => planChange(request, context, prepareEdit))
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
    while (outbox.count('accepted') > 0) {
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
      this.#leaveUnfinished(refusal)
    }
  }

  /** What is accepted stays accepted, and is finished by itself. */
  #leaveUnfinished(because: unknown): never {
    this.#finishing.postpone(because)
    throw failure('PLB-ENGINE-EDIT-UNFINISHED', { reason: wordingOf(because) }, because)
  }
}

/** What the history says of an edit: the last of its events, and what it was published in spite of. */
function summaryOf({ findings }: PlannedEdit, entries: readonly NewEntry[]): Wording {
  const summary = entries.at(-1)?.summary ?? ''
  const error = brokenStyle(findings)
  return error === undefined
    ? summary
    : say('edits.publishedAnyway', { event: summary, reason: wordingOf(error) })
}
