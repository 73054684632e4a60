import { BackOff } from '../../scheduler/back-off.ts'
import { systemClock, wait, type Clock } from '../../scheduler/clock.ts'
import { readDataDirectoryInTurns, type DataDirectoryContent } from '../../catalog/data-directory.ts'
import { DigestCache } from '../../catalog/digest-cache.ts'
import type { Problem } from '../../catalog/problem.ts'
import { failure } from '../../errors/failure.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'

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
 * @param before how it looked when it was at rest before
 */
export async function untilSettled<State>(
  read: () => Reading<State> | Promise<Reading<State>>,
  clock: Clock = systemClock,
  before?: string,
): Promise<Reading<State> & { readonly isSettled: boolean }> {
  let { state, looks } = await read()
  if (looks === before) return { state, looks, isSettled: true }
  const backOff = new BackOff(betweenReadings)
  for (let readings = 2; readings <= mostReadings; readings += 1) {
    const again = await read()
    if (again.looks === looks) return { ...again, isSettled: true }
    ;({ state, looks } = again)
    await wait(clock, backOff.next())
  }
  return { state, looks, isSettled: false }
}

/**
 * The data directory of a node that is to go on where it stopped, read until it is at rest; everyone else in this
 * process is heard in between.
 * @throws PLB-STORAGE-… when it cannot be listed
 */
export async function readOwnDirectory(root: DirectoryRoot, clock?: Clock): Promise<DataDirectoryContent> {
  const cache = new DigestCache()
  const { state, isSettled } = await untilSettled(async () => {
    const content = await readDataDirectoryInTurns(root, { halves: true, memory: cache })
    return { state: content, looks: looksOf(cache, content.problems) }
  }, clock)
  return isSettled ? state : { ...state, problems: [unsettled(root), ...state.problems] }
}

/** Says that nobody knows what is in a directory, because it went on changing. */
export function unsettled(root: DirectoryRoot): Problem {
  return { path: '', failure: failure('PLB-CATALOG-UNSETTLED', { directory: root.path }), effect: 'unread' }
}

/** What tells two readings apart. */
export function looksOf(cache: DigestCache, problems: readonly Problem[]): string {
  return cache.looks + JSON.stringify(problems.map(({ path }) => path))
}
