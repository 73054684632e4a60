import type { MessageFilter, MessageRow } from '../../contract/features/messages.ts'
import { failure, isFailure, type Failure, wordingOf } from '../../errors/failure.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { MessageSink } from '../cluster/message-sink.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { EventHub } from '../events/event-hub.ts'
import { archivable } from './archive/archivable-message.ts'
import type { ArchiveOptions } from './archive/archive.ts'
import { archivePath } from './archive/archive-path.ts'
import { openArchive, type OpenedArchive } from './archive/open-archive.ts'
import { ArchiveHousekeeping } from './archive-housekeeping.ts'
import { GapWatch } from './gap-watch.ts'
import { DeliveryWatch } from './delivery-watch.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

export interface CurrentArchiveOptions {
  readonly hub: EventHub<ApplicationEvents>
  /** Usually process.env; PLUMBLINE_KEY may hold the key that seals bodies. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly now: () => number
  /** How long and how much to keep. */
  readonly retention: () => { readonly days: number; readonly megabytes: number }
  /** Told what an operator should know: that a damaged archive was set aside. */
  readonly notice: (message: Wording) => void
  /** Why messages are not archived at all; such an archive is never opened. */
  readonly refusal?: Failure | undefined
  readonly openArchive?: (opening: Omit<ArchiveOptions, 'now'>) => Promise<OpenedArchive>
}

/** As much of a cluster as its archive needs. */
export type ArchivedCluster = Pick<OpenCluster, 'profile' | 'directory' | 'nodes' | 'publish' | 'browse'>

interface Opened {
  readonly cluster: ArchivedCluster
  readonly archive: OpenedArchive
  readonly stop: () => void
}

interface View {
  readonly filter: MessageFilter
  readonly emit: (rows: readonly MessageRow[]) => void
  /** Ends following the archive that is open. */
  stop: () => void
}

/** The archive of the cluster that is open. */
export class CurrentArchive {
  /** Who follows the log; they stay when another cluster is opened. */
  readonly #views = new Set<View>()
  readonly #options: CurrentArchiveOptions
  #cluster: ArchivedCluster | undefined
  #opened: Promise<Opened> | undefined
  /** Closing the one before comes before opening the next, which may be the same file. */
  #closed: Promise<void> = Promise.resolve()

  constructor(options: CurrentArchiveOptions) {
    this.#options = options
    options.hub.on('cluster', ({ state, profile }) => {
      const isOther = profile?.id !== this.#cluster?.profile.id
      if (state === 'closed' || isOther) void this.close()
    })
  }

  open(cluster: ArchivedCluster): MessageSink {
    void this.close()
    this.#cluster = cluster
    void this.#begin(cluster)
    return {
      store: async (messages) => {
        const { archive } = await this.#get(cluster)
        const now = this.#options.now()
        await archive.store(messages.map((message) => archivable(message, now)))
      },
    }
  }

  /** Follows the log of whichever cluster is open, until the signal is aborted. */
  watch(filter: MessageFilter, emit: View['emit'], signal: AbortSignal): void {
    if (signal.aborted) return
    const view: View = { filter, emit, stop: () => undefined }
    this.#views.add(view)
    this.#opened?.then(({ archive }) => follow(archive, view)).catch(ignoreFailure)
    signal.addEventListener(
      'abort',
      () => {
        this.#views.delete(view)
        view.stop()
      },
      { once: true },
    )
  }

  /** @throws PLB-CLUSTER-NOT-OPEN, PLB-STORAGE-… */
  async archive(): Promise<OpenedArchive> {
    return (await this.#get(this.required().cluster)).archive
  }

  required(): { readonly cluster: ArchivedCluster } {
    if (this.#cluster === undefined) throw this.#options.refusal ?? failure('PLB-CLUSTER-NOT-OPEN', {})
    return { cluster: this.#cluster }
  }

  async close(): Promise<void> {
    const opened = this.#opened
    if (opened !== undefined) this.#options.hub.emit('gaps', [])
    this.#opened = undefined
    this.#cluster = undefined
    const closed = this.#closed
    this.#closed = (async () => {
      await closed
      // What could not be opened need not be closed.
      const { archive, stop } = (await opened?.catch(() => undefined)) ?? {}
      stop?.()
      await archive?.close()
    })().catch((error: unknown) => {
      this.#options.notice(say('messages.archiveNotClosedCleanly', { reason: wordingOf(error) }))
    })
    await this.#closed
  }

  /** The open archive; one that could not be opened, or died, is tried again. */
  async #get(cluster: ArchivedCluster): Promise<Opened> {
    if (this.#cluster !== cluster) throw failure('PLB-CLUSTER-NOT-OPEN', {})
    const attempt = this.#opened
    if (attempt === undefined) throw failure('PLB-CLUSTER-NOT-OPEN', {})
    try {
      return await attempt
    } catch {
      if (this.#cluster !== cluster) throw failure('PLB-CLUSTER-NOT-OPEN', {})
      if (this.#opened === undefined || this.#opened === attempt) return this.#begin(cluster)
      return this.#opened
    }
  }

  /** Opens the archive of a cluster; that it cannot be opened is told, and keeps nothing else from working. */
  #begin(cluster: ArchivedCluster): Promise<Opened> {
    const opened = this.#open(cluster)
    this.#opened = opened
    opened.catch((error: unknown) => {
      this.#options.notice(
        say('messages.messagesNotArchived', { name: cluster.profile.name, reason: wordingOf(error) }),
      )
    })
    return opened
  }

  async #open(cluster: ArchivedCluster): Promise<Opened> {
    await this.#closed
    const { environment, notice, hub, now, retention } = this.#options
    const key = environment['PLUMBLINE_KEY']
    const archive = await (this.#options.openArchive ?? openArchive)({
      path: archivePath(cluster.directory),
      mode: 'replace',
      environment: key === undefined ? {} : { PLUMBLINE_KEY: key },
    })
    if (archive.setAside !== null) {
      notice(say('messages.archiveCouldNotUsed', { name: cluster.profile.name, path: archive.setAside }))
    }
    for (const view of this.#views) follow(archive, view)
    const ended = new AbortController()
    const { nodes } = cluster
    const watch = new DeliveryWatch({ archive, nodes, hub, now, notice, signal: ended.signal })
    const housekeeping = new ArchiveHousekeeping({ archive, retention, now, notice, signal: ended.signal })
    await watch.start()
    housekeeping.start()
    new GapWatch({ archive, nodes, hub, notice, signal: ended.signal }).start()
    void archive.failed.then((because) => {
      notice(
        say('messages.archiveStoppedOpenedAgain', { name: cluster.profile.name, reason: wordingOf(because) }),
      )
      ended.abort()
      if (this.#cluster === cluster) void this.#begin(cluster)
    })
    return { cluster, archive, stop: () => ended.abort() }
  }
}

function follow(archive: OpenedArchive, view: View): void {
  view.stop()
  view.stop = archive.follow(view.filter, view.emit)
}

/** Whoever follows an archive that cannot be opened is told so by what else it asks. */
function ignoreFailure(error: unknown): void {
  if (!isFailure(error)) throw error
}
