import { repeatedly, type Clock } from '../../scheduler/clock.ts'
import { consumerQueueName, queue as queueNamed } from '../../broker/destinations.ts'
import { hasRole } from '../../nodes/face/facts.ts'
import { isFailure } from '../../errors/failure.ts'
import type { ApplicationEvents, QueueGlimpse, QueueLook } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'

export interface QueueWatchOptions {
  readonly current: () => OpenCluster | undefined
  readonly hub: EventHub<ApplicationEvents>
  readonly clock: Clock
  readonly now: () => number
  /** Messages looked at in one queue at once, headers only. */
  readonly lookLimit: () => number
}

const tickInterval = 2_000
/** A look costs a connection of its own; a broker of others is not asked more often than this for one queue. */
const networkInterval = 5_000
const lookDeadline = 10_000
const nothingSeen: ReadonlyMap<string, QueueLook> = new Map()

/**
 * Looks into the queues of the topic every two seconds, whoever owns them: how many messages wait, since when, and which. It takes
 * nothing from them and asks for no bodies. Queues that may not exist are left alone, since looking would make them.
 */
export class QueueWatch {
  readonly #options: QueueWatchOptions
  readonly #looks = new Map<string, QueueLook>()
  #ids = new Map<string, ReadonlySet<string>>()
  #archivedSince = 0
  /** When a message came over the topic last. */
  #archivedAt = 0
  #lastSampleAt: number
  #cancelTimer: () => void = () => undefined
  readonly #stop = new AbortController()

  constructor(options: QueueWatchOptions) {
    this.#options = options
    this.#lastSampleAt = options.now()
    options.hub.on(
      'archived',
      ({ messages }) => {
        this.#archivedSince += messages
        this.#archivedAt = options.now()
      },
      this.#stop.signal,
    )
    options.hub.on(
      'finished',
      ({ instanceName, at }) => {
        const look = this.#looks.get(instanceName)
        if (look !== undefined) this.#looks.set(instanceName, { ...look, takenAt: at })
      },
      this.#stop.signal,
    )
    options.hub.on(
      'cluster',
      ({ state }) => {
        if (state === 'closed') this.#clear()
      },
      this.#stop.signal,
    )
  }

  start(): void {
    this.#cancelTimer = repeatedly(this.#options.clock, tickInterval, () => this.look())
  }

  stop(): void {
    this.#cancelTimer()
    this.#stop.abort()
  }

  get(instanceName: string): QueueLook | undefined {
    return this.#looks.get(instanceName)
  }

