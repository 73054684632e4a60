import type { RelativePath } from '../storage/directory-root.ts'
import type { CatalogObject } from './object.ts'

/** An object as a file holds it; its id is empty when the file states none. */
export interface Found {
  readonly object: CatalogObject
  readonly path: RelativePath
}

/** Where an object was found, as one text. */
export function placeOf({ path }: Found): string {
  return path.join('/')
}
