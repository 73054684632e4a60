import type { ListedDestination, QueueConsumer } from '../broker-connection.ts'
import type { AnyMessage } from './structures.ts'

/** Each broker that has advisories tells of the connection that asks, whatever else there is. */
export const connectionTopic = 'ActiveMQ.Advisory.Connection'
/** What advisories tell of consumers and of the connections they have. */
export const consumerTopics = ['ActiveMQ.Advisory.Consumer.Queue.>', connectionTopic] as const

const nameLimit = 255
/** Consumers of more than one queue that are looked for in all of them. */
const wildcardLimit = 100

/**
 * Who takes from which queue, those of the bridges between brokers included and whoever only looks into one left out.
 * @param queues the queues there are, so that a consumer of several of them counts at each
 */
export function queueConsumers(
  advisories: readonly AnyMessage[],
  queues: readonly string[],
): ReadonlyMap<string, readonly QueueConsumer[]> {
  const connections = connectionsIn(advisories)
  const found = new Map<string, QueueConsumer[]>()
  let wildcards = 0
  for (const { dataStructure } of advisories) {
    if (dataStructure?.name !== 'ConsumerInfo' || dataStructure.browser) continue
    const { consumerId, clientId, networkSubscription } = dataStructure
    const connectionId = consumerId?.connectionId ?? ''
    const connection = connections.get(connectionId)
    const consumer = {
      id: `${connectionId} ${consumerId?.sessionId ?? ''} ${consumerId?.value ?? ''}`,
      client: (connection?.client ?? clientId)?.slice(0, nameLimit) ?? null,
      address: connection?.address ?? null,
      isBridge: networkSubscription,
    }
    for (const pattern of (dataStructure.destination?.physicalName ?? '').split(',')) {
      if (isWildcard(pattern) && (wildcards += 1) > wildcardLimit) continue
      const meant = isWildcard(pattern) ? queues.filter((name) => matches(pattern, name)) : [pattern]
      for (const name of meant) {
        const takers = found.get(name)
        if (takers === undefined) found.set(name, [consumer])
        else takers.push(consumer)
      }
    }
  }
  return found
}

/**
 * A queue with who takes from it. A broker's own count has those too that only look into the queue, as we do: two
 * consumers where there is one would be two nodes of one name.
 */
export function withTakers(
  queue: ListedDestination,
  consumedBy: readonly QueueConsumer[],
  areAllTold: boolean,
): ListedDestination {
  const counted = areAllTold ? null : queue.consumers
  return { ...queue, consumers: counted ?? consumedBy.length, consumedBy }
}

interface Connected {
  readonly client: string | null
  readonly address: string | null
}

function connectionsIn(advisories: readonly AnyMessage[]): ReadonlyMap<string, Connected> {
  return new Map(
    advisories.flatMap(({ dataStructure }) => {
      if (dataStructure?.name !== 'ConnectionInfo') return []
      const { connectionId, clientId, clientIp } = dataStructure
      const address = clientIp?.replace(/^\w+:\/\//, '').slice(0, nameLimit) ?? null
      return [[connectionId?.value ?? '', { client: clientId, address }] as const]
    }),
  )
}

function isWildcard(pattern: string): boolean {
  return pattern.split('.').some((part) => part === '*' || part === '>')
}

/** `*` stands for one part of a name, `>` at its end for all that follow. */
function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('.')
  const asked = name.split('.')
  const rest = parts.at(-1) === '>' ? parts.length - 1 : undefined
  if (rest === undefined ? parts.length !== asked.length : asked.length < rest) return false
  return parts.slice(0, rest).every((part, index) => part === '*' || part === asked[index])
}
