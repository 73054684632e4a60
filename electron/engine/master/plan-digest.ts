import { hash } from 'node:crypto'
import { keptByNode } from '../../catalog/kinds/kept-by-node.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import type { XmlElement } from '../../xml/element.ts'
import type { PlannedEdit } from './planned-edit.ts'

/**
 * What stands for a plan: what its events change from what to what. The same change planned again on the same state has
 * the same digest, although its new ids and its times are others; a different outcome has a different one.
 * @param key a secret of who plans, so that a digest tells nothing of the passwords in the plan. It goes before the text: as no digest is
 *   proof of who made it, an HMAC, which takes three times as long, would be no better
 */
export function planDigest(
  key: string,
  edits: readonly Pick<PlannedEdit, 'planned' | 'added' | 'styleBody'>[],
): string {
  const text = JSON.stringify(
    edits.map(({ planned, styleBody }) => [planned.map(({ event }) => essence(event)), styleBody ?? null]),
  )
  const numbers = new Map(edits.flatMap(({ added }) => [...added.keys()]).map((id, index) => [id, index]))
  const withoutId = (word: string): string => {
    const number = numbers.get(word)
    return number === undefined ? word : `new ${number}`
  }
  const withoutNewIds = numbers.size === 0 ? text : text.replaceAll(/[\w.:-]+/g, withoutId)
  return hash('sha256', key + withoutNewIds, 'base64url')
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
        event.changes.filter(({ name }) => !keptByNode.has(name)),
        event.styleBody === undefined ? null : Buffer.from(event.styleBody).toString('utf8'),
      ]
  }
}

function stateOf({ kind, root, id, properties }: CatalogObject): readonly unknown[] {
  return [kind, root, id, properties.filter(({ name }: XmlElement) => !keptByNode.has(name))]
}
