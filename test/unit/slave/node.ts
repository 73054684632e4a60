import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { DataDirectoryWriter } from '../../../electron/catalog/data-directory-writer.ts'
import type { MessageContent } from '../../../electron/broker/message.ts'
import { FileLog } from '../../../electron/engine/journal/file-log.ts'
import { KeptGraves } from '../../../electron/engine/journal/graves.ts'
import { Inbox } from '../../../electron/engine/journal/inbox.ts'
import { journalMigrations } from '../../../electron/engine/journal/schema.ts'
import type { Replica } from '../../../electron/engine/replica/replica.ts'
import { Receiver, type Finished, type Incoming } from '../../../electron/engine/slave/receiver.ts'
import type { Encoded } from '../../../electron/engine/slave/sequencer.ts'
import type { FileSystem } from '../../../electron/storage/files.ts'
import { openDatabase } from '../../../electron/storage/open-database.ts'
import { openSealer } from '../../../electron/storage/secrets.ts'
import { directoryRoot } from '../../support/data-directories.ts'
import { SimulatedCrash } from '../../support/file-system-faults.ts'
import { replicaIn } from '../../support/replicas.ts'
import { english } from '../../../electron/sentences/english.ts'

/** A slave without a broker: a data directory and a journal beside it. */
export interface SlaveNode {
  readonly receiver: Receiver
  readonly replica: Replica
  readonly inbox: Inbox
  /** What became of messages, in order: `applied store added`. */
  readonly heard: string[]
  /** State and summary of every entry of the inbox, oldest first. */
  readonly entries: () => readonly string[]
  /** Lets others open the journal; called when the test is over as well. */
  readonly close: () => void
}

export interface SlaveOptions {
  readonly fileSystem?: FileSystem
  /** Whether the process is dead already, so that the journal hears no more of it. */
  readonly isDead?: () => boolean
}

/** What a process that died can no longer write into its journal. */
class MortalInbox extends Inbox {
  isDead = (): boolean => false

  override finish(...end: Parameters<Inbox['finish']>): void {
    if (this.isDead()) throw new SimulatedCrash('before the end was written down')
    super.finish(...end)
  }
}

export const instanceName = 'slave-1'
export const group = 'cluster'
export const startTime = 1_700_000_000_000
/** The id of the one event these slaves published themselves. */
export const publishedHere = 'published-here'

/** Opens the slave whose data directory and journal lie below a path, as at a start of its process. */
export function openSlave(path: string, { fileSystem, isDead }: SlaveOptions = {}): SlaveNode {
  const state = join(path, 'state')
  const { database } = openDatabase(join(state, 'node.sqlite'), journalMigrations)
  const close = (): void => {
    database.close()
  }
  onTestFinished(close)
  // No power is cut in these tests that would ask for it.
  database.query('PRAGMA synchronous = OFF', z.unknown()).all()
  const sealer = openSealer({ keyFile: join(state, 'key'), environment: {} })
  const inbox = new MortalInbox(database, sealer)
  if (isDead !== undefined) inbox.isDead = isDead
  const data = join(path, 'data')
  directoryRoot(data).makeDirectory([])
  const graves = new KeptGraves(database)
  const replica = replicaIn(data, fileSystem, graves, (root) => new FileLog(database, sealer, root))
  new DataDirectoryWriter(directoryRoot(data), replica.catalog).removeLeftovers()
  const heard: string[] = []
  const receiver = new Receiver({
    database,
    inbox,
    graves,
    replica,
    node: { instanceName, group },
    now: () => startTime,
    isPublishedHere: (eventId) => eventId === publishedHere,
    onFinished: (finished: Finished) => {
      heard.push([finished.state, english(finished.summary ?? '')].join(' ').trim())
    },
  })
  const entries = () =>
    inbox.after(0, 10_000).map(({ state: became, summary }) => `${became} ${english(summary)}`.trim())
  return { receiver, replica, inbox, heard, entries, close }
}

let lastNumber = 0

/** A message from the master, as the broker hands it over. */
export function message(
  { handler, body }: Encoded,
  properties: Readonly<Record<string, string>> = {},
  content: MessageContent = { kind: 'object', text: body },
): Incoming {
  lastNumber += 1
  return {
    messageId: `ID:broker-1:${lastNumber}`,
    timestamp: startTime + lastNumber,
    properties: new Map(
      Object.entries({ instanceName: 'master', group, JMSEventHandlerSPI: handler, ...properties }),
    ),
    content,
  }
}
