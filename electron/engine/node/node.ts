import { join } from 'node:path'
import { readDataDirectory } from '../../catalog/data-directory.ts'
import type { Problem } from '../../catalog/problem.ts'
import { DataDirectoryWriter } from '../../catalog/data-directory-writer.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { readStyleBody } from '../../catalog/style-body.ts'
import { failure, type Failure } from '../../errors/failure.ts'
import { Retry } from '../../scheduler/retry.ts'
import type { Database } from '../../storage/database.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'
import type { Sealer } from '../../storage/secrets.ts'
import type { ClusterConfiguration } from '../configuration/cluster-configuration.ts'
import { Conflicts } from '../journal/conflicts.ts'
import type { FileLog } from '../journal/file-log.ts'
import { KeptGraves } from '../journal/graves.ts'
import { History, type KeptEntry } from '../journal/history.ts'
import { Holding } from '../journal/holding.ts'
import { Inbox } from '../journal/inbox.ts'
import { Outbox } from '../journal/outbox.ts'
import { JournalRetention } from '../journal/retention.ts'
import type { TimeLease } from '../journal/time-lease.ts'
import { Timeline } from '../journal/timeline.ts'
import type { Agreement } from '../master/agreement.ts'
import { Master, type Accepted, type EditRequest } from '../master/master.ts'
import type { EditPlan } from '../master/plan.ts'
import { Meetings } from '../meeting/meetings.ts'
import { reasonOf, takeUp, troubleOf } from '../replica/disk-trouble.ts'
import { filesIn, inMemory } from '../replica/directory-files.ts'
import { MissingFiles } from '../replica/missing-files.ts'
import { Replica } from '../replica/replica.ts'
import type { OwnDirectory } from '../replica/settled-reading.ts'
import { ifReadable } from '../resync/compare.ts'
import type { EventOutcome } from '../resync/delivery.ts'
import { Receiver } from '../slave/receiver.ts'
import { BrokenStyles } from './broken-styles.ts'
import { BrokerLink } from './broker-link.ts'
import { healthOf, type HealthFacts } from './health.ts'
import { JournalCheck } from './journal-check.ts'
import { stateDirectoryOf, type NodeOptions } from './node-options.ts'
import { openParts, type NodeParts } from './open-parts.ts'
import type { NodeStatus } from './status.ts'
import { Watchers } from './watchers.ts'
import { Upkeep } from './upkeep.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { say } from '../../sentences/say.ts'

/** Conflicts a status tells of one by one. */
const shownConflicts = 50
const defaultStyleBodyLimit = 1024 * 1024

/**
 * A node of the cluster run by us: a data directory with its roles. Opening it finishes what an earlier run left
 * unfinished; starting it connects it to the broker.
 */
export class Node {
  readonly configuration: ClusterConfiguration
  /** Where a damaged journal was moved to, when there was one. */
  readonly journalSetAside: string | undefined
  readonly #options: NodeOptions
  readonly #root: DirectoryRoot
  readonly #ownDirectory: OwnDirectory
  readonly #database: Database
  readonly #inbox: Inbox
  readonly #outbox: Outbox
  readonly #history: History
  readonly #conflicts: Conflicts
  readonly #replica: Replica
  readonly #receiver: Receiver
  readonly #master: Master
  readonly #now: () => number
  readonly #watchers: Watchers
  /** Calls back at everything the node does; the returned function ends it. */
  readonly watch: Watchers['watch']
  #link: BrokerLink | undefined
  /** Applies what was received and not finished. */
  readonly #resuming: Retry<Failure>
  /** Keeps the journal small. */
  readonly #upkeep: Upkeep
  readonly #sealer: Sealer
  readonly #holding: Holding
  readonly #fileLog: FileLog
  readonly #timeline: Timeline
  readonly #lease: TimeLease
  readonly #waitingForDisk: Upkeep
  /** Undefined when the node keeps no files. */
  readonly #missingFiles: MissingFiles | undefined
  readonly #brokenStyles: BrokenStyles
  readonly #watchOfFiles: Upkeep
  readonly #journalCheck: JournalCheck
  #problems: readonly Problem[]
  #phase: HealthFacts['phase'] = 'starting'
  #lastAppliedAt: number | undefined
  #last: NodeStatus | undefined

  /**
   * Opens a node's data directory and journal.
   * @throws PLB-CONFIGURATION-…, PLB-STORAGE-…; PLB-STORAGE-DATABASE-IN-USE when the node is running already
   */
  static async open(options: NodeOptions): Promise<Node> {
    return new Node(options, await openParts(options))
  }

