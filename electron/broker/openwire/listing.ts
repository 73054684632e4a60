import type { DestinationListing, ListedDestination } from '../broker-connection.ts'
import type { CommandSender } from './commands.ts'
import type { Consumers } from './consumers.ts'
import { destinationOf } from './destinations.ts'
import { connectionTopic, consumerTopics, queueConsumers, withTakers } from './queue-consumers.ts'
import { uncounted } from '../statistics.ts'
import { askOpenWireStatistics } from './statistics.ts'
import type { AnyMessage } from './structures.ts'

/** More destinations than any list shows. */
const snapshotLimit = 30_000
const removed = 1
const destinationTopics = ['ActiveMQ.Advisory.Queue', 'ActiveMQ.Advisory.Topic'] as const

/**
 * The queues and topics there are. Every broker tells of them by its advisories, unless these are turned off, and of who
 * consumes from them; how much waits in them, only one with the statistics plugin.
 * @returns undefined where neither tells anything
 * @throws Failure when the broker refuses, or the connection ends first; the signal's reason
 */
export async function listDestinations(
  sender: CommandSender,
  consumers: Consumers,
  lost: Promise<unknown>,
  signal: AbortSignal,
): Promise<DestinationListing | undefined> {
  const advisories = await consumers.snapshot(
    [...destinationTopics, ...consumerTopics].join(','),
    snapshotLimit,
  )
  signal.throwIfAborted()
  const counted = await askOpenWireStatistics(sender, consumers, lost, signal)
  // Our own connection is told of in any case.
  if (advisories.length === 0) return counted && { told: 'statistics', ...counted }
  const existing = destinationsIn(advisories)
  const listed = counted?.destinations ?? existing
  const takers = queueConsumers(
    advisories,
    existing.map(({ name }) => name),
  )
  const areAllTold = advisories.length < snapshotLimit
  const destinations = listed.map((each) =>
    each.kind === 'topic' ? each : withTakers(each, takers.get(each.name) ?? [], areAllTold),
  )
  return counted === undefined
    ? { told: 'advisories', storePercent: null, memoryPercent: null, destinations }
    : { told: 'statistics', ...counted, destinations }
}

/** @returns undefined where the broker tells of nothing, not even of our own connection */
export async function queueNames(consumers: Consumers): Promise<ReadonlySet<string> | undefined> {
  const topics = [destinationTopics[0], connectionTopic].join(',')
  const advisories = await consumers.snapshot(topics, snapshotLimit)
  if (advisories.length === 0) return undefined
  return new Set(destinationsIn(advisories).map(({ name }) => name))
}

function destinationsIn(advisories: readonly AnyMessage[]): ListedDestination[] {
  const found = new Map<string, ListedDestination>()
  for (const { dataStructure } of advisories) {
    if (dataStructure?.name !== 'DestinationInfo') continue
    const destination = destinationOf(dataStructure.destination)
    if (destination === undefined) continue
    const { kind, name } = destination
    const key = `${kind} ${name}`
    // Whatever is created or removed meanwhile is told behind the snapshot.
    if (dataStructure.operationType === removed) found.delete(key)
    else found.set(key, { kind, name, ...uncounted })
  }
  return [...found.values()]
}
