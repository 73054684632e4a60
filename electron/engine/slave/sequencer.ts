import { containerKinds } from '../../catalog/kinds/places.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { failure, wordingOf, type Failure } from '../../errors/failure.ts'
import { decodeBody } from '../../wire/decode.ts'
import type { AddEvent, ClusterEvent, ModifyEvent } from '../../wire/event.ts'
import { isHandler } from '../../wire/handlers.ts'
import type { Finish } from '../journal/inbox.ts'
import { faultOfEvent } from '../replica/disk-trouble.ts'
import type { Missing } from '../replica/outcome.ts'
import type { Replica } from '../replica/replica.ts'
import { describeEvent, wordsOf } from '../words.ts'

/** An event as it arrived. */
export interface Encoded {
  readonly handler: string
  readonly body: string
}

/** An event that cannot be applied before an object arrives. */
export interface Waiting<Entry> {
  readonly entry: Entry
  readonly missing: Missing
  readonly objectId: string | undefined
}

/**
 * Hears what became of an entry. One that was parked is heard of again when it is finished otherwise.
 * @param event what the entry says; undefined when it cannot be read
 */
export type OnFinish<Entry> = (entry: Entry, finish: Finish, event: ClusterEvent | undefined) => void

/** An object that is not there because the event that would have brought it failed. */
interface Refused {
  readonly object: CatalogObject
  readonly because: Failure
}

/**
 * Applies events to a replica in the order they arrived. One that needs an object the replica does not have waits
 * for it, and so do later changes of the same object; one that can never be applied fails and holds nothing up. What
 * needs an object whose event failed counts as failed, too, and yet is applied should the object arrive after all.
 */
export class Sequencer<Entry extends Encoded> {
  readonly #replica: Replica
  readonly #onFinish: OnFinish<Entry>
  readonly #refused = new Map<string, Refused>()
  #waiting: readonly Waiting<Entry>[] = []

  constructor(replica: Replica, onFinish: OnFinish<Entry>) {
    this.#replica = replica
    this.#onFinish = onFinish
  }

  /**
   * Applies an entry, and after it those that waited for what it brought.
   * @throws a failure of the disk: what is not finished by then can be applied again, and what waits still waits
   */
  apply(entry: Entry): void {
    const arrived = this.#applyOne(entry)
    if (arrived !== undefined) this.#retry((missing) => this.#isThere(missing, arrived))
  }

  /** Lets entries wait, as they did before. */
  park(waiting: readonly Waiting<Entry>[]): void {
    this.#waiting = [...this.#waiting, ...waiting]
  }

  /** Tries everything that waits once more. */
  retryAll(): void {
    this.#retry(() => true)
  }

  /** Forgets what waits. */
  forget(): void {
    this.#waiting = []
    this.#refused.clear()
  }

  /** Applies one entry and returns the object that is there now because of it. */
  #applyOne(entry: Entry): CatalogObject | undefined {
    let summary = 'an event that cannot be read'
    let event: ClusterEvent | undefined
    let objectId: string | undefined
    try {
      event = decode(entry)
      summary = describeEvent(event, this.#replica.catalog)
      objectId = objectIdOf(event)
      const earlier = this.#waitingOn(objectId)
      if (earlier !== undefined && this.#hangsOnEarlier(event)) {
        const { missing } = earlier
        const reason = 'an earlier event on the same object waits'
        this.park([{ entry, missing, objectId }])
        this.#onFinish(entry, { state: 'parked', summary, objectId, missing, reason }, event)
        return undefined
      }
      if (event.verb === 'remove') {
        this.#refused.delete(event.object.id)
        this.#dropWaitingFor(event.object)
      }
      const outcome = this.#replica.apply(event)
      switch (outcome.outcome) {
        case 'applied': {
          const reason = outcome.notes.join('; ') || undefined
          if (earlier !== undefined)
            this.#drop((each) => each.objectId === objectId, 'a later event says it all')
          this.#onFinish(entry, { state: 'applied', summary, objectId, reason }, event)
          if (event.verb !== 'add' && event.verb !== 'modify') return undefined
          if (event.object.kind === 'style') this.#applyFileOf(event)
          this.#refused.delete(event.object.id)
          return this.#replica.catalog.get(event.object.id) ?? event.object
        }
        case 'ignored':
          this.#onFinish(entry, { state: 'ignored', summary, objectId, reason: outcome.reason }, event)
          return undefined
        case 'parked': {
          const { missing } = outcome
          this.park([{ entry, missing, objectId }])
          const refused = [...this.#refused.values()].find(({ object }) => isMeant(missing, object))
          const end: Finish =
            refused === undefined
              ? { state: 'parked', summary, objectId, missing, reason: waitsFor(missing) }
              : { state: 'failed', summary, objectId, failure: needsRefused(refused) }
          this.#onFinish(entry, end, event)
          if (refused !== undefined) this.#refuse(event, refused.because)
          return undefined
        }
      }
    } catch (error) {
      const fault = faultOfEvent(error)
      if (fault === undefined) throw error
      this.#onFinish(entry, { state: 'failed', summary, objectId, failure: fault }, event)
      if (event !== undefined) this.#refuse(event, fault)
      return undefined
    }
  }

  /** Remembers that the object of an event will not arrive with it, which fails those that wait for it. */
  #refuse(event: ClusterEvent, because: Failure): void {
    if (event.verb !== 'add' && event.verb !== 'modify') return
    const { object } = event
    const isThere = this.#replica.catalog.get(object.id, object.kind) !== undefined
    if (isThere || this.#refused.has(object.id)) return
    this.#refused.set(object.id, { object, because })
    this.#retry((missing) => isMeant(missing, object))
  }

  /**
   * The file of a style names its workspace, the style knows it by id. When the workspace is renamed and both are
   * applied again, because a crash came between applying them and writing that down, the file alone cannot find it.
   */
  #applyFileOf({ object, copies }: AddEvent | ModifyEvent): void {
    const workspace = referenceOf(object, 'workspace') ?? ''
    const [sent, local] = [copies.get(workspace), this.#replica.catalog.get(workspace, 'workspace')]
    const [before, now] = [sent && nameOf(sent), local && nameOf(local)]
    if (before === undefined || now === undefined || before === now) return
    for (const waiting of this.#waiting) {
      const { entry, missing } = waiting
      if (missing.kind !== 'workspace' || missing.name !== before) continue
      const file = decode(entry)
      if (file.verb !== 'style-file' || file.fileName !== textOfProperty(object, 'filename')) continue
      const moved = { ...file, workspace: now }
      this.#replica.apply(moved)
      this.#waiting = this.#waiting.filter((each) => each !== waiting)
      const summary = describeEvent(moved, this.#replica.catalog)
      this.#onFinish(entry, { state: 'applied', summary, reason: `the workspace was ${before} then` }, moved)
    }
  }

  #retry(isSatisfied: (missing: Missing) => boolean): void {
    const due = this.#waiting.filter((each) => isSatisfied(each.missing))
    this.#waiting = this.#waiting.filter((each) => !due.includes(each))
    for (const [index, { entry }] of due.entries()) {
      try {
        this.apply(entry)
      } catch (error) {
        // Nothing may be forgotten because the disk was full when its turn came.
        this.#waiting = [...due.slice(index), ...this.#waiting]
        throw error
      }
    }
  }

  #waitingOn(objectId: string | undefined): Waiting<Entry> | undefined {
    return objectId === undefined ? undefined : this.#waiting.find((each) => each.objectId === objectId)
  }

