import { join } from 'node:path'
import type { Failure } from '../../errors/failure.ts'
import type { FileSystem } from '../../storage/files.ts'
import type { ClusterConfiguration } from '../configuration/cluster-configuration.ts'
import type { Retention } from '../journal/retention.ts'

export interface NodeOptions {
  readonly dataDirectory: string
  /** Usually process.env. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Goes before brokerURL, without being written into cluster.properties. */
  readonly brokerUrl?: string
  /** Port of the embedded broker, when this node has to host it. Default 61613. */
  readonly embeddedBrokerPort?: number
  /** Bytes a style body may have in a message. Default 1 MiB. */
  readonly styleBodyLimit?: number
  /** How much of what is finished the journal keeps. */
  readonly retention?: Retention
  /** Milliseconds between two looks at what of it need not be kept any more. Default a minute. */
  readonly upkeepInterval?: number
  /** When a master says after the broker came back how much it has published, in milliseconds. */
  readonly markDelays?: readonly number[]
  /** Milliseconds between two looks at whether files of the configuration are gone or broken. Default 2 seconds. */
  readonly fileInterval?: number
  /** Checks all of the journal without keeping this thread; what is wrong with it. Without it nobody does. */
  readonly checkJournal?: (path: string, signal: AbortSignal) => Promise<Failure | undefined>
  /** Milliseconds after the start at which that is done, once all others had their turn. Default a minute. */
  readonly journalCheckAfter?: number
  readonly fileSystem?: FileSystem
  readonly now?: () => number
  readonly random?: () => number
}

/** Where a node keeps what is its own: beside cluster.properties, outside the configuration GeoServer reads. */
export function stateDirectoryOf(
  configuration: Pick<ClusterConfiguration, 'clusterConfigDirectory'>,
): string {
  return join(configuration.clusterConfigDirectory, 'plumbline')
}
