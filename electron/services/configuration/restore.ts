import { propertiesFromFile } from '../../catalog/from-file.ts'
import { elementForFile } from '../../catalog/to-file.ts'
import { titleOf, type Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { KeptEntry } from '../../engine/journal/history.ts'
import type { EditRequest } from '../../engine/master/master.ts'
import { objectWords } from '../../engine/words.ts'
import type { RestoredState } from '../../contract/features/configuration.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import type { CatalogView } from '../../nodes/face/cluster-node.ts'
import { property, say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import { mergedProperties, namesOfChanges } from './merged-properties.ts'

/**
 * The change that makes an object again what it was before or after an earlier change: modified when it is still
 * there, added under a new id when it is gone, removed when there was none. Of one that is made again only what it
 * changed counts, so that what others changed since stays.
 * @throws PLB-EDIT-HISTORY-EMPTY
 */
export function restoringRequest(view: CatalogView, entry: KeptEntry, state: RestoredState): EditRequest {
  const { kind, objectId } = entry
  if (state === 'again' && entry.verb === 'default') return { verb: 'default', kind, name: objectId }
  const then = stateOf(entry, state === 'before' ? 'before' : 'after')
  const current = view.catalog.get(objectId, kind)
  const before = state === 'again' ? stateOf(entry, 'before') : undefined
  if (then === undefined || current === undefined || before === undefined)
    return wholeRequest(view, entry, then, state)
  const { properties } = mergedProperties(
    current,
    presentProperties(current, view.catalog),
    before.properties,
    then.properties,
  )
  const bodyStays = then.styleBody === before.styleBody
  return changingTo(view, current, { properties, styleBody: bodyStays ? undefined : then.styleBody })
}

/**
 * The change that takes back what an earlier one did to an object, and leaves what was changed of it since.
 * @param entry from what was before the first of its changes to what was after the last
 * @throws PLB-EDIT-CHANGED-SINCE when the same was changed once more; PLB-EDIT-HISTORY-EMPTY
 */
export function takingBackRequest(view: CatalogView, entry: KeptEntry): EditRequest {
  const { kind, objectId } = entry
  const [then, after] = [stateOf(entry, 'before'), stateOf(entry, 'after')]
  const current = view.catalog.get(objectId, kind)
  if (current === undefined) {
    if (then === undefined || after === undefined) return wholeRequest(view, entry, then, 'before')
    const name = after.properties.find((each) => each.name === 'name')?.text ?? objectId
    throw changedSince(objectWords(kind, name), [say('edits.removed')])
  }
  const present = presentProperties(current, view.catalog)
  const body = view.styleBody(current)
  const title = objectWords(kind, titleOf(view.catalog, current))
  const wordsOf = (names: readonly string[], withBody: boolean): readonly Wording[] =>
    [...names, ...(withBody ? ['body'] : [])].map(property)
  if (then === undefined || after === undefined) {
    // It was made or removed as a whole, so that whatever it became since is in the way.
    const known = after ?? then
    const names = known === undefined ? [] : namesOfChanges(current, known.properties, present)
    const isOtherBody = known?.styleBody !== undefined && known.styleBody !== body
    if (names.length > 0 || isOtherBody) throw changedSince(title, wordsOf(names, isOtherBody))
    return wholeRequest(view, entry, then, 'before')
  }
  const { properties, contradicted } = mergedProperties(current, present, after.properties, then.properties)
  // What changed along with something else has no rules of its own in the history.
  const bodyStays = after.styleBody === undefined || after.styleBody === then.styleBody
  const isBodyContradicted = !bodyStays && body !== after.styleBody && body !== then.styleBody
  if (contradicted.length > 0 || isBodyContradicted)
    throw changedSince(title, wordsOf(contradicted, isBodyContradicted))
  return changingTo(view, current, { properties, styleBody: bodyStays ? undefined : then.styleBody })
}

/** What of an object was changed once more is in the way of taking a change of it back. */
export function changedSince(object: Wording, properties: readonly Wording[]): Error {
  return failure('PLB-EDIT-CHANGED-SINCE', { object, properties })
}

/** Whether going back to a state, or taking back a change, would change anything; also when it cannot be told, which the plan says then. */
export function wouldChange(asked: () => EditRequest): boolean {
  try {
    const { verb, properties, styleBody } = asked()
    return verb !== 'modify' || (properties ?? []).length > 0 || styleBody !== undefined
  } catch (error) {
    if (!isFailure(error)) throw error
    return error.code !== 'PLB-EDIT-HISTORY-EMPTY'
  }
}

interface State {
  readonly root: string
  readonly properties: readonly XmlElement[]
  readonly styleBody: string | undefined
}

/** What an object was before or after a change; undefined when there was none. */
function stateOf(entry: KeptEntry, state: 'before' | 'after'): State | undefined {
  const [xml, styleBody] =
    state === 'before' ? [entry.before, entry.styleBodyBefore] : [entry.after, entry.styleBodyAfter]
  if (xml === undefined) return undefined
  const root = parseXml(xml)
  return { root: root.name, properties: propertiesFromFile(entry.kind, root), styleBody }
}

/** The change that makes an object what it was, whatever it is by now. */
function wholeRequest(
  view: CatalogView,
  { kind, objectId }: KeptEntry,
  then: State | undefined,
  state: RestoredState,
): EditRequest {
  const current = view.catalog.get(objectId, kind)
  if (then === undefined) {
    if (current === undefined) throw failure('PLB-EDIT-HISTORY-EMPTY', { state })
    return { verb: 'remove', kind, name: objectId, recurse: true }
  }
  if (current !== undefined) return changingTo(view, current, then)
  const properties = then.properties.filter(({ name }) => name !== 'id')
  return { verb: 'add', kind, service: then.root, properties, styleBody: then.styleBody }
}

function changingTo(
  view: CatalogView,
  current: CatalogObject,
  { properties, styleBody }: Pick<State, 'properties' | 'styleBody'>,
): EditRequest {
  const { kind, root, id } = current
  return {
    verb: 'modify',
    kind,
    service: root,
    name: id,
    properties: namesOfChanges(current, presentProperties(current, view.catalog), properties).map(
      (name) => properties.find((each) => each.name === name) ?? textElement(name, ''),
    ),
    styleBody: styleBody === view.styleBody(current) ? undefined : styleBody,
  }
}

function presentProperties(current: CatalogObject, catalog: Catalog): readonly XmlElement[] {
  const file = elementForFile(current, catalog)
  return propertiesFromFile(current.kind, parentElement(current.root, file.children))
}
