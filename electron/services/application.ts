import { systemClock, type Clock } from '../scheduler/clock.ts'
import { systemMulticast, type Multicast } from '../broker/discovery/multicast.ts'
import type { Application } from '../contract/features/application.ts'
import type { Settings } from '../contract/features/settings.ts'
import { wordingOf, type Failure } from '../errors/failure.ts'
import { localFileSystem, type FileSystem } from '../storage/files.ts'
import type { ApplicationEvents } from './events/application-events.ts'
import { createClusterServices } from './cluster-services.ts'
import { ClusterService } from './cluster/cluster-service.ts'
import { createConnect } from './connect/connect-service.ts'
import { StockDemo } from './demo/stock/stock-demo.ts'
import { Trickle } from './demo/trickle.ts'
import { EventHub } from './events/event-hub.ts'
import { FileWatches } from './files/file-watches.ts'
import { RegularComparison } from './comparison/regular-comparison.ts'
import { Metrics } from './metrics/metrics.ts'
import { openMetrics } from './metrics/open-metrics.ts'
import { createMessages } from './messages/messages-service.ts'
import { ActivityLog } from './activity/activity-log.ts'
import type { ChangeRecord } from '../channel/running-call.ts'
import { AuditLog } from './audit/audit.ts'
import { Diagnostics } from './diagnostics/diagnostics.ts'
import { Notices } from '../state/notices.ts'
import { SettingsStore, type SettingsFile, type SettingsFileOptions } from './settings/settings.ts'
import { openStateDirectory } from '../state/state-directory.ts'
import { profileSources, profilesService } from './profiles/profiles.ts'
import { ProfileStore } from './profiles/profile-store.ts'
import { fileSecretStore, type SecretStore, type SecretStoreSurroundings } from './profiles/secret-store.ts'
import type { Wording } from '../sentences/sentence.ts'

export interface ApplicationOptions {
  /** Where the application keeps what is its own; a temporary one takes its place when it cannot be written. */
  readonly stateDirectory: string
  /** Usually process.env. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly shell: 'desktop' | 'serve'
  /** Whether newer versions can be fetched; not, unless this says so. */
  readonly canUpdate?: boolean
  /** Who is at work, for the audit log and the history of changes. */
  readonly operator: string
  /** Told of errors nobody waits for. */
  readonly report: (error: unknown) => void
  /** Passwords; a sealed file unless given. */
  readonly openSecrets?: (surroundings: SecretStoreSurroundings) => SecretStore | Promise<SecretStore>
  /** The settings file; conf's unless given. */
  readonly openSettingsFile?: (options: SettingsFileOptions) => SettingsFile
  /** Port of the embedded broker; the next free one is taken when it is in use. Default 61613. */
  readonly embeddedBrokerPort?: number
  readonly fileSystem?: FileSystem
  readonly clock?: Clock
  /** Where brokers tell of themselves; this machine's networks unless given. */
  readonly multicast?: Multicast
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Goes before the setting of this name. */
  readonly browseMessages?: number | undefined
  /** Milliseconds between two edits of the demo. */
  readonly demoInterval?: number
}

/** The application while it runs. */
export interface RunningApplication {
  readonly application: Application
  readonly settings: () => Settings
  readonly isReadOnly: () => boolean
  /** Writes a call into the audit log. */
  readonly record: (change: ChangeRecord) => void
  /** Where it keeps what is its own; another than was asked for when that cannot be written. */
  readonly stateDirectory: string
  readonly notices: readonly Wording[]
  /** Why what is kept now is gone when it ends; undefined otherwise. */
  readonly temporary: Failure | undefined
  /** What is measured at this moment, as OpenMetrics. */
  readonly openMetrics: () => Promise<string>
  /** Ends everything in good order. */
  readonly close: () => Promise<void>
}

