import { failure } from '../errors/failure.ts'
import { checkName, type RelativePath } from '../storage/directory-root.ts'
import { foldedName, reasonNotOnWindows } from '../text/file-names.ts'
import type { Catalog } from './catalog.ts'
import { isResource, resourceKinds, storeKinds, type Kind } from './kinds/property.ts'
import { describe, reservedNameLike } from './locations.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from './object.ts'
import { say } from '../sentences/say.ts'

/**
 * Whether every node of a cluster can keep an object in files of its own, whatever system it runs on. A file system
 * that tells `topo` from `TOPO` keeps both, as GeoServer does on Linux, and what a master there made is taken as it is;
 * but nobody makes such an object with Plumbline, since no slave on Windows or macOS could follow.
 * @param former the object before a change: names it has already are not asked about
 * @throws PLB-CATALOG-NAME-NOT-PORTABLE, PLB-CATALOG-NAME-RESERVED, PLB-CATALOG-NAME-COLLIDES,
 * PLB-STORAGE-NAME-REFUSED
 */
export function checkKeptApart(
  object: CatalogObject,
  former: CatalogObject | undefined,
  catalog: Catalog,
): void {
  const moved = former === undefined || parentOf(former) !== parentOf(object)
  const had = moved ? [] : fileNamesOf(former)
  const names = fileNamesOf(object).filter((name) => !had.includes(name))
  if (names.length === 0) return
  for (const name of names) {
    checkName(name)
    const reason = reasonNotOnWindows(name)
    if (reason !== undefined)
      throw failure('PLB-CATALOG-NAME-NOT-PORTABLE', {
        object: describe(object),
        name: JSON.stringify(name),
        reason: say(`storage.${reason}`),
      })
  }
  const reserved = reservedNameLike(object)
  if (reserved !== undefined)
    throw failure('PLB-CATALOG-NAME-RESERVED', { object: describe(object), name: reserved })
  checkNeighbours(object, names, catalog)
}

function checkNeighbours(object: CatalogObject, names: readonly string[], catalog: Catalog): void {
  const folded = new Map(names.map((name) => [foldedName(name), name]))
  const parent = parentOf(object)
  for (const other of catalog.ofKind(...neighbours(object.kind))) {
    if (other.id === object.id || parentOf(other) !== parent) continue
    const place = catalog.strays.get(other.id)
    for (const taken of [
      ...fileNamesOf(other),
      ...(place === undefined ? [] : ownNameIn(place, other.kind)),
    ]) {
      const name = folded.get(foldedName(taken))
      // The very same name is another matter: styles may share their rules, and of the rest only one is loaded.
      if (name !== undefined && name !== taken)
        throw failure('PLB-CATALOG-NAME-COLLIDES', { object: describe(object), other: describe(other) })
    }
  }
}

/** The names its file or directory has in the directory of what it belongs to. */
function fileNamesOf(object: CatalogObject): readonly string[] {
  const name = nameOf(object) ?? ''
  if (object.kind === 'style') {
    return [`${name}.xml`, ...[textOfProperty(object, 'filename') ?? ''].filter((each) => each !== '')]
  }
  if (object.kind === 'layerGroup') return [`${name}.xml`]
  return neighbours(object.kind).length > 0 ? [name] : []
}

function ownNameIn(place: RelativePath, kind: Kind): readonly string[] {
  return place.slice(kind === 'style' || kind === 'layerGroup' ? -1 : -2).slice(0, 1)
}

/** The kinds whose files or directories lie beside one another. */
const besideOneAnother: readonly (readonly Kind[])[] = [
  ['workspace'],
  storeKinds,
  resourceKinds,
  ['style'],
  ['layerGroup'],
]

function neighbours(kind: Kind): readonly Kind[] {
  return besideOneAnother.find((kinds) => kinds.includes(kind)) ?? []
}

function parentOf(object: CatalogObject): string {
  return referenceOf(object, isResource(object.kind) ? 'store' : 'workspace') ?? ''
}
