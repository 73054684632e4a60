import { Counter, Gauge, Registry, type OpenMetricsContentType } from 'prom-client'
import packageDescription from '../../../package.json' with { type: 'json' }
import type { NodeView } from '../../contract/features/inventory.ts'
import type { Severity } from '../../contract/shared.ts'

/** What is told of a cluster at this moment. */
export interface ClusterFacts {
  readonly name: string
  readonly isBrokerConnected: boolean
  /** How full the broker's store is; null when it does not say. */
  readonly storePercent: number | null
  readonly nodes: readonly NodeView[]
  /** What needs somebody, or is wrong. */
  readonly findings: readonly { readonly severity: Severity }[]
  /** Messages that were published since Plumbline was started; null when nobody listens to them. */
  readonly published: number | null
  readonly now: number
}

export const openMetricsType = Registry.OPENMETRICS_CONTENT_TYPE

/**
 * The state of a cluster as OpenMetrics, for whoever scrapes it. What is not known has no value, instead of a wrong one.
 * @param facts undefined while no cluster is open
 */
export function openMetrics(facts: ClusterFacts | undefined): Promise<string> {
  const registry = new Registry<OpenMetricsContentType>()
  registry.setContentType(openMetricsType)
  const gauge = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ) => new Gauge({ name: `plumbline_${name}`, help, labelNames, registers: [registry] })
  const { version } = packageDescription
  gauge('build', 'The version of Plumbline, as a label.', ['version']).set({ version }, 1)
  gauge('cluster_open', 'Whether a cluster is open.').set(facts === undefined ? 0 : 1)
  if (facts === undefined) return registry.metrics()

  registry.setDefaultLabels({ cluster: facts.name })
  gauge('seen_timestamp_seconds', 'When this was seen.').set(facts.now / 1000)
  gauge('broker_connected', 'Whether the broker is connected.').set(facts.isBrokerConnected ? 1 : 0)
  const store = gauge('broker_store_ratio', 'How full the store of the broker is, from 0 to 1.')
  if (facts.storePercent === null) store.remove()
  else store.set(facts.storePercent / 100)
  const findings = gauge('findings', 'What needs somebody, or is wrong.', ['severity'])
  for (const severity of ['attention', 'failed'])
    findings.set({ severity }, facts.findings.filter((each) => each.severity === severity).length)
  if (facts.published !== null)
    new Counter({
      name: 'plumbline_published_messages_total',
      help: 'Messages that were published since Plumbline was started.',
      registers: [registry],
    }).inc(facts.published)
  tellNodes(facts, gauge)
  return registry.metrics()
}

type MakeGauge = <Label extends string = never>(
  name: string,
  help: string,
  labelNames?: readonly Label[],
) => Gauge<Label>

function tellNodes({ nodes, now }: ClusterFacts, gauge: MakeGauge): void {
  const ofNode = (name: string, help: string, value: (node: NodeView) => number | null): void => {
    const values = gauge(`node_${name}`, help, ['node'])
    for (const node of nodes) {
      const found = value(node)
      if (found !== null) values.set({ node: node.instanceName }, found)
    }
  }
  ofNode('waiting_messages', 'Messages in the queue of the node.', ({ pending }) => pending)
  ofNode(
    'oldest_waiting_seconds',
    'How long the oldest of them has waited.',
    ({ pending, oldestPendingAt }) => {
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
  const states = gauge('node_state', 'The state of the node, as a label.', ['node', 'state', 'severity'])
  for (const { instanceName: node, state, severity } of nodes) states.set({ node, state, severity }, 1)
}
