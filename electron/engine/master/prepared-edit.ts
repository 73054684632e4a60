import type { Catalog } from '../../catalog/catalog.ts'
import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import { holdsPasswordOfOneNode } from '../../catalog/passwords.ts'
import { referencedIds } from '../../catalog/references.ts'
import type { StyleFinding } from '../../catalog/style-languages/finding.ts'
import { failure } from '../../errors/failure.ts'
import { decodeEncoded } from '../../wire/decode.ts'
import { encodeEvent } from '../../wire/encode.ts'
import { applyChanges, type ClusterEvent } from '../../wire/event.ts'
import { anyReceiver, ownReceiver } from '../../wire/receiver.ts'
import { inSteps } from '../../wire/steps.ts'
import type { OutboxEntry } from '../journal/outbox.ts'
import { describeEvent } from '../words.ts'
import type { Edit, EditContext, PlannedEvent } from './edit.ts'
import { planDigest } from './plan-digest.ts'
import { planEdit } from './plan-edit.ts'
import { styleFindings } from './style-findings.ts'

/** Everything about a change that can be known before it is accepted. */
export interface PreparedEdit {
  readonly edit: Edit
  readonly messages: readonly PreparedMessage[]
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
  /** What stands for this change and no other; see {@link planDigest}. */
  readonly digest: string
}

/** An event as it will travel. */
export interface PreparedMessage extends Pick<OutboxEntry, 'handler' | 'body' | 'audience' | 'summary'> {
  /** What whoever reads the body will make of it. */
  readonly event: ClusterEvent
}

/** Another object a change adds, changes or removes. */
export interface GoesAlong {
  readonly object: CatalogObject
  readonly effect: 'added' | 'changed' | 'removed'
}

export interface PreparationContext extends EditContext {
  /** What digests of plans are keyed with, so that they tell nothing of the passwords in them. */
  readonly digestKey: Uint8Array
}

/**
 * Plans a change, encodes its events, and finds out all there is to know about it. Nothing changes.
 * @throws PLB-ENGINE-…, PLB-WIRE-… when the change cannot be made
 */
export function prepareEdit(edit: Edit, context: PreparationContext): PreparedEdit {
  const { catalog } = context
  checkPasswords(edit)
  const planned = planEdit(edit, context)
  const first = planned.map(({ event }) => event).find((event) => 'object' in event && event.object !== null)
  const before = subjectOf(edit)
  const subject = before ?? (first !== undefined && 'object' in first ? first.object : null)
  const added = new Map(
    planned.flatMap(({ event }) => (event.verb === 'add' ? [[event.object.id, event.object] as const] : [])),
  )
  checkReferences(planned, added, catalog)
  const find = (id: string): CatalogObject | undefined => added.get(id) ?? catalog.get(id)
  const steps = planned.flatMap(({ event, audience }) =>
    (audience === 'plumbline' ? [event] : inSteps(event, find)).map((each) => ({ event: each, audience })),
  )
  const messages = steps.map(({ event, audience }) => {
    const encoded = encodeEvent(event, find, audience === 'plumbline' ? ownReceiver : anyReceiver)
    const { handler, body } = encoded
    // What nobody could read may not be accepted: this node itself would stumble over it at every start.
    return { handler, body, audience, summary: describeEvent(event, catalog), event: decodeEncoded(encoded) }
  })
  const after = stateAfter(planned, subject)
  const styleBody = before?.kind === 'style' ? context.styleBody?.(before) : undefined
  return {
    edit,
    messages,
    subject,
    before,
    after,
    styleBody,
    findings: styleFindings(edit, after, styleBody),
    goesAlong: planned.flatMap((each) => goesAlongWith(subject, each)),
    digest: planDigest(context.digestKey, planned, [...added.keys()], styleBody),
  }
}

/** A password only one node can read would reach the others as nonsense. */
function checkPasswords(edit: Edit): void {
  if (edit.verb !== 'add' && edit.verb !== 'modify') return
  if (!edit.properties.some(holdsPasswordOfOneNode)) return
  const object = edit.verb === 'modify' ? edit.object : { ...edit, id: '' }
  throw failure('PLB-WIRE-PASSWORD-ENCRYPTED', { name: nameOf(object) ?? object.kind })
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
      throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: `it refers to ${id}, which does not exist` })
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
): readonly GoesAlong[] {
  if (event.verb === 'style-file' || event.verb === 'default' || event.object.id === subject?.id) return []
  return [{ object: event.object, effect: effects[event.verb] }]
}
