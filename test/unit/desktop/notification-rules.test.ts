import { expect, test } from 'vitest'
import type { ClusterView } from '../../../electron/desktop/cluster-watch.ts'
import { NotificationRules } from '../../../electron/desktop/notification-rules.ts'
import { nodeView, type AttentionItem, type NodeView } from '../../../electron/contract/features/inventory.ts'
import type { ClusterPicture } from '../../../electron/services/open-clusters.ts'
import { profileOf } from '../../support/services.ts'
import { initialSettings } from '../../../electron/services/settings/settings.ts'

const now = 1_000_000

function node(instanceName: string, changes: Partial<NodeView> = {}): NodeView {
  return nodeView.parse({
    instanceName,
    type: 'plumbline',
    roles: ['slave'],
    group: 'g',
    version: null,
    dataDirectory: null,
    url: null,
    running: true,
    elsewhere: false,
    connection: { configured: 'enabled', effective: 'connected' },
    queue: null,
    pending: 0,
    oldestPendingAt: null,
    lastTakenAt: null,
    lastMessageAt: null,
    parked: 0,
    failed: 0,
    drift: {
      state: 'equal',
      objects: 0,
      accepted: 0,
      allAccepted: false,
      at: now,
      reference: 'geo-1',
      stale: null,
    },
    severity: 'ok',
    state: 'in sync',
    reasons: [],
    unknown: [],
    actions: [],
    ...changes,
  })
}

const drifted = {
  state: 'drifted',
  objects: 4,
  accepted: 0,
  allAccepted: false,
  at: now,
  reference: 'geo-1',
  stale: null,
} as const

function item(kind: AttentionItem['kind'], instanceName: string | null): AttentionItem {
  return {
    ...{ id: instanceName === null ? kind : `${kind}-${instanceName}`, kind, instanceName },
    ...{ severity: 'attention', message: kind, why: null, since: null, action: 'none' },
  }
}

function view(
  nodes: readonly NodeView[],
  changes: {
    readonly broker?: 'connected' | 'lost'
    readonly deadLetters?: boolean
    readonly muted?: boolean
  } = {},
): ClusterView {
  const { broker = 'connected', deadLetters = false, muted = false } = changes
  const picture: ClusterPicture = {
    cluster: {
      profile: profileOf([], { id: 'maps', name: 'Maps' }),
      state: 'open',
      broker: {
        state: broker,
        where: 'a:61613',
        because: null,
        nextAttemptIn: null,
        since: null,
        bridged: [],
      },
      message: null,
    },
    inventory: {
      cluster: 'maps',
      nodes: [...nodes],
      worst: 'unknown',
      attention: [
        ...(deadLetters ? [item('dead-letters', null)] : []),
        ...nodes.flatMap(({ instanceName, drift: { state, allAccepted: known } }) =>
          state === 'drifted' ? [{ ...item('drifted', instanceName), known }] : [],
        ),
      ],
    },
  }
  const notifications = { ...initialSettings.notifications, enabled: !muted }
  return { clusters: [picture], settings: { ...initialSettings, notifications } }
}

const maps = { cluster: { id: 'maps', name: 'Maps' } }

test('A node that diverges is told once, and again only after it was well', () => {
  const rules = new NotificationRules()
  expect(rules.next(view([node('geo-3')]), now)).toEqual([])
  expect(rules.next(view([node('geo-3', { drift: drifted })]), now)).toEqual([
    { ...maps, reason: 'diverged', subject: 'geo-3' },
  ])
  expect(rules.next(view([node('geo-3', { drift: drifted, failed: 2 })]), now)).toEqual([])
  expect(rules.next(view([node('geo-3')]), now)).toEqual([])
  expect(rules.next(view([node('geo-3', { failed: 1 })]), now)).toHaveLength(1)
})

test('A node of which all that differs is accepted is not told, until something else differs', () => {
  const rules = new NotificationRules()
  const accepted = { ...drifted, accepted: 4, allAccepted: true }
  expect(rules.next(view([node('geo-3', { drift: accepted })]), now)).toEqual([])
  expect(rules.next(view([node('geo-3', { drift: drifted })]), now)).toHaveLength(1)
})

test('A node lags when too many messages wait, or one waits too long', () => {
  const rules = new NotificationRules()
  expect(rules.next(view([node('a', { pending: 99, oldestPendingAt: now - 59_000 })]), now)).toEqual([])
  expect(rules.next(view([node('a', { pending: 100 })]), now)).toEqual([
    { ...maps, reason: 'lag', subject: 'a', waiting: 100 },
  ])
  const late = node('b', { pending: 1, oldestPendingAt: now - 60_000 })
  expect(rules.next(view([late]), now)).toEqual([{ ...maps, reason: 'lag', subject: 'b', waiting: 1 }])
})

test('A lost broker and a dead letter queue that is not empty are told', () => {
  const rules = new NotificationRules()
  expect(
    rules.next(view([], { broker: 'lost', deadLetters: true }), now).map(({ reason }) => reason),
  ).toEqual(['brokerLost', 'deadLetter'])
})

test('What is muted is not told later either', () => {
  const rules = new NotificationRules()
  expect(rules.next(view([node('a', { failed: 1 })], { muted: true }), now)).toEqual([])
  expect(rules.next(view([node('a', { failed: 1 })]), now)).toEqual([])
})

test('A node of one name in two clusters is told of in each', () => {
  const rules = new NotificationRules()
  const { clusters, settings } = view([node('geo-3', { failed: 1 })])
  const others = clusters.map((each) => ({
    ...each,
    cluster: { ...each.cluster, profile: profileOf([], { id: 'roads', name: 'Roads' }) },
  }))
  const told = rules.next({ clusters: [...clusters, ...others], settings }, now)
  expect(told.map(({ cluster: { name }, subject }) => `${name} ${subject}`)).toEqual([
    'Maps geo-3',
    'Roads geo-3',
  ])
})
