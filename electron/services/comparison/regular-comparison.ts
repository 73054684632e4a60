import type { Clock } from '../../broker/clock.ts'
import { textOf } from '../../errors/failure.ts'
import type { ApplicationEvents } from '../application-events.ts'
import type { LocalNode, OpenCluster } from '../cluster/open-cluster.ts'
import type { EventHub } from '../event-hub.ts'
import { referenceFor, type Comparisons } from './comparisons.ts'
import type { QueueWatch } from '../inventory/queue-watch.ts'

export interface RegularComparisonOptions {
  readonly current: () => OpenCluster | undefined
  readonly comparisons: Comparisons
  readonly queues: Pick<QueueWatch, 'get'>
  readonly hub: EventHub<ApplicationEvents>
  readonly clock: Clock
  readonly now: () => number
  /** Minutes between two comparisons of one node. */
  readonly minutes: () => number
}

const checkInterval = 3_000
const retryInterval = 60_000

/**
 * Compares every slave of this machine with its master from time to time, and soon after the cluster was opened. A
 * slave that is still taking messages is left until it has caught up.
 */
export class RegularComparison {
  readonly #options: RegularComparisonOptions
  readonly #notBefore = new Map<string, number>()
  readonly #stop = new AbortController()
  #cancelTimer: () => void = () => undefined

  constructor(options: RegularComparisonOptions) {
    this.#options = options
    options.hub.on(
      'cluster',
      ({ state }) => {
        if (state === 'closed') this.#notBefore.clear()
      },
      this.#stop.signal,
    )
  }

  start(): void {
    this.#cancelTimer = this.#options.clock.after(checkInterval, () => {
      void this.compareDue().finally(() => {
        if (!this.#stop.signal.aborted) this.start()
      })
    })
  }

  stop(): void {
    this.#cancelTimer()
    this.#stop.abort()
  }

  /** Compares the slaves whose turn it is, one after the other. */
  async compareDue(): Promise<void> {
    const { current, comparisons, hub, now } = this.#options
    const cluster = current()
    for (const slave of cluster?.localNodes ?? []) {
      if (cluster === undefined || current() !== cluster || this.#stop.signal.aborted) return
      const { instanceName } = slave
      const reference = referenceFor(cluster, instanceName)
      if (reference === undefined || !this.#isDue(slave)) continue
      const before = comparisons.get(instanceName)?.drift
      try {
        const drift = await comparisons.compare(reference, instanceName, { signal: this.#stop.signal })
        const isNews = before?.equal !== drift.equal
        if (isNews)
          hub.emit('activity', { at: now(), instanceName, ...outcome(instanceName, reference, drift) })
      } catch (error) {
        if (this.#stop.signal.aborted || current() !== cluster) return
        this.#notBefore.set(instanceName, now() + retryInterval)
        const message = `${instanceName} could not be compared with ${reference}: ${textOf(error)}`
        hub.emit('activity', { at: now(), instanceName, severity: 'attention', message })
      }
    }
  }

  #isDue({ instanceName, configuration, node, state }: LocalNode): boolean {
    const { comparisons, queues, now, minutes } = this.#options
    if (configuration?.toggleSlave !== true || state === 'starting') return false
    if (now() < (this.#notBefore.get(instanceName) ?? 0)) return false
    const latest = comparisons.get(instanceName)
    if (latest !== undefined && now() - latest.drift.at < minutes() * 60_000) return false
    const pending = queues.get(instanceName)?.pending ?? null
    // A node that runs here has a queue; before it was looked into, nobody knows what is still on its way.
    const isCatchingUp = pending === null ? node !== undefined : pending > 0
    return !isCatchingUp && (node === undefined || node.status.inbox.received === 0)
  }
}

function outcome(
  instanceName: string,
  reference: string,
  { equal, entries }: { readonly equal: boolean; readonly entries: readonly unknown[] },
): { readonly severity: 'ok' | 'attention'; readonly message: string } {
  return equal
    ? { severity: 'ok', message: `${instanceName} was compared with ${reference}: equal.` }
    : {
        severity: 'attention',
        message: `${instanceName} was compared with ${reference}: ${counted(entries.length, 'object')} ${entries.length === 1 ? 'differs' : 'differ'}.`,
      }
}

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
