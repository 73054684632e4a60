import { BackOff } from '../../broker/back-off.ts'
import { systemClock, wait, type Clock } from '../../broker/clock.ts'
import {
  readDataDirectoryInTurns,
  type DataDirectoryContent,
  type FileMemory,
} from '../../catalog/data-directory.ts'
import { DigestCache } from '../../catalog/digest-cache.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { Problem } from '../../catalog/problem.ts'
import { failure } from '../../errors/failure.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'
import type { FileStat } from '../../storage/files.ts'

/** What was read, and how all it was read from looked. */
export interface Reading<State> {
  readonly state: State
  readonly looks: string
}

const mostReadings = 12
const betweenReadings = { first: 50, longest: 2_000, factor: 2 }

/**
 * Reads until twice in a row everything looked the same, so that nothing half-written counts, unless somebody goes on
 * changing it for too long.
 */
export async function untilSettled<State>(
  read: () => Reading<State> | Promise<Reading<State>>,
  clock: Clock = systemClock,
  random: () => number = Math.random,
): Promise<{ readonly state: State; readonly isSettled: boolean }> {
  let { state, looks } = await read()
  const backOff = new BackOff(betweenReadings, random)
  for (let readings = 2; readings <= mostReadings; readings += 1) {
    const again = await read()
    if (again.looks === looks) return { state: again.state, isSettled: true }
    ;({ state, looks } = again)
    await wait(clock, backOff.next())
  }
  return { state, isSettled: false }
}

/**
 * The data directory of a node that is to go on where it stopped, read until it is at rest; everyone else in this
 * process is heard in between.
 * @throws PLB-STORAGE-… when it cannot be listed
 */
export async function readOwnDirectory(root: DirectoryRoot, clock?: Clock): Promise<DataDirectoryContent> {
  const cache = new DigestCache()
  const { state, isSettled } = await untilSettled(async () => {
    const memory = new WatchedMemory(cache)
    memory.begin()
    const content = await readDataDirectoryInTurns(root, { halves: true, memory })
    memory.end()
    return { state: content, looks: looksOf(memory, content.problems) }
  }, clock)
  return isSettled ? state : { ...state, problems: [unsettled(root), ...state.problems] }
}

/** Says that nobody knows what is in a directory, because it went on changing. */
export function unsettled(root: DirectoryRoot): Problem {
  return { path: '', failure: failure('PLB-CATALOG-UNSETTLED', { directory: root.path }), effect: 'unread' }
}

export function looksOf(memory: WatchedMemory, problems: readonly Problem[]): string {
  return memory.looks + JSON.stringify(problems.map(({ path }) => path))
}

/** Notes how every file looked it was asked for. */
export class WatchedMemory implements FileMemory {
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
