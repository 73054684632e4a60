import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { consumerQueue } from '../../broker/destinations.ts'
import type { Service, Sources } from '../../contract/application.ts'
import type { MessageFilter, MessageRow } from '../../contract/features/messages.ts'
import { eventIdProperty } from '../../engine/slave/receiver.ts'
import { resyncInstanceName } from '../../engine/resync/run.ts'
import { failure, isFailure, textOf } from '../../errors/failure.ts'
import { isHandler } from '../../wire/handlers.ts'
import type { ApplicationEvents } from '../application-events.ts'
import type { MessageSink } from '../cluster/message-sink.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { EventHub } from '../event-hub.ts'
import { archivable } from './archive/archivable-message.ts'
import { openArchive, type OpenedArchive } from './archive/open-archive.ts'
import { isRedacted } from './archive/redaction.ts'
import { DeliveryWatch } from './delivery/delivery-watch.ts'
import { ArchiveHousekeeping } from './archive-housekeeping.ts'

export interface MessagesOptions {
  readonly hub: EventHub<ApplicationEvents>
  /** Usually process.env; PLUMBLINE_KEY may hold the key that seals bodies. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly now: () => number
  /** How long and how much to keep. */
  readonly retention: () => { readonly days: number; readonly megabytes: number }
  /** Told what an operator should know: that a damaged archive was set aside. */
  readonly notice: (message: string) => void
  readonly openArchive?: typeof openArchive
}

/** The messages feature: the service, its stream, and the sink that fills the archive. */
export interface Messages {
  readonly service: Service<'messages'>
  readonly sources: Sources<'messages'>
  /** Opens the archive of a cluster instead of the one that was open. */
  openSink(cluster: OpenCluster): MessageSink
  /** Closes the archive, once what is on its way to it is stored. */
  close(): Promise<void>
}

/** What one answer may carry, in UTF-16 units; the transports refuse much larger ones. */
const longestExport = 24 * 1024 * 1024
const linesAtOnce = 500

export function createMessages(options: MessagesOptions): Messages {
  const current = new CurrentArchive(options)
  const service: Service<'messages'> = {
    page: async ({ filter, before, after, limit }) =>
      (await current.archive()).page(filter, before, limit, after),
    position: async ({ filter, fraction }) => (await current.archive()).position(filter, fraction),
    details: async ({ sequence }) => (await current.archive()).details(sequence),
    facets: async () => (await current.archive()).facets(),
    savedFilters: async () => [...(await (await current.archive()).savedFilters())],
    saveFilter: async (saved) => {
      await (await current.archive()).saveFilter(saved)
      return {}
    },
    removeFilter: async ({ name }) => {
      await (await current.archive()).removeFilter(name)
      return {}
    },
    export: async ({ filter, format }, { signal }) => {
      const archive = await current.archive()
      const parts: string[] = []
      let messages = 0
      let size = 0
      let after: number | null = 0
      while (after !== null && size < longestExport) {
        signal.throwIfAborted()
        const part: Awaited<ReturnType<typeof archive.exportPart>> = await archive.exportPart(
          filter,
          format,
          after,
        )
        parts.push(part.content)
        size += part.content.length
        messages += part.messages
        after = part.after
      }
      const fileName = `messages-${new Date(options.now()).toISOString().slice(0, 10)}.${format}`
      return { fileName, content: parts.join(''), messages, complete: after === null }
    },
    import: async ({ content }, { signal, progress }) => {
      const archive = await current.archive()
      const lines = content.split('\n')
      let messages = 0
      for (let first = 0; first < lines.length; first += linesAtOnce) {
        signal.throwIfAborted()
        const { stored } = await archive.importLines(lines.slice(first, first + linesAtOnce), first + 1)
        messages += stored
        progress({ messages })
      }
      return { messages }
    },
    replay: async ({ sequence, instanceName }) => {
      const { cluster } = current.required()
      const { message, handler } = await (await current.archive()).message(sequence)
      const refuse = (reason: string) => failure('PLB-ARCHIVE-REPLAY-REFUSED', { sequence, reason })
      if (message.body === null || message.type !== 'ActiveMQObjectMessage') throw refuse('it has no body')
      if (!isHandler(handler)) throw refuse('no handler of the module takes it')
      if (isRedacted(message.body))
        throw refuse('it was imported from an export, in which passwords are hidden')
      const destination = consumerQueue(instanceName, cluster.profile.topicName)
      await cluster.publish({
        destination,
        properties: {
          // A node ignores its own messages, and one whose id it has seen; this is neither.
          instanceName: resyncInstanceName,
          group: message.properties['group'] ?? cluster.profile.group,
          JMSEventHandlerSPI: handler,
          [eventIdProperty]: randomUUID(),
        },
        body: message.body,
      })
      return { queue: destination.name }
    },
    statistics: async () => (await current.archive()).statistics(),
  }
  const sources: Sources<'messages'> = {
    live: ({ filter }, emit, signal) => {
      current.watch({ filter, emit }, signal)
    },
  }
  return {
    service,
    sources,
    openSink: (cluster) => current.open(cluster),
    close: () => current.close(),
  }
}

