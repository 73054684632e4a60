import type { z } from 'zod'
import { activityStreams } from './features/activity.ts'
import { audit } from './features/audit.ts'
import { brokers } from './features/brokers.ts'
import { configuration } from './features/configuration.ts'
import { diagnostics, diagnosticsStreams } from './features/diagnostics.ts'
import { inventory, inventoryStreams } from './features/inventory.ts'
import { messages, messageStreams } from './features/messages.ts'
import { profiles, profileStreams } from './features/profiles.ts'
import { resync } from './features/resync.ts'
import { settingsProcedures, settingsStreams } from './features/settings.ts'

/** Every procedure of the application, by feature. The transports, the services and the renderer derive from this. */
export const procedures = {
  profiles,
  inventory,
  messages,
  configuration,
  resync,
  brokers,
  audit,
  diagnostics,
  settings: settingsProcedures,
} as const

/** Every stream, by feature. */
export const streams = {
  profiles: profileStreams,
  inventory: inventoryStreams,
  messages: messageStreams,
  activity: activityStreams,
  diagnostics: diagnosticsStreams,
  settings: settingsStreams,
} as const

export type Procedures = typeof procedures
export type Streams = typeof streams
export type Feature = keyof Procedures

type Description = { readonly input: z.ZodType; readonly output: z.ZodType; readonly progress?: z.ZodType }

/** What a caller gets, and what it hears on the way. */
export type OutputOf<Procedure extends Description> = z.output<Procedure['output']>
export type ProgressOf<Procedure extends Description> = Procedure['progress'] extends z.ZodType
  ? z.output<Procedure['progress']>
  : never

/** What implements one procedure: the input checked, a signal that cancels, and a way to say how far it is. */
export type Handler<Procedure extends Description> = (
  input: z.output<Procedure['input']>,
  call: { readonly signal: AbortSignal; readonly progress: (value: ProgressOf<Procedure>) => void },
) => OutputOf<Procedure> | Promise<OutputOf<Procedure>>

/** An implementation of a feature: one handler a procedure. */
export type Service<Name extends Feature> = {
  readonly [Procedure in keyof Procedures[Name]]: Procedures[Name][Procedure] extends Description
    ? Handler<Procedures[Name][Procedure]>
    : never
}

/** A source of one stream: calls back with batches until the signal is aborted. */
export type Source<Input, Item> = (
  input: Input,
  emit: (items: readonly Item[]) => void,
  signal: AbortSignal,
) => void

/** Sources of a feature's streams. */
export type Sources<Name extends keyof Streams> = {
  readonly [Stream in keyof Streams[Name]]: Streams[Name][Stream] extends {
    readonly input: infer Input extends z.ZodType
    readonly item: infer Item extends z.ZodType
  }
    ? Source<z.output<Input>, z.output<Item>>
    : never
}

/** All of the application, as the transports see it. */
export interface Application {
  readonly services: { readonly [Name in Feature]: Service<Name> }
  readonly sources: { readonly [Name in keyof Streams]: Sources<Name> }
}
