import { join } from 'node:path'
import { localFileSystem } from '../../storage/files.ts'

const seedDirectory = join(import.meta.dirname, '../../../resources/demo/seed')
const longestSeedFile = 1024 * 1024

/**
 * Makes a data directory as a fresh GeoServer leaves it: global settings, logging, four services, five styles.
 * Nodes of a cluster have to begin with the same ids, so all are made from the same files.
 */
export function makeSeedDirectory(path: string): void {
  for (const directory of ['', 'styles']) {
    const from = join(seedDirectory, directory)
    const to = join(path, directory)
    localFileSystem.makeDirectory(to)
    for (const { name, kind } of localFileSystem.list(from)) {
      if (kind !== 'file') continue
      localFileSystem.writeAtomically(
        join(to, name),
        localFileSystem.readFile(join(from, name), longestSeedFile),
      )
    }
  }
}
