import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { FileLog } from '../../../electron/engine/journal/file-log.ts'
import { KeptGraves } from '../../../electron/engine/journal/graves.ts'
import { Inbox } from '../../../electron/engine/journal/inbox.ts'
import { journalMigrations } from '../../../electron/engine/journal/schema.ts'
import { Node } from '../../../electron/engine/node/node.ts'
import { filesIn } from '../../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../../electron/engine/replica/replica.ts'
import { Receiver } from '../../../electron/engine/slave/receiver.ts'
import { DirectoryRoot } from '../../../electron/storage/directory-root.ts'
import { localFileSystem } from '../../../electron/storage/files.ts'
import { openDatabase } from '../../../electron/storage/open-database.ts'
import { openSealer } from '../../../electron/storage/secrets.ts'
import { editAsPlanned } from '../edit-as-planned.ts'
import { openMaster } from '../master.ts'
import { incoming, type KillPoint, type Work } from '../killed-process.ts'

function dieAt({ side, commit }: KillPoint): void {
  const exec = Object.getOwnPropertyDescriptor(DatabaseSync.prototype, 'exec')?.value as (
    this: DatabaseSync,
    sql: string,
  ) => void
  const die = () => process.kill(process.pid, 'SIGKILL')
  let commits = 0
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
    if (sql !== 'COMMIT') {
      exec.call(this, sql)
      return
    }
    commits += 1
    if (commits === commit && side === 'before') die()
    exec.call(this, sql)
    if (commits === commit && side === 'after') die()
  }
}

async function perform(work: Work): Promise<void> {
  switch (work.does) {
    case 'edits': {
      const { master, close } = openMaster(work.path)
      for (const { request, requestId } of work.requests) editAsPlanned(master, request, 'test', requestId)
      close()
      break
    }
    case 'takes':
      take(work)
      break
    case 'publishes': {
      const { dataDirectory, brokerUrl } = work
      const node = await Node.open({ dataDirectory, environment: {}, brokerUrl, markDelays: [0] })
      await node.start()
      for (const { request, requestId } of work.requests) editAsPlanned(node, request, 'test', requestId)
      while (node.status.outbox.applied > 0) await new Promise((resolve) => setTimeout(resolve, 5))
      await node.stop()
    }
  }
}

function take({ path, node, batches }: Work & { readonly does: 'takes' }): void {
  const state = join(path, 'state')
  const { database } = openDatabase(join(state, 'node.sqlite'), journalMigrations)
  const graves = new KeptGraves(database)
  const root = new DirectoryRoot(join(path, 'data'), localFileSystem)
  const sealer = openSealer({ keyFile: join(state, 'key'), environment: {} })
  const log = new FileLog(database, sealer, root)
  log.redo()
  const { catalog } = readDataDirectory(root, { halves: true })
  const receiver = new Receiver({
    database,
    inbox: new Inbox(database, sealer),
    graves,
    replica: new Replica(catalog, filesIn(root, catalog, log), graves),
    node,
    now: () => 1_700_000_000_000,
  })
  receiver.resume()
  for (const batch of batches) receiver.take(batch.map(incoming))
  database.close()
}

process.once('message', ({ work, point }: { work: Work; point: KillPoint }) => {
  dieAt(point)
  perform(work).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error))
      process.exit(1)
    },
  )
})
