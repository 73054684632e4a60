import { systemClock, type Clock } from '../../broker/clock.ts'
import type { FileMemory } from '../../catalog/data-directory.ts'
import { DigestCache } from '../../catalog/digest-cache.ts'
import type { StyleBodyDigest } from '../../catalog/digest.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { longestStyleBody } from '../../catalog/style-body.ts'
import { isOfStyle } from '../../geoserver/reading/style-attachments.ts'
import type { DirectoryRoot, RelativePath } from '../../storage/directory-root.ts'
import type { FileStat } from '../../storage/files.ts'
import { ifReadable, readNodeState, type NodeState } from './compare.ts'
import type { SettledState, StateReader } from './state-reader.ts'

const deepestAttachment = 8
const mostReadings = 12
const shortestPause = 50
const longestPause = 2_000

/**
 * The data directory of a node, as it is when nobody writes into it. What was read once is not read again while its
 * file looks the same.
 */
export class NodeDirectory implements StateReader {
  readonly root: DirectoryRoot
  readonly #clock: Clock
  readonly #cache = new DigestCache()

  constructor(root: DirectoryRoot, clock: Clock = systemClock) {
    this.root = root
    this.#clock = clock
  }

  get place(): string {
    return this.root.path
  }

  /**
   * Reads it until twice in a row all files looked the same, so that nothing half-written counts.
   * @throws PLB-STORAGE-… when it cannot be listed
   */
  async read(): Promise<SettledState> {
    let { state, looks } = this.#readOnce()
    let pause = shortestPause
    for (let readings = 2; readings <= mostReadings; readings += 1) {
      const again = this.#readOnce()
      if (again.looks === looks) return { ...again.state, isSettled: true }
      ;({ state, looks } = again)
      await new Promise<void>((resolve) => this.#clock.after(pause, resolve))
      pause = Math.min(pause * 2, longestPause)
    }
    return { ...state, isSettled: false }
  }

  attachments(): Promise<readonly RelativePath[]> {
    const workspaces = this.root.exists(['workspaces']) ? this.root.list(['workspaces']) : []
    const open = [['styles'], ...workspaces.map(({ name }) => ['workspaces', name, 'styles'])]
    const found: RelativePath[] = []
    for (const path of open) {
      if (this.root.stat(path)?.kind !== 'directory') continue
      for (const { name, kind } of this.root.list(path)) {
        if (kind === 'file' && !isOfStyle(name)) found.push([...path, name])
        // A list goes through what is added to it on the way as well; links are not followed.
        if (kind === 'directory' && path.length < deepestAttachment) open.push([...path, name])
      }
    }
    return Promise.resolve(found)
  }

  attachment(path: RelativePath): Promise<Buffer | undefined> {
    return Promise.resolve(this.root.exists(path) ? this.root.readFile(path, longestStyleBody) : undefined)
  }

  #readOnce(): { readonly state: NodeState; readonly looks: string } {
    const memory = new WatchedMemory(this.#cache)
    const state = readNodeState(this.root, memory)
    const bodies = new Map<string, StyleBodyDigest | undefined>()
    for (const style of state.catalog.ofKind('style')) {
      const digest = ifReadable(() => this.#cache.styleBody(this.root, state.catalog, style))
      // The state itself remembers what it cannot read.
      if (digest === undefined) state.bodyDigest(style)
      bodies.set(style.id, digest)
    }
    const looks = `${memory.looks}${JSON.stringify([...bodies])}${JSON.stringify(state.problems.map(({ path }) => path))}`
    return { state: { ...state, bodyDigest: (style: CatalogObject) => bodies.get(style.id) }, looks }
  }
}

/** Notes how every file looked it was asked for. */
class WatchedMemory implements FileMemory {
  looks = ''
  readonly #memory: FileMemory

  constructor(memory: FileMemory) {
    this.#memory = memory
  }

  begin(): void {
    this.#memory.begin()
  }

  recall(path: string, stat: FileStat): CatalogObject | null | undefined {
    this.looks += `${path}\0${stat.size}\0${stat.mtimeNs}\0${stat.inode}\n`
    return this.#memory.recall(path, stat)
  }

  remember(path: string, stat: FileStat, held: CatalogObject | null): void {
    this.#memory.remember(path, stat, held)
  }

  end(): void {
    this.#memory.end()
  }
}
