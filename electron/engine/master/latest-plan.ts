import { isDeepStrictEqual } from 'node:util'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { EditRequest } from './resolve-request.ts'
import type { PreparationContext } from './planned-edit.ts'
import type { PlannedChange } from './planned-change.ts'
import type { PreparedEdit } from './prepared-edit.ts'

interface Made {
  readonly request: EditRequest
  /** What {@link Catalog.changes} was. */
  readonly changes: number
  readonly at: number
  readonly prepared: PlannedChange<PreparedEdit>
}

/** The times in a plan are those of its making. */
const planHolds = 60_000

/**
 * Keeps the plan that was made last: whoever has seen it asks for it right afterwards, and planning, encoding and
 * reading a change of something large is most of its cost.
 */
export class LatestPlan {
  readonly #catalog: Catalog
  readonly #now: () => number
  readonly #styleBody: PreparationContext['styleBody']
  #latest: Made | undefined

  constructor(catalog: Catalog, { now, styleBody }: Pick<PreparationContext, 'now' | 'styleBody'>) {
    this.#catalog = catalog
    this.#now = now
    this.#styleBody = styleBody
  }

  /** The plan of this request, when it is the latest and nothing it rests on has changed; otherwise made anew. */
  of(request: EditRequest, make: () => PlannedChange<PreparedEdit>): PlannedChange<PreparedEdit> {
    if (this.#latest !== undefined && this.#isStillSo(this.#latest, request)) return this.#latest.prepared
    const [changes, at] = [this.#catalog.changes, this.#now()]
    const prepared = make()
    this.#latest = { request, changes, at, prepared }
    return prepared
  }

  /** It has been carried out, or will not be. */
  forget(): void {
    this.#latest = undefined
  }

  #isStillSo({ request, changes, at, prepared }: Made, asked: EditRequest): boolean {
    const age = this.#now() - at
    return (
      changes === this.#catalog.changes &&
      age >= 0 &&
      age < planHolds &&
      isDeepStrictEqual(request, asked) &&
      prepared.edits.every(({ before, styleBody }) => this.#isBodyStill(before, styleBody))
    )
  }

  /** One that was planned on a body the same change gives it is planned again. */
  #isBodyStill(style: CatalogObject | undefined, planned: string | undefined): boolean {
    return style?.kind !== 'style' || this.#styleBody?.(style) === planned
  }
}
