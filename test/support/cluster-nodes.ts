import { onTestFinished } from 'vitest'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { systemClock } from '../../electron/scheduler/clock.ts'
import type { Profile } from '../../electron/contract/features/profiles.ts'
import type { Accepted, EditRequest } from '../../electron/engine/master/master.ts'
import type { ClusterNode } from '../../electron/nodes/face/cluster-node.ts'
import { ClusterNodes, type NodesOfCluster } from '../../electron/nodes/cluster-nodes.ts'
import { KnownNodes } from '../../electron/nodes/known-nodes.ts'
import type { NodeListener } from '../../electron/nodes/surroundings.ts'
import { Notices } from '../../electron/state/notices.ts'
import { localFileSystem } from '../../electron/storage/files.ts'

/** For whoever asks a node once and follows nothing. */
export const deafListener: NodeListener = {
  changed: () => undefined,
  wrote: () => undefined,
  restarted: () => undefined,
  seen: () => undefined,
  did: () => undefined,
  told: () => undefined,
}

/** The nodes of a profile on a broker of their own, open until the test has finished. */
export async function openNodes(profile: Profile, directory: string): Promise<ClusterNodes> {
  const broker = await EmbeddedBroker.start({ database: ':memory:' })
  onTestFinished(() => broker.stop())
  const nodes = new ClusterNodes({
    profile,
    directory,
    brokerUrl: broker.url,
    environment: {},
    known: new KnownNodes({
      directory,
      topicName: profile.topicName,
      observer: profile.observer,
      fileSystem: localFileSystem,
      now: Date.now,
      notices: new Notices(),
    }),
    passwordOf: () => Promise.resolve(undefined),
    hasQueue: () => false,
    listener: deafListener,
    fileSystem: localFileSystem,
    clock: systemClock,
    now: Date.now,
  })
  onTestFinished(() => nodes.close())
  await nodes.open()
  return nodes
}

/** Stand-ins as an open cluster has its nodes, for a service that only looks at them. */
export function nodesOf(all: readonly ClusterNode[], changes: Partial<NodesOfCluster> = {}): NodesOfCluster {
  const get = (instanceName: string) => all.find((each) => each.instanceName === instanceName)
  const refuse = () => Promise.reject(new Error('A stand-in does not do that.'))
  return {
    all,
    ofThisMachine: all,
    geoServers: [],
    get,
    required: (instanceName) => {
      const node = get(instanceName)
      if (node === undefined) throw new Error(`There is no ${instanceName}.`)
      return node
    },
    referenceFor: () => undefined,
    isNamedReference: () => false,
    slaves: () => [],
    open: refuse,
    start: refuse,
    stop: refuse,
    probe: refuse,
    close: refuse,
    retry: () => undefined,
    ...changes,
  }
}

/** Makes a change on a node of a cluster as whoever agrees to all of its plan does. */
export async function publishAsPlanned(
  { configuration }: Pick<ClusterNode, 'configuration'>,
  request: EditRequest,
  author = 'test',
): Promise<Accepted> {
  const { digest, asksForName } = await configuration.plan(request)
  const agreement = { plan: digest, name: asksForName, publishAnyway: true }
  return configuration.publish(request, agreement, author, crypto.randomUUID())
}
