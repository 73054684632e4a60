import type { Catalog } from '../../../catalog/catalog.ts'
import { canonicalLocationOf } from '../../../catalog/locations.ts'
import type { CatalogObject } from '../../../catalog/object.ts'
import { isFailure } from '../../../errors/failure.ts'

/** The file a GeoServer keeps an object in, names joined by `/`; undefined when it could have none. */
export function fileOf(object: CatalogObject, catalog: Catalog): string | undefined {
  try {
    return canonicalLocationOf(object, catalog).file.join('/')
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}

/** The files of all objects of a catalog. */
export function filesOf(catalog: Catalog): ReadonlySet<string> {
  return new Set([...catalog.objects()].flatMap((object) => fileOf(object, catalog) ?? []))
}
