import { z } from 'zod'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { Database } from '../../storage/database.ts'
import type { Sealer } from '../../storage/secrets.ts'
import { NotStaged } from '../../storage/staged-directory.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import { parseJson } from '../../text/json.ts'
import type { Knowledge } from '../../wire/knowledge.ts'
import { compareStamps, type Stamp } from '../../wire/stamp.ts'
import type { Replica } from '../replica/replica.ts'
import { shortened, undoStep, type UndoLog, type UndoStep } from '../replica/undo.ts'
import type { KeptGraves } from './graves.ts'
import type { TimeLease } from './time-lease.ts'
import { haveInCommon, meet, touchedBy, touchedIn } from './touched.ts'

/** An event that has a place in the order, or gets one when it is applied. */
export interface Placeable {
  /** Its entry of the inbox; undefined for a change made on this node. */
  readonly id: number | undefined
  /** What it is known by on every node. */
  readonly identity: string
  readonly sender: string
  readonly handler: string
  readonly body: string
  /** Undefined when its sender knows no order: then it counts as the latest when it arrives. */
  readonly stamp: Stamp | undefined
  /** What its sender had heard of others when it made it; undefined when it does not say. */
  readonly knows?: Knowledge | undefined
  /** Whether there is nothing to apply; see {@link repetitionProperty}. */
  readonly isRepetition?: boolean
}

interface Placed {
  readonly id: number
  readonly stamp: Stamp
  readonly touched: Set<string>
}

const row = z.object({
  id: z.number(),
  identity: z.string(),
  time: z.number(),
  step: z.number(),
  sender: z.string(),
  inbox_id: z.number().nullable(),
  handler: z.string(),
  body: z.instanceof(Uint8Array),
  touched: z.string(),
  is_stamped: z.number(),
})

const keys = z.array(z.string())

/** What was written down here was within the limits of a message before. */
const ownLimits = { values: 50_000_000, depth: 1000 }

/** Events that can be taken back at most; what is older than all of them counts as settled. */
const mostPlaced = 5000

/**
 * What was applied to a replica in which place of the order, with all it takes to take it back. An event that arrives
 * behind others it has to do with, but comes before them in the order, is applied in its place: they are taken back
 * first and applied again after it. So all nodes end equal, whatever order events reach them in.
 *
 * Where no master gives its events a place, nothing is kept.
 */
export class Timeline implements UndoLog {
  readonly #database: Database
  readonly #sealer: Sealer
  readonly #graves: KeptGraves
  readonly #now: () => number
  readonly #lease: TimeLease | undefined
  readonly #insert
  readonly #known
  readonly #byId
  readonly #update
  readonly #setTouched
  readonly #displace
  readonly #displaced
  readonly #addStep
  readonly #steps
  readonly #dropStep
  readonly #trimSteps
  readonly #leaveBodies
  readonly #trim
  /** In the order. */
  #placed: Placed[]
  /** The latest time of each sender. */
  readonly #heard = new Map<string, number>()
  /** What is being applied. */
  #current: Placed | undefined

