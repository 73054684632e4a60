import type { DeliveryState } from '../../../contract/features/messages.ts'
import type { DriftData } from '../../../contract/shared.ts'
import type { DocumentSight, Sight } from '../../../contract/features/maps.ts'
import type { Peculiarities } from '../../../nodes/probe-geoserver.ts'
import type { Wording } from '../../../sentences/sentence.ts'

export interface MessageAtSlave {
  readonly summary: Wording
  readonly at: number
  readonly sender: string
  readonly objectId: string | null
  readonly state: DeliveryState
}

/** What was seen of the maps of a node when they were looked at last. */
export interface MapFacts {
  readonly at: number
  /** Whether it is what others are compared with. */
  readonly isReference: boolean
  readonly documents: readonly DocumentSight[]
  readonly sights: readonly (Pick<Sight, 'state' | 'points' | 'of' | 'why'> & { readonly layer: string })[]
}

/** What is known of a GeoServer of the cluster. */
export interface GeoServerFacts {
  readonly instanceName: string
  readonly url: string | null
  readonly version: string | null
  /** Null when not known. */
  readonly roles: readonly ('master' | 'slave')[] | null
  readonly group: string | null
  readonly topicName: string | null
  readonly connection: 'enabled' | 'disabled' | 'unknown'
  /** The name it gives itself. */
  readonly saysName: string | null
  readonly isAnswering: boolean
  /** Why not: it took the connection and said nothing in time, or something else. */
  readonly silence: Peculiarities['silence']
  /** The same for two nodes whose files are the same to the second. */
  readonly directoryMark: string | null
  /** Nodes that were seen to lie on its data directory; null while that cannot be told. */
  readonly sharesDirectoryWith: readonly string[] | null
  readonly isRestMisleading: boolean | null
  readonly hasSecretInProperties: boolean
  /** Whether the broker has a queue of it; null when the broker does not tell. */
  readonly hasQueue: boolean | null
  /** Messages in its queue, and who takes from it; null when not known. */
  readonly pending: number | null
  readonly consumers: number | null
  /** When a message of its own was last seen. */
  readonly publishedAt: number | null
  /** The newest messages for it. */
  readonly messages: readonly MessageAtSlave[]
  /** What the latest comparison found; undefined when there is none, or it is old. */
  readonly verdict: Pick<DriftData, 'entries' | 'unsent'> | undefined
  /** Undefined while its maps were not looked at. */
  readonly maps: MapFacts | undefined
}

/** Everything the detectors look at: nothing but data. */
export interface FindingFacts {
  readonly topicName: string
  readonly group: string
  readonly broker: 'connected' | 'away'
  readonly isTopicSilent: boolean
  /** Brokers of Plumbline that tell of themselves, that of the cluster among them, the one to use first. */
  readonly together: readonly string[]
  /** How full the broker's store is; null when it does not say. */
  readonly storePercent: number | null
  /** Milliseconds until it is full at the rate of the last day; null when not known. */
  readonly storeFullIn: number | null
  readonly memoryPercent: number | null
  readonly queues: readonly {
    readonly name: string
    readonly role: string
    readonly depth: number | null
    readonly consumers: number | null
    /** Who they are; null when the broker does not tell. */
    readonly consumedBy: readonly { readonly client: string | null; readonly address: string | null }[] | null
    /** How long the oldest message has waited, in milliseconds; null when not known. */
    readonly oldestWaits: number | null
  }[]
  readonly nodes: readonly GeoServerFacts[]
  /** The newest messages that told of a service as if it were new, newest first; those of workspaces are called `topp:wms`. */
  readonly servicesAdded: readonly {
    readonly sender: string
    readonly at: number
    readonly title: string
  }[]
}
