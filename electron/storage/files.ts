import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { failure } from '../errors/failure.ts'
import { fileFailure, systemCode } from './file-failure.ts'
import {
  nodeFileSystemCalls,
  type EntryKind,
  type FileStat,
  type FileSystemCalls,
} from './file-system-calls.ts'

export type { FileStat } from './file-system-calls.ts'

/** One name in a directory and what lies there. A symbolic link is reported as a link, not followed. */
export interface DirectoryEntry extends FileStat {
  readonly name: string
  /** What a link leads to that leads out of the {@link DirectoryRoot} it lies in; undefined for one that leads nowhere. */
  readonly outside?: EntryKind
}

/**
 * The files of the product: everything Plumbline writes goes through here. Calls are synchronous, because the
 * order of writes is part of what they promise. Every error of the operating system is thrown as a failure of
 * the catalogue (PLB-STORAGE-…) that names the path.
 */
export interface FileSystem {
  /** The whole content of a regular file of at most `limit` bytes; a larger one is refused, not cut. */
  readFile(path: string, limit: number): Buffer
  /**
   * Puts content in place as a whole: after a crash at any moment the file holds either what it held before or
   * all of the new bytes. The directory must exist. Keeps the permissions of a file it replaces.
   * @param options.mode permission bits the file shall have exactly, whatever it had and whatever the umask
   */
  writeAtomically(path: string, bytes: Uint8Array | string, options?: { readonly mode?: number }): void
  /**
   * Makes a file with all of its content, or does nothing when the name is taken: of several processes that
   * try, exactly one makes it. The directory must exist.
   * @returns whether this call made the file
   */
  createFile(path: string, bytes: Uint8Array | string, options?: { readonly mode?: number }): boolean
  /** Moves a file (replacing one at the target) or a directory, within one volume. */
  rename(from: string, to: string): void
  /** Removes a file or a symbolic link. Missing is not an error. */
  removeFile(path: string): void
  /** Removes a directory and all in it, never following a symbolic link. It vanishes at once, even if we crash. Missing is not an error. */
  removeDirectory(path: string): void
  /**
   * Makes a directory and those above it. Existing is not an error; when one cannot be made, none is left behind.
   * @returns those that were made, the outermost first
   */
  makeDirectory(path: string, options?: { readonly mode?: number }): readonly string[]
  /** Removes directories, the last first, up to one that holds something. That one cannot be removed is no error. */
  removeEmptyDirectories(paths: readonly string[]): void
  /** What a directory holds, sorted by name, without leftovers of a crash. */
  list(path: string): readonly DirectoryEntry[]
  /** What lies at a path, symbolic links followed; undefined when nothing does. */
  stat(path: string): FileStat | undefined
  exists(path: string): boolean
  /** The path without symbolic links. It must exist. */
  realPath(path: string): string
  /**
   * Removes what a crash left in this directory (not below it): temporary files and half-removed directories.
   * For the directory's one writer alone, since it cannot tell a leftover from a write going on elsewhere.
   * @returns the names removed
   */
  removeLeftovers(path: string): readonly string[]
}

const leftover = /^\.plumbline-[0-9a-f]{16}\.(?:new|removed)$/

/** Whether a name is one that only our own unfinished writes and removals use. */
export function isLeftover(name: string): boolean {
  return leftover.test(name)
}

