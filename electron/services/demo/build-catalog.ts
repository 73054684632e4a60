import { DatabaseSync } from 'node:sqlite'
import { DataDirectoryWriter } from '../../catalog/data-directory-writer.ts'
import { readDataDirectory } from '../../catalog/data-directory.ts'
import { History } from '../../engine/journal/history.ts'
import { Outbox } from '../../engine/journal/outbox.ts'
import { journalMigrations } from '../../engine/journal/schema.ts'
import { Master } from '../../engine/master/master.ts'
import { Replica } from '../../engine/replica/replica.ts'
import { filesIn, noFiles } from '../../engine/replica/directory-files.ts'
import { Database } from '../../storage/database.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import type { FileSystem } from '../../storage/files.ts'
import type { Sealer } from '../../storage/secrets.ts'
import { demoCatalog } from './catalog.ts'
import { editAsPlanned } from './edit-as-planned.ts'

const styleBodyLimit = 1024 * 1024

/** A journal that is forgotten at once needs no key. */
const openJournal: Sealer = {
  seal: (text) => Buffer.from(text, 'utf8'),
  open: (sealed) => Buffer.from(sealed).toString('utf8'),
  sealBytes: (bytes) => Buffer.from(bytes),
  sealUnproven: (bytes) => Buffer.from(bytes),
  openBytes: (sealed) => Buffer.from(sealed),
  prove: () => undefined,
  together: (action) => action(),
  fingerprint: (text) => text,
}

/**
 * Puts the sample catalog into a data directory that holds a fresh seed, through a master as every other change goes,
 * but with a journal in memory: nothing of it is ever published.
 */
export function buildDemoCatalog(dataDirectory: string, fileSystem: FileSystem, now: () => number): void {
  const connection = new DatabaseSync(':memory:')
  try {
    for (const migration of journalMigrations) connection.exec(migration)
    const database = new Database(':memory:', connection, { release: () => undefined })
    const root = new DirectoryRoot(dataDirectory, fileSystem)
    const { catalog } = readDataDirectory(root)
    const files = filesIn(root, catalog)
    // Most objects change several times while they are made; each is written once, at the end.
    const replica = new Replica(catalog, {
      ...noFiles,
      writeStyleFile: (...file) => {
        files.writeStyleFile(...file)
      },
    })
    const master = new Master({
      database,
      outbox: new Outbox(database, openJournal),
      history: new History(database, openJournal),
      replica,
      node: { instanceName: 'demo', group: 'demo', toggleMaster: true },
      now,
      random: Math.random,
      styleBodyLimit,
      onAccepted: () => undefined,
    })
    for (const edit of demoCatalog()) editAsPlanned(master, edit, 'demo')
    const writer = new DataDirectoryWriter(root, catalog)
    for (const object of catalog.objects()) writer.write(object)
    writer.writeDefaultWorkspace()
  } finally {
    connection.close()
  }
}
