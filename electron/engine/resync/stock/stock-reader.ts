import { dirname } from 'node:path'
import { systemClock, wait, type Clock } from '../../../scheduler/clock.ts'
import type { GeoServerClient, ResourceEntry } from '../../../geoserver/client.ts'
import { readDataDirectoryInTurns } from '../../../catalog/data-directory.ts'
import { directoryInMemory } from '../../../storage/files-in-memory.ts'
import type { Catalog } from '../../../catalog/catalog.ts'
import { locationOf } from '../../../catalog/locations.ts'
import { inParallel } from '../../../geoserver/in-parallel.ts'
import { halfWorkspaces } from '../../../geoserver/reading/copies.ts'
import { readBeside } from '../../../geoserver/reading/beside.ts'
import { defaultWidth, type Split } from '../../../geoserver/reading/catalog-files.ts'
import type { Beside } from '../../../geoserver/reading/read-files.ts'
import { NodeReader } from '../../../geoserver/reading/node-reader.ts'
import { parseAhead } from '../../../geoserver/reading/parsed-files.ts'
import { catalogOf, type CatalogReading } from '../../../geoserver/reading/read-catalog.ts'
import { attachmentsIn } from '../../../geoserver/reading/attachments.ts'
import { say } from '../../../sentences/say.ts'
import type { CatalogObject } from '../../../catalog/object.ts'
import type { RelativePath } from '../../../storage/directory-root.ts'
import type { SettledState, StateReader } from '../state-reader.ts'
import type { Problem } from '../../../catalog/problem.ts'
import { failure, isFailure } from '../../../errors/failure.ts'
import { partedFor } from '../../../geoserver/reading/astray.ts'
import { objectWords } from '../../words.ts'
import type { Bereft } from './bereft.ts'
import { ifReadable, needsStart, unsentIn, untilStarted, type NodeState } from '../compare.ts'

/** What a stock node has: its files, and where its memory has parted from them. */
export interface StockState extends SettledState {
  readonly splits: readonly Split[]
  /** What lies in its directories of configuration and is none. */
  readonly beside?: readonly Beside[]
  /** Directories of workspaces without their own file, whose stores a GeoServer loads all the same. */
  readonly halves?: readonly string[]
  /** Objects that are served otherwise than their files say, as far as that was asked for. */
  readonly parted?: readonly CatalogObject[]
  /** Those of them that did not find what they refer to when they were loaded, and can be told. */
  readonly bereft?: readonly Bereft[]
}

/** Readings while it changes, before it is taken as it is. */
const mostReadings = 3
const pause = 1_000

/** Reads a stock node over REST; what has not changed since the last time is not sent again. */
export class StockReader implements StateReader {
  readonly client: GeoServerClient
  readonly tellsRemovals = true
  readonly #clock: Clock
  readonly #signal: AbortSignal | undefined
  readonly #onWaiting: (() => void) | undefined
  readonly #reader: NodeReader
  #previous: CatalogReading | undefined
  /** With the places it was read of: a resync brings files, and changes none. */
  #unsent: { readonly places: string; readonly items: ReturnType<typeof unsentIn> } | undefined

  constructor(
    client: GeoServerClient,
    options: {
      readonly clock?: Clock
      readonly signal?: AbortSignal
      /** Hears each time that it is read or asked again, since it changes or does not answer. */
      readonly onWaiting?: () => void
    } = {},
  ) {
    this.client = client
    this.#clock = options.clock ?? systemClock
    this.#reader = new NodeReader((patience) => Promise.resolve(client.patient(patience)), this.#clock)
    this.#signal = options.signal
    this.#onWaiting = options.onWaiting
  }

  get place(): string {
    return this.client.connection.url
  }

