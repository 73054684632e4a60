import type { ListedDestination } from '../../broker/connection.ts'
import { consumerQueue, instanceNameOf } from '../../broker/destinations.ts'
import type { brokerDestination } from '../../contract/features/brokers.ts'
import type { z } from 'zod'

export type BrokerDestination = z.output<typeof brokerDestination>

/** A queue or topic, with what was found by looking into it. */
export interface ObservedDestination extends ListedDestination {
  readonly oldestAt: number | null
}

/** Who is known to have a consumer queue. */
export interface QueueOwners {
  readonly topicName: string
  readonly observer: string
  /** Instance names of the nodes of this machine and of the profile. */
  readonly nodes: ReadonlySet<string>
}

/** What a destination is for. */
export function roleOf(destination: ObservedDestination, owners: QueueOwners): BrokerDestination['role'] {
  const { name, kind, consumers } = destination
  if (kind === 'topic') return 'topic'
  if (name === consumerQueue(owners.observer, owners.topicName).name) return 'ours'
  if (name.startsWith('Plumbline.')) return 'ours'
  if (isDeadLetterQueue(name)) return 'dead-letter'
  const owner = instanceNameOf(name, owners.topicName)
  if (owner === undefined) return 'other'
  // Nobody is known to own it, and nobody takes its messages: it is abandoned. What is not known accuses nobody.
  return owners.nodes.has(owner) || consumers !== 0 ? 'node' : 'orphan'
}

export function isDeadLetterQueue(name: string): boolean {
  return name === 'ActiveMQ.DLQ' || name.startsWith('DLQ.') || name.startsWith('ActiveMQ.DLQ.')
}

/** A destination as the contract shows it. */
export function describeDestination(
  destination: ObservedDestination,
  owners: QueueOwners,
  isEmbedded: boolean,
): BrokerDestination {
  const role = roleOf(destination, owners)
  return {
    ...destination,
    role,
    instanceName: instanceNameOf(destination.name, owners.topicName) ?? null,
    canDelete: isEmbedded && whyKeep(destination, role) === undefined,
  }
}

/** Why a queue must not be deleted; undefined when it may. */
export function whyKeep(
  { kind, consumers }: Pick<ObservedDestination, 'kind' | 'consumers'>,
  role: BrokerDestination['role'],
): string | undefined {
  if (kind === 'topic') return 'it is a topic'
  if ((consumers ?? 0) > 0) return 'somebody takes messages from it'
  if (role === 'node') return 'it belongs to a node of the cluster, whose messages wait there'
  if (role === 'ours') return 'it feeds the archive'
  return undefined
}
