import { propertiesFromFile } from '../../catalog/from-file.ts'
import { elementForFile } from '../../catalog/to-file.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { KeptEntry } from '../../engine/journal/history.ts'
import type { EditRequest } from '../../engine/master/master.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import type { CatalogView } from '../../nodes/cluster-node.ts'
import { parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'

/**
 * The change that makes an object again what it was before or after an earlier change: modified when it is still
 * there, added under a new id when it is gone, removed when there was none.
 * @throws PLB-EDIT-HISTORY-EMPTY
 */
export function restoringRequest(
  view: CatalogView,
  entry: KeptEntry,
  state: 'before' | 'after',
): EditRequest {
  const { kind, objectId } = entry
  const xml = state === 'before' ? entry.before : entry.after
  const styleBody = state === 'before' ? entry.styleBodyBefore : entry.styleBodyAfter
  const current = view.catalog.get(objectId, kind)
  if (xml === undefined) {
    if (current === undefined) throw failure('PLB-EDIT-HISTORY-EMPTY', { state })
    return { verb: 'remove', kind, name: objectId, recurse: true }
  }
  const root = parseXml(xml)
  const wanted = propertiesFromFile(kind, root)
  if (current === undefined) {
    const properties = wanted.filter(({ name }) => name !== 'id')
    return { verb: 'add', kind, service: root.name, properties, styleBody }
  }
  const isOtherBody = styleBody !== undefined && styleBody !== view.styleBody(current)
  return {
    verb: 'modify',
    kind,
    service: root.name,
    name: objectId,
    properties: changesBetween(current, wanted, view.catalog),
    styleBody: isOtherBody ? styleBody : undefined,
  }
}

/** Whether going back to a state would change anything; also when it cannot be told, which the plan says then. */
export function wouldChange(view: CatalogView, entry: KeptEntry, state: 'before' | 'after'): boolean {
  try {
    const { verb, properties, styleBody } = restoringRequest(view, entry, state)
    return verb !== 'modify' || (properties ?? []).length > 0 || styleBody !== undefined
  } catch (error) {
    if (!isFailure(error)) throw error
    return error.code !== 'PLB-EDIT-HISTORY-EMPTY'
  }
}

/** Stamps are of the change that is made now, not of the one that is restored. */
const stamps: ReadonlySet<string> = new Set(['id', 'dateCreated', 'dateModified', 'modifiedBy'])

function changesBetween(
  current: CatalogObject,
  wanted: readonly XmlElement[],
  catalog: Catalog,
): readonly XmlElement[] {
  const file = elementForFile(current, catalog)
  const present = propertiesFromFile(current.kind, parentElement(current.root, file.children))
  const names = new Set([...present, ...wanted].map(({ name }) => name))
  return [...names].flatMap((name) => {
    if (stamps.has(name)) return []
    const before = present.filter((element) => element.name === name)
    const after = wanted.filter((element) => element.name === name)
    if (JSON.stringify(before) === JSON.stringify(after)) return []
    return after.length === 0 ? [textElement(name, '')] : after
  })
}
