import { wait, type Clock } from '../../scheduler/clock.ts'
import { isLoopback } from '../../text/loopback.ts'
import type { DiscoveryBrokerUrl } from '../broker-url.ts'
import { ownPrefix } from './announcer.ts'
import { defaultGroup } from '../multicast-group.ts'
import type { Multicast } from './multicast.ts'
import { NearbyBrokers, type NearbyBroker } from './nearby-brokers.ts'

/** Each tells of itself twice a second. In milliseconds. */
const moment = 1200

interface NamedBrokers {
  readonly kind: 'network'
  readonly servers: readonly { readonly host: string; readonly port: number }[]
}

/**
 * Listens for a moment whether the broker of a cluster is one of several of Plumbline that tell of themselves.
 * @param cluster where the cluster has its broker
 * @returns all of them, the one to use first; none where they do not tell of it, or nothing can be heard
 * @throws the signal's reason
 */
export async function brokersBeside(
  cluster: NamedBrokers | DiscoveryBrokerUrl,
  multicast: Multicast,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let heard: readonly NearbyBroker[] = []
  const group = cluster.kind === 'discovery' ? cluster.group : defaultGroup
  const nearby = new NearbyBrokers(group, multicast, clock, (brokers) => (heard = brokers))
  try {
    await nearby.start()
  } catch {
    // Where nothing can be heard, nobody meets.
    return []
  }
  await wait(clock, moment, signal)
  nearby.stop()
  signal.throwIfAborted()
  const own = multicast.ownAddresses()
  const ours = heard
    .filter(({ name }) => name?.startsWith(ownPrefix) === true)
    .toSorted((one, other) => ((one.name ?? '') < (other.name ?? '') ? -1 : 1))
  // Whoever takes every broker that is heard takes all of these.
  const isTold =
    cluster.kind === 'discovery' ||
    cluster.servers.some(({ host, port }) =>
      ours.some(({ url, sender }) => {
        const told = new URL(url)
        const isHere = isLoopback(host) && (isLoopback(sender) || own.has(sender))
        return Number(told.port) === port && (told.hostname === host || isHere)
      }),
    )
  return isTold ? ours.map(({ url }) => url) : []
}
