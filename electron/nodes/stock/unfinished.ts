import { objectFromFile } from '../../catalog/object-from-file.ts'
import { Catalog } from '../../catalog/catalog.ts'
import { isResource } from '../../catalog/kinds/property.ts'
import { referenceOf, type CatalogObject } from '../../catalog/object.ts'
import { fileText } from '../../catalog/to-file.ts'
import type { EntryAlong, KeptEntry } from '../../engine/journal/history.ts'
import { differingProperties } from '../../geoserver/changes/differences.ts'
import { placeOf } from '../../geoserver/reading/astray.ts'
import type { CatalogReading } from '../../geoserver/reading/read-catalog.ts'
import { parseXmlFile } from '../../xml/parse.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { styleBodyIn, type PlannedStockEdit } from './stock-edit.ts'

/**
 * What became of an edit whose maker did not live to read it back: the entry as it would have been, undefined when nothing
 * was made. What somebody else did since is taken for it.
 * @param along what went and changed along with it
 */
export function entryAsMade(
  entry: KeptEntry,
  along: readonly EntryAlong[],
  reading: CatalogReading,
): KeptEntry | undefined {
  const made = entryOfItself(entry, reading)
  const now = reading.catalog.get(entry.objectId, entry.kind)
  if (made !== undefined || now === undefined || !along.some(({ verb }) => verb === 'remove')) return made
  // It is as it was, and what was to go before it has gone.
  return {
    ...entry,
    verb: 'modify',
    after: fileText(now, reading.catalog),
    styleBodyAfter: entry.styleBodyBefore,
  }
}

function entryOfItself(entry: KeptEntry, reading: CatalogReading): KeptEntry | undefined {
  const { catalog } = reading
  const { verb, kind, objectId } = entry
  if (verb === 'default') return catalog.defaultWorkspace === objectId ? entry : undefined
  const now = catalog.get(objectId, kind) ?? (verb === 'add' ? namesakeOf(entry, catalog) : undefined)
  if (verb === 'remove') return now === undefined ? entry : undefined
  // What can only be made again was removed for it.
  if (now === undefined)
    return verb === 'modify'
      ? { ...entry, verb: 'remove', after: undefined, styleBodyAfter: undefined }
      : undefined
  const before = objectIn(entry, entry.before)
  const styleBodyAfter = now.kind === 'style' ? styleBodyIn(reading, now) : undefined
  const isChanged =
    before === undefined ||
    differingProperties(before, now).length > 0 ||
    styleBodyAfter !== entry.styleBodyBefore
  return isChanged ? { ...entry, objectId: now.id, after: fileText(now, catalog), styleBodyAfter } : undefined
}

/**
 * What changed or went along with an edit, as the node has it afterwards; what is there did not go. A layer that came again
 * with its resource has an id of the node's own, by which others of these know it then.
 */
export function alongAsMade(
  along: readonly EntryAlong[],
  { catalog }: CatalogReading,
): readonly EntryAlong[] {
  const anew = along.flatMap((each) => {
    const former =
      catalog.get(each.objectId, each.kind) === undefined ? objectIn(each, each.before) : undefined
    const now =
      former?.kind === 'layer' &&
      catalog
        .ofKind('layer')
        .find((layer) => referenceOf(layer, 'resource') === referenceOf(former, 'resource'))
    return now === undefined || now === false ? [] : [{ former: each.objectId, now }]
  })
  return along.flatMap((each) => {
    if (each.verb === 'default') return each
    const before = anew.reduce((text, { former, now }) => text?.replaceAll(former, now.id), each.before)
    const layer = anew.find(({ former }) => former === each.objectId)?.now
    if (layer !== undefined)
      return { ...each, before, verb: 'modify', objectId: layer.id, after: fileText(layer, catalog) }
    const now = catalog.get(each.objectId, each.kind)
    if (now === undefined) return { ...each, before }
    return each.after === undefined ? [] : { ...each, before, after: fileText(now, catalog) }
  })
}

/**
 * What an edit removes only to create it again, save for what it is about, with the layers that go with resources: should
 * nobody live to do so, nothing else knows what it was.
 * @param summary what the history says of it then
 */
export function entriesTaken(
  { steps, subject }: PlannedStockEdit,
  summary: Wording,
  catalog: Catalog,
): readonly EntryAlong[] {
  const taken = steps.flatMap(({ takes }) => {
    if (takes === undefined) return []
    const layers = isResource(takes.object.kind)
      ? catalog.ofKind('layer').filter((each) => referenceOf(each, 'resource') === takes.object.id)
      : []
    return [...layers, takes.object]
  })
  return taken.flatMap((object) =>
    object.id === subject?.id
      ? []
      : [
          {
            ...{ verb: 'remove' as const, kind: object.kind, objectId: object.id, summary },
            before: fileText(object, catalog),
            after: undefined,
          },
        ],
  )
}

/** What is in the place of something that was to be added, under an id of the node's own. */
function namesakeOf(entry: KeptEntry, catalog: Catalog): CatalogObject | undefined {
  const wanted = objectIn(entry, entry.after)
  if (wanted === undefined) return undefined
  const known = new Catalog()
  known.become(catalog)
  known.put(wanted)
  const place = placeOf(wanted, known)
  return place === undefined
    ? undefined
    : catalog.ofKind(entry.kind).find((each) => placeOf(each, catalog) === place)
}

function objectIn({ kind }: EntryAlong, text: string | undefined): CatalogObject | undefined {
  if (text === undefined) return undefined
  const element = parseXmlFile(Buffer.from(text))
  // Of services the name of the file says which.
  return objectFromFile(element, kind, `${element.name}.xml`) ?? undefined
}
