import type { ClusterState, Profile } from '../../../electron/contract/features/profiles.ts'
import type { Settings } from '../../../electron/contract/features/operations.ts'
import type { Severity } from '../../../electron/contract/features/shared.ts'

/**
 * The state the parts of the fake application share, and who wants to hear of its changes. It is a cluster of one
 * master and three slaves: one in sync, one behind, one that has drifted.
 */
export interface FakeWorld {
  readonly startedAt: number
  /** How many messages the log holds at first. */
  readonly messages: number
  settings: Settings
  profiles: Profile[]
  cluster: ClusterState
  /** Slaves whose engine is stopped. */
  readonly stopped: Set<string>
  /** Slaves whose data directory differs from the master's. */
  readonly drifted: Set<string>
  readonly settingsChanged: Signal
  readonly clusterChanged: Signal
  readonly nodesChanged: Signal
  readonly happened: Channel<{
    at: number
    instanceName: string | null
    severity: Severity
    message: string
  }>
}

/** Says that something changed, to whoever listens until their signal is aborted. */
export interface Signal {
  readonly emit: () => void
  readonly listen: (listener: () => void, signal: AbortSignal) => void
}

export interface Channel<Item> {
  readonly emit: (item: Item) => void
  readonly listen: (listener: (item: Item) => void, signal: AbortSignal) => void
}

export function channel<Item>(): Channel<Item> {
  const listeners = new Set<(item: Item) => void>()
  return {
    emit: (item) => {
      for (const listener of listeners) listener(item)
    },
    listen: (listener, signal) => {
      listeners.add(listener)
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true })
    },
  }
}

function signal(): Signal {
  const { emit, listen } = channel<undefined>()
  return { emit: () => emit(undefined), listen }
}

export const demoProfile: Profile = {
  id: 'demo',
  name: 'Demo cluster',
  stripe: 'none',
  brokerUrl: '',
  login: null,
  passcodeReference: null,
  topicName: 'VirtualTopic.geoserver',
  group: 'geoserver-cluster',
  observer: 'plumbline',
  nodes: [],
  demo: true,
}

const productionProfile: Profile = {
  id: 'prod-maps',
  name: 'prod-maps',
  stripe: 'red',
  brokerUrl: 'failover:(stomp://broker-a:61613,stomp://broker-b:61613)',
  login: 'plumbline',
  passcodeReference: 'profile/prod-maps/passcode',
  topicName: 'VirtualTopic.geoserver',
  group: 'geoserver-cluster',
  observer: 'plumbline-ops',
  nodes: [],
  demo: false,
}

const stagingProfile: Profile = {
  ...productionProfile,
  id: 'staging',
  name: 'staging',
  stripe: 'green',
  brokerUrl: 'stomp://staging-broker:61613',
  passcodeReference: null,
  login: null,
}

export const closedCluster: ClusterState = {
  profile: null,
  state: 'closed',
  broker: { state: 'idle', where: '', because: null, nextAttemptIn: null, since: null },
  message: null,
}

export function openCluster(profile: Profile, since: number): ClusterState {
  const where = profile.brokerUrl === '' ? 'embedded broker' : 'broker-a:61613'
  return {
    profile,
    state: 'open',
    broker: { state: 'connected', where, because: null, nextAttemptIn: null, since },
    message: null,
  }
}

/**
 * @param state `open` starts with the production cluster open, `closed` with none, as on the first start
 * @param messages how many the log holds at first
 */
export function createWorld(
  state: 'open' | 'closed',
  messages: number,
  language: Settings['language'],
): FakeWorld {
  const startedAt = Date.now() - 3 * 3_600_000 - 12 * 60_000
  return {
    startedAt,
    messages,
    settings: {
      theme: 'system',
      language,
      density: 'compact',
      notifications: { enabled: true, diverged: true, lag: true, deadLetter: true, brokerLost: true },
      retention: { days: 30, megabytes: 1000 },
      thresholds: { lagMessages: 100, lagSeconds: 300, compareMinutes: 15 },
      readOnly: false,
      updates: { enabled: false, feed: '' },
      openLast: true,
    },
    profiles: state === 'open' ? [productionProfile, stagingProfile, demoProfile] : [],
    cluster: state === 'open' ? openCluster(productionProfile, startedAt) : closedCluster,
    stopped: new Set(),
    drifted: new Set(['geo-4']),
    settingsChanged: signal(),
    clusterChanged: signal(),
    nodesChanged: signal(),
    happened: channel(),
  }
}

export const master = 'geo-1'
export const slaves = ['geo-2', 'geo-3', 'geo-4'] as const

/** Waits as work would take time; rejects when the call is cancelled. */
export function pause(milliseconds: number, abort?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (abort?.aborted === true) {
      reject(new Error('cancelled'))
      return
    }
    const timer = setTimeout(resolve, milliseconds)
    abort?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new Error('cancelled'))
    })
  })
}
