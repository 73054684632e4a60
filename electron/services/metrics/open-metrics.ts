import { Counter, Gauge, Registry, type OpenMetricsContentType } from 'prom-client'
import packageDescription from '../../../package.json' with { type: 'json' }
import type { AttentionItem, NodeView } from '../../contract/features/inventory.ts'

/** What is told of a cluster at this moment. */
export interface ClusterFacts {
  readonly name: string
  readonly isBrokerConnected: boolean
  /** How full the broker's store is; null when it does not say. */
  readonly storePercent: number | null
  readonly nodes: readonly NodeView[]
  /** What needs somebody, or is wrong. */
  readonly findings: readonly Pick<AttentionItem, 'severity' | 'known'>[]
  /** Messages that were published since Plumbline was started; null when nobody listens to them. */
  readonly published: number | null
  readonly now: number
}

export const openMetricsType = Registry.OPENMETRICS_CONTENT_TYPE

/**
 * The state of the clusters that are open as OpenMetrics, for whoever scrapes it, each under its name. What is not known
 * has no value, instead of a wrong one.
 */
export function openMetrics(clusters: readonly ClusterFacts[]): Promise<string> {
  const registry = new Registry<OpenMetricsContentType>()
  registry.setContentType(openMetricsType)
  const gauge = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ) => new Gauge({ name: `plumbline_${name}`, help, labelNames, registers: [registry] })
  const { version } = packageDescription
  gauge('build', 'The version of Plumbline, as a label.', ['version']).set({ version }, 1)
  const isOpen = gauge('cluster_open', 'Whether a cluster is open.', ['cluster'])
  if (clusters.length === 0) {
    isOpen.set(0)
    return registry.metrics()
  }
  for (const { name } of clusters) isOpen.set({ cluster: name }, 1)

  const ofCluster = (name: string, help: string, value: (facts: ClusterFacts) => number | null): void => {
    const values = gauge(name, help, ['cluster'])
    for (const facts of clusters) {
      const found = value(facts)
      if (found !== null) values.set({ cluster: facts.name }, found)
    }
  }
  ofCluster('seen_timestamp_seconds', 'When this was seen.', ({ now }) => now / 1000)
  ofCluster('broker_connected', 'Whether the broker is connected.', (facts) =>
    facts.isBrokerConnected ? 1 : 0,
  )
  ofCluster('broker_store_ratio', 'How full the store of the broker is, from 0 to 1.', (facts) =>
    facts.isBrokerConnected && facts.storePercent !== null ? facts.storePercent / 100 : null,
  )
  const ofFindings = ['cluster', 'severity'] as const
  const open = gauge('findings', 'What needs somebody, or is wrong, and nobody said to know.', ofFindings)
  const known = gauge('acknowledged_findings', 'What is wrong, and somebody knows or accepted.', ofFindings)
  const published = new Counter({
    name: 'plumbline_published_messages_total',
    help: 'Messages that were published since Plumbline was started.',
    labelNames: ['cluster'],
    registers: [registry],
  })
  for (const { name: cluster, ...facts } of clusters) {
    for (const severity of ['attention', 'failed']) {
      const found = facts.findings.filter((each) => each.severity === severity)
      const needsNobody = found.filter((each) => each.known === true).length
      open.set({ cluster, severity }, found.length - needsNobody)
      known.set({ cluster, severity }, needsNobody)
    }
    if (facts.published !== null) published.inc({ cluster }, facts.published)
  }

  const ofNode = (
    name: string,
    help: string,
    value: (node: NodeView, facts: ClusterFacts) => number | null,
  ): void => {
    const values = gauge(`node_${name}`, help, ['cluster', 'node'])
    for (const facts of clusters)
      for (const node of facts.nodes) {
        const found = value(node, facts)
        if (found !== null) values.set({ cluster: facts.name, node: node.instanceName }, found)
      }
  }
  // What was seen at a broker is over when that is away.
  ofNode('waiting_messages', 'Messages in the queue of the node.', ({ pending }, { isBrokerConnected }) =>
    isBrokerConnected ? pending : null,
  )
  ofNode(
    'oldest_waiting_seconds',
    'How long the oldest of them has waited.',
    ({ pending, oldestPendingAt }, { now, isBrokerConnected }) => {
      if (!isBrokerConnected) return null
      if (oldestPendingAt !== null) return Math.max(0, (now - oldestPendingAt) / 1000)
      return pending === 0 ? 0 : null
    },
  )
  ofNode('parked_messages', 'Messages that wait for what they need.', ({ parked }) => parked)
  ofNode('failed_messages', 'Messages that could not be applied.', ({ failed }) => failed)
  ofNode(
    'differing_objects',
    'Objects that differed from its master when it was compared last.',
    ({ drift }) => (drift.state === 'not-compared' ? null : drift.objects),
  )
  ofNode('compared_timestamp_seconds', 'When it was compared last.', ({ drift }) =>
    drift.at === null ? null : drift.at / 1000,
  )
  const labels = ['cluster', 'node', 'state', 'severity'] as const
  const states = gauge('node_state', 'The state of the node, as a label.', labels)
  for (const { name: cluster, nodes } of clusters)
    for (const { instanceName: node, state, severity } of nodes)
      states.set({ cluster, node, state, severity }, 1)
  return registry.metrics()
}
