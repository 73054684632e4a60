import type { Settings } from '../contract/features/settings.ts'
import type { ClusterView } from './cluster-watch.ts'

type Reason = Exclude<keyof Settings['notifications'], 'enabled'>

/** Something worth a notification of the system. */
export interface Notice {
  readonly reason: Reason
  /** The node or destination it is about; one notice each until it is well again. */
  readonly subject: string
  readonly waiting?: number
}

/**
 * Decides what the operator is told while looking elsewhere: each trouble once, when it begins, and again only after
 * it was over. What is muted counts as told, so that turning notifications on brings no flood of old ones.
 */
export class NotificationRules {
  #told: ReadonlySet<string> = new Set()

  /** @returns what to say about this change */
  next(view: ClusterView, now: number): readonly Notice[] {
    const present = troublesOf(view, now)
    const told = this.#told
    this.#told = new Set(present.map(keyOf))
    const { notifications } = view.settings
    return present.filter(
      (notice) => !told.has(keyOf(notice)) && notifications.enabled && notifications[notice.reason],
    )
  }
}

function keyOf({ reason, subject }: Notice): string {
  return `${reason} ${subject}`
}

function troublesOf({ cluster, inventory, settings }: ClusterView, now: number): readonly Notice[] {
  if (cluster === undefined || cluster.state === 'closed') return []
  const { lagMessages, lagSeconds } = settings.thresholds
  const troubles: Notice[] = []
  if (cluster.broker.state === 'lost') {
    troubles.push({ reason: 'brokerLost', subject: cluster.broker.where })
  }
  for (const { instanceName: subject, drift, failed, parked, pending, oldestPendingAt } of inventory.nodes) {
    if (drift.state === 'drifted' || failed > 0 || parked > 0) troubles.push({ reason: 'diverged', subject })
    const isOld = oldestPendingAt !== null && now - oldestPendingAt >= lagSeconds * 1000
    if (pending !== null && pending > 0 && (pending >= lagMessages || isOld)) {
      troubles.push({ reason: 'lag', subject, waiting: pending })
    }
  }
  if (inventory.attention.some(({ id }) => id === 'dead-letters')) {
    troubles.push({ reason: 'deadLetter', subject: 'dead letter queue' })
  }
  return troubles
}
