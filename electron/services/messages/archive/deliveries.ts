import { z } from 'zod'
import type { Database } from '../../../storage/database.ts'
import {
  afterComparison,
  afterOutcomes,
  afterQueueLook,
  afterRetention,
  newLedger,
  type Ledger,
  type NodeOutcome,
  type QueueLook,
  type StateComparison,
} from '../delivery/ledger.ts'
import { SequenceRanges } from '../delivery/sequence-ranges.ts'
import { DeliveryTimes, type DeliveryStep, type NotedStep } from './delivery-times.ts'
import type { Names } from './names.ts'
import { storedWording, wordingColumn } from '../../../sentences/stored.ts'

const slaveRow = z.object({
  name: z.number(),
  since: z.number(),
  taken_through: z.number(),
  seen_at: z.number(),
  compared_through: z.number(),
  compared_at: z.number(),
})
const exceptionRow = z.object({
  slave: z.number(),
  sequence: z.number(),
  state: z.enum(['pending', 'taken', 'failed']),
  at: z.number(),
  reason: wordingColumn.nullable(),
  proof: z.string().nullable(),
})
const differenceRow = z.object({
  slave: z.number(),
  proof: z.number(),
  verified_through: z.number(),
  certain: z.number(),
})

/** The ledgers of all slaves, in memory and in the archive's database, where filters by state look. */
export class Deliveries {
  readonly #database: Database
  readonly #names: Names
  readonly #ledgers = new Map<string, Ledger>()
  readonly #times: DeliveryTimes
  readonly #statements

