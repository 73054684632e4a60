import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DriftData } from '../../../electron/contract/shared.ts'
import type { ApplicationEvents } from '../../../electron/services/events/application-events.ts'
import type { OpenCluster } from '../../../electron/services/cluster/open-cluster.ts'
import { Verdicts } from '../../../electron/services/comparison/verdicts.ts'
import { EventHub } from '../../../electron/services/events/event-hub.ts'
import { Notices } from '../../../electron/state/notices.ts'
import { localFileSystem } from '../../../electron/storage/files.ts'
import { nodesOf } from '../../support/cluster-nodes.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const equal: DriftData = { equal: true, compared: 7, at: 1_000, entries: [], unknowable: [], problems: [] }
const nobody = {
  profile: null,
  broker: { state: 'connected', where: '', because: null, nextAttemptIn: null, since: null, bridged: [] },
  message: null,
} as const

function opened(directory = temporaryDirectory()) {
  const hub = new EventHub<ApplicationEvents>((error) => {
    throw error
  })
  // Of an open cluster, verdicts use the directory, and nodes that run here.
  const cluster = { directory, nodes: nodesOf([]) } as unknown as OpenCluster
  const verdicts = new Verdicts({
    current: () => cluster,
    hub,
    now: () => 5_000,
    accepted: () => [],
    fileSystem: localFileSystem,
    notices: new Notices(() => undefined),
  })
  hub.emit('cluster', { ...nobody, state: 'open' })
  const compared = (instanceName: string, reference = 'geo-1') =>
    verdicts.record({ instanceName, reference, drift: equal })
  const staleOf = (instanceName: string) => verdicts.get(instanceName)?.stale?.because ?? null
  return { hub, verdicts, compared, staleOf, directory }
}

const finished = { at: 1, from: 'geo-1', summary: 'x', reason: null, countsOnly: false }

