import { propertiesFromFile } from '../../catalog/from-file.ts'
import { Catalog, titleOf } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { KeptEntry } from '../../engine/journal/history.ts'
import type { EditRequest } from '../../engine/master/master.ts'
import { failure } from '../../errors/failure.ts'
import type { CatalogView } from '../../nodes/face/cluster-node.ts'
import { childText, textElement, type XmlElement } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import { restoringRequest } from './restore.ts'

/**
 * The change that takes back another one as a whole: each of its objects becomes again what it was before, the last one
 * first. What comes back has another id then, so that the others refer to it by its name.
 * @param entries all of the change, in the order they were made
 * @throws PLB-EDIT-HISTORY-EMPTY
 */
export function undoingRequest(view: CatalogView, entries: readonly KeptEntry[]): EditRequest {
  const seen = new Set<string>()
  const first = entries.filter(({ objectId }) => !seen.has(objectId) && seen.add(objectId))
  const returning = namesOfReturning(view, first)
  const [request, ...others] = first.toReversed().flatMap((entry) => {
    const isGone = entry.before === undefined && view.catalog.get(entry.objectId, entry.kind) === undefined
    if (isGone && first.length > 1) return []
    const request = restoringRequest(view, entry, 'before')
    return [{ ...request, properties: request.properties?.map((each) => named(each, returning)) }]
  })
  if (request === undefined) throw failure('PLB-EDIT-HISTORY-EMPTY', { state: 'before' })
  return others.length === 0 ? request : { ...request, others }
}

/** By the id it had, the name with the workspace of what is gone and comes back. */
export function namesOfReturning(
  { catalog }: CatalogView,
  entries: readonly KeptEntry[],
): ReadonlyMap<string, string> {
  const objects = entries.flatMap(({ kind, objectId: id, before }): CatalogObject[] => {
    if (before === undefined || catalog.get(id, kind) !== undefined) return []
    const root = parseXml(before)
    return [{ kind, root: root.name, id, properties: propertiesFromFile(kind, root) }]
  })
  if (objects.length === 0) return new Map()
  const then = new Catalog()
  for (const object of [...catalog.objects(), ...objects]) then.put(object)
  return new Map(objects.map((object) => [object.id, titleOf(then, object)]))
}

function named(element: XmlElement, returning: ReadonlyMap<string, string>): XmlElement {
  const name = returning.get(childText(element, 'id') ?? '')
  if (name !== undefined) return { ...element, children: [textElement('name', name)] }
  return { ...element, children: element.children.map((each) => named(each, returning)) }
}
