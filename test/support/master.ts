import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../electron/scheduler/clock.ts'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import { readStyleBody } from '../../electron/catalog/style-body.ts'
import { History } from '../../electron/engine/journal/history.ts'
import { Outbox } from '../../electron/engine/journal/outbox.ts'
import { journalMigrations } from '../../electron/engine/journal/schema.ts'
import { Master } from '../../electron/engine/master/master.ts'
import { filesIn } from '../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../electron/engine/replica/replica.ts'
import { DirectoryRoot } from '../../electron/storage/directory-root.ts'
import { localFileSystem, type FileSystem } from '../../electron/storage/files.ts'
import { openDatabase } from '../../electron/storage/open-database.ts'
import { openSealer } from '../../electron/storage/secrets.ts'

const seed = join(import.meta.dirname, '../fixtures/geoserver-2.26/seed/master')
/** 2025-01-02 03:04:05.006 UTC */
export const testTime = 1_735_787_045_006

/** Makes a directory a master can be opened on. */
export function seedDirectory(path: string, from = seed): string {
  cpSync(from, join(path, 'data'), { recursive: true })
  return path
}

/** A master on a directory, without a broker: what it accepts stays in its outbox. */
export function openMaster(
  path: string,
  options: {
    readonly fileSystem?: FileSystem
    readonly toggleMaster?: boolean
    readonly clock?: Clock
    readonly styleBodyLimit?: number
  } = {},
) {
  const { clock } = options
  // The journal always lies on a disk that works; tests break the one the configuration lies on.
  const { database } = openDatabase(join(path, 'node.sqlite'), journalMigrations)
  const sealer = openSealer({ keyFile: join(path, 'key'), environment: {} })
  const root = new DirectoryRoot(join(path, 'data'), options.fileSystem ?? localFileSystem)
  const { catalog } = readDataDirectory(root, { halves: true })
  const outbox = new Outbox(database, sealer)
  const history = new History(database, sealer)
  const replica = new Replica(catalog, filesIn(root, catalog))
  const master = new Master({
    database,
    outbox,
    history,
    replica,
    node: { instanceName: 'm', group: 'g', toggleMaster: options.toggleMaster ?? true },
    now: () => testTime,
    random: () => 0.5,
    styleBodyLimit: options.styleBodyLimit ?? 1000,
    styleBody: (style) => readStyleBody(root, catalog, style)?.toString('utf8'),
    onAccepted: () => undefined,
    ...(clock === undefined ? {} : { clock }),
  })
  const close = (): void => {
    master.stop()
    database.close()
  }
  return { master, outbox, history, database, catalog, root, close }
}
