import { placeProperties } from '../../catalog/kinds/places.ts'
import { propertiesOf } from '../../catalog/kinds/table.ts'
import { comparableProperties } from '../../catalog/comparable.ts'
import { placeOf } from '../../catalog/catalog.ts'
import { withParents } from '../../catalog/match-objects.ts'
import { nameOf, referenceOf, type CatalogObject } from '../../catalog/object.ts'
import {
  applyChanges,
  type AddEvent,
  type ClusterEvent,
  type Copies,
  type ModifyEvent,
} from '../../wire/event.ts'
import type { ConflictReason } from '../journal/conflicts.ts'
import { isSameElement } from '../../xml/element.ts'
import { mergeChange } from '../replica/merge.ts'

/** Why of two changes, made without knowing of each other, one does not stand. */
export interface Clash {
  readonly loser: 'earlier' | 'later'
  readonly reason: ConflictReason
  /** Names of the properties both say something of. */
  readonly properties: readonly string[]
}

/**
 * What comes of two events whose makers knew nothing of each other, by what they say alone, so that every node finds the
 * same. Undefined when both stand.
 */
export function clashOf(earlier: ClusterEvent, later: ClusterEvent): Clash | undefined {
  if (later.verb === 'remove')
    return earlier.verb !== 'remove' && isOf(earlier, later.object) ? lost('earlier', 'removed') : undefined
  if (earlier.verb === 'remove') return isOf(later, earlier.object) ? lost('later', 'removed') : undefined
  if (earlier.verb === 'style-file' || later.verb === 'style-file') {
    const isOther = isOtherBody(earlier, later)
    // Beside the rules of a style that is there already, what becomes of the style says all.
    return isOther ? lost('earlier', 'added twice', ['styleBody']) : undefined
  }
  if (earlier.verb === 'default' || later.verb === 'default') {
    const isSame = earlier.verb !== later.verb || earlier.object?.id === later.object?.id
    return isSame ? undefined : lost('earlier', 'default')
  }
  if (earlier.object.id === later.object.id) return sameObject(earlier, later)
  const [before, after] = [stateAfter(earlier), stateAfter(later)]
  const place = namedPlace(before, earlier.copies)
  if (place === undefined || place !== namedPlace(after, later.copies)) return undefined
  if (later.verb === 'modify') return moves(later) ? lost('later', 'name taken') : undefined
  if (earlier.verb === 'modify' && !moves(earlier)) return undefined
  return isSameContent(before, after) ? undefined : lost('earlier', 'added twice')
}

function lost(loser: Clash['loser'], reason: ConflictReason, properties: readonly string[] = []): Clash {
  return { loser, reason, properties }
}

function sameObject(earlier: AddEvent | ModifyEvent, later: AddEvent | ModifyEvent): Clash | undefined {
  if (earlier.verb !== 'modify' || later.verb !== 'modify') return undefined
  const { kind, root } = later.object
  const compared = new Set(
    propertiesOf(kind, root).flatMap((each) => (each.notCompared === undefined ? [each.name] : [])),
  )
  const properties = earlier.changes.flatMap((mine) => {
    const theirs = later.changes.find(({ name }) => name === mine.name)
    if (theirs === undefined || !compared.has(mine.name)) return []
    const [before, after] = [mine.before ?? undefined, mine.after ?? undefined]
    const merged = mergeChange(after, theirs.before ?? undefined, theirs.after ?? undefined)
    // What the earlier one says is still there when saying it again changes nothing.
    return isSameElement(mergeChange(merged, before, after), merged) ? [] : [mine.name]
  })
  // Whoever renames a style sends its rules along.
  const mine = moves(earlier) ? undefined : earlier.styleBody
  const theirs = later.styleBody
  if (mine !== undefined && theirs !== undefined && Buffer.compare(mine, theirs) !== 0)
    properties.push('styleBody')
  return properties.length === 0 ? undefined : lost('earlier', 'same property', properties)
}

function isOtherBody(left: ClusterEvent, right: ClusterEvent): boolean {
  if (left.verb !== 'style-file' || right.verb !== 'style-file') return false
  return left.fileName === right.fileName && left.workspace === right.workspace && left.body !== right.body
}

/** An object as an event leaves it. */
export function stateAfter(event: AddEvent | ModifyEvent): CatalogObject {
  return event.verb === 'modify' ? applyChanges(event.object, event.changes) : event.object
}

/** Whether it gives the object another place among others. */
function moves(event: ModifyEvent): boolean {
  return placeOf(event.object) !== placeOf(stateAfter(event))
}

/** An object's place by the names of what it lies in: who adds the same at the same time gives each its own id. */
function namedPlace(object: CatalogObject, copies: Copies): string | undefined {
  const nameOfId = (id: string): string | undefined => {
    const copy = copies.get(id)
    return copy === undefined ? undefined : (namedPlace(copy, copies) ?? nameOf(copy))
  }
  return placeOf(withParents(object, nameOfId))
}

function isSameContent(left: CatalogObject, right: CatalogObject): boolean {
  const [one, other] = [left, right].map((each) =>
    JSON.stringify([...comparableProperties(each, { idAs: () => '' })]),
  )
  return one === other
}

/** Whether an event is about an object, or about something that lies in it. */
function isOf(event: Exclude<ClusterEvent, { verb: 'remove' }>, container: CatalogObject): boolean {
  if (event.verb === 'style-file') return false
  if (event.object === null) return false
  if (event.object.id === container.id) return true
  return event.verb === 'default' ? false : liesIn(event.object, event.copies, container, 0)
}

/** As deep as a layer lies in its workspace, and no circle is gone round in. */
const deepest = 5

function liesIn(object: CatalogObject, copies: Copies, container: CatalogObject, depth: number): boolean {
  return placeProperties.some((property) => {
    const id = referenceOf(object, property)
    if (id === undefined || depth > deepest) return false
    const parent = copies.get(id)
    return id === container.id || (parent !== undefined && liesIn(parent, copies, container, depth + 1))
  })
}
