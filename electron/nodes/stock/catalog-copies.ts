import { dirname, join } from 'node:path'
import type { GeoServerClient } from '../../geoserver/client.ts'
import { catalogFiles, type Split } from '../../geoserver/reading/catalog-files.ts'
import { say } from '../../sentences/say.ts'
import { nodeFileSystemCalls } from '../../storage/file-system-calls.ts'
import { createFileSystem } from '../../storage/files.ts'
import type { CatalogCall, ReadableCatalog } from '../cluster-node.ts'
import { readMark } from '../probe-geoserver.ts'

/** A copy that is removed again need not outlive a power cut. */
const hastyFileSystem = createFileSystem({
  ...nodeFileSystemCalls,
  sync: () => undefined,
  syncDirectory: () => undefined,
})

interface Copy {
  readonly found: ReadableCatalog
  users: number
}

/** Copies of the catalog of a GeoServer on this machine, each for as long as somebody reads it. */
export class CatalogCopies {
  readonly #instanceName: string
  readonly #directory: string
  #made = 0
  readonly #inUse = new Set<Copy>()

  constructor(instanceName: string, directory: string) {
    this.#instanceName = instanceName
    this.#directory = directory
  }

  /**
   * Lets a copy be read. Who shares gets the one that others are reading, as long as the node did not change since.
   * @throws PLB-GEOSERVER-…; the signal's reason
   */
  async use<Result>(
    client: GeoServerClient,
    call: CatalogCall,
    action: (found: ReadableCatalog) => Promise<Result>,
  ): Promise<Result> {
    const mark = await readMark(client, call.signal)
    const shared = [...this.#inUse].find(({ found }) => mark !== null && found.mark === mark)
    if (call.shares === true && shared !== undefined) return this.#reading(shared, action)
    this.#made += 1
    const directory = join(this.#directory, `${encodeURIComponent(this.#instanceName)}-${this.#made}`)
    hastyFileSystem.removeDirectory(directory)
    hastyFileSystem.makeDirectory(directory, { mode: 0o700 })
    let splits: readonly Split[]
    try {
      splits = await this.#fill(directory, client, call)
    } catch (error) {
      hastyFileSystem.removeDirectory(directory)
      throw error
    }
    const found = { directory, isCopy: true, splits, ...(mark === null ? {} : { mark }) }
    return this.#reading({ found, users: 0 }, action)
  }

  async #reading<Result>(copy: Copy, action: (found: ReadableCatalog) => Promise<Result>): Promise<Result> {
    this.#inUse.add(copy)
    copy.users += 1
    try {
      return await action(copy.found)
    } finally {
      copy.users -= 1
      if (copy.users === 0) {
        this.#inUse.delete(copy)
        hastyFileSystem.removeDirectory(copy.found.directory)
      }
    }
  }

  async #fill(
    directory: string,
    client: GeoServerClient,
    { signal, onProgress }: CatalogCall,
  ): Promise<readonly Split[]> {
    const splits: Split[] = []
    let files = 0
    // Of what no message carries, names are all a comparison goes by: users and keys are never fetched.
    const onBeside = (path: readonly string[], isDirectory: boolean): void => {
      const place = join(directory, ...path)
      hastyFileSystem.makeDirectory(isDirectory ? place : dirname(place))
      if (!isDirectory) hastyFileSystem.writeAtomically(place, Buffer.alloc(0))
    }
    const onSplit = (split: Split): void => void splits.push(split)
    for await (const { path, content } of catalogFiles(client, { signal, onBeside, onSplit })) {
      const place = join(directory, ...path)
      hastyFileSystem.makeDirectory(dirname(place))
      hastyFileSystem.writeAtomically(place, content)
      files += 1
      if (files % 50 === 0) onProgress?.(say('comparison.readingFiles', { node: this.#instanceName, files }))
    }
    return splits
  }
}
