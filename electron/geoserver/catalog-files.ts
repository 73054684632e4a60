import type { GeoServerClient } from './client.ts'

/** One file of a node's configuration. */
export interface CatalogFile {
  /** Its names below the data directory. */
  readonly path: readonly string[]
  readonly content: Buffer
}

/** Directories of the catalog; what else a data directory holds is nobody's business here, `security` least of all. */
const roots = ['workspaces', 'styles', 'layergroups']
/** What the rules of styles are written in. */
const styleBody = /\.(sld|css|ysld|yaml|yml|json|mbstyle)$/i
const depthLimit = 6
const fileLimit = 100_000
/** Requests on their way at once. */
const width = 6

/**
 * Reads the files of a GeoServer that make up its catalog and configuration, some at a time, in no particular order.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function* catalogFiles(
  client: GeoServerClient,
  signal?: AbortSignal,
): AsyncGenerator<CatalogFile, void, undefined> {
  const files: (readonly string[])[] = []
  let directories: (readonly string[])[] = [[]]
  for (let depth = 0; depth <= depthLimit && directories.length > 0; depth += 1) {
    const next: (readonly string[])[] = []
    for await (const { path, found } of inTurns(directories, (path) => client.list(path, signal))) {
      for (const { name, isDirectory } of found ?? []) {
        const below = [...path, name]
        if (isDirectory && (path.length > 0 || roots.includes(name))) next.push(below)
        else if (!isDirectory && isWanted(below)) files.push(below)
        if (files.length > fileLimit) return
      }
    }
    directories = next
  }
  for await (const { path, found } of inTurns(files, (each) => client.file(each, signal))) {
    // It may have been removed since it was listed.
    if (found !== undefined) yield { path, content: found }
  }
}

function isWanted(path: readonly string[]): boolean {
  const [name = ''] = path.slice(-1)
  if (path.length === 1) return name.endsWith('.xml') && !name.startsWith('gwc')
  return name.endsWith('.xml') || (path.includes('styles') && styleBody.test(name))
}

/** Asks for several at once, and hands over what came, turn by turn. */
async function* inTurns<Found>(
  paths: readonly (readonly string[])[],
  ask: (path: readonly string[]) => Promise<Found>,
): AsyncGenerator<{ readonly path: readonly string[]; readonly found: Found }, void, undefined> {
  for (let first = 0; first < paths.length; first += width) {
    const turn = paths.slice(first, first + width)
    yield* await Promise.all(turn.map(async (path) => ({ path, found: await ask(path) })))
  }
}
