import { join } from 'node:path'
import { z } from 'zod'
import { systemClock, type Clock } from '../scheduler/clock.ts'
import { systemMulticast, type Multicast } from '../broker/discovery/multicast.ts'
import type { Application } from '../contract/features/application.ts'
import { mostOpenClusters } from '../contract/features/profiles.ts'
import type { Settings } from '../contract/features/settings.ts'
import { wordingOf, type Failure } from '../errors/failure.ts'
import { localFileSystem, type FileSystem } from '../storage/files.ts'
import type { ApplicationEvents } from './events/application-events.ts'
import { createConnect } from './connect/connect-service.ts'
import { keepDemosNamed } from './demo/demo-names.ts'
import { StockDemo } from './demo/stock/stock-demo.ts'
import { EventHub } from './events/event-hub.ts'
import { openMetrics } from './metrics/open-metrics.ts'
import type { ChangeRecord } from '../channel/running-call.ts'
import { AuditLog } from './audit/audit.ts'
import { clusterOfCall } from './audit/cluster-of-call.ts'
import { SeenChanges } from './audit/seen-changes.ts'
import { Diagnostics } from './diagnostics/diagnostics.ts'
import { JsonFile } from '../state/json-file.ts'
import { Notices } from '../state/notices.ts'
import { createOneCluster } from './one-cluster.ts'
import { OpenClusters } from './open-clusters.ts'
import { SettingsStore, type SettingsFile, type SettingsFileOptions } from './settings/settings.ts'
import { openStateDirectory } from '../state/state-directory.ts'
import { createProfiles } from './profiles/profiles.ts'
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
  /** Whether what was open when it ended is opened again, where the settings say so. */
  readonly reopens?: boolean
}

/** The application while it runs. */
export interface RunningApplication {
  readonly application: Application
  readonly settings: () => Settings
  readonly isReadOnly: () => boolean
  /** Writes a call into the audit log. */
  readonly record: (change: ChangeRecord) => void
  /** The name of the cluster a call is asked of at this moment. */
  readonly clusterOf: (action: string, input: unknown) => string | undefined
  /** Where it keeps what is its own; another than was asked for when that cannot be written. */
  readonly stateDirectory: string
  readonly notices: readonly Wording[]
  /** Why what is kept now is gone when it ends; undefined otherwise. */
  readonly temporary: Failure | undefined
  /** What is measured at this moment, as OpenMetrics. */
  readonly openMetrics: () => Promise<string>
  /** Every cluster that is open, of which the services show one. */
  readonly clusters: Pick<OpenClusters, 'all' | 'watch'>
  /** Ends everything in good order. */
  readonly close: () => Promise<void>
}

/** Which clusters were open when the application ended last, by their profiles; the one that was shown is the last. */
const openedFile = (directory: string) => ({
  path: join(directory, 'opened.json'),
  schema: z.array(z.string()).max(mostOpenClusters),
  initial: [],
})

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
  const store = new ProfileStore({ ...base, secrets })
  const isReadOnly = (): boolean => settings.value.readOnly
  const clusters = new OpenClusters(hub, () =>
    createOneCluster({
      ...{ stateDirectory: state.path, temporary: state.temporary, fileSystem, notices, now, report, clock },
      ...{ environment, multicast, hub, settings, secrets, store, operator: options.operator },
      embeddedBrokerPort: options.embeddedBrokerPort,
      browseMessages: options.browseMessages,
      demoInterval: options.demoInterval,
    }),
  )
  const audit = new AuditLog({
    ...base,
    operator: options.operator,
    language: () => settings.value.language,
    seen: new SeenChanges({
      messages: clusters.services.messages,
      cluster: () => clusters.state.profile?.name,
      operator: options.operator,
    }),
  })
  const connect = createConnect(multicast, clock)
  const demos = { stateDirectory: state.path, fileSystem, language: () => settings.value.language }
  keepDemosNamed({ store, clusters, hub, report })
  const stockDemo = new StockDemo({ ...demos, store, clusters, hub, report })
  const profiles = createProfiles({
    ...{ ...demos, store, clusters, stockDemo, multicast, now },
    shown: () => clusters.shown,
    foundPasscode: connect.foundPasscode,
  })
  const diagnostics = new Diagnostics({
    shell: options.shell,
    canUpdate: options.canUpdate ?? false,
    surroundings: () => ({
      stateDirectory: state.path,
      isTemporary: state.temporary !== undefined,
      keepsSecrets: secrets.isPersistent,
      cluster: clusters,
      brokers: clusters.shown.brokers,
      picture: clusters.shown.picture,
      isKnown: clusters.shown.isKnown,
      now,
    }),
    ...{ notices, hub, fileSystem, now },
    findings: async (signal) => clusters.shown.findings(signal),
    bundle: () => ({
      settings: settings.value,
      cluster: clusters.state,
      ...clusters.shown.picture(),
      activity: clusters.shown.activity.items.slice(-200),
    }),
  })
  const reopen = async (id: string): Promise<void> => {
    try {
      await profiles.service.open({ id }, { signal: new AbortController().signal, progress: () => undefined })
    } catch (error) {
      notices.add(wordingOf(error))
    }
  }
  if (options.reopens === true) {
    const opened = new JsonFile({ ...base, ...openedFile(state.path) })
    if (settings.value.openLast) {
      for (const id of opened.value) {
        void reopen(id)
      }
    }
    hub.on('clusters', () => opened.set([...clusters.opened]))
  }

  return {
    application: {
      services: {
        // A window of the desktop was let in by nobody; what serves browsers puts their own access in its place.
        access: { sessions: () => ({ count: 0 }), end: () => ({}) },
        ...clusters.services,
        profiles: profiles.service,
        connect: connect.service,
        audit: audit.service,
        diagnostics: diagnostics.service,
        settings: settings.service,
      },
      sources: {
        ...clusters.sources,
        connect: connect.sources,
        settings: settings.sources,
        diagnostics: diagnostics.sources,
      },
    },
    settings: () => settings.value,
    isReadOnly,
    record: (change) => {
      audit.record(change)
    },
    clusterOf: (action, input) => clusterOfCall(action, input, clusters, store.all),
    stateDirectory: state.path,
    temporary: state.temporary,
    openMetrics: () => openMetrics(clusters.all.flatMap(({ facts }) => facts() ?? [])),
    clusters,
    get notices() {
      return notices.all
    },
    close: async () => {
      await clusters.closeAll()
      await stockDemo.stop()
      audit.close()
      state.release()
    },
  }
}
