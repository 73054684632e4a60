import { createHmac } from 'node:crypto'
import type { CatalogObject } from '../../catalog/object.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import type { XmlElement } from '../../xml/element.ts'
import type { PlannedEvent } from './edit.ts'

/**
 * What stands for a plan: what its events change from what to what. The same change planned again on the same state has
 * the same digest, although its new ids and its times are others; a different outcome has a different one.
 * @param key so that a digest tells nothing of the passwords in the plan
 * @param newIds ids the plan gives
 * @param styleBody the rules of the style the plan changes, as they are
 */
export function planDigest(
  key: Uint8Array,
  planned: readonly PlannedEvent[],
  newIds: readonly string[],
  styleBody: string | undefined,
): string {
  const text = JSON.stringify([planned.map(({ event }) => essence(event)), styleBody ?? null])
  const withoutNewIds = newIds.reduce((whole, id, index) => whole.replaceAll(id, `new ${index}`), text)
  return createHmac('sha256', key).update(withoutNewIds, 'utf8').digest('base64url')
}

function essence(event: ClusterEvent): unknown {
  switch (event.verb) {
    case 'style-file':
      return [event.verb, event.resourcePath, event.body]
    case 'default':
      return [event.verb, event.property, event.object]
    case 'add':
    case 'remove':
      return [event.verb, ...stateOf(event.object)]
    case 'modify':
      return [
        event.verb,
        ...stateOf(event.object),
        event.changes.filter(({ name }) => !stamps.has(name)),
        event.styleBody === undefined ? null : Buffer.from(event.styleBody).toString('utf8'),
      ]
  }
}

function stateOf({ kind, root, id, properties }: CatalogObject): readonly unknown[] {
  return [kind, root, id, properties.filter(({ name }: XmlElement) => !stamps.has(name))]
}

const stamps: ReadonlySet<string> = new Set(['dateCreated', 'dateModified', 'modifiedBy'])
