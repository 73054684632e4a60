import type { DestinationListing, ListedDestination } from '../connection.ts'
import type { CommandSender } from './commands.ts'
import type { Consumers } from './consumers.ts'
import { destinationOf } from './destinations.ts'
import { askOpenWireStatistics } from './statistics.ts'
import type { AnyMessage } from './structures.ts'

/** More destinations than any list shows. */
const snapshotLimit = 30_000
const removed = 1

/**
 * The queues and topics there are. Every broker tells of them by its advisories, unless these are turned off; how much
 * waits in them, only one with the statistics plugin.
 * @returns undefined where neither tells anything
 * @throws Failure when the broker refuses, or the connection ends first; the signal's reason
 */
export async function listDestinations(
  sender: CommandSender,
  consumers: Consumers,
  lost: Promise<unknown>,
  signal: AbortSignal,
): Promise<DestinationListing | undefined> {
  const existing = await advisedDestinations(consumers, 'ActiveMQ.Advisory.Queue,ActiveMQ.Advisory.Topic')
  signal.throwIfAborted()
  const counted = await askOpenWireStatistics(sender, consumers, lost, signal)
  if (counted !== undefined) return { told: 'statistics', ...counted }
  if (existing.length === 0 && !(await advises(consumers))) return undefined
  const counts = await consumersByQueue(consumers)
  const destinations = existing.map((each) => ({
    ...each,
    consumers: each.kind === 'queue' ? (counts.get(each.name) ?? 0) : null,
  }))
  return { told: 'advisories', storePercent: null, memoryPercent: null, destinations }
}

/** Whether the broker tells of anything: our own connection is there in any case. */
async function advises(consumers: Consumers): Promise<boolean> {
  const connections = await consumers.snapshot('ActiveMQ.Advisory.Connection', snapshotLimit)
  return connections.length > 0
}

/** @returns undefined where the broker tells of no queue at all */
export async function queueNames(consumers: Consumers): Promise<ReadonlySet<string> | undefined> {
  const queues = await advisedDestinations(consumers, 'ActiveMQ.Advisory.Queue')
  return queues.length === 0 ? undefined : new Set(queues.map(({ name }) => name))
}

async function advisedDestinations(consumers: Consumers, topics: string): Promise<ListedDestination[]> {
  const messages = await consumers.snapshot(topics, snapshotLimit)
  const found = new Map<string, ListedDestination>()
  for (const { dataStructure } of messages) {
    if (dataStructure?.name !== 'DestinationInfo') continue
    const destination = destinationOf(dataStructure.destination)
    if (destination === undefined) continue
    const { kind, name } = destination
    const key = `${kind} ${name}`
    // Whatever is created or removed meanwhile is told behind the snapshot.
    if (dataStructure.operationType === removed) found.delete(key)
    else found.set(key, { kind, name, depth: null, consumers: null, enqueued: null, dequeued: null })
  }
  return [...found.values()]
}

/** How many consumers each queue has, those of the bridges between brokers included. */
async function consumersByQueue(consumers: Consumers): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  const messages: readonly AnyMessage[] = await consumers.snapshot(
    'ActiveMQ.Advisory.Consumer.Queue.>',
    snapshotLimit,
  )
  for (const { dataStructure } of messages) {
    if (dataStructure?.name !== 'ConsumerInfo' || dataStructure.browser) continue
    const name = destinationOf(dataStructure.destination)?.name
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}
