import { isFailure } from '../../errors/failure.ts'
import type { GeoServerClient, ResourceFile } from '../client.ts'
import { inParallel } from '../in-parallel.ts'
import { servedNames, type ServedNames } from './names.ts'
import { filesToRead, type Split } from './files-to-read.ts'
import { say } from '../../sentences/say.ts'

export type { Split } from './files-to-read.ts'

/** One file of a node's configuration. */
export interface CatalogFile extends ResourceFile {
  /** Its names below the data directory. */
  readonly path: readonly string[]
}

export interface FilesOptions {
  readonly signal?: AbortSignal | undefined
  /** Requests on their way at once. */
  readonly width?: number
  /** Files as they were read before, by path with `/`: what has not changed since is not sent again. */
  readonly known?: ReadonlyMap<string, ResourceFile> | undefined
  /** Names it is known to serve, which are not asked for. */
  readonly served?: ServedNames | undefined
  /** Hears of the names it serves. */
  readonly onNames?: ((names: ServedNames) => void) | undefined
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined
  /** Hears of what is in memory or in files alone, as far as it can be seen before the files are loaded. */
  readonly onSplit?: ((split: Split) => void) | undefined
  /** Hears of what lies in directories of the configuration and is none, which is never read. */
  readonly onBeside?: ((path: readonly string[], isDirectory: boolean) => void) | undefined
  /** Hears of directories the node cannot list, of which only what is served is known. */
  readonly onUnlisted?: ((path: readonly string[]) => void) | undefined
}

/** Requests on their way at once, when nothing else is said. */
export const defaultWidth = 4
const resources = 'rest/resource'
const fileLimit = 500_000
const byteLimit = 2 * 1024 * 1024 * 1024

/**
 * Reads the files of what a GeoServer serves: names by the collections of its REST interface, contents by its files,
 * some requests at a time, in no particular order.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function* catalogFiles(
  client: GeoServerClient,
  options: FilesOptions = {},
): AsyncGenerator<CatalogFile, void, undefined> {
  const { signal, width = defaultWidth, known, onProgress } = options
  const names = options.served ?? (await servedNames(client, { width, signal }))
  options.onNames?.(names)
  const files = await filesToRead(client, names, { ...options, width })
  if (files.length > fileLimit)
    throw client.connection.unexpected(resources, say('geoserver.catalogMoreThanFiles', { limit: fileLimit }))
  let done = 0
  let bytes = 0
  const read = inParallel(files, width, async ({ path, split }) => ({
    path,
    split,
    file: await fileAt(client, path, known?.get(path.join('/')), signal),
  }))
  for await (const { path, split, file } of read) {
    done += 1
    onProgress?.({ done, total: files.length })
    // Served without a file that can be read, or removed since it was listed.
    if (split !== undefined) options.onSplit?.(file === undefined ? { ...split, side: 'memory' } : split)
    if (file === undefined) continue
    bytes += file.content.byteLength
    if (bytes > byteLimit)
      throw client.connection.unexpected(
        resources,
        say('geoserver.catalogMoreThanBytes', { limit: byteLimit }),
      )
    yield { path, ...file }
  }
}

/** One file nobody would write by purpose, or that the node itself may not read, keeps nothing else from being read. */
async function fileAt(
  client: GeoServerClient,
  path: readonly string[],
  known: ResourceFile | undefined,
  signal: AbortSignal | undefined,
): Promise<ResourceFile | undefined> {
  try {
    return await client.read(path, known, signal)
  } catch (error) {
    if (isFailure(error, 'PLB-GEOSERVER-TOO-LARGE')) return undefined
    if (!isFailure(error, 'PLB-GEOSERVER-UNEXPECTED')) throw error
    // It is there: what is empty is no configuration either, and counts as unread where what is missing is not.
    return path.at(-1)?.endsWith('.xml') === true
      ? { content: Buffer.of(), lastModified: undefined }
      : undefined
  }
}