/** The file system over a set of system calls; the real ones unless a test puts others in their place. */
export function createFileSystem(calls: FileSystemCalls = nodeFileSystemCalls): FileSystem {
  function attempt<Result>(operation: string, path: string, action: () => Result): Result {
    try {
      return action()
    } catch (error) {
      throw fileFailure(error, operation, path)
    }
  }

  function writeNew(
    path: string,
    bytes: Uint8Array,
    mode: number | undefined,
    replaced: FileStat | undefined,
  ) {
    const descriptor = calls.create(path, mode ?? replaced?.mode ?? 0o666)
    try {
      calls.write(descriptor, bytes)
      const exactMode = mode ?? replaced?.mode
      if (exactMode !== undefined) calls.setMode(descriptor, exactMode)
      // An administrator's hand must not take a file away from the account GeoServer runs under.
      if (replaced !== undefined && isAnotherAccounts(replaced)) {
        calls.setOwner(descriptor, replaced.userId, replaced.groupId)
      }
      // The content must be on the disk before the name points at it, or a power cut could leave an empty file.
      calls.sync(descriptor)
    } finally {
      calls.close(descriptor)
    }
  }

  function removeTree(path: string): void {
    if (calls.stat(path, false)?.kind !== 'directory') {
      calls.removeFile(path)
      return
    }
    for (const name of calls.names(path)) removeTree(join(path, name))
    calls.removeEmptyDirectory(path)
  }

  function makeDirectories(path: string, mode: number, made: string[]): void {
    if (calls.stat(path, true)?.kind === 'directory') return
    const parent = dirname(path)
    if (parent !== path) makeDirectories(parent, mode, made)
    calls.makeDirectory(path, mode)
    made.push(path)
    calls.syncDirectory(parent)
  }

  function removeEmptyDirectories(paths: readonly string[]): void {
    try {
      for (const path of paths.toReversed()) calls.removeEmptyDirectory(path)
    } catch {
      // Somebody uses it by now, or the disk refuses this as well: what made us give it up is what the caller hears of.
    }
  }

  return {
    readFile(path, limit) {
      const content = attempt('read', path, () => calls.readStart(path, limit + 1))
      if (content === undefined) throw failure('PLB-STORAGE-NOT-A-FILE', { path })
      if (content.byteLength > limit) throw failure('PLB-STORAGE-FILE-TOO-LARGE', { path, limit })
      return content
    },
    createFile(path, bytes, options) {
      const directory = dirname(path)
      const temporary = join(directory, leftoverName('new'))
      return attempt('write', path, () => {
        let made = true
        try {
          writeNew(temporary, bytesOf(bytes), options?.mode, undefined)
          calls.link(temporary, path)
        } catch (error) {
          if (systemCode(error) !== 'EEXIST') throw error
          made = false
        } finally {
          removeIfThere(calls, temporary)
        }
        calls.syncDirectory(directory)
        return made
      })
    },
    writeAtomically(path, bytes, options) {
      const directory = dirname(path)
      const temporary = join(directory, leftoverName('new'))
      attempt('write', path, () => {
        try {
          writeNew(temporary, bytesOf(bytes), options?.mode, calls.stat(path, true))
          calls.rename(temporary, path)
        } catch (error) {
          removeIfThere(calls, temporary)
          throw error
        }
        calls.syncDirectory(directory)
      })
    },
    rename(from, to) {
      attempt('rename', from, () => {
        calls.rename(from, to)
        calls.syncDirectory(dirname(to))
        if (dirname(from) !== dirname(to)) calls.syncDirectory(dirname(from))
      })
    },
    removeFile(path) {
      attempt('remove', path, () => {
        if (calls.stat(path, false) === undefined) return
        calls.removeFile(path)
        calls.syncDirectory(dirname(path))
      })
    },
    removeDirectory(path) {
      attempt('remove', path, () => {
        const stat = calls.stat(path, false)
        if (stat === undefined) return
        if (stat.kind !== 'directory') {
          calls.removeFile(path)
        } else {
          // Renamed first, so that a crash in the middle leaves no half a directory under the old name.
          const removed = join(dirname(path), leftoverName('removed'))
          calls.rename(path, removed)
          calls.syncDirectory(dirname(path))
          removeTree(removed)
        }
        calls.syncDirectory(dirname(path))
      })
    },
    makeDirectory(path, options) {
      return attempt('make the directory', path, () => {
        const made: string[] = []
        try {
          makeDirectories(path, options?.mode ?? 0o777, made)
        } catch (error) {
          removeEmptyDirectories(made)
          throw error
        }
        return made
      })
    },
    removeEmptyDirectories,
    list(path) {
      return attempt('list', path, () =>
        calls
          .names(path)
          .filter((name) => !isLeftover(name))
          .toSorted()
          .flatMap((name) => {
            // Undefined when it was removed between the two calls: then it is not in the directory.
            const stat = calls.stat(join(path, name), false)
            return stat === undefined ? [] : [{ name, ...stat }]
          }),
      )
    },
    stat: (path) => attempt('look at', path, () => calls.stat(path, true)),
    exists: (path) => attempt('look at', path, () => calls.stat(path, true) !== undefined),
    realPath: (path) => attempt('resolve', path, () => calls.realPath(path)),
    removeLeftovers(path) {
      return attempt('clean up', path, () => {
        const names = calls.names(path).filter(isLeftover).toSorted()
        for (const name of names) removeTree(join(path, name))
        if (names.length > 0) calls.syncDirectory(path)
        return names
      })
    },
  }
}

/** The file system of this machine. */
export const localFileSystem: FileSystem = createFileSystem()

function leftoverName(suffix: 'new' | 'removed'): string {
  return `.plumbline-${randomBytes(8).toString('hex')}.${suffix}`
}

function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : content
}

/** Whether we are the administrator at work on a file of somebody else. */
function isAnotherAccounts(file: FileStat): boolean {
  return process.getuid?.() === 0 && (file.userId !== 0 || file.groupId !== process.getgid?.())
}

function removeIfThere(calls: FileSystemCalls, path: string): void {
  try {
    if (calls.stat(path, false) !== undefined) calls.removeFile(path)
  } catch {
    // The failed write is what the caller must hear of; a temporary file that stays is found by removeLeftovers.
  }
}
