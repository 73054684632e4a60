import { wait, type Clock } from '../../scheduler/clock.ts'
import { isLoopback } from '../../text/loopback.ts'
import { ownPrefix } from './announcer.ts'
import { defaultGroup } from './group.ts'
import type { Multicast } from './multicast.ts'
import { NearbyBrokers, type NearbyBroker } from './nearby-brokers.ts'

/** Each tells of itself twice a second. In milliseconds. */
const moment = 1200

/**
 * Listens for a moment whether the broker of a cluster is one of several of Plumbline that tell of themselves.
 * @param servers where the cluster has its broker
 * @returns all of them, the one to use first; none where they do not tell of it, or nothing can be heard
 * @throws the signal's reason
 */
export async function brokersBeside(
  servers: readonly { readonly host: string; readonly port: number }[],
  multicast: Multicast,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let heard: readonly NearbyBroker[] = []
  const nearby = new NearbyBrokers(defaultGroup, multicast, clock, (brokers) => (heard = brokers))
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
  const isTold = servers.some(({ host, port }) =>
    ours.some(({ url, sender }) => {
      const told = new URL(url)
      const isHere = isLoopback(host) && (isLoopback(sender) || own.has(sender))
      return Number(told.port) === port && (told.hostname === host || isHere)
    }),
  )
  return isTold ? ours.map(({ url }) => url) : []
}
