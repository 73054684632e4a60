import { failure, isFailure } from '../errors/failure.ts'
import type { RelativePath } from '../storage/directory-root.ts'
import { parentElement, textElement } from '../xml/element.ts'
import { Catalog, workspaceOf } from './catalog.ts'
import type { Part } from './file-memory.ts'
import { placeOf, type Found, reasonNotToLoad } from './loadable.ts'
import { isStore, resourceKinds, storeKinds, type Kind } from './kinds/property.ts'
import { canonicalLocationOf, describe, locationOf } from './locations.ts'
import { nameOf, propertyOf, textOfProperty, withProperties, type CatalogObject } from './object.ts'
import type { Report } from './problem.ts'
import { resolveReferencesByName } from './references-by-name.ts'
import { withReferences } from './references.ts'

/**
 * The catalog a GeoServer would have of the objects found: names decide, ids need not be unique, and of two objects of
 * one name only one is loaded.
 */
export function* loadCatalog(found: readonly Found[], report: Report, halves: boolean): Part<Catalog> {
  let loadable = yield* withoutUnloadable(found, report, halves)
  for (;;) {
    const { catalog, places } = yield* catalogOf(loadable)
    const left = yield* withoutDoubles(loadable, catalog, places, report)
    if (left.length < loadable.length) {
      // What goes may have had the id another one shares, so everything is put together once more.
      loadable = left
      continue
    }
    reportIds(loadable, places, report)
    yield* notePlaces(catalog, places, report)
    return catalog
  }
}

/** Finds the default workspace: by its name, as GeoServer does, whatever the id. */
export function setDefaultWorkspace(catalog: Catalog, copy: CatalogObject | undefined, report: Report): void {
  if (copy === undefined) return
  const path = ['workspaces', 'default.xml']
  const name = nameOf(copy) ?? ''
  const byName = catalog.byName('workspace', name)
  const workspace = byName ?? catalog.get(copy.id, 'workspace')
  catalog.defaultWorkspace = workspace?.id
  if (workspace === undefined) {
    report(path, failure('PLB-CATALOG-DEFAULT-MISSING', { name: name === '' ? copy.id : name }), 'remark')
  } else if (copy.id !== '' && copy.id !== workspace.id) {
    report(
      path,
      failure('PLB-CATALOG-DEFAULT-BY-NAME', { name: nameOf(workspace) ?? '', id: copy.id }),
      'remark',
    )
  }
}

/** Objects by their id in the catalog, with where they were found. */
type Places = Map<string, Found>

function* withoutUnloadable(
  found: readonly Found[],
  report: Report,
  halves: boolean,
): Part<readonly Found[]> {
  const gone: Found[] = []
  for (const each of found) {
    yield
    const reason = reasonNotToLoad(each, halves)
    if (reason === undefined) continue
    gone.push(each)
    report(each.path, failure('PLB-CATALOG-FILE-IGNORED', { reason }), 'ignored')
  }
  return without(found, gone)
}

function* catalogOf(found: readonly Found[]): Part<{ catalog: Catalog; places: Places }> {
  const catalog = new Catalog()
  const places: Places = new Map()
  const workspaces = new Map<string, string>()
  /** By the id their files state, the objects that go by another one here, or share theirs with such an object. */
  const sharing = new Map<string, { readonly id: string; readonly found: Found }[]>()
  for (const each of found) {
    yield
    const object = withIdOfItsOwn(each, catalog)
    const first = each.object.id === '' ? undefined : catalog.get(each.object.id)
    if (first !== undefined) {
      const firstFound = places.get(first.id)
      const others =
        sharing.get(each.object.id) ?? (firstFound && [{ id: first.id, found: firstFound }]) ?? []
      sharing.set(each.object.id, [...others, { id: object.id, found: each }])
      if (others.some(({ found: other }) => other.object.kind === object.kind))
        catalog.sharedIds.add(each.object.id)
    }
    if (object.kind === 'workspace') workspaces.set(directoryOf(each), object.id)
    catalog.put(withWorkspace(object, workspaces.get(each.path.slice(0, 2).join('/'))))
    places.set(object.id, each)
  }
  if (sharing.size > 0) yield* redirect(catalog, places, sharing)
  resolveReferencesByName(catalog)
  return { catalog, places }
}

/**
 * The object under an id nothing else in the catalog has: of two with one id the second goes by one that follows from
 * its place, as does one whose file states none. It gets that id when its file is written the next time.
 */
function withIdOfItsOwn({ object, path }: Found, catalog: Catalog): CatalogObject {
  if (object.id !== '' && catalog.get(object.id) === undefined) return object
  const place = path
    .slice(path[0] === 'workspaces' ? 1 : 0)
    .join('/')
    .replace(/\.xml$/, '')
  const id = `${object.id === '' ? object.kind : object.id}~${place}`
  return withProperties({ ...object, id }, new Map([['id', textElement('id', id)]]))
}

/** A store that does not say its workspace belongs to the one in whose directory it lies. */
function withWorkspace(object: CatalogObject, workspace: string | undefined): CatalogObject {
  if (!isStore(object.kind) || workspace === undefined || propertyOf(object, 'workspace') !== undefined)
    return object
  const reference = parentElement('workspace', [textElement('id', workspace)])
  return withProperties(object, new Map([['workspace', reference]]))
}

