import type { Clock } from '../../scheduler/clock.ts'
import type { Drift } from '../../catalog/diff.ts'
import { failure } from '../../errors/failure.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { compareStates, type NodeState } from './compare.ts'
import { deliver, type Delivery, type OperationResult } from './delivery.ts'
import { NodeDirectory } from './node-directory.ts'
import { planResync, type Plan, type Refusal } from './plan.ts'
import { refuseUnseen, type Withheld } from './withheld.ts'
import { Reference } from './reference.ts'
import type { StateReader } from './state-reader.ts'
import { say } from '../../sentences/say.ts'

/** Both sides as they were at one moment. */
export interface Comparison {
  readonly reference: NodeState
  readonly slave: NodeState
  readonly drift: Drift
}

/** What an operator was shown and agreed to; operations by their keys. */
export interface Agreement {
  /** Nothing else is ever removed. */
  readonly removals: ReadonlySet<string>
  readonly leftOut: ReadonlySet<string>
}

export interface ResyncReport {
  readonly before: Comparison
  /** The comparison after the last pass: the proof, or what still differs. */
  readonly after: Comparison
  readonly results: readonly OperationResult[]
  /** What differs and was not sent in the last pass, with the reason. */
  readonly withheld: readonly Withheld[]
  readonly passes: number
  readonly verified: boolean
  readonly cancelled: boolean
}

const passLimit = 3

/** Everything was shown, and nothing is left out. */
export function agreedTo({ operations }: Plan): Agreement {
  const removals = operations.filter(({ verb }) => verb === 'remove').map(({ key }) => key)
  return { removals: new Set(removals), leftOut: new Set() }
}

/**
 * Brings one slave back to its reference. Every rule about what may be sent is kept here: whoever plans and runs,
 * the reference is read as a whole in every pass, and nothing is removed that nobody agreed to.
 */
export class Resync {
  readonly #reference: Reference
  readonly #slave: NodeDirectory

  /**
   * @param slave its directory, or what was read of it already
   * @throws PLB-ENGINE-SAME-DIRECTORY
   */
  constructor(reference: DirectoryRoot | StateReader, slave: DirectoryRoot | NodeDirectory, clock?: Clock) {
    const reader = reference instanceof DirectoryRoot ? new NodeDirectory(reference, clock) : reference
    this.#reference = new Reference(reader)
    this.#slave = slave instanceof DirectoryRoot ? new NodeDirectory(slave, clock, reader) : slave
    const { root } = this.#slave
    if (reader instanceof NodeDirectory && reader.root.realPath === root.realPath) {
      throw failure('PLB-ENGINE-SAME-DIRECTORY', { directory: root.path })
    }
  }

  /**
   * What differs and what would be sent; nothing is.
   * @throws as {@link Reference.read}
   */
  async plan(): Promise<Comparison & Plan> {
    const comparison = await this.#compare()
    return { ...comparison, ...planOf(comparison) }
  }

  /**
   * Compares, sends what differs to the slave's own queue, waits until the slave has finished it, and compares again.
   * More passes follow when the first made something visible.
   * @throws PLB-RESYNC-PLAN-OUTDATED when something would be removed that is not in the agreement: nothing was sent;
   *   PLB-ENGINE-RESYNC-TIMEOUT when the slave stops taking events; as {@link Reference.read}, in any pass: what was
   *   sent before is applied all the same
   */
  async run(agreement: Agreement, delivery: Delivery): Promise<ResyncReport> {
    const { slave, control, signal, onProgress = () => undefined } = delivery
    const refuse = refusalOf(agreement)
    // Its memory may hold what its files lost; a resync is about the files.
    if (!slave.toggleMaster) await control.reload()
    onProgress({ phase: 'comparing', done: 0, total: 1, operation: undefined })
    const before = await this.#compare()
    let [after, plan] = [before, planOf(before, refuse)]
    refuseUnseen(slave.instanceName, plan.withheld)
    const results: OperationResult[] = []
    let passes = 0
    while (plan.operations.length > 0 && passes < passLimit && signal?.aborted !== true) {
      if (passes === 0) await control.settle(say('plan.resyncReplacesWhatThese'))
      passes += 1
      results.push(...(await deliver(plan.operations, delivery)))
      onProgress({ phase: 'verifying', done: 0, total: 1, operation: undefined })
      after = await this.#compare()
      plan = planOf(after, refuse)
    }
    const verified = after.drift.equal && isWhole(after.reference) && isWhole(after.slave)
    if (verified) await control.settle(say('plan.resyncProvedNodeEqual'))
    const cancelled = signal?.aborted === true
    return { before, after, results, withheld: plan.withheld, passes, verified, cancelled }
  }

  async #compare(): Promise<Comparison> {
    const reference = await this.#reference.read()
    const slave = await this.#slave.read()
    return { reference, slave, drift: compareStates(reference, slave) }
  }
}

function planOf({ drift, reference, slave }: Comparison, refuse?: Refusal): Plan {
  return planResync(drift, reference, slave, refuse)
}

/** Which operations are not made: those left out, and removals nobody agreed to. */
export function refusalOf({ removals, leftOut }: Agreement): Refusal {
  return ({ key, verb, isRisky = verb === 'remove' }) => {
    if (leftOut.has(key)) return 'left-out'
    return isRisky && !removals.has(key) ? 'not-agreed' : undefined
  }
}

/** Whether everything of a directory was read, so that what is missing in it is missing. */
export function isWhole({ problems }: NodeState): boolean {
  return problems.every(({ effect }) => effect !== 'unread')
}
