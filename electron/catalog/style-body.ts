import type { Directory } from '../storage/staged-directory.ts'
import type { Catalog } from './catalog.ts'
import { locationOf } from './locations.ts'
import type { CatalogObject } from './object.ts'

/** Bytes of a style's rules at most. */
export const longestStyleBody = 64 * 1024 * 1024

/**
 * The rules of a style, or undefined when it has no file.
 * @throws PLB-CATALOG-… when the style has no place, PLB-STORAGE-… when its file cannot be read
 */
export function readStyleBody(
  root: Pick<Directory, 'exists' | 'readFile'>,
  catalog: Catalog,
  style: CatalogObject,
): Buffer | undefined {
  const { body } = locationOf(style, catalog)
  return body === undefined || !root.exists(body) ? undefined : root.readFile(body, longestStyleBody)
}
