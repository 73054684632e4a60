import { repeatedly, type Clock } from '../../scheduler/clock.ts'
import { failure, isFailure, type Failure } from '../../errors/failure.ts'
import { scheduler } from '../../scheduler/scheduler.ts'
import type { DirectoryRoot, RelativePath } from '../../storage/directory-root.ts'
import type { WatchDirectory } from '../../storage/watch-directory.ts'
import { say } from '../../sentences/say.ts'
import { DirectoryPicture } from './directory-picture.ts'

export interface DirectoryWatchOptions {
  readonly root: DirectoryRoot
  readonly watch: WatchDirectory
  readonly clock: Clock
  /** Directories the system may be asked to watch in all; counted down. */
  readonly budget: { left: number }
  /** Files somebody else changed, by their paths with slashes. */
  readonly onChange: (paths: readonly string[]) => void
  /** Told once when changes are seen late from now on, because not every directory is watched. */
  readonly onTrouble: (because: Failure) => void
}

/** Between the first sign of a change and looking, so that what belongs together is seen together. */
const debounce = 500
/** Between two looks at everything, for what the system does not tell. */
const pollInterval = 30_000

/**
 * Watches a data directory for changes that somebody else makes. The system only says where to look; what it does not
 * say is found by looking at everything from time to time, a few directories at a time.
 */
export class DirectoryWatch {
  readonly #options: DirectoryWatchOptions
  readonly #picture: DirectoryPicture
  readonly #watched = new Map<string, () => void>()
  readonly #due = new Set<string>()
  #looking = false
  #isStopped = false
  #isIncomplete = false
  #cancelLook: (() => void) | undefined
  #cancelPoll: () => void = () => undefined

  constructor(options: DirectoryWatchOptions) {
    this.#options = options
    this.#picture = new DirectoryPicture(options.root)
  }

  /** Takes everything as it is, and watches from then on. */
  async start(): Promise<void> {
    await this.#look([[]], 'deep', false)
    if (this.#isStopped) return
    this.#cancelPoll = repeatedly(this.#options.clock, pollInterval, () => this.#look([[]], 'deep'))
  }

  stop(): void {
    this.#isStopped = true
    this.#cancelLook?.()
    this.#cancelPoll()
    for (const key of this.#watched.keys()) this.#unwatch(key)
  }

  /** A file of it was changed by ourselves just now. */
  own(path: RelativePath): void {
    this.#picture.own(path)
  }

  #lookLater(key: string): void {
    this.#due.add(key)
    if (this.#isStopped || this.#looking) return
    this.#cancelLook ??= this.#options.clock.after(debounce, () => {
      this.#cancelLook = undefined
      const due = [...this.#due]
      this.#due.clear()
      void this.#look(due.map(pathOf), 'new')
    })
  }

  /** One look at a time. */
  async #look(paths: readonly RelativePath[], how: 'deep' | 'new', isKnown = true): Promise<void> {
    if (this.#isStopped) return
    if (this.#looking) {
      for (const path of paths) this.#due.add(path.join('/'))
      return
    }
    this.#looking = true
    const changed: string[] = []
    try {
      for (const path of paths) changed.push(...(await scheduler.run(this.#picture.look(path, how, isKnown))))
    } finally {
      this.#looking = false
    }
    if (this.#isStopped) return
    this.#watchWhatIsThere()
    if (changed.length > 0) this.#options.onChange(changed)
    const [next] = this.#due
    if (next !== undefined) this.#lookLater(next)
  }

  #watchWhatIsThere(): void {
    const there = new Set(this.#picture.directories)
    for (const key of this.#watched.keys()) if (!there.has(key)) this.#unwatch(key)
    for (const key of there) {
      if (this.#isIncomplete) return
      if (!this.#watched.has(key)) this.#watch(key)
    }
  }

  #watch(key: string): void {
    const { root, watch, budget } = this.#options
    const path = root.resolve(pathOf(key))
    try {
      if (budget.left === 0)
        throw failure('PLB-STORAGE-NOT-WATCHED', { path, reason: say('files.tooManyWatched') })
      const end = watch(
        path,
        () => this.#lookLater(key),
        (because) => {
          // A directory that goes ends its watch as well.
          this.#unwatch(key)
          if (root.exists(pathOf(key))) this.#fall(because)
        },
      )
      budget.left -= 1
      this.#watched.set(key, end)
    } catch (error) {
      if (!isFailure(error)) throw error
      if (root.exists(pathOf(key))) this.#fall(error)
    }
  }

  #unwatch(key: string): void {
    const end = this.#watched.get(key)
    if (end === undefined) return
    this.#watched.delete(key)
    this.#options.budget.left += 1
    end()
  }

  /** The rest is only looked at from time to time. */
  #fall(because: Failure): void {
    if (this.#isIncomplete) return
    this.#isIncomplete = true
    this.#options.onTrouble(because)
  }
}

function pathOf(key: string): RelativePath {
  return key === '' ? [] : key.split('/')
}