  /** Looks at every queue that is due and takes a sample of what waits. */
  async look(): Promise<void> {
    const { current, hub, now } = this.#options
    const cluster = current()
    if (cluster === undefined) return
    const { embeddedBroker } = cluster
    if (embeddedBroker !== undefined) {
      const queues = embeddedBroker
        .destinations()
        .flatMap(({ kind, name }) => (kind === 'queue' ? [name] : []))
      if (cluster.known.noticeQueues(queues)) cluster.known.save()
    }
    for (const instanceName of ownersOfQueues(cluster)) {
      if (this.#stop.signal.aborted || current() !== cluster) return
      if (cluster.state.broker.state === 'connected') await this.#lookAt(cluster, instanceName)
    }
    const at = now()
    const seconds = Math.max((at - this.#lastSampleAt) / 1000, 0.001)
    // Nothing is heard of a broker that is away, and what was seen there is over.
    const isConnected = cluster.state.broker.state === 'connected'
    const looks = isConnected ? this.#looks : nothingSeen
    const throughput = isConnected || this.#archivedSince > 0 ? this.#archivedSince / seconds : null
    hub.emit('queues', { at, looks, throughput })
    this.#archivedSince = 0
    this.#lastSampleAt = at
    hub.emit('nodes', undefined)
  }

  async #lookAt(cluster: OpenCluster, instanceName: string): Promise<void> {
    const { now } = this.#options
    const { topicName } = cluster.profile
    const queue = consumerQueueName(instanceName, topicName)
    if (queue === undefined) return
    const before = this.#looks.get(instanceName)
    const at = now()
    const embedded = cluster.embeddedBroker
    const depth = embedded?.queueDepth(queue)
    const none = {
      queue,
      pending: null,
      atLeast: false,
      oldestAt: null,
      takenAt: before?.takenAt ?? null,
      at,
    }
    if (embedded !== undefined && depth === undefined) {
      this.#looks.set(instanceName, none)
      return
    }
    if (embedded === undefined) {
      if (!this.#mayLook(cluster, instanceName)) return
      if (before !== undefined && at - before.at < networkInterval) return
    }
    try {
      const limit = this.#options.lookLimit()
      const seen = depth === 0 ? [] : await this.#browse(cluster, queue, limit)
      // What was looked into is there, whatever becomes of its node; until somebody removes it.
      if (cluster.known.noticeQueues([queue])) cluster.known.save()
      const complete = seen.length < limit
      const pending = depth ?? seen.length
      const glimpse = {
        ...{ instanceName, queue, at, complete, pending },
        messageIds: seen.map(({ messageId }) => messageId),
        oldestAt: seen[0]?.timestamp ?? null,
      }
      this.#note(glimpse, cluster.nodes.get(instanceName)?.facts.engine.value !== undefined)
    } catch (error) {
      if (!isFailure(error) && !this.#stop.signal.aborted && !isTimeout(error)) throw error
      // The broker is away or refuses; its state says so, and the next look comes soon.
      this.#looks.set(instanceName, none)
    }
  }

  async #browse(
    cluster: OpenCluster,
    queue: string,
    limit: number,
  ): Promise<{ readonly messageId: string; readonly timestamp: number | undefined }[]> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(lookDeadline)])
    const seen: { messageId: string; timestamp: number | undefined }[] = []
    for await (const { messageId, timestamp } of cluster.browse(queueNamed(queue), {
      limit,
      signal,
    })) {
      seen.push({ messageId, timestamp })
    }
    return seen
  }

  /** Looking into a queue makes it, and one without an owner gathers messages for ever. */
  #mayLook(cluster: OpenCluster, instanceName: string): boolean {
    const known = cluster.known.get(instanceName)
    if (known?.hasQueue === true) return true
    const facts = cluster.nodes.get(instanceName)?.facts
    return facts !== undefined && hasRole(facts, 'slave') && facts.configured.value === 'enabled'
  }

  /** @param tellsItself when it takes something, which a look only finds out some time after */
  #note(glimpse: QueueGlimpse, tellsItself: boolean): void {
    const { instanceName, queue, at, messageIds, complete, pending, oldestAt } = glimpse
    const before = this.#ids.get(instanceName)
    const now = new Set(messageIds)
    const isSomethingGone = before !== undefined && [...before].some((id) => !now.has(id))
    const last = this.#looks.get(instanceName)
    const takenBefore = last?.takenAt ?? null
    // What came over the topic since went into this queue, too: where it is empty again, that was taken between two looks.
    const hasCome = last !== undefined && last.pending !== null && this.#archivedAt > last.at
    const isComeAndGone = hasCome && this.#archivedAt < at && pending === 0
    const isTaken = !tellsItself && (isSomethingGone || isComeAndGone)
    // The node may have told of a later one while its queue was being looked into.
    const takenAt = isTaken ? Math.max(at, takenBefore ?? 0) : takenBefore
    this.#looks.set(instanceName, {
      queue,
      pending,
      atLeast: !complete && pending <= messageIds.length,
      oldestAt,
      takenAt,
      at,
    })
    this.#ids.set(instanceName, now)
    this.#options.hub.emit('waiting', glimpse)
  }

  #clear(): void {
    this.#looks.clear()
    this.#ids = new Map()
  }
}

/** Who takes messages, and whose queue was seen although it does not, or is no more. */
function ownersOfQueues(cluster: OpenCluster): ReadonlySet<string> {
  const seen = cluster.known.all.flatMap(({ instanceName, hasQueue }) => (hasQueue ? [instanceName] : []))
  return new Set([...cluster.nodes.slaves(), ...seen])
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError')
}
