import type { Clock } from '../../scheduler/clock.ts'
import type { Offers, Service, Sources } from '../../contract/features/application.ts'
import type { AttentionItem, DriftingObject, NodeView } from '../../contract/features/inventory.ts'
import type { Settings } from '../../contract/features/settings.ts'
import type { Severity } from '../../contract/shared.ts'
import { consumerQueueName } from '../../broker/destinations.ts'
import { allow, placeOf, type ClusterNode, type NodeAction } from '../../nodes/face/cluster-node.ts'
import { demandAgreement } from '../../errors/agreement.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { Brokers } from '../brokers/brokers.ts'
import type { ClusterAccess } from '../cluster/open-cluster.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { Gap } from '../../engine/journal/heard.ts'
import { Attention } from './attention.ts'
import type { Comparisons } from '../comparison/comparisons.ts'
import type { Verdicts } from '../comparison/verdicts.ts'
import { nodeView } from './node-views.ts'
import type { QueueWatch } from './queue-watch.ts'
import { worstOf } from './worst-state.ts'

export interface InventoryOptions {
  readonly cluster: ClusterAccess
  readonly comparisons: Comparisons
  readonly verdicts: Pick<Verdicts, 'get'>
  readonly queues: QueueWatch
  readonly brokers: Brokers
  readonly settings: () => Settings
  /** What was found of GeoServers when that was looked for last. */
  readonly standing: () => readonly AttentionItem[]
  /** Whether something needs nobody any more. */
  readonly isKnown: (finding: Pick<AttentionItem, 'id' | 'known'>) => boolean
  readonly hub: EventHub<ApplicationEvents>
  readonly clock: Clock
  readonly now: () => number
}

/** The whole picture is told at most this often. */
const pictureInterval = 500
/** What differs on the nodes of a large cluster is told up to here. */
const mostDrifting = 20_000

interface Picture {
  readonly nodes: NodeView[]
  readonly attention: AttentionItem[]
  readonly worst: Severity
}

/** Every node of the cluster, how it does, and what can be done with it. */
export class Inventory implements Offers<'inventory'> {
  readonly #options: InventoryOptions
  readonly #attention = new Attention()
  #gaps: readonly Gap[] = []

  constructor(options: InventoryOptions) {
    this.#options = options
    options.hub.on('gaps', (gaps) => {
      this.#gaps = gaps
    })
    options.hub.on('cluster', ({ state }) => {
      if (state === 'closed') this.#attention.clear()
    })
  }

