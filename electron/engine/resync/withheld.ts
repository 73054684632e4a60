import { titleOf } from '../../catalog/catalog.ts'
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
