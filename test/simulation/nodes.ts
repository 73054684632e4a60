import { join } from 'node:path'
import { z } from 'zod'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import { DataDirectoryWriter } from '../../electron/catalog/data-directory-writer.ts'
import { consumerQueue, topic, type Destination } from '../../electron/broker/destinations.ts'
import type { Clock } from '../../electron/scheduler/clock.ts'
import { History } from '../../electron/engine/journal/history.ts'
import { FileLog } from '../../electron/engine/journal/file-log.ts'
import { KeptGraves } from '../../electron/engine/journal/graves.ts'
import { Inbox } from '../../electron/engine/journal/inbox.ts'
import { Outbox } from '../../electron/engine/journal/outbox.ts'
import { journalMigrations } from '../../electron/engine/journal/schema.ts'
import { Master, type EditRequest } from '../../electron/engine/master/master.ts'
import { OutboxPublisher } from '../../electron/engine/master/publisher.ts'
import { filesIn } from '../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../electron/engine/replica/replica.ts'
import { QueueConsumer } from '../../electron/engine/slave/consumer.ts'
import { Receiver, type Incoming } from '../../electron/engine/slave/receiver.ts'
import { failure, isFailure } from '../../electron/errors/failure.ts'
import { openDatabase } from '../../electron/storage/open-database.ts'
import { openSealer } from '../../electron/storage/secrets.ts'
import { directoryRoot } from '../support/data-directories.ts'
import { UnreliableDisk, type VolatileDisk } from '../support/file-system-faults.ts'
import type { SimulatedSession } from './broker.ts'
import { editAsPlanned } from '../support/edit-as-planned.ts'

const topicName = 'VirtualTopic.geoserver'
const group = 'cluster'

export function queueOf(instanceName: string): Destination {
  return consumerQueue(instanceName, topicName)
}

/** What a node runs on, which outlives its processes. */
export interface Machine {
  readonly volatile: VolatileDisk
  /** How far its clock is ahead of that of the others, in milliseconds. */
  ahead: number
}

/** Something a node runs until it stops or dies. */
interface Running {
  stop(): Promise<void>
}

/** What masters and slaves have in common: a directory, a journal beside it and a disk that may fail. */
abstract class SimulatedNode {
  readonly dataDirectory: string
  readonly instanceName: string
  readonly disk: UnreliableDisk
  protected readonly replica: Replica
  protected readonly database
  protected readonly sealer
  readonly #running: Running[] = []

  constructor(path: string, instanceName: string, machine: Machine) {
    this.instanceName = instanceName
    this.dataDirectory = join(path, instanceName, 'data')
    const state = join(path, instanceName, 'state')
    this.database = openDatabase(join(state, 'node.sqlite'), journalMigrations).database
    this.database.query('PRAGMA synchronous = OFF', z.unknown()).all()
    this.sealer = openSealer({ keyFile: join(state, 'key'), environment: {} })
    this.disk = new UnreliableDisk(() => {
      this.stop()
    }, machine.volatile)
    const root = directoryRoot(this.dataDirectory, this.disk.fileSystem)
    root.makeDirectory([])
    const log = new FileLog(this.database, this.sealer, root)
    log.redo()
    const { catalog } = readDataDirectory(root, { halves: true })
    new DataDirectoryWriter(root, catalog).removeLeftovers()
    this.replica = new Replica(catalog, filesIn(root, catalog, log))
  }

  /** Ends the process: nothing more reaches the journal, and the broker. */
  stop(): void {
    // What a process was at when it died is nobody's business any more.
    for (const each of this.#running) void each.stop().catch(() => undefined)
    this.database.close()
  }

  protected run(running: Running): void {
    this.#running.push(running)
  }

  /** Does something that the death of the process, or a full disk, may end. */
  protected survive(action: () => void): void {
    try {
      action()
    } catch (error) {
      if (!this.disk.isDead && !isFailure(error)) throw error
    }
  }
}

export class SimulatedMaster extends SimulatedNode {
  readonly outbox: Outbox
  readonly #master: Master
  readonly #publisher: OutboxPublisher

  constructor(
    path: string,
    machine: Machine,
    session: SimulatedSession,
    clock: Clock,
    random: (below: number) => number,
  ) {
    super(path, 'master', machine)
    const now = (): number => 1_735_787_045_006 + clock.now() + machine.ahead
    const node = { instanceName: this.instanceName, group, toggleMaster: true }
    this.outbox = new Outbox(this.database, this.sealer)
    this.#publisher = new OutboxPublisher({
      session,
      outbox: this.outbox,
      topic: topic(topicName),
      node,
      now,
      clock,
      random: () => 0,
    })
    const receiver = new Receiver({
      database: this.database,
      inbox: new Inbox(this.database, this.sealer),
      graves: new KeptGraves(this.database),
      replica: this.replica,
      ...{ node, now },
    })
    this.#master = new Master({
      change: (make) => receiver.change(make),
      onApplied: (events) => {
        receiver.hear(events)
      },
      database: this.database,
      outbox: this.outbox,
      history: new History(this.database, this.sealer),
      replica: this.replica,
      node,
      now,
      random: () => random(1_000_000) / 1_000_000,
      styleBodyLimit: 1000,
      onAccepted: () => {
        this.#publisher.wake()
      },
      clock,
    })
    this.run({ stop: async () => this.#master.stop() })
    this.resume()
    this.run(this.#publisher)
    this.#publisher.start()
  }

  get catalog() {
    return this.replica.catalog
  }

  edit(request: EditRequest): void {
    this.survive(() => {
      editAsPlanned(this.#master, request, 'simulation')
    })
  }

  resume(): void {
    this.survive(() => {
      this.#master.resume()
    })
  }
}

/** Whatever ends a dying process ends no other: to the consumer it looks like a disk that refuses. */
class MortalReceiver extends Receiver {
  isDead: () => boolean = () => false

  override take(messages: readonly Incoming[]): void {
    this.#attempt(() => {
      super.take(messages)
    })
  }

  override resume(): void {
    this.#attempt(() => {
      super.resume()
    })
  }

  #attempt(action: () => void): void {
    try {
      action()
    } catch (error) {
      if (!this.isDead()) throw error
      throw failure('PLB-STORAGE-FULL', { operation: 'write', path: 'a process that died' }, error)
    }
  }
}

export class SimulatedSlave extends SimulatedNode {
  readonly inbox: Inbox

  constructor(path: string, instanceName: string, machine: Machine, session: SimulatedSession, clock: Clock) {
    super(path, instanceName, machine)
    this.inbox = new Inbox(this.database, this.sealer)
    const receiver = new MortalReceiver({
      database: this.database,
      inbox: this.inbox,
      graves: new KeptGraves(this.database),
      replica: this.replica,
      node: { instanceName, group },
      now: () => clock.now() + machine.ahead,
    })
    receiver.isDead = () => this.disk.isDead
    this.survive(() => {
      receiver.resume()
    })
    const consumer = new QueueConsumer({
      session,
      queue: queueOf(instanceName),
      receiver,
      clock,
      random: () => 0,
    })
    this.run(consumer)
    void consumer.start()
  }
}
