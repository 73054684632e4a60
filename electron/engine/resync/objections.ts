import type { DriftEntry } from '../../catalog/diff.ts'
import { classOf } from '../../catalog/kinds/table.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { isFailure, wordingOf } from '../../errors/failure.ts'
import type { NodeState } from './compare.ts'
import type { Gaps } from './gaps.ts'
import type { WithoutLost } from './without-lost.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** What speaks against making good an entry of a drift, whoever the slave is. */
export class Objections {
  readonly #reference: NodeState
  readonly #slave: NodeState
  readonly #gaps: Gaps
  readonly #leftId: (id: string) => string
  readonly #unloadable: ReadonlyMap<string, Wording>

  constructor(reference: WithoutLost, slave: NodeState, gaps: Gaps, leftId: (id: string) => string) {
    this.#reference = reference.state
    this.#unloadable = reference.unloadable
    this.#slave = slave
    this.#gaps = gaps
    this.#leftId = leftId
  }

  /** Why an entry cannot be made good at all; undefined when it can. */
  against(entry: DriftEntry): Wording | undefined {
    if (entry.type === 'defaultWorkspace') {
      const { defaultWorkspace = '' } = this.#reference.catalog
      const isKnown = this.#reference.catalog.get(defaultWorkspace, 'workspace') !== undefined
      return isKnown ? undefined : say('plan.referenceDoesNotSay')
    }
    const object = (entry.type === 'extra' ? this.#slave : this.#reference).catalog.get(entry.id, entry.kind)
    if (object === undefined) return say('plan.notAnyMore')
    const unread = entry.type === 'extra' ? undefined : this.#unreadRules(object)
    if (unread !== undefined) return unread
    if (object.kind === 'service' && classOf('service', object.root) === undefined) {
      return say('plan.noMessageCanCarry', { type: object.root })
    }
    const unloadable = entry.type === 'extra' ? undefined : this.#unloadable.get(object.id)
    if (unloadable !== undefined) {
      return say('plan.nothingWithoutWhatIsLacking', { reason: unloadable })
    }
    switch (entry.type) {
      case 'extra': {
        const path = this.#gaps.explaining(object, this.#slave.catalog, this.#leftId)
        return path === undefined ? undefined : say('plan.referenceMayCouldNot', { path })
      }
      case 'different': {
        const isBodyAlone = entry.properties.every(({ property }) => property === 'styleBody')
        return isBodyAlone && this.#reference.body(object) === undefined
          ? say('plan.referenceNoRules')
          : undefined
      }
      default:
        return undefined
    }
  }

  #unreadRules(object: CatalogObject): Wording | undefined {
    try {
      if (object.kind === 'style') this.#reference.body(object)
      return undefined
    } catch (error) {
      if (isFailure(error)) return say('plan.rulesCouldNotRead', { reason: wordingOf(error) })
      throw error
    }
  }
}
