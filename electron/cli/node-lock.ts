import { join } from 'node:path'
import { clusterConfigurationDirectory } from '../engine/configuration/cluster-configuration.ts'
import { stateDirectoryOf } from '../engine/node/node.ts'
import { lockDatabase } from '../storage/database-lock.ts'
import { localFileSystem } from '../storage/files.ts'

/**
 * Keeps a node from being started on a data directory while something else writes there. Where no node of ours was
 * ever run there is nothing to keep from, and nothing is made.
 * @returns ends that
 * @throws PLB-STORAGE-DATABASE-IN-USE when the node is running
 */
export function keepNodeOut(
  dataDirectory: string,
  environment: Readonly<Record<string, string | undefined>>,
): () => void {
  const clusterConfigDirectory = clusterConfigurationDirectory({ dataDirectory, environment })
  const journal = join(stateDirectoryOf({ clusterConfigDirectory }), 'node.sqlite')
  if (!localFileSystem.exists(journal)) return () => undefined
  const lock = lockDatabase(journal, () => new Date(), localFileSystem)
  return () => lock.release()
}
