import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { StyleFinding } from '../../catalog/style-languages/finding.ts'
import { isFailure, type Failure } from '../../errors/failure.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { nameAskedFor } from './agreement.ts'
import { findingsOf, type PlannedChange } from './planned-change.ts'
import type { GoesAlong } from './planned-edit.ts'
import type { EditRequest } from './resolve-request.ts'
import { brokenStyle } from './style-findings.ts'

/** What a master would do about a request. */
export interface EditPlan {
  /** One sentence for each event, in the order they would be published; none when there are problems. */
  readonly events: readonly Wording[]
  /** What each edit of the request makes of its object, in their order; of one alone also when it would be refused. */
  readonly edits: readonly PlannedState[]
  /** Why it would be refused. */
  readonly problems: readonly Failure[]
  /** What the body of the style has against it; an error among it is one of the problems, too. */
  readonly findings: readonly StyleFinding[]
  /** Other objects it adds, changes or removes. */
  readonly goesAlong: readonly GoesAlong[]
  /** What the change is agreed to by; empty when there are problems other than a broken style. */
  readonly digest: string
  /** The name that has to be given for it, because it cannot be taken back as a whole. */
  readonly asksForName: string | undefined
}

interface PlannedState {
  /** The object as it is; undefined for a new one, or when it was not found. */
  readonly before: CatalogObject | undefined
  /** The object as it would be; undefined when it would be removed. */
  readonly after: CatalogObject | undefined
}

/** What whoever is to agree to a change is shown of it. */
export function planOf(planned: PlannedChange, events: readonly Wording[]): EditPlan {
  const findings = findingsOf(planned)
  const error = brokenStyle(findings)
  return {
    events,
    edits: planned.edits.map(({ before, after }) => ({ before, after })),
    problems: error === undefined ? [] : [error],
    findings,
    goesAlong: planned.edits.flatMap(({ goesAlong }) => goesAlong),
    digest: planned.digest,
    asksForName: nameAskedFor(planned),
  }
}

/** A plan, or why there is none. */
export function planOrProblem(request: EditRequest, catalog: Catalog, plan: () => EditPlan): EditPlan {
  try {
    return plan()
  } catch (error) {
    if (!isFailure(error)) throw error
    const before = request.name === undefined ? undefined : catalog.get(request.name)
    return {
      events: [],
      edits: request.others === undefined ? [{ before, after: undefined }] : [],
      problems: [error],
      findings: [],
      goesAlong: [],
      digest: '',
      asksForName: undefined,
    }
  }
}
