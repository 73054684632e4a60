import { titleOf, type Catalog } from '../../catalog/catalog.ts'
import { holdsEncryptedPassword } from '../../catalog/passwords.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { referencedIds } from '../../catalog/references.ts'
import type { StyleFinding } from '../../catalog/style-languages/finding.ts'
import { fileText } from '../../catalog/to-file.ts'
import { failure, wordingOf } from '../../errors/failure.ts'
import { applyChanges } from '../../wire/event.ts'
import type { EntryAlong, HistoryEntry } from '../journal/history.ts'
import { kindOf, type Edit, type EditContext, type PlannedEvent } from './edit.ts'
import { planEdit } from './plan-edit.ts'
import { mostEdits } from './resolve-request.ts'
import { brokenStyle, styleFindings } from './style-findings.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** What a change does, whoever is to make it. */
export interface PlannedEdit {
  readonly edit: Edit
  /** None when the object is as it is to be. */
  readonly planned: readonly PlannedEvent[]
  /** Objects it adds, by id. */
  readonly added: ReadonlyMap<string, CatalogObject>
  /** The object the change is about. */
  readonly subject: { readonly id: string } | null
  readonly before: CatalogObject | undefined
  /** Undefined when it goes. */
  readonly after: CatalogObject | undefined
  /** The rules of a style as they are. */
  readonly styleBody: string | undefined
  /** What the body of the style has against it, when the change is about that. */
  readonly findings: readonly StyleFinding[]
  readonly goesAlong: readonly GoesAlong[]
  /** What others were, and become, with the removal of one: the first to go comes first. */
  readonly withRemoval: readonly StateAlong[]
  /** What the object is called that has to be named, because the edit cannot be taken back as a whole. */
  readonly asksForName: string | undefined
}

interface StateAlong {
  readonly before: CatalogObject
  /** Undefined when it goes. */
  readonly after: CatalogObject | undefined
  /** Its rules, when it is a style. */
  readonly styleBody: string | undefined
}

/** Another object a change adds, changes or removes, or one that would come back without its password. */
export interface GoesAlong {
  readonly object: CatalogObject
  readonly title: string
  readonly effect: 'added' | 'changed' | 'removed' | 'losesPassword'
}

export interface PreparationContext extends EditContext {
  /** Random; see {@link planDigest}. */
  readonly digestKey: string
  /** Whether the node can read the passwords that it encrypted, when they are given back to it. */
  readonly readsItsPasswords?: boolean | undefined
}

/**
 * Plans a change and finds out what it does to other objects. Nothing changes.
 * @throws PLB-ENGINE-… when the change cannot be made
 */
export function planChangeOf(edit: Edit, context: PreparationContext): PlannedEdit {
  const { catalog } = context
  const planned = planEdit(edit, context)
  const first = planned.map(({ event }) => event).find((event) => 'object' in event && event.object !== null)
  const before = subjectOf(edit)
  const subject = before ?? (first !== undefined && 'object' in first ? first.object : null)
  const added = new Map(
    planned.flatMap(({ event }) => (event.verb === 'add' ? [[event.object.id, event.object] as const] : [])),
  )
  checkReferences(planned, added, catalog)
  const after = planned.length === 0 ? before : stateAfter(planned, subject)
  const styleBody = before?.kind === 'style' ? context.styleBody?.(before) : undefined
  const goesAlong = [
    ...planned.flatMap((each) => goesAlongWith(subject, each, catalog)),
    ...(edit.verb === 'remove' && context.readsItsPasswords !== true
      ? losingPasswords(planned, catalog)
      : []),
  ]
  return {
    edit,
    planned,
    added,
    subject,
    before,
    after,
    styleBody,
    findings: styleFindings(edit, after, styleBody),
    goesAlong,
    withRemoval: edit.verb === 'remove' ? planned.flatMap((each) => statesAlong(subject, each, context)) : [],
    asksForName: nameAskedFor(edit, goesAlong, catalog),
  }
}

/** A removal that takes more along than comes back with one change, or a password nobody can give back. */
function nameAskedFor(edit: Edit, goesAlong: readonly GoesAlong[], catalog: Catalog): string | undefined {
  if (edit.verb !== 'remove') return undefined
  const isWhole = goesAlong.length < mostEdits && goesAlong.every(({ effect }) => effect !== 'losesPassword')
  return isWhole ? undefined : titleOf(catalog, edit.object)
}

/** What comes back without a password, which only another node can read. */
function losingPasswords(planned: readonly PlannedEvent[], catalog: Catalog): readonly GoesAlong[] {
  return planned.flatMap(({ event }) => {
    if (event.verb !== 'remove') return []
    const { object } = event
    if (!object.properties.some((each) => holdsEncryptedPassword(object.kind, each))) return []
    return [{ object, title: titleOf(catalog, object), effect: 'losesPassword' as const }]
  })
}

