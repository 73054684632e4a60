import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { consumerQueue } from '../../broker/destinations.ts'
import { stateDirectoryOf } from '../../engine/node/node.ts'
import type { NodeStatus } from '../../engine/node/state.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { Verdict } from '../comparison/verdicts.ts'
import type { KnownNode } from '../cluster/known-nodes.ts'
import type { LocalNode, OpenCluster } from '../cluster/open-cluster.ts'
import type { QueueLook } from './queue-watch.ts'

/** A GeoServer of the profile as its REST interface showed it. */
export interface RemoteFacts {
  readonly url: string
  readonly version: string | null
  readonly roles: readonly ('master' | 'slave')[]
  readonly group: string | null
  readonly connection: 'enabled' | 'disabled' | 'unknown'
  /** Why it does not answer; null when it does. */
  readonly trouble: Wording | null
  /** What cannot be known of it although it answers, and why; null when nothing. */
  readonly remark: Wording | null
}

/** Everything that is known of one node, from wherever. */
export interface NodeFacts {
  readonly instanceName: string
  readonly local: LocalNode | undefined
  /** Of its engine, when that runs here. */
  readonly status: NodeStatus | undefined
  readonly known: KnownNode | undefined
  readonly remote: RemoteFacts | undefined
  readonly look: QueueLook | undefined
  readonly comparison: Verdict | undefined
  /** The local master it is compared with unless another is named. */
  readonly reference: string | undefined
  readonly queue: string
  readonly isOfPlumbline: boolean
}

export interface FactSources {
  readonly cluster: OpenCluster
  readonly known: readonly KnownNode[]
  readonly remote: (instanceName: string) => RemoteFacts | undefined
  readonly look: (instanceName: string) => QueueLook | undefined
  readonly comparison: (instanceName: string) => Verdict | undefined
  readonly referenceFor: (instanceName: string) => string | undefined
}

/** Gathers what is known of every node: those of this machine first, then those of the profile, then those noticed. */
export function gatherFacts(sources: FactSources): readonly NodeFacts[] {
  const { cluster, known } = sources
  const { profile } = cluster
  const local = cluster.localNodes
  const names = new Set([
    ...local.map(({ instanceName }) => instanceName),
    ...profile.nodes.flatMap((each) => (each.type === 'geoserver' ? [each.instanceName] : [])),
    ...known.map(({ instanceName }) => instanceName),
  ])
  names.delete(profile.observer)
  return [...names].map((instanceName) => {
    const own = local.find((each) => each.instanceName === instanceName)
    const noticed = known.find((each) => each.instanceName === instanceName)
    return {
      instanceName,
      local: own,
      status: own?.node?.status,
      known: noticed,
      remote: sources.remote(instanceName),
      look: sources.look(instanceName),
      comparison: sources.comparison(instanceName),
      reference: sources.referenceFor(instanceName),
      queue: consumerQueue(instanceName, profile.topicName).name,
      isOfPlumbline: noticed?.type === 'plumbline' || (own !== undefined && isOurs(own)),
    }
  })
}

/** Whether an engine of ours keeps or kept the directory. */
function isOurs({ run, configuration }: LocalNode): boolean {
  if (run) return true
  return configuration !== undefined && existsSync(join(stateDirectoryOf(configuration), 'node.sqlite'))
}
