import { fileNames } from '../../catalog/locations.ts'
import { isFailure } from '../../errors/failure.ts'
import { childText } from '../../xml/element.ts'
import type { GeoServerClient, ResourceEntry } from '../client.ts'
import { documentIn } from '../document-in.ts'
import { inParallel } from '../in-parallel.ts'
import { escapedPath } from '../rest-connection.ts'
import type { ServedNames } from './names.ts'

interface Asking {
  readonly width: number
  readonly signal?: AbortSignal | undefined
}

const services = ['wms', 'wfs', 'wcs', 'wmts', 'wps', 'csw'].map((name) => `${name}.xml`)

/**
 * What a directory holds of what a node serves, where the node cannot list it: one link in it that leads nowhere is enough
 * for that. What is not there is seen when it is read. Undefined when there is no such directory.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function likelyEntries(
  client: GeoServerClient,
  path: readonly string[],
  served: ServedNames,
  asking: Asking,
): Promise<readonly ResourceEntry[] | undefined> {
  if (!(await client.isDirectory(path, asking.signal))) return undefined
  const files = (names: readonly string[]): ResourceEntry[] =>
    names.map((name) => ({ name, isDirectory: false }))
  const directories = (names: readonly string[]): ResourceEntry[] =>
    names.map((name) => ({ name, isDirectory: true }))
  const names = (each: { readonly name: string }): string => each.name
  const last = path.at(-1)
  if (last === undefined)
    return [
      ...files(['global.xml', 'logging.xml', ...services]),
      ...directories(['workspaces', 'styles', 'layergroups', 'security', 'gwc-layers', 'gwc']),
    ]
  if (path[0] === 'workspaces' && path.length === 1)
    return [...files(['default.xml']), ...directories(served.workspaces.map(names))]
  const space = path[0] === 'workspaces' ? served.workspaces.find(({ name }) => name === path[1]) : served
  if (space === undefined) return []
  if (last === 'layergroups') return files(space.groups.map((name) => `${name}.xml`))
  if (last === 'styles') return files(await filesOfStyles(client, path.slice(0, -1), space.styles, asking))
  if (!('stores' in space)) return []
  if (path.length === 2)
    return [
      ...files(['workspace.xml', 'namespace.xml', 'settings.xml', ...services]),
      ...directories(['styles', 'layergroups', ...space.stores.map(names)]),
    ]
  const store = space.stores.find(({ name }) => name === last)
  return store === undefined ? [] : [...files([fileNames[store.kind]]), ...directories(store.resources)]
}

/** The configuration of styles, and their rules by what the node says of them. */
async function filesOfStyles(
  client: GeoServerClient,
  above: readonly string[],
  styles: readonly string[],
  { width, signal }: Asking,
): Promise<readonly string[]> {
  const found = styles.map((name) => `${name}.xml`)
  const asked = inParallel(styles, width, async (name) => {
    try {
      const answer = await client.connection.get(`rest/${escapedPath([...above, 'styles', `${name}.xml`])}`, {
        signal,
      })
      const document = answer && documentIn(answer)
      return document && childText(document, 'filename')
    } catch (error) {
      if (isFailure(error, 'PLB-GEOSERVER-UNEXPECTED')) return undefined
      throw error
    }
  })
  for await (const file of asked) if (file !== undefined) found.push(file)
  return found
}
