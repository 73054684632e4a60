import type { DestinationListing, ListedDestination } from '../../broker/broker-connection.ts'

/** What brokers that are bridged to each other have, as if it were one: a queue that several hold parts of is one queue. */
export function asOne(listings: readonly DestinationListing[]): DestinationListing {
  const [only] = listings
  if (only !== undefined && listings.length === 1) return only
  const found = new Map<string, ListedDestination>()
  for (const each of listings.flatMap(({ destinations }) => destinations)) {
    const key = `${each.kind} ${each.name}`
    const before = found.get(key)
    found.set(key, before === undefined ? each : added(before, each))
  }
  return {
    told: listings.every(({ told }) => told === 'statistics') ? 'statistics' : 'advisories',
    storePercent: fullest(listings.map(({ storePercent }) => storePercent)),
    memoryPercent: fullest(listings.map(({ memoryPercent }) => memoryPercent)),
    destinations: [...found.values()].map(withoutBridges),
  }
}

/** Who takes through a bridge counts where it takes; as long as that is not told, the bridge counts. */
function withoutBridges(queue: ListedDestination): ListedDestination {
  const bridges = queue.consumedBy?.filter(({ isBridge }) => isBridge).length ?? 0
  const consumers = (queue.consumers ?? 0) - bridges
  return consumers > 0 ? { ...queue, consumers } : queue
}

/** As long as each says how full it is. */
function fullest(percents: readonly (number | null)[]): number | null {
  return percents.includes(null) ? null : Math.max(...percents.map((each) => each ?? 0))
}

function added(one: ListedDestination, other: ListedDestination): ListedDestination {
  const sum = (name: 'depth' | 'consumers' | 'enqueued' | 'dequeued'): number | null => {
    const [left, right] = [one[name], other[name]]
    return left === null || right === null ? null : left + right
  }
  return {
    ...one,
    depth: sum('depth'),
    consumers: sum('consumers'),
    enqueued: sum('enqueued'),
    dequeued: sum('dequeued'),
    consumedBy:
      one.consumedBy === null || other.consumedBy === null ? null : [...one.consumedBy, ...other.consumedBy],
  }
}
