import { placeOf, type Catalog } from '../../catalog/catalog.ts'
import { resourceKinds, storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import { placeProperties } from '../../catalog/kinds/places.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { referencedIds } from '../../catalog/references.ts'
import { applyChanges, type ClusterEvent, type Copies } from '../../wire/event.ts'
import { removalPlan } from '../replica/removal.ts'
import type { UndoStep } from '../replica/undo.ts'

/** Kinds that share one space of names, or are named together. */
const alike: readonly (readonly Kind[])[] = [
  storeKinds,
  resourceKinds,
  ['layer', 'layerGroup'],
  ['workspace', 'namespace'],
]

const added = '+workspace'
const chosen = '-workspace'

/**
 * What an event has to do with: ids, names, bodies of styles. Two events that share nothing come to the same in either
 * order, so what is listed too much costs time only.
 */
export function touchedBy(event: ClusterEvent, catalog: Catalog): ReadonlySet<string> {
  return new Set([...everythingIn(event, catalog), ...aboutKeys(event)])
}

/**
 * Whether what one event says of a thing may not be so after the other: both are about it, or one removes or moves what
 * the other's lies in. That both refer to something is not enough.
 */
export function meet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  for (const key of left) {
    const rest = key.slice(1)
    if (key.startsWith(about) && right.has(key)) return true
    if (key.startsWith(uproots) && right.has(within + rest)) return true
    if (key.startsWith(within) && right.has(uproots + rest)) return true
  }
  return false
}

const about = '@'
const uproots = '^'
const within = '_'

function aboutKeys(event: ClusterEvent): readonly string[] {
  switch (event.verb) {
    case 'style-file':
      return [about + bodyKey(event.fileName)]
    case 'default':
      return [about + chosen]
    default: {
      const { object, copies } = event
      const later = event.verb === 'modify' ? applyChanges(object, event.changes) : object
      const isUprooted =
        event.verb === 'remove' || (event.verb === 'modify' && placeOf(object) !== placeOf(later))
      return [
        ...new Set([object, later].flatMap(ownKeys)),
        ...(event.verb === 'remove' && object.kind === 'workspace' ? [chosen] : []),
      ]
        .map((key) => about + key)
        .concat(isUprooted ? [uproots + object.id] : [])
        .concat(placesAround(object, copies, 0).map((id) => within + id))
    }
  }
}

/** As deep as a layer lies in its workspace, and no circle is gone round in. */
const deepest = 4

function placesAround(object: CatalogObject, copies: Copies, depth: number): readonly string[] {
  return placeProperties.flatMap((property) => {
    const id = referenceOf(object, property)
    if (id === undefined) return []
    const parent = copies.get(id)
    return parent === undefined || depth === deepest ? [id] : [id, ...placesAround(parent, copies, depth + 1)]
  })
}

function everythingIn(event: ClusterEvent, catalog: Catalog): ReadonlySet<string> {
  switch (event.verb) {
    case 'style-file':
      return new Set(keysOfBody(event.fileName, event.workspace))
    case 'default':
      return new Set([chosen, ...(event.object === null ? [] : [event.object.id])])
    case 'add':
      return new Set([
        ...keysOf(event.object),
        ...(event.object.kind === 'workspace' ? [added] : []),
        ...keysOfMove(event.object, catalog),
      ])
    case 'modify': {
      const later = applyChanges(event.object, event.changes)
      return new Set([...keysOf(event.object), ...keysOf(later), ...keysOfMove(later, catalog)])
    }
    case 'remove': {
      const local = catalog.get(event.object.id)
      return new Set([
        ...keysOf(event.object),
        ...(local === undefined ? [] : keysOfRemoval(local, catalog)),
        ...(event.object.kind === 'workspace' ? [chosen] : []),
      ])
    }
  }
}

/**
 * Of what moves when an object comes to a place: the object as it is here, which may have been renamed meanwhile, with its
 * workspace, which a namespace takes along; and what has the name, with all that lies in it, which makes way or is taken for
 * the object.
 */
function keysOfMove(object: CatalogObject, catalog: Catalog): readonly string[] {
  const local = catalog.get(object.id)
  // What stays where it is takes nothing along, and nothing makes way for it.
  if (local !== undefined && placeOf(local) === placeOf(object)) return []
  const [along, inTheWay] = [local, object].map((each) =>
    each?.kind === 'namespace' ? catalog.byName('workspace', nameOf(each) ?? '') : undefined,
  )
  const moving = [local, along].flatMap((each) => (each === undefined ? [] : ownKeys(each)))
  const makingWay = [catalog.sameName(object), local === undefined ? undefined : inTheWay].flatMap((each) =>
    each === undefined || each.id === object.id ? [] : keysOfRemoval(each, catalog),
  )
  return [...moving, ...makingWay]
}

function keysOfRemoval(object: CatalogObject, catalog: Catalog): readonly string[] {
  return removalPlan(object, catalog).flatMap((step) => keysOf('remove' in step ? step.remove : step.update))
}

/** What a change that was made had to do with. */
export function touchedIn(step: UndoStep): readonly string[] {
  switch (step.undo) {
    case 'drop':
    case 'restore':
      return keysOf(step.object)
    case 'exchange':
      return [step.id, ...keysOf(step.object)]
    case 'default':
      return [chosen]
    case 'body':
      return keysOfBody(step.fileName, step.workspace ?? undefined)
    case 'revert':
    case 'raise':
      return [step.id]
  }
}

/** Whether two changes meet, by the keys of what they touch. */
export function haveInCommon(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  // Which workspace becomes the default depends on which there are; that there is one more does not.
  const choice = left.has(added) && right.has(chosen)
  if (choice || (right.has(added) && left.has(chosen))) return true
  const [small, large] = left.size < right.size ? [left, right] : [right, left]
  for (const key of small) if (key !== added && large.has(key)) return true
  return false
}

function keysOf(object: CatalogObject): readonly string[] {
  return [...ownKeys(object), ...referencedIds(object)]
}

function ownKeys(object: CatalogObject): readonly string[] {
  const name = nameOf(object)
  const fileName = object.kind === 'style' ? textOfProperty(object, 'filename') : undefined
  return [
    object.id,
    ...(name === undefined ? [] : [nameKey(object.kind, name)]),
    ...(fileName === undefined ? [] : [bodyKey(fileName)]),
  ]
}

function nameKey(kind: Kind, name: string): string {
  return `${(alike.find((each) => each.includes(kind)) ?? [kind])[0]}=${name}`
}

/** @param workspace the name of the one it lies in, which says where */
function keysOfBody(fileName: string, workspace: string | undefined): readonly string[] {
  return [bodyKey(fileName), ...(workspace === undefined ? [] : [nameKey('workspace', workspace)])]
}

function bodyKey(fileName: string): string {
  return `body=${fileName}`
}
