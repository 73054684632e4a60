import { storeOf, workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import { heldBy, isOpaque } from '../../catalog/held-by-groups.ts'
import { canonicalLocationOf, fileNames, locationOf } from '../../catalog/locations.ts'
import { nameOf, referenceOf, withObjectId, type CatalogObject } from '../../catalog/object.ts'
import { withReferences } from '../../catalog/references.ts'
import { isFailure } from '../../errors/failure.ts'
import type { Split } from './files-to-read.ts'

/** Files whose directory belongs to their object and to all below it. */
const owners: ReadonlySet<string> = new Set([...Object.values(fileNames), 'workspace.xml'])

/**
 * What is truly in memory or in files alone. What is served by one name and lies where another would put it, because its
 * file was changed by hand, is in both; what no GeoServer would load, torn or without its other half, is in no file. What
 * else was read to find that out is not served, and taken out of the catalog.
 */
export function partedFor(splits: readonly Split[], catalog: Catalog): readonly Split[] {
  removeOrphans(catalog)
  const loaded = new Set([...catalog.objects()].map((object) => placeOf(object, catalog)))
  const suspects = splits.flatMap((split): readonly Split[] => {
    if (split.side !== 'both') return [split]
    return loaded.has(split.path) ? [] : [{ ...split, side: 'memory' }]
  })
  const found = new Map(
    suspects.flatMap((split) => {
      const place = split.side === 'memory' ? placeOf(servedAs(split, catalog), catalog) : undefined
      return place === undefined ? [] : [[split, place] as const]
    }),
  )
  const places = new Set(found.values())
  const hidden = hiddenPlaces(suspects, catalog)
  const left = suspects.filter(
    (split) =>
      !found.has(split) && !places.has(split.path) && !(split.side === 'files' && hidden.has(split.path)),
  )
  const unserved = left.filter(({ side }) => side === 'files')
  const before = [...catalog.objects()].map((object) => [object, placeOf(object, catalog)] as const)
  for (const { path } of unserved) removeWhatLiesAt(path, catalog)
  const copies = giveBackIds(catalog, before)
  return left
    .filter(({ side, path }) => side !== 'files' || loaded.has(path))
    .map((split) => (copies.has(split.path) ? { ...split, isCopy: true } : split))
}

/** Where groups lie that no list of names has because a group that is served hides them. */
function hiddenPlaces(splits: readonly Split[], catalog: Catalog): ReadonlySet<string> {
  const unlisted = new Set(splits.flatMap(({ side, path }) => (side === 'files' ? path : [])))
  const isServed = (group: CatalogObject): boolean => !unlisted.has(placeOf(group, catalog) ?? '')
  const opaque = catalog.ofKind('layerGroup').filter((group) => isOpaque(group) && isServed(group))
  const held = new Set(opaque.flatMap((group) => [...heldBy(group, catalog)]))
  return new Set([...held].flatMap((id) => placeOf(catalog.get(id, 'layerGroup'), catalog) ?? []))
}

/**
 * What is served has its own id, although a file nobody serves has it as well and was read first.
 * @param before all there was with what nobody serves, and where
 * @returns the files of these copies
 */
function giveBackIds(
  catalog: Catalog,
  before: readonly (readonly [object: CatalogObject, place: string | undefined])[],
): ReadonlySet<string> {
  const copies = new Set<string>()
  for (const shared of catalog.sharedIds) {
    const hasIt = ({ id }: CatalogObject): boolean => id === shared || id.startsWith(`${shared}~`)
    const gone = before.filter(([object]) => hasIt(object) && catalog.get(object.id) === undefined)
    const [stays, ...others] = [...catalog.objects()].filter(hasIt)
    if (gone.length === 0 || stays === undefined || others.length > 0) continue
    // Where what is served lies elsewhere than its name says, it is the copy.
    if (!isAtHome(stays, catalog)) continue
    for (const [, place] of gone) if (place !== undefined) copies.add(place)
    catalog.sharedIds.delete(shared)
    if (stays.id === shared) continue
    const referring = catalog.referringTo(stays.id)
    catalog.passPlaceOn(stays.id, shared)
    catalog.remove(stays.id)
    catalog.put(withObjectId(stays, shared))
    for (const each of referring) catalog.put(withReferences(each, (id) => (id === stays.id ? shared : id)))
  }
  return copies
}

/** Whether it lies where its names put it, and so does all it lies in. */
function isAtHome(object: CatalogObject, catalog: Catalog): boolean {
  const around = ['workspace', 'store', 'resource'].map((name) =>
    catalog.get(referenceOf(object, name) ?? ''),
  )
  if (!around.every((each) => each === undefined || isAtHome(each, catalog))) return false
  if (!catalog.strays.has(object.id)) return true
  const home = homeOf(object, catalog)
  return home !== undefined && home === placeOf(object, catalog)
}

/** What lies in something that could not be read is not loaded either, nor what lies in that. */
function removeOrphans(catalog: Catalog): void {
  for (;;) {
    const orphans = [...catalog.objects()].filter((object) => isOrphan(object, catalog))
    if (orphans.length === 0) return
    for (const { id } of orphans) catalog.remove(id)
  }
}

function isOrphan(object: CatalogObject, catalog: Catalog): boolean {
  if (placeOf(object, catalog) !== undefined && !catalog.strays.has(object.id)) return false
  return homeOf(object, catalog) === undefined
}

/** Where its names put it; undefined where what it belongs to is not there, empty where its own name is none. */
function homeOf(object: CatalogObject, catalog: Catalog): string | undefined {
  try {
    return canonicalLocationOf(object, catalog).file.join('/')
  } catch (error) {
    if (isFailure(error)) return error.code === 'PLB-CATALOG-PARENT-MISSING' ? undefined : ''
    throw error
  }
}

function servedAs({ kind, workspace, name }: Split, catalog: Catalog): CatalogObject | undefined {
  if (kind === 'workspace') return catalog.byName(kind, name)
  return catalog.ofKind(kind).find((each) => {
    const space = workspaceOf(catalog, each)
    return fullName(each, catalog) === name && (space === undefined ? undefined : nameOf(space)) === workspace
  })
}

/** With its store in front for a resource, as splits have it. */
export function fullName(object: CatalogObject, catalog: Catalog): string {
  const store = storeOf(catalog, object)
  return `${store === undefined ? '' : `${nameOf(store) ?? ''}/`}${nameOf(object) ?? ''}`
}

/** Where its file lies; undefined of what has no place. */
export function placeOf(object: CatalogObject | undefined, catalog: Catalog): string | undefined {
  try {
    return object === undefined ? undefined : locationOf(object, catalog).file.join('/')
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}

function removeWhatLiesAt(path: string, catalog: Catalog): void {
  const cut = path.lastIndexOf('/')
  const directory = owners.has(path.slice(cut + 1)) ? path.slice(0, cut + 1) : undefined
  const doomed = [...catalog.objects()].filter((object) => {
    const place = placeOf(object, catalog)
    return place === path || (directory !== undefined && place?.startsWith(directory) === true)
  })
  for (const { id } of doomed) catalog.remove(id)
}
