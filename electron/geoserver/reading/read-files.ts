import { createHash } from 'node:crypto'
import { resourceKinds } from '../../catalog/kinds/property.ts'
import { fileNames } from '../../catalog/locations.ts'
import { unlistedMark } from '../../catalog/unsent.ts'
import type { GeoServerClient, ResourceFile } from '../client.ts'
import { catalogFiles, defaultWidth, type FilesOptions, type Split } from './catalog-files.ts'
import { noNames, type ServedNames } from './names.ts'
import { copiedOver } from './copies.ts'
import { servedOtherwise, suspectedOtherwise } from './served-otherwise.ts'
import { isSameRevision, isTold, readRevision, type Revision } from './revision.ts'

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
  /** Directories the node cannot list: what nobody serves there was not seen. */
  readonly unlisted: readonly string[]
  readonly names: ServedNames
  /** How far the node was when the reading began. */
  readonly revision: Revision
  /** Whether it was further when the reading ended, so that parts may be of different moments. */
  readonly changedMeanwhile: boolean
  /** The last file that was asked for as it is served in its turn. */
  readonly inTurn: string
}

export interface ReadFilesOptions extends Pick<FilesOptions, 'signal' | 'width' | 'onProgress'> {
  /** The reading before this one: what has not changed since is not sent again. */
  readonly previous?: FilesReading | undefined
  /** Hears of each file as it arrives. */
  readonly onFile?: ((path: readonly string[], content: Buffer) => void) | undefined
}

/**
 * Reads the files of what a stock node serves. Where its count says that its memory is what it was, which was what its
 * files said, the names it serves are known and only files are asked for, as long as none of them was put by hand.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function readFiles(
  client: GeoServerClient,
  options: ReadFilesOptions = {},
): Promise<FilesReading> {
  const { previous, width = defaultWidth, signal } = options
  const revision = await readRevision(client, signal)
  const isCounted = previous !== undefined && isTold(revision) && isSameRevision(previous.revision, revision)
  const isAtRest = isCounted && isInAgreement(previous)
  const listed = await listedFiles(client, options, isAtRest ? previous.names : undefined)
  const changed = changedSince(previous?.files ?? listed.files, listed.files)
  if (isAtRest && (changed.length > 0 || !isInAgreement({ ...listed, changedMeanwhile: false })))
    return readFiles(client, { ...options, previous: { ...previous, changedMeanwhile: true } })
  const splits = [...listed.splits]
  const turn = nextInTurn(listed.files, previous)
  if (isAtRest) {
    splits.push(
      ...(await suspectedOtherwise(client, listed.files, { width, signal, suspects: new Set(turn) })),
    )
  } else {
    const suspects = isCounted || changed.length <= mostChanged ? withResources(changed, listed.files) : []
    const partedBefore =
      previous?.splits.flatMap(({ side, path }) => (side === 'otherwise' ? path : [])) ?? []
    const copied = copiedOver(listed.files, listed.splits)
    // What is looked up once was perhaps loaded before this program was there to see it, or just now in a reload, which
    // counts and changes no file of an object.
    const isFirst = previous === undefined
    const isLoaded = isFirst || (!isCounted && changed.every((path) => !path.includes('/')))
    const loaded = isLoaded ? lookingUpOnce(listed.files) : []
    const asked = new Set([...suspects, ...partedBefore, ...copied, ...loaded, ...turn])
    const asking = { width, signal, suspects: asked, splits: listed.splits, draws: isFirst }
    splits.push(...(await servedOtherwise(client, listed.files, asking)))
  }
  const changedMeanwhile = !isSameRevision(revision, await readRevision(client, signal))
  const parted = changedMeanwhile && previous !== undefined ? splits.filter(wasThereIn(previous)) : splits
  const inTurn = turn.at(-1) ?? previous?.inTurn ?? ''
  return { ...listed, splits: parted, revision, changedMeanwhile, inTurn }
}

/** What came or went between two requests has not parted; what has is found each time. */
function wasThereIn(previous: FilesReading): (split: Split) => boolean {
  const before = new Set(previous.splits.map(({ side, path }) => `${side} ${path}`))
  return ({ side, path }) => side === 'both' || side === 'unaskable' || before.has(`${side} ${path}`)
}

