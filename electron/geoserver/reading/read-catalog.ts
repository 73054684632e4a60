import type { Catalog } from '../../catalog/catalog.ts'
import { readDataDirectoryInTurns, type Problem } from '../../catalog/data-directory.ts'
import { locationOf } from '../../catalog/locations.ts'
import { isFailure } from '../../errors/failure.ts'
import { directoryInMemory } from '../../storage/files-in-memory.ts'
import type { GeoServerClient, ResourceFile } from '../client.ts'
import { partedFor } from './astray.ts'
import { catalogFiles, type FilesOptions, type Split } from './catalog-files.ts'
import { ParsedFiles } from './parsed-files.ts'
import { readState, type NodeState } from './state.ts'

/** A node's catalog as it was read. */
export interface CatalogReading {
  readonly catalog: Catalog
  readonly problems: readonly Problem[]
  /** What is in its memory alone or in its files alone. */
  readonly splits: readonly Split[]
  /** Names it serves that cannot lie in a data directory or be asked for. */
  readonly unreadable: readonly string[]
  /** Rules of its styles by the style's id, as far as they have a file. */
  readonly styleBodies: ReadonlyMap<string, Buffer>
  /** How far the node was when the reading began. */
  readonly state: NodeState
  /** Whether it was further when the reading ended, so that parts may be of different moments. */
  readonly changedMeanwhile: boolean
  /** Every file read, by path, for the next reading. */
  readonly files: ReadonlyMap<string, ResourceFile>
}

export interface ReadingOptions extends Pick<FilesOptions, 'signal' | 'width' | 'onProgress'> {
  /** The reading before this one: what has not changed since is not sent again. */
  readonly previous?: CatalogReading | undefined
}

/**
 * Reads the catalog of a stock node. What is damaged or out of place becomes a problem and never keeps the rest from
 * being read.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function readStockCatalog(
  client: GeoServerClient,
  options: ReadingOptions = {},
): Promise<CatalogReading> {
  const { signal, previous } = options
  const state = await readState(client, signal)
  const files = new Map<string, ResourceFile>()
  const splits: Split[] = []
  const unreadable: string[] = []
  const reading = catalogFiles(client, {
    ...options,
    known: previous?.files,
    onSplit: (split) => splits.push(split),
    onUnreadable: (name) => unreadable.push(name),
  })
  const parsed = new ParsedFiles()
  for await (const { path, ...file } of reading) {
    files.set(path.join('/'), file)
    parsed.take(path, file.content)
  }
  const { contents } = parsed
  const { catalog, problems } = await readDataDirectoryInTurns(directoryInMemory(contents), {
    memory: parsed,
  })
  const after = await readState(client, signal)
  return {
    catalog,
    problems,
    splits: partedFor(splits, catalog),
    unreadable,
    styleBodies: styleBodiesOf(catalog, contents),
    state,
    changedMeanwhile: !isSameState(state, after),
    files,
  }
}

function styleBodiesOf(catalog: Catalog, contents: ReadonlyMap<string, Buffer>): ReadonlyMap<string, Buffer> {
  const bodies = new Map<string, Buffer>()
  for (const style of catalog.ofKind('style')) {
    const body = contents.get(bodyPath(catalog, style) ?? '')
    if (body !== undefined) bodies.set(style.id, body)
  }
  return bodies
}

function bodyPath(catalog: Catalog, style: Parameters<typeof locationOf>[0]): string | undefined {
  try {
    return locationOf(style, catalog).body?.join('/')
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}

/** Whether nothing of the catalog or the configuration changed in between; files put by hand do not show. */
export function isSameState(left: NodeState, right: NodeState): boolean {
  return left.updateSequence === right.updateSequence && left.lastModified === right.lastModified
}
