import { z } from 'zod'
import { change, query } from '../procedure.ts'
import { wording } from '../wording.ts'
import { attentionItem } from './inventory.ts'
import { acceptedDifference, count, instant, note, nothing, severity } from '../shared.ts'

/** What it is about, as it was shown: the audit says that, where an id says nothing to anybody. */
export const about = wording.optional()
const reason = z.string().trim().min(1).max(1_000)

export const finding = z.object({
  id: z.string(),
  severity,
  message: wording,
  why: wording.nullable(),
  /** What was seen of it. */
  evidence: z.array(wording),
  remedy: wording.nullable(),
  since: instant.nullable(),
  instanceName: z.string().nullable(),
  action: attentionItem.shape.action,
  conflict: attentionItem.shape.conflict,
  /** Set while it is acknowledged or snoozed. */
  note: note.nullable(),
  /** Whether it needs nobody: it has a note, or all that differs is accepted. */
  known: z.boolean(),
})
export type FindingView = z.output<typeof finding>

export const findings = {
  /** Everything that is wrong, what is acknowledged too, and every difference that is accepted. */
  list: query(
    nothing,
    z.object({
      findings: z.array(finding),
      /** With how many differences of the latest comparisons each covers. */
      accepted: z.array(acceptedDifference.extend({ covers: count })),
    }),
  ),
  /** Acknowledges a finding; with a time it is snoozed until then. It stays listed and counted. */
  acknowledge: change(
    z.object({ id: z.string().min(1).max(1_000), about, reason, until: instant.nullable() }),
    nothing,
  ),
  reopen: change(z.object({ id: z.string(), about }), nothing),
  accept: change(
    acceptedDifference.omit({ id: true, by: true, at: true }).extend({ reason }),
    z.object({ id: z.string() }),
  ),
  endAcceptance: change(z.object({ id: z.string(), about }), nothing),
  /** All of it as a table for spreadsheets. */
  export: query(nothing, z.object({ fileName: z.string(), content: z.string() })),
}
