import { createHash } from 'node:crypto'
import type { GeoServerClient, ResourceFile } from '../client.ts'
import { catalogFiles, defaultWidth, type FilesOptions, type Split } from './catalog-files.ts'
import { partedSingletons } from './singletons.ts'
import { isSameState, readState, type NodeState } from './state.ts'

/** What lies in directories of a node's configuration and is none; its content is never read. */
export interface Beside {
  readonly path: readonly string[]
  readonly isDirectory: boolean
}

/** The files of a node as they were read. */
export interface FilesReading {
  /** By path with `/`. */
  readonly files: ReadonlyMap<string, ResourceFile>
  /** What is in its memory alone or in its files alone. */
  readonly splits: readonly Split[]
  readonly beside: readonly Beside[]
  /** How far the node was when the reading began. */
  readonly state: NodeState
  /** Whether it was further when the reading ended, so that parts may be of different moments. */
  readonly changedMeanwhile: boolean
}

export interface ReadFilesOptions extends Pick<FilesOptions, 'signal' | 'width' | 'onProgress'> {
  /** The reading before this one: what has not changed since is not sent again. */
  readonly previous?: Pick<FilesReading, 'files'> | undefined
  /** Hears of each file as it arrives. */
  readonly onFile?: ((path: readonly string[], content: Buffer) => void) | undefined
}

/**
 * Reads the files of what a stock node serves.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function readFiles(
  client: GeoServerClient,
  { previous, onFile, ...options }: ReadFilesOptions = {},
): Promise<FilesReading> {
  const state = await readState(client, options.signal)
  const files = new Map<string, ResourceFile>()
  const splits: Split[] = []
  const beside: Beside[] = []
  const reading = catalogFiles(client, {
    ...options,
    known: previous?.files,
    onSplit: (split) => splits.push(split),
    onBeside: (path, isDirectory) => beside.push({ path, isDirectory }),
  })
  for await (const { path, lastModified, ...file } of reading) {
    const content = sharedContent(file.content)
    files.set(path.join('/'), { content, lastModified })
    onFile?.(path, content)
  }
  const { width = defaultWidth, signal } = options
  splits.push(...(await partedSingletons(client, files, { width, signal })))
  const after = await readState(client, options.signal)
  return { files, splits, beside, state, changedMeanwhile: !isSameState(state, after) }
}

/** Contents by what they are, as long as somebody holds them. */
const contents = new Map<string, WeakRef<Buffer>>()
const gone = new FinalizationRegistry<string>((digest) => {
  if (contents.get(digest)?.deref() === undefined) contents.delete(digest)
})

/** The same bytes for equal contents: nodes of a cluster hold nearly the same files, which are to be kept once. */
function sharedContent(content: Buffer): Buffer {
  const digest = createHash('sha256').update(content).digest('base64')
  const known = contents.get(digest)?.deref()
  if (known !== undefined) return known
  contents.set(digest, new WeakRef(content))
  gone.register(content, digest)
  return content
}
