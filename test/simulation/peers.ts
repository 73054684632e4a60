import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { readStyleBody } from '../../electron/catalog/style-body.ts'
import { Conflicts } from '../../electron/engine/journal/conflicts.ts'
import { History } from '../../electron/engine/journal/history.ts'
import { FileLog } from '../../electron/engine/journal/file-log.ts'
import { KeptGraves } from '../../electron/engine/journal/graves.ts'
import { Inbox } from '../../electron/engine/journal/inbox.ts'
import { Outbox } from '../../electron/engine/journal/outbox.ts'
import { journalMigrations } from '../../electron/engine/journal/schema.ts'
import { Timeline } from '../../electron/engine/journal/timeline.ts'
import { Master, type EditRequest } from '../../electron/engine/master/master.ts'
import { Meetings } from '../../electron/engine/meeting/meetings.ts'
import { filesIn } from '../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../electron/engine/replica/replica.ts'
import { Receiver, eventIdProperty, type Incoming } from '../../electron/engine/slave/receiver.ts'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import { DataDirectoryWriter } from '../../electron/catalog/data-directory-writer.ts'
import { openDatabase } from '../../electron/storage/open-database.ts'
import { openSealer } from '../../electron/storage/secrets.ts'
import type { FileSystem } from '../../electron/storage/files.ts'
import { knowledgeProperty, repetitionProperty } from '../../electron/wire/knowledge.ts'
import { stampProperty } from '../../electron/wire/stamp.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'
import { directoryRoot } from '../support/data-directories.ts'
import { testTime } from '../support/master.ts'
import { hastyFileSystem } from '../support/replicas.ts'

const group = 'cluster'

/** A node that ends with the test at the latest. */
export function peerOfTest(...options: ConstructorParameters<typeof Peer>): Peer {
  const peer = new Peer(...options)
  onTestFinished(peer.close)
  return peer
}

/** A node that is master and slave at once, without a broker: what it publishes, whoever asks is given. */
export class Peer {
  readonly name: string
  readonly dataDirectory: string
  readonly replica: Replica
  readonly inbox: Inbox
  readonly outbox: Outbox
  readonly receiver: Receiver
  readonly conflicts: Conflicts
  readonly history: History
  readonly close: () => void
  readonly #master: Master

  /**
   * @param path where its directory lies, and its journal beside it
   * @param clock milliseconds its clock is ahead of that of the others
   */
  constructor(path: string, name: string, clock: number, fileSystem: FileSystem = hastyFileSystem) {
    this.name = name
    this.dataDirectory = join(path, 'data')
    const { database } = openDatabase(join(path, 'node.sqlite'), journalMigrations)
    database.query('PRAGMA synchronous = OFF', z.unknown()).all()
    this.close = () => {
      database.close()
    }
    const sealer = openSealer({ keyFile: join(path, 'key'), environment: {} })
    const root = directoryRoot(this.dataDirectory, fileSystem)
    const log = new FileLog(database, sealer, root)
    log.redo()
    const { catalog } = readDataDirectory(root, { halves: true })
    new DataDirectoryWriter(root, catalog).removeLeftovers()
    const graves = new KeptGraves(database)
    const now = () => testTime + clock
    const timeline = new Timeline(database, sealer, graves, now)
    this.replica = new Replica(catalog, filesIn(root, catalog, log), graves, timeline)
    this.inbox = new Inbox(database, sealer)
    this.outbox = new Outbox(database, sealer)
    const node = { instanceName: name, group, toggleMaster: true }
    const shared = { database, replica: this.replica, timeline, node, now }
    this.history = new History(database, sealer)
    this.conflicts = new Conflicts(database, sealer)
    const meetings = new Meetings({
      timeline,
      outbox: this.outbox,
      conflicts: this.conflicts,
      state: { catalog, body: (style) => readStyleBody(root, catalog, style) },
      node,
      now,
      onRepeated: () => undefined,
    })
    this.receiver = new Receiver({
      ...shared,
      inbox: this.inbox,
      graves,
      onFinishing: (heeded) => {
        meetings.heed(heeded)
      },
    })
    let made = 0
    this.#master = new Master({
      ...shared,
      outbox: this.outbox,
      history: this.history,
      random: () => (made += 1) / 1000 + clock / 1_000_000,
      styleBodyLimit: 10_000,
      styleBody: (style) => readStyleBody(root, catalog, style)?.toString('utf8'),
      change: (make) => this.receiver.change(make),
      onApplied: (events) => {
        this.receiver.hear(events)
      },
      onAccepted: () => undefined,
    })
    this.receiver.resume()
    this.#master.resume()
  }

  edit(request: EditRequest): void {
    editAsPlanned(this.#master, request, this.name)
  }

  /** Makes changes that are asked for in the same turn, on the plans of before; what is refused is not made. */
  editTogether(requests: readonly EditRequest[]): void {
    for (const request of requests) {
      const { digest, asksForName } = this.#master.plan(request)
      this.#master.editSoon(request, { plan: digest, name: asksForName }, this.name).catch(() => undefined)
    }
    this.#master.stop()
  }

  /** What it published since it was asked last, as it reaches the queues. */
  published(): readonly Incoming[] {
    const entries = this.outbox.entries('applied', 0, 10_000)
    const messages = entries.map(({ id, eventId, handler, body, place, knows, isRepetition }): Incoming => ({
      messageId: `ID:${this.name}:${id}`,
      timestamp: testTime,
      properties: new Map(
        Object.entries({
          instanceName: this.name,
          group,
          JMSEventHandlerSPI: handler,
          [eventIdProperty]: eventId,
          ...(place === undefined ? {} : { [stampProperty]: place }),
          ...(knows === undefined ? {} : { [knowledgeProperty]: knows }),
          ...(isRepetition === true ? { [repetitionProperty]: 'true' } : {}),
        }),
      ),
      content: { kind: 'object', text: body },
    }))
    this.outbox.markSent(entries, testTime)
    return messages
  }
}
