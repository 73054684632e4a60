import type { Catalog } from '../../../catalog/catalog.ts'
import type { Drift, DriftEntry } from '../../../catalog/diff.ts'
import { matchObjects, type Pairing } from '../../../catalog/match-objects.ts'
import type { NodeState } from '../compare.ts'
import { Gaps } from '../gaps.ts'
import { Objections } from '../objections.ts'
import { subjectOf } from '../operation.ts'
import { reasonOf, WithheldSubjects, type Withheld } from '../withheld.ts'
import { withoutLost } from '../without-lost.ts'
import { Draft } from './draft.ts'
import { needsConsent, reloadOf, type StockOperation, type StockPlanOptions } from './stock-operation.ts'
import { obstaclesFor } from './litter.ts'
import { fileOf } from './file-of.ts'
import { rehearse } from './rehearsal.ts'
import type { StockState } from './stock-reader.ts'
import { say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'

export interface StockPlan {
  /** In the order they are done. */
  readonly operations: readonly StockOperation[]
  readonly withheld: readonly Withheld[]
  /** What the operations bring the slave to, as far as they are done: the reference in the slave's terms. */
  readonly wanted: NodeState
  /** What the slave has once renames are done, by which its objects are addressed. */
  readonly there: Catalog
}

const reasonsOfRefusal = {
  'left-out': say('plan.leftOut'),
  'not-agreed': say('stock.notAgreed'),
} as const

/**
 * The ordered operations that make a stock slave equal its reference. A stock slave takes nothing over and nothing along:
 * what is there by another id, in another place, or is a group of another name, is removed with all below it and added
 * again. What it would lose in a message goes another way, see {@link wayOf}.
 */
export function planStockResync(
  drift: Drift,
  reference: NodeState,
  slave: StockState,
  options: StockPlanOptions,
): StockPlan {
  return new StockPlanner(drift, reference, slave, options).plan()
}

class StockPlanner {
  readonly #drift: Drift
  readonly #reference: NodeState
  readonly #slave: StockState
  readonly #options: StockPlanOptions
  readonly #pairing: Pairing
  readonly #gaps: Gaps
  readonly #objections: Objections
  readonly #withheld = new WithheldSubjects()

  constructor(drift: Drift, reference: NodeState, slave: StockState, options: StockPlanOptions) {
    this.#drift = drift
    this.#gaps = new Gaps(reference.problems, reference.catalog)
    const kept = withoutLost(reference, slave.catalog, this.#gaps)
    this.#reference = kept.state
    this.#slave = slave
    this.#options = options
    this.#pairing = matchObjects(this.#reference.catalog, slave.catalog)
    this.#objections = new Objections(kept, slave, this.#gaps, this.#pairing.leftId)
  }

  plan(): StockPlan {
    for (const entry of this.#drift.entries) {
      const reason =
        this.#objections.against(entry) ?? this.#againstHidden(entry) ?? this.#againstObstacle(entry)
      if (reason !== undefined) this.#withheld.add(subjectOf(entry), reason)
    }
    for (;;) {
      const draft = new Draft(
        this.#drift,
        this.#reference,
        this.#slave,
        this.#pairing,
        this.#options,
        (key) => this.#withheld.has(key),
      )
      const operations = draft.operations()
      const left = this.#withholdRefused(operations) + this.#withholdObstacles(operations)
      if (left > 0) continue
      const { wanted, there } = draft
      return { operations, withheld: this.#withheld.all, wanted, there }
    }
  }

  /** What is in the slave's memory alone refuses to be added: only a reload makes room for it. */
  #againstHidden(entry: DriftEntry): Wording | undefined {
    if (entry.type !== 'missing' || this.#isReloadDone) return undefined
    const object = this.#reference.catalog.get(entry.id)
    const path = object === undefined ? undefined : fileOf(object, this.#reference.catalog)
    const isHidden = this.#slave.splits.some((split) => split.side === 'memory' && split.path === path)
    return isHidden ? say('stock.hidden') : undefined
  }

  /** Nothing comes below a file that is not to be removed. */
  #againstObstacle(entry: DriftEntry): Wording | undefined {
    const object = entry.type === 'missing' ? this.#reference.catalog.get(entry.id) : undefined
    const path = object && fileOf(object, this.#reference.catalog)
    const kept = obstaclesFor(path === undefined ? [] : [path], this.#slave).find(
      (each) => this.#options.refuse?.({ ...each, isRisky: true }) !== undefined,
    )
    return kept && say('stock.behindFile', { path: kept.clears?.[0]?.join('/') ?? '' })
  }

  get #isReloadDone(): boolean {
    const reload = reloadOf(this.#slave)
    return reload !== undefined && this.#options.refuse?.({ ...reload, isRisky: true }) === undefined
  }

  #withholdRefused(operations: readonly StockOperation[]): number {
    return operations.filter((operation) => {
      const refused = [operation.key, ...operation.removes]
        .map((key) => this.#options.refuse?.({ ...operation, key, isRisky: needsConsent(operation) }))
        .find((each) => each !== undefined)
      return refused !== undefined && this.#withholdAll(operation, reasonsOfRefusal[refused], refused)
    }).length
  }

  #withholdObstacles(operations: readonly StockOperation[]): number {
    const obstacles = rehearse(operations, this.#slave.catalog)
    return operations.filter((operation) => {
      const fault = operation.fault ?? this.#options.stopped?.get(operation.key)
      if (fault !== undefined) return this.#withholdAll(operation, fault, 'impossible')
      const obstacle = obstacles.get(operation.key)
      return (
        obstacle !== undefined &&
        this.#withholdAll(
          operation,
          reasonOf(obstacle, this.#reference, this.#gaps, 'stock.neededNotBrought'),
          'impossible',
        )
      )
    }).length
  }

  #withholdAll(operation: StockOperation, reason: Wording, because: Withheld['because']): boolean {
    for (const key of operation.covers) {
      const entry = this.#drift.entries.find((each) => subjectOf(each).key === key)
      if (entry !== undefined) this.#withheld.add(subjectOf(entry), reason, because)
    }
    return this.#withheld.add(operation, reason, because)
  }
}
