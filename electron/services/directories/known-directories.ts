import type { StateReader } from '../../engine/resync/state-reader.ts'
import { NodeDirectory } from '../../engine/resync/node-directory.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { localFileSystem } from '../../storage/files.ts'

/** Directories that are there the next time as well, by their paths, with what is remembered of them. */
const known = new Map<string, NodeDirectory>()

/** @param other what is expected to hold nearly the same */
export function knownDirectory(path: string, other?: StateReader): NodeDirectory {
  const directory = known.get(path) ?? openedDirectory(path, other)
  known.set(path, directory)
  return directory
}

/** A directory nothing is remembered of, now or later. */
export function openedDirectory(path: string, other?: StateReader): NodeDirectory {
  return new NodeDirectory(new DirectoryRoot(path, localFileSystem), undefined, other)
}
