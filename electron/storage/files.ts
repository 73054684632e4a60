import { randomBytes } from 'node:crypto'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { failure } from '../errors/failure.ts'
import { foldedName, otherSpellings } from '../text/file-names.ts'
import { fileFailure, systemCode, type Operation } from './file-failure.ts'
import {
  nodeFileSystemCalls,
  type EntryKind,
  type FileStat,
  type FileSystemCalls,
} from './file-system-calls.ts'

import type { HeldDirectory } from './held-directory.ts'
import { NameSync } from './name-sync.ts'

export type { FileStat } from './file-system-calls.ts'

/** How something in a {@link DirectoryRoot} looks. */
export interface Look extends FileStat {
  /** What a link leads to that leads out of the root; undefined for one that leads nowhere. */
  readonly outside?: EntryKind
}

/** One name in a directory and what lies there. A symbolic link is reported as a link, not followed. */
export interface DirectoryEntry extends Look {
  readonly name: string
}

/** What must hold whatever is read or changed in it. */
export interface Bounds {
  readonly path: string
  /** Whether something lies in it, by its path without symbolic links. */
  holds(realPath: string): boolean
}

/** For what is done in a directory that others can write, too. */
export interface Within {
  /**
   * Asked once the file or its directory is open, so that whoever swaps a directory for a link meanwhile leads nowhere.
   * @throws PLB-STORAGE-PATH-OUTSIDE
   */
  readonly within?: Bounds
}

/**
 * The files of the product: everything Plumbline writes goes through here. Calls are synchronous, because the
 * order of writes is part of what they promise. Every error of the operating system is thrown as a failure of
 * the catalogue (PLB-STORAGE-…) that names the path. Whatever changes anything looks its directory up once and does
 * everything in that one.
 */
export interface FileSystem {
  /** The whole content of a regular file of at most `limit` bytes; a larger one is refused, not cut. */
  readFile(path: string, limit: number, options?: Within): Buffer
  /**
   * Puts content in place as a whole: after a crash at any moment the file holds either what it held before or
   * all of the new bytes. The directory must exist. Keeps the permissions of a file it replaces.
   * @param options.mode permission bits the file shall have exactly, whatever it had and whatever the umask
   */
  writeAtomically(
    path: string,
    bytes: Uint8Array | string,
    options?: Within & { readonly mode?: number },
  ): void
  /**
   * Makes a file with all of its content, or does nothing when the name is taken: of several processes that
   * try, exactly one makes it. The directory must exist.
   * @returns whether this call made the file
   */
  createFile(path: string, bytes: Uint8Array | string, options?: { readonly mode?: number }): boolean
  /** Moves a file (replacing one at the target) or a directory, within one volume. */
  rename(from: string, to: string, options?: Within): void
  /** Removes a file or a symbolic link. Missing is not an error. */
  removeFile(path: string, options?: Within): void
  /** Removes a directory and all in it, never following a symbolic link. It vanishes at once, even if we crash. Missing is not an error. */
  removeDirectory(path: string, options?: Within): void
  /**
   * Makes a directory and those above it. Existing is not an error; when one cannot be made, none is left behind.
   * @returns those that were made, the outermost first
   */
  makeDirectory(path: string, options?: Within & { readonly mode?: number }): readonly string[]
  /** Removes directories, the last first, up to one that holds something. That one cannot be removed is no error. */
  removeEmptyDirectories(paths: readonly string[], options?: Within): void
  /** What a directory holds, sorted by name, without leftovers of a crash. */
  list(path: string): readonly DirectoryEntry[]
  /** What lies at a path, symbolic links followed; undefined when nothing does. */
  stat(path: string): FileStat | undefined
  /** What lies at a path itself, be it a symbolic link; undefined when nothing does. */
  statItself(path: string): FileStat | undefined
  exists(path: string): boolean
  /** The path without symbolic links; undefined when nothing lies there. */
  realPath(path: string): string | undefined
  /**
   * The name under which its directory lists what lies at a path: another one than the path's where the file system
   * takes several names for one; undefined when nothing lies there.
   * @param isThere whether something is known to lie there, which is not looked for then
   */
  nameOnDisk(path: string, isThere?: boolean): string | undefined
  /**
   * Removes what a crash left in this directory (not below it): temporary files and half-removed directories.
   * For the directory's one writer alone, since it cannot tell a leftover from a write going on elsewhere.
   * @returns the names removed
   */
  removeLeftovers(path: string, options?: Within): readonly string[]
  /**
   * Does several things together, for whoever makes them again after a crash: each alone may be lost until this
   * returns, then none is. Directories they have in common are waited for once.
   */
  together<Result>(action: () => Result): Result
  /**
   * Does several things without waiting for the disk, for whoever wrote down elsewhere what they do: after a power cut
   * any of them may be lost, or a file empty, until {@link sync} returns.
   */
  hastily<Result>(action: () => Result): Result
  /**
   * Waits until the disk has files, the names in directories, and all names on the way to either from a root; what is
   * missing is no error.
   */
  sync(root: string, paths: readonly string[], options?: Within): void
}

