import { Catalog } from '../../../catalog/catalog.ts'
import { type CatalogObject } from '../../../catalog/object.ts'
import { referencedIds } from '../../../catalog/references.ts'
import { applyChanges, type ClusterEvent } from '../../../wire/event.ts'
import { describeObject } from '../../words.ts'
import type { Obstacle } from '../trial.ts'
import { drawnWith, needing } from './replacements.ts'
import type { Step } from './step.ts'
import { say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'

interface Rehearsed {
  readonly key: string
  readonly steps: readonly Step[]
  /** What its files hold already. */
  readonly brings?: readonly CatalogObject[]
}

/**
 * Goes through operations on a copy of what a stock slave holds, in its own manner: it takes nothing along and makes no
 * room, but refuses. Finds those that would come to nothing.
 */
export function rehearse(operations: readonly Rehearsed[], there: Catalog): ReadonlyMap<string, Obstacle> {
  const copy = new Catalog()
  copy.become(there)
  const obstacles = new Map<string, Obstacle>()
  for (const { key, steps, brings = [] } of operations) {
    for (const object of brings) copy.put(object)
    for (const { event, way } of steps) {
      const obstacle = way === 'files' ? overwrite(event, copy) : take(event, copy)
      if (obstacle === undefined) continue
      obstacles.set(key, obstacle)
      break
    }
  }
  return obstacles
}

/** A file takes the place of whatever was there. */
function overwrite(event: ClusterEvent, catalog: Catalog): undefined {
  if (event.verb === 'style-file' || event.verb === 'default') return
  const holder = catalog.sameName(event.object)
  if (holder !== undefined) catalog.remove(holder.id)
  if (event.verb === 'add') catalog.put(event.object)
  if (event.verb === 'modify') catalog.put(applyChanges(event.object, event.changes))
}

function take(event: ClusterEvent, catalog: Catalog): Obstacle | undefined {
  switch (event.verb) {
    case 'style-file':
      return undefined
    case 'default': {
      const { object } = event
      if (object === null || catalog.get(object.id, object.kind) !== undefined) return undefined
      return { type: 'needs', missing: { kind: object.kind, id: object.id, name: object.name } }
    }
    case 'add':
      return put(event.object, undefined, event, catalog)
    case 'modify': {
      const current = catalog.get(event.object.id, event.object.kind)
      if (current === undefined) return harm(say('node.notThere'))
      return put(applyChanges(current, event.changes), current, event, catalog)
    }
    case 'remove': {
      const current = catalog.get(event.object.id, event.object.kind)
      if (current === undefined) return undefined
      const [other] = [...needing(current, catalog), ...drawnWith(current, catalog)]
      if (other !== undefined) return harm(say('stock.stillNeeded', { object: words(other, catalog) }))
      catalog.remove(current.id)
      return undefined
    }
  }
}

function put(
  object: CatalogObject,
  before: CatalogObject | undefined,
  { copies }: Extract<ClusterEvent, { readonly verb: 'add' | 'modify' }>,
  catalog: Catalog,
): Obstacle | undefined {
  const known = before === undefined ? new Set<string>() : referencedIds(before)
  for (const id of referencedIds(object)) {
    if (known.has(id) || catalog.get(id) !== undefined || id === object.id) continue
    const copy = copies.get(id)
    const missing = copy ?? { kind: object.kind, id }
    return { type: 'needs', missing: { kind: missing.kind, id, name: undefined } }
  }
  const holder = catalog.sameName(object)
  if (holder !== undefined && holder.id !== object.id) {
    return harm(say('plan.slotName', { object: words(holder, catalog) }))
  }
  const namesake = catalog.get(object.id)
  if (namesake !== undefined && namesake.kind !== object.kind) {
    return harm(say('plan.slotId', { object: words(namesake, catalog) }))
  }
  catalog.put(object)
  return undefined
}

function harm(reason: Wording): Obstacle {
  return { type: 'harms', reason }
}

function words(object: CatalogObject, catalog: Catalog): Wording {
  return describeObject(object, new Map(), catalog)
}
