import { repeatedly, type Clock } from '../../scheduler/clock.ts'
import { wordingOf } from '../../errors/failure.ts'
import type { CatalogCall, ClusterNode } from '../../nodes/face/cluster-node.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { Comparisons } from './comparisons.ts'
import type { Verdicts } from './verdicts.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { say } from '../../sentences/say.ts'

export interface RegularComparisonOptions {
  readonly current: () => OpenCluster | undefined
  readonly comparisons: Comparisons
  readonly verdicts: Pick<Verdicts, 'get'>
  /** What is known of the queue of a node. */
  readonly queues: {
    readonly get: (instanceName: string) => { readonly pending: number | null } | undefined
  }
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
    this.#cancelTimer = repeatedly(this.#options.clock, checkInterval, () => this.compareDue())
  }

  stop(): void {
    this.#cancelTimer()
    this.#stop.abort()
  }

  /** Compares the slaves whose turn it is, one after the other; what they are compared with is read once. */
  async compareDue(): Promise<void> {
    const cluster = this.#options.current()
    if (cluster === undefined) return
    const due = Map.groupBy(
      cluster.nodes.all.filter((node) => this.#isToCompare(node)),
      ({ instanceName }) => cluster.nodes.referenceFor(instanceName),
    )
    for (const [reference, nodes] of due)
      if (reference !== undefined && this.#goesOn(cluster)) await this.#compareWith(cluster, reference, nodes)
  }

  async #compareWith(cluster: OpenCluster, reference: string, nodes: readonly ClusterNode[]): Promise<void> {
    const { signal } = this.#stop
    try {
      await this.#options.comparisons.withReference(reference, { signal, shares: true }, async (call) => {
        for (const node of nodes)
          if (this.#goesOn(cluster) && this.#isToCompare(node))
            await this.#compare(cluster, reference, node.instanceName, call)
      })
    } catch (error) {
      for (const { instanceName } of nodes) this.#failed(cluster, reference, instanceName, error)
    }
  }

  #goesOn(cluster: OpenCluster): boolean {
    return this.#options.current() === cluster && !this.#stop.signal.aborted
  }

  #isToCompare(node: ClusterNode): boolean {
    return node.why('compare') === null && node.facts.condition !== 'silent' && this.#isDue(node)
  }

  async #compare(
    cluster: OpenCluster,
    reference: string,
    instanceName: string,
    call: CatalogCall,
  ): Promise<void> {
    const { comparisons, verdicts, hub, now } = this.#options
    const before = verdicts.get(instanceName)?.drift
    const begin = now()
    try {
      const drift = await comparisons.compare(reference, instanceName, call)
      const areBothHere = [reference, instanceName].every(
        (name) => cluster.nodes.get(name)?.facts.dataDirectory !== undefined,
      )
      const share = areBothHere ? shareOfTime.here : shareOfTime.elsewhere
      this.#notBefore.set(instanceName, now() + (now() - begin) / share)
      if (before?.equal !== drift.equal)
        hub.emit('activity', { at: now(), instanceName, ...outcome(instanceName, reference, drift) })
    } catch (error) {
      this.#failed(cluster, reference, instanceName, error)
    }
  }

  #failed(cluster: OpenCluster, reference: string, instanceName: string, error: unknown): void {
    const { hub, now } = this.#options
    if (!this.#goesOn(cluster)) return
    this.#notBefore.set(instanceName, now() + retryInterval)
    const message = say('comparison.failedWith', {
      node: instanceName,
      reference,
      reason: wordingOf(error),
    })
    hub.emit('activity', { at: now(), instanceName, severity: 'attention', message })
  }

  #isDue({ instanceName, facts }: ClusterNode): boolean {
    const { verdicts, queues, now, minutes } = this.#options
    const { condition, engine } = facts
    if (condition === 'starting' || now() < (this.#notBefore.get(instanceName) ?? 0)) return false
    const latest = verdicts.get(instanceName)
    const isRecent = latest !== undefined && now() - latest.drift.at < minutes() * 60_000
    if (isRecent && latest.stale === null) return false
    const pending = queues.get(instanceName)?.pending ?? null
    // An engine that runs has a queue; before it was looked into, nobody knows what is still on its way.
    const isCatchingUp = pending === null ? engine.value !== undefined : pending > 0
    return !isCatchingUp && (engine.value?.inbox.received ?? 0) === 0
  }
}

function outcome(
  instanceName: string,
  reference: string,
  { equal, entries }: { readonly equal: boolean; readonly entries: readonly unknown[] },
): { readonly severity: 'ok' | 'attention'; readonly message: Wording } {
  return equal
    ? { severity: 'ok', message: say('comparison.comparedEqual', { node: instanceName, reference }) }
    : {
        severity: 'attention',
        message: say('comparison.comparedDiffers', { node: instanceName, reference, count: entries.length }),
      }
}
