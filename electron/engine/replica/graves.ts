import type { Kind } from '../../catalog/kinds/property.ts'
import type { CatalogObject } from '../../catalog/object.ts'

/** An object that was removed. */
export interface Grave {
  readonly kind: Kind
  readonly name: string | undefined
}

/** Remembers by id what was removed from a replica and did not come back. */
export interface Graves {
  find(id: string): Grave | undefined
  bury(object: CatalogObject): void
  /** It is there again. */
  raise(id: string): void
}

/** For a replica nobody sends late events to. */
export const noGraves: Graves = { find: () => undefined, bury() {}, raise() {} }
