import { z } from 'zod'
import { change, query, tail, task } from '../procedure.ts'
import { wording } from '../wording.ts'
import { agreed, count, instant, mostBuckets, nothing, objectTitle, timeBuckets } from '../shared.ts'

export const deliveryState = z.enum([
  'pending',
  'taken',
  'applied',
  'verified',
  'missing',
  'failed',
  'unknown',
])
export type DeliveryState = z.output<typeof deliveryState>

const deliveryStates: ReadonlySet<unknown> = new Set(deliveryState.options)

/**
 * What became of a message at each slave, by instance name. A page says it of hundreds of slaves a hundred times over:
 * looked through as it is, it costs a quarter of what `z.record` takes, which would keep a screen waiting.
 */
const deliveries = z.custom<Record<string, DeliveryState>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((state) => deliveryStates.has(state)),
  { error: `expected a delivery state (${deliveryState.options.join(', ')}) by instance name` },
)

/** One line of the log. */
export const messageRow = z.object({
  /** Position in the archive; grows with arrival. */
  sequence: z.number().int().positive(),
  at: instant,
  /** The event in English words, as it is searched. */
  summary: wording,
  verb: z.enum(['add', 'modify', 'remove', 'default', 'style-file', 'unreadable']),
  object: objectTitle.nullable(),
  sender: z.string(),
  /** Who asked for it, as its master says; null when it does not, as no stock GeoServer does. */
  author: z.string().nullable(),
  size: count,
  isUpdateSequence: z.boolean(),
  delivery: deliveries,
})
export type MessageRow = z.output<typeof messageRow>

export const messageFilter = z.object({
  text: z.string(),
  kind: z.string().nullable(),
  workspace: z.string().nullable(),
  /** Sender. */
  node: z.string().nullable(),
  /** Who asked for it. */
  by: z.string().nullable().default(null),
  /** Who did not ask for it; what names nobody is not meant. */
  notBy: z.string().optional(),
  verb: z.string().nullable(),
  state: deliveryState.nullable(),
  /** Whose state is meant; any slave's when null. */
  slave: z.string().nullable().default(null),
  /** Object id: the whole history of one object. */
  object: z.string().nullable(),
  since: instant.nullable(),
  until: instant.nullable(),
  /** Whether events that only count up updateSequence are shown. */
  all: z.boolean(),
})
export type MessageFilter = z.output<typeof messageFilter>

/** The filter that lets every message through but those that only count up updateSequence. */
export const everyMessage: MessageFilter = {
  text: '',
  kind: null,
  workspace: null,
  node: null,
  by: null,
  verb: null,
  state: null,
  slave: null,
  object: null,
  since: null,
  until: null,
  all: false,
}

export const savedFilter = z.object({ name: z.string().min(1).max(60), filter: messageFilter })

export const messageDetails = z.object({
  row: messageRow,
  messageId: z.string(),
  handler: z.string(),
  /** The decoded event, passwords hidden. */
  properties: z.array(
    z.object({
      name: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      changed: z.boolean(),
    }),
  ),
  /** Persisted form of the object before and after as XML, passwords hidden. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Raw body, passwords hidden, cut at 1 MB. */
  body: wording,
  headers: z.array(z.object({ name: z.string(), value: z.string(), hidden: z.boolean() })),
  failure: wording.nullable(),
  delivery: z.array(
    z.object({
      instanceName: z.string(),
      state: deliveryState,
      at: instant.nullable(),
      reason: wording.nullable(),
      /** What happened on the way and is known with its own time, in order. `applied` is what the node itself said. */
      steps: z.array(z.object({ step: z.enum(['taken', 'applied', 'verified']), at: instant })),
    }),
  ),
})

export const messages = {
  /**
   * One page of the log, newest first. `before` is the sequence the page ends below; null for the newest page.
   * `after`, given instead, asks for the page right above a sequence: the oldest rows newer than it, again newest
   * first. `more` says whether rows lie beyond the page in the direction that was asked for.
   */
  page: query(
    z.object({
      filter: messageFilter,
      before: z.number().int().positive().nullable(),
      after: z.number().int().positive().nullable().default(null),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ rows: z.array(messageRow), more: z.boolean(), folded: count }),
  ),
  /** How many messages match, and the sequence at a fraction (0 newest, 1 oldest) of them, to jump there. */
  position: query(
    z.object({ filter: messageFilter, fraction: z.number().min(0).max(1) }),
    z.object({ total: count, sequence: z.number().int().positive().nullable() }),
  ),
  /** How many messages match over time: from when the filter says, or the oldest there is, until the newest. */
  histogram: query(z.object({ filter: messageFilter, buckets: mostBuckets }), timeBuckets),
  details: query(z.object({ sequence: z.number().int().positive() }), messageDetails),
  /** Values to complete filters with. */
  facets: query(
    nothing,
    z.object({
      kinds: z.array(z.string()),
      workspaces: z.array(z.string()),
      senders: z.array(z.string()),
      authors: z.array(z.string()),
    }),
  ),
  savedFilters: query(nothing, z.array(savedFilter)),
  saveFilter: change(savedFilter, nothing),
  removeFilter: change(z.object({ name: z.string() }), nothing),
  /** The matching messages, oldest first. Passwords are hidden in it: what was exported cannot be replayed. */
  export: query(
    z.object({ filter: messageFilter, format: z.enum(['jsonl', 'csv']) }),
    z.object({
      fileName: z.string(),
      content: z.string(),
      messages: count,
      /** False when there were more messages than one answer can carry; the command line exports them all. */
      complete: z.boolean(),
    }),
  ),
  import: task(
    z.object({ content: z.string() }),
    z.object({ messages: count }),
    z.object({ messages: count }),
    true,
  ),
  /** Sends a message again, to the queue of one node alone; agreed to by the name of that queue. */
  replay: change(
    z.object({ sequence: z.number().int().positive(), instanceName: z.string(), agreed }),
    z.object({ queue: z.string() }),
  ),
  statistics: query(nothing, z.object({ messages: count, bytes: count, oldestAt: instant.nullable() })),
}

export const messageStreams = {
  /** New messages that match, in batches, newest last; rows whose delivery changed come again. */
  live: tail(z.object({ filter: messageFilter }), messageRow),
}
