import { BackOff } from '../../scheduler/back-off.ts'
import { systemClock, wait, type Clock } from '../../scheduler/clock.ts'
import { scheduler } from '../../scheduler/scheduler.ts'
import { readDataDirectoryInTurns, type DataDirectoryContent } from '../../catalog/data-directory.ts'
import { DigestCache } from '../../catalog/digest-cache.ts'
import type { Problem } from '../../catalog/problem.ts'
import { failure } from '../../errors/failure.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'

const mostReadings = 12
const betweenReadings = { first: 50, longest: 2_000, factor: 2 }

/** What was read, and whether nobody changed it meanwhile. */
interface Settled<State> {
  readonly state: State
  readonly isSettled: boolean
}

/**
 * Reads until everything still looks as it did when it was read, so that nothing half-written counts, unless somebody
 * goes on changing it for too long. What was at rest is not read again while it looks the same.
 */
export class SettledReading<State> {
  readonly #read: () => State | Promise<State>
  readonly #isAsRead: () => boolean | Promise<boolean>
  readonly #clock: Clock
  /** What it was when it was at rest; undefined when nothing is known of it. */
  #atRest: Settled<State> | undefined

  /** @param isAsRead looks again at all that the last reading rests on */
  constructor(
    read: () => State | Promise<State>,
    isAsRead: () => boolean | Promise<boolean>,
    clock: Clock = systemClock,
  ) {
    this.#read = read
    this.#isAsRead = isAsRead
    this.#clock = clock
  }

  /** @throws what reading throws; not to be called again before it is done */
  async read(): Promise<Settled<State>> {
    if (this.#atRest !== undefined && (await this.#isAsRead())) return this.#atRest
    // Should it fail, what was before is no more what the last reading rests on.
    this.#atRest = undefined
    const backOff = new BackOff(betweenReadings)
    for (let readings = 1; ; readings += 1) {
      const state = await this.#read()
      const settled = { state, isSettled: await this.#isAsRead() }
      if (settled.isSettled) this.#atRest = settled
      if (settled.isSettled || readings === mostReadings) return settled
      await wait(this.#clock, backOff.next())
    }
  }
}

/** The data directory of a node of ours, read as one that is to go on where it stopped. */
export class OwnDirectory {
  readonly #root: DirectoryRoot
  readonly #reading: SettledReading<DataDirectoryContent>

  constructor(root: DirectoryRoot, clock?: Clock) {
    const memory = new DigestCache(root)
    this.#root = root
    this.#reading = new SettledReading(
      () => readDataDirectoryInTurns(root, { halves: true, memory }),
      () => scheduler.run(memory.isAsBefore()),
      clock,
    )
  }

  /**
   * Reads it until it is at rest; everyone else in this process is heard in between. What did not change since is not
   * read again.
   * @throws PLB-STORAGE-… when it cannot be listed
   */
  async read(): Promise<DataDirectoryContent> {
    const { state, isSettled } = await this.#reading.read()
    // The node changes its own; that of the memory stays as it was read.
    const catalog = state.catalog.withSuccessors([])
    const { problems } = state
    return { ...state, catalog, problems: isSettled ? problems : [unsettled(this.#root), ...problems] }
  }
}

/** Says that nobody knows what is in a directory, because it went on changing. */
export function unsettled(root: DirectoryRoot): Problem {
  return { path: '', failure: failure('PLB-CATALOG-UNSETTLED', { directory: root.path }), effect: 'unread' }
}
