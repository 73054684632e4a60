import type { Connection } from '../../broker/connection.ts'
import { ConnectionMemory } from '../../broker/connection-memory.ts'
import { systemClock } from '../../broker/clock.ts'
import { defaultConnectionSettings } from '../../broker/connection-settings.ts'
import { parseBrokerUrl, type Credentials } from '../../broker/broker-url.ts'
import { instanceNameOf } from '../../broker/destinations.ts'
import { openConnection } from '../../broker/open-connection.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import { withCredentials } from '../cluster/cluster-broker.ts'

/**
 * Names of the consumer queues of a topic, from whichever of the brokers answers first. Nothing is left behind.
 * @returns undefined when the broker tells nothing
 * @throws PLB-BROKER-…; the signal's reason
 */
export async function consumerQueueNames(
  brokerUrl: string,
  credentials: Credentials | undefined,
  topicName: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const connection = await openAny(brokerUrl, credentials, signal)
  try {
    const listing = await connection.destinations(signal)
    return listing?.destinations
      .filter(({ kind, name }) => kind === 'queue' && instanceNameOf(name, topicName) !== undefined)
      .map(({ name }) => name)
  } finally {
    await connection.close()
  }
}

async function openAny(
  brokerUrl: string,
  credentials: Credentials | undefined,
  signal: AbortSignal,
): Promise<Connection> {
  const parsed = parseBrokerUrl(brokerUrl)
  if (parsed.kind !== 'network') throw failure('PLB-BROKER-URL-UNSUPPORTED', { scheme: 'vm://' })
  const { servers } = withCredentials(parsed, credentials)
  const memory = new ConnectionMemory()
  let reason: unknown
  for (const server of servers) {
    try {
      return await openConnection(server, {
        settings: defaultConnectionSettings,
        clock: systemClock,
        memory,
        connectionId: memory.connectionId,
        signal,
      })
    } catch (error) {
      signal.throwIfAborted()
      if (!isFailure(error)) throw error
      reason ??= error
    }
  }
  throw reason
}
