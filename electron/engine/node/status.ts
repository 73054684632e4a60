import type { SessionStatus } from '../../broker/status.ts'
import type { Gap } from '../journal/heard.ts'
import type { ConflictNote } from '../journal/conflicts.ts'
import type { InboxState } from '../../sentences/inbox-states.ts'
import type { OutboxState } from '../journal/outbox.ts'
import type { Wording } from '../../sentences/sentence.ts'

/**
 * `gap`: events are missing, or may be; only a comparison tells what that did.
 * `ok` says that everything received was applied, not that the node equals its master: only a comparison does. */
export type NodeHealth = 'starting' | 'ok' | 'gap' | 'diverged' | 'trouble' | 'disconnected' | 'stopped'

export interface NodeStatus {
  readonly instanceName: string
  readonly group: string
  readonly topicName: string
  readonly roles: readonly ('master' | 'slave')[]
  readonly dataDirectory: string
  readonly readOnly: boolean
  /** Whether it was told to apply nothing for the time being. */
  readonly paused: boolean
  readonly health: NodeHealth
  /** Why the health is not `ok`, and what is to be said of one that is, in sentences. */
  readonly reasons: readonly Wording[]
  readonly broker: {
    readonly state: SessionStatus['state']
    readonly where: string
    readonly hosted: boolean
  }
  /** What was published and never received here. */
  readonly gaps: readonly Gap[]
  /** Changes of its own that do not stand, which nobody has seen yet, the newest first; the newest fifty. */
  readonly conflicts: readonly ConflictNote[]
  readonly objects: number
  readonly inbox: Readonly<Record<InboxState, number>>
  readonly outbox: Readonly<Record<OutboxState, number>>
  /** When the last event was applied, in milliseconds since 1970. */
  readonly lastAppliedAt: number | undefined
}

/** One line of what a node does, for those who watch it. */
export interface Activity {
  readonly at: number
  readonly direction: 'received' | 'published' | 'node'
  /** The sender of what was received. */
  readonly from: string | undefined
  readonly state: string
  readonly summary: Wording
  readonly reason: Wording | undefined
  /** Whether it is about an event that says nothing but that its sender's counter of changes went up. */
  readonly countsOnly: boolean
}
