import { BackOff } from '../../scheduler/back-off.ts'
import { systemClock, wait, type Clock } from '../../scheduler/clock.ts'
import { scheduler } from '../../scheduler/scheduler.ts'
import { readDataDirectoryInTurns, type DataDirectoryContent } from '../../catalog/data-directory.ts'
import type { DigestCache } from '../../catalog/digest-cache.ts'
import type { Problem } from '../../catalog/problem.ts'
import { failure } from '../../errors/failure.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'

const mostReadings = 12
const betweenReadings = { first: 50, longest: 2_000, factor: 2 }

/**
 * Reads until everything still looks as it did when it was read, so that nothing half-written counts, unless somebody
 * goes on changing it for too long.
 * @param isAsRead looks again at all that the last reading rests on
 */
export async function untilSettled<State>(
  read: () => State | Promise<State>,
  isAsRead: () => boolean | Promise<boolean>,
  clock: Clock = systemClock,
): Promise<{ readonly state: State; readonly isSettled: boolean }> {
  const backOff = new BackOff(betweenReadings)
  for (let readings = 1; ; readings += 1) {
    const state = await read()
    const isSettled = await isAsRead()
    if (isSettled || readings === mostReadings) return { state, isSettled }
    await wait(clock, backOff.next())
  }
}

/**
 * The data directory of a node that is to go on where it stopped, read until it is at rest; everyone else in this
 * process is heard in between.
 * @param memory of this directory, by which what did not change since is not read again
 * @throws PLB-STORAGE-… when it cannot be listed
 */
export async function readOwnDirectory(
  root: DirectoryRoot,
  memory: DigestCache,
  clock?: Clock,
): Promise<DataDirectoryContent> {
  const { state, isSettled } = await untilSettled(
    () => readDataDirectoryInTurns(root, { halves: true, memory }),
    () => scheduler.run(memory.isAsBefore()),
    clock,
  )
  // The node changes its own; that of the memory stays as it was read.
  const catalog = state.catalog.withSuccessors([])
  return { ...state, catalog, problems: isSettled ? state.problems : [unsettled(root), ...state.problems] }
}

/** Says that nobody knows what is in a directory, because it went on changing. */
export function unsettled(root: DirectoryRoot): Problem {
  return { path: '', failure: failure('PLB-CATALOG-UNSETTLED', { directory: root.path }), effect: 'unread' }
}
