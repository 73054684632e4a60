import { describe, expect, it } from 'vitest'
import type { StaleReason } from '../../../electron/contract/features/inventory.ts'
import type { DriftData } from '../../../electron/contract/shared.ts'
import type { ApplicationEvents } from '../../../electron/services/events/application-events.ts'
import type { OpenCluster } from '../../../electron/services/cluster/open-cluster.ts'
import type { Comparisons } from '../../../electron/services/comparison/comparisons.ts'
import { RegularComparison } from '../../../electron/services/comparison/regular-comparison.ts'
import type { Verdict } from '../../../electron/services/comparison/verdicts.ts'
import { EventHub } from '../../../electron/services/events/event-hub.ts'
import type { ClusterNode } from '../../../electron/nodes/face/cluster-node.ts'
import { nodesOf } from '../../support/cluster-nodes.ts'
import { FakeClock } from '../broker/fake-clock.ts'

const minute = 60_000

/** A master and a slave here, and a slave elsewhere; comparing takes as long as is said. */
function watched({
  takes = 0,
  pending = 0,
  unreadable = false,
}: { readonly takes?: number; readonly pending?: number; readonly unreadable?: boolean } = {}) {
  const clock = new FakeClock()
  const compared: string[] = []
  const verdicts = new Map<string, Verdict>()
  // Of a node this is all that is looked at.
  const node = (instanceName: string, why: string | null, facts: object) =>
    ({
      instanceName,
      why: () => why,
      facts: { engine: { value: undefined }, ...facts },
    }) as unknown as ClusterNode
  const here = { condition: 'running', dataDirectory: '/here', engine: { value: { inbox: { received: 0 } } } }
  const nodes = [
    node('geo-1', 'it is what others are compared with', here),
    node('geo-2', null, here),
    node('geo-9', null, { condition: 'answering' }),
  ]
  const cluster = { nodes: nodesOf(nodes, { referenceFor: () => 'geo-1' }) } as unknown as OpenCluster
  const compare = (reference: string, instanceName: string): Promise<DriftData> => {
    compared.push(instanceName)
    clock.advance(takes)
    const at = clock.now()
    const drift = { equal: true, compared: 1, at, entries: [], unknowable: [], problems: [] }
    verdicts.set(instanceName, { instanceName, reference, drift, stale: null })
    return Promise.resolve(drift)
  }
  const hub = new EventHub<ApplicationEvents>((error) => {
    throw error
  })
  const failed: (string | null)[] = []
  hub.on('activity', ({ instanceName, severity }) => {
    if (severity === 'attention') failed.push(instanceName)
  })
  const readings: string[] = []
  const withReference: Comparisons['withReference'] = async (reference, call, compareEach) => {
    readings.push(reference)
    if (unreadable) throw new Error('it does not answer')
    await compareEach({ ...call, shares: true })
  }
  const regular = new RegularComparison({
    current: () => cluster,
    comparisons: { compare, withReference } as unknown as Comparisons,
    verdicts: { get: (name) => verdicts.get(name) },
    queues: { get: () => ({ queue: 'q', pending, atLeast: false, oldestAt: null, takenAt: null, at: 0 }) },
    hub,
    clock,
    now: () => clock.now(),
    minutes: () => 15,
  })
  const makeStale = (name: string, because: StaleReason) => {
    const verdict = verdicts.get(name)
    if (verdict !== undefined) verdicts.set(name, { ...verdict, stale: { at: clock.now(), because } })
  }
  return { clock, compared, readings, failed, regular, makeStale }
}

describe('the regular comparison', () => {
  it('compares every slave that can be read, here and elsewhere, and again when its time has come', async () => {
    const { clock, compared, regular } = watched()
    await regular.compareDue()
    expect(compared).toEqual(['geo-2', 'geo-9'])
    clock.advance(14 * minute)
    await regular.compareDue()
    expect(compared).toHaveLength(2)
    clock.advance(2 * minute)
    await regular.compareDue()
    expect(compared).toHaveLength(4)
  })

  it('reads what several are compared with once', async () => {
    const { compared, readings, regular } = watched()
    await regular.compareDue()
    expect(compared).toHaveLength(2)
    expect(readings).toEqual(['geo-1'])
    await regular.compareDue()
    expect(readings).toHaveLength(1)
  })

  it('says of each that it failed when what they are compared with cannot be read, and tries again later', async () => {
    const { clock, compared, readings, failed, regular } = watched({ unreadable: true })
    await regular.compareDue()
    await regular.compareDue()
    expect(failed).toEqual(['geo-2', 'geo-9'])
    expect(readings).toHaveLength(1)
    clock.advance(minute)
    await regular.compareDue()
    expect(readings).toHaveLength(2)
    expect(compared).toEqual([])
  })

  it('compares again at once what has become stale', async () => {
    const { compared, regular, makeStale } = watched()
    await regular.compareDue()
    makeStale('geo-2', 'change')
    await regular.compareDue()
    expect(compared).toEqual(['geo-2', 'geo-9', 'geo-2'])
  })

  it('takes no more than a share of the time, and less of it where a server has to answer', async () => {
    const { clock, compared, regular, makeStale } = watched({ takes: 1_000 })
    await regular.compareDue()
    const due = async (name: string): Promise<boolean> => {
      makeStale('geo-2', 'change')
      makeStale('geo-9', 'change')
      const before = compared.filter((each) => each === name).length
      await regular.compareDue()
      return compared.filter((each) => each === name).length > before
    }
    expect(await due('geo-2')).toBe(false)
    clock.advance(4_000)
    expect(await due('geo-2')).toBe(true)
    expect(compared.filter((each) => each === 'geo-9')).toHaveLength(1)
    clock.advance(50_000)
    expect(await due('geo-9')).toBe(true)
  })

  it('leaves a slave alone that is still taking messages', async () => {
    const { compared, regular } = watched({ pending: 3 })
    await regular.compareDue()
    expect(compared).toEqual([])
  })
})
