import { serverOfBridge } from '../../broker/bridged-server.ts'
import type { BridgedBroker, Connection } from '../../broker/broker-connection.ts'
import { ConnectionMemory } from '../../broker/connection-memory.ts'
import { systemClock, type Clock } from '../../scheduler/clock.ts'
import { hearBrokers } from '../../broker/discovery/heard-brokers.ts'
import type { Multicast } from '../../broker/discovery/multicast.ts'
import { defaultConnectionSettings } from '../../broker/connection-settings.ts'
import { parseBrokerUrl, serverName } from '../../broker/broker-url.ts'
import { consumerQueueParts } from '../../broker/destinations.ts'
import { openConnection } from '../../broker/sessions/open-connection.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import { withAccess, type BrokerAccess } from '../cluster/cluster-broker.ts'

/** Where brokers are heard that a URL does not name. */
export interface Ear {
  readonly multicast: Multicast
  readonly clock: Clock
}

/** What a broker tells of who is behind it. */
export interface Behind {
  /** Names of consumer queues; undefined when it tells nothing. */
  readonly queues: readonly string[] | undefined
  /** Brokers it is bridged to, and where they are as seen from here; undefined where that is not told. */
  readonly bridges: readonly { readonly name: string; readonly url: string | undefined }[]
}

/**
 * Asks a broker who is behind it. Nothing is left behind.
 * @throws PLB-BROKER-…; the signal's reason
 */
export async function lookBehind(brokerUrl: string, ear: Ear, signal: AbortSignal): Promise<Behind> {
  const connection = await openAny(brokerUrl, { credentials: undefined }, ear, signal)
  try {
    const queues = await queueNamesOn(connection, signal)
    const bridges = await connection.bridges()
    return { queues, bridges: bridges.map((each) => ({ name: each.name, url: urlOf(each, connection) })) }
  } finally {
    await connection.close()
  }
}

function urlOf(bridge: BridgedBroker, { server }: Connection): string | undefined {
  const there = serverOfBridge(bridge, server)
  return there === undefined ? undefined : `tcp://${serverName(there)}`
}

/**
 * Names of the consumer queues of all topics, from whichever of the brokers answers first. Nothing is left behind.
 * @returns undefined when the broker tells nothing
 * @throws PLB-BROKER-…; the signal's reason
 */
export async function consumerQueueNames(
  brokerUrl: string,
  access: BrokerAccess,
  ear: Ear,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const connection = await openAny(brokerUrl, access, ear, signal)
  try {
    return await queueNamesOn(connection, signal)
  } finally {
    await connection.close()
  }
}

async function queueNamesOn(
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const listing = await connection.destinations(signal)
  return listing?.destinations
    .filter(({ kind, name }) => kind === 'queue' && consumerQueueParts(name) !== undefined)
    .map(({ name }) => name)
}

async function openAny(
  brokerUrl: string,
  access: BrokerAccess,
  { multicast, clock }: Ear,
  signal: AbortSignal,
): Promise<Connection> {
  const parsed = parseBrokerUrl(brokerUrl)
  if (parsed.kind === 'embedded') throw failure('PLB-BROKER-URL-UNSUPPORTED', { scheme: 'vm://' })
  const given = withAccess(parsed, access)
  const { servers } = given.kind === 'network' ? given : await hearBrokers(given, multicast, clock, signal)
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