function statesAlong(
  subject: { readonly id: string } | null,
  { event }: PlannedEvent,
  { styleBody }: PreparationContext,
): readonly StateAlong[] {
  if ((event.verb !== 'modify' && event.verb !== 'remove') || event.object.id === subject?.id) return []
  const before = event.object
  return [
    {
      before,
      after: event.verb === 'modify' ? applyChanges(before, event.changes) : undefined,
      styleBody: before.kind === 'style' ? styleBody?.(before) : undefined,
    },
  ]
}

function subjectOf(edit: Edit): CatalogObject | undefined {
  if (edit.verb === 'add') return undefined
  return edit.verb === 'default' ? edit.workspace : edit.object
}

/**
 * An event that refers to nothing would be parked by every slave, and by this node. What an object referred to in
 * vain already, it may go on referring to: nobody waits for what is not sent anew.
 */
function checkReferences(
  planned: readonly PlannedEvent[],
  added: ReadonlyMap<string, CatalogObject>,
  catalog: Catalog,
): void {
  for (const { event } of planned) {
    if (event.verb !== 'add' && event.verb !== 'modify') continue
    const result = event.verb === 'add' ? event.object : applyChanges(event.object, event.changes)
    for (const id of referencedIds(result)) {
      const isOld = event.verb === 'modify' && referencedIds(event.object).has(id)
      if (catalog.get(id) !== undefined || added.has(id) || isOld) continue
      throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('edits.refersDoesNotExist', { id }) })
    }
  }
}

/** The object the change is about as it will be; undefined when it goes. */
function stateAfter(
  planned: readonly PlannedEvent[],
  subject: { readonly id: string } | null,
): CatalogObject | undefined {
  for (const { event } of planned) {
    if ((event.verb !== 'add' && event.verb !== 'modify') || event.object.id !== subject?.id) continue
    return event.verb === 'modify' ? applyChanges(event.object, event.changes) : event.object
  }
  return undefined
}

const effects = { add: 'added', modify: 'changed', remove: 'removed' } as const

function goesAlongWith(
  subject: { readonly id: string } | null,
  { event }: PlannedEvent,
  catalog: Catalog,
): readonly GoesAlong[] {
  if (event.verb === 'style-file' || event.verb === 'default' || event.object.id === subject?.id) return []
  const { object } = event
  return [{ object, title: titleOf(catalog, object), effect: effects[event.verb] }]
}

/**
 * What the history has of an edit, besides who asked for it.
 * @param summary what the last of its events says
 */
export function historyEntryOf(
  edit: PlannedEdit,
  summary: Wording,
  catalog: Catalog,
): Omit<HistoryEntry, 'at' | 'author' | 'reason' | 'requestId'> {
  const { subject, before, after, findings } = edit
  const error = brokenStyle(findings)
  return {
    verb: edit.edit.verb,
    kind: kindOf(edit.edit),
    objectId: subject?.id ?? '',
    summary:
      error === undefined
        ? summary
        : say('edits.publishedAnyway', { event: summary, reason: wordingOf(error) }),
    before: before && fileText(before, catalog),
    after: after && fileText(after, catalog),
    ...bodiesOf(edit),
  }
}

/**
 * What the history has of the objects that go along with a removal, in the order in which they can come back, and of the
 * workspace that was the default before another became it.
 * @param summary what the last of its events says
 */
export function entriesAlong(
  { edit, subject, withRemoval }: PlannedEdit,
  summary: Wording,
  catalog: Catalog,
): readonly EntryAlong[] {
  if (edit.verb === 'default') {
    const former = catalog.get(catalog.defaultWorkspace ?? '', 'workspace')?.id
    const { verb } = edit
    return former === undefined || former === subject?.id
      ? []
      : [{ verb, kind: 'workspace', objectId: former, summary, before: undefined, after: undefined }]
  }
  const wasDefault = edit.verb === 'remove' && subject?.id === catalog.defaultWorkspace
  // That there is a default is said of no object.
  const theDefault = { verb: 'default', kind: 'workspace', objectId: '', summary } as const
  const others = withRemoval.toReversed().map(({ before, after, styleBody }) => ({
    ...{ verb: after === undefined ? ('remove' as const) : ('modify' as const), kind: before.kind },
    ...{ objectId: before.id, summary, styleBodyBefore: styleBody },
    before: fileText(before, catalog),
    after: after && fileText(after, catalog),
  }))
  return wasDefault ? [...others, { ...theDefault, before: undefined, after: undefined }] : others
}

/** The rules of a style before and after a change, when it is about a style. */
export function bodiesOf({
  edit,
  styleBody,
}: PlannedEdit): Pick<HistoryEntry, 'styleBodyBefore' | 'styleBodyAfter'> {
  if (edit.verb === 'default' || edit.verb === 'remove') return { styleBodyBefore: styleBody }
  return { styleBodyBefore: styleBody, styleBodyAfter: edit.styleBody ?? styleBody }
}
