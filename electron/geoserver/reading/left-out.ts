import { resourceOf, storeOf, workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import { heldInOpaqueGroups } from '../../catalog/held-by-groups.ts'
import { isEnabled, nameOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import type { GeoServerClient } from '../client.ts'
import { listingOf } from '../ows/listing.ts'

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
    const listed = space === undefined ? undefined : await listingOf(client, nameOf(space) ?? '', signal)
    if (listed === undefined || listed === 'refused') continue
    const local = new Set([...listed.names].map((name) => name.slice(name.indexOf(':') + 1)))
    const isAnyListed = layers.some(({ name }) => name !== undefined && local.has(name))
    if (!isAnyListed) found.push(...layers.map(({ layer }) => layer))
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
