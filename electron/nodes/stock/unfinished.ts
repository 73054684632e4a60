import { objectFromFile } from '../../catalog/object-from-file.ts'
import { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { fileText } from '../../catalog/to-file.ts'
import type { EntryAlong, KeptEntry } from '../../engine/journal/history.ts'
import { differingProperties } from '../../geoserver/changes/differences.ts'
import { placeOf } from '../../geoserver/reading/astray.ts'
import type { CatalogReading } from '../../geoserver/reading/read-catalog.ts'
import { parseXmlFile } from '../../xml/parse.ts'
import { styleBodyIn } from './stock-edit.ts'

/**
 * What became of an edit whose maker did not live to read it back: the entry as it would have been, undefined when nothing
 * was made. What somebody else did since is taken for it.
 */
export function entryAsMade(entry: KeptEntry, reading: CatalogReading): KeptEntry | undefined {
  const { catalog } = reading
  const { verb, kind, objectId } = entry
  if (verb === 'default') return catalog.defaultWorkspace === objectId ? entry : undefined
  const now = catalog.get(objectId, kind) ?? (verb === 'add' ? namesakeOf(entry, catalog) : undefined)
  if (verb === 'remove') return now === undefined ? entry : undefined
  if (now === undefined) return undefined
  const before = objectIn(entry, entry.before)
  const styleBodyAfter = now.kind === 'style' ? styleBodyIn(reading, now) : undefined
  const isChanged =
    before === undefined ||
    differingProperties(before, now).length > 0 ||
    styleBodyAfter !== entry.styleBodyBefore
  return isChanged ? { ...entry, objectId: now.id, after: fileText(now, catalog), styleBodyAfter } : undefined
}

/** What changed along with an edit, as the node has it afterwards. */
export function alongAsMade(
  along: readonly EntryAlong[],
  { catalog }: CatalogReading,
): readonly EntryAlong[] {
  return along.map((each) => {
    const now = each.after === undefined ? undefined : catalog.get(each.objectId, each.kind)
    return now === undefined ? each : { ...each, after: fileText(now, catalog) }
  })
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

function objectIn({ kind }: KeptEntry, text: string | undefined): CatalogObject | undefined {
  if (text === undefined) return undefined
  const element = parseXmlFile(Buffer.from(text))
  // Of services the name of the file says which.
  return objectFromFile(element, kind, `${element.name}.xml`) ?? undefined
}
