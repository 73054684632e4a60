import { z } from 'zod'
import { query, state } from '../procedure.ts'
import { nothing } from '../shared.ts'
import { languageTags } from '../../languages/tags.ts'

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(languageTags),
  density: z.enum(['compact', 'comfortable']),
  notifications: z.object({
    enabled: z.boolean(),
    diverged: z.boolean(),
    lag: z.boolean(),
    deadLetter: z.boolean(),
    brokerLost: z.boolean(),
  }),
  retention: z.object({
    days: z.number().int().min(1).max(3650),
    megabytes: z.number().int().min(10).max(1_000_000),
  }),
  thresholds: z.object({
    lagMessages: z.number().int().min(1),
    lagSeconds: z.number().int().min(1),
    compareMinutes: z.number().int().min(1).max(1440),
    /** Messages looked at in one look into one queue. */
    browseMessages: z.number().int().min(10).max(50_000).default(500),
  }),
  /** How the embedded broker of a cluster is hosted, from when the cluster is opened next. */
  embeddedBroker: z.object({
    /** Elsewhere than on the loopback address it wants a login, and speaks TLS alone. */
    host: z.string().max(253),
    /** Files, as PEM; with both it speaks TLS. */
    certificate: z.string().max(4096),
    key: z.string().max(4096),
    /** Whether it tells of itself by multicast. */
    announced: z.boolean(),
  }),
  readOnly: z.boolean(),
  updates: z.object({ enabled: z.boolean() }),
  openLast: z.boolean(),
})
export type Settings = z.output<typeof settings>

export const settingsProcedures = {
  get: query(nothing, settings),
  /** Turning read-only mode off is itself allowed in read-only mode. */
  set: { ...query(settings.partial(), settings), recorded: true },
}

export const settingsStreams = {
  /** Until a language is chosen, it is the one of who looks. */
  current: state(z.object({ language: z.enum(languageTags).optional() }), settings),
}
