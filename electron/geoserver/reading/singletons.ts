import type { Catalog } from '../../catalog/catalog.ts'
import { readDataDirectoryInTurns } from '../../catalog/data-directory.ts'
import { kindTable } from '../../catalog/kinds/table.ts'
import { locationOf } from '../../catalog/locations.ts'
import { nameOf, referenceOf, type CatalogObject } from '../../catalog/object.ts'
import { isFailure } from '../../errors/failure.ts'
import { directoryInMemory } from '../../storage/files-in-memory.ts'
import { childOf, childText, parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { addressesOf } from '../changes/addresses.ts'
import type { GeoServerClient, ResourceFile } from '../client.ts'
import { documentIn } from '../document-in.ts'
import { inParallel } from '../in-parallel.ts'
import { servedDifferences } from '../served-differences.ts'
import type { Split } from './plan-files.ts'

interface Asking {
  readonly width: number
  readonly signal?: AbortSignal | undefined
}

/** Services every GeoServer has; others come with extensions. */
const services = ['wms', 'wfs', 'wcs', 'wmts']

/**
 * Where memory and files have parted in what there is one of, in all or in a workspace: global settings, logging,
 * services, settings of workspaces, the default workspace. No list names these, so that a request each is needed.
 * @param files the node's files as they were read, by path with `/`
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function partedSingletons(
  client: GeoServerClient,
  files: ReadonlyMap<string, ResourceFile>,
  options: Asking,
): Promise<readonly Split[]> {
  const catalog = await singletonsIn(files)
  const { signal, width } = options
  const own = catalog.ofKind('global', 'logging', 'service', 'settings')
  const differences = await servedDifferences(client, catalog, own, {
    width,
    ...(signal === undefined ? {} : { signal }),
  })
  const otherwise = differences.map(({ inFile }) => splitOf('otherwise', inFile, catalog))
  const filed = new Set(own.map((object) => placeOf(object, catalog)))
  const lacking = conceivable(catalog).filter((object) => !filed.has(placeOf(object, catalog)))
  const asked = inParallel(lacking, width, async (object) => ({
    object,
    isServed: await isServed(client, object, catalog, signal),
  }))
  const inMemory: Split[] = []
  for await (const { object, isServed: found } of asked)
    if (found) inMemory.push(splitOf('memory', object, catalog))
  return [...otherwise, ...inMemory, ...(await defaultWorkspace(client, catalog, signal))]
}

/** What its files say there is one of. */
async function singletonsIn(files: ReadonlyMap<string, ResourceFile>): Promise<Catalog> {
  const contents = [...files].flatMap(([path, { content }]) =>
    path.endsWith('.xml') && /^([^/]+|workspaces\/([^/]+\/)?[^/]+)$/.test(path)
      ? [[path, content] as const]
      : [],
  )
  return (await readDataDirectoryInTurns(directoryInMemory(new Map(contents)))).catalog
}

/** All a GeoServer can have, though it has no file of it. */
function conceivable(catalog: Catalog): readonly CatalogObject[] {
  const within = (workspace: readonly XmlElement[]): CatalogObject[] =>
    services.map((root) => ({ kind: 'service', root, id: '', properties: workspace }))
  const workspaces = catalog.ofKind('workspace').flatMap(({ id }): readonly CatalogObject[] => {
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

/** The workspace it serves by default, where its file says another. */
async function defaultWorkspace(
  client: GeoServerClient,
  catalog: Catalog,
  signal: AbortSignal | undefined,
): Promise<readonly Split[]> {
  const document = await documentAt(client, 'rest/workspaces/default.xml', signal)
  const served = document === undefined ? undefined : childText(document, 'name')
  const inFile = catalog.get(catalog.defaultWorkspace ?? '')
  if (served === (inFile === undefined ? undefined : nameOf(inFile))) return []
  const path = 'workspaces/default.xml'
  return [{ side: 'otherwise', kind: 'workspace', workspace: undefined, name: served ?? '', path }]
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
  const space = catalog.get(referenceOf(object, 'workspace') ?? '')
  const workspace = space === undefined ? undefined : nameOf(space)
  const { kind, root } = object
  return { side, kind, workspace, name: kind === 'service' ? root : '', path: placeOf(object, catalog) }
}

function placeOf(object: CatalogObject, catalog: Catalog): string {
  return locationOf(object, catalog).file.join('/')
}
