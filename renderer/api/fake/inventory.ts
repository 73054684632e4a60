import type { Service, Sources } from '../../../electron/contract/application.ts'
import type { AttentionItem, NodeView } from '../../../electron/contract/features/inventory.ts'
import { sentence } from '../../../electron/contract/wording.ts'
import { fakeDrift } from './drift.ts'
import { master, pause, slaves, type FakeWorld } from './world.ts'

function node(world: FakeWorld, instanceName: string): NodeView {
  const now = Date.now()
  const isMaster = instanceName === master
  const stopped = world.stopped.has(instanceName)
  const drifted = world.drifted.has(instanceName)
  const pending = instanceName === 'geo-3' ? 12 : stopped ? 31 : 0
  return {
    instanceName,
    type: instanceName === 'geo-4' ? 'geoserver' : 'plumbline',
    roles: isMaster ? ['master'] : ['slave'],
    group: 'geoserver-cluster',
    version: instanceName === 'geo-4' ? '2.26.1' : '0.1.0',
    dataDirectory: instanceName === 'geo-4' ? null : `/srv/plumbline/${instanceName}`,
    url: instanceName === 'geo-4' ? 'http://geo-4.maps.internal:8080/geoserver' : null,
    running: instanceName !== 'geo-4' && !stopped,
    connection: { configured: 'enabled', effective: stopped ? 'disconnected' : 'connected' },
    queue: isMaster ? null : `Consumer.${instanceName}.VirtualTopic.geoserver`,
    pending: isMaster ? null : pending,
    oldestPendingAt: pending > 0 ? now - 40_000 : null,
    lastTakenAt: isMaster ? null : now - (pending > 0 ? 41_000 : 6_000),
    lastMessageAt: now - 6_000,
    parked: instanceName === 'geo-3' ? 2 : 0,
    failed: 0,
    drift: isMaster
      ? { state: 'not-compared', objects: 0, at: null, reference: null }
      : {
          state: drifted ? 'drifted' : 'equal',
          objects: drifted ? 4 : 0,
          at: now - 120_000,
          reference: master,
        },
    severity: drifted ? 'failed' : stopped ? 'attention' : pending > 0 ? 'pending' : isMaster ? 'ok' : 'ok',
    state: drifted
      ? 'drifted'
      : stopped
        ? 'stopped'
        : pending > 0
          ? 'pending'
          : isMaster
            ? 'publishing'
            : 'in sync',
    reasons: drifted
      ? [`4 objects differ from ${master}.`]
      : pending > 0
        ? [`${pending} messages wait in its queue.`]
        : [],
    actions: (['compare', 'resync', 'start', 'stop', 'reload', 'edit', 'forget'] as const).map((action) => {
      const why = whyNot(action, isMaster, stopped, instanceName)
      return { action, allowed: why === null, why }
    }),
  }
}

function whyNot(action: string, isMaster: boolean, stopped: boolean, instanceName: string): string | null {
  if (action === 'edit' && !isMaster) return `${instanceName} is a slave. Edit on ${master}.`
  if ((action === 'compare' || action === 'resync') && isMaster) return `${instanceName} is the master.`
  if (instanceName === 'geo-4' && ['start', 'stop', 'reload'].includes(action)) {
    return 'Its engine does not run in this app.'
  }
  if (action === 'start' && !stopped) return 'It runs already.'
  if (action === 'stop' && stopped) return 'It is stopped already.'
  if (action === 'forget') return 'It was heard of within the last day.'
  return null
}

function attention(world: FakeWorld): AttentionItem[] {
  const since = Date.now() - 42 * 60_000
  return [
    ...[...world.drifted].map((instanceName): AttentionItem => ({
      id: `drift-${instanceName}`,
      severity: 'failed',
      message: sentence('attention.drifted', { node: instanceName, count: 4, reference: master }),
      why: sentence('attention.whyDrifted'),
      since,
      instanceName,
      action: 'review',
    })),
    ...[...world.stopped].map((instanceName): AttentionItem => ({
      id: `stopped-${instanceName}`,
      severity: 'attention',
      message: sentence('attention.withWaiting', {
        what: sentence('attention.stopped', { node: instanceName }),
        count: 31,
      }),
      why: null,
      since,
      instanceName,
      action: 'start',
    })),
    {
      id: 'orphan',
      severity: 'attention',
      message: sentence('attention.orphan', {
        queue: 'Consumer.geo-9.VirtualTopic.geoserver',
        count: 1204,
      }),
      why: sentence('attention.whyOrphan'),
      since: since - 6 * 24 * 3_600_000,
      instanceName: null,
      action: 'open-broker',
    },
  ]
}

