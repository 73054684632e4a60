import { workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import { hidingIn } from '../../catalog/held-by-groups.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { kindTable } from '../../catalog/kinds/table.ts'
import { fileNames } from '../../catalog/locations.ts'
import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import { isFailure } from '../../errors/failure.ts'
import { services } from '../../sentences/kinds.ts'
import { childOf, childText, parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { addressesOf } from '../changes/addresses.ts'
import type { GeoServerClient, ResourceFile } from '../client.ts'
import { documentIn } from '../document-in.ts'
import { inParallel } from '../in-parallel.ts'
import { servedDifferences } from './served-differences.ts'
import { fullName, partedFor, placeOf } from './astray.ts'
import { leftOut } from './left-out.ts'
import type { Split } from './files-to-read.ts'
import { contentOf, ownContentOf } from './parsed-files.ts'
import { undrawable } from './undrawable.ts'

interface Asking {
  readonly width: number
  readonly signal?: AbortSignal | undefined
  /** Paths of files that may say something else than is served. */
  readonly suspects: ReadonlySet<string>
}

interface AskingAll extends Asking {
  /** As names tell: for what would lie in a workspace nobody serves a node answers with its own. */
  readonly splits: readonly Split[]
  /** Whether each layer and group is to be drawn as well. */
  readonly draws: boolean
}

/**
 * Where memory and files have parted in what no list of names tells. Of what there is one of, in all or in a workspace
 * (global settings, logging, services, settings of workspaces, the default workspace), each is asked for; of everything
 * else what lies in files that changed without being counted. What map clients are not told of is seen in the capabilities.
 * @param files the node's files as they were read, by path with `/`
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function servedOtherwise(
  client: GeoServerClient,
  files: ReadonlyMap<string, ResourceFile>,
  options: AskingAll,
): Promise<readonly Split[]> {
  const { signal, width, suspects, splits, draws } = options
  const unserved = new Set(splits.flatMap(({ side, path }) => (side === 'files' ? path : [])))
  const isCascading = [...files.keys()].some((path) => path.endsWith(`/${fileNames.wmsLayer}`))
  const hasOpaque = [...files].some(
    ([path, { content }]) => path.includes('layergroups/') && content.includes('OPAQUE_CONTAINER'),
  )
  const isWhole = suspects.size > 0 || draws || isCascading || hasOpaque
  const isParted = isWhole && unserved.size > 0
  const { catalog } = isParted
    ? await ownContentOf(files)
    : await contentOf(isWhole ? files : new Map([...files].filter(([path]) => isOfOne(path))))
  // What nobody serves is what nothing that is served refers to.
  if (isParted) partedFor(splits, catalog)
  const own = catalog.ofKind('global', 'logging', 'service', 'settings')
  const filed = new Set(own.map((object) => placeOf(object, catalog)))
  const suspected = objectsIn(suspects, catalog).filter((object) => !own.includes(object))
  const differences = await servedDifferences(client, catalog, [...own, ...suspected], {
    width,
    ...(signal === undefined ? {} : { signal }),
  })
  const known = new Set(suspected)
  const others = draws ? catalog.ofKind('layer', 'layerGroup').filter((each) => !known.has(each)) : []
  const drawn = await undrawable(client, catalog, others, { width, signal })
  // What is not served at all is known by its name.
  const otherwise = differences
    .filter(({ inFile, served }) => served !== undefined || own.includes(inFile))
    .map(({ inFile }) => inFile)
    .concat(drawn.map(({ object }) => object))
    .map((object) => splitOf('otherwise', object, catalog))
  const unlisted = isCascading ? await leftOut(client, catalog, signal) : []
  const isHidden = hasOpaque ? hidingIn(catalog) : () => false
  const revealed = catalog
    .ofKind('layerGroup')
    .filter(({ id }) => isHidden(id))
    .filter((each) => !unserved.has(placeOf(each, catalog) ?? ''))
  const served = catalog.ofKind('workspace').filter((each) => !unserved.has(placeOf(each, catalog) ?? ''))
  const lacking = conceivable(served).filter((object) => !filed.has(placeOf(object, catalog)))
  const asked = inParallel(lacking, width, async (object) => ({
    object,
    isServed: await isServed(client, object, catalog, signal),
  }))
  const inMemory: Split[] = []
  for await (const { object, isServed: found } of asked)
    if (found) inMemory.push(splitOf('memory', object, catalog))
  return [
    ...otherwise,
    ...unlisted.map((object) => splitOf('left-out', object, catalog)),
    ...revealed.map((object) => splitOf('revealed', object, catalog)),
    ...inMemory,
    ...(await defaultWorkspace(client, catalog, files.has(defaultFile), signal)),
  ]
}

/**
 * As {@link servedOtherwise}, of what lies in some files alone.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function suspectedOtherwise(
  client: GeoServerClient,
  files: ReadonlyMap<string, ResourceFile>,
  { signal, width, suspects }: Asking,
): Promise<readonly Split[]> {
  if (suspects.size === 0) return []
  const { catalog } = await contentOf(files)
  const differences = await servedDifferences(client, catalog, objectsIn(suspects, catalog), {
    width,
    ...(signal === undefined ? {} : { signal }),
  })
  return differences
    .filter(({ served }) => served !== undefined)
    .map(({ inFile }) => splitOf('otherwise', inFile, catalog))
}

function objectsIn(paths: ReadonlySet<string>, catalog: Catalog): readonly CatalogObject[] {
  if (paths.size === 0) return []
  return [...catalog.objects()].filter((object) => paths.has(placeOf(object, catalog) ?? ''))
}

/** Whether a file is of what there is one of. */
function isOfOne(path: string): boolean {
  return path.endsWith('.xml') && /^([^/]+|workspaces\/([^/]+\/)?[^/]+)$/.test(path)
}

/** All a GeoServer can have, though it has no file of it. */
function conceivable(spaces: readonly CatalogObject[]): readonly CatalogObject[] {
  const within = (workspace: readonly XmlElement[]): CatalogObject[] =>
    services.map((root) => ({ kind: 'service', root, id: '', properties: workspace }))
  const workspaces = spaces.flatMap(({ id }): readonly CatalogObject[] => {
    const properties = [parentElement('workspace', [textElement('id', id)])]
    return [{ kind: 'settings', root: kindTable.settings.root, id: '', properties }, ...within(properties)]
  })
  return [...within([]), ...workspaces]
}

async function isServed(
  client: GeoServerClient,
  object: CatalogObject,
  catalog: Catalog,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const document = await documentAt(client, addressesOf(object, catalog).item, signal)
  if (document === undefined) return false
  // Of a workspace that has none it shows what it assumes.
  return object.kind !== 'settings' || childOf(document, 'workspace') !== undefined
}

const defaultFile = 'workspaces/default.xml'

/** The workspace it serves by default, where its file says another. @param isThere whether there is such a file */
async function defaultWorkspace(
  client: GeoServerClient,
  catalog: Catalog,
  isThere: boolean,
  signal: AbortSignal | undefined,
): Promise<readonly Split[]> {
  const document = await documentAt(client, 'rest/workspaces/default.xml', signal)
  const served = document === undefined ? undefined : childText(document, 'name')
  const inFile = catalog.get(catalog.defaultWorkspace ?? '')
  // A file that names none that is there says nothing, and a reload makes nothing else of it; one that is gone it writes.
  const namesNone = isThere && inFile === undefined
  if (namesNone || served === (inFile === undefined ? undefined : nameOf(inFile))) return []
  return [
    { side: 'otherwise', kind: 'workspace', workspace: undefined, name: served ?? '', path: defaultFile },
  ]
}

/** A node that cannot answer for what it has says nothing about it. */
async function documentAt(
  client: GeoServerClient,
  path: string,
  signal: AbortSignal | undefined,
): Promise<XmlElement | undefined> {
  try {
    const answer = await client.connection.get(path, { signal })
    return answer && documentIn(answer)
  } catch (error) {
    if (isFailure(error, 'PLB-GEOSERVER-UNEXPECTED')) return undefined
    throw error
  }
}

function splitOf(side: Split['side'], object: CatalogObject, catalog: Catalog): Split {
  const space = workspaceOf(catalog, object)
  const workspace = space === undefined || space === object ? undefined : nameOf(space)
  const { kind, root } = object
  const name = isOne(kind) ? (kind === 'service' ? root : '') : fullName(object, catalog)
  return { side, kind, workspace, name, path: placeOf(object, catalog) ?? '' }
}

function isOne(kind: Kind): boolean {
  return kind === 'global' || kind === 'logging' || kind === 'service' || kind === 'settings'
}
