import { english } from '../../../../electron/sentences/english.ts'
import { expect, it, onTestFinished } from 'vitest'
import { neverCompared, type NodeView } from '../../../../electron/contract/features/inventory.ts'
import type { Gap } from '../../../../electron/engine/journal/heard.ts'
import { Attention } from '../../../../electron/services/inventory/attention.ts'
import { GapWatch } from '../../../../electron/services/messages/gap-watch.ts'
import { eventually } from '../../../support/cluster.ts'
import { servicePlumbing } from '../../../support/services.ts'

const gap: Gap = { sender: 'master', epoch: 'e', kind: 'missing', first: 3, last: 4, foundAt: 100 }

it('tells what is missing until every slave was compared since and found equal', async () => {
  const { hub } = servicePlumbing()
  const ended = new AbortController()
  onTestFinished(() => ended.abort())
  let gaps: readonly Gap[] = [gap]
  const told: (readonly Gap[])[] = []
  hub.on('gaps', (all) => told.push(all))
  const watch = new GapWatch({
    archive: {
      gaps: () => Promise.resolve([...gaps]),
      provedEqual: (at) => {
        gaps = gaps.filter(({ foundAt }) => foundAt > at)
        return Promise.resolve()
      },
    },
    nodes: { slaves: () => ['geo-1', 'geo-2'] },
    hub,
    notice: (message) => {
      throw new Error(english(message))
    },
    signal: ended.signal,
  })
  watch.start()
  await eventually('it is told', () => told.length === 1)
  const compared = (instanceName: string, at: number) => {
    const drift = { at, equal: true, compared: 1, entries: [], unknowable: [], problems: [] }
    hub.emit('compared', { instanceName, reference: 'master', drift })
  }
  compared('geo-1', 200)
  await watch.look()
  expect(told).toEqual([[gap]])
  compared('geo-2', 99)
  await watch.look()
  expect(told).toEqual([[gap]])
  compared('geo-2', 150)
  await eventually('it is over', () => told.length === 2)
  expect(told.at(-1)).toEqual([])
})

it('asks to compare the slaves that do not tell themselves what they missed', () => {
  const cluster = {
    profile: null,
    state: 'open',
    broker: { state: 'connected', where: '', because: null, nextAttemptIn: null, since: null, bridged: [] },
    message: null,
  } as const
  const nodes: NodeView[] = [
    { ...plainNode, instanceName: 'geo-1', roles: ['slave'] },
    { ...plainNode, instanceName: 'own', roles: ['slave'], running: true },
    { ...plainNode, instanceName: 'master', roles: ['master'] },
  ]
  const input = {
    cluster,
    nodes,
    conflicts: [],
    gaps: [gap],
    orphans: [],
    deadLetters: null,
    isTopicSilent: false,
  }
  const items = new Attention().list(input, 1)
  expect(items).toMatchObject([
    { instanceName: 'geo-1', action: 'compare', why: 'Events 3 to 4 of master never arrived.' },
  ])
})

const plainNode: NodeView = {
  instanceName: '',
  roles: [],
  running: false,
  elsewhere: false,
  type: 'geoserver',
  group: null,
  version: null,
  dataDirectory: null,
  url: null,
  connection: { configured: 'unknown', effective: 'unknown' },
  queue: null,
  pending: null,
  oldestPendingAt: null,
  lastTakenAt: null,
  lastMessageAt: null,
  parked: 0,
  failed: 0,
  drift: neverCompared,
  severity: 'unknown',
  state: 'unknown',
  reasons: [],
  unknown: [],
  actions: [],
}
