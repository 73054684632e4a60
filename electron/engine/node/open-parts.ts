import { join } from 'node:path'
import type { DataDirectoryContent } from '../../catalog/data-directory.ts'
import type { Problem } from '../../catalog/problem.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { localFileSystem } from '../../storage/files.ts'
import { openDatabase, type OpenedDatabase } from '../../storage/open-database.ts'
import { openSealer, type Sealer } from '../../storage/secrets.ts'
import {
  loadClusterConfiguration,
  type ClusterConfiguration,
} from '../configuration/cluster-configuration.ts'
import { FileLog } from '../journal/file-log.ts'
import { journalMigrations, sealedIn } from '../journal/schema.ts'
import { TimeLease } from '../journal/time-lease.ts'
import { takeUp } from '../replica/disk-trouble.ts'
import { OwnDirectory } from '../replica/settled-reading.ts'
import { stateDirectoryOf, type NodeOptions } from './node-options.ts'

/** Bytes of a journal that are checked before the node starts; all of it is checked while it runs. */
const checkedAtOnce = 256 * 1024 * 1024

/** Pages a journal's write-ahead log grows to, 8 MB: most of what one commit writes is written again by the next. */
const pagesInLog = 2000

export interface NodeParts {
  readonly configuration: ClusterConfiguration
  readonly root: DirectoryRoot
  readonly ownDirectory: OwnDirectory
  readonly content: DataDirectoryContent
  readonly journal: OpenedDatabase
  readonly lease: TimeLease
  readonly sealer: Sealer
  readonly fileLog: FileLog
}

/**
 * Opens what a node is made of: its configuration and its journal, and its data directory as it is read once the files
 * an earlier run owed are made.
 * @throws PLB-CONFIGURATION-…, PLB-STORAGE-…; PLB-STORAGE-DATABASE-IN-USE when the node is running already
 */
export async function openParts(options: NodeOptions): Promise<NodeParts> {
  const { dataDirectory, environment, fileSystem = localFileSystem } = options
  const configuration = loadClusterConfiguration({
    dataDirectory,
    environment,
    fileSystem,
    brokerUrl: options.brokerUrl,
  })
  const path = join(stateDirectoryOf(configuration), 'node.sqlite')
  const journal = openDatabase(path, journalMigrations, { fileSystem, checkUpTo: checkedAtOnce })
  try {
    journal.database.command(`PRAGMA wal_autocheckpoint = ${pagesInLog}`).run()
    const lease = new TimeLease(journal.database, fileSystem, join(stateDirectoryOf(configuration), 'time'))
    const root = new DirectoryRoot(dataDirectory, fileSystem)
    const sealer = openSealer({
      keyFile: join(stateDirectoryOf(configuration), 'key'),
      environment,
      fileSystem,
      sealed: sealedIn(journal.database),
    })
    const fileLog = new FileLog(journal.database, sealer, root)
    const remade: Problem[] = []
    takeUp(() => remade.push(...fileLog.redo()))
    const ownDirectory = new OwnDirectory(root)
    const { problems, ...content } = await ownDirectory.read()
    const all = { ...content, problems: [...remade, ...problems] }
    return { configuration, root, ownDirectory, content: all, journal, lease, sealer, fileLog }
  } catch (error) {
    journal.database.close()
    throw error
  }
}
