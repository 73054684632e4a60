import { about } from './findings.ts'
import { z } from 'zod'
import { change, query, state, task } from '../procedure.ts'
import { wording } from '../wording.ts'
import { nothing, severity } from '../shared.ts'

export const diagnosticCheck = z.object({
  id: z.string(),
  title: wording,
  severity,
  message: wording,
  /** Of something that is wrong in the cluster: why, what was seen of it, and what to do. */
  detail: z.object({ cause: wording, evidence: z.array(wording), remedy: wording }).optional(),
  /** What the fix would do, when there is one. */
  fix: wording.nullable(),
  muted: z.boolean(),
  /** Whether it needs nobody, as the findings say. */
  known: z.boolean(),
})

export const diagnostics = {
  checks: task(nothing, z.array(diagnosticCheck), z.object({ check: z.string() }), false),
  /** Agreed to by what the fix was said to do. */
  fix: change(z.object({ id: z.string(), about, agreed: wording }), diagnosticCheck),
  mute: change(z.object({ id: z.string(), about, muted: z.boolean() }), nothing),
  supportBundle: query(nothing, z.object({ fileName: z.string(), content: z.string() })),
  about: query(
    nothing,
    z.object({
      version: z.string(),
      shell: z.enum(['desktop', 'serve']),
      /** Whether there is somewhere newer versions could come from. */
      canUpdate: z.boolean(),
      node: z.string(),
      platform: z.string(),
      stateDirectory: z.string(),
      /** Whether passwords are still there after Plumbline was started again. */
      keepsPasswords: z.boolean(),
      notices: z.array(wording),
    }),
  ),
}

export const diagnosticsStreams = {
  /** What the operator should know about this run, oldest first; none ever goes away. */
  notices: state(nothing, z.array(wording)),
}
