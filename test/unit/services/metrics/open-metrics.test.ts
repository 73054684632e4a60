import { describe, expect, it } from 'vitest'
import { neverCompared, type NodeView } from '../../../../electron/contract/features/inventory.ts'
import { openMetrics, type ClusterFacts } from '../../../../electron/services/metrics/open-metrics.ts'
import { readOpenMetrics } from '../../../support/open-metrics.ts'

const node = (instanceName: string, changes: Partial<NodeView> = {}): NodeView => ({
  ...{ instanceName, type: 'plumbline', roles: ['slave'], group: null, version: null },
  ...{ dataDirectory: null, url: null, running: true, elsewhere: false, queue: 'q' },
  connection: { configured: 'enabled', effective: 'connected' },
  ...{ pending: 3, oldestPendingAt: 70_000, lastTakenAt: null, lastMessageAt: null, parked: 1, failed: 0 },
  drift: {
    state: 'drifted',
    objects: 4,
    accepted: 0,
    allAccepted: false,
    at: 90_000,
    reference: 'm',
    stale: null,
  },
  ...{ severity: 'attention', state: 'drifted', reasons: [], unknown: [], actions: [] },
  ...changes,
})

const facts = (changes: Partial<ClusterFacts> = {}): ClusterFacts => ({
  ...{
    name: 'Maps',
    isBrokerConnected: true,
    storePercent: 12,
    nodes: [],
    findings: [],
    published: 7,
    now: 100_000,
  },
  ...changes,
})

describe('what is told of a cluster', () => {
  it('says of each node what waits, since when, what differs and how it is', async () => {
    const findings = [
      { severity: 'attention' as const },
      { severity: 'failed' as const },
      { severity: 'failed' as const },
      { severity: 'failed' as const, known: true as const },
    ]
    const { value, types } = readOpenMetrics(await openMetrics([facts({ nodes: [node('geo-2')], findings })]))
    const of = { cluster: 'Maps', node: 'geo-2' }
    expect(value('plumbline_node_waiting_messages', of)).toBe(3)
    expect(value('plumbline_node_oldest_waiting_seconds', of)).toBe(30)
    expect(value('plumbline_node_differing_objects', of)).toBe(4)
    expect(value('plumbline_node_compared_timestamp_seconds', of)).toBe(90)
    expect(value('plumbline_node_state', { ...of, state: 'drifted', severity: 'attention' })).toBe(1)
    expect(value('plumbline_broker_store_ratio', { cluster: 'Maps' })).toBe(0.12)
    expect(value('plumbline_findings', { cluster: 'Maps', severity: 'failed' })).toBe(2)
    const known = (severity: string) =>
      value('plumbline_acknowledged_findings', { cluster: 'Maps', severity })
    expect([known('attention'), known('failed')]).toEqual([0, 1])
    expect(value('plumbline_published_messages_total', { cluster: 'Maps' })).toBe(7)
    expect(types.get('plumbline_published_messages')).toBe('counter')
  })

  it('says nothing of what is not known, instead of 0', async () => {
    const unknown = node('geo-2', {
      ...{ pending: null, oldestPendingAt: null },
      drift: neverCompared,
    })
    const text = await openMetrics([facts({ nodes: [unknown], storePercent: null, published: null })])
    const { names } = readOpenMetrics(text)
    expect([...names].filter((name) => /waiting|differing|compared|store|published/.test(name))).toEqual([])
  })

  it('writes names of any kind so that they are read as they are', async () => {
    const name = 'a "b" \\ c\nd'
    const { value } = readOpenMetrics(await openMetrics([facts({ name, nodes: [node(name)] })]))
    expect(value('plumbline_node_waiting_messages', { cluster: name, node: name })).toBe(3)
  })

  it('tells of several clusters apart, a node of one name in each', async () => {
    const other = facts({
      name: 'Roads',
      published: null,
      nodes: [node('geo-2', { pending: 8 })],
    })
    const { value } = readOpenMetrics(await openMetrics([facts({ nodes: [node('geo-2')] }), other]))
    expect(value('plumbline_node_waiting_messages', { cluster: 'Maps', node: 'geo-2' })).toBe(3)
    expect(value('plumbline_node_waiting_messages', { cluster: 'Roads', node: 'geo-2' })).toBe(8)
    expect(value('plumbline_published_messages_total', { cluster: 'Maps' })).toBe(7)
    expect(value('plumbline_cluster_open', { cluster: 'Roads' })).toBe(1)
  })

  it('says nothing of what was seen at a broker that is away by now', async () => {
    const nodes = [node('geo-2')]
    const { value } = readOpenMetrics(await openMetrics([facts({ isBrokerConnected: false, nodes })]))
    const of = { cluster: 'Maps', node: 'geo-2' }
    expect(value('plumbline_broker_connected', { cluster: 'Maps' })).toBe(0)
    expect(value('plumbline_node_waiting_messages', of)).toBeUndefined()
    expect(value('plumbline_node_oldest_waiting_seconds', of)).toBeUndefined()
    expect(value('plumbline_broker_store_ratio', { cluster: 'Maps' })).toBeUndefined()
    expect(value('plumbline_node_differing_objects', of)).toBe(4)
  })

  it('says that no cluster is open', async () => {
    const { value, names } = readOpenMetrics(await openMetrics([]))
    expect(value('plumbline_cluster_open', {})).toBe(0)
    expect(names.size).toBe(2)
  })
})
