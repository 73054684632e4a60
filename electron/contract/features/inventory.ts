import { z } from 'zod'
import { change, query, state, task } from '../procedure.ts'
import { wording } from '../wording.ts'
import { agreed, count, drift, driftEntry, instant, nothing, severity } from '../shared.ts'

/** What made a verdict old: something that happened after the comparison. */
export const staleReason = z.enum([
  'change',
  'not-applied',
  'waiting',
  'restart',
  'reconnect',
  'files',
  'missed',
])
export type StaleReason = z.output<typeof staleReason>

export const nodeView = z.object({
  instanceName: z.string(),
  type: z.enum(['plumbline', 'geoserver', 'unknown']),
  roles: z.array(z.enum(['master', 'slave'])),
  group: z.string().nullable(),
  version: z.string().nullable(),
  /** Set for a node whose engine runs in the app or whose directory lies on this machine. */
  dataDirectory: z.string().nullable(),
  url: z.string().nullable(),
  /** Whether its engine runs, and whether another process of this machine runs it. */
  running: z.boolean(),
  elsewhere: z.boolean(),
  connection: z.object({
    configured: z.enum(['enabled', 'disabled', 'unknown']),
    effective: z.enum(['connected', 'disconnected', 'unknown']),
  }),
  queue: z.string().nullable(),
  /** Messages waiting in its queue; null when it has none or it was not looked at. */
  pending: count.nullable(),
  oldestPendingAt: instant.nullable(),
  lastTakenAt: instant.nullable(),
  lastMessageAt: instant.nullable(),
  parked: count,
  failed: count,
  drift: z.object({
    state: z.enum(['not-compared', 'equal', 'drifted']),
    objects: count,
    /** How many of these somebody accepted. */
    accepted: count,
    /** Whether these are all that keeps it from being equal. */
    allAccepted: z.boolean(),
    at: instant.nullable(),
    reference: z.string().nullable(),
    /** Why what was found may no longer be true; null while nothing has happened since. */
    stale: z.object({ at: instant, because: staleReason }).nullable(),
  }),
  severity,
  /** One word: in sync, pending, not compared, drifted, diverged, stopped, lost … */
  state: z.string(),
  reasons: z.array(wording),
  /** What is not known of it, with the reason. */
  unknown: z.array(
    z.object({
      fact: z.enum(['roles', 'group', 'version', 'configured', 'effective', 'engine']),
      why: wording,
    }),
  ),
  /** What can be done with it here, and why not where it cannot. */
  actions: z.array(
    z.object({
      action: z.enum([
        ...(['compare', 'resync', 'start', 'stop', 'pause', 'resume', 'reload', 'edit', 'forget'] as const),
        'saveProperties',
      ]),
      allowed: z.boolean(),
      why: wording.nullable(),
    }),
  ),
})
export type NodeView = z.output<typeof nodeView>

/** What is known of the drift of a node that was not compared. */
export const neverCompared: NodeView['drift'] = {
  ...{ state: 'not-compared', objects: 0, accepted: 0, allAccepted: false },
  ...{ at: null, reference: null, stale: null },
}

/** What kind of thing needs the operator. */
export const attentionKind = z.enum([
  ...([
    'broker',
    'topic-silent',
    'archive',
    'failed',
    'trouble',
    'diverged',
    'gap',
    'lost',
    'disabled',
  ] as const),
  ...(['conflict', 'stopped', 'lagging', 'drifted', 'orphan', 'dead-letters', 'finding'] as const),
])
export type AttentionKind = z.output<typeof attentionKind>

/** Something that needs the operator. */
export const attentionItem = z.object({
  id: z.string(),
  kind: attentionKind,
  severity,
  /** One sentence: what, since when. */
  message: wording,
  why: wording.nullable(),
  since: instant.nullable(),
  instanceName: z.string().nullable(),
  action: z.enum([
    'review',
    'resync',
    'compare',
    'start',
    'open-broker',
    'open-messages',
    'open-maps',
    'compare-versions',
    'none',
  ]),
  /**
   * Set when somebody acknowledged or snoozed it, or accepted all that differs: it needs nobody, and is counted and
   * listed among the findings.
   */
  known: z.boolean().optional(),
  /** Which change does not stand, and of what; it is in the history of its node under that number. */
  conflict: z.object({ id: z.number().int(), objectId: z.string(), historyId: z.number().int() }).optional(),
})

