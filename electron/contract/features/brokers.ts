import { z } from 'zod'
import { change, query } from '../procedure.ts'
import { wording } from '../wording.ts'
import { agreed, count, instant, nothing } from './shared.ts'

export const brokerDestination = z.object({
  name: z.string(),
  kind: z.enum(['queue', 'topic']),
  /** `ours`: the observer's; `node`: a known node's; `orphan`: a consumer queue nobody owns; `dead-letter`; `other` */
  role: z.enum(['ours', 'node', 'orphan', 'dead-letter', 'topic', 'other']),
  instanceName: z.string().nullable(),
  depth: count.nullable(),
  consumers: count.nullable(),
  enqueued: count.nullable(),
  dequeued: count.nullable(),
  oldestAt: instant.nullable(),
  canDelete: z.boolean(),
})

export const brokers = {
  destinations: query(
    nothing,
    z.object({
      source: wording,
      warnings: z.array(wording),
      /** How full the broker's store is; null when it does not say. */
      storePercent: count.nullable(),
      destinations: z.array(brokerDestination),
    }),
  ),
  browse: query(
    z.object({ queue: z.string(), limit: z.number().int().min(1).max(1000) }),
    z.array(
      z.object({
        messageId: z.string(),
        at: instant.nullable(),
        sender: z.string().nullable(),
        handler: z.string().nullable(),
        persistent: z.boolean(),
      }),
    ),
  ),
  /** Only queues of the embedded broker can be deleted over STOMP's side. */
  /** Its messages are lost: agreed to by its name once more, as it was typed. */
  deleteQueue: change(z.object({ queue: z.string(), agreed }), nothing),
}
