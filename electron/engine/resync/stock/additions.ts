import { workspaceOf } from '../../../catalog/catalog.ts'
import { propertyOf, textOfProperty, withProperties, type CatalogObject } from '../../../catalog/object.ts'
import type { ClusterEvent } from '../../../wire/event.ts'
import { textElement } from '../../../xml/element.ts'
import type { NodeState } from '../compare.ts'
import { additionOf } from '../operation.ts'
import type { Surroundings } from './step.ts'

/**
 * What makes an object of the reference be there on a stock slave. A style whose file a global one has by that name gets
 * its rules when it is there itself; a service without a name, which travels with one, loses it again.
 */
export function additionsFor(
  object: CatalogObject,
  wanted: NodeState,
  surroundings: Surroundings,
): readonly ClusterEvent[] {
  const events = additionOf(object, wanted)
  if (object.kind === 'service') return [...events, ...withoutName(object)]
  const body = object.kind === 'style' && isFileTaken(object, surroundings) ? wanted.body(object) : undefined
  return body === undefined
    ? events
    : events.flatMap((event): readonly ClusterEvent[] =>
        event.verb === 'add'
          ? [event, { verb: 'modify', object, changes: [], copies: event.copies, styleBody: body }]
          : [],
      )
}

function withoutName(service: CatalogObject): readonly ClusterEvent[] {
  if (propertyOf(service, 'name') !== undefined) return []
  const name = textElement('name', service.root.toUpperCase())
  return [
    {
      verb: 'modify',
      object: withProperties(service, new Map([['name', name]])),
      changes: [{ bean: 'name', name: 'name', before: name, after: null }],
      copies: new Map(),
    },
  ]
}

/** Whether the rules of a workspace's style would land in those of a global one, which a stock slave looks at first. */
function isFileTaken(style: CatalogObject, { wanted, there }: Surroundings): boolean {
  if (propertyOf(style, 'workspace') === undefined) return false
  const file = textOfProperty(style, 'filename')
  return [wanted, there].some((catalog) =>
    catalog
      .ofKind('style')
      .some((each) => workspaceOf(catalog, each) === undefined && textOfProperty(each, 'filename') === file),
  )
}