  private constructor(options: NodeOptions, parts: NodeParts) {
    const { configuration, root, ownDirectory, content, journal, lease, sealer, fileLog } = parts
    const { catalog, problems } = content
    this.configuration = configuration
    this.#problems = problems
    this.journalSetAside = journal.setAside
    this.#options = options
    this.#root = root
    this.#ownDirectory = ownDirectory
    this.#database = journal.database
    this.#now = options.now ?? Date.now
    this.#watchers = new Watchers(this.#now)
    this.watch = this.#watchers.watch
    this.#journalCheck = new JournalCheck(this.#database.path, options.checkJournal)
    this.#sealer = sealer
    this.#fileLog = fileLog
    const files = configuration.readOnly ? inMemory(catalog) : filesIn(root, catalog, fileLog)
    this.#missingFiles = configuration.readOnly ? undefined : new MissingFiles(root, catalog)
    if (!configuration.readOnly) new DataDirectoryWriter(root, catalog).removeLeftovers()
    this.#inbox = new Inbox(this.#database, sealer)
    this.#outbox = new Outbox(this.#database, sealer)
    this.#holding = new Holding(this.#database)
    takeUp(() => this.#holding.read(catalog.size, this.#now()))
    const checkGround = () => {
      if (fileLog.isOwed) this.#makeFilesAgain()
      this.#missingFiles?.check()
    }
    this.#history = new History(this.#database, sealer)
    if (journal.setAside !== undefined || journal.wasGone === true) {
      this.#outbox.epoch.lose(journal.setAside ?? '', this.#now())
    } else if (lease.isJournalOlder) this.#outbox.beginAnew(this.#now())
    if (lease.isJournalOlder) lease.begin()
    const graves = new KeptGraves(this.#database)
    const timeline = new Timeline(this.#database, sealer, graves, this.#now, lease)
    this.#timeline = timeline
    this.#lease = lease
    this.#replica = new Replica(catalog, files, graves, timeline)
    this.#conflicts = new Conflicts(this.#database, sealer)
    const meetings = new Meetings({
      timeline,
      outbox: this.#outbox,
      conflicts: this.#conflicts,
      state: { catalog, body: (style) => ifReadable(() => readStyleBody(root, catalog, style)) },
      node: configuration,
      now: this.#now,
      onRepeated: () => this.#link?.publishNext(),
    })
    this.#receiver = new Receiver({
      database: this.#database,
      inbox: this.#inbox,
      graves,
      replica: this.#replica,
      timeline,
      keptMessages: options.retention?.messages,
      node: configuration,
      now: this.#now,
      checkGround,
      onFinished: ({ state: became, sender, summary, reason, countsOnly }) => {
        if (became === 'applied') this.#lastAppliedAt = this.#now()
        this.#watchers.tell({
          direction: 'received',
          from: sender,
          state: became,
          summary,
          reason,
          countsOnly,
        })
      },
      onFinishing: (heeded) => {
        meetings.heed(heeded)
      },
      isPublishedHere: (eventId, numbering) => this.#outbox.knows(eventId, numbering),
    })
    this.#master = new Master({
      database: this.#database,
      outbox: this.#outbox,
      history: this.#history,
      replica: this.#replica,
      timeline,
      node: configuration,
      now: this.#now,
      random: options.random ?? Math.random,
      styleBodyLimit: options.styleBodyLimit ?? defaultStyleBodyLimit,
      styleBody: (style) => this.styleBody(style),
      checkGround,
      change: (make) => this.#receiver.change(make),
      onApplied: (events) => {
        this.#receiver.hear(events)
      },
      onAccepted: () => {
        this.#link?.publishNext()
      },
    })
    this.#resuming = new Retry({
      action: () => {
        const { held } = this.#receiver
        if (held === undefined) this.#receiver.resume()
        else void held.then(() => takeUp(() => this.#resuming.run()))
      },
      reasonOf: troubleOf,
    })
    const retention = new JournalRetention(this.#database, options.retention)
    this.#upkeep = new Upkeep(
      () => {
        this.#holding.note(this.#replica.catalog.size)
        return retention.step(this.#now())
      },
      undefined,
      options.upkeepInterval,
    )
    this.#brokenStyles = new BrokenStyles(root, catalog)
    const lookAtFiles = () => [this.#missingFiles?.step(), this.#brokenStyles.step()].includes(true)
    this.#watchOfFiles = new Upkeep(lookAtFiles, undefined, options.fileInterval ?? 2_000)
    this.#waitingForDisk = new Upkeep(() => !fileLog.isOwed && fileLog.stepInQuiet(), undefined, 1_000)
    takeUp(() => this.#resuming.run())
    takeUp(() => this.#master.resume())
  }

  /** Files an earlier run left to be made again could not be when the node was opened; so they were not read, either. */
  #makeFilesAgain(): void {
    const remade = this.#fileLog.redo()
    const { catalog, problems } = readDataDirectory(this.#root, { halves: true })
    this.#replica.catalog.become(catalog)
    this.#problems = [...remade, ...problems]
    this.#holding.read(catalog.size, this.#now())
  }

  /** What could not be read of the data directory. */
  get problems(): readonly Problem[] {
    return this.#problems
  }

  /**
   * Connects the node: publishes what is in its outbox when it is a master, consumes its queue when it is a slave.
   * Waits for the broker as long as `connection.retry` and `connection.maxwait` say.
   * @throws PLB-ENGINE-BROKER-NOT-REACHED, PLB-ENGINE-INSTANCE-NAME-IN-USE, PLB-BROKER-…; the signal's reason
   */
  async start(signal?: AbortSignal): Promise<void> {
    this.#link = new BrokerLink({
      configuration: this.configuration,
      brokerUrl: this.#options.brokerUrl ?? this.configuration.brokerUrl,
      embeddedBroker: {
        port: this.#options.embeddedBrokerPort ?? 61613,
        database: join(stateDirectoryOf(this.configuration), 'broker.sqlite'),
      },
      receiver: this.#receiver,
      outbox: this.#outbox,
      now: this.#now,
      markDelays: this.#options.markDelays,
      report: (state, summary, reason) => {
        this.#watchers.tellState(state, summary, reason)
      },
      onSent: (summary, countsOnly) => {
        this.#watchers.tell({
          direction: 'published',
          from: undefined,
          state: 'sent',
          summary,
          reason: undefined,
          countsOnly,
        })
      },
    })
    await this.#link.open(signal)
    this.#phase = 'running'
    this.#upkeep.start()
    this.#watchOfFiles.start()
    this.#waitingForDisk.start()
    this.#journalCheck.start(this.#options.journalCheckAfter)
  }

  /** Accepts a change on a master whose plan somebody has seen. See {@link Master.edit}. */
  edit(request: EditRequest, agreement: Agreement, author: string, requestId?: string): Accepted {
    return this.#master.edit(request, agreement, author, requestId)
  }

  /** The same, with one commit for all of the same turn of the event loop. See {@link Master.editSoon}. */
  editSoon(...edit: Parameters<Master['editSoon']>): Promise<Accepted> {
    return this.#master.editSoon(...edit)
  }

  /** What came of a request that was answered before. See {@link Master.madeBefore}. */
  madeBefore(requestId: string, asked: Pick<EditRequest, 'verb' | 'kind'> | undefined): Accepted | undefined {
    return this.#master.madeBefore(requestId, asked)
  }

  /** What {@link edit} would do. See {@link Master.plan}. */
  plan(request: EditRequest): EditPlan {
    return this.#master.plan(request)
  }

  /** What the node holds. It changes while the node runs; its objects never do. */
  get catalog(): Catalog {
    return this.#replica.catalog
  }

  /** The rules of a style; undefined when there are none that can be read. */
  styleBody(style: CatalogObject): string | undefined {
    const body = ifReadable(() =>
      this.#replica.isStaging
        ? this.#replica.styleBody(style)
        : readStyleBody(this.#root, this.#replica.catalog, style),
    )
    return body && Buffer.from(body).toString('utf8')
  }

  /**
   * Reads the data directory again, after someone changed files by hand. Messages wait meanwhile.
   * @throws PLB-ENGINE-RELOAD-ON-MASTER
   */
  async reload(): Promise<readonly Problem[]> {
    if (this.configuration.toggleMaster) {
      throw failure('PLB-ENGINE-RELOAD-ON-MASTER', { instanceName: this.configuration.instanceName })
    }
    const problems = await this.#receiver.hold(async () => {
      this.#fileLog.settle()
      const content = await this.#ownDirectory.read()
      this.#replica.catalog.become(content.catalog)
      this.#problems = content.problems
      this.#missingFiles?.forget()
      this.#holding.read(content.catalog.size, this.#now())
      return content.problems
    })
    this.#watchers.tellState('reloaded', say('node.readAgain'))
    return problems
  }

  /** Applies nothing any more until {@link resume}, or its next start: what comes waits in its queue. */
  pause(): void {
    if (this.#receiver.isPaused) return
    this.#receiver.pause()
    this.#watchers.tellState('paused', say('node.pauses'))
  }

  /** Goes on with what waited. */
  resume(): void {
    if (!this.#receiver.isPaused) return
    this.#receiver.proceed()
    this.#watchers.tellState('resumed', say('node.resumes'))
  }

  /** Declares what is parked or failed made good, because a comparison of states proved it. */
  settle(reason: Wording): void {
    this.#receiver.settle(reason)
  }

  /**
   * Says that a comparison that began at a time found this node equal to its master, or a slave equal to this master:
   * what was missing until then is made good.
   */
  provedEqual(at: number): void {
    this.#receiver.provedEqual(at)
    // Nothing that could not be read is ever proved equal.
    this.#problems = this.#problems.filter(({ effect }) => effect !== 'unread')
    this.#outbox.epoch.settle(at)
    this.#holding.settle(at)
  }

  /** What became of events this node received, by event id. */
  outcomes(eventIds: readonly string[]): ReadonlyMap<string, EventOutcome> {
    return this.#inbox.outcomes(eventIds)
  }

  /** The newest accepted changes first. */
  history(limit?: number) {
    return this.#history.latest(limit)
  }

  /** The newest accepted changes of one object first, with what it was before and after, passwords included. */
  historyOf(objectId: string, limit?: number): readonly KeptEntry[] {
    return this.#history.ofObject(objectId, limit)
  }

  /** Accepted removals, some at a time. See {@link History.removals}. */
  removals(before?: number): readonly KeptEntry[] {
    return this.#history.removals(before)
  }

  /** All of the accepted change that one entry is of. See {@link History.ofChange}. */
  changeOf(id: number): readonly KeptEntry[] {
    return this.#history.ofChange(id)
  }

  /** Says that somebody has seen a conflict. */
  acknowledge(conflict: number): void {
    this.#conflicts.acknowledge(conflict)
  }

  /** What is parked or failed, with its reason. */
  unfinished(): readonly {
    readonly state: string
    readonly summary: Wording
    readonly reason: Wording | undefined
    readonly receivedAt: number
  }[] {
    return [...this.#inbox.entries('parked', 200), ...this.#inbox.entries('failed', 200)].map(
      ({ state, summary, reason, receivedAt }) => ({ state, summary, reason, receivedAt }),
    )
  }

  /** Where the node stands; after it stopped, where it stood. */
  get status(): NodeStatus {
    if (this.#last !== undefined) return this.#last
    const { instanceName, group, topicName, toggleMaster, toggleSlave, readOnly } = this.configuration
    const inbox = this.#inbox.counts()
    const outbox = this.#outbox.counts()
    const broker = this.#link?.status ?? { state: 'idle' as const, where: '', hosted: false }
    const { gaps } = this.#receiver
    const { health, reasons } = healthOf({
      phase: this.#phase,
      broker: broker.state,
      troubles: [
        this.#link?.trouble,
        this.#master.trouble,
        this.#resuming.trouble,
        this.#receiver.namesake,
        this.#journalCheck.damage,
        this.#upkeep.trouble,
        this.#watchOfFiles.trouble,
        this.#waitingForDisk.trouble,
        this.#missingFiles?.trouble,
        reasonOf(() => this.#sealer.prove()),
        reasonOf(() => this.#database.checkPlace()),
      ],
      inbox,
      outbox,
      gaps,
      lostJournal: this.#outbox.epoch.lost,
      unreadable: this.#problems.filter(({ effect }) => effect === 'unread'),
      missing: this.#missingFiles?.paths ?? [],
      shrunk: this.#holding.shrunk,
      brokenStyles: this.#brokenStyles.all,
      conflicts: this.#conflicts.count,
      isDisabled: this.configuration.connection === 'disabled',
      isPaused: this.#receiver.isPaused,
      ahead: this.#timeline.ahead,
    })
    return {
      instanceName,
      group,
      topicName,
      roles: [...(toggleMaster ? (['master'] as const) : []), ...(toggleSlave ? (['slave'] as const) : [])],
      dataDirectory: this.#root.path,
      readOnly,
      paused: this.#receiver.isPaused,
      health,
      reasons,
      broker,
      gaps,
      conflicts: this.#conflicts.notes(shownConflicts),
      objects: this.#replica.catalog.size,
      inbox,
      outbox,
      lastAppliedAt: this.#lastAppliedAt,
    }
  }

  /** Stops taking and sending; what is unfinished is finished after the next start. */
  async stop(): Promise<void> {
    if (this.#phase === 'stopped') return
    this.#phase = 'stopped'
    this.#journalCheck.stop()
    this.#upkeep.stop()
    this.#watchOfFiles.stop()
    this.#waitingForDisk.stop()
    this.#resuming.stop()
    this.#receiver.proceed()
    this.#master.stop()
    try {
      await this.#link?.close()
      this.#last = this.status
      takeUp(() => this.#holding.note(this.#replica.catalog.size))
      takeUp(() => this.#fileLog.settle())
      takeUp(() => this.#lease.close())
    } finally {
      this.#database.close()
    }
  }
}
