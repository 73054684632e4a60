import type { GeoServerClient } from '../../electron/geoserver/client.ts'
import { parseAhead } from '../../electron/geoserver/reading/parsed-files.ts'
import { catalogOf, type CatalogReading } from '../../electron/geoserver/reading/read-catalog.ts'
import { readFiles, type ReadFilesOptions } from '../../electron/geoserver/reading/read-files.ts'

/** Reads the catalog of a stock node, in this thread. */
export async function readStockCatalog(
  client: GeoServerClient,
  options: Omit<ReadFilesOptions, 'onFile'> = {},
): Promise<CatalogReading> {
  return catalogOf(await readFiles(client, { ...options, onFile: parseAhead }))
}