const leftover = /^\.plumbline-[0-9a-f]{16}\.(?:new|removed)$/

/** Whether a name is one that only our own unfinished writes and removals use. */
export function isLeftover(name: string): boolean {
  return leftover.test(name)
}

/** The file system over a set of system calls; the real ones unless a test puts others in their place. */
export function createFileSystem(calls: FileSystemCalls = nodeFileSystemCalls): FileSystem {
  const names = new NameSync(calls)

  function attempt<Result>(operation: Operation, path: string, action: () => Result): Result {
    try {
      return action()
    } catch (error) {
      throw fileFailure(error, operation, path)
    }
  }

  function inDirectory<Result>(
    path: string,
    options: Within | undefined,
    action: (directory: HeldDirectory) => Result,
  ): Result {
    const directory = calls.hold(path)
    try {
      checkWithin(directory.realPath, options?.within)
      return action(directory)
    } finally {
      calls.release(directory)
    }
  }

  function writeNew(
    directory: HeldDirectory,
    name: string,
    bytes: Uint8Array,
    mode: number | undefined,
    replaced: FileStat | undefined,
  ) {
    const descriptor = calls.create(directory, name, mode ?? replaced?.mode ?? 0o666)
    try {
      calls.write(descriptor, bytes)
      const exactMode = mode ?? replaced?.mode
      if (exactMode !== undefined) calls.setMode(descriptor, exactMode)
      // An administrator's hand must not take a file away from the account GeoServer runs under.
      if (replaced !== undefined && isAnotherAccounts(replaced)) {
        calls.setOwner(descriptor, replaced.userId, replaced.groupId)
      }
      // The content must be on the disk before the name points at it, or a power cut could leave an empty file.
      if (!names.isHasty) calls.sync(descriptor)
    } finally {
      calls.close(descriptor)
    }
  }

  function syncFile(path: string, options: Within | undefined): void {
    inDirectory(dirname(path), options, (directory) => {
      const descriptor = calls.open(directory, basename(path))
      try {
        calls.sync(descriptor)
      } finally {
        calls.close(descriptor)
      }
    })
  }

  function syncNames(path: string, options: Within | undefined): void {
    if (calls.stat(path, false)?.kind !== 'directory') return
    inDirectory(path, options, (directory) => {
      calls.syncDirectory(directory)
    })
  }

  function removeTree(directory: HeldDirectory, name: string): void {
    if (calls.statIn(directory, name, false)?.kind !== 'directory') {
      calls.removeFile(directory, name)
      return
    }
    const inner = calls.holdIn(directory, name)
    try {
      for (const each of calls.namesIn(inner)) removeTree(inner, each)
    } finally {
      calls.release(inner)
    }
    calls.removeEmptyDirectory(directory, name)
  }

  function makeDirectories(path: string, options: Within & { readonly mode?: number }, made: string[]): void {
    if (calls.stat(path, true)?.kind === 'directory') return
    const parent = dirname(path)
    if (parent !== path) makeDirectories(parent, options, made)
    inDirectory(parent, options, (directory) => {
      calls.makeDirectory(directory, basename(path), options.mode ?? 0o777)
      made.push(path)
      names.changed(directory)
    })
  }

  function removeEmptyDirectories(paths: readonly string[], options?: Within): void {
    try {
      for (const path of paths.toReversed()) {
        inDirectory(dirname(path), options, (directory) => {
          calls.removeEmptyDirectory(directory, basename(path))
        })
      }
    } catch {
      // Somebody uses it by now, or the disk refuses this as well: what made us give it up is what the caller hears of.
    }
  }

  return {
    readFile(path, limit, options) {
      const content = attempt('read', path, () =>
        calls.readStart(path, limit + 1, (realPath) => {
          checkWithin(realPath, options?.within)
        }),
      )
      if (content === undefined) throw failure('PLB-STORAGE-NOT-A-FILE', { path })
      if (content.byteLength > limit) throw failure('PLB-STORAGE-FILE-TOO-LARGE', { path, limit })
      return content
    },
    createFile(path, bytes, options) {
      const temporary = leftoverName('new')
      return attempt('write', path, () =>
        inDirectory(dirname(path), undefined, (directory) => {
          let made = true
          try {
            writeNew(directory, temporary, bytesOf(bytes), options?.mode, undefined)
            calls.link(directory, temporary, basename(path))
          } catch (error) {
            if (systemCode(error) !== 'EEXIST') throw error
            made = false
          } finally {
            removeIfThere(calls, directory, temporary)
          }
          names.changed(directory)
          return made
        }),
      )
    },
    writeAtomically(path, bytes, options) {
      const temporary = leftoverName('new')
      attempt('write', path, () => {
        inDirectory(dirname(path), options, (directory) => {
          const name = basename(path)
          try {
            const replaced = calls.statIn(directory, name, true)
            writeNew(directory, temporary, bytesOf(bytes), options?.mode, replaced)
            calls.rename(directory, temporary, directory, name)
          } catch (error) {
            removeIfThere(calls, directory, temporary)
            throw error
          }
          names.changed(directory)
        })
      })
    },
    rename(from, to, options) {
      attempt('rename', from, () => {
        inDirectory(dirname(from), options, (source) => {
          inDirectory(dirname(to), options, (target) => {
            names.moves(join(source.realPath, basename(from)))
            calls.rename(source, basename(from), target, basename(to))
            names.changed(target)
            if (source.realPath !== target.realPath) names.changed(source)
          })
        })
      })
    },
    removeFile(path, options) {
      attempt('remove', path, () => {
        if (calls.stat(path, false) === undefined) return
        inDirectory(dirname(path), options, (directory) => {
          calls.removeFile(directory, basename(path))
          names.changed(directory)
        })
      })
    },
    removeDirectory(path, options) {
      attempt('remove', path, () => {
        if (calls.stat(path, false) === undefined) return
        inDirectory(dirname(path), options, (directory) => {
          const name = basename(path)
          if (calls.statIn(directory, name, false)?.kind !== 'directory') {
            calls.removeFile(directory, name)
          } else {
            // Renamed first, so that a crash in the middle leaves no half a directory under the old name.
            const removed = leftoverName('removed')
            calls.rename(directory, name, directory, removed)
            names.changed(directory)
            removeTree(directory, removed)
          }
          names.changed(directory)
        })
      })
    },
    makeDirectory(path, options) {
      return attempt('makeDirectory', path, () => {
        const made: string[] = []
        try {
          makeDirectories(path, options ?? {}, made)
        } catch (error) {
          removeEmptyDirectories(made, options)
          throw error
        }
        return made
      })
    },
    removeEmptyDirectories,
    together: (action) => names.together(action),
    hastily: (action) => names.hastily(action),
    sync(root, paths, options) {
      const directories = new Set<string>()
      for (const path of paths) {
        attempt('write', path, () => {
          const kind = calls.stat(path, false)?.kind
          if (kind === 'file') syncFile(path, options)
          else if (kind === 'directory') directories.add(path)
        })
        for (let above = dirname(path); isInside(root, above); above = dirname(above)) directories.add(above)
      }
      for (const path of directories) {
        attempt('write', path, () => {
          syncNames(path, options)
        })
      }
    },
    list(path) {
      return attempt('list', path, () =>
        calls
          .names(path)
          .filter((name) => !isLeftover(name))
          .toSorted()
          .flatMap((name) => {
            // Undefined when it was removed between the two calls: then it is not in the directory.
            const stat = calls.stat(`${path}${sep}${name}`, false)
            return stat === undefined ? [] : [{ name, ...stat }]
          }),
      )
    },
    stat: (path) => attempt('lookAt', path, () => calls.stat(path, true)),
    statItself: (path) => attempt('lookAt', path, () => calls.stat(path, false)),
    exists: (path) => attempt('lookAt', path, () => calls.stat(path, true) !== undefined),
    realPath: (path) => attempt('resolve', path, () => calls.realPath(path)),
    nameOnDisk: (path, isThere) => attempt('lookAt', path, () => nameOnDisk(calls, path, isThere)),
    removeLeftovers(path, options) {
      return attempt('cleanUp', path, () =>
        inDirectory(path, options, (directory) => {
          const found = calls.namesIn(directory).filter(isLeftover).toSorted()
          for (const name of found) removeTree(directory, name)
          if (found.length > 0) names.changed(directory)
          return found
        }),
      )
    },
  }
}

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

