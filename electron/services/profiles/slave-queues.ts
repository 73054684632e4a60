import type { Connection } from '../../broker/broker-connection.ts'
import type { BrokerServer, DiscoveryBrokerUrl, NetworkBrokerUrl } from '../../broker/broker-url.ts'
import { consumerQueue, instanceNameOf } from '../../broker/destinations.ts'
import { makeQueue } from '../../broker/make-queue.ts'
import { demandAgreement } from '../../errors/agreement.ts'
import { failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { connectTo, type CheckTime } from '../broker-check/connections.ts'
import { failed, warning, type TestStep } from '../broker-check/step.ts'

type BrokerAccess = NetworkBrokerUrl | DiscoveryBrokerUrl

/**
 * Of some slaves, those that have no queue at the broker, as something to be made. Nothing is said where each GeoServer
 * has a broker of its own, which makes its queue, and where the broker does not tell of its queues.
 * @throws the signal's reason
 */
export async function looksAtSlaveQueues(
  access: BrokerAccess,
  slaves: readonly string[],
  topicName: string,
  time: CheckTime,
): Promise<TestStep[]> {
  if (slaves.length === 0) return []
  try {
    const missing = await atBroker(access, time, async (connection) => {
      const there = await connection.queueNames()
      if (there === undefined) return []
      return slaves.flatMap((node) => {
        const queue = consumerQueue(node, topicName).name
        if (there.has(queue)) return []
        const message = say('profiles.slaveWithoutQueue', { node, queue })
        return [{ ...warning(say('brokerCheck.queues'), message, say('profiles.makeItsQueue')), queue }]
      })
    })
    return missing ?? []
  } catch (error) {
    time.signal.throwIfAborted()
    return [failed(say('brokerCheck.queues'), error)]
  }
}

/**
 * Makes the queue of a slave that has none yet, agreed to by its name.
 * @throws PLB-APP-NOT-AGREED, PLB-BROKERS-CANNOT-MAKE, PLB-BROKER-…; the signal's reason
 */
export async function makeSlaveQueue(
  access: BrokerAccess,
  {
    queue,
    topicName,
    agreed,
  }: { readonly queue: string; readonly topicName: string; readonly agreed: string },
  time: CheckTime,
): Promise<void> {
  demandAgreement(agreed, queue)
  const node = instanceNameOf(queue, topicName)
  if (node === undefined) throw failure('PLB-BROKERS-CANNOT-MAKE', { queue, reason: say('brokers.ofNoNode') })
  const made = await atBroker(access, time, async (connection) => {
    if ((await connection.queueNames())?.has(queue) === true)
      throw failure('PLB-BROKERS-CANNOT-MAKE', { queue, reason: say('brokers.isThere') })
    await makeQueue(connection, consumerQueue(node, topicName))
    return true
  })
  if (made === undefined)
    throw failure('PLB-BROKERS-CANNOT-MAKE', { queue, reason: say('brokers.eachItsOwn') })
}

/**
 * @returns undefined where each GeoServer has a broker of its own
 * @throws why the last server of the URL cannot be connected to
 */
async function atBroker<Result>(
  access: BrokerAccess,
  time: CheckTime,
  use: (connection: Connection) => Promise<Result>,
): Promise<Result | undefined> {
  if (access.kind !== 'network' || access.bridged) return undefined
  const connection = await firstOf(access.servers, time)
  try {
    return await use(connection)
  } finally {
    await connection.close()
  }
}

async function firstOf(servers: readonly BrokerServer[], time: CheckTime): Promise<Connection> {
  let refused: unknown
  for (const server of servers) {
    try {
      return await connectTo(server, time)
    } catch (error) {
      time.signal.throwIfAborted()
      refused = error
    }
  }
  throw refused
}
