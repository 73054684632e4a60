import { containerKinds } from '../../catalog/kinds/places.ts'
import { resourceKinds, storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { failure, isFailure, wordingOf, type Failure } from '../../errors/failure.ts'
import { decodeBody } from '../../wire/decode.ts'
import type { AddEvent, ClusterEvent, ModifyEvent } from '../../wire/event.ts'
import type { Stamp } from '../../wire/stamp.ts'
import { countsOnly, handlers, isHandler } from '../../wire/handlers.ts'
import type { Finish } from '../journal/inbox.ts'
import { faultOfEvent } from '../replica/disk-trouble.ts'
import { noGraves, type Graves } from '../replica/graves.ts'
import type { Missing } from '../replica/outcome.ts'
import type { Replica } from '../replica/replica.ts'
import type { UndoStep } from '../replica/undo.ts'
import { countedUp, describeEvent, objectWords } from '../words.ts'
import { say, property } from '../../sentences/say.ts'
import type { Wording, Sentence } from '../../sentences/sentence.ts'

/** An event as it arrived. */
export interface Encoded {
  readonly handler: string
  readonly body: string
  readonly sender?: string
  /** What it is known by; needed where events have an order. */
  readonly identity?: string
  readonly stamp?: Stamp | undefined
  /** Whether it only repeats what is known here. */
  readonly isRepetition?: boolean
}

/** Keeps events in an order of their own, whatever order they arrive in. */
export interface Order<Entry> {
  makeRoomFor(stamp: Stamp | undefined, event: ClusterEvent, replica: Replica): readonly Entry[]
  comesBefore(entry: Entry, event: ClusterEvent, other: Entry, catalog: Catalog): boolean
  displaced(replica: Replica): readonly Entry[]
  place<Result>(entry: Entry, event: ClusterEvent, replica: Replica, apply: () => Result): Result
  note(step: UndoStep): void
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
  readonly #graves: Graves
  readonly #before: (event: ClusterEvent) => void
  readonly #order: Order<Entry>
  readonly #refused = new Map<string, Refused>()
  /** What entries say, once it was asked. */
  readonly #events = new WeakMap<Entry, ClusterEvent>()
  #waiting: readonly Waiting<Entry>[] = []
  /** What only counts up, and may be followed by what counts further. */
  #counting: Entry | undefined

  /** @param before hears of each event right before it is applied */
  constructor(
    replica: Replica,
    onFinish: OnFinish<Entry>,
    graves: Graves = noGraves,
    before: (event: ClusterEvent) => void = () => undefined,
    order: Order<Entry> = orderOfArrival,
  ) {
    this.#replica = replica
    this.#onFinish = onFinish
    this.#graves = graves
    this.#before = before
    this.#order = order
  }

  /**
   * Applies an entry in its place, and after it those that waited for what it brought.
   * @throws a failure of the disk: what is not finished by then can be applied again, and what waits still waits
   */
  apply(entry: Entry): void {
    const event = this.read(entry)
    if (entry.isRepetition === true) {
      const summary =
        event === undefined ? say('node.eventCannotRead') : describeEvent(event, this.#replica.catalog)
      this.#onFinish(entry, { state: 'ignored', summary, reason: say('node.repeatedForOthers') }, event)
      return
    }
    const displaced = event === undefined ? [] : this.#order.makeRoomFor(entry.stamp, event, this.#replica)
    this.#applyEach([entry, ...displaced])
  }

  /**
   * Has an entry wait for {@link applyPutOff} that says no more than that its sender counts its changes, which is more
   * than half of all. As it brings the global settings whole, the next one of its kind says all.
   * @returns false for any other, which is to be applied
   */
  putOff(entry: Entry): boolean {
    const isCount = entry.stamp === undefined && countsOnly(entry.handler, entry.body)
    const former = this.#counting
    if (isCount && former !== undefined && former.sender === entry.sender)
      this.#onFinish(former, { state: 'applied', summary: countedUp }, undefined)
    else if (entry.handler === handlers.global) this.applyPutOff()
    if (isCount) this.#counting = entry
    return isCount
  }

  /** Applies what was put off. */
  applyPutOff(): void {
    const entry = this.#counting
    this.#counting = undefined
    if (entry !== undefined) this.apply(entry)
  }

  /** Applies again what was taken back when the process ended. */
  resume(): void {
    this.#applyEach(this.#order.displaced(this.#replica))
  }

  #applyEach(entries: readonly Entry[]): void {
    const known = new Set(entries.map(({ identity }) => identity))
    this.#waiting = this.#waiting.filter(
      ({ entry: { identity } }) => identity === undefined || !known.has(identity),
    )
    for (const each of entries) {
      const arrived = this.#applyOne(each)
      if (arrived !== undefined)
        this.#retry((waiting) => this.#isThere(waiting.missing) && !this.#takesBack(waiting.entry, each))
    }
  }

  /**
   * Lets entries wait, as they did before. Who knows what it waits for by name alone learns its id from another that
   * waits for the same, so that nothing else by that name will do.
   */
  park(waiting: readonly Waiting<Entry>[]): void {
    const all = [...this.#waiting, ...waiting]
    const ids = new Map<string, string>()
    for (const { missing } of all) if (missing.id !== '') ids.set(nameKeyOf(missing), missing.id)
    this.#waiting = all.map((each) => {
      const id = each.missing.id === '' ? ids.get(nameKeyOf(each.missing)) : undefined
      return id === undefined ? each : { ...each, missing: { ...each.missing, id } }
    })
  }

  /** Tries everything once more whose object is there. */
  retryAll(): void {
    this.#retry(({ missing }) => this.#isThere(missing))
  }

  /** Takes note of an event that was applied here without being received: a change made on this very node. */
  hear(event: ClusterEvent): void {
    if (event.verb === 'remove') {
      this.#bury(event.object)
      this.#dropLate()
    } else if (event.verb === 'add' || event.verb === 'modify') {
      this.#refused.delete(event.object.id)
      this.retryAll()
    }
  }

  /** Forgets what waits. */
  forget(): void {
    this.#waiting = []
    this.#counting = undefined
    this.#refused.clear()
  }

  /** Applies one entry and returns the object that is there now because of it. */
  #applyOne(entry: Entry): CatalogObject | undefined {
    const event = this.read(entry)
    if (event === undefined) return this.#attempt(entry)
    const arrived = this.#order.place(entry, event, this.#replica, () => this.#attempt(entry))
    const isOfStyle = arrived?.kind === 'style' && (event.verb === 'add' || event.verb === 'modify')
    if (isOfStyle) this.#applyFileOf(event)
    return arrived
  }

  #attempt(entry: Entry): CatalogObject | undefined {
    let summary: Sentence = say('node.eventCannotRead')
    let event: ClusterEvent | undefined
    let objectId: string | undefined
    try {
      event = this.#events.get(entry) ?? decode(entry)
      summary = describeEvent(event, this.#replica.catalog)
      objectId = objectIdOf(event)
      const late = this.#whyLate(event)
      if (late !== undefined) {
        // What belonged to it is as late.
        if ('object' in event && event.object !== null && event.verb !== 'default') this.#bury(event.object)
        this.#onFinish(entry, { state: 'ignored', summary, objectId, reason: late }, event)
        return undefined
      }
      const earlier = this.#waitingOn(objectId)
      if (earlier !== undefined && this.#hangsOnEarlier(event)) {
        const { missing } = earlier
        const reason = say('node.earlierEventSameObject')
        this.park([{ entry, missing, objectId }])
        this.#onFinish(entry, { state: 'parked', summary, objectId, missing, reason }, event)
        return undefined
      }
      if (event.verb === 'remove') this.#bury(event.object)
      this.#before(event)
      const outcome = this.#replica.apply(event, entry.stamp !== undefined)
      if (event.verb === 'remove') this.#dropLate()
      switch (outcome.outcome) {
        case 'applied': {
          const reason =
            outcome.notes.length > 1 ? say('node.notes', { notes: outcome.notes }) : outcome.notes[0]
          if (earlier !== undefined)
            this.#drop((each) => each.objectId === objectId, say('node.laterEventSaysAll'))
          this.#onFinish(entry, { state: 'applied', summary, objectId, reason }, event)
          if (event.verb !== 'add' && event.verb !== 'modify') return undefined
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
    this.#retry(({ missing }) => isMeant(missing, object))
  }

  /**
   * The file of a style names its workspace, the style knows it by id. When the workspace is renamed and both are
   * applied again, because a crash came between applying them and writing that down, the file alone cannot find it. It has
   * a place of its own in the order: whatever has the style applied once more does not bring it again.
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
      this.#order.place(entry, moved, this.#replica, () => {
        this.#before(moved)
        this.#replica.apply(moved)
      })
      this.#waiting = this.#waiting.filter((each) => each !== waiting)
      const summary = describeEvent(moved, this.#replica.catalog)
      this.#onFinish(
        entry,
        { state: 'applied', summary, reason: say('node.workspaceWas', { name: before }) },
        moved,
      )
    }
  }

  #retry(isDue: (waiting: Waiting<Entry>) => boolean): void {
    const due = this.#waiting.filter(isDue)
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

  /**
   * Whether what waits, in its place, comes before what it waits for was brought, and so would not find it: taking that
   * back and applying it again would have no end.
   */
  #takesBack(waiting: Entry, arrived: Entry): boolean {
    const event = this.read(waiting)
    return event !== undefined && this.#order.comesBefore(waiting, event, arrived, this.#replica.catalog)
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

  /**
   * Whether what was missing is there. Another object by its name is not what an event waits for that knows the id:
   * the master may have removed the one and made the other since.
   */
  #isThere({ kind, id, name }: Missing): boolean {
    const { catalog } = this.#replica
    if (id !== '') return catalog.get(id) !== undefined
    return (
      (kind === 'workspace' || kind === 'namespace') &&
      name !== undefined &&
      catalog.byName(kind, name) !== undefined
    )
  }

  /**
   * Why an event comes too late: what it is about, or belongs to, was removed here, or never came and goes before it
   * did. Another object by that name is none of its business. What is added may be there again.
   */
  #whyLate(event: ClusterEvent): Wording | undefined {
    if (event.verb === 'style-file') return undefined
    if (event.verb === 'default') {
      const { object } = event
      return object !== null && this.#wasRemoved(object.id, [object.kind])
        ? say('node.removedBefore')
        : undefined
    }
    const { object, verb } = event
    if (this.#replica.catalog.get(object.id) !== undefined) return undefined
    if (verb !== 'add' && this.#wasRemoved(object.id, [object.kind])) return say('node.removedBefore')
    if (verb === 'remove') {
      return this.#waiting.some(({ missing }) => isMeant(missing, object)) ? say('node.notThere') : undefined
    }
    const parent = parentKinds.find(([property, kinds]) =>
      this.#wasRemoved(referenceOf(object, property) ?? '', kinds),
    )
    return parent === undefined
      ? undefined
      : say('node.parentRemovedBefore', { property: property(parent[0]) })
  }

  #wasRemoved(id: string, kinds: readonly Kind[]): boolean {
    const kind = this.#replica.catalog.get(id) === undefined ? this.#graves.find(id)?.kind : undefined
    return kind !== undefined && kinds.includes(kind)
  }

  /** Remembers that an object is gone, also when it never was here; what waits for it need not wait any more. */
  #bury(object: CatalogObject): void {
    this.#refused.delete(object.id)
    this.#dropWaitingFor(object)
    if (this.#graves.find(object.id) === undefined) this.#order.note({ undo: 'raise', id: object.id })
    this.#graves.bury(object)
  }

  /** An object that is removed before it could be added was never there, nor was anything that belonged to it. */
  #dropWaitingFor(removed: CatalogObject): void {
    const belongs = ({ missing }: Waiting<Entry>): boolean =>
      containers.has(missing.kind) && isMeant(missing, removed)
    const reason = say('node.removedBeforeCouldApplied')
    this.#drop((each) => each.objectId === removed.id || belongs(each), reason)
  }

  /** Gives up what belongs to something that is gone, whatever it waits for. */
  #dropLate(): void {
    this.#drop((each) => {
      const event = this.read(each.entry)
      return event !== undefined && this.#whyLate(event) !== undefined
    }, say('node.removedBeforeCouldApplied'))
  }

  /** What an entry says; nothing when it cannot be read, which is found out when its turn comes. */
  read(entry: Entry): ClusterEvent | undefined {
    const known = this.#events.get(entry)
    if (known !== undefined) return known
    try {
      const event = decode(entry)
      this.#events.set(entry, event)
      return event
    } catch (error) {
      if (isFailure(error)) return undefined
      throw error
    }
  }

  /** Gives up waiting entries, and those on objects that belong to what they would have brought. */
  #drop(isDropped: (waiting: Waiting<Entry>) => boolean, reason: Wording): void {
    const dropped = this.#waiting.filter(isDropped)
    if (dropped.length === 0) return
    this.#waiting = this.#waiting.filter((each) => !dropped.includes(each))
    for (const { entry, objectId } of dropped) {
      const summary = say('node.eventWaitedObject')
      this.#onFinish(entry, { state: 'ignored', summary, objectId, reason }, undefined)
    }
    const ids = new Set(dropped.map(({ objectId }) => objectId))
    this.#drop(({ missing }) => containers.has(missing.kind) && ids.has(missing.id), reason)
  }
}

