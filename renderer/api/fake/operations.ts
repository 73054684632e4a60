import type { Service, Sources } from '../../../electron/contract/application.ts'
import { pause, slaves, type FakeWorld } from './world.ts'

export function fakeBrokers(): Service<'brokers'> {
  const queue = (instanceName: string, depth: number) => ({
    name: `Consumer.${instanceName}.VirtualTopic.geoserver`,
    kind: 'queue' as const,
    role: 'node' as const,
    instanceName,
    depth,
    consumers: 1,
    enqueued: 48_201,
    dequeued: 48_201 - depth,
    oldestAt: depth > 0 ? Date.now() - 40_000 : null,
    canDelete: false,
  })
  return {
    destinations: () => ({
      source: 'the statistics plugin of broker-a',
      warnings: [],
      destinations: [
        {
          ...queue('', 0),
          name: 'VirtualTopic.geoserver',
          kind: 'topic',
          role: 'topic',
          instanceName: null,
          depth: null,
          consumers: 5,
        },
        { ...queue('plumbline-ops', 0), role: 'ours', instanceName: null },
        ...slaves.map((name) => queue(name, name === 'geo-3' ? 12 : 0)),
        { ...queue('geo-9', 1_204), role: 'orphan', consumers: 0, canDelete: true },
        {
          ...queue('', 3),
          name: 'ActiveMQ.DLQ',
          role: 'dead-letter',
          instanceName: null,
          consumers: 0,
          oldestAt: Date.now() - 7_200_000,
        },
      ],
    }),
    browse: ({ limit }) =>
      Array.from({ length: Math.min(limit, 12) }, (_, index) => ({
        messageId: `ID:geo-1-41233-1763840000000-1:1:1:1:${index + 1}`,
        at: Date.now() - 40_000 + index * 3_000,
        sender: 'geo-1',
        handler: 'JMSCatalogModifyEventHandlerSPI',
        persistent: true,
      })),
    deleteQueue: () => ({}),
  }
}

export function fakeAudit(): Service<'audit'> {
  const actions = [
    ['resync.run', 'Resync geo-4', 'done'],
    ['configuration.publish', 'Publish on geo-1: layer transport:roads modified: title', 'done'],
    ['inventory.stop', 'Stop geo-2', 'done'],
    ['messages.replay', 'Send message 48120 to geo-3 again', 'failed'],
    ['brokers.deleteQueue', 'Delete the queue Consumer.geo-9.VirtualTopic.geoserver', 'refused'],
  ] as const
  const entries = Array.from({ length: 240 }, (_, index) => {
    const [action, summary, outcome] = actions[index % actions.length] ?? actions[0]
    return {
      id: 240 - index,
      at: Date.now() - index * 1_900_000,
      operator: 'operator',
      action,
      summary,
      target: 'geo-4',
      outcome,
      message:
        outcome === 'failed'
          ? 'The connection to broker-a:61613 was lost: the broker closed it.'
          : outcome === 'refused'
            ? 'brokers.deleteQueue changes something, and Plumbline is in read-only mode.'
            : null,
    }
  })
  return {
    page: ({ before, limit, text }) => {
      const found = entries.filter(
        ({ id, summary }) =>
          (before === null || id < before) && summary.toLowerCase().includes(text.toLowerCase()),
      )
      return { entries: found.slice(0, limit), more: found.length > limit }
    },
    export: ({ format }) => ({
      fileName: `audit.${format}`,
      content: entries.map((e) => JSON.stringify(e)).join('\n'),
    }),
  }
}

export function fakeDiagnostics(): Service<'diagnostics'> {
  const checks = [
    {
      id: 'clock',
      title: 'Clock',
      severity: 'ok',
      message: "The clock of geo-2 runs 7 s ahead of this machine's.",
      fix: null,
      muted: false,
    },
    {
      id: 'prefetch',
      title: 'Connection of geo-4',
      severity: 'attention',
      message:
        'connection=disabled: it takes no messages, and they wait in its queue. A GeoServer writes this by itself when it starts without a broker.',
      fix: null,
      muted: false,
    },
    {
      id: 'orphan',
      title: 'Orphan queue',
      severity: 'attention',
      message:
        'Nobody takes messages from Consumer.geo-9.VirtualTopic.geoserver; 1204 wait there, and it goes on filling.',
      fix: 'Delete the queue Consumer.geo-9.VirtualTopic.geoserver with its 1204 messages',
      muted: false,
    },
    {
      id: 'secrets',
      title: 'Passwords',
      severity: 'pending',
      message: 'There is no key chain: passwords are kept in memory only.',
      fix: null,
      muted: true,
    },
    {
      id: 'disk',
      title: 'Disk space',
      severity: 'ok',
      message: '212 GB are free where /var/lib/plumbline lies.',
      fix: null,
      muted: false,
    },
  ] as const
  return {
    checks: async (_input, { progress, signal }) => {
      for (const { title } of checks) {
        progress({ check: title })
        await pause(150, signal)
      }
      return [...checks]
    },
    fix: ({ id }) => ({
      ...(checks.find((check) => check.id === id) ?? checks[0]),
      severity: 'ok',
      message: 'Done.',
      fix: null,
    }),
    mute: () => ({}),
    supportBundle: () => ({ fileName: 'plumbline-support.json', content: '{}' }),
    about: () => ({
      version: '0.1.0',
      shell: 'serve',
      node: '24.21.0',
      platform: 'linux x64',
      stateDirectory: '~/.local/state/plumbline',
      keepsPasswords: true,
      notices: [],
    }),
  }
}

export function fakeSettings(world: FakeWorld): Service<'settings'> {
  return {
    get: () => world.settings,
    set: (changes) => {
      world.settings = { ...world.settings, ...definedOf(changes) }
      world.settingsChanged.emit()
      return world.settings
    },
  }
}

function definedOf<Value extends object>(value: Value): { [Key in keyof Value]?: NonNullable<Value[Key]> } {
  const defined: { [Key in keyof Value]?: NonNullable<Value[Key]> } = {}
  for (const key in value) {
    const present = value[key]
    if (present !== undefined && present !== null) defined[key] = present
  }
  return defined
}

export function fakeOperationSources(world: FakeWorld): Sources<'operations'> {
  return {
    settings: (_input, emit, signal) => {
      emit([world.settings])
      world.settingsChanged.listen(() => emit([world.settings]), signal)
    },
    notices: (_input, emit) => emit([[]]),
    activity: (_input, emit, signal) => {
      emit(
        [
          ['geo-4', 'failed', 'geo-4 was compared with geo-1: 4 objects differ.', 42],
          ['geo-1', 'ok', 'layer transport:roads modified: default style, title', 12],
          ['geo-3', 'pending', 'geo-3 is connected to broker-a:61613', 3],
          ['geo-2', 'ok', 'geo-2 was compared with geo-1: equal.', 2],
        ].map(([instanceName, severity, message, minutes]) => ({
          at: Date.now() - Number(minutes) * 60_000,
          instanceName: String(instanceName),
          severity: severity === 'failed' ? 'failed' : severity === 'pending' ? 'pending' : 'ok',
          message: String(message),
        })),
      )
      world.happened.listen((item) => emit([item]), signal)
    },
  }
}
