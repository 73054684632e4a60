import { z } from 'zod'
import { change, query, state, tail, task } from '../procedure.ts'
import { wording } from '../wording.ts'
import { instant, nothing, severity } from './shared.ts'

/** What operators did and what came of it. */
export const auditEntry = z.object({
  id: z.number().int(),
  at: instant,
  operator: z.string(),
  /** Name of the procedure. */
  action: z.string(),
  /** In words, with the target. */
  summary: wording,
  target: z.string().nullable(),
  outcome: z.enum(['done', 'refused', 'failed', 'cancelled']),
  message: wording.nullable(),
})

export const audit = {
  page: query(
    z.object({
      before: z.number().int().positive().nullable(),
      limit: z.number().int().min(1).max(500),
      text: z.string(),
    }),
    z.object({ entries: z.array(auditEntry), more: z.boolean() }),
  ),
  export: query(
    z.object({ format: z.enum(['jsonl', 'csv']) }),
    z.object({ fileName: z.string(), content: z.string() }),
  ),
}

export const diagnosticCheck = z.object({
  id: z.string(),
  title: wording,
  severity,
  message: wording,
  /** What the fix would do, when there is one. */
  fix: wording.nullable(),
  muted: z.boolean(),
})

export const diagnostics = {
  checks: task(nothing, z.array(diagnosticCheck), z.object({ check: z.string() }), false),
  fix: change(z.object({ id: z.string() }), diagnosticCheck),
  mute: change(z.object({ id: z.string(), muted: z.boolean() }), nothing),
  supportBundle: query(nothing, z.object({ fileName: z.string(), content: z.string() })),
  about: query(
    nothing,
    z.object({
      version: z.string(),
      shell: z.enum(['desktop', 'serve']),
      node: z.string(),
      platform: z.string(),
      stateDirectory: z.string(),
      /** Whether passwords are still there after Plumbline was started again. */
      keepsPasswords: z.boolean(),
      notices: z.array(wording),
    }),
  ),
}

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['en', 'de']),
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
  }),
  readOnly: z.boolean(),
  updates: z.object({ enabled: z.boolean(), feed: z.string() }),
  openLast: z.boolean(),
})
export type Settings = z.output<typeof settings>

export const settingsProcedures = {
  get: query(nothing, settings),
  /** Turning read-only mode off is itself allowed in read-only mode. */
  set: { ...query(settings.partial(), settings), recorded: true },
}

export const operationStreams = {
  settings: state(nothing, settings),
  /** What the operator should know about this run, oldest first; none ever goes away. */
  notices: state(nothing, z.array(z.string())),
  /** What happened, newest last, for recent activity and notifications. */
  activity: tail(
    nothing,
    z.object({ at: instant, instanceName: z.string().nullable(), severity, message: wording }),
  ),
}
