import type { BrowseOptions } from '../../broker/sessions/browse.ts'
import type { Connection } from '../../broker/broker-connection.ts'
import type { Destination } from '../../broker/destinations.ts'
import type { EmbeddedBroker } from '../../broker/embedded/hosting/embedded-broker.ts'
import type { Message } from '../../broker/message.ts'
import type { Publication } from '../../broker/sessions/session.ts'
import type { ClusterState, Profile } from '../../contract/features/profiles.ts'
import type { NodesOfCluster } from '../../nodes/cluster-nodes.ts'
import type { KnownNodes } from '../../nodes/known-nodes.ts'

/** The cluster that is open, for the services that work on it. */
export interface OpenCluster {
  readonly profile: Profile
  /** Its own directory below the state directory; it exists. */
  readonly directory: string
  /** Set when the broker of this cluster is hosted here. */
  readonly embeddedBroker: EmbeddedBroker | undefined
  readonly nodes: NodesOfCluster
  /** Nodes that were noticed, by what they sent or by their queues. */
  readonly known: KnownNodes
  readonly state: Pick<ClusterState, 'broker' | 'message'>
  /** Whether the broker takes what is published to the topic and gives it to nobody. */
  readonly isTopicSilent: boolean
  /**
   * Brokers of Plumbline that tell of themselves, its own among them, the one to use first; none where it does not.
   * @throws the signal's reason
   */
  together(signal: AbortSignal): Promise<readonly string[]>
  /** Publishes on a connection of its own; waits for the broker. */
  publish(publication: Publication): Promise<void>
  /** See {@link BrokerSession.browse}. */
  browse(queue: Destination, options?: BrowseOptions): AsyncGenerator<Message, void, undefined>
  /**
   * Opens connections of their own, for what a session cannot do: one to the broker that is connected, or to each of
   * several that are bridged to each other.
   * @throws PLB-BROKER-… when it cannot be had; the signal's reason
   */
  openConnections(signal: AbortSignal): Promise<readonly Connection[]>
}

/** Gives services the cluster that is open at the moment. */
export interface ClusterAccess {
  readonly state: ClusterState
  readonly current: OpenCluster | undefined
  /** @throws PLB-CLUSTER-NOT-OPEN */
  required(): OpenCluster
}
