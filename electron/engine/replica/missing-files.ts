import type { Catalog } from '../../catalog/catalog.ts'
import { locationOf } from '../../catalog/locations.ts'
import { failure, isFailure, type Failure } from '../../errors/failure.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'

/** Files looked at in one step, so that nobody waits for it. */
const filesAtOnce = 100

/**
 * Looks, a few files at a time, whether what a catalog holds still lies in its directory. Nobody else takes files away
 * from a node that runs, so what is gone was emptied, or lies on a volume that is not there: what is written into such
 * a directory is lost as soon as the volume comes back, and what is left of it looks like all there is after a restart.
 */
export class MissingFiles {
  readonly #root: DirectoryRoot
  readonly #catalog: Catalog
  readonly #missing = new Map<string, string>()
  #left: string[] = []

  constructor(root: DirectoryRoot, catalog: Catalog) {
    this.#root = root
    this.#catalog = catalog
  }

  /**
   * Looks at some more files.
   * @returns whether to go on at once, because some are missing and this round is not over
   */
  step(): boolean {
    if (this.#left.length === 0) this.#left = [...this.#catalog.objects()].map(({ id }) => id)
    for (const id of this.#left.splice(0, filesAtOnce)) this.#lookAt(id)
    return this.#missing.size > 0 && this.#left.length > 0
  }

  /** Paths of the files that were missing when they were looked at last. */
  get all(): readonly string[] {
    return [...this.#missing].flatMap(([id, path]) => (this.#catalog.get(id) === undefined ? [] : [path]))
  }

  /** The same, once they are more than a few, which somebody may have removed by hand and comparisons tell of. */
  get paths(): readonly string[] {
    const paths = this.all
    return paths.length > Math.max(2, this.#catalog.size / 10) ? paths : []
  }

  /** Why nothing may be written into the directory: at least half of it is gone. */
  get trouble(): Failure | undefined {
    const { paths } = this
    if (paths.length === 0 || paths.length * 2 < this.#catalog.size) return undefined
    const [path = ''] = paths
    const counts = { missing: paths.length, objects: this.#catalog.size }
    return failure('PLB-ENGINE-DIRECTORY-EMPTIED', { directory: this.#root.path, path, ...counts })
  }

  /**
   * @throws PLB-ENGINE-DIRECTORY-EMPTIED while at least half of the directory is gone, which is looked for anew then
   */
  check(): void {
    if (this.trouble === undefined) return
    for (const id of [...this.#missing.keys()].slice(0, filesAtOnce)) this.#lookAt(id)
    const { trouble } = this
    if (trouble !== undefined) throw trouble
  }

  /** Forgets what was missing, since the directory was read anew. */
  forget(): void {
    this.#missing.clear()
    this.#left = []
  }

  #lookAt(id: string): void {
    const object = this.#catalog.get(id)
    this.#missing.delete(id)
    if (object === undefined) return
    try {
      const { file } = locationOf(object, this.#catalog)
      if (!this.#root.exists(file)) this.#missing.set(id, file.join('/'))
    } catch (error) {
      // What belongs to nothing has no place, and what cannot be looked at is not known to be gone.
      if (!isFailure(error)) throw error
    }
  }
}
