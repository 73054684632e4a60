import type { Clock } from '../../scheduler/clock.ts'
import { atOnce } from '../../scheduler/scheduler.ts'
import { DigestCache } from '../../catalog/digest-cache.ts'
import type { StyleBodyDigest } from '../../catalog/digest.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { longestStyleBody } from '../../catalog/style-body.ts'
import { attachmentsIn } from '../../geoserver/reading/attachments.ts'
import type { DirectoryRoot, RelativePath } from '../../storage/directory-root.ts'
import { SettledReading, unsettled } from '../replica/settled-reading.ts'
import { ifReadable, readNodeState } from './compare.ts'
import type { SettledState, StateReader } from './state-reader.ts'

/**
 * The data directory of a node, as it is when nobody writes into it. What was read once is not read again while its
 * file looks the same.
 */
export class NodeDirectory implements StateReader {
  readonly root: DirectoryRoot
  readonly #cache: DigestCache
  readonly #settled: SettledReading<SettledState>
  #reading: Promise<unknown> = Promise.resolve()

  /** @param other of a node that is expected to hold nearly the same */
  constructor(root: DirectoryRoot, clock?: Clock, other?: StateReader) {
    this.root = root
    this.#cache = new DigestCache(root, other instanceof NodeDirectory ? other.#cache : undefined)
    this.#settled = new SettledReading(
      () => this.#readOnce(),
      () => atOnce(this.#cache.isAsBefore()),
      clock,
    )
  }

  get place(): string {
    return this.root.path
  }

  /**
   * Reads it until it is at rest. Of one that went on changing it says so: nothing is known for certain then.
   * @throws PLB-STORAGE-… when it cannot be listed
   */
  read(): Promise<SettledState> {
    // Two at once would take what the other saw for what they read themselves.
    const reading = this.#reading.then(() => this.#read())
    this.#reading = reading.catch(() => undefined)
    return reading
  }

  async #read(): Promise<SettledState> {
    const { state, isSettled } = await this.#settled.read()
    return isSettled
      ? state
      : { ...state, problems: [unsettled(this.root), ...state.problems], isSettled: false }
  }

  attachments(catalog: Catalog): Promise<readonly RelativePath[]> {
    return attachmentsIn((path) => {
      if (this.root.stat(path)?.kind !== 'directory') return Promise.resolve(undefined)
      // Links are not followed.
      const entries = this.root.list(path).filter(({ kind }) => kind === 'file' || kind === 'directory')
      return Promise.resolve(entries.map(({ name, kind }) => ({ name, isDirectory: kind === 'directory' })))
    }, catalog)
  }

  attachment(path: RelativePath): Promise<Buffer | undefined> {
    return Promise.resolve(this.root.exists(path) ? this.root.readFile(path, longestStyleBody) : undefined)
  }

  #readOnce(): SettledState {
    const state = readNodeState(this.root, this.#cache)
    const bodies = new Map<string, StyleBodyDigest | undefined>()
    for (const style of state.catalog.ofKind('style')) {
      const digest = ifReadable(() => this.#cache.styleBody(state.catalog, style))
      // The state itself remembers what it cannot read.
      if (digest === undefined) state.bodyDigest(style)
      bodies.set(style.id, digest)
    }
    return { ...state, bodyDigest: (style: CatalogObject) => bodies.get(style.id), isSettled: true }
  }
}
