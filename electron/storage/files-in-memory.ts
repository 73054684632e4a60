import { join, sep } from 'node:path'
import { DirectoryRoot } from './directory-root.ts'
import type { FileStat, FileSystemCalls } from './file-system-calls.ts'
import { createFileSystem } from './files.ts'

const rootPath = join(sep, 'in-memory')

/**
 * A directory that is nowhere on the disk, for reading alone.
 * @param files what it holds, by path below it with `/` between names
 */
export function directoryInMemory(files: ReadonlyMap<string, Buffer>): DirectoryRoot {
  return new DirectoryRoot(rootPath, createFileSystem(callsOn(files)))
}

function callsOn(files: ReadonlyMap<string, Buffer>): FileSystemCalls {
  const contents = new Map<string, Buffer>()
  const directories = new Map<string, Set<string>>([[rootPath, new Set()]])
  for (const [path, content] of files) {
    const names = path.split('/')
    let place = rootPath
    for (const [index, name] of names.entries()) {
      directories.get(place)?.add(name)
      place = join(place, name)
      if (index === names.length - 1) contents.set(place, content)
      else if (!directories.has(place)) directories.set(place, new Set())
    }
  }
  const refuse = (): never => {
    throw systemError('EROFS')
  }
  return {
    readStart: (path, limit) => {
      const content = contents.get(path)
      if (content === undefined && !directories.has(path)) throw systemError('ENOENT')
      return content?.subarray(0, limit)
    },
    stat: (path) => {
      const content = contents.get(path)
      if (content === undefined && !directories.has(path)) return undefined
      return statOf(content)
    },
    names: (path) => {
      const names = directories.get(path)
      if (names === undefined) throw systemError(contents.has(path) ? 'ENOTDIR' : 'ENOENT')
      return [...names]
    },
    realPath: (path) => path,
    hold: refuse,
    holdIn: refuse,
    release: refuse,
    statIn: refuse,
    namesIn: refuse,
    create: refuse,
    open: refuse,
    write: refuse,
    setMode: refuse,
    setOwner: refuse,
    sync: refuse,
    close: refuse,
    rename: refuse,
    link: refuse,
    removeFile: refuse,
    removeEmptyDirectory: refuse,
    makeDirectory: refuse,
    syncDirectory: refuse,
  }
}

function statOf(content: Buffer | undefined): FileStat {
  return {
    kind: content === undefined ? 'directory' : 'file',
    size: content?.byteLength ?? 0,
    mtimeNs: 0n,
    ctimeNs: 0n,
    inode: 0n,
    mode: content === undefined ? 0o555 : 0o444,
    userId: 0,
    groupId: 0,
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, errno: -1 })
}
