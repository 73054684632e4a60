import type { Clock } from '../../broker/clock.ts'
import { textOf } from '../../errors/failure.ts'
import type { ApplicationEvents } from '../application-events.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { EventHub } from '../event-hub.ts'
import { referenceFor, type Comparisons } from './comparisons.ts'
import type { Verdicts } from './verdicts.ts'
import type { QueueWatch } from '../inventory/queue-watch.ts'
import type { RemoteNodes } from '../inventory/remote-nodes.ts'

export interface RegularComparisonOptions {
  readonly current: () => OpenCluster | undefined
  readonly comparisons: Comparisons
  readonly verdicts: Pick<Verdicts, 'get'>
  readonly remote: Pick<RemoteNodes, 'masters' | 'slaves'>
  readonly queues: Pick<QueueWatch, 'get'>
  readonly hub: EventHub<ApplicationEvents>
  readonly clock: Clock
  readonly now: () => number
  /** Minutes between two comparisons of one node. */
  readonly minutes: () => number
}

const checkInterval = 3_000
const retryInterval = 60_000
/** Comparisons that something made due take no more than this share of the time; reading over REST loads a server. */
const shareOfTime = { here: 0.25, elsewhere: 0.02 }

/**
 * Compares every slave that can be read with its master: soon after the cluster was opened, whenever something made
 * the latest verdict stale, and from time to time. A slave that is still taking messages is left until it has caught
 * up.
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
    const { current, remote } = this.#options
    const cluster = current()
    if (cluster === undefined) return
    const here = cluster.localNodes.flatMap(({ instanceName, configuration }) =>
      configuration?.toggleSlave === true ? [instanceName] : [],
    )
    for (const instanceName of new Set([...here, ...remote.slaves])) {
      if (current() !== cluster || this.#stop.signal.aborted) return
      const reference = referenceFor(cluster, instanceName, remote.masters)
      if (reference !== undefined && this.#isDue(cluster, instanceName))
        await this.#compare(cluster, reference, instanceName)
    }
  }

  async #compare(cluster: OpenCluster, reference: string, instanceName: string): Promise<void> {
    const { current, comparisons, verdicts, hub, now } = this.#options
    const before = verdicts.get(instanceName)?.drift
    const begin = now()
    try {
      const drift = await comparisons.compare(reference, instanceName, { signal: this.#stop.signal })
      const areBothHere = [reference, instanceName].every((name) => cluster.localNode(name) !== undefined)
      const share = areBothHere ? shareOfTime.here : shareOfTime.elsewhere
      this.#notBefore.set(instanceName, now() + (now() - begin) / share)
      if (before?.equal !== drift.equal)
        hub.emit('activity', { at: now(), instanceName, ...outcome(instanceName, reference, drift) })
    } catch (error) {
      if (this.#stop.signal.aborted || current() !== cluster) return
      this.#notBefore.set(instanceName, now() + retryInterval)
      const message = `${instanceName} could not be compared with ${reference}: ${textOf(error)}`
      hub.emit('activity', { at: now(), instanceName, severity: 'attention', message })
    }
  }

  #isDue(cluster: OpenCluster, instanceName: string): boolean {
    const { verdicts, queues, now, minutes } = this.#options
    const { node, state } = cluster.localNode(instanceName) ?? {}
    if (state === 'starting' || now() < (this.#notBefore.get(instanceName) ?? 0)) return false
    const latest = verdicts.get(instanceName)
    const isRecent = latest !== undefined && now() - latest.drift.at < minutes() * 60_000
    if (isRecent && latest.stale === null) return false
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
