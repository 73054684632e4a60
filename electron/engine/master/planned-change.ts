import { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { StyleFinding } from '../../catalog/style-languages/finding.ts'
import { failure, isFailure, wordingOf } from '../../errors/failure.ts'
import { noFiles } from '../replica/directory-files.ts'
import { Replica } from '../replica/replica.ts'
import type { Edit } from './edit.ts'
import { planDigest } from './plan-digest.ts'
import type { PlannedEdit, PreparationContext } from './planned-edit.ts'
import { editsOf, resolveRequest, type EditRequest } from './resolve-request.ts'

/** Everything one request does: an edit, or several that are made as one. */
export interface PlannedChange<Planned extends PlannedEdit = PlannedEdit> {
  /** One for each of the request; each is planned on what those before it leave. */
  readonly edits: readonly Planned[]
  /** What stands for this change and no other; see {@link planDigest}. */
  readonly digest: string
}

/**
 * Plans all of a request. Nothing changes.
 * @param plan what is to be known of each edit
 * @param isPart whether it is one of several that were agreed to, which those before it may have made along
 * @throws what planning throws; PLB-ENGINE-SET-REFUSED, which names the edit, when it is one of several;
 * PLB-ENGINE-NOTHING-TO-CHANGE
 */
export function planChange<Planned extends PlannedEdit, Context extends PreparationContext>(
  request: EditRequest,
  context: Context,
  plan: (edit: Edit, context: Context) => Planned,
  isPart = false,
): PlannedChange<Planned> {
  const requests = editsOf(request)
  const edits: Planned[] = []
  const after = new StateAfter(context)
  for (const [index, each] of requests.entries()) {
    try {
      const planned = plan(resolveRequest(each, after.catalog), {
        ...context,
        catalog: after.catalog,
        styleBody: (style: CatalogObject) => after.styleBody(style),
      })
      edits.push(planned)
      if (index + 1 < requests.length) after.make(planned)
    } catch (error) {
      if (requests.length === 1 || !isFailure(error)) throw error
      const place = { number: index + 1, count: requests.length }
      throw failure('PLB-ENGINE-SET-REFUSED', { ...place, reason: wordingOf(error) }, error)
    }
  }
  // One of several may find its object as it is to be; a change of nothing is none.
  if (!isPart && edits.every(({ planned }) => planned.length === 0))
    throw failure('PLB-ENGINE-NOTHING-TO-CHANGE', {})
  return { edits, digest: planDigest(context.digestKey, edits) }
}

/** What the bodies of all its styles have against them. */
export function findingsOf({ edits }: PlannedChange): readonly StyleFinding[] {
  return edits.flatMap(({ findings }) => findings)
}

/** A catalog as it is after edits that are planned and not made. */
class StateAfter {
  readonly #context: PreparationContext
  readonly #bodies = new Map<string, string>()
  #replica: Replica | undefined

  constructor(context: PreparationContext) {
    this.#context = context
  }

  get catalog(): Catalog {
    return this.#replica?.catalog ?? this.#context.catalog
  }

  styleBody(style: CatalogObject): string | undefined {
    return this.#bodies.get(style.id) ?? this.#context.styleBody?.(style)
  }

  make({ edit, planned, subject }: PlannedEdit): void {
    if (this.#replica === undefined) {
      const copy = new Catalog()
      copy.become(this.#context.catalog)
      this.#replica = new Replica(copy, noFiles)
    }
    for (const { event } of planned) this.#replica.apply(event)
    if ('styleBody' in edit && edit.styleBody !== undefined && subject !== null)
      this.#bodies.set(subject.id, edit.styleBody)
  }
}
