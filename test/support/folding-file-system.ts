import { basename, dirname, join } from 'node:path'
import type { FileSystemCalls } from '../../electron/storage/file-system-calls.ts'
import type { HeldDirectory } from '../../electron/storage/held-directory.ts'
import { createFileSystem, type FileSystem } from '../../electron/storage/files.ts'
import { nodeFileSystemCalls } from '../../electron/storage/file-system-calls.ts'

/**
 * The real disk as a file system would show it that takes names for one: it keeps the spelling a file was made with, and
 * finds it by any other that folds to the same.
 * @param base the directory below which it does
 */
export function foldingFileSystem(base: string, fold: (name: string) => string): FileSystem {
  const real: FileSystemCalls = {
    ...nodeFileSystemCalls,
    sync: () => undefined,
    syncDirectory: () => undefined,
  }
  const spelt = (names: readonly string[], name: string): string =>
    names.includes(name) ? name : (names.find((each) => fold(each) === fold(name)) ?? name)
  /** The path under which the real disk has what lies at a path. */
  const onDisk = (path: string): string => {
    if (!path.startsWith(join(base, '/'))) return path
    const directory = onDisk(dirname(path))
    const isDirectory = real.stat(directory, true)?.kind === 'directory'
    return join(directory, isDirectory ? spelt(real.names(directory), basename(path)) : basename(path))
  }
  const inside = (directory: HeldDirectory, name: string): string =>
    name === '' ? name : spelt(real.namesIn(directory), name)
  return createFileSystem({
    ...real,
    readStart: (path, limit, within) => real.readStart(onDisk(path), limit, within),
    stat: (path, followLinks) => real.stat(onDisk(path), followLinks),
    names: (path) => real.names(onDisk(path)),
    realPath: (path) => real.realPath(onDisk(path)),
    hold: (path) => real.hold(onDisk(path)),
    holdIn: (directory, name) => real.holdIn(directory, inside(directory, name)),
    statIn: (directory, name, followLinks) => real.statIn(directory, inside(directory, name), followLinks),
    create: (directory, name, mode) => real.create(directory, inside(directory, name), mode),
    rename: (from, name, to, newName) => {
      const source = inside(from, name)
      const isRespelling = from.realPath === to.realPath && fold(source) === fold(newName)
      real.rename(from, source, to, isRespelling ? newName : inside(to, newName))
    },
    link: (directory, existing, name) => {
      real.link(directory, inside(directory, existing), inside(directory, name))
    },
    removeFile: (directory, name) => {
      real.removeFile(directory, inside(directory, name))
    },
    removeEmptyDirectory: (directory, name) => {
      real.removeEmptyDirectory(directory, inside(directory, name))
    },
    makeDirectory: (directory, name, mode) => {
      real.makeDirectory(directory, inside(directory, name), mode)
    },
  })
}
