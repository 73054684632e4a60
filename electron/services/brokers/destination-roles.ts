import type { ListedDestination } from '../../broker/broker-connection.ts'
import { consumerQueue, instanceNameOf } from '../../broker/destinations.ts'
import type { brokerDestination } from '../../contract/features/brokers.ts'
import { isObserver } from '../../contract/features/profiles.ts'
import type { z } from 'zod'
import type { ConsumersSeen } from './consumers-seen.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** Consumers of one queue that are told one by one. */
const consumersShown = 100

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
export function roleOf(
  destination: Pick<ListedDestination, 'name' | 'kind' | 'consumers'>,
  owners: QueueOwners,
): BrokerDestination['role'] {
  const { name, kind, consumers } = destination
  if (kind === 'topic') return 'topic'
  if (name === consumerQueue(owners.observer, owners.topicName).name) return 'ours'
  if (name.startsWith('Plumbline.')) return 'ours'
  if (isDeadLetterQueue(name)) return 'dead-letter'
  const owner = instanceNameOf(name, owners.topicName)
  if (owner === undefined) return 'other'
  if (owners.nodes.has(owner)) return 'node'
  if (isObserver(owner)) return 'observer'
  // Nobody is known to own it, and nobody takes its messages: it is abandoned. What is not known accuses nobody.
  return consumers === 0 ? 'orphan' : 'node'
}

export function isDeadLetterQueue(name: string): boolean {
  // Artemis has the short name.
  return (
    name === 'ActiveMQ.DLQ' || name === 'DLQ' || name.startsWith('DLQ.') || name.startsWith('ActiveMQ.DLQ.')
  )
}

/** A destination as the contract shows it. */
export function describeDestination(
  destination: ObservedDestination,
  owners: QueueOwners,
  {
    canRemove,
    isOurs,
    seen,
  }: { readonly canRemove: boolean; readonly isOurs: boolean; readonly seen: ConsumersSeen },
): BrokerDestination {
  const role = roleOf(destination, owners)
  return {
    ...destination,
    consumedBy:
      destination.consumedBy
        ?.slice(0, consumersShown)
        .map(({ id, ...consumer }) => ({ ...consumer, since: seen.sinceOf(id) })) ?? null,
    role,
    instanceName: instanceNameOf(destination.name, owners.topicName) ?? null,
    canDelete: canRemove && whyKeep(destination, role, isOurs) === undefined,
    canTakeOut: whyLeave(destination, owners) === undefined,
  }
}

/** Why the messages of a queue must not be moved or removed one by one; undefined when they may. */
export function whyLeave(
  destination: Pick<ListedDestination, 'name' | 'kind' | 'consumers'>,
  owners: QueueOwners,
): Wording | undefined {
  const role = roleOf(destination, owners)
  const { name, consumers } = destination
  // Who takes dead letters does not miss them.
  if (role === 'dead-letter') return undefined
  if (
    role === 'node' &&
    consumers === null &&
    !owners.nodes.has(instanceNameOf(name, owners.topicName) ?? '')
  )
    return say('brokers.consumersUnknown')
  return whyKeep(destination, role, true)
}

/**
 * Why a queue must not be deleted; undefined when it may.
 * @param isOurs whether the broker is the cluster's alone
 */
export function whyKeep(
  { kind, consumers }: Pick<ObservedDestination, 'kind' | 'consumers'>,
  role: BrokerDestination['role'],
  isOurs: boolean,
): Wording | undefined {
  if (kind === 'topic') return say('brokers.isTopic')
  if ((consumers ?? 0) > 0) return say('brokers.somebodyTakesMessages')
  if (role === 'node') return say('brokers.belongsToNode')
  // One that is closed may be gone for good; where nobody tells of consumers, it may as well be open.
  if (role === 'ours' || (role === 'observer' && consumers === null)) return say('brokers.feedsArchive')
  if (role === 'other' && !isOurs) return say('brokers.notOfCluster')
  return undefined
}