/** For a replica that takes events as they come. */
const orderOfArrival = {
  makeRoomFor: () => [],
  comesBefore: () => false,
  displaced: () => [],
  place: <Result>(_entry: unknown, _event: unknown, _replica: unknown, apply: () => Result) => apply(),
  note() {},
}

/** What an object belongs to, by the property that says so. */
const parentKinds: readonly (readonly [string, readonly Kind[]])[] = [
  ['workspace', ['workspace']],
  ['namespace', ['namespace']],
  ['store', storeKinds],
  ['resource', resourceKinds],
]

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

/** What is known of a missing object besides its id. */
function nameKeyOf({ kind, name }: Missing): string {
  return `${kind} ${name ?? ''}`
}

function waitsFor(missing: Missing): Wording {
  return say('node.waitsFor', { kind: say(`kinds.${missing.kind}`), name: missing.name ?? missing.id })
}

function isMeant(missing: Missing, object: CatalogObject): boolean {
  // Where nothing says which of several kinds it is, the likeliest was noted down.
  const kinds = alike.find((each) => each.includes(missing.kind)) ?? [missing.kind]
  if (!kinds.includes(object.kind)) return false
  return missing.id === '' ? missing.name === nameOf(object) : missing.id === object.id
}

const alike: readonly (readonly Kind[])[] = [storeKinds, resourceKinds, ['layer', 'layerGroup']]

function needsRefused({ object, because }: Refused): Failure {
  return failure('PLB-ENGINE-NEEDED-OBJECT-REFUSED', {
    needed: objectWords(object.kind, nameOf(object) ?? object.id),
    reason: wordingOf(because),
  })
}