function sample(at: number) {
  const wave = Math.sin(at / 900_000)
  return {
    at,
    waiting: {
      'geo-2': Math.max(0, Math.round(3 * wave)),
      'geo-3': Math.max(0, Math.round(14 + 10 * Math.sin(at / 400_000))),
      'geo-4': Math.max(0, Math.round(2 * Math.cos(at / 700_000))),
    },
    throughput: Math.max(0, 1.8 + 1.6 * Math.sin(at / 300_000)),
  }
}

export function fakeInventory(world: FakeWorld): Service<'inventory'> {
  function runs(instanceName: string, running: boolean) {
    if (running) world.stopped.delete(instanceName)
    else world.stopped.add(instanceName)
    world.nodesChanged.emit()
    world.happened.emit({
      at: Date.now(),
      instanceName,
      severity: running ? 'ok' : 'attention',
      message: running ? `${instanceName} was started.` : `${instanceName} was stopped.`,
    })
    return {}
  }

  return {
    nodes: () => allNodes(world),
    attention: () => attention(world),
    lag: ({ since }) => {
      const step = 30_000
      const first = Math.ceil(Math.max(since, Date.now() - 24 * 3_600_000) / step) * step
      return Array.from({ length: Math.max(0, Math.floor((Date.now() - first) / step)) }, (_, index) =>
        sample(first + index * step),
      )
    },
    compare: async ({ instanceName }, { progress, signal }) => {
      progress({ message: `Reading ${master}` })
      await pause(400, signal)
      progress({ message: `Reading ${instanceName}` })
      await pause(400, signal)
      return fakeDrift(world.drifted.has(instanceName))
    },
    properties: ({ instanceName }) => ({
      path: `/srv/plumbline/${instanceName}/cluster/cluster.properties`,
      text: [
        `instanceName=${instanceName}`,
        'topicName=VirtualTopic.geoserver',
        'group=geoserver-cluster',
        'toggleMaster=false',
        'toggleSlave=true',
        'connection=enabled',
        'connection.retry=10',
        'brokerURL=tcp://broker-a:61616',
        '',
      ].join('\n'),
      properties: [
        property('instanceName', instanceName, 'letters, digits, - and _', 'after-restart'),
        property('group', 'geoserver-cluster', 'text', 'after-restart'),
        property('toggleMaster', 'false', 'true or false', 'after-restart'),
        property('toggleSlave', 'true', 'true or false', 'after-restart'),
        property('connection', 'enabled', 'enabled or disabled', 'after-restart'),
        property('connection.retry', '10', '0 to 1000', 'after-restart'),
      ],
    }),
    saveProperties: ({ changes }) => ({
      problems: Object.entries(changes)
        .filter(([, value]) => value.trim() === '')
        .map(([key]) => ({ key, message: `${key} must not be empty.` })),
      restartNeeded: 'instanceName' in changes,
    }),
    start: ({ instanceName }) => runs(instanceName, true),
    stop: ({ instanceName }) => runs(instanceName, false),
    reload: () => ({}),
    forget: () => ({}),
    unfinished: ({ instanceName }) =>
      instanceName === 'geo-3'
        ? [
            {
              state: 'parked',
              summary: 'layer hydro:lakes added',
              reason: 'Its feature type has not arrived yet.',
              receivedAt: Date.now() - 95_000,
            },
          ]
        : [],
  }
}

function property(key: string, value: string, allowed: string, takesEffect: 'after-restart' | 'never') {
  return { key, value, source: 'file' as const, allowed, takesEffect }
}

function allNodes(world: FakeWorld): NodeView[] {
  if (world.cluster.state !== 'open') return []
  return [master, ...slaves].map((instanceName) => node(world, instanceName))
}

export function fakeInventorySources(world: FakeWorld): Sources<'inventory'> {
  return {
    nodes: (_input, emit, signal) => {
      const tell = () =>
        emit([{ nodes: allNodes(world), attention: world.cluster.state === 'open' ? attention(world) : [] }])
      tell()
      world.nodesChanged.listen(tell, signal)
      const timer = setInterval(tell, 5_000)
      signal.addEventListener('abort', () => clearInterval(timer))
    },
    lag: (_input, emit, signal) => {
      const timer = setInterval(() => emit([sample(Date.now())]), 5_000)
      signal.addEventListener('abort', () => clearInterval(timer))
    },
  }
}