  constructor(database: Database, names: Names) {
    this.#database = database
    this.#names = names
    this.#times = new DeliveryTimes(database)
    this.#statements = {
      putSlave: database.command(`
        INSERT INTO slave (name, since, taken_through, seen_at, compared_through, compared_at)
        VALUES (:name, :since, :takenThrough, :seenAt, :comparedThrough, :comparedAt)
        ON CONFLICT (name) DO UPDATE SET since = excluded.since, taken_through = excluded.taken_through,
          seen_at = excluded.seen_at, compared_through = excluded.compared_through, compared_at = excluded.compared_at`),
      clearExceptions: database.command('DELETE FROM slave_exception WHERE slave = :slave'),
      putException: database.command(`
        INSERT INTO slave_exception (slave, sequence, state, at, reason, proof)
        VALUES (:slave, :sequence, :state, :at, :reason, :proof)`),
      clearDifferences: database.command('DELETE FROM slave_difference WHERE slave = :slave'),
      putDifference: database.command(`
        INSERT INTO slave_difference (slave, proof, verified_through, certain)
        VALUES (:slave, :proof, :verifiedThrough, :certain)`),
    }
    this.#load()
  }

  all(): readonly Ledger[] {
    return [...this.#ledgers.values()]
  }

  get(instanceName: string): Ledger | undefined {
    return this.#ledgers.get(instanceName)
  }

  /** Begins to follow slaves that are new. */
  follow(instanceNames: readonly string[], newest: number): boolean {
    const added = instanceNames.filter((name) => !this.#ledgers.has(name))
    for (const name of added) this.#put(newLedger(name, newest))
    return added.length > 0
  }

  sawQueue(instanceName: string, look: QueueLook): boolean {
    return this.#change(instanceName, look.newest, look.at, (ledger) => afterQueueLook(ledger, look))
  }

  compared(instanceName: string, comparison: StateComparison): boolean {
    const { newest, at, differing } = comparison
    const isNew = this.#change(instanceName, newest, at, (ledger) => afterComparison(ledger, comparison))
    const through = this.#ledgers.get(instanceName)?.comparedThrough ?? 0
    // While anything differs it is not certain what the comparison says of whom.
    if (differing.size === 0 && through > 0) this.#note(instanceName, 'verified', through, at)
    return isNew
  }

  heard(instanceName: string, outcomes: readonly NodeOutcome[], newest: number): boolean {
    const at = Math.max(...outcomes.map((each) => each.at))
    const isNew = this.#change(instanceName, newest, at, (ledger) => afterOutcomes(ledger, outcomes))
    this.#database.transaction(() => {
      for (const { sequence, state, isApplied, at: toldAt } of outcomes) {
        const step = isApplied === true ? 'applied' : 'not applied'
        if (state === 'taken') this.#note(instanceName, step, sequence, toldAt)
      }
    })
    return isNew
  }

  /** When what happened to a message at a slave, as far as it was noticed. */
  stepsOf(instanceName: string, sequence: number): readonly DeliveryStep[] {
    const slave = this.#names.find(instanceName)
    return slave === undefined ? [] : this.#times.stepsOf(slave, sequence)
  }

  #note(instanceName: string, step: NotedStep, through: number, at: number): void {
    const slave = this.#names.find(instanceName)
    if (slave !== undefined) this.#times.note(slave, step, through, at)
  }

  /** Marks the numbers of texts that ledgers have. */
  markNames(isUsed: Uint8Array): void {
    for (const { instanceName, differing } of this.all()) {
      for (const text of [instanceName, ...differing.keys()]) isUsed[this.#names.find(text) ?? 0] = 1
    }
  }

  forgetBefore(oldest: number): void {
    this.#times.forgetBefore(oldest)
    for (const ledger of this.all()) {
      const kept = afterRetention(ledger, oldest)
      if (kept !== ledger) this.#put(kept)
    }
  }

  /** @returns whether anything but the time of the look changed */
  #change(instanceName: string, newest: number, at: number, change: (ledger: Ledger) => Ledger): boolean {
    const before = this.#ledgers.get(instanceName) ?? newLedger(instanceName, newest)
    const after = change(before)
    if (after === before && this.#ledgers.has(instanceName)) return false
    this.#put(after)
    if (after.takenThrough > before.takenThrough) this.#note(instanceName, 'taken', after.takenThrough, at)
    return !isSameButTime(before, after)
  }

  #put(ledger: Ledger): void {
    const before = this.#ledgers.get(ledger.instanceName)
    this.#names.within(() =>
      this.#database.transaction(() => {
        const slave = this.#names.numberFor(ledger.instanceName)
        const { putSlave, clearExceptions, putException, clearDifferences, putDifference } = this.#statements
        const { since, takenThrough, seenAt, comparedThrough, comparedAt } = ledger
        putSlave.run({ name: slave, since, takenThrough, seenAt, comparedThrough, comparedAt })
        if (before?.exceptions !== ledger.exceptions) {
          clearExceptions.run({ slave })
          for (const [sequence, exception] of ledger.exceptions) {
            const reason = exception.reason === null ? null : storedWording(exception.reason)
            putException.run({ slave, sequence, ...exception, reason })
          }
        }
        if (before?.differing === ledger.differing) return
        clearDifferences.run({ slave })
        for (const [proof, { verifiedThrough, certain }] of ledger.differing) {
          const number = this.#names.numberFor(proof)
          putDifference.run({ slave, proof: number, verifiedThrough, certain: certain ? 1 : 0 })
        }
      }),
    )
    this.#ledgers.set(ledger.instanceName, ledger)
  }

  #load(): void {
    const exceptions = this.#database.query('SELECT * FROM slave_exception', exceptionRow).all()
    const differences = this.#database.query('SELECT * FROM slave_difference', differenceRow).all()
    const applied = this.#times.applied()
    for (const row of this.#database.query('SELECT * FROM slave', slaveRow).all()) {
      const instanceName = this.#names.text(row.name)
      this.#ledgers.set(instanceName, {
        instanceName,
        since: row.since,
        takenThrough: row.taken_through,
        seenAt: row.seen_at,
        comparedThrough: row.compared_through,
        comparedAt: row.compared_at,
        exceptions: new Map(
          exceptions
            .filter(({ slave }) => slave === row.name)
            .map(({ sequence, state, at, reason, proof }) => [sequence, { state, at, reason, proof }]),
        ),
        applied: new SequenceRanges(applied.get(row.name)),
        differing: new Map(
          differences
            .filter(({ slave }) => slave === row.name)
            .map((each) => [
              this.#names.text(each.proof),
              { verifiedThrough: each.verified_through, certain: each.certain === 1 },
            ]),
        ),
      })
    }
  }
}

function isSameButTime(before: Ledger, after: Ledger): boolean {
  return (
    before.since === after.since &&
    before.takenThrough === after.takenThrough &&
    before.comparedThrough === after.comparedThrough &&
    before.comparedAt === after.comparedAt &&
    before.applied === after.applied &&
    isSame(before.exceptions, after.exceptions) &&
    isSame(before.differing, after.differing)
  )
}

function isSame<Value>(before: ReadonlyMap<unknown, Value>, after: ReadonlyMap<unknown, Value>): boolean {
  if (before === after) return true
  if (before.size !== after.size) return false
  return [...before].every(([key, value]) => {
    const other = after.get(key)
    return other !== undefined && JSON.stringify({ ...value, at: 0 }) === JSON.stringify({ ...other, at: 0 })
  })
}
