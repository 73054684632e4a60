import { randomUUID } from 'node:crypto'
import { titleOf, workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import { nameOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { fileText } from '../../catalog/to-file.ts'
import { isFailure } from '../../errors/failure.ts'
import { decodeBody } from '../../wire/decode.ts'
import { encodeEvent } from '../../wire/encode.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import { isHandler } from '../../wire/handlers.ts'
import { compareStamps, type Stamp } from '../../wire/stamp.ts'
import { inSteps } from '../../wire/steps.ts'
import type { Conflicts } from '../journal/conflicts.ts'
import type { Outbox, OutboxEntry } from '../journal/outbox.ts'
import type { Placeable, Timeline } from '../journal/timeline.ts'
import type { NodeState } from '../resync/compare.ts'
import type { Heeded } from '../slave/receiver.ts'
import { describeEvent } from '../words.ts'
import { clashOf, stateAfter, type Clash } from './clash.ts'
import { repetitionOf } from './repetition.ts'

export interface MeetingsOptions {
  readonly timeline: Timeline
  readonly outbox: Outbox
  readonly conflicts: Conflicts
  readonly state: Pick<NodeState, 'catalog' | 'body'>
  readonly node: { readonly instanceName: string; readonly toggleMaster: boolean }
  readonly now: () => number
  /** Called when there is something to publish. */
  readonly onRepeated: () => void
}

/**
 * What a master does when it hears of a change whose maker did not know of one of its own. Nodes of Plumbline are equal
 * by then. Of two changes one may not stand: that of this master is kept as a conflict, for somebody to look at. And
 * GeoServers, which applied both as they came, are told how things are by the master whose change is the later one.
 */
export class Meetings {
  readonly #options: MeetingsOptions

  constructor(options: MeetingsOptions) {
    this.#options = options
  }

  /** Takes note of messages; for use inside the transaction that writes down what became of them. */
  heed(messages: readonly Heeded[]): void {
    const { timeline, state, node } = this.#options
    if (!node.toggleMaster) return
    const events = new Set<ClusterEvent>()
    let last: Placeable | undefined
    for (const { entry, event: theirs } of messages) {
      const { identity, knows, stamp, isRepetition } = entry
      const { catalog } = state
      for (const own of timeline.unheard(node.instanceName, identity, { event: theirs, knows, catalog })) {
        const mine = read(own)
        if (mine === undefined || own.stamp === undefined) continue
        if (isRepetition !== true && stamp !== undefined) {
          this.#keepLost({ event: mine, identity: own.identity, stamp: own.stamp }, { event: theirs, stamp })
          // Whoever made the later one tells everybody; it hears of this one, too.
          if (compareStamps(own.stamp, stamp) < 0) continue
        }
        events.add(mine).add(theirs)
        last = own
      }
    }
    if (last !== undefined) this.#repeat([...events], last)
  }

  #keepLost(
    mine: { readonly event: ClusterEvent; readonly identity: string; readonly stamp: Stamp },
    theirs: { readonly event: ClusterEvent; readonly stamp: Stamp },
  ): void {
    const { outbox, conflicts, state, now } = this.#options
    const isEarlier = compareStamps(mine.stamp, theirs.stamp) < 0
    const clash = isEarlier ? clashOf(mine.event, theirs.event) : clashOf(theirs.event, mine.event)
    if (clash === undefined || (clash.loser === 'earlier') !== isEarlier) return
    const historyId = outbox.changeOf(mine.identity)
    const object = subjectOf(mine.event, state.catalog)
    if (historyId === undefined || object === undefined || goesWithWorkspace(object, clash)) return
    const their = 'object' in theirs.event && theirs.event.verb !== 'default' ? theirs.event : undefined
    const left = their === undefined || their.verb === 'remove' ? undefined : stateAfter(their)
    conflicts.add({
      foundAt: now(),
      historyId,
      kind: object.kind,
      objectId: object.id,
      title: titleOf(state.catalog, state.catalog.get(object.id, object.kind) ?? object),
      reason: clash.reason,
      properties: clash.properties,
      madeAt: mine.stamp.time,
      other: theirs.stamp.sender,
      otherMadeAt: theirs.stamp.time,
      theirs: left && fileText(left, state.catalog),
      theirStyleBody: bodyIn(theirs.event),
    })
  }

  /** Puts into the outbox how things are that events said something of. */
  #repeat(events: readonly ClusterEvent[], own: Placeable): void {
    const { outbox, state, timeline, now, onRepeated } = this.#options
    // It belongs to a change of ours; one that is not known any more is too old for anybody to meet.
    const historyId = outbox.changeOf(own.identity)
    if (historyId === undefined) return
    const find = (id: string): CatalogObject | undefined => state.catalog.get(id)
    const messages = repetitionOf(events, state)
      .flatMap((event) => inSteps(event, find, state.catalog))
      .flatMap((event) => encodedOf(event, find) ?? [])
    for (const { handler, body, event } of messages) {
      const summary = describeEvent(event, state.catalog)
      const entry = { eventId: randomUUID(), handler, body, summary, historyId, at: now() }
      const repetition = { ...entry, audience: 'everyone', isRepetition: true } as const
      outbox.addApplied(repetition, undefined, timeline.knowledge())
    }
    if (messages.length > 0) onRepeated()
  }
}

/** What no GeoServer can be sent, such as a password only one node can read, was never sent to one. */
function encodedOf(
  event: ClusterEvent,
  find: (id: string) => CatalogObject | undefined,
): (Pick<OutboxEntry, 'handler' | 'body'> & { readonly event: ClusterEvent }) | undefined {
  try {
    return { ...encodeEvent(event, find), event }
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}

function read({ handler, body }: Placeable): ClusterEvent | undefined {
  return isHandler(handler) ? decodeBody(handler, body) : undefined
}

/** The rules of a style as an event leaves them; undefined when it says nothing of them. */
function bodyIn(event: ClusterEvent): string | undefined {
  if (event.verb === 'style-file') return event.body
  return event.verb === 'modify' && event.styleBody !== undefined
    ? Buffer.from(event.styleBody).toString('utf8')
    : undefined
}

function subjectOf(event: ClusterEvent, catalog: Catalog): CatalogObject | undefined {
  if (event.verb === 'style-file') {
    return catalog.ofKind('style').find((style) => {
      const workspace = workspaceOf(catalog, style)
      const isThere = (workspace && nameOf(workspace)) === event.workspace
      return isThere && textOfProperty(style, 'filename') === event.fileName
    })
  }
  if (event.verb !== 'default') return event.object
  return event.object === null ? undefined : event.copies.get(event.object.id)
}

/** A namespace is called as its workspace is, of which there is a conflict as well. */
function goesWithWorkspace({ kind }: CatalogObject, { reason, properties }: Clash): boolean {
  return kind === 'namespace' && (reason !== 'same property' || properties.every((name) => name === 'prefix'))
}