  /**
   * Whether an event has to wait when an earlier one on the same object does. Only a change of an object that is
   * there must: any other event brings the whole object, which makes the earlier ones superfluous.
   */
  #hangsOnEarlier(event: ClusterEvent): boolean {
    return event.verb === 'modify' && this.#replica.catalog.get(event.object.id) !== undefined
  }

  /** Whether what was missing is there, now that an object arrived; it may have brought another along. */
  #isThere(missing: Missing, arrived: CatalogObject): boolean {
    if (missing.id !== '' && this.#replica.catalog.get(missing.id) !== undefined) return true
    return missing.kind === arrived.kind && missing.name !== undefined && missing.name === nameOf(arrived)
  }

  /** An object that is removed before it could be added was never there, nor was anything that belonged to it. */
  #dropWaitingFor(removed: CatalogObject): void {
    const belongs = ({ missing }: Waiting<Entry>): boolean =>
      containers.has(missing.kind) && isMeant(missing, removed)
    const reason = 'removed before it could be applied'
    this.#drop((each) => each.objectId === removed.id || belongs(each), reason)
  }

  /** Gives up waiting entries, and those on objects that belong to what they would have brought. */
  #drop(isDropped: (waiting: Waiting<Entry>) => boolean, reason: string): void {
    const dropped = this.#waiting.filter(isDropped)
    if (dropped.length === 0) return
    this.#waiting = this.#waiting.filter((each) => !dropped.includes(each))
    for (const { entry, objectId } of dropped) {
      const summary = 'an event that waited for an object'
      this.#onFinish(entry, { state: 'ignored', summary, objectId, reason }, undefined)
    }
    const ids = new Set(dropped.map(({ objectId }) => objectId))
    this.#drop(({ missing }) => containers.has(missing.kind) && ids.has(missing.id), reason)
  }
}

/** What is in one of these is removed with it. */
const containers: ReadonlySet<Kind> = new Set([...containerKinds, 'namespace'])

function decode(entry: Encoded): ClusterEvent {
  if (!isHandler(entry.handler)) throw failure('PLB-WIRE-UNKNOWN-HANDLER', { handler: entry.handler })
  return decodeBody(entry.handler, entry.body)
}

/** There is one default of a catalog, whichever of its two sides an event names. */
const idOfDefault = 'default'

function objectIdOf(event: ClusterEvent): string | undefined {
  if (event.verb === 'default') return event.property === 'defaultDataStore' ? undefined : idOfDefault
  return event.verb === 'style-file' || event.object.id === '' ? undefined : event.object.id
}

function waitsFor(missing: Missing): string {
  return `waits for the ${missing.kind} ${missing.name ?? missing.id}`
}

function isMeant(missing: Missing, object: CatalogObject): boolean {
  return missing.id === ''
    ? missing.kind === object.kind && missing.name === nameOf(object)
    : missing.id === object.id
}

function needsRefused({ object, because }: Refused): Failure {
  return failure('PLB-ENGINE-NEEDED-OBJECT-REFUSED', {
    needed: `${wordsOf(object.kind)} ${nameOf(object) ?? object.id}`,
    reason: wordingOf(because),
  })
}
