import type { ListedDestination } from '../../broker/broker-connection.ts'
import { consumerQueue, instanceNameOf } from '../../broker/destinations.ts'
import { makeQueue } from '../../broker/make-queue.ts'
import { uncounted } from '../../broker/statistics.ts'
import { failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { BrokerDestination } from './destination-roles.ts'

/**
 * Queues of slaves that are not there: what is published meanwhile is lost for them. Where each GeoServer has its own
 * broker, each makes its own.
 * @param listed all that the broker has
 */
export function missingQueues(
  { nodes, profile: { topicName }, state }: Pick<OpenCluster, 'nodes' | 'profile' | 'state'>,
  listed: readonly Pick<ListedDestination, 'name'>[],
): readonly BrokerDestination[] {
  if (state.broker.bridged.length > 0) return []
  const there = new Set(listed.map(({ name }) => name))
  return nodes.slaves().flatMap((instanceName) => {
    const name = `Consumer.${instanceName}.${topicName}`
    if (there.has(name)) return []
    const facts = nodes.get(instanceName)?.facts
    // Of whom nothing but a queue was ever seen, nothing is left when that is gone.
    if (facts?.url === undefined && facts?.dataDirectory === undefined) return []
    // What a GeoServer is that never answered, nobody knows yet.
    if (facts.roles.value?.includes('slave') === false) return []
    const nothing = { ...uncounted, consumedBy: null, oldestAt: null, canDelete: false, canTakeOut: false }
    return [{ ...nothing, name, kind: 'queue' as const, role: 'missing' as const, instanceName }]
  })
}

/**
 * Makes the queue of a node that has none, so that what is published before its first start waits for it.
 * @param listed all that the broker has, as far as it tells
 * @throws PLB-BROKERS-CANNOT-MAKE, PLB-BROKER-…; the signal's reason
 */
export async function makeMissingQueue(
  cluster: OpenCluster,
  name: string,
  listed: readonly Pick<ListedDestination, 'name'>[],
  signal: AbortSignal,
): Promise<void> {
  const { topicName } = cluster.profile
  const instanceName = instanceNameOf(name, topicName)
  if (instanceName === undefined)
    throw failure('PLB-BROKERS-CANNOT-MAKE', { queue: name, reason: say('brokers.ofNoNode') })
  if (listed.some((each) => each.name === name))
    throw failure('PLB-BROKERS-CANNOT-MAKE', { queue: name, reason: say('brokers.isThere') })
  if (cluster.state.broker.bridged.length > 0)
    throw failure('PLB-BROKERS-CANNOT-MAKE', { queue: name, reason: say('brokers.eachItsOwn') })
  const queue = consumerQueue(instanceName, topicName)
  const connections = await cluster.openConnections(signal)
  try {
    for (const connection of connections) await makeQueue(connection, queue)
  } finally {
    await Promise.all(connections.map((connection) => connection.close()))
  }
  cluster.known.noticeQueues([name])
  cluster.known.save()
}