  /** All nodes and what needs the operator, as of now. */
  picture(): Picture {
    const { cluster, settings, now, brokers } = this.#options
    const running = cluster.current
    const at = now()
    const { broker } = cluster.state
    const brokerAwaySince = broker.state === 'connected' ? null : (broker.since ?? at)
    const { thresholds } = settings()
    const nodes = (running?.nodes.all ?? []).map((node) =>
      nodeView(node, this.#observations(node), { thresholds, now: at, brokerAwaySince }),
    )
    const conflicts = (running?.nodes.all ?? []).flatMap(({ instanceName, facts }) =>
      (facts.engine.value?.conflicts ?? []).map((conflict) => ({ node: instanceName, conflict })),
    )
    const worries = running === undefined ? { orphans: [], deadLetters: null } : brokers.worries(running)
    const isOpen = cluster.state.state !== 'closed'
    const isTopicSilent = running?.isTopicSilent === true
    const attention = isOpen
      ? this.#attention.list(
          { cluster: cluster.state, nodes, conflicts, gaps: this.#gaps, isTopicSilent, ...worries },
          at,
        )
      : []
    const all = isOpen ? [...attention, ...this.#options.standing()] : []
    const noted = all.map((item): AttentionItem =>
      this.#options.isKnown(item) ? { ...item, known: true } : item,
    )
    return { nodes, attention: noted, worst: worstOf(cluster.state, nodes, all) }
  }

  get service(): Service<'inventory'> {
    const { cluster, comparisons, hub } = this.#options
    const required = () => cluster.required()
    return {
      nodes: () => this.picture().nodes,
      attention: () => this.picture().attention,
      verdict: ({ instanceName }) => {
        const verdict = this.#options.verdicts.get(instanceName)
        return verdict === undefined ? null : { reference: verdict.reference, drift: verdict.drift }
      },
      drifting: () => {
        const objects = required().nodes.all.flatMap(({ instanceName }): DriftingObject[] => {
          const verdict = this.#options.verdicts.get(instanceName)
          if (verdict === undefined) return []
          const { reference, drift } = verdict
          return drift.entries.map(({ properties: _, ...entry }) => ({ ...entry, instanceName, reference }))
        })
        return { objects: objects.slice(0, mostDrifting), left: Math.max(0, objects.length - mostDrifting) }
      },
      compare: async ({ reference, instanceName }, { signal, progress }) => {
        const drift = await comparisons.compare(reference, instanceName, {
          signal,
          onProgress: (message) => {
            progress({ message })
          },
        })
        return drift
      },
      properties: ({ instanceName }) => required().nodes.required(instanceName).properties(),
      saveProperties: ({ instanceName, changes, agreed }) => {
        const { nodes, profile } = required()
        const node = this.#allowed('saveProperties', instanceName)
        demandAgreement(agreed, node.properties().path)
        const others = nodes.all.flatMap((each) =>
          each.instanceName === instanceName ? [] : [each.instanceName],
        )
        const saved = node.saveProperties(changes, [...others, profile.observer])
        hub.emit('nodes', undefined)
        return { problems: [...saved.problems], restartNeeded: saved.restartNeeded }
      },
      start: (input) => this.#agreedTo('start', input, () => required().nodes.start(input.instanceName)),
      stop: (input) => this.#agreedTo('stop', input, () => required().nodes.stop(input.instanceName)),
      pause: (input) => this.#agreedTo('pause', input, (node) => node.pause()),
      resume: (input) => this.#agreedTo('resume', input, (node) => node.resume()),
      reload: (input) => this.#agreedTo('reload', input, (node) => node.reload()),
      forget: ({ instanceName, agreed }) => {
        this.#allowed('forget', instanceName)
        demandAgreement(agreed, instanceName)
        required().known.forget(instanceName)
        hub.emit('nodes', undefined)
        return {}
      },
      acknowledge: async ({ instanceName, conflict, agreed }) => {
        const node = required().nodes.required(instanceName)
        const found = node.facts.engine.value?.conflicts.find(({ id }) => id === conflict)
        demandAgreement(agreed, found?.objectId ?? '')
        await node.acknowledge(conflict)
        hub.emit('nodes', undefined)
        return {}
      },
      unfinished: async ({ instanceName }) => {
        const unfinished = await required().nodes.required(instanceName).unfinished()
        return unfinished.map(({ reason, ...each }) => ({ ...each, reason: reason ?? null }))
      },
    }
  }

  get sources(): Sources<'inventory'> {
    const { cluster, hub, clock } = this.#options
    return {
      nodes: (_input, emit, signal) => {
        let cancel: (() => void) | undefined
        let changed = false
        const tell = (): void => {
          changed = false
          emit([{ cluster: cluster.state.profile?.id ?? null, ...this.picture() }])
          cancel = clock.after(pictureInterval, () => {
            cancel = undefined
            if (changed && !signal.aborted) tell()
          })
        }
        tell()
        const onChange = (): void => {
          changed = true
          if (cancel === undefined && !signal.aborted) tell()
        }
        hub.on('nodes', onChange, signal)
        hub.on('settings', onChange, signal)
        signal.addEventListener('abort', () => cancel?.(), { once: true })
      },
    }
  }

  #observations({ instanceName }: ClusterNode) {
    const { cluster, verdicts, queues } = this.#options
    return {
      queue: consumerQueueName(instanceName, cluster.required().profile.topicName) ?? null,
      look: queues.get(instanceName),
      comparison: verdicts.get(instanceName),
    }
  }

  /** @throws PLB-APP-NOT-AGREED; PLB-CLUSTER-NODE-UNKNOWN, and as {@link allow}; what doing it throws */
  async #agreedTo(
    action: NodeAction,
    { instanceName, agreed }: { readonly instanceName: string; readonly agreed: string },
    act: (node: ClusterNode) => Promise<unknown>,
  ): Promise<Record<string, never>> {
    const node = this.#allowed(action, instanceName)
    demandAgreement(agreed, placeOf(node))
    await act(node)
    return {}
  }

  /** @throws PLB-CLUSTER-NODE-UNKNOWN, and as {@link allow} */
  #allowed(action: NodeAction, instanceName: string): ClusterNode {
    const node = this.#options.cluster.required().nodes.required(instanceName)
    allow(node, action)
    return node
  }
}
