import { z } from 'zod'
import { inboxStates } from '../sentences/inbox-states.ts'
import { kinds } from '../sentences/kinds.ts'
import { failureData, sentenceData, wording } from './wording.ts'
import { requestId } from './shared.ts'
import { change, query, tail } from './procedure.ts'

/**
 * What a running node can be asked by another process of the same account on the same machine. The node listens on
 * a loopback port of its own choice, which it writes into a file only that account can read, with a secret both ends
 * prove to know.
 */

/** What became of a message at a node. */
export const inboxState = z.enum(inboxStates)
const count = z.number().int().nonnegative()

/** What was published and never received; numbers of events, both inclusive. */
export const gap = z.object({
  sender: z.string(),
  epoch: z.string(),
  kind: z.enum(['missing', 'before', 'new journal']),
  first: count,
  last: count,
  foundAt: z.number(),
})

/** A change of a master that does not stand, because another master changed the same without knowing of it. */
const conflict = z.object({
  id: z.number().int(),
  foundAt: z.number(),
  historyId: z.number().int(),
  kind: z.enum(kinds),
  objectId: z.string(),
  title: z.string(),
  reason: z.enum(['same property', 'removed', 'name taken', 'added twice', 'default']),
  properties: z.array(z.string()).readonly(),
  madeAt: z.number(),
  other: z.string(),
  otherMadeAt: z.number(),
})

export const nodeStatus = z.object({
  instanceName: z.string(),
  group: z.string(),
  topicName: z.string(),
  roles: z.array(z.enum(['master', 'slave'])),
  dataDirectory: z.string(),
  readOnly: z.boolean(),
  paused: z.boolean(),
  /** `ok` says that everything received was applied, not that the node equals its master. */
  health: z.enum(['starting', 'ok', 'gap', 'diverged', 'trouble', 'disconnected', 'stopped']),
  reasons: z.array(wording),
  broker: z.object({
    state: z.enum(['idle', 'connecting', 'connected', 'lost', 'closed']),
    where: z.string(),
    hosted: z.boolean(),
  }),
  gaps: z.array(gap),
  /** Of a node of an earlier version there are none. */
  conflicts: z.array(conflict).default([]),
  objects: count,
  inbox: z.record(inboxState, count),
  outbox: z.record(z.enum(['accepted', 'applied', 'sent', 'withdrawn']), count),
  lastAppliedAt: z.number().optional(),
  /** Of the Plumbline that runs it. */
  version: z.string(),
})

/** A property of an object as GeoServer's files hold it. */
const element: z.ZodType<Element> = z.lazy(() =>
  z.object({
    name: z.string(),
    attributes: z.record(z.string(), z.string()),
    children: z.array(element),
    text: z.string(),
  }),
)
interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

/** An object of the catalog; passwords are in it as the node has them. */
const catalogObject = z.object({
  kind: z.enum(kinds),
  root: z.string(),
  id: z.string(),
  properties: z.array(element),
})

/** A change as it is asked for. */
const editRequest = z.object({
  verb: z.enum(['add', 'modify', 'remove', 'default']),
  kind: z.enum(kinds),
  service: z.string().optional(),
  name: z.string().optional(),
  input: z.string().optional(),
  properties: z.array(element).optional(),
  styleBody: z.string().optional(),
  recurse: z.boolean().optional(),
  comesBack: z.boolean().optional(),
  listeners: z.array(z.string()).optional(),
  /** Edits that are made with it as one change, in this order. */
  get others() {
    return z.array(editRequest).optional()
  },
})

/** What whoever asks has seen of a change and agrees to. */
const agreement = z.object({
  plan: z.string(),
  name: z.string().optional(),
  publishAnyway: z.boolean().optional(),
  reason: z.string().optional(),
})

/** What a change would do. */
const plan = z.object({
  /** What each event says. */
  events: z.array(wording),
  /** What the change is agreed to by; empty when it would be refused in any case. */
  digest: z.string(),
  /** The name that has to be given, because the change cannot be taken back as a whole. */
  asksForName: z.string().optional(),
  /** What each edit is about as it is, and as it would be. */
  edits: z.array(z.object({ before: catalogObject.optional(), after: catalogObject.optional() })),
  goesAlong: z.array(
    z.object({
      object: catalogObject,
      title: z.string(),
      effect: z.enum(['added', 'changed', 'removed', 'losesPassword']),
    }),
  ),
  /** What the body of a style has against it. */
  findings: z.array(
    z.object({
      severity: z.enum(['error', 'doubt']),
      place: z.object({ line: count, column: count }).optional(),
      problem: sentenceData,
    }),
  ),
  problems: z.array(failureData),
})

