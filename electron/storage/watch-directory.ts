import { watch } from 'node:fs'
import { failure, textOf, type Failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import { systemCode } from './file-failure.ts'
import type { FileSystem } from './files.ts'

/**
 * Has the system say when something changes in a directory, not below it. That it says nothing proves nothing: what
 * other machines do on a shared volume it does not see.
 * @param onEvent something may have changed
 * @param onEnd the system says nothing any more
 * @returns ends it
 * @throws PLB-STORAGE-NOT-WATCHED
 */
export type WatchDirectory = (
  path: string,
  onEvent: () => void,
  onEnd: (because: Failure) => void,
) => () => void

export const watchDirectory: WatchDirectory = (path, onEvent, onEnd) => {
  try {
    const watcher = watch(path, { persistent: false })
    watcher.on('change', onEvent)
    watcher.on('error', (error) => {
      watcher.close()
      onEnd(notWatched(path, error))
    })
    return () => watcher.close()
  } catch (error) {
    throw notWatched(path, error)
  }
}

const limits = new Set(['ENOSPC', 'EMFILE', 'ENFILE'])

function notWatched(path: string, error: unknown): Failure {
  const reason = limits.has(systemCode(error) ?? '') ? say('files.systemLimit') : textOf(error)
  return failure('PLB-STORAGE-NOT-WATCHED', { path, reason }, error)
}

/** A file system that says what was changed through it, also when that failed half-way. */
export function notingFileSystem(fileSystem: FileSystem, note: (path: string) => void): FileSystem {
  function noted<Result>(paths: readonly string[], action: () => Result): Result {
    try {
      return action()
    } finally {
      for (const path of paths) note(path)
    }
  }
  return {
    ...fileSystem,
    writeAtomically: (path, ...rest) => noted([path], () => fileSystem.writeAtomically(path, ...rest)),
    createFile: (path, ...rest) => noted([path], () => fileSystem.createFile(path, ...rest)),
    rename: (from, to) => noted([from, to], () => fileSystem.rename(from, to)),
    removeFile: (path) => noted([path], () => fileSystem.removeFile(path)),
    removeDirectory: (path) => noted([path], () => fileSystem.removeDirectory(path)),
    makeDirectory: (path, options) => {
      const made = fileSystem.makeDirectory(path, options)
      for (const each of made) note(each)
      return made
    },
    removeEmptyDirectories: (paths) => noted(paths, () => fileSystem.removeEmptyDirectories(paths)),
  }
}
