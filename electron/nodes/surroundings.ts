import type { Activity } from '../engine/node/status.ts'
import type { Wording } from '../sentences/sentence.ts'
import type { FileSystem } from '../storage/files.ts'
import type { KnownNode } from './known-nodes.ts'

/** What a node has to know of the cluster it is in. */
export interface Surroundings {
  readonly now: () => number
  readonly fileSystem: FileSystem
  /** What goes before the file of cluster.properties; nothing unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** The master a node is compared with unless another is named. */
  readonly referenceFor: (instanceName: string) => string | undefined
  /** What its messages and its queue tell. */
  readonly noticed: (instanceName: string) => KnownNode | undefined
  /** Whether it is known that the broker has a queue for it. */
  readonly hasQueue: (instanceName: string) => boolean
  /** What the GeoServers that listen on the topic say they are; undefined when one of them is not known. */
  readonly listeners: () => readonly string[] | undefined
  readonly listener: NodeListener
}

/** Told what nodes of this machine do. */
export interface NodeListener {
  /** Something of it is another now. */
  readonly changed: () => void
  /** An engine that runs here wrote a file. */
  readonly wrote: (path: string) => void
  readonly restarted: (instanceName: string) => void
  /** A GeoServer said how far it is: the same mark as long as nothing of it changes. */
  readonly seen: (instanceName: string, mark: string) => void
  /** What its engine did, in whichever process that runs. */
  readonly did: (instanceName: string, activity: Activity) => void
  /** Something about it an operator should know. */
  readonly told: (
    instanceName: string,
    severity: 'attention' | 'failed' | 'unknown',
    message: Wording,
  ) => void
}
