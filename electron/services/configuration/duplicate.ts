import { keptByNode } from '../../catalog/kinds/kept-by-node.ts'
import { resourceKinds, storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import { byNameOf, propertiesOf } from '../../catalog/kinds/table.ts'
import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import { resourceOf, titleOf, workspaceOf } from '../../catalog/catalog.ts'
import type { EditRequest } from '../../engine/master/master.ts'
import { failure } from '../../errors/failure.ts'
import type { CatalogView } from '../../nodes/face/cluster-node.ts'
import { say } from '../../sentences/say.ts'
import { textElement, type XmlElement } from '../../xml/element.ts'

const duplicable: readonly Kind[] = [...storeKinds, ...resourceKinds, 'layer', 'layerGroup', 'style']

/** What a copy has of its own: ids and stamps are given anew, and its file is called after it. */
const ownToEach: ReadonlySet<string> = new Set(['id', 'name', 'filename', 'resource', ...keptByNode])

/**
 * The change that adds a copy of an object under another name, in the same place. A layer is copied with its resource,
 * since both have one name.
 * @param called its name, with or without the workspace of the original
 * @throws PLB-ENGINE-OBJECT-NOT-FOUND, PLB-ENGINE-EDIT-REFUSED
 */
export function duplicatingRequest(view: CatalogView, id: string, called: string): EditRequest {
  const object = view.catalog.get(id)
  if (object === undefined) throw failure('PLB-ENGINE-OBJECT-NOT-FOUND', { kind: 'object', name: id })
  const { kind } = object
  const original = titleOf(view.catalog, object)
  const workspace = workspaceOf(view.catalog, object)
  const space = workspace === undefined ? '' : `${nameOf(workspace) ?? ''}:`
  const name = called.startsWith(space) ? called.slice(space.length) : called
  if (!duplicable.includes(kind)) {
    const reason = say('edits.cannotDuplicate', { kind: say(`kinds.${kind}`) })
    throw failure('PLB-ENGINE-EDIT-REFUSED', { reason })
  }
  if (kind !== 'layer') return copyOf(view, object, name)
  const resource = resourceOf(view.catalog, object)
  if (resource === undefined) {
    throw failure('PLB-ENGINE-OBJECT-NOT-FOUND', { kind: 'object', name: original })
  }
  const layer: EditRequest = {
    verb: 'modify',
    kind,
    name: `${space}${name}`,
    properties: ownProperties(object),
  }
  return { ...copyOf(view, resource, name), others: [layer] }
}

function copyOf(view: CatalogView, object: CatalogObject, name: string): EditRequest {
  return {
    verb: 'add',
    kind: object.kind,
    properties: [textElement('name', name), ...ownProperties(object)],
    styleBody: object.kind === 'style' ? view.styleBody(object) : undefined,
  }
}

function ownProperties({ kind, root, properties }: CatalogObject): readonly XmlElement[] {
  const table = byNameOf(propertiesOf(kind, root))
  return properties.filter(({ name }) => !ownToEach.has(name) && table.get(name)?.delegated !== true)
}
