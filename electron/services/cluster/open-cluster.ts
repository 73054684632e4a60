import type { BrowseOptions } from '../../broker/browse.ts'
import type { Destination } from '../../broker/destinations.ts'
import type { EmbeddedBroker } from '../../broker/embedded/embedded-broker.ts'
import type { Message } from '../../broker/message.ts'
import type { Publication } from '../../broker/session.ts'
import type { Profile } from '../../contract/features/profiles.ts'
import type { ClusterConfiguration } from '../../engine/configuration/cluster-configuration.ts'
import type { Node } from '../../engine/node/node.ts'
import type { Failure } from '../../errors/failure.ts'

/** A node whose data directory lies on this machine. */
export interface LocalNode {
  readonly dataDirectory: string
  /** From cluster.properties; the name of the directory when that cannot be read. */
  readonly instanceName: string
  /** Whether the profile says that its engine runs in the app. */
  readonly run: boolean
  /** Undefined when cluster.properties cannot be read, or does not exist yet. */
  readonly configuration: ClusterConfiguration | undefined
  /** Its engine; undefined while it does not run here. */
  readonly node: Node | undefined
  readonly state: 'stopped' | 'starting' | 'running' | 'failed'
  /** Why it is not running although it should. */
  readonly failure: Failure | undefined
}

/** The cluster that is open, for the services that work on it. */
export interface OpenCluster {
  readonly profile: Profile
  /** Its own directory below the state directory; it exists. */
  readonly directory: string
  /** Set when the broker of this cluster is hosted here. */
  readonly embeddedBroker: EmbeddedBroker | undefined
  readonly localNodes: readonly LocalNode[]
  /** The local node of that name. */
  localNode(instanceName: string): LocalNode | undefined
  /**
   * Instance names of the nodes that take messages: local slaves, those of the profile, and owners of consumer queues
   * that were seen. The observer is not among them.
   */
  slaves(): readonly string[]
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
