import { titleOf } from '../../catalog/catalog.ts'
import { failure } from '../../errors/failure.ts'
import type { NodeState } from './compare.ts'
import type { Gaps } from './gaps.ts'
import type { Subject } from './operation.ts'
import type { Obstacle } from './trial.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { say } from '../../sentences/say.ts'

/** The operator does not want it; or it removes something and was not shown to anyone. */
export type Refused = 'left-out' | 'not-agreed'

/** Something that differs and stays as it is. */
export interface Withheld extends Subject {
  readonly because: Refused | 'impossible'
}

/** So many are named of what a plan did not show. */
const namedUnseen = 5

/**
 * Refuses a plan that would do what nobody was shown and asked for.
 * @param withheld what it leaves as it is for want of that
 * @throws PLB-RESYNC-PLAN-OUTDATED when there is any
 */
export function refuseUnseen(instanceName: string, withheld: readonly Withheld[]): void {
  const unseen = withheld.filter(({ because }) => because === 'not-agreed')
  if (unseen.length === 0) return
  const steps = unseen.slice(0, namedUnseen).map(({ title }) => title)
  throw failure('PLB-RESYNC-PLAN-OUTDATED', { instanceName, count: unseen.length, steps })
}

/** What a plan leaves as it is, each thing for the first reason that was found. */
export class WithheldSubjects {
  readonly #byKey = new Map<string, Withheld>()

  get all(): readonly Withheld[] {
    return [...this.#byKey.values()]
  }

  has(key: string): boolean {
    return this.#byKey.has(key)
  }

  /** @returns whether it was not withheld before */
  add(
    { key, verb, kind, id, title }: Subject,
    reason: Wording,
    because: Withheld['because'] = 'impossible',
  ): boolean {
    if (this.#byKey.has(key)) return false
    this.#byKey.set(key, { key, verb, kind, id, title, reason, because })
    return true
  }
}

/**
 * Why an operation cannot be done, for the operator.
 * @param left what is said of something the reference has, and the plan does not bring
 */
export function reasonOf(
  obstacle: Obstacle,
  { catalog }: NodeState,
  gaps: Gaps,
  left: 'plan.neededNotSent' | 'stock.neededNotBrought',
): Wording {
  if (obstacle.type === 'harms') return obstacle.reason
  const { kind, id, name } = obstacle.missing
  const known = catalog.get(id)
  const needed = {
    kind: say(`kinds.${kind}`),
    name: name ?? (known === undefined ? id : titleOf(catalog, known)),
  }
  const path = gaps.hiding([kind])
  if (path !== undefined) return say('plan.neededInUnread', { ...needed, path })
  return say(known === undefined ? 'plan.neededNotThere' : left, needed)
}
