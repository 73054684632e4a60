import { access } from './features/access.ts'
import { activityStreams } from './features/activity.ts'
import { audit } from './features/audit.ts'
import { brokers } from './features/brokers.ts'
import { connect, connectStreams } from './features/connect.ts'
import { configuration } from './features/configuration.ts'
import { diagnostics, diagnosticsStreams } from './features/diagnostics.ts'
import { findings } from './features/findings.ts'
import { inventory, inventoryStreams } from './features/inventory.ts'
import { messages, messageStreams } from './features/messages.ts'
import { metrics, metricsStreams } from './features/metrics.ts'
import { profiles, profileStreams } from './features/profiles.ts'
import { resync } from './features/resync.ts'
import { several } from './features/several.ts'
import { settingsProcedures, settingsStreams } from './features/settings.ts'
import type { HandlersOf, ImplementationOf, SourcesOf } from './procedure.ts'

/** Every procedure of the application, by feature. The transports, the services and the renderer derive from this. */
export const procedures = {
  access,
  profiles,
  connect,
  inventory,
  metrics,
  messages,
  configuration,
  resync,
  several,
  findings,
  brokers,
  audit,
  diagnostics,
  settings: settingsProcedures,
} as const

/** Every stream, by feature. */
export const streams = {
  profiles: profileStreams,
  connect: connectStreams,
  inventory: inventoryStreams,
  metrics: metricsStreams,
  messages: messageStreams,
  activity: activityStreams,
  diagnostics: diagnosticsStreams,
  settings: settingsStreams,
} as const

/** All a renderer may ask the application for. */
export const applicationContract = { procedures, streams } as const

export type Procedures = typeof procedures
export type Streams = typeof streams
export type Feature = keyof Procedures

/** An implementation of a feature: one handler a procedure. */
export type Service<Name extends Feature> = HandlersOf<Procedures[Name]>

/** Sources of a feature's streams. */
export type Sources<Name extends keyof Streams> = SourcesOf<Streams[Name]>

/** All of the application, as the channel sees it. */
export type Application = ImplementationOf<typeof applicationContract>