/**
 * With the files of what layers show, where another layer is called the same: a message for the other one is taken for
 * this one's, whose title and state are then another in memory while no file tells of it.
 */
function withResources(changed: readonly string[], files: FilesReading['files']): readonly string[] {
  const layers = new Map<string, string[]>()
  for (const path of files.keys()) {
    const name = /^workspaces\/[^/]+\/[^/]+\/([^/]+)\/layer\.xml$/.exec(path)?.[1]
    if (name !== undefined) layers.set(name, [...(layers.get(name) ?? []), path])
  }
  const namesakes = new Set([...layers.values()].filter((each) => each.length > 1).flat())
  const places = changed.filter((path) => namesakes.has(path)).map((path) => path.replace(/layer\.xml$/, ''))
  const resources = resourceKinds.map((kind) => fileNames[kind])
  const beside = places.flatMap((place) => resources.map((name) => `${place}${name}`))
  return [...changed, ...beside.filter((path) => files.has(path))]
}

/** Files of groups, and of layers with several styles: a node that does not find one of these goes on without it. */
function lookingUpOnce(files: FilesReading['files']): readonly string[] {
  return [...files].flatMap(([path, { content }]) =>
    /(^|\/)layergroups\/[^/]+\.xml$/.test(path) ||
    (path.endsWith('/layer.xml') && content.includes('<styles'))
      ? path
      : [],
  )
}

/** Layers and groups that are asked for as they are served with each reading. */
const mostInTurn = 20

/**
 * The next of all files of layers and groups: a node that is started or reloaded while something they refer to is broken
 * serves less of them, which nothing tells.
 */
function nextInTurn(files: FilesReading['files'], previous: FilesReading | undefined): readonly string[] {
  if (previous === undefined) return []
  const all = [...files.keys()]
    .filter((path) => /(^|\/)layergroups\/[^/]+\.xml$|\/layer\.xml$/.test(path))
    .toSorted()
  const next = all.findIndex((path) => path > previous.inTurn)
  return [...all.slice(Math.max(next, 0)), ...all].slice(0, Math.min(mostInTurn, all.length))
}

/** As many files that changed while the node counted on are asked for as it serves them: it will have written more itself. */
const mostChanged = 50

type Listed = Pick<FilesReading, 'files' | 'splits' | 'beside' | 'unlisted' | 'names'>

async function listedFiles(
  client: GeoServerClient,
  { previous, onFile, ...options }: ReadFilesOptions,
  served: ServedNames | undefined,
): Promise<Listed> {
  const files = new Map<string, ResourceFile>()
  const splits: Split[] = []
  const beside: Beside[] = []
  const unlisted: string[] = []
  let names = noNames
  const reading = catalogFiles(client, {
    ...options,
    known: previous?.files,
    served,
    onNames: (found) => {
      names = found
    },
    onSplit: (split) => splits.push(split),
    onUnlisted: (path) => {
      unlisted.push(path.join('/'))
      beside.push({ path: [...path, unlistedMark], isDirectory: false })
    },
    onBeside: (path, isDirectory) => beside.push({ path, isDirectory }),
  })
  for await (const { path, lastModified, ...file } of reading) {
    const content = sharedContent(file.content)
    files.set(path.join('/'), { content, lastModified })
    onFile?.(path, content)
  }
  return { files, splits, beside, unlisted, names }
}

/** Whether memory and files were one, as far as names tell. */
function isInAgreement({
  splits,
  names,
  changedMeanwhile,
}: Pick<FilesReading, 'splits' | 'names' | 'changedMeanwhile'>): boolean {
  return !changedMeanwhile && names.groupsUnknown.length === 0 && splits.every(({ side }) => side === 'both')
}

/** Paths whose content is another, or that are there on one side alone. */
function changedSince(before: FilesReading['files'], after: FilesReading['files']): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter((path) => before.get(path)?.content !== after.get(path)?.content)
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
