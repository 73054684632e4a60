import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeSync,
  type BigIntStats,
} from 'node:fs'
import { join } from 'node:path'
import { holdDirectory, placeOfOpen, type HeldDirectory, type Hold } from './held-directory.ts'

export type EntryKind = 'file' | 'directory' | 'link' | 'other'

/** What the system says of one file or directory. */
export interface FileStat {
  readonly kind: EntryKind
  /** In bytes. */
  readonly size: number
  /** Last change of the content, in nanoseconds since 1970. */
  readonly mtimeNs: bigint
  /** Last change of anything about it, which nobody can set; nanoseconds since 1970. */
  readonly ctimeNs: bigint
  readonly inode: bigint
  /** Permission bits alone, such as 0o644. */
  readonly mode: number
  readonly userId: number
  readonly groupId: number
}

/**
 * The calls to the operating system that the product's file system is made of, one system call each (or as
 * near to it as the platform lets). Tests put a faulty set in its place and so make any single step fail.
 * Every call throws the platform's own error, with its `code`. What changes anything is done in a directory that
 * is held, by a name in it.
 */
export interface FileSystemCalls {
  /**
   * The first bytes of a file, at most `limit`; undefined when it is no regular file.
   * @param within says of the file's real place, once it is open, whether it may be read
   */
  readStart(path: string, limit: number, within?: (realPath: string) => void): Buffer | undefined
  /** Undefined when there is nothing at the path. Follows a symbolic link when asked to. */
  stat(path: string, followLinks: boolean): FileStat | undefined
  /** Names in a directory, in the system's own order. */
  names(path: string): readonly string[]
  /** The path without symbolic links; undefined when nothing lies there. */
  realPath(path: string): string | undefined
  /** Looks a directory up, once and for all that is to be done in it. */
  hold(path: string): HeldDirectory
  /** The same for a directory in one that is held; a symbolic link is not followed. */
  holdIn(directory: HeldDirectory, name: string): HeldDirectory
  release(directory: HeldDirectory): void
  /** As {@link stat}, for a name in a held directory. */
  statIn(directory: HeldDirectory, name: string, followLinks: boolean): FileStat | undefined
  namesIn(directory: HeldDirectory): readonly string[]
  /** Makes a file that must not exist yet, with these permission bits (less the process's umask), and opens it. */
  create(directory: HeldDirectory, name: string, mode: number): number
  /** Opens a file that is there, for {@link sync}; a symbolic link is not followed. */
  open(directory: HeldDirectory, name: string): number
  write(descriptor: number, bytes: Uint8Array): void
  /** Gives an open file exactly these permission bits, whatever the umask. */
  setMode(descriptor: number, mode: number): void
  setOwner(descriptor: number, userId: number, groupId: number): void
  /** Waits until the file's content has reached the disk. */
  sync(descriptor: number): void
  close(descriptor: number): void
  rename(from: HeldDirectory, name: string, to: HeldDirectory, newName: string): void
  /** Gives a file a second name in its directory, which must not exist yet. */
  link(directory: HeldDirectory, existing: string, name: string): void
  removeFile(directory: HeldDirectory, name: string): void
  removeEmptyDirectory(directory: HeldDirectory, name: string): void
  makeDirectory(directory: HeldDirectory, name: string, mode: number): void
  /** Waits until the names in a directory have reached the disk. */
  syncDirectory(directory: HeldDirectory): void
}

/** The real calls, on node:fs, with the surest way of holding a directory unless a test names another one. */
export function createFileSystemCalls(hold: Hold = holdDirectory): FileSystemCalls {
  const stat: FileSystemCalls['stat'] = (path, followLinks) => {
    const read = followLinks ? statSync : lstatSync
    return ifThere(() => {
      const stats = read(path, { bigint: true, throwIfNoEntry: false })
      return stats && fileStat(stats)
    })
  }
  return {
    readStart,
    stat,
    names: (path) => readdirSync(path),
    realPath: (path) => ifThere(() => realpathSync.native(path)),
    hold: (path) => hold(path),
    holdIn: (directory, name) => hold(join(directory.path, name), { directory, name }),
    release: (directory) => {
      directory.close()
    },
    statIn: (directory, name, followLinks) => stat(directory.at(name), followLinks),
    namesIn: (directory) => readdirSync(directory.at('')),
    create: (directory, name, mode) => openSync(directory.at(name), 'wx', mode),
    // Windows brings to the disk only what was opened for writing.
    open: (directory, name) =>
      openSync(
        directory.at(name),
        process.platform === 'win32'
          ? 'r+'
          : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      ),
    write(descriptor, bytes) {
      for (let written = 0; written < bytes.byteLength;) written += writeSync(descriptor, bytes, written)
    },
    setMode: fchmodSync,
    setOwner: fchownSync,
    sync: fsyncSync,
    close: closeSync,
    rename: (from, name, to, newName) => {
      renameSync(from.at(name), to.at(newName))
    },
    link: (directory, existing, name) => {
      linkSync(directory.at(existing), directory.at(name))
    },
    removeFile: (directory, name) => {
      unlinkSync(directory.at(name))
    },
    removeEmptyDirectory: (directory, name) => {
      rmdirSync(directory.at(name))
    },
    makeDirectory: (directory, name, mode) => {
      mkdirSync(directory.at(name), { mode })
    },
    syncDirectory(directory) {
      // Windows cannot open a directory; NTFS journals a rename by itself.
      if (process.platform === 'win32') return
      const descriptor = openSync(directory.at(''), 'r')
      try {
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
    },
  }
}

export const nodeFileSystemCalls: FileSystemCalls = createFileSystemCalls()

function readStart(path: string, limit: number, within?: (realPath: string) => void): Buffer | undefined {
  // Without O_NONBLOCK, opening a pipe someone left in the directory would wait for a writer for ever.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    // Where it lies is asked of the open file: what its path leads to may be another one by now.
    within?.(placeOfOpen(descriptor) ?? realpathSync.native(path))
    const stats = fstatSync(descriptor)
    return stats.isFile() ? readUpTo(descriptor, limit, stats.size) : undefined
  } finally {
    closeSync(descriptor)
  }
}

function readUpTo(descriptor: number, limit: number, expected: number): Buffer {
  const chunks: Buffer[] = []
  let total = 0
  while (total < limit) {
    // One byte more than expected, so that a file which did not grow is read in a single round.
    const chunk = Buffer.allocUnsafe(Math.min(limit - total, total === 0 ? expected + 1 : 65_536))
    const count = readSync(descriptor, chunk, 0, chunk.byteLength, null)
    if (count === 0) break
    chunks.push(chunk.subarray(0, count))
    total += count
    if (total === expected && count < chunk.byteLength) break
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
}

function fileStat(stats: BigIntStats): FileStat {
  return {
    kind: kindOf(stats),
    size: Number(stats.size),
    mtimeNs: stats.mtimeNs,
    ctimeNs: stats.ctimeNs,
    inode: stats.ino,
    mode: Number(stats.mode) & 0o7777,
    userId: Number(stats.uid),
    groupId: Number(stats.gid),
  }
}

function ifThere<Found>(look: () => Found): Found | undefined {
  try {
    return look()
  } catch (error) {
    if (leadsNowhere(error)) return undefined
    throw error
  }
}

/** Nothing there, a file where a directory was expected on the way, links in a circle, or a name nothing can have. */
function leadsNowhere(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG'
}

function kindOf(stats: BigIntStats): EntryKind {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'directory'
  return stats.isSymbolicLink() ? 'link' : 'other'
}
