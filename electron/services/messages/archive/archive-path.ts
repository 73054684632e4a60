import { join } from 'node:path'

/** Where the archive of a cluster lies in the cluster's own directory. */
export function archivePath(clusterDirectory: string): string {
  return join(clusterDirectory, 'archive.sqlite')
}
