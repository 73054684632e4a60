import type { z } from 'zod'
import type { Sample } from '../../contract/features/metrics.ts'
import type { Settings } from '../../contract/features/settings.ts'
import type { activityStreams } from '../../contract/features/activity.ts'
import type { ClusterState, Profile } from '../../contract/features/profiles.ts'
import type { DriftData } from '../../contract/shared.ts'
import type { Gap } from '../../engine/journal/heard.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** Something worth a line under 'recent activity'. */
export type ActivityItem = z.output<(typeof activityStreams)['recent']['item']> & {
  /** Whether it tells of one message among many. */
  readonly ofMessage?: boolean
}

/** A comparison of two nodes that was made just now. */
export interface Comparison {
  readonly instanceName: string
  readonly reference: string
  readonly drift: DriftData
  /** How far either was before it was read, by instance name, as far as they tell. */
  readonly marks?: Readonly<Record<string, string>>
}

/** What was seen in the consumer queue of a node, oldest first. */
export interface QueueGlimpse {
  readonly instanceName: string
  readonly queue: string
  readonly at: number
  /** The broker's ids of the messages waiting; the archive knows them by the same ids. */
  readonly messageIds: readonly string[]
  /** False when there are more messages than were looked at, so that one not listed may wait all the same. */
  readonly complete: boolean
  /** How many wait in all, as far as known. */
  readonly pending: number
  readonly oldestAt: number | null
}

/** What is known of a node's consumer queue. */
export interface QueueLook {
  readonly queue: string
  /** Null when it was not looked at, or does not exist. */
  readonly pending: number | null
  /** Whether there may be more than `pending`. */
  readonly atLeast: boolean
  readonly oldestAt: number | null
  /** When a message was last seen to be gone, or the node said that it finished one. */
  readonly takenAt: number | null
  readonly at: number
}

export interface QueuesSeen {
  readonly at: number
  /** None while the broker is away. */
  readonly looks: ReadonlyMap<string, QueueLook>
  /** Messages that were archived, a second since the look before; null while the broker is away. */
  readonly throughput: number | null
}

/** What a node of this machine did with an event. */
export interface EventFinished {
  readonly instanceName: string
  readonly at: number
  readonly state: string
  readonly from: string | null
  readonly summary: Wording
  readonly reason: Wording | null
  /** Whether it said nothing but that its sender's counter of changes went up. */
  readonly countsOnly: boolean
}

/** What the services tell each other. */
export interface ApplicationEvents {
  /** The cluster was opened, closed, or the state of its broker changed. */
  cluster: ClusterState
  /** Another cluster is shown, or the ones that are open are others. */
  clusters: undefined
  /** A cluster was closed, by its profile. */
  closed: Profile
  /** Nodes, their queues or their comparisons changed in some way. */
  nodes: undefined
  activity: ActivityItem
  compared: Comparison
  waiting: QueueGlimpse
  /** A node that runs here finished an event it received. */
  finished: EventFinished
  /** A node that runs here published an event. */
  published: { readonly instanceName: string; readonly countsOnly: boolean }
  /** A node was started, or answers again. */
  restarted: { readonly instanceName: string }
  /** A GeoServer said how far it is: the same mark as long as nothing of it changes. */
  seen: { readonly instanceName: string; readonly mark: string }
  /** The broker is connected again after it was lost. */
  reconnected: undefined
  /** A node that runs here wrote, moved or removed what lies at a path. */
  wrote: { readonly path: string }
  /** Somebody else changed files of a data directory that lies here. */
  files: { readonly instanceName: string }
  /** Messages were stored in the archive by the observer; `changes` of them change what nodes hold. */
  archived: { readonly messages: number; readonly changes: number }
  /** What the archive never heard of the events its senders numbered; all of it. */
  gaps: readonly Gap[]
  queues: QueuesSeen
  measured: Sample
  settings: Settings
  /** All of them, oldest first. */
  notices: readonly Wording[]
}
