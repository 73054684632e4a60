import { failure, isFailure } from '../errors/failure.ts'
import type { RelativePath } from '../storage/directory-root.ts'
import { foldedName } from '../text/file-names.ts'
import type { Catalog } from './catalog.ts'
import {
  kinds,
  resourceKinds,
  storeKinds,
  type Kind,
  type ResourceKind,
  type StoreKind,
} from './kinds/property.ts'
import { serviceTypes } from './kinds/table.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from './object.ts'
import { property, say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** Where an object lies below the root of a data directory. */
export interface Location {
  /** The directory that belongs to the object and to all it contains. */
  readonly directory?: RelativePath
  /** The file that holds the object. */
  readonly file: RelativePath
  /** The file that holds the rules of a style. */
  readonly body?: RelativePath
}

/** Name of the file that holds a store or resource, in its own directory. */
export const fileNames: Readonly<Record<StoreKind | ResourceKind, string>> = {
  dataStore: 'datastore.xml',
  coverageStore: 'coveragestore.xml',
  wmsStore: 'wmsstore.xml',
  wmtsStore: 'wmtsstore.xml',
  featureType: 'featuretype.xml',
  coverage: 'coverage.xml',
  wmsLayer: 'wmslayer.xml',
  wmtsLayer: 'wmtslayer.xml',
}

/** Directories of a workspace that hold no store. */
export const reservedDirectories: ReadonlySet<string> = new Set(['styles', 'layergroups'])

/** Files next to the services' that are none. */
export const reservedServiceNames: ReadonlySet<string> = new Set<string>([
  ...kinds.filter((kind) => kind !== 'service'),
  'default',
])

/** Names taken by GeoServer's own files and directories where objects of a kind have theirs. */
const reservedNames: Readonly<Partial<Record<Kind, ReadonlySet<string>>>> = {
  ...reservedFor(['workspace', 'namespace'], ['default.xml']),
  ...reservedFor(storeKinds, [
    ...reservedDirectories,
    ...['workspace', 'namespace', 'settings', ...serviceTypes].map((name) => `${name}.xml`),
  ]),
  ...reservedFor(
    resourceKinds,
    storeKinds.map((kind) => fileNames[kind]),
  ),
  service: reservedServiceNames,
}

function reservedFor(
  owners: readonly Kind[],
  names: readonly string[],
): Readonly<Partial<Record<Kind, ReadonlySet<string>>>> {
  return Object.fromEntries(owners.map((kind) => [kind, new Set(names)]))
}

/**
 * Where an object lies: where it was found, or else where its name puts it.
 * @throws as {@link canonicalLocationOf}
 */
export function locationOf(object: CatalogObject, catalog: Catalog): Location {
  const file = catalog.strays.get(object.id)
  if (file === undefined) return canonicalLocationOf(object, catalog)
  if (object.kind === 'style') return { file, ...bodyOf(object, catalog) }
  return ownDirectory.includes(object.kind) ? { directory: file.slice(0, -1), file } : { file }
}

/** Kinds whose objects have a directory of their own. */
const ownDirectory: readonly Kind[] = ['workspace', ...storeKinds, ...resourceKinds]

/** The rules of a style that lies in an unusual place lie where they always do, if that can be told. */
function bodyOf(style: CatalogObject, catalog: Catalog): Pick<Location, 'body'> {
  try {
    const { body } = locationOfStyle(style, catalog)
    return body === undefined ? {} : { body }
  } catch (error) {
    if (isFailure(error)) return {}
    throw error
  }
}

/**
 * Where GeoServer puts an object.
 * @param catalog holds the workspace, store or resource it belongs to, under the name it has on the disk
 * @throws PLB-CATALOG-PARENT-MISSING when what it belongs to is not in the catalog
 * @throws PLB-CATALOG-NAME-MISSING, PLB-CATALOG-NAME-RESERVED, PLB-STORAGE-NAME-REFUSED when its name cannot be used
 */
export function canonicalLocationOf(object: CatalogObject, catalog: Catalog): Location {
  switch (object.kind) {
    case 'workspace':
      return inDirectory(['workspaces', fileNameOf(object)], 'workspace.xml')
    case 'namespace':
      return { file: [...directoryOfNamespace(object, catalog), 'namespace.xml'] }
    case 'dataStore':
    case 'coverageStore':
    case 'wmsStore':
    case 'wmtsStore':
      return inDirectory(
        [...directoryOf(parentOf(object, 'workspace', ['workspace'], catalog), catalog), fileNameOf(object)],
        fileNames[object.kind],
      )
    case 'featureType':
    case 'coverage':
    case 'wmsLayer':
    case 'wmtsLayer':
      return inDirectory(
        [...directoryOf(parentOf(object, 'store', storeKinds, catalog), catalog), fileNameOf(object)],
        fileNames[object.kind],
      )
    case 'layer': {
      const resource = parentOf(object, 'resource', resourceKinds, catalog)
      return { file: [...directoryOf(resource, catalog), 'layer.xml'] }
    }
    case 'layerGroup':
      return { file: [...directoryAbove(object, catalog), 'layergroups', `${fileNameOf(object)}.xml`] }
    case 'style':
      return locationOfStyle(object, catalog)
    case 'service':
      return { file: [...directoryAbove(object, catalog), `${fileNameOf(object)}.xml`] }
    case 'settings':
      return {
        file: [
          ...directoryOf(parentOf(object, 'workspace', ['workspace'], catalog), catalog),
          'settings.xml',
        ],
      }
    case 'global':
    case 'logging':
      return { file: [`${object.kind}.xml`] }
  }
}

/** What an object is called in a message: its kind and name. */
export function describe(object: CatalogObject): Wording {
  return say('events.object', { kind: say(`kinds.${object.kind}`), title: nameOf(object) ?? object.id })
}

function inDirectory(directory: RelativePath, file: string): Location {
  return { directory, file: [...directory, file] }
}

/** The directory of a workspace, store or resource. */
function directoryOf(container: CatalogObject, catalog: Catalog): RelativePath {
  return locationOf(container, catalog).file.slice(0, -1)
}

/** A namespace lies with the workspace of its name. */
function directoryOfNamespace(namespace: CatalogObject, catalog: Catalog): RelativePath {
  const name = fileNameOf(namespace)
  const workspace = catalog.byName('workspace', name)
  return workspace === undefined ? ['workspaces', name] : directoryOf(workspace, catalog)
}

/** The directory of its workspace, or the root for a global object. */
function directoryAbove(object: CatalogObject, catalog: Catalog): RelativePath {
  return referenceOf(object, 'workspace') === undefined
    ? []
    : directoryOf(parentOf(object, 'workspace', ['workspace'], catalog), catalog)
}

function locationOfStyle(style: CatalogObject, catalog: Catalog): Location {
  const directory = [...directoryAbove(style, catalog), 'styles']
  const name = fileNameOf(style)
  const filename = textOfProperty(style, 'filename') ?? ''
  // A style written in XML may keep its rules in <name>.xml, where its configuration would lie.
  const file = [...directory, filename === `${name}.xml` ? `${name}.xml.xml` : `${name}.xml`]
  if (filename === '') return { file }
  // A GeoServer looks for rules by the name of the workspace, wherever it found that.
  const workspace = catalog.get(referenceOf(style, 'workspace') ?? '', 'workspace')
  const home = workspace === undefined ? [] : canonicalLocationOf(workspace, catalog).file.slice(0, -1)
  return { file, body: [...home, 'styles', plainName(filename)] }
}

function parentOf(
  object: CatalogObject,
  by: string,
  allowed: readonly Kind[],
  catalog: Catalog,
): CatalogObject {
  const id = referenceOf(object, by)
  const parent = id === undefined ? undefined : catalog.get(id, ...allowed)
  if (parent !== undefined) return parent
  throw failure('PLB-CATALOG-PARENT-MISSING', {
    object: describe(object),
    parent:
      id === undefined
        ? say('catalog.noParent', { property: property(by) })
        : say('catalog.parent', { property: property(by), id }),
  })
}

/**
 * The name an object's file or directory is called by.
 * @throws PLB-CATALOG-NAME-MISSING, PLB-CATALOG-NAME-RESERVED, PLB-STORAGE-NAME-REFUSED
 */
export function fileNameOf(object: CatalogObject): string {
  const name = nameOf(object)
  if (name === undefined || name === '') {
    throw failure('PLB-CATALOG-NAME-MISSING', {
      kind: say(`kinds.${object.kind}`),
      id: object.id,
      property: object.kind === 'namespace' ? 'prefix' : 'name',
    })
  }
  if (reservedNames[object.kind]?.has(name) === true) {
    throw failure('PLB-CATALOG-NAME-RESERVED', { object: describe(object), name })
  }
  return plainName(name)
}

/** The name of GeoServer's own an object's name is one with where case and the like do not count; undefined when there is none. */
export function reservedNameLike(object: CatalogObject): string | undefined {
  const name = foldedName(nameOf(object) ?? '')
  return [...(reservedNames[object.kind] ?? [])].find((reserved) => foldedName(reserved) === name)
}

/** A name that is one name on the disk and no way to another place. */
function plainName(name: string): string {
  if (/[/\\\0]/.test(name) || name === '.' || name === '..') {
    throw failure('PLB-STORAGE-NAME-REFUSED', {
      name: JSON.stringify(name.slice(0, 80)),
      reason: say('catalog.leadsAnotherDirectory'),
    })
  }
  return name
}
