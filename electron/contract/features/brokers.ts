import { z } from 'zod'
import { change, query, task } from '../procedure.ts'
import { wording } from '../wording.ts'
import { messageDetails, messageRow } from './messages.ts'
import { agreed, count, instant, nothing } from '../shared.ts'

export const brokerDestination = z.object({
  name: z.string(),
  kind: z.enum(['queue', 'topic']),
  /** `ours`: the observer's; `node`: a known node's; `orphan`: a consumer queue nobody owns; `missing`: a slave's that is not there; `dead-letter`; `other` */
  role: z.enum(['ours', 'node', 'observer', 'orphan', 'missing', 'dead-letter', 'topic', 'other']),
  instanceName: z.string().nullable(),
  depth: count.nullable(),
  consumers: count.nullable(),
  /** The first of those that take from a queue; null where the broker does not tell. */
  consumedBy: z
    .array(
      z.object({
        client: z.string().nullable(),
        address: z.string().nullable(),
        /** Whether it is a bridge, by which another broker takes for consumers of its own. */
        isBridge: z.boolean(),
        /** When it was first seen; null when it was there before anybody looked. */
        since: instant.nullable(),
      }),
    )
    .nullable(),
  enqueued: count.nullable(),
  dequeued: count.nullable(),
  oldestAt: instant.nullable(),
  canDelete: z.boolean(),
  /** Whether messages of it may be moved or removed one by one. */
  canTakeOut: z.boolean(),
})

/** A message that lies in a queue; its sequence is its place there. */
export const queuedMessage = messageRow.omit({ delivery: true }).extend({
  messageId: z.string(),
  handler: z.string().nullable(),
  persistent: z.boolean(),
  /** Of a dead letter: where it was before, and why the broker gave it up, as the broker says. */
  from: z.string().nullable(),
  cause: z.string().nullable(),
})

/**
 * What became of a message: `gone` when it was not there any more or is out at a consumer, `left` when it lies where it
 * lay, `unknown` when the broker was lost on the way: it may have been copied, removed, or neither.
 */
export const messageOutcome = z.object({
  messageId: z.string(),
  outcome: z.enum(['done', 'gone', 'left', 'unknown']),
  because: wording.nullable(),
})

/** Messages of a queue by their ids; null for all that lie there now. */
const chosen = z.object({ queue: z.string(), messageIds: z.array(z.string()).max(20_000).nullable() })
const outcomes = z.object({ outcomes: z.array(messageOutcome) })
const howMany = z.object({ done: count, all: count })

export const brokers = {
  destinations: query(
    nothing,
    z.object({
      source: wording,
      warnings: z.array(wording),
      /** How full the broker's store is; null when it does not say. */
      storePercent: count.nullable(),
      /** Milliseconds until it is full at the rate of the last day; null while that is not known. */
      storeFullIn: count.nullable(),
      /** How full the memory for messages is; null when the broker does not say. */
      memoryPercent: count.nullable(),
      /** Whether the broker tells what there is; otherwise these are the queues of nodes that are known. */
      isTold: z.boolean(),
      destinations: z.array(brokerDestination),
    }),
  ),
  /** What lies in a queue, oldest first; looking leaves it there. `text`: words that all have to be in a message. */
  messages: query(
    z.object({ queue: z.string(), text: z.string(), limit: z.number().int().min(1).max(1000) }),
    z.object({ rows: z.array(queuedMessage), more: z.boolean() }),
  ),
  /** One of them, with all it holds, passwords hidden. */
  message: query(z.object({ queue: z.string(), messageId: z.string() }), messageDetails),
  /** The matching ones as a file. Passwords are hidden in it: what was exported cannot be sent again. */
  exportMessages: query(
    z.object({ queue: z.string(), text: z.string(), format: z.enum(['jsonl', 'csv']) }),
    z.object({ fileName: z.string(), content: z.string(), messages: count, complete: z.boolean() }),
  ),
  /** Moves messages to one queue, agreed to by its name. Each is archived before. */
  resend: task(chosen.extend({ to: z.string(), agreed }), outcomes, howMany, true),
  /** Removes messages for good, agreed to by the name of their queue. Each is archived before. */
  discard: task(chosen.extend({ agreed }), outcomes, howMany, true),
  /** Its messages are archived first. Agreed to by its name once more, as it was typed. */
  deleteQueue: change(z.object({ queue: z.string(), agreed }), nothing),
  /** Makes the queue of a node that has none yet, agreed to by its name. */
  makeQueue: change(z.object({ queue: z.string(), agreed }), nothing),
}