interface Opened {
  readonly cluster: OpenCluster
  readonly archive: OpenedArchive
  readonly stop: () => void
}

interface View {
  readonly filter: MessageFilter
  readonly emit: (rows: readonly MessageRow[]) => void
}

/** The archive of the cluster that is open. */
class CurrentArchive {
  /** Who follows the log; they stay when another cluster is opened. */
  readonly #views = new Map<number, View>()
  #nextView = 1
  readonly #options: MessagesOptions
  #cluster: OpenCluster | undefined
  #opened: Promise<Opened> | undefined
  /** Closing the one before comes before opening the next, which may be the same file. */
  #closed: Promise<void> = Promise.resolve()

  constructor(options: MessagesOptions) {
    this.#options = options
    options.hub.on('cluster', ({ state, profile }) => {
      const isOther = profile?.id !== this.#cluster?.profile.id
      if (state === 'closed' || isOther) void this.close()
    })
  }

  open(cluster: OpenCluster): MessageSink {
    void this.close()
    this.#cluster = cluster
    this.#opened = this.#open(cluster)
    this.#opened.catch((error: unknown) => {
      this.#options.notice(`The messages of ${cluster.profile.name} are not archived: ${textOf(error)}`)
    })
    return {
      store: async (messages) => {
        const { archive } = await this.#get(cluster)
        const now = this.#options.now()
        await archive.store(messages.map((message) => archivable(message, now)))
      },
    }
  }

  /** Follows the log of whichever cluster is open, until the signal is aborted. */
  watch(view: View, signal: AbortSignal): void {
    if (signal.aborted) return
    const number = this.#nextView
    this.#nextView += 1
    this.#views.set(number, view)
    const opened = this.#opened
    opened?.then(({ archive }) => archive.watch(number, view.filter)).catch(ignoreFailure)
    signal.addEventListener(
      'abort',
      () => {
        this.#views.delete(number)
        this.#opened?.then(({ archive }) => archive.unwatch(number)).catch(ignoreFailure)
      },
      { once: true },
    )
  }

  /** @throws PLB-CLUSTER-NOT-OPEN, PLB-STORAGE-… */
  async archive(): Promise<OpenedArchive> {
    return (await this.#get(this.required().cluster)).archive
  }

  required(): { readonly cluster: OpenCluster } {
    if (this.#cluster === undefined) throw failure('PLB-CLUSTER-NOT-OPEN', {})
    return { cluster: this.#cluster }
  }

  async close(): Promise<void> {
    const opened = this.#opened
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
      this.#options.notice(`The archive was not closed cleanly: ${textOf(error)}`)
    })
    await this.#closed
  }

  /** The open archive; one that could not be opened, or died, is tried again. */
  async #get(cluster: OpenCluster): Promise<Opened> {
    if (this.#cluster !== cluster) throw failure('PLB-CLUSTER-NOT-OPEN', {})
    const attempt = this.#opened
    if (attempt === undefined) throw failure('PLB-CLUSTER-NOT-OPEN', {})
    try {
      return await attempt
    } catch {
      if (this.#cluster !== cluster) throw failure('PLB-CLUSTER-NOT-OPEN', {})
      const next = this.#opened === attempt ? this.#open(cluster) : this.#opened
      this.#opened = next
      if (next === undefined) throw failure('PLB-CLUSTER-NOT-OPEN', {})
      return next
    }
  }

  async #open(cluster: OpenCluster): Promise<Opened> {
    await this.#closed
    const { environment, notice, hub, now, retention } = this.#options
    const key = environment['PLUMBLINE_KEY']
    const archive = await (this.#options.openArchive ?? openArchive)({
      path: join(cluster.directory, 'archive.sqlite'),
      keyFile: join(cluster.directory, 'archive.key'),
      environment: key === undefined ? {} : { PLUMBLINE_KEY: key },
    })
    if (archive.setAside !== null) {
      notice(
        `The archive of ${cluster.profile.name} was damaged. It was kept as ${archive.setAside}; a new one was begun.`,
      )
    }
    archive.onRows((view, rows) => this.#views.get(view)?.emit(rows))
    for (const [number, { filter }] of this.#views) await archive.watch(number, filter)
    const ended = new AbortController()
    const watch = new DeliveryWatch({ archive, cluster, hub, now, signal: ended.signal })
    const housekeeping = new ArchiveHousekeeping({ archive, retention, now, notice, signal: ended.signal })
    await watch.start()
    housekeeping.start()
    void archive.failed.then((because) => {
      notice(`The archive of ${cluster.profile.name} stopped and is opened again: ${because.message}`)
      ended.abort()
      if (this.#cluster === cluster) this.#opened = this.#open(cluster)
    })
    return { cluster, archive, stop: () => ended.abort() }
  }
}

/** Whoever follows an archive that cannot be opened is told so by what else it asks. */
function ignoreFailure(error: unknown): void {
  if (!isFailure(error)) throw error
}
