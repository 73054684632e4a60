import { resourceOf, storeOf, workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import { heldInOpaqueGroups } from '../../catalog/held-by-groups.ts'
import { isEnabled, nameOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { isFailure } from '../../errors/failure.ts'
import type { GeoServerClient } from '../client.ts'
import { documentIn } from '../document-in.ts'
import { offerOf } from '../ows/capabilities.ts'
import { localName } from '../ows/map-server.ts'
import { escapedPath } from '../rest-connection.ts'

/**
 * Layers cascaded from other WMS servers that are served and left out of the capabilities. All that force no style share
 * one of the process; a GeoServer that was sent a layer in a form that makes it take that for a style with a file leaves
 * them all out until it is started again. Where some of a workspace are listed, the others have reasons of their own.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function leftOut(
  client: GeoServerClient,
  catalog: Catalog,
  signal?: AbortSignal,
): Promise<readonly CatalogObject[]> {
  const hidden = heldInOpaqueGroups(catalog)
  const cascaded = catalog.ofKind('layer').flatMap((layer) => {
    const resource = hidden.has(layer.id) ? undefined : cascadedBehind(layer, catalog)
    return resource === undefined ? [] : [{ layer, name: nameOf(resource) }]
  })
  const found: CatalogObject[] = []
  for (const [space, layers] of Map.groupBy(cascaded, ({ layer }) => workspaceOf(catalog, layer))) {
    const listed = space === undefined ? undefined : await listedIn(client, nameOf(space) ?? '', signal)
    const local = new Set(listed?.map((name) => name.slice(name.indexOf(':') + 1)))
    const isAnyListed = layers.some(({ name }) => name !== undefined && local.has(name))
    if (listed !== undefined && !isAnyListed) found.push(...layers.map(({ layer }) => layer))
  }
  return found
}

/** The resource of a layer that is to be shown, from another WMS; undefined when it is none. */
function cascadedBehind(layer: CatalogObject, catalog: Catalog): CatalogObject | undefined {
  const resource = resourceOf(catalog, layer)
  const store = resource && storeOf(catalog, resource)
  if (resource?.kind !== 'wmsLayer' || store === undefined) return undefined
  const isShown =
    [layer, resource, store].every(isEnabled) && textOfProperty(resource, 'advertised') !== 'false'
  return isShown ? resource : undefined
}

/** Names in the capabilities of a workspace; undefined where there are none to be had. */
async function listedIn(
  client: GeoServerClient,
  workspace: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | undefined> {
  const path = `${escapedPath([workspace, 'wms'])}?service=WMS&version=1.3.0&request=GetCapabilities`
  try {
    const answer = await client.connection.get(path, { signal })
    const root = answer && documentIn(answer)
    return root && localName(root) === 'WMS_Capabilities' ? [...offerOf(root).layers.keys()] : undefined
  } catch (error) {
    if (unknown.some((code) => isFailure(error, code))) return undefined
    throw error
  }
}

const unknown = ['PLB-GEOSERVER-UNEXPECTED', 'PLB-GEOSERVER-SILENT', 'PLB-GEOSERVER-TOO-LARGE'] as const
