import type { Application } from '../contract/features/application.ts'
import type { AttentionItem } from '../contract/features/inventory.ts'
import type { Multicast } from '../broker/discovery/multicast.ts'
import { wordingOf, type Failure } from '../errors/failure.ts'
import type { Clock } from '../scheduler/clock.ts'
import type { StateFiles } from '../state/json-file.ts'
import { ActivityLog } from './activity/activity-log.ts'
import { PublishedElsewhere } from './activity/published-elsewhere.ts'
import { createClusterServices } from './cluster-services.ts'
import { ClusterService } from './cluster/cluster-service.ts'
import { RegularComparison } from './comparison/regular-comparison.ts'
import { Trickle } from './demo/trickle.ts'
import type { ApplicationEvents } from './events/application-events.ts'
import { EventHub } from './events/event-hub.ts'
import { FileWatches } from './files/file-watches.ts'
import type { MessageFilter } from '../contract/features/messages.ts'
import { createMessages } from './messages/messages-service.ts'
import { Metrics } from './metrics/metrics.ts'
import type { ClusterFacts } from './metrics/open-metrics.ts'
import type { ProfileStore } from './profiles/profile-store.ts'
import type { SecretStore } from './profiles/secret-store.ts'
import type { SettingsStore } from './settings/settings.ts'

export interface OneClusterOptions extends StateFiles {
  readonly stateDirectory: string
  /** Why the state directory is gone when the application ends; undefined when it stays. */
  readonly temporary: Failure | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly operator: string
  readonly report: (error: unknown) => void
  readonly settings: SettingsStore
  readonly secrets: SecretStore
  readonly store: ProfileStore
  /** Hears of settings. */
  readonly hub: EventHub<ApplicationEvents>
  readonly clock: Clock
  readonly multicast: Multicast
  readonly embeddedBrokerPort: number | undefined
  readonly browseMessages: number | undefined
  readonly demoInterval: number | undefined
}

export type OneCluster = ReturnType<typeof createOneCluster>

/** Everything that works on one cluster, whichever is opened in it; several of these work side by side. */
export function createOneCluster(options: OneClusterOptions) {
  const { stateDirectory, temporary, environment, operator, report, settings, secrets, store } = options
  const { clock, multicast, now, fileSystem, notices } = options
  const hub = new EventHub<ApplicationEvents>(report)
  const ended = new AbortController()
  options.hub.on('settings', (value) => hub.emit('settings', value), ended.signal)
  const activity = new ActivityLog(hub)
  const isReadOnly = (): boolean => settings.value.readOnly

  const messages = createMessages({
    hub,
    environment,
    operator,
    now,
    refusal: temporary,
    retention: () => settings.value.retention,
    language: () => settings.value.language,
    notice: (message) => {
      notices.add(message)
    },
  })
  const cluster: ClusterService = new ClusterService({
    ...{ stateDirectory, temporary, environment, hub, notices, fileSystem, now, clock, multicast },
    hosting: () => settings.value.embeddedBroker,
    ...(options.embeddedBrokerPort === undefined ? {} : { embeddedBrokerPort: options.embeddedBrokerPort }),
    openSink: (open) => messages.openSink(open),
    passwordOf: (reference) => secrets.get(reference),
    hasQueue: (instanceName) => services.pending(instanceName) !== null,
    passcodeOf: async (profile) => {
      try {
        return await store.passcodeOf(profile)
      } catch (error) {
        notices.add(wordingOf(error))
        return undefined
      }
    },
  })
  const current = () => cluster.current
  const newestMessages = async (filter: MessageFilter, limit: number, signal: AbortSignal) => {
    const input = { filter, before: null, after: null, limit }
    return (await messages.service.page(input, { signal, progress: () => undefined })).rows
  }
  new PublishedElsewhere({
    hub,
    messages: newestMessages,
    node: (instanceName) => current()?.nodes.get(instanceName),
  })
  const services = createClusterServices({
    ...{ cluster, hub, notices, fileSystem, clock, now, environment },
    passwordOf: (reference) => secrets.get(reference),
    settings: () => {
      const { value } = settings
      const { browseMessages = value.thresholds.browseMessages } = options
      return { ...value, thresholds: { ...value.thresholds, browseMessages } }
    },
    operator: () => operator,
    mayResume: () => !isReadOnly(),
    messages: newestMessages,
  })
  const { verdicts, comparisons, queues, brokers, inventory, resync, several, maps } = services
  const regular = new RegularComparison({
    ...{ current, comparisons, verdicts, queues, hub, clock, now },
    minutes: () => settings.value.thresholds.compareMinutes,
  })
  const metrics = new Metrics({
    ...{ current, verdicts, hub, fileSystem, notices, now, report },
    storePercent: (open, signal) => brokers.storePercent(open, signal),
  })
  const fileWatches = new FileWatches({ current, hub, fileSystem, clock, now })
  const trickle = new Trickle({
    ...{ cluster, hub, clock, isReadOnly },
    ...(options.demoInterval === undefined ? {} : { interval: options.demoInterval }),
  })
  queues.start()
  regular.start()
  maps.start()
  services.findingsCentre.start()

  return {
    cluster,
    hub,
    comparisons,
    brokers,
    activity,
    picture: () => inventory.picture(),
    isKnown: (finding: Pick<AttentionItem, 'id' | 'known'>) => services.findingsCentre.isKnown(finding),
    findings: services.findings,
    services: {
      inventory: inventory.service,
      metrics: metrics.service,
      messages: messages.service,
      configuration: services.configuration.service,
      resync: resync.service,
      several: several.service,
      findings: services.findingsCentre.service,
      brokers: brokers.service,
      maps: maps.service,
    } satisfies Partial<Application['services']>,
    sources: {
      profiles: {
        cluster: (_input, emit, signal) => {
          emit([cluster.state])
          hub.on('cluster', (state) => emit([state]), signal)
        },
      },
      inventory: inventory.sources,
      metrics: metrics.sources,
      messages: messages.sources,
      activity: activity.sources,
    } satisfies { readonly [Name in keyof Application['sources']]?: Partial<Application['sources'][Name]> },
    /** What is measured of the cluster at this moment; undefined while none is open. */
    facts: (): ClusterFacts | undefined => {
      const open = cluster.current
      if (open === undefined) return undefined
      const { nodes, attention: findings } = inventory.picture()
      return {
        ...{ name: open.profile.name, nodes, findings, now: now() },
        isBrokerConnected: open.state.broker.state === 'connected',
        storePercent: metrics.storePercent,
        published: metrics.published,
      }
    },
    /** Ends everything in good order. */
    close: async (): Promise<void> => {
      ended.abort()
      trickle.stop()
      await resync.close()
      queues.stop()
      regular.stop()
      maps.close()
      services.findingsCentre.stop()
      fileWatches.stop()
      await cluster.close()
      metrics.close()
      await messages.close()
    },
  }
}
