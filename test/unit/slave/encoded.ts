import type { CatalogObject } from '../../../electron/catalog/object.ts'
import type { Encoded } from '../../../electron/engine/slave/sequencer.ts'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import type { ClusterEvent } from '../../../electron/wire/event.ts'
import { worldObjects } from '../replica/world.ts'

const objects = new Map(worldObjects().map((each) => [each.id, each]))

/** The object of the small catalog with that id. */
export function of(id: string): CatalogObject {
  const found = objects.get(id)
  if (found === undefined) throw new Error(`There is no ${id}.`)
  return found
}

/** An event as it travels, with copies of what it refers to in the small catalog. */
export function encoded(event: ClusterEvent): Encoded {
  return encodeEvent(event, (id) => objects.get(id))
}
