import { dirname, join } from 'node:path'
import type { NodeReader } from '../../geoserver/reading/node-reader.ts'
import type { FilesReading } from '../../geoserver/reading/read-files.ts'
import { markOf } from '../../geoserver/reading/state.ts'
import { scheduler } from '../../scheduler/scheduler.ts'
import { say } from '../../sentences/say.ts'
import { nodeFileSystemCalls } from '../../storage/file-system-calls.ts'
import { createFileSystem } from '../../storage/files.ts'
import type { CatalogCall, ReadableCatalog } from '../cluster-node.ts'

/** A copy that is removed again need not outlive a power cut. */
const hastyFileSystem = createFileSystem({
  ...nodeFileSystemCalls,
  sync: () => undefined,
  syncDirectory: () => undefined,
})

interface Copy {
  readonly directory: string
  readonly found: Promise<ReadableCatalog>
  users: number
}

/** Copies of the catalog of a GeoServer on this machine, each for as long as somebody reads it. */
export class CatalogCopies {
  readonly #instanceName: string
  readonly #directory: string
  readonly #reader: NodeReader
  #made = 0
  readonly #inUse = new Map<FilesReading, Copy>()

  constructor(instanceName: string, directory: string, reader: NodeReader) {
    this.#instanceName = instanceName
    this.#directory = directory
    this.#reader = reader
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
    const inUse = [...this.#inUse.keys()].findLast(({ changedMeanwhile }) => !changedMeanwhile)
    const isShared = shares && inUse !== undefined && (await this.#reader.isUnchanged(inUse, signal))
    if (isShared && this.#inUse.has(inUse)) return inUse
    return this.#reader.read({
      will: shares ? 'under way' : 'anew',
      signal,
      onProgress: ({ done }) => {
        if (done % 50 === 0)
          onProgress?.(say('comparison.readingFiles', { node: this.#instanceName, files: done }))
      },
    })
  }

  #copyOf(reading: FilesReading): Copy {
    this.#made += 1
    const directory = join(this.#directory, `${encodeURIComponent(this.#instanceName)}-${this.#made}`)
    const { splits } = reading
    const mark = markOf(reading.state)
    const found = scheduler
      .run(written(directory, reading))
      .then(() => ({ directory, isCopy: true, splits, ...(mark === null ? {} : { mark }) }))
    return { directory, found, users: 0 }
  }
}

/** Writes a copy, file by file. */
function* written(directory: string, { files, beside }: FilesReading): Generator<void, void, undefined> {
  hastyFileSystem.removeDirectory(directory)
  hastyFileSystem.makeDirectory(directory, { mode: 0o700 })
  // Of what no message carries, names are all a comparison goes by: users and keys are never fetched.
  for (const { path, isDirectory } of beside) {
    const place = join(directory, ...path)
    hastyFileSystem.makeDirectory(isDirectory ? place : dirname(place))
    if (!isDirectory) hastyFileSystem.writeAtomically(place, Buffer.alloc(0))
    yield
  }
  for (const [path, { content }] of files) {
    const place = join(directory, path)
    hastyFileSystem.makeDirectory(dirname(place))
    hastyFileSystem.writeAtomically(place, content)
    yield
  }
}