export const activity = z.object({
  at: z.number(),
  direction: z.enum(['received', 'published', 'node']),
  from: z.string().optional(),
  state: z.string(),
  summary: wording,
  reason: wording.optional(),
  countsOnly: z.boolean().default(false),
})

/** A change that was accepted, with the object before and after it as files hold it. */
const keptEntry = z.object({
  id: z.number().int(),
  at: z.number(),
  author: z.string(),
  verb: z.enum(['add', 'modify', 'remove', 'default']),
  kind: z.enum(kinds),
  objectId: z.string(),
  summary: wording,
  before: z.string().optional(),
  after: z.string().optional(),
  styleBodyBefore: z.string().optional(),
  styleBodyAfter: z.string().optional(),
  requestId: z.string().optional(),
  reason: z.string().optional(),
  together: z.number().int().optional(),
  partOf: z.number().int().optional(),
})

/** All a running node can be asked. */
export const nodeContract = {
  procedures: {
    node: {
      status: query(z.object({}), nodeStatus),
      unfinished: query(
        z.object({}),
        z.array(
          z.object({
            state: z.string(),
            summary: wording,
            reason: wording.optional(),
            receivedAt: z.number(),
          }),
        ),
      ),
      history: query(
        z.object({ limit: z.number().int().positive().max(1000).default(50) }),
        z.array(
          z.object({
            at: z.number(),
            author: z.string(),
            verb: z.string(),
            kind: z.string(),
            object_id: z.string(),
            summary: wording,
          }),
        ),
      ),
      historyOf: query(
        z.object({ objectId: z.string(), limit: z.number().int().positive().max(1000) }),
        z.array(keptEntry),
      ),
      removals: query(z.object({ before: z.number().int().positive().optional() }), z.array(keptEntry)),
      /** What came of a request that was made, whatever it was for when that is not said. */
      madeBefore: query(
        z.object({ requestId, asked: editRequest.pick({ verb: true, kind: true }).optional() }),
        z.object({ events: z.array(wording), id: z.string() }).nullable(),
      ),
      changeOf: query(z.object({ id: z.number().int() }), z.array(keptEntry)),
      plan: query(editRequest, plan),
      edit: change(
        editRequest.extend({
          agreed: agreement,
          /** Who asks, for the history. */
          author: z.string(),
          /** Repeating a request under the same id makes the change once only. */
          requestId: requestId.optional(),
        }),
        z.object({ events: z.array(wording), id: z.string() }),
      ),
      reload: change(
        z.object({}),
        z.array(
          z.object({
            path: z.string(),
            /** `unread`: nothing is known of what lies there. */
            effect: z.enum(['unread', 'ignored', 'remark']),
            message: wording,
          }),
        ),
      ),
      outcomes: query(
        z.object({ eventIds: z.array(z.string()).max(100_000) }),
        z.array(
          z.object({
            eventId: z.string(),
            state: inboxState,
            reason: wording.optional(),
            at: z.number().optional(),
          }),
        ),
      ),
      /** Says that somebody has seen a conflict. */
      acknowledge: change(z.object({ conflict: z.number().int() }), z.object({})),
      settle: change(z.object({ reason: wording }), z.object({})),
      /**
       * A comparison that began at a time, in milliseconds since 1970, found this node equal to its master or slave.
       */
      provedEqual: change(z.object({ at: z.number() }), z.object({})),
      /** Applies nothing until it is told to resume. */
      pause: change(z.object({}), z.object({})),
      resume: change(z.object({}), z.object({})),
      stop: change(z.object({}), z.object({})),
    },
  },
  streams: {
    /** What it does from now on. */
    node: { activity: tail(z.object({}), activity) },
  },
} as const

type Procedures = (typeof nodeContract)['procedures']['node']
export type NodeProcedure = keyof Procedures
export type ProcedureInput<Name extends NodeProcedure> = z.input<Procedures[Name]['input']>
export type ProcedureOutput<Name extends NodeProcedure> = z.output<Procedures[Name]['output']>
export type NodeStatusData = z.output<typeof nodeStatus>
export type ActivityData = z.output<typeof activity>

/** Where a running node can be asked; the content of its control file. */
export const controlAddress = z.object({
  port: z.number().int().min(1).max(65535),
  /** Never sent: what both ends prove to know. */
  secret: z.string().min(32),
  pid: z.number().int(),
})
export type ControlAddress = z.output<typeof controlAddress>
