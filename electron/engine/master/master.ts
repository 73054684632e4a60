import { randomUUID } from 'node:crypto'
import { elementForFile } from '../../catalog/to-file.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { referencedIds } from '../../catalog/references.ts'
import type { Clock } from '../../broker/clock.ts'
import { failure, isFailure, textOf, wordingOf, type Failure } from '../../errors/failure.ts'
import { Retry } from '../../broker/retry.ts'
import type { Database } from '../../storage/database.ts'
import { decodeBody } from '../../wire/decode.ts'
import { encodeEvent } from '../../wire/encode.ts'
import { applyChanges } from '../../wire/event.ts'
import { anyReceiver, ownReceiver } from '../../wire/receiver.ts'
import { inSteps } from '../../wire/steps.ts'
import type { XmlElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import type { History, HistoryEntry } from '../journal/history.ts'
import type { Outbox, OutboxEntry } from '../journal/outbox.ts'
import { faultOfEvent, troubleOf } from '../replica/disk-trouble.ts'
import type { Replica } from '../replica/replica.ts'
import { describeEvent } from '../words.ts'
import { IdentifierSource } from './identifiers.ts'
import { readObjectInput, type NameResolver } from './object-input.ts'
import type { Edit, PlannedEvent } from './edit.ts'
import { findObject } from './find-object.ts'
import { planEdit } from './plan-edit.ts'

/** A change as an operator writes it down. */
export interface EditRequest {
  readonly verb: 'add' | 'modify' | 'remove' | 'default'
  readonly kind: Kind
  /** For services, the type (`wms`). */
  readonly service?: string | undefined
  /** Name of the object to modify or remove, with its workspace (`topp:roads`); an id does as well. */
  readonly name?: string | undefined
  /** The object's properties as XML or JSON. */
  readonly input?: string | undefined
  /** The same as elements, ids in their references; in place of `input`. */
  readonly properties?: readonly XmlElement[] | undefined
  readonly styleBody?: string | undefined
  readonly recurse?: boolean | undefined
}

/** What a master did about a request. */
export interface Accepted {
  /** One sentence for each event, in the order they are published. */
  readonly events: readonly string[]
  /** Id of the object the request was about. */
  readonly id: string
}

/** What a master would do about a request. */
export interface Plan {
  /** One sentence for each event, in the order they would be published; none when there are problems. */
  readonly events: readonly string[]
  /** The object the request is about as it is; undefined for a new one, or when it was not found. */
  readonly before: CatalogObject | undefined
  /** The object as it would be; undefined when it would be removed. */
  readonly after: CatalogObject | undefined
  /** Why it would be refused. */
  readonly problems: readonly Failure[]
}

export interface MasterOptions {
  readonly database: Database
  readonly outbox: Outbox
  readonly history: History
  readonly replica: Replica
  readonly node: { readonly instanceName: string; readonly group: string; readonly toggleMaster: boolean }
  readonly now: () => number
  readonly random: () => number
  readonly newEventId?: () => string
  readonly styleBodyLimit: number
  /** The rules of a style as they are now, for the history; without it the history holds none. */
  readonly styleBody?: (style: CatalogObject) => string | undefined
  /** Called when there is something new to publish. */
  readonly onAccepted: () => void
  /** Told when accepted changes cannot be finished, and when they are after all. */
  readonly onTrouble?: () => void
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
  readonly #newEventId: () => string
  readonly #finishing: Retry<Failure>
  /** Entries written into our files so far. */
  #applied = 0

  constructor(options: MasterOptions) {
    this.#options = options
    this.#identifiers = new IdentifierSource(options.random, options.now)
    this.#newEventId = options.newEventId ?? randomUUID
    this.#finishing = new Retry({
      action: () => {
        this.#finishAccepted()
      },
      clock: options.clock,
      reasonOf: troubleOf,
      random: options.random,
      onChange: options.onTrouble,
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
   * Accepts and applies a change.
   * @param author who asks for it, for the history
   * @param requestId what the request is known by; repeated under the same id it is made once only
   * @throws PLB-ENGINE-NOT-A-MASTER, PLB-ENGINE-EDIT-REFUSED, PLB-ENGINE-IN-USE, PLB-ENGINE-OBJECT-NOT-FOUND,
   *   PLB-ENGINE-REQUEST-REUSED, and failures of the disk: nothing has changed then; PLB-ENGINE-EDIT-UNFINISHED
   */
  edit(request: EditRequest, author: string, requestId?: string): Accepted {
    const { now, database } = this.#options
    this.#checkRole()
    // What the disk interrupted goes first, so that this change is planned on its outcome.
    this.resume()
    const made = this.#madeBefore(request, requestId)
    if (made !== undefined) return made
    const { edit, messages, subject, before: former, after } = this.#prepare(request)
    const summaries = messages.map(({ summary }) => summary)
    const entries = messages.map((message) => ({ eventId: this.#newEventId(), ...message }))
    const at = now()
    const ids: number[] = []
    database.transaction(() => {
      const historyId = this.#options.history.add({
        at,
        author,
        verb: request.verb,
        kind: request.kind,
        objectId: subject?.id ?? '',
        summary: summaries.at(-1) ?? '',
        before: former === undefined ? undefined : this.#fileForm(former),
        after: after === undefined ? undefined : this.#fileForm(after),
        ...this.#bodies(edit, former),
        requestId,
      })
      for (const entry of entries) ids.push(this.#options.outbox.add({ ...entry, historyId, at }))
    })
    const before = this.#progress
    try {
      this.#applyAccepted()
    } catch (error) {
      const isRefused = this.#progress === before || faultOfEvent(error) !== undefined
      if (!isRefused) this.#leaveUnfinished(error)
      this.#withdraw(ids, error)
      throw error
    }
    return { events: summaries, id: subject?.id ?? '' }
  }

  /**
   * What {@link edit} would do; nothing changes.
   * @throws PLB-ENGINE-NOT-A-MASTER
   */
  plan(request: EditRequest): Plan {
    this.#checkRole()
    try {
      const { messages, before, after } = this.#prepare(request)
      return { events: messages.map(({ summary }) => summary), before, after, problems: [] }
    } catch (error) {
      if (!isFailure(error)) throw error
      const before = request.name === undefined ? undefined : this.#options.replica.catalog.get(request.name)
      return { events: [], before, after: undefined, problems: [error] }
    }
  }

  /** What came of a request that was answered, but whose answer may have been lost. */
  #madeBefore({ verb, kind }: EditRequest, requestId: string | undefined): Accepted | undefined {
    const made = requestId === undefined ? undefined : this.#options.history.byRequest(requestId)
    if (made === undefined || requestId === undefined) return undefined
    if (made.verb !== verb || made.kind !== kind) {
      throw failure('PLB-ENGINE-REQUEST-REUSED', { request: requestId, summary: made.summary })
    }
    return { events: made.events, id: made.objectId }
  }

  #checkRole(): void {
    const { node } = this.#options
    if (!node.toggleMaster) {
      throw failure('PLB-ENGINE-NOT-A-MASTER', { instanceName: node.instanceName, group: node.group })
    }
  }

  /** Everything about a change that can be known before it is accepted. */
  #prepare(request: EditRequest): Prepared {
    const { replica, now, styleBodyLimit } = this.#options
    const { catalog } = replica
    const edit = this.#resolve(request)
    const planned = planEdit(edit, {
      catalog,
      identifiers: this.#identifiers,
      now,
      styleBodyLimit,
      styleBody: this.#options.styleBody,
    })
    const first = planned
      .map(({ event }) => event)
      .find((event) => 'object' in event && event.object !== null)
    const before = subjectOf(edit)
    const subject = before ?? (first !== undefined && 'object' in first ? first.object : null)
    const added = new Map(
      planned.flatMap(({ event }) =>
        event.verb === 'add' ? [[event.object.id, event.object] as const] : [],
      ),
    )
    this.#checkReferences(planned, added)
    const find = (id: string): CatalogObject | undefined => added.get(id) ?? catalog.get(id)
    const steps = planned.flatMap(({ event, audience }) =>
      (audience === 'plumbline' ? [event] : inSteps(event, find)).map((each) => ({ event: each, audience })),
    )
    const messages = steps.map(({ event, audience }) => {
      const { handler, body } = encodeEvent(event, find, audience === 'plumbline' ? ownReceiver : anyReceiver)
      // What nobody could read may not be accepted: this node itself would stumble over it at every start.
      decodeBody(handler, body)
      return { handler, body, audience, summary: describeEvent(event, catalog) }
    })
    return { edit, messages, subject, before, after: stateAfter(planned, subject) }
  }

  /** The rules of a style before and after a change, when it is about a style. */
  #bodies(
    edit: Edit,
    before: CatalogObject | undefined,
  ): Pick<HistoryEntry, 'styleBodyBefore' | 'styleBodyAfter'> {
    const known = before?.kind === 'style' ? this.#options.styleBody?.(before) : undefined
    if (edit.verb === 'default' || edit.verb === 'remove') return { styleBodyBefore: known }
    return { styleBodyBefore: known, styleBodyAfter: edit.styleBody ?? known }
  }

  #finishAccepted(): void {
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
    const { outbox, now } = this.#options
    for (;;) {
      const entries = outbox.entries('accepted')
      if (entries.length === 0) break
      const applied: number[] = []
      try {
        for (const entry of entries) {
          this.#apply(entry)
          this.#applied += 1
          applied.push(entry.id)
        }
      } finally {
        // One commit for all of them; what a crash leaves unmarked is applied again, which does no harm.
        outbox.markAll(applied, 'applied', now())
      }
    }
    this.#options.onAccepted()
  }

  #apply(entry: OutboxEntry): void {
    const { outbox, replica } = this.#options
    try {
      // The same bytes the slaves will read: what our files become is what theirs become.
      replica.apply(decodeBody(entry.handler, entry.body))
    } catch (error) {
      const fault = faultOfEvent(error)
      if (fault !== undefined) outbox.withdraw(entry.id, fault.message)
      throw error
    }
  }

  /**
   * Takes back what is left of a change: it can never be written, or the disk refused before anything of it was.
   * @throws PLB-ENGINE-EDIT-UNFINISHED when it cannot even be taken back, since it stays accepted then
   */
  #withdraw(ids: readonly number[], error: unknown): void {
    const { outbox, database } = this.#options
    try {
      database.transaction(() => {
        for (const id of ids) outbox.withdraw(id, textOf(error))
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

  /** An event that refers to nothing would be parked by every slave, and by this node. */
  #checkReferences(planned: readonly PlannedEvent[], added: ReadonlyMap<string, CatalogObject>): void {
    const { catalog } = this.#options.replica
    for (const { event } of planned) {
      if (event.verb !== 'add' && event.verb !== 'modify') continue
      const result = event.verb === 'add' ? event.object : applyChanges(event.object, event.changes)
      for (const id of referencedIds(result)) {
        if (catalog.get(id) !== undefined || added.has(id)) continue
        throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: `it refers to ${id}, which does not exist` })
      }
    }
  }

  #resolve(request: EditRequest): Edit {
    const root =
      request.kind === 'service' ? (request.service ?? request.name?.split(':').at(-1) ?? '') : request.kind
    const resolve: NameResolver = (kinds, name) => findObject(this.#options.replica.catalog, kinds, name)
    const given =
      request.input === undefined ? [] : readObjectInput(request.kind, root, request.input, resolve)
    const properties = request.properties ?? given
    const styleBody = request.styleBody === undefined ? {} : { styleBody: request.styleBody }
    if (request.verb === 'add') return { verb: 'add', kind: request.kind, root, properties, ...styleBody }
    const object = findObject(this.#options.replica.catalog, [request.kind], request.name ?? request.kind)
    if (request.verb === 'modify') return { verb: 'modify', object, properties, ...styleBody }
    if (request.verb === 'remove') return { verb: 'remove', object, recurse: request.recurse === true }
    if (object.kind !== 'workspace')
      throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: 'only a workspace can be the default' })
    return { verb: 'default', workspace: object }
  }

  #fileForm(object: CatalogObject): string {
    return writeXml(elementForFile(object, this.#options.replica.catalog))
  }
}

function subjectOf(edit: Edit): CatalogObject | undefined {
  if (edit.verb === 'add') return undefined
  return edit.verb === 'default' ? edit.workspace : edit.object
}

interface Prepared {
  readonly edit: Edit
  /** Its events as they will travel. */
  readonly messages: readonly Pick<OutboxEntry, 'handler' | 'body' | 'audience' | 'summary'>[]
  /** The object the change is about. */
  readonly subject: { readonly id: string } | null
  readonly before: CatalogObject | undefined
  readonly after: CatalogObject | undefined
}

/** The object the change is about as it will be; undefined when it goes. */
function stateAfter(
  planned: readonly PlannedEvent[],
  subject: { readonly id: string } | null,
): CatalogObject | undefined {
  for (const { event } of planned) {
    if ((event.verb !== 'add' && event.verb !== 'modify') || event.object.id !== subject?.id) continue
    return event.verb === 'modify' ? applyChanges(event.object, event.changes) : event.object
  }
  return undefined
}
