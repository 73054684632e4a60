import type { Clock } from '../../broker/clock.ts'
import type { Service, Sources } from '../../contract/application.ts'
import type { AttentionItem, NodeView } from '../../contract/features/inventory.ts'
import type { Settings } from '../../contract/features/settings.ts'
import type { Severity } from '../../contract/features/shared.ts'
import { failure } from '../../errors/failure.ts'
import type { FileSystem } from '../../storage/files.ts'
import type { ApplicationEvents } from '../application-events.ts'
import type { Brokers } from '../brokers/brokers.ts'
import type { ClusterService } from '../cluster/cluster-service.ts'
import type { EventHub } from '../event-hub.ts'
import type { Gap } from '../../engine/journal/heard.ts'
import { Attention } from './attention.ts'
import { localNode, referenceFor, type Comparisons } from '../comparison/comparisons.ts'
import type { Verdicts } from '../comparison/verdicts.ts'
import type { LagHistory } from './lag-history.ts'
import { actionsOf } from './node-actions.ts'
import { gatherFacts, type NodeFacts } from './node-facts.ts'
import { nodeView } from './node-views.ts'
import { nodeProperties, saveNodeProperties } from './properties.ts'
import type { QueueWatch } from './queue-watch.ts'
import type { RemoteNodes } from './remote-nodes.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { worstOf } from './worst-state.ts'

export interface InventoryOptions {
  readonly cluster: ClusterService
  readonly comparisons: Comparisons
  readonly verdicts: Pick<Verdicts, 'get'>
  readonly queues: QueueWatch
  readonly lag: LagHistory
  readonly brokers: Brokers
  readonly remote: Pick<RemoteNodes, 'facts' | 'masters'>
  readonly settings: () => Settings
  readonly hub: EventHub<ApplicationEvents>
  readonly fileSystem: FileSystem
  readonly clock: Clock
  readonly now: () => number
}

/** The whole picture is told at most this often. */
const pictureInterval = 500

interface Picture {
  readonly nodes: NodeView[]
  readonly attention: AttentionItem[]
  readonly worst: Severity
}

/** Every node of the cluster, how it does, and what can be done with it. */
export class Inventory {
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
    const isBrokerConnected = cluster.state.broker.state === 'connected'
    const { thresholds } = settings()
    const nodes = this.#facts().map((facts) => nodeView(facts, { thresholds, now: at, isBrokerConnected }))
    const worries = running === undefined ? { orphans: [], deadLetters: null } : brokers.worries(running)
    const isOpen = cluster.state.state !== 'closed'
    const isTopicSilent = running?.isTopicSilent === true
    const attention = isOpen
      ? this.#attention.list(
          { cluster: cluster.state, nodes, gaps: this.#gaps, isTopicSilent, ...worries },
          at,
        )
      : []
    return { nodes, attention, worst: worstOf(cluster.state, nodes, attention) }
  }

  /** Why something cannot be done with a node here; null when it can. @throws PLB-CLUSTER-NODE-UNKNOWN */
  whyNot(action: NodeView['actions'][number]['action'], instanceName: string): Wording | null {
    const facts = this.#facts().find((each) => each.instanceName === instanceName)
    if (facts === undefined) throw failure('PLB-CLUSTER-NODE-UNKNOWN', { instanceName })
    return actionsOf(facts).find((each) => each.action === action)?.why ?? null
  }

  service(): Service<'inventory'> {
    const { cluster, comparisons, lag, fileSystem, hub } = this.#options
    const required = () => cluster.required()
    return {
      nodes: () => this.picture().nodes,
      attention: () => this.picture().attention,
      lag: ({ since }) => lag.since(since),
      verdict: ({ instanceName }) => {
        const verdict = this.#options.verdicts.get(instanceName)
        return verdict === undefined ? null : { reference: verdict.reference, drift: verdict.drift }
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
      properties: ({ instanceName }) => nodeProperties(localNode(required(), instanceName), fileSystem),
      saveProperties: ({ instanceName, changes }) => {
        const local = localNode(required(), instanceName)
        const others = this.#facts().flatMap((each) =>
          each.instanceName === instanceName ? [] : [each.instanceName],
        )
        const saved = saveNodeProperties(local, changes, [...others, required().profile.observer])
        hub.emit('nodes', undefined)
        return { problems: [...saved.problems], restartNeeded: saved.restartNeeded }
      },
      start: async ({ instanceName }) => {
        this.#allow('start', instanceName)
        await required().nodes.start(instanceName)
        return {}
      },
      stop: async ({ instanceName }) => {
        this.#allow('stop', instanceName)
        await required().nodes.stop(instanceName)
        return {}
      },
      reload: async ({ instanceName }) => {
        this.#allow('reload', instanceName)
        await localNode(required(), instanceName).node?.reload()
        return {}
      },
      forget: ({ instanceName }) => {
        this.#allow('forget', instanceName)
        required().known.forget(instanceName)
        hub.emit('nodes', undefined)
        return {}
      },
      unfinished: ({ instanceName }) => {
        const unfinished = localNode(required(), instanceName).node?.unfinished() ?? []
        return unfinished.map(({ reason, ...each }) => ({ ...each, reason: reason ?? null }))
      },
    }
  }

  sources(): Sources<'inventory'> {
    const { hub, clock } = this.#options
    return {
      nodes: (_input, emit, signal) => {
        let cancel: (() => void) | undefined
        let changed = false
        const tell = (): void => {
          changed = false
          emit([this.picture()])
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
      lag: (_input, emit, signal) => {
        hub.on(
          'lag',
          (sample) => {
            emit([sample])
          },
          signal,
        )
      },
    }
  }

  #facts(): readonly NodeFacts[] {
    const { cluster, verdicts, queues, remote } = this.#options
    const running = cluster.current
    if (running === undefined) return []
    return gatherFacts({
      cluster: running,
      known: running.known.all,
      remote: (instanceName) => remote.facts(instanceName),
      look: (instanceName) => queues.get(instanceName),
      comparison: (instanceName) => verdicts.get(instanceName),
      referenceFor: (instanceName) => referenceFor(running, instanceName, remote.masters),
    })
  }

  /** @throws PLB-CLUSTER-NODE-UNKNOWN, PLB-CLUSTER-ACTION-REFUSED; PLB-ENGINE-RELOAD-ON-MASTER */
  #allow(action: NodeView['actions'][number]['action'], instanceName: string): void {
    const why = this.whyNot(action, instanceName)
    if (why === null) return
    const { configuration } = this.#options.cluster.required().localNode(instanceName) ?? {}
    if (action === 'reload' && configuration?.toggleMaster === true) {
      throw failure('PLB-ENGINE-RELOAD-ON-MASTER', { instanceName })
    }
    throw failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName, reason: why })
  }
}
