import type { Catalog } from '../../catalog/catalog.ts'
import type { DataDirectoryWriter } from '../../catalog/data-directory-writer.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { travelsWhole } from '../../catalog/kinds/property.ts'

/**
 * Files that can wait until all of several changes are made. More than half of what a master sends changes its global
 * settings, each time all of them, so that the last of several says what the others said.
 */
export class PutOffWrites {
  readonly #writer: Pick<DataDirectoryWriter, 'write'>
  readonly #catalog: Catalog
  /** What the files hold of objects that changed, by id. */
  readonly #held = new Map<string, CatalogObject>()
  #isGathering = false

  constructor(writer: Pick<DataDirectoryWriter, 'write'>, catalog: Catalog) {
    this.#writer = writer
    this.#catalog = catalog
  }

  gather<Result>(action: () => Result): Result {
    this.#isGathering = true
    try {
      return action()
    } finally {
      this.#isGathering = false
    }
  }

  /** Whether the file of an object is written later. */
  takes(object: CatalogObject, previous: CatalogObject | undefined): boolean {
    if (!this.#isGathering || previous === undefined || !travelsWhole(object.kind)) return false
    if (previous.id !== object.id) return false
    if (!this.#held.has(object.id)) this.#held.set(object.id, previous)
    return true
  }

  settle(): void {
    try {
      for (const [id, held] of this.#held) {
        const object = this.#catalog.get(id)
        if (object !== undefined) this.#writer.write(object, held)
        this.#held.delete(id)
      }
    } catch (error) {
      for (const [id, held] of this.#held) {
        this.#catalog.remove(id)
        this.#catalog.put(held)
      }
      this.#held.clear()
      throw error
    }
  }
}