/** Puts the services together. Files that are damaged or cannot be written become notices, not errors. */
export async function createApplication(options: ApplicationOptions): Promise<RunningApplication> {
  const { environment, report, clock = systemClock, multicast = systemMulticast, now = Date.now } = options
  const { fileSystem = localFileSystem } = options
  const hub = new EventHub<ApplicationEvents>(report)
  const notices = new Notices((all) => hub.emit('notices', all))
  const state = openStateDirectory(options.stateDirectory, fileSystem, now, notices)
  const base = { directory: state.path, fileSystem, now, notices }
  const settings = new SettingsStore({
    ...base,
    hub,
    ...(options.openSettingsFile === undefined ? {} : { openFile: options.openSettingsFile }),
  })
  const secrets = await (options.openSecrets ?? fileSecretStore)({ ...base, environment })
  const audit = new AuditLog({ ...base, operator: options.operator, language: () => settings.value.language })
  const store = new ProfileStore({ ...base, secrets })
  const activity = new ActivityLog(hub)
  const isReadOnly = (): boolean => settings.value.readOnly

  const messages = createMessages({
    hub,
    environment,
    now,
    refusal: state.temporary,
    retention: () => settings.value.retention,
    language: () => settings.value.language,
    notice: (message) => {
      notices.add(message)
    },
  })
  const cluster: ClusterService = new ClusterService({
    stateDirectory: state.path,
    temporary: state.temporary,
    environment,
    hub,
    notices,
    fileSystem,
    now,
    clock,
    multicast,
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
  const services = createClusterServices({
    ...{ cluster, hub, notices, fileSystem, clock, now, environment },
    passwordOf: (reference) => secrets.get(reference),
    settings: () => {
      const { value } = settings
      const { browseMessages = value.thresholds.browseMessages } = options
      return { ...value, thresholds: { ...value.thresholds, browseMessages } }
    },
    operator: () => options.operator,
    mayResume: () => !isReadOnly(),
    messages: async (filter, limit, signal) => {
      const input = { filter, before: null, after: null, limit }
      return (await messages.service.page(input, { signal, progress: () => undefined })).rows
    },
  })
  const { verdicts, comparisons, queues, brokers, inventory, resync, several, maps } = services
  const regular = new RegularComparison({
    current: () => cluster.current,
    comparisons,
    verdicts,
    queues,
    hub,
    clock,
    now,
    minutes: () => settings.value.thresholds.compareMinutes,
  })
  const metrics = new Metrics({
    ...{ verdicts, hub, fileSystem, notices, now, report },
    current: () => cluster.current,
    storePercent: (open, signal) => brokers.storePercent(open, signal),
  })
  const fileWatches = new FileWatches({ current: () => cluster.current, hub, fileSystem, clock, now })
  const connect = createConnect(multicast, clock)
  const stockDemo = new StockDemo({ store, cluster, hub, stateDirectory: state.path, fileSystem, report })
  const trickle = new Trickle({
    cluster,
    hub,
    clock,
    isReadOnly,
    ...(options.demoInterval === undefined ? {} : { interval: options.demoInterval }),
  })
  const diagnostics = new Diagnostics({
    shell: options.shell,
    canUpdate: options.canUpdate ?? false,
    surroundings: {
      stateDirectory: state.path,
      isTemporary: state.temporary !== undefined,
      keepsSecrets: secrets.isPersistent,
      cluster,
      brokers,
      picture: () => inventory.picture(),
      now,
    },
    notices,
    fileSystem,
    now,
    findings: services.findings,
    bundle: () => ({
      settings: settings.value,
      cluster: cluster.state,
      ...inventory.picture(),
      activity: activity.items.slice(-200),
    }),
  })
  queues.start()
  regular.start()
  maps.start()

  return {
    application: {
      services: {
        // A window of the desktop was let in by nobody; what serves browsers puts their own access in its place.
        access: { sessions: () => ({ count: 0 }), end: () => ({}) },
        profiles: profilesService({
          store,
          cluster,
          comparisons,
          stockDemo,
          foundPasscode: connect.foundPasscode,
          multicast,
          stateDirectory: state.path,
          fileSystem,
          hub,
          now,
        }),
        connect: connect.service,
        inventory: inventory.service(),
        metrics: metrics.service(),
        messages: messages.service,
        configuration: services.configuration,
        resync: resync.service(),
        several: several.service(),
        maps: maps.service(),
        findings: services.findingsCentre.service(),
        brokers: brokers.service(),
        audit: audit.service(),
        diagnostics: diagnostics.service(),
        settings: settings.service(),
      },
      sources: {
        profiles: profileSources({ cluster, hub }),
        connect: connect.sources,
        inventory: inventory.sources(),
        metrics: metrics.sources(),
        messages: messages.sources,
        settings: {
          current: (_input, emit, signal) => {
            emit([settings.value])
            hub.on('settings', (value) => emit([value]), signal)
          },
        },
        diagnostics: {
          notices: (_input, emit, signal) => {
            emit([[...notices.all]])
            hub.on('notices', (all) => emit([[...all]]), signal)
          },
        },
        activity: {
          recent: (_input, emit, signal) => {
            activity.follow(emit, signal)
          },
        },
      },
    },
    settings: () => settings.value,
    isReadOnly,
    record: (change) => {
      audit.record(change)
    },
    stateDirectory: state.path,
    temporary: state.temporary,
    openMetrics: () => {
      const { current } = cluster
      if (current === undefined) return openMetrics(undefined)
      const { nodes, attention: findings } = inventory.picture()
      return openMetrics({
        ...{ name: current.profile.name, nodes, findings, now: now() },
        isBrokerConnected: current.state.broker.state === 'connected',
        storePercent: metrics.storePercent,
        published: metrics.published,
      })
    },
    get notices() {
      return notices.all
    },
    close: async () => {
      trickle.stop()
      await resync.stop()
      queues.stop()
      regular.stop()
      maps.stop()
      fileWatches.stop()
      await cluster.close()
      metrics.stop()
      await stockDemo.stop()
      await messages.close()
      audit.close()
      state.release()
    },
  }
}