describe('a verdict', () => {
  it.each([
    ['a change on the topic', 'archived', { messages: 1, changes: 1 }, 'change'],
    ['a change a master here published', 'published', { instanceName: 'geo-1', countsOnly: false }, 'change'],
    [
      'an event the node applied',
      'finished',
      { ...finished, instanceName: 'geo-2', state: 'applied' },
      'change',
    ],
    [
      'an event the node could not apply',
      'finished',
      { ...finished, instanceName: 'geo-2', state: 'failed' },
      'not-applied',
    ],
    [
      'an event the node parked',
      'finished',
      { ...finished, instanceName: 'geo-2', state: 'parked' },
      'not-applied',
    ],
    ['a start of the node', 'restarted', { instanceName: 'geo-2' }, 'restart'],
    ['a start of its reference', 'restarted', { instanceName: 'geo-1' }, 'restart'],
    ['a broker that was lost', 'reconnected', undefined, 'reconnect'],
    ['files that changed', 'files', { instanceName: 'geo-2' }, 'files'],
    [
      'a message in its queue',
      'waiting',
      {
        instanceName: 'geo-2',
        queue: 'q',
        at: 1,
        messageIds: ['m'],
        complete: true,
        pending: 1,
        oldestAt: null,
      },
      'waiting',
    ],
  ] as const)('is made stale by %s', (_what, name, value, because) => {
    const { hub, compared, staleOf } = opened()
    compared('geo-2')
    expect(staleOf('geo-2')).toBeNull()
    hub.emit(name, value)
    expect(staleOf('geo-2')).toBe(because)
    compared('geo-2')
    expect(staleOf('geo-2')).toBeNull()
  })

  it.each([
    ['messages that only count up', 'archived', { messages: 3, changes: 0 }],
    [
      'an event that only counts up',
      'finished',
      { ...finished, instanceName: 'geo-2', state: 'applied', countsOnly: true },
    ],
    ['what another node does', 'restarted', { instanceName: 'geo-3' }],
    [
      'an empty queue',
      'waiting',
      {
        instanceName: 'geo-2',
        queue: 'q',
        at: 1,
        messageIds: [],
        complete: true,
        pending: 0,
        oldestAt: null,
      },
    ],
  ] as const)('is not made stale by %s', (_what, name, value) => {
    const { hub, compared, staleOf } = opened()
    compared('geo-2')
    hub.emit(name, value)
    expect(staleOf('geo-2')).toBeNull()
  })

  it.each(['geo-1', 'geo-2'])(
    'is made stale by what %s changed without a message, and by nothing older',
    (name) => {
      const { hub, verdicts, staleOf } = opened()
      const record = (marks?: Readonly<Record<string, string>>) =>
        verdicts.record({ instanceName: 'geo-2', reference: 'geo-1', drift: equal, ...(marks && { marks }) })
      record({ 'geo-1': '7 noon', 'geo-2': '7 noon' })
      hub.emit('seen', { instanceName: name, mark: '7 noon' })
      hub.emit('seen', { instanceName: 'geo-3', mark: '9 noon' })
      expect(staleOf('geo-2')).toBeNull()
      hub.emit('seen', { instanceName: name, mark: '8 noon' })
      expect(staleOf('geo-2')).toBe('change')
      // A proof that does not say how far they were counts from when they say so next.
      record()
      hub.emit('seen', { instanceName: name, mark: '8 noon' })
      expect(staleOf('geo-2')).toBeNull()
      hub.emit('seen', { instanceName: name, mark: '9 noon' })
      expect(staleOf('geo-2')).toBe('change')
    },
  )

  it('is stale from the start when something happened while the comparison was made', () => {
    const { hub, verdicts, staleOf } = opened()
    const before = verdicts.happened
    hub.emit('archived', { messages: 1, changes: 1 })
    verdicts.record({ instanceName: 'geo-2', reference: 'geo-1', drift: equal }, before)
    expect(staleOf('geo-2')).toBe('change')
  })

  it('outlives the application as a stale one, and belongs to its cluster alone', () => {
    const first = opened()
    first.compared('geo-2')
    first.hub.emit('cluster', { ...nobody, state: 'closed' })
    expect(first.verdicts.get('geo-2')).toBeUndefined()
    const again = opened(first.directory)
    expect(again.verdicts.get('geo-2')).toMatchObject({ drift: equal, stale: { because: 'restart' } })
    expect(opened().verdicts.get('geo-2')).toBeUndefined()
  })

  it('keeps no more differences than a file of its size can hold', () => {
    const { verdicts, directory } = opened()
    const entry: DriftData['entries'][number] = {
      type: 'missing',
      kind: 'layer',
      id: '',
      title: 'a:b',
      workspace: 'a',
      otherId: null,
      properties: [],
    }
    const entries = Array.from({ length: 3_000 }, (_, index) => ({ ...entry, id: `l${index}` }))
    verdicts.record({ instanceName: 'geo-2', reference: 'geo-1', drift: { ...equal, equal: false, entries } })
    expect(verdicts.get('geo-2')?.drift.entries).toHaveLength(3_000)
    const kept = readFileSync(join(directory, 'verdicts.json'), 'utf8')
    expect(kept.split('"type": "missing"')).toHaveLength(1_001)
  })
})

describe('what differs', () => {
  it('is known since when, for as long as it differs, also over a restart', () => {
    const { verdicts, directory } = opened()
    const at = (time: number, ...ids: readonly string[]): DriftData => ({
      ...equal,
      ...{ equal: ids.length === 0, at: time },
      entries: ids.map((id) => ({
        ...{ type: 'extra', kind: 'layer', id, title: id, workspace: null, otherId: null, properties: [] },
      })),
    })
    const record = (drift: DriftData, to = verdicts) =>
      to.record({ instanceName: 'geo-2', reference: 'geo-1', drift })
    const since = (of = verdicts) => of.get('geo-2')?.drift.entries.map((entry) => [entry.id, entry.since])
    record(at(10, 'a'))
    record(at(20, 'a', 'b'))
    expect(since()).toEqual([
      ['a', 10],
      ['b', 20],
    ])
    const { verdicts: later } = opened(directory)
    record(at(30, 'b', 'a'), later)
    expect(since(later)).toEqual([
      ['b', 20],
      ['a', 10],
    ])
    record(at(40), later)
    record(at(50, 'a'), later)
    expect(since(later)).toEqual([['a', 50]])
  })
})
