import { join } from 'node:path'
import { stateDirectoryOf } from '../../engine/node/node.ts'
import { localFileSystem } from '../../storage/files.ts'
import { demoNodeNames, type DemoCluster } from './cluster.ts'

const longestJournal = 256 * 1024 * 1024

/** The journals of the nodes that hold a password as it is, byte for byte. */
export function passwordsAtRest(cluster: DemoCluster, password: string): readonly string[] {
  return demoNodeNames.flatMap((name) => {
    const directory = stateDirectoryOf(cluster.node(name).configuration)
    return ['node.sqlite', 'node.sqlite-wal']
      .map((file) => join(directory, file))
      .filter((path) => localFileSystem.exists(path))
      .filter((path) => localFileSystem.readFile(path, longestJournal).includes(password))
  })
}
