import { isDeepStrictEqual } from 'node:util'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { EditRequest } from './resolve-request.ts'
import type { PreparationContext } from './planned-edit.ts'
import type { PlannedChange } from './planned-change.ts'
import type { PreparedEdit } from './prepared-edit.ts'

interface Made {
  readonly request: EditRequest
  readonly at: number
  readonly prepared: PlannedChange<PreparedEdit>
  /** Whether everything in the catalog it was made of is as it was. */
  readonly isStillSo: () => boolean
}

/** The times in a plan are those of its making. */
const planHolds = 60_000
/** As many as change something at the same time. */
const mostPlans = 16

/**
 * Keeps the plans that were made last: whoever has seen one asks for it right afterwards, and planning, encoding and
 * reading a change of something large is most of its cost. What others change meanwhile makes it void only when the plan
 * has to do with it.
 */
export class LatestPlans {
  readonly #catalog: Catalog
  readonly #now: () => number
  readonly #styleBody: PreparationContext['styleBody']
  /** The latest last. */
  #plans: readonly Made[] = []

  constructor(catalog: Catalog, { now, styleBody }: Pick<PreparationContext, 'now' | 'styleBody'>) {
    this.#catalog = catalog
    this.#now = now
    this.#styleBody = styleBody
  }

  /** The plan of this request, when it is one of the latest and nothing it rests on has changed; otherwise made anew. */
  of(request: EditRequest, make: () => PlannedChange<PreparedEdit>): PlannedChange<PreparedEdit> {
    const known = this.#plans.find((each) => isDeepStrictEqual(each.request, request))
    if (known !== undefined && this.#isStillSo(known)) return known.prepared
    const at = this.#now()
    const { result: prepared, isStillSo } = this.#catalog.watched(make)
    this.forget(request)
    this.#plans = [...this.#plans.slice(1 - mostPlans), { request, at, prepared, isStillSo }]
    return prepared
  }

  /** It has been carried out, or will not be; and none is kept for longer than it holds. */
  forget(request: EditRequest): void {
    this.#plans = this.#plans.filter(
      (each) => this.#isRecent(each) && !isDeepStrictEqual(each.request, request),
    )
  }

  #isStillSo(made: Made): boolean {
    const { edits } = made.prepared
    const areBodiesStill = edits.every(({ before, styleBody }) => this.#isBodyStill(before, styleBody))
    return this.#isRecent(made) && areBodiesStill && made.isStillSo()
  }

  #isRecent({ at }: Made): boolean {
    const age = this.#now() - at
    return age >= 0 && age < planHolds
  }

  /** One that was planned on a body the same change gives it is planned again. */
  #isBodyStill(style: CatalogObject | undefined, planned: string | undefined): boolean {
    return style?.kind !== 'style' || this.#styleBody?.(style) === planned
  }
}
