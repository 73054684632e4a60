import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import { propertiesOf } from '../../catalog/kinds/table.ts'
import { holdsPasswordOfOneNode, withoutEncryptedPasswords } from '../../catalog/passwords.ts'
import { failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { decodeEncoded } from '../../wire/decode.ts'
import { encodeEvent } from '../../wire/encode.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import { listenersOf, lostOn, ownReceiver, type Receiver } from '../../wire/receiver.ts'
import { inSteps } from '../../wire/steps.ts'
import type { OutboxEntry } from '../journal/outbox.ts'
import { describeEvent } from '../words.ts'
import { planChangeOf, type PlannedEdit, type PreparationContext } from './planned-edit.ts'
import type { Edit } from './edit.ts'

/** Everything about a change that can be known before a master of ours accepts it. */
export interface PreparedEdit extends PlannedEdit {
  readonly messages: readonly PreparedMessage[]
}

/** An event as it will travel. */
export interface PreparedMessage extends Pick<OutboxEntry, 'handler' | 'body' | 'audience' | 'summary'> {
  /** What whoever reads the body will make of it. */
  readonly event: ClusterEvent
}

/** What a change has to be planned with. */
interface Surroundings extends PreparationContext {
  /** What the GeoServers that listen say they are; undefined when one of them is not known. */
  readonly listeners?: readonly string[] | undefined
}

/**
 * Plans a change, encodes its events, and finds out all there is to know about it. Nothing changes.
 * @throws PLB-ENGINE-…, PLB-WIRE-… when the change cannot be made
 */
export function prepareEdit(asked: Edit, context: Surroundings): PreparedEdit {
  const edit = withReadablePasswords(asked)
  const { catalog } = context
  const listeners = listenersOf(context.listeners)
  checkPasswords(edit)
  checkFields(edit, listeners)
  const change = planChangeOf(edit, context)
  const find = (id: string): CatalogObject | undefined => change.added.get(id) ?? catalog.get(id)
  const steps = change.planned.flatMap(({ event, audience }) =>
    (audience === 'plumbline' ? [event] : inSteps(event, find, catalog)).map((each) => ({
      event: each,
      audience,
    })),
  )
  const messages = steps.map(({ event, audience }) => {
    const encoded = encodeEvent(event, find, audience === 'plumbline' ? ownReceiver : listeners)
    const { handler, body } = encoded
    // What nobody could read may not be accepted: this node itself would stumble over it at every start.
    return { handler, body, audience, summary: describeEvent(event, catalog), event: decodeEncoded(encoded) }
  })
  return { ...change, messages }
}

/** What comes back from the history comes without what only another node can read, where that was agreed to. */
function withReadablePasswords(edit: Edit): Edit {
  if (edit.verb !== 'add' || edit.comesBack !== true) return edit
  return { ...edit, properties: withoutEncryptedPasswords(edit.kind, edit.properties) }
}

/** A password only one node can read would reach the others as nonsense. */
function checkPasswords(edit: Edit): void {
  if (edit.verb !== 'add' && edit.verb !== 'modify') return
  if (!edit.properties.some(holdsPasswordOfOneNode)) return
  const object = edit.verb === 'modify' ? edit.object : { ...edit, id: '' }
  throw failure('PLB-WIRE-PASSWORD-ENCRYPTED', { name: nameOf(object) ?? object.kind })
}

/** What a GeoServer that listens has no place for would make it refuse the message, or never arrive. */
function checkFields(edit: Edit, listeners: Receiver): void {
  if (edit.verb !== 'add' && edit.verb !== 'modify') return
  const { kind, root } = edit.verb === 'modify' ? edit.object : edit
  const lost = lostOn(edit.properties, propertiesOf(kind, root), listeners)
  if (lost.length === 0) return
  const reason = say('events.unknownToListeners', {
    properties: lost.join(', '),
    releases: [...new Set(listeners.releases)].join(', '),
  })
  throw failure('PLB-ENGINE-EDIT-REFUSED', { reason })
}
