import type { DriftEntry } from '../../catalog/diff.ts'
import { classOf } from '../../catalog/kinds/table.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { isFailure } from '../../errors/failure.ts'
import type { NodeState } from './compare.ts'
import type { Gaps } from './gaps.ts'

/** What speaks against making good an entry of a drift, whoever the slave is. */
export class Objections {
  readonly #reference: NodeState
  readonly #slave: NodeState
  readonly #gaps: Gaps
  readonly #leftId: (id: string) => string

  constructor(reference: NodeState, slave: NodeState, gaps: Gaps, leftId: (id: string) => string) {
    this.#reference = reference
    this.#slave = slave
    this.#gaps = gaps
    this.#leftId = leftId
  }

  /** Why an entry cannot be made good at all; undefined when it can. */
  against(entry: DriftEntry): string | undefined {
    if (entry.type === 'defaultWorkspace') {
      const { defaultWorkspace = '' } = this.#reference.catalog
      const isKnown = this.#reference.catalog.get(defaultWorkspace, 'workspace') !== undefined
      return isKnown ? undefined : 'the reference does not say which it is'
    }
    const object = (entry.type === 'extra' ? this.#slave : this.#reference).catalog.get(entry.id, entry.kind)
    if (object === undefined) return 'it is not there any more'
    const unread = entry.type === 'extra' ? undefined : this.#unreadRules(object)
    if (unread !== undefined) return unread
    if (object.kind === 'service' && classOf('service', object.root) === undefined) {
      return `no message can carry a service of type ${object.root}, which Plumbline does not know`
    }
    switch (entry.type) {
      case 'extra': {
        const path = this.#gaps.explaining(object, this.#slave.catalog, this.#leftId)
        return path === undefined
          ? undefined
          : `the reference may have it in ${path}, which could not be read`
      }
      case 'different': {
        const isBodyAlone = entry.properties.every(({ property }) => property === 'styleBody')
        return isBodyAlone && this.#reference.body(object) === undefined
          ? 'the reference has no rules for it'
          : undefined
      }
      default:
        return undefined
    }
  }

  #unreadRules(object: CatalogObject): string | undefined {
    try {
      if (object.kind === 'style') this.#reference.body(object)
      return undefined
    } catch (error) {
      if (isFailure(error)) return `its rules could not be read at the reference: ${error.message}`
      throw error
    }
  }
}
