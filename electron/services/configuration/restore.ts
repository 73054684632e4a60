import { propertiesFromFile } from '../../catalog/from-file.ts'
import { elementForFile } from '../../catalog/to-file.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { KeptEntry } from '../../engine/journal/history.ts'
import type { EditRequest } from '../../engine/master/master.ts'
import type { RestoredState } from '../../contract/features/configuration.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import type { CatalogView } from '../../nodes/face/cluster-node.ts'
import {
  isSameElement,
  parentElement,
  textElement,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'

/**
 * The change that makes an object again what it was before or after an earlier change: modified when it is still
 * there, added under a new id when it is gone, removed when there was none. Of one that is made again only what it
 * changed counts, so that what others changed since stays.
 * @throws PLB-EDIT-HISTORY-EMPTY
 */
export function restoringRequest(view: CatalogView, entry: KeptEntry, state: RestoredState): EditRequest {
  const { kind, objectId } = entry
  if (state === 'again' && entry.verb === 'default') return { verb: 'default', kind, name: objectId }
  const xml = state === 'before' ? entry.before : entry.after
  const styleBody = state === 'before' ? entry.styleBodyBefore : entry.styleBodyAfter
  const current = view.catalog.get(objectId, kind)
  if (xml === undefined) {
    if (current === undefined) throw failure('PLB-EDIT-HISTORY-EMPTY', { state })
    return { verb: 'remove', kind, name: objectId, recurse: true }
  }
  const root = parseXml(xml)
  const then = propertiesFromFile(kind, root)
  if (current === undefined) {
    const properties = then.filter(({ name }) => name !== 'id')
    return { verb: 'add', kind, service: root.name, properties, styleBody }
  }
  const before = state === 'again' ? entry.before : undefined
  const present = presentProperties(current, view.catalog)
  const wanted =
    before === undefined ? then : onTopOf(present, propertiesFromFile(kind, parseXml(before)), then)
  const bodyStays = before !== undefined && styleBody === entry.styleBodyBefore
  return {
    verb: 'modify',
    kind,
    service: root.name,
    name: objectId,
    properties: namesOfChanges(present, wanted).flatMap((name) => {
      const after = called(name, wanted)
      return after.length === 0 ? [textElement(name, '')] : after
    }),
    styleBody: bodyStays || styleBody === view.styleBody(current) ? undefined : styleBody,
  }
}

/** Whether going back to a state would change anything; also when it cannot be told, which the plan says then. */
export function wouldChange(view: CatalogView, entry: KeptEntry, state: RestoredState): boolean {
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

function presentProperties(current: CatalogObject, catalog: Catalog): readonly XmlElement[] {
  const file = elementForFile(current, catalog)
  return propertiesFromFile(current.kind, parentElement(current.root, file.children))
}

function called(name: string, properties: readonly XmlElement[]): readonly XmlElement[] {
  return properties.filter((element) => element.name === name)
}

function namesOfChanges(before: readonly XmlElement[], after: readonly XmlElement[]): readonly string[] {
  const names = new Set([...before, ...after].map(({ name }) => name))
  const text = (name: string, properties: readonly XmlElement[]) => JSON.stringify(called(name, properties))
  return [...names].filter((name) => !stamps.has(name) && text(name, before) !== text(name, after))
}

/** What there is with what a change did; of a map only the entries that it changed. */
function onTopOf(
  present: readonly XmlElement[],
  before: readonly XmlElement[],
  after: readonly XmlElement[],
): readonly XmlElement[] {
  const changed = namesOfChanges(before, after)
  return [
    ...present.filter(({ name }) => !changed.includes(name)),
    ...changed.flatMap((name) => {
      const [now, then, later] = [present, before, after].map((properties) => called(name, properties))
      return entriesOnTop(now?.[0], then?.[0], later?.[0]) ?? later ?? []
    }),
  ]
}

function entriesOnTop(...maps: readonly (XmlElement | undefined)[]): readonly XmlElement[] | undefined {
  const [now, before, after] = maps.map((map) => entriesOf(map))
  const [map] = maps
  if (map === undefined || !now || !before || !after) return undefined
  const merged = new Map(now)
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const entry = after.get(key)
    if (isSameElement(before.get(key), entry)) continue
    if (entry === undefined) merged.delete(key)
    else merged.set(key, entry)
  }
  return [withChildren(map, [...merged.values()])]
}

/** The entries of a map by their keys; undefined for what is no map. */
function entriesOf(map: XmlElement | undefined): ReadonlyMap<string, XmlElement> | undefined {
  if (map === undefined || map.children.length === 0) return undefined
  const entries = map.children.flatMap((entry) => {
    const { key } = entry.attributes
    return entry.name === 'entry' && key !== undefined ? [[key, entry] as const] : []
  })
  return entries.length === map.children.length ? new Map(entries) : undefined
}
