import { access } from './access.ts'
import { activityStreams } from './activity.ts'
import { audit } from './audit.ts'
import { brokers } from './brokers.ts'
import { connect, connectStreams } from './connect.ts'
import { configuration } from './configuration.ts'
import { diagnostics, diagnosticsStreams } from './diagnostics.ts'
import { findings } from './findings.ts'
import { inventory, inventoryStreams } from './inventory.ts'
import { maps } from './maps.ts'
import { messages, messageStreams } from './messages.ts'
import { metrics, metricsStreams } from './metrics.ts'
import { profiles, profileStreams } from './profiles.ts'
import { resync } from './resync.ts'
import { several } from './several.ts'
import { settingsProcedures, settingsStreams } from './settings.ts'
import type { HandlersOf, ImplementationOf, SourcesOf } from '../procedure.ts'

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
  maps,
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

/** The one shape of what is made of a feature: what answers it, what it streams, and how it ends where it has to. */
export type Offers<Name extends Feature | keyof Streams> = (Name extends Feature
  ? { readonly service: Service<Name> }
  : unknown) &
  (Name extends keyof Streams ? { readonly sources: Sources<Name> } : unknown) & {
    readonly close?: () => void | Promise<void>
  }

/** All of the application, as the channel sees it. */
export type Application = ImplementationOf<typeof applicationContract>
