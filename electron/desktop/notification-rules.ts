import type { Profile } from '../contract/features/profiles.ts'
import type { Settings } from '../contract/features/settings.ts'
import type { ClusterPicture } from '../services/open-clusters.ts'
import type { ClusterView } from './cluster-watch.ts'

type Reason = Exclude<keyof Settings['notifications'], 'enabled'>

/** Something worth a notification of the system. */
export interface Notice {
  readonly cluster: Pick<Profile, 'id' | 'name'>
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
    const present = view.clusters.flatMap((each) => troublesOf(each, view.settings, now))
    const told = this.#told
    this.#told = new Set(present.map(keyOf))
    const { notifications } = view.settings
    return present.filter(
      (notice) => !told.has(keyOf(notice)) && notifications.enabled && notifications[notice.reason],
    )
  }
}

function keyOf({ cluster, reason, subject }: Notice): string {
  return JSON.stringify([cluster.id, reason, subject])
}

function troublesOf(
  { cluster: { profile, broker }, inventory }: ClusterPicture,
  { thresholds: { lagMessages, lagSeconds } }: Settings,
  now: number,
): readonly Notice[] {
  if (profile === null) return []
  const cluster = { id: profile.id, name: profile.name }
  const troubles: Notice[] = []
  if (broker.state === 'lost') {
    troubles.push({ cluster, reason: 'brokerLost', subject: broker.where })
  }
  const drifted = inventory.attention.filter(({ kind, known }) => kind === 'drifted' && known !== true)
  const drifting = new Set(drifted.map(({ instanceName }) => instanceName))
  for (const { instanceName: subject, failed, parked, pending, oldestPendingAt } of inventory.nodes) {
    if (drifting.has(subject) || failed > 0 || parked > 0)
      troubles.push({ cluster, reason: 'diverged', subject })
    const isOld = oldestPendingAt !== null && now - oldestPendingAt >= lagSeconds * 1000
    if (pending !== null && pending > 0 && (pending >= lagMessages || isOld)) {
      troubles.push({ cluster, reason: 'lag', subject, waiting: pending })
    }
  }
  if (inventory.attention.some(({ id }) => id === 'dead-letters')) {
    troubles.push({ cluster, reason: 'deadLetter', subject: 'dead letter queue' })
  }
  return troubles
}
