import { Catalog } from '../../catalog/catalog.ts'
import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import { isFailure, wordingOf } from '../../errors/failure.ts'
import { encodeEvent } from '../../wire/encode.ts'
import { noFiles } from '../replica/directory-files.ts'
import type { Missing } from '../replica/outcome.ts'
import { Replica } from '../replica/replica.ts'
import { describeObject } from '../words.ts'
import { keyOf, type Operation } from './operation.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** Why an operation must not be sent. */
export type Obstacle =
  { readonly type: 'needs'; readonly missing: Missing } | { readonly type: 'harms'; readonly reason: Wording }

/**
 * Does the operations on a copy of what the slave holds, and finds those that would come to nothing or do more than
 * they say: one that needs what the slave does not have, and one that takes something along nobody agreed to remove.
 */
export function tryOut(operations: readonly Operation[], slave: Catalog): ReadonlyMap<string, Obstacle> {
  const agreed = new Set(
    operations.flatMap(({ events }) =>
      events.flatMap((event) =>
        event.verb === 'remove' ? [keyOf('remove', event.object.kind, event.object.id)] : [],
      ),
    ),
  )
  const removed: CatalogObject[] = []
  const copy = new Catalog()
  copy.become(slave)
  const replica = new Replica(copy, { ...noFiles, remove: (object) => removed.push(object) })
  const obstacles = new Map<string, Obstacle>()
  for (const operation of operations) {
    removed.length = 0
    const obstacle = apply(operation, replica) ?? harmOf(removed, copy, agreed)
    if (obstacle !== undefined) obstacles.set(operation.key, obstacle)
  }
  keepNamespaces(operations, copy, obstacles)
  return obstacles
}

/** A namespace goes with its workspace or not at all: without one, GeoServer loads nothing of the other. */
function keepNamespaces(
  operations: readonly Operation[],
  after: Catalog,
  obstacles: Map<string, Obstacle>,
): void {
  const removals = (kind: 'workspace' | 'namespace') =>
    operations.flatMap(({ key, events }) =>
      events.flatMap((event) =>
        event.verb === 'remove' && event.object.kind === kind
          ? [{ key, name: nameOf(event.object) ?? '' }]
          : [],
      ),
    )
  const workspaces = removals('workspace')
  for (const { key, name } of removals('namespace')) {
    const workspace = workspaces.find((each) => each.name === name)
    const stays =
      workspace === undefined ? after.byName('workspace', name) !== undefined : obstacles.has(workspace.key)
    if (stays) obstacles.set(key, { type: 'harms', reason: say('plan.wouldLeaveWorkspaceWithout', { name }) })
  }
}

function apply({ events }: Operation, replica: Replica): Obstacle | undefined {
  try {
    for (const event of events) {
      // What no message can carry is found out here, and not when half of a plan was sent.
      encodeEvent(event)
      const outcome = replica.apply(event)
      if (outcome.outcome === 'parked') return { type: 'needs', missing: outcome.missing }
    }
    return undefined
  } catch (error) {
    if (isFailure(error)) return { type: 'harms', reason: wordingOf(error) }
    throw error
  }
}

function harmOf(
  removed: readonly CatalogObject[],
  after: Catalog,
  agreed: ReadonlySet<string>,
): Obstacle | undefined {
  const lost = removed.find(
    ({ kind, id }) => after.get(id, kind) === undefined && !agreed.has(keyOf('remove', kind, id)),
  )
  if (lost === undefined) return undefined
  return {
    type: 'harms',
    reason: say('plan.wouldRemoveWell', { object: describeObject(lost, new Map(), after) }),
  }
}