  /**
   * Reads it until it did not change while it was read, or has changed each time.
   * @throws PLB-GEOSERVER-…; the signal's reason
   */
  async read(): Promise<StockState> {
    for (let readings = 1; ; readings += 1) {
      const files = await this.#reader.read({
        will: 'anew',
        signal: this.#signal,
        onFile: parseAhead,
        onSilence: this.#onWaiting,
      })
      const reading = await catalogOf(files)
      this.#previous = reading
      if (!reading.changedMeanwhile || readings === mostReadings) {
        const places = reading.beside.map(({ path }) => path.join('/')).join('\n')
        if (this.#unsent?.places !== places) this.#unsent = { places, items: await this.#readUnsent(reading) }
        return { ...stateOf(reading), ...this.#unsent.items }
      }
      this.#onWaiting?.()
      await wait(this.#clock, pause, this.#signal)
    }
  }

  /** What no message carries, as far as it may be read; of directories that are not, that they are there. */
  async #readUnsent({ beside, files: configuration }: CatalogReading): Promise<ReturnType<typeof unsentIn>> {
    const known = new Map<string, never>()
    const options = { width: defaultWidth, signal: this.#signal, known, configuration }
    const found = await readBeside(this.client, beside, options)
    const files = new Map(
      beside
        .filter(({ path, isDirectory }) => !(isDirectory && path.slice(-2).includes('styles')))
        .map(({ path, isDirectory }) => [placeOf(path, isDirectory), Buffer.alloc(0)]),
    )
    for (const [path, { content }] of found) files.set(path, Buffer.from(content))
    // A directory is a resource's by what it and those above it hold.
    const above = new Set(
      [...found.keys()].flatMap((path) =>
        path.split('/').map((_, at, names) => names.slice(0, at).join('/')),
      ),
    )
    const isWanted = (path: string): boolean =>
      // What lies beside styles is known by what these are.
      /^(?:workspaces\/[^/]+\/)?(?:styles\/|(?:workspace|namespace)\.xml$)/.test(path) ||
      (path.startsWith('workspaces/') && above.has(dirname(path)))
    for (const [path, { content }] of configuration) if (isWanted(path)) files.set(path, Buffer.from(content))
    const root = directoryInMemory(files)
    const { unsent } = await readDataDirectoryInTurns(root)
    return unsentIn(root, unsent)
  }

  async attachments(catalog: Catalog): Promise<readonly RelativePath[]> {
    return attachmentsIn((path) => this.#list(path), catalog)
  }

  /** Which of some files it does not have. */
  async lacking(paths: readonly RelativePath[]): Promise<readonly RelativePath[]> {
    const directories = new Map(paths.map((path) => [path.slice(0, -1).join('/'), path.slice(0, -1)]))
    const there = new Set<string>()
    const listed = inParallel(directories, defaultWidth, async ([place, path]) => ({
      ...{ place, entries: await this.#list(path) },
    }))
    for await (const { place, entries = [] } of listed)
      for (const { name } of entries) there.add(place === '' ? name : `${place}/${name}`)
    return paths.filter((path) => !there.has(path.join('/')))
  }

  /** What cannot be listed is not known. */
  async #list(path: RelativePath): Promise<readonly ResourceEntry[] | undefined> {
    try {
      return await this.client.list(path, this.#signal)
    } catch (error) {
      if (isFailure(error, 'PLB-GEOSERVER-UNEXPECTED')) return undefined
      throw error
    }
  }

  async attachment(path: RelativePath): Promise<Buffer | undefined> {
    return this.client.file(path, this.#signal)
  }

  /** Ids of those whose files are not what they were when it was read. */
  async changedAmong(objects: readonly CatalogObject[], places: Catalog): Promise<ReadonlySet<string>> {
    const changed = new Set<string>()
    const before = this.#previous?.files
    if (before === undefined || (await this.isUnchanged())) return changed
    const paths = objects.flatMap((object) => {
      const place = ifReadable(() => locationOf(object, places))
      const own = [place?.file, place?.body].filter((path) => path !== undefined)
      return own.map((path) => ({ id: object.id, path }))
    })
    const looked = inParallel(paths, defaultWidth, async ({ id, path }) => {
      const content = await this.client.file(path, this.#signal)
      const known = before.get(path.join('/'))?.content
      return { id, isSame: content === undefined ? known === undefined : known?.equals(content) === true }
    })
    for await (const { id, isSame } of looked) if (!isSame) changed.add(id)
    return changed
  }

  /** Whether the node still is where it was when it was read, in two requests; files put by hand do not show. */
  async isUnchanged(): Promise<boolean> {
    if (this.#previous === undefined) return false
    return this.#reader.isUnchanged(this.#previous, this.#signal)
  }
}

/** A directory is there for what lies in it. */
function placeOf(path: RelativePath, isDirectory: boolean): string {
  return [...path, ...(isDirectory ? ['.seen'] : [])].join('/')
}

function stateOf(reading: CatalogReading): StockState {
  const { catalog, problems, splits, styleBodies, changedMeanwhile, beside } = reading
  const state = {
    catalog,
    problems,
    body: (style: CatalogObject) => styleBodies.get(style.id),
    bodyDigest: (style: CatalogObject) => styleBodies.get(style.id),
    isSettled: !changedMeanwhile,
    beside,
    halves: halfWorkspaces(reading.files),
  }
  return withSplits(state, splits)
}

/** What was read of a stock node's files, knowing where its memory has parted from them. */
export function withParted<State extends NodeState>(
  state: State,
  splits: readonly Split[],
): State & { readonly splits: readonly Split[] } {
  return withSplits(state, partedFor(splits, state.catalog))
}

function withSplits<State extends NodeState>(
  state: State,
  splits: readonly Split[],
): State & { readonly splits: readonly Split[] } {
  const unread = splits.filter(({ side }) => side !== 'files').map(problemOf)
  return { ...state, splits, problems: [...state.problems, ...unread] }
}

/** What a node serves and no file holds, or otherwise than it does, or no request can name, counts as unread. */
function problemOf({ side, kind, workspace, name, path }: Split): Problem {
  const title = [workspace, name].filter((each) => each !== undefined && each !== '').join(':')
  const object = objectWords(kind, title)
  const isDefault = path === 'workspaces/default.xml'
  const code =
    side === 'unaskable'
      ? 'PLB-GEOSERVER-NAME-UNASKABLE'
      : side === 'otherwise'
        ? 'PLB-GEOSERVER-SERVED-OTHERWISE'
        : needsStart(side)
          ? untilStarted[side]
          : 'PLB-GEOSERVER-WITHOUT-FILE'
  return {
    path,
    failure: failure(code, { object: isDefault ? say('stock.defaultWorkspace', { title }) : object }),
    effect: needsStart(side) ? 'remark' : 'unread',
  }
}
