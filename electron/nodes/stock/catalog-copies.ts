import { dirname, join } from 'node:path'
import type { GeoServerClient, ResourceFile } from '../../geoserver/client.ts'
import { readBeside } from '../../geoserver/reading/beside.ts'
import { defaultWidth } from '../../geoserver/reading/catalog-files.ts'
import type { NodeReader } from '../../geoserver/reading/node-reader.ts'
import type { FilesReading } from '../../geoserver/reading/read-files.ts'
import { markOf } from '../../geoserver/reading/revision.ts'
import { scheduler } from '../../scheduler/scheduler.ts'
import { say } from '../../sentences/say.ts'
import { nodeFileSystemCalls } from '../../storage/file-system-calls.ts'
import { createFileSystem } from '../../storage/files.ts'
import type { CatalogCall, ReadableCatalog } from '../face/cluster-node.ts'

/** A copy that is removed again need not outlive a power cut. */
const hastyFileSystem = createFileSystem({
  ...nodeFileSystemCalls,
  sync: () => undefined,
  syncDirectory: () => undefined,
})

export interface CatalogCopiesOptions {
  readonly instanceName: string
  /** Where they lie. */
  readonly directory: string
  readonly reader: NodeReader
  readonly client: () => Promise<GeoServerClient>
}

interface Copy {
  readonly directory: string
  readonly found: Promise<ReadableCatalog>
  users: number
}

/** Copies of the catalog of a GeoServer on this machine, each for as long as somebody reads it. */
export class CatalogCopies {
  readonly #options: CatalogCopiesOptions
  #made = 0
  /** What lay beside the catalog when it was read last. */
  #beside: ReadonlyMap<string, ResourceFile> = new Map()
  readonly #inUse = new Map<FilesReading, Copy>()

  constructor(options: CatalogCopiesOptions) {
    this.#options = options
  }

  /**
   * Lets a copy be read. Who shares gets what others are reading, as long as the node did not change since.
   * @throws PLB-GEOSERVER-…; the signal's reason
   */
  async use<Result>(call: CatalogCall, action: (found: ReadableCatalog) => Promise<Result>): Promise<Result> {
    const reading = await this.#read(call)
    const copy = this.#inUse.get(reading) ?? this.#copyOf(reading)
    this.#inUse.set(reading, copy)
    copy.users += 1
    try {
      return await action(await copy.found)
    } finally {
      copy.users -= 1
      if (copy.users === 0) {
        this.#inUse.delete(reading)
        hastyFileSystem.removeDirectory(copy.directory)
      }
    }
  }

  async #read({ signal, shares = false, onProgress }: CatalogCall): Promise<FilesReading> {
    const { reader, instanceName } = this.#options
    const inUse = [...this.#inUse.keys()].findLast(({ changedMeanwhile }) => !changedMeanwhile)
    const isShared = shares && inUse !== undefined && (await reader.isUnchanged(inUse, signal))
    if (isShared && this.#inUse.has(inUse)) return inUse
    return reader.read({
      will: shares ? 'under way' : 'anew',
      signal,
      onSilence: () => onProgress?.(say('comparison.waitingForNode', { node: instanceName })),
      onProgress: ({ done }) => {
        if (done % 50 === 0) onProgress?.(say('comparison.readingFiles', { node: instanceName, files: done }))
      },
    })
  }

  #copyOf(reading: FilesReading): Copy {
    this.#made += 1
    const { instanceName, directory: above } = this.#options
    const directory = join(above, `${encodeURIComponent(instanceName)}-${this.#made}`)
    return { directory, found: this.#written(directory, reading), users: 0 }
  }

  async #written(directory: string, reading: FilesReading): Promise<ReadableCatalog> {
    const { splits, revision } = reading
    const client = await this.#options.client()
    this.#beside = await readBeside(client, reading.beside, {
      width: defaultWidth,
      known: this.#beside,
      configuration: reading.files,
    })
    await scheduler.run(written(directory, reading, this.#beside))
    const mark = markOf(revision)
    return { directory, isCopy: true, splits, ...(mark === null ? {} : { mark }) }
  }
}

/** Writes a copy, file by file. */
function* written(
  directory: string,
  { files, beside }: FilesReading,
  contents: ReadonlyMap<string, ResourceFile>,
): Generator<void, void, undefined> {
  hastyFileSystem.removeDirectory(directory)
  hastyFileSystem.makeDirectory(directory, { mode: 0o700 })
  // Of what no message carries only what was read has a content; passwords and keys never have.
  for (const { path, isDirectory } of beside) {
    const place = join(directory, ...path)
    hastyFileSystem.makeDirectory(isDirectory ? place : dirname(place))
    if (!isDirectory) hastyFileSystem.writeAtomically(place, Buffer.alloc(0))
    yield
  }
  for (const [path, { content }] of [...contents, ...files]) {
    const place = join(directory, path)
    hastyFileSystem.makeDirectory(dirname(place))
    hastyFileSystem.writeAtomically(place, content)
    yield
  }
}
