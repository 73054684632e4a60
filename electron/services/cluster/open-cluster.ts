import type { BrowseOptions } from '../../broker/browse.ts'
import type { Destination } from '../../broker/destinations.ts'
import type { EmbeddedBroker } from '../../broker/embedded/embedded-broker.ts'
import type { Message } from '../../broker/message.ts'
import type { Publication } from '../../broker/session.ts'
import type { Profile } from '../../contract/features/profiles.ts'
import type { NodesOfCluster } from '../../nodes/cluster-nodes.ts'

/** The cluster that is open, for the services that work on it. */
export interface OpenCluster {
  readonly profile: Profile
  /** Its own directory below the state directory; it exists. */
  readonly directory: string
  /** Set when the broker of this cluster is hosted here. */
  readonly embeddedBroker: EmbeddedBroker | undefined
  readonly nodes: NodesOfCluster
  /** Publishes on a connection of its own; waits for the broker. */
  publish(publication: Publication): Promise<void>
  /** See {@link BrokerSession.browse}. */
  browse(queue: Destination, options?: BrowseOptions): AsyncGenerator<Message, void, undefined>
}

/** Gives services the cluster that is open at the moment. */
export interface ClusterAccess {
  readonly current: OpenCluster | undefined
  /** @throws PLB-CLUSTER-NOT-OPEN */
  required(): OpenCluster
}