export type AttentionItem = z.output<typeof attentionItem>

/** An object that differs on a node, as the latest comparison of that node found. */
export const driftingObject = driftEntry.omit({ properties: true }).extend({
  instanceName: z.string(),
  reference: z.string(),
})
export type DriftingObject = z.output<typeof driftingObject>

export const clusterProperty = z.object({
  key: z.string(),
  value: z.string(),
  source: z.enum(['file', 'default', 'environment']),
  /** What its value is edited with. */
  control: z.discriminatedUnion('type', [
    z.object({ type: z.literal('choice'), choices: z.array(z.string()).readonly() }),
    z.object({ type: z.literal('number'), minimum: z.number(), maximum: z.number() }),
    z.object({ type: z.literal('text'), longest: z.number() }),
  ]),
  /** When a change of it counts. */
  takesEffect: z.enum(['after-restart', 'never']),
})

export const inventory = {
  nodes: query(nothing, z.array(nodeView)),
  attention: query(nothing, z.array(attentionItem)),
  /** What the latest comparison of a node found; null when it was never compared. */
  verdict: query(
    z.object({ instanceName: z.string() }),
    z.object({ reference: z.string(), drift }).nullable(),
  ),
  /** Every object that differs anywhere, by the latest comparison of each node; `left` are not told. */
  drifting: query(nothing, z.object({ objects: z.array(driftingObject), left: count })),
  compare: task(
    z.object({ reference: z.string(), instanceName: z.string() }),
    drift,
    z.object({ message: wording }),
    false,
  ),
  properties: query(
    z.object({ instanceName: z.string() }),
    z.object({ path: z.string().nullable(), text: z.string(), properties: z.array(clusterProperty) }),
  ),
  /** Agreed to by the path of the file, as it was shown. */
  saveProperties: change(
    z.object({ instanceName: z.string(), changes: z.record(z.string(), z.string()), agreed }),
    z.object({
      problems: z.array(z.object({ key: z.string(), message: wording })),
      restartNeeded: z.boolean(),
    }),
  ),
  /** Starts the engine of a node; agreed to by its data directory, or else its address, as the next two. */
  start: change(z.object({ instanceName: z.string(), agreed }), nothing),
  /** Stops it; its messages wait in its queue. */
  stop: change(z.object({ instanceName: z.string(), agreed }), nothing),
  /** Has it apply nothing until it is resumed, or started again; its messages wait in its queue. */
  pause: change(z.object({ instanceName: z.string(), agreed }), nothing),
  resume: change(z.object({ instanceName: z.string(), agreed }), nothing),
  reload: change(z.object({ instanceName: z.string(), agreed }), nothing),
  /** Forgets a node that was noticed on the broker; it comes back when it sends something. Agreed to by its name. */
  forget: change(z.object({ instanceName: z.string(), agreed }), nothing),
  /** Says that a conflict was seen; agreed to by the id of its object. */
  acknowledge: change(z.object({ instanceName: z.string(), conflict: z.number().int(), agreed }), nothing),
  unfinished: query(
    z.object({ instanceName: z.string() }),
    z.array(
      z.object({
        state: z.string(),
        summary: wording,
        reason: wording.nullable(),
        receivedAt: instant,
      }),
    ),
  ),
}

export const inventoryStreams = {
  /** Everything whenever something changed, at most twice a second. */
  nodes: state(
    nothing,
    z.object({
      /** Id of the profile of the cluster; null while none is open. */
      cluster: z.string().nullable(),
      nodes: z.array(nodeView),
      attention: z.array(attentionItem),
      /** The one state the cluster is summed up in. */
      worst: severity,
    }),
  ),
}