/** A reference by an id several objects share means the one of its kind that lies nearest. */
function* redirect(
  catalog: Catalog,
  places: Places,
  sharing: ReadonlyMap<string, readonly { readonly id: string; readonly found: Found }[]>,
): Part {
  for (const object of [...catalog.objects()]) {
    yield
    const own = places.get(object.id)?.path ?? []
    const redirected = withReferences(object, (id, kinds) => {
      const candidates = sharing.get(id)
      if (candidates === undefined) return id
      const kind = kinds.find((each) => candidates.some(({ found }) => found.object.kind === each))
      const nearest = candidates
        .filter(({ found }) => found.object.kind === kind)
        .toSorted((left, right) => commonLength(own, right.found.path) - commonLength(own, left.found.path))
      return nearest[0]?.id ?? id
    })
    catalog.put(redirected)
  }
}

function commonLength(left: RelativePath, right: RelativePath): number {
  const parted = left.findIndex((name, at) => name !== right[at])
  return parted === -1 ? left.length : parted
}

/** Whose directory holds others: with them goes what lies below. */
const containers: readonly Kind[] = ['workspace', ...storeKinds, ...resourceKinds]

/** What is left without those whose name another one has; of several the one in its proper place stays, or the first. */
function* withoutDoubles(
  found: readonly Found[],
  catalog: Catalog,
  places: Places,
  report: Report,
): Part<readonly Found[]> {
  const gone: Found[] = []
  for (const object of catalog.objects()) {
    yield
    const other = catalog.sameName(object)
    const [first, second] = [places.get(object.id), other && places.get(other.id)]
    if (other === undefined || first === undefined || second === undefined || first === second) continue
    const stays = isInPlace(other, second, catalog) && !isInPlace(object, first, catalog) ? second : first
    const goes = stays === second ? first : second
    if (gone.includes(goes)) continue
    gone.push(goes)
    const isCopy = goes.object.id === stays.object.id
    const code = isCopy ? 'PLB-CATALOG-DUPLICATE-NAME' : 'PLB-CATALOG-NAMESAKE'
    report(goes.path, failure(code, { other: describe(other), place: placeOf(stays) }), 'ignored')
  }
  return without(found, gone)
}

/** What is left of the objects found without some of them and all that lies in their directories. */
function without(found: readonly Found[], gone: readonly Found[]): readonly Found[] {
  if (gone.length === 0) return found
  const directories = gone
    .filter(({ object }) => containers.includes(object.kind))
    .map((each) => `${directoryOf(each)}/`)
  return found.filter(
    (each) => !gone.includes(each) && !directories.some((directory) => placeOf(each).startsWith(directory)),
  )
}

function isInPlace(object: CatalogObject, found: Found, catalog: Catalog): boolean {
  try {
    return canonicalLocationOf(object, catalog).file.join('/') === placeOf(found)
  } catch (error) {
    if (isFailure(error)) return false
    throw error
  }
}

function directoryOf({ path }: Found): string {
  return path.slice(0, -1).join('/')
}

function reportIds(found: readonly Found[], places: Places, report: Report): void {
  const byId = new Map<string, Found>()
  const idOf = new Map([...places].map(([id, each]) => [each, id]))
  for (const each of found) {
    const { object, path } = each
    const here = idOf.get(each) ?? ''
    if (object.id === '') {
      report(path, failure('PLB-CATALOG-ID-MISSING', { object: describe(object), here }), 'remark')
      continue
    }
    const first = byId.get(object.id)
    if (first === undefined) byId.set(object.id, each)
    else {
      const details = { object: describe(object), id: object.id, place: placeOf(first), here }
      report(path, failure('PLB-CATALOG-DUPLICATE-ID', details), 'remark')
    }
  }
}

/** What contains something comes before it, since the place of the one follows from that of the other. */
const placedFirst: readonly Kind[] = ['workspace', ...storeKinds, ...resourceKinds]

/** Remembers where objects lie that do not lie where their names put them: that is where they are changed. */
function* notePlaces(catalog: Catalog, places: Places, report: Report): Part {
  const ordered = [
    ...catalog
      .ofKind(...placedFirst)
      .toSorted((left, right) => placedFirst.indexOf(left.kind) - placedFirst.indexOf(right.kind)),
    ...[...catalog.objects()].filter(({ kind }) => !placedFirst.includes(kind)),
  ]
  for (const object of ordered) {
    yield
    const path = places.get(object.id)?.path
    if (path === undefined) continue
    try {
      const expected = locationOf(object, catalog).file.join('/')
      if (expected === path.join('/')) continue
      report(path, failure('PLB-CATALOG-MISPLACED', { object: describe(object), expected }), 'remark')
    } catch (error) {
      if (!isFailure(error)) throw error
      report(path, error, 'remark')
    }
    catalog.strays.set(object.id, path)
  }
}

/** Paths of the configuration and the rules of styles. */
export function styleFiles(catalog: Catalog): ReadonlySet<string> {
  const files = new Set<string>()
  for (const style of catalog.ofKind('style')) {
    try {
      const { file, body } = locationOf(style, catalog)
      files.add(file.join('/'))
      if (body !== undefined) files.add(body.join('/'))
    } catch (error) {
      if (!isFailure(error)) throw error
      const name = textOfProperty(style, 'filename')
      const workspace = workspaceOf(catalog, style)
      if (name !== undefined && workspace === undefined) files.add(`styles/${name}`)
    }
  }
  return files
}
