import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import { failure, isFailure, type Failure } from '../../errors/failure.ts'
import { decodeBody } from '../../wire/decode.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import { isHandler } from '../../wire/handlers.ts'
import type { Finish } from '../journal/inbox.ts'
import type { Missing } from '../replica/outcome.ts'
import type { Replica } from '../replica/replica.ts'
import { describeEvent } from '../words.ts'

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

/**
 * Applies events to a replica in the order they arrived. One that needs an object the replica does not have waits
 * for it, and so do the later ones on the same object; one that can never be applied fails and holds nothing up.
 */
export class Sequencer<Entry extends Encoded> {
  readonly #replica: Replica
  readonly #onFinish: OnFinish<Entry>
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
    if (arrived !== undefined) this.#retry((missing) => isSatisfiedBy(missing, arrived))
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
      const earlier = this.#waiting.find((each) => objectId !== undefined && each.objectId === objectId)
      if (earlier !== undefined && event.verb !== 'remove') {
        const { missing } = earlier
        const reason = 'an earlier event on the same object waits'
        this.park([{ entry, missing, objectId }])
        this.#onFinish(entry, { state: 'parked', summary, objectId, missing, reason }, event)
        return undefined
      }
      if (event.verb === 'remove') this.#dropWaiting(objectId)
      const outcome = this.#replica.apply(event)
      switch (outcome.outcome) {
        case 'applied': {
          const reason = outcome.notes.join('; ') || undefined
          this.#onFinish(entry, { state: 'applied', summary, objectId, reason }, event)
          return event.verb === 'add' || event.verb === 'modify' ? event.object : undefined
        }
        case 'ignored':
          this.#onFinish(entry, { state: 'ignored', summary, objectId, reason: outcome.reason }, event)
          return undefined
        case 'parked': {
          const { missing } = outcome
          this.park([{ entry, missing, objectId }])
          this.#onFinish(
            entry,
            { state: 'parked', summary, objectId, missing, reason: waitsFor(missing) },
            event,
          )
          return undefined
        }
      }
    } catch (error) {
      if (!isFailure(error) || isTrouble(error)) throw error
      this.#onFinish(entry, { state: 'failed', summary, objectId, failure: error }, event)
      return undefined
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

  /** An object that is removed before it could be added was never there. */
  #dropWaiting(objectId: string | undefined): void {
    if (objectId === undefined) return
    const dropped = this.#waiting.filter((each) => each.objectId === objectId)
    this.#waiting = this.#waiting.filter((each) => each.objectId !== objectId)
    for (const { entry } of dropped) {
      const summary = 'an event on an object since removed'
      const reason = 'removed before it could be applied'
      this.#onFinish(entry, { state: 'ignored', summary, objectId, reason }, undefined)
    }
  }
}

function decode(entry: Encoded): ClusterEvent {
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