  /** @param lease keeps the times of changes made here beside the database; without it they are lost with that */
  constructor(database: Database, sealer: Sealer, graves: KeptGraves, now: () => number, lease?: TimeLease) {
    this.#database = database
    this.#sealer = sealer
    this.#graves = graves
    this.#now = now
    this.#lease = lease
    const columns = 'id, identity, time, step, sender, inbox_id, handler, body, touched, is_stamped'
    this.#insert = database.command(`
      INSERT INTO placed (identity, time, step, sender, inbox_id, handler, body, touched, is_stamped)
      VALUES (:identity, :time, :step, :sender, :inboxId, :handler, :body, :touched, :isStamped)`)
    this.#known = database.query(`SELECT ${columns} FROM placed WHERE identity = :identity`, row)
    this.#byId = database.query(`SELECT ${columns} FROM placed WHERE id = :id`, row)
    this.#update = database.command('UPDATE placed SET time = :time, step = :step WHERE id = :id')
    this.#setTouched = database.command(`
      UPDATE placed SET touched = :touched, is_displaced = is_displaced AND NOT :isApplied WHERE id = :id`)
    this.#displace = database.command('UPDATE placed SET is_displaced = 1 WHERE id = :id')
    this.#displaced = database.query(`SELECT ${columns} FROM placed WHERE is_displaced = 1 ORDER BY id`, row)
    this.#addStep = database.command('INSERT INTO undo (placed_id, step) VALUES (:placedId, :step)')
    this.#steps = database.query(
      `SELECT undo.id, undo.step FROM undo JOIN placed ON placed.id = undo.placed_id
       WHERE is_displaced = 1 ORDER BY undo.id DESC`,
      z.object({ id: z.number(), step: z.instanceof(Uint8Array) }),
    )
    this.#dropStep = database.command('DELETE FROM undo WHERE id = :id')
    const beyond = '(SELECT id FROM placed WHERE is_displaced = 0 ORDER BY id DESC LIMIT 1 OFFSET :keep)'
    this.#leaveBodies = database.command(`
      UPDATE outbox SET body = (SELECT placed.body FROM placed WHERE identity = event_id)
      WHERE state IN ('accepted', 'applied') AND length(body) = 0
        AND event_id IN (SELECT identity FROM placed WHERE is_displaced = 0 AND id <= ${beyond})`)
    this.#trimSteps = database.command(`DELETE FROM undo WHERE placed_id <= ${beyond}`)
    this.#trim = database.command(`DELETE FROM placed WHERE is_displaced = 0 AND id <= ${beyond}`)
    const placed = database.query(`SELECT ${columns} FROM placed WHERE is_displaced = 0`, row)
    this.#placed = [...placed.iterate()]
      .map((each) => ({ id: each.id, stamp: each, touched: new Set(parseKeys(each.touched)) }))
      .toSorted((left, right) => compareStamps(left.stamp, right.stamp))
    for (const { stamp } of this.#placed) this.#hear(stamp)
  }

  get isOpen(): boolean {
    return this.#current !== undefined
  }

  /** @returns what makes all of it what it is now, for whoever takes back the transaction it is part of */
  remember(): () => void {
    const [placed, heard] = [[...this.#placed], [...this.#heard]]
    return () => {
      this.#placed = placed
      this.#heard.clear()
      for (const [sender, time] of heard) this.#heard.set(sender, time)
    }
  }

  /**
   * A place behind all there are, for changes made on this node now.
   * @param count how many there are; each has its place one behind the former
   * @throws a failure of the disk or the database, when the next start would not know of it
   */
  nextTime(count = 1): number {
    const time = this.#nextTime()
    this.#lease?.cover(time + count - 1)
    return time
  }

  #nextTime(): number {
    const latest = Math.max(this.#placed.at(-1)?.stamp.time ?? 0, this.#lease?.floor ?? 0)
    return Math.max(this.#now(), latest + 1)
  }

  /** Milliseconds the next change is dated ahead of the clock. */
  get ahead(): number {
    return this.#nextTime() - this.#now()
  }

  /** What was heard of every sender so far. */
  knowledge(): Knowledge {
    return new Map(this.#heard)
  }

  /**
   * What a sender made that whoever made another event had not heard of, and that has to do with it.
   * @param identity what the other event is known by, if it has a place
   */
  unheard(
    sender: string,
    identity: string,
    { event, knows, catalog }: { event: ClusterEvent; knows: Knowledge; catalog: Catalog },
  ): readonly Placeable[] {
    const known = knows.get(sender) ?? 0
    const latest = this.#placed.slice(this.#placed.findLastIndex(({ stamp }) => stamp.time <= known) + 1)
    const own = latest.filter(({ stamp }) => stamp.sender === sender)
    if (own.length === 0) return []
    const touched = new Set([
      ...parseKeys(this.#known.first({ identity })?.touched ?? '[]'),
      ...touchedBy(event, catalog),
    ])
    return own
      .filter((each) => meet(each.touched, touched))
      .flatMap(({ id }) => this.#byId.all({ id }).map((row) => this.#entryOf(row)))
  }

  /**
   * Takes back what was applied, comes behind an event, and has to do with it.
   * @returns what has to be applied again behind the event, in order
   */
  makeRoomFor(stamp: Stamp | undefined, event: ClusterEvent, replica: Replica): readonly Placeable[] {
    const moved = this.#inTheWayOf(stamp, event, replica.catalog)
    if (moved.size === 0) return []
    // What is taken back is forgotten with each step, so that neither its files nor the commit must come later.
    if (replica.isStaging || this.#database.isInTransaction) throw new NotStaged()
    this.#database.transaction(() => {
      for (const { id } of moved) this.#displace.run({ id })
    })
    this.#placed = this.#placed.filter((each) => !moved.has(each))
    return this.displaced(replica)
  }

  /** Whether an event has its place before another one, which has to do with it and would be taken back first. */
  comesBefore({ stamp }: Placeable, event: ClusterEvent, other: Placeable, catalog: Catalog): boolean {
    const placed = this.#known.first({ identity: other.identity })
    return [...this.#inTheWayOf(stamp, event, catalog)].some(({ id }) => id === placed?.id)
  }

  /** What comes behind an event and has to do with it. */
  #inTheWayOf(stamp: Stamp | undefined, event: ClusterEvent, catalog: Catalog): ReadonlySet<Placed> {
    const moved = new Set<Placed>()
    if (stamp === undefined) return moved
    const first = this.#placed.findLastIndex((each) => compareStamps(each.stamp, stamp) <= 0) + 1
    if (first === this.#placed.length) return moved
    const touched = new Set(touchedBy(event, catalog))
    for (const each of this.#placed.slice(first)) {
      if (!haveInCommon(each.touched, touched)) continue
      moved.add(each)
      for (const key of each.touched) touched.add(key)
    }
    return moved
  }

  /** What was taken back and is to be applied again, in order; taking it back is finished first. */
  displaced(replica: Replica): readonly Placeable[] {
    for (const { id, step } of this.#steps.all()) {
      replica.takeBack(parseStep(this.#sealer.open(step)))
      this.#database.lightly(() =>
        this.#database.transaction(() => {
          this.#dropStep.run({ id })
          this.#graves.write(this.#now())
        }),
      )
      this.#graves.written()
    }
    return this.#displaced
      .all()
      .toSorted(compareStamps)
      .map((each) => this.#entryOf(each))
  }

  #entryOf(each: z.output<typeof row>): Placeable {
    const { time, step, sender } = each
    return {
      id: each.inbox_id ?? undefined,
      identity: each.identity,
      sender,
      handler: each.handler,
      body: this.#sealer.open(each.body),
      stamp: each.is_stamped === 1 ? { time, step, sender } : undefined,
    }
  }

  #hear({ sender, time }: Stamp): void {
    this.#heard.set(sender, Math.max(time, this.#heard.get(sender) ?? 0))
  }

  /** Applies an event in its place and notes how it can be taken back. */
  place<Result>(entry: Placeable, event: ClusterEvent, replica: Replica, apply: () => Result): Result {
    if (entry.stamp === undefined && this.#placed.length === 0) return apply()
    const known = this.#known.first({ identity: entry.identity })
    const stamp = entry.stamp ?? known ?? { time: this.#nextTime(), step: 0, sender: entry.sender }
    const { time, step, sender } = stamp
    const touched = new Set([...parseKeys(known?.touched ?? '[]'), ...touchedBy(event, replica.catalog)])
    const id = this.#database.lightly(() => {
      if (known !== undefined) {
        this.#update.run({ id: known.id, time, step })
        return known.id
      }
      const { lastInsertRowid } = this.#insert.run({
        identity: entry.identity,
        time,
        step,
        sender,
        inboxId: entry.id ?? null,
        handler: entry.handler,
        body: this.#sealer.seal(entry.body),
        touched: JSON.stringify([...touched]),
        isStamped: entry.stamp === undefined ? 0 : 1,
      })
      return Number(lastInsertRowid)
    })
    const placed = { id, stamp, touched }
    if (known !== undefined) this.#placed = this.#placed.filter((each) => each.id !== id)
    this.#put(placed)
    const size = touched.size
    let isApplied = 0
    this.#current = placed
    try {
      const result = apply()
      isApplied = 1
      return result
    } finally {
      this.#current = undefined
      // Until it is applied, what was taken back is to be applied again: what made room for it may be finished by then.
      if (touched.size > size || known !== undefined)
        this.#database.lightly(() =>
          this.#setTouched.run({ id, touched: JSON.stringify([...touched]), isApplied }),
        )
    }
  }

  note(step: UndoStep, after?: CatalogObject): void {
    const current = this.#current
    if (current === undefined) return
    for (const key of touchedIn(step)) current.touched.add(key)
    this.#database.lightly(() =>
      this.#addStep.run({
        placedId: current.id,
        step: this.#sealer.seal(JSON.stringify(shortened(step, after))),
      }),
    )
  }

  #put(placed: Placed): void {
    const at = this.#placed.findLastIndex((each) => compareStamps(each.stamp, placed.stamp) <= 0) + 1
    this.#placed.splice(at, 0, placed)
    this.#hear(placed.stamp)
    if (this.#placed.length <= mostPlaced + mostPlaced / 10) return
    const trim = (): void => {
      // What is still to be published has its body here.
      this.#leaveBodies.run({ keep: mostPlaced })
      this.#trimSteps.run({ keep: mostPlaced })
      this.#trim.run({ keep: mostPlaced })
    }
    if (this.#database.isInTransaction) trim()
    else this.#database.transaction(trim)
    const kept = this.#placed
      .map(({ id }) => id)
      .toSorted((left, right) => left - right)
      .slice(-mostPlaced)
    const oldest = kept[0] ?? 0
    this.#placed = this.#placed.filter(({ id }) => id >= oldest)
  }
}

function parseKeys(text: string): readonly string[] {
  return keys.parse(parseJson(text, ownLimits))
}

function parseStep(text: string): UndoStep {
  return undoStep.parse(parseJson(text, ownLimits))
}
