import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Incoming } from '../../electron/engine/slave/receiver.ts'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import { KeptGraves } from '../../electron/engine/journal/graves.ts'
import { Inbox } from '../../electron/engine/journal/inbox.ts'
import { journalMigrations } from '../../electron/engine/journal/schema.ts'
import type { EditRequest } from '../../electron/engine/master/master.ts'
import { Node } from '../../electron/engine/node/node.ts'
import { filesIn } from '../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../electron/engine/replica/replica.ts'
import { Receiver } from '../../electron/engine/slave/receiver.ts'
import { DirectoryRoot } from '../../electron/storage/directory-root.ts'
import { localFileSystem } from '../../electron/storage/files.ts'
import { openDatabase } from '../../electron/storage/open-database.ts'
import { openSealer } from '../../electron/storage/secrets.ts'
import { editAsPlanned } from './edit-as-planned.ts'
import { openMaster } from './master.ts'

/** A change and what it is known by. */
export interface Requested {
  readonly request: EditRequest
  readonly requestId: string
}

/** A message as it travels to the process. */
export interface Sent {
  readonly messageId: string
  readonly properties: Readonly<Record<string, string>>
  readonly body: string
}

/** What a process does until it is killed. */
export type Work =
  /** The master below a path makes changes, without a broker; see {@link openMaster}. */
  | { readonly does: 'edits'; readonly path: string; readonly requests: readonly Requested[] }
  /** The slave below a path takes messages, several at once; see `openSlave`. */
  | {
      readonly does: 'takes'
      readonly path: string
      readonly node: { readonly instanceName: string; readonly group: string }
      readonly batches: readonly (readonly Sent[])[]
    }
  /** The node of a data directory makes changes and publishes them. */
  | {
      readonly does: 'publishes'
      readonly dataDirectory: string
      readonly brokerUrl: string
      readonly requests: readonly Requested[]
    }

/** Where it is killed: right before or right after one of its commits, counted from 1. */
export interface KillPoint {
  readonly side: 'before' | 'after'
  readonly commit: number
}

export function incoming({ messageId, properties, body }: Sent): Incoming {
  return {
    messageId,
    timestamp: 0,
    properties: new Map(Object.entries(properties)),
    content: { kind: 'object', text: body },
  }
}

/**
 * Has a process of its own do some work, and kills it (SIGKILL) at a point.
 * @returns whether it was killed; false when it finished before it came to the point
 */
export async function killedAt(work: Work, point: KillPoint): Promise<boolean> {
  const child = fork(import.meta.filename, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.send({ work, point })
  await once(child, 'close')
  if (child.signalCode === 'SIGKILL') return true
  if (child.exitCode !== 0) throw new Error(`The process failed with ${child.exitCode}: ${said}`)
  return false
}

/**
 * Kills a process before and after every commit of its work, each time in a fresh place.
 * @param sides where it is killed; only before or only after a commit halves the number of processes
 * @returns how often it was killed
 */
export async function atEveryCommit<Place>(steps: {
  readonly prepare: () => Place | Promise<Place>
  readonly work: (place: Place) => Work
  readonly check: (place: Place, point: KillPoint) => void | Promise<void>
  readonly sides?: readonly KillPoint['side'][]
}): Promise<number> {
  let kills = 0
  for (const side of steps.sides ?? (['before', 'after'] as const)) {
    for (let commit = 1; ; commit += 1) {
      const place = await steps.prepare()
      const isKilled = await killedAt(steps.work(place), { side, commit })
      await steps.check(place, { side, commit })
      if (!isKilled) break
      kills += 1
    }
  }
  return kills
}

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
  const { catalog } = readDataDirectory(root, { halves: true })
  const receiver = new Receiver({
    database,
    inbox: new Inbox(database, openSealer({ keyFile: join(state, 'key'), environment: {} })),
    graves,
    replica: new Replica(catalog, filesIn(root, catalog), graves),
    node,
    now: () => 1_700_000_000_000,
  })
  receiver.resume()
  for (const batch of batches) receiver.take(batch.map(incoming))
  database.close()
}

if (process.argv[1] === import.meta.filename && process.send !== undefined) {
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
}