function removeIfThere(calls: FileSystemCalls, directory: HeldDirectory, name: string): void {
  try {
    if (calls.statIn(directory, name, false) !== undefined) calls.removeFile(directory, name)
  } catch {
    // The failed write is what the caller must hear of; a temporary file that stays is found by removeLeftovers.
  }
}

function checkWithin(realPath: string, within: Bounds | undefined): void {
  if (within === undefined || within.holds(realPath)) return
  const path = JSON.stringify(realPath.slice(0, 400))
  throw failure('PLB-STORAGE-PATH-OUTSIDE', { path, root: within.path })
}

/** Whether a path is that of a directory or of something in it, both without symbolic links. */
export function isInside(root: string, path: string): boolean {
  if (path.startsWith(root) && path[root.length] === sep) return true
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function nameOnDisk(calls: FileSystemCalls, path: string, isThere = false): string | undefined {
  const name = basename(path)
  const directory = dirname(path)
  if (!isThere && calls.stat(path, false) === undefined) return undefined
  // Where no other spelling leads anywhere, this one is the file's own; Windows has short names besides.
  const isOwn =
    process.platform !== 'win32' &&
    otherSpellings(name).every((other) => calls.stat(join(directory, other), false) === undefined)
  if (isOwn) return name
  const names = calls.names(directory)
  if (names.includes(name)) return name
  const found = calls.stat(path, false)
  if (found === undefined) return undefined
  // Several may be alike by our rules, which are wider than those of any file system.
  const isIt = (each: string) => calls.stat(join(directory, each), false)?.inode === found.inode
  return names.find((each) => foldedName(each) === foldedName(name) && isIt(each)) ?? names.find(isIt)
}
