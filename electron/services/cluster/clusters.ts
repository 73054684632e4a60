import type { ClusterState, Profile } from '../../contract/features/profiles.ts'
import type { ClusterAccess } from './open-cluster.ts'
import type { RunningCluster } from './running-cluster.ts'

/** Several clusters that are open side by side; as one, they are the one that is shown. */
export interface Clusters extends ClusterAccess {
  readonly current: RunningCluster | undefined
  isOpen(profileId: string): boolean
  /**
   * Shows a cluster; opens it where it is not open.
   * @throws PLB-CLUSTER-TOO-MANY
   */
  open(profile: Profile): Promise<ClusterState>
  /** Takes over a profile that was saved anew, where it is one of those that are open. */
  follow(saved: Profile): Promise<void>
  /** Closes the cluster of a profile, if it is open; where it was shown, another one that is open is shown instead. */
  close(profileId: string): Promise<void>
}
