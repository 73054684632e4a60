import { sep } from 'node:path'
import { fileFailure } from './file-failure.ts'
import type { FileSystemCalls } from './file-system-calls.ts'
import type { HeldDirectory } from './held-directory.ts'

type Calls = Pick<FileSystemCalls, 'hold' | 'release' | 'stat' | 'syncDirectory'>

/**
 * Brings the names in directories to the disk: after each change, or, of changes that are made together, once for each
 * directory behind them all.
 */
export class NameSync {
  readonly #calls: Calls
  /** Real paths of directories whose names may not be on the disk yet. */
  readonly #owed = new Set<string>()
  #isTogether = false
  #isHasty = false

  constructor(calls: Calls) {
    this.#calls = calls
  }

  /** Whether the disk is not waited for now. */
  get isHasty(): boolean {
    return this.#isHasty
  }

  /** See {@link FileSystem.hastily}. */
  hastily<Result>(action: () => Result): Result {
    const was = this.#isHasty
    this.#isHasty = true
    try {
      return action()
    } finally {
      this.#isHasty = was
    }
  }

  /** The names in a directory were changed. */
  changed(directory: HeldDirectory): void {
    if (this.#isHasty) return
    this.#owed.add(directory.realPath)
    if (this.#isTogether) return
    // What the disk refuses stays owed: whoever tries again finds it done and changes nothing.
    this.#calls.syncDirectory(directory)
    this.#owed.delete(directory.realPath)
  }

  /** What lies at a path, without symbolic links, is found elsewhere afterwards; so what is in it cannot wait. */
  moves(realPath: string): void {
    for (const path of this.#owed) {
      if (path === realPath || path.startsWith(realPath + sep)) this.#sync(path)
    }
  }

  /** Runs an action; when this returns, all it changed is on the disk. */
  together<Result>(action: () => Result): Result {
    if (this.#isTogether) return action()
    this.#isTogether = true
    try {
      return action()
    } finally {
      this.#isTogether = false
      // What cannot be synced now stays owed.
      for (const path of this.#owed) this.#sync(path)
    }
  }

  #sync(path: string): void {
    try {
      // One that is gone was taken out of another, which is synced as well.
      if (this.#calls.stat(path, false)?.kind === 'directory') this.#syncHeld(this.#calls.hold(path))
    } catch (error) {
      throw fileFailure(error, 'write', path)
    }
    this.#owed.delete(path)
  }

  #syncHeld(directory: HeldDirectory): void {
    try {
      this.#calls.syncDirectory(directory)
    } finally {
      this.#calls.release(directory)
    }
  }
}
