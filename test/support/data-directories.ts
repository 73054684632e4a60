import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DirectoryRoot } from '../../electron/storage/directory-root.ts'
import { localFileSystem, type FileSystem } from '../../electron/storage/files.ts'

/** Data directories of a real cluster of two GeoServer 2.26 nodes: before, amid and after a run of changes. */
export const goldenDirectories = ['seed', 'after-build-up', 'after-teardown']
  .flatMap((moment) => [`${moment}/master`, `${moment}/slave`])
  .filter((name) => name !== 'seed/slave')

/** Versions of GeoServer a real cluster was recorded of. */
export type GoldenVersion = '2.26' | '2.27'

/** The path of a golden data directory, such as `after-build-up/master`. */
export function goldenPath(name: string, version: GoldenVersion = '2.26'): string {
  return join(import.meta.dirname, `../fixtures/geoserver-${version}`, name)
}

/** A small input that made trouble, such as `10-dangling-references/D`. */
export function caseDirectory(name: string): string {
  return join(import.meta.dirname, '../fixtures/cases', name)
}

/** A golden data directory, for reading. */
export function goldenRoot(name: string): DirectoryRoot {
  return new DirectoryRoot(goldenPath(name), localFileSystem)
}

/** A data directory at a path, written and read through the file system given. */
export function directoryRoot(path: string, fileSystem: FileSystem = localFileSystem): DirectoryRoot {
  return new DirectoryRoot(path, fileSystem)
}

/** Content of every file below a directory, by its path below it. */
export function filesBelow(path: string): Map<string, string> {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted()
  return new Map(
    names
      .filter((name) => statSync(join(path, name)).isFile())
      .map((name) => [name.replaceAll('\\', '/'), readFileSync(join(path, name), 'utf8')]),
  )
}
