import { z } from 'zod'
import { query } from '../procedure.ts'
import { wording } from '../wording.ts'
import { instant, mostBuckets, timeBuckets } from '../shared.ts'

/** What operators did and what came of it; of others as the messages that came by tell. */
export const auditEntry = z.object({
  /** Its number in the audit log; of what was seen, the number of the message. */
  id: z.number().int(),
  at: instant,
  operator: z.string(),
  /** Name of the procedure; of what was seen, what the message does. */
  action: z.string(),
  /** In words, with the target. */
  summary: wording,
  target: z.string().nullable(),
  subject: z.object({ node: z.string().nullable(), ids: z.array(z.string()) }).nullable(),
  /** `seen`: somebody else asked for it, and its message came by. */
  outcome: z.enum(['done', 'refused', 'failed', 'cancelled', 'seen']),
  /** Why it was refused or failed. */
  message: wording.nullable(),
  /** Why it was done, in the words of whoever did it. */
  reason: z.string().nullable(),
  /** The name it had; null for what is of no cluster, and for entries of earlier versions. */
  cluster: z.string().nullable(),
})

const sought = z.object({
  text: z.string(),
  /** Who did it. */
  by: z.string().optional(),
  /** Name of a cluster. */
  cluster: z.string().optional(),
  /** Object id: what was done to one object. */
  object: z.string().optional(),
  since: instant.optional(),
  until: instant.optional(),
})

/** Numbers all of a page lies below: of the audit log, and of messages; null where none of these was shown yet. */
const place = z.object({
  entry: z.number().int().positive().nullable(),
  message: z.number().int().positive().nullable(),
})

export const audit = {
  page: query(
    sought.extend({
      before: place.nullable(),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({
      entries: z.array(auditEntry),
      /** Where the next older page goes on; null when there is none. */
      next: place.nullable(),
      /** The newest there was of each, whatever was asked for. */
      newest: place,
      /** The clusters there are entries of, whatever was asked for. */
      clusters: z.array(z.string()),
    }),
  ),
  /** How many came since, at most as many as one page holds. */
  newer: query(
    sought.extend({ than: place, limit: z.number().int().min(1).max(500) }),
    z.object({ count: z.number().int() }),
  ),
  /** How many entries match over time: from when the filter says, or the oldest there is, until the newest. */
  histogram: query(sought.extend({ buckets: mostBuckets }), timeBuckets),
  export: query(
    z.object({ format: z.enum(['jsonl', 'csv']) }),
    z.object({ fileName: z.string(), content: z.string() }),
  ),
}
