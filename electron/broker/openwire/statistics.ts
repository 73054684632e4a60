import { randomUUID } from 'node:crypto'
import type { ListedDestination } from '../connection.ts'
import { structure } from './codec.ts'
import { sessionNumber, type CommandSender } from './commands.ts'
import type { Consumers } from './consumers.ts'
import { MalformedFrame } from './octets.ts'
import { decodePrimitiveMap, encodePrimitiveMap, type PrimitiveMap } from './primitive-map.ts'
import type { AnyMessage, Structure } from './structures.ts'

/** How long the plugin may take to answer; without it there is no answer at all. */
const deadline = 4_000
const destinationLimit = 5_000
const questionQueue = structure('Queue', { physicalName: 'ActiveMQ.Statistics.Destination.>' })
const listEnd = 'ActiveMQ.Statistics.Destination.List.End.With.Null'
const usualPriority = 4
/** Another producer of the connection than that of its messages. */
const statisticsProducer = 2n
const removal = 1

/**
 * Asks the statistics plugin of ActiveMQ for every queue, on a temporary queue. It answers with one message a queue and an
 * empty one at the end. Without the plugin the question makes a queue of its own, which is removed again.
 * @returns undefined when nothing answers
 * @throws Failure when the broker refuses, or the connection ends first; the signal's reason
 */
export async function askStatistics(
  sender: CommandSender,
  consumers: Consumers,
  signal: AbortSignal,
): Promise<ListedDestination[] | undefined> {
  const replies = structure('TempQueue', { physicalName: `${sender.connectionId}:1` })
  const connectionId = structure('ConnectionId', { value: sender.connectionId })
  await sender.request(structure('DestinationInfo', { connectionId, destination: replies }))
  const producerId = {
    connectionId: sender.connectionId,
    value: statisticsProducer,
    sessionId: sessionNumber,
  }
  await sender.request(structure('ProducerInfo', { producerId: structure('ProducerId', producerId) }))
  const correlation = randomUUID()
  const found: ListedDestination[] = []
  const { promise, resolve } = Promise.withResolvers<ListedDestination[] | undefined>()
  const take = (message: AnyMessage): void => {
    if (message.correlationId !== correlation) return
    const map = readMap(message)
    if (map === undefined || map.size === 0 || found.length >= destinationLimit) resolve(found)
    else found.push(...listed(map))
  }
  const stop = await consumers.watch({ destination: replies, prefetchSize: 1000, dispatchAsync: true }, take)
  const late = AbortSignal.any([signal, AbortSignal.timeout(deadline)])
  // Something answered, if not to the end: that is worth showing.
  const onLate = (): void => {
    resolve(found.length > 0 ? found : undefined)
  }
  late.addEventListener('abort', onLate, { once: true })
  try {
    await sender.request(questionOf(sender, replies, correlation))
    const answered = await promise
    signal.throwIfAborted()
    if (answered === undefined) await removeQuestion(sender)
    return answered
  } finally {
    late.removeEventListener('abort', onLate)
    await stop()
  }
}

function questionOf(
  { connectionId }: CommandSender,
  replyTo: Structure<'TempQueue'>,
  correlationId: string,
): Structure<'Message'> {
  const producerId = structure('ProducerId', {
    connectionId,
    value: statisticsProducer,
    sessionId: sessionNumber,
  })
  return structure('Message', {
    producerId,
    destination: questionQueue,
    messageId: structure('MessageId', { producerId, producerSequenceId: 1n }),
    correlationId,
    replyTo,
    priority: usualPriority,
    timestamp: BigInt(Date.now()),
    // Where no plugin takes it, it must not stay behind.
    expiration: BigInt(Date.now() + 2 * deadline),
    marshalledProperties: encodePrimitiveMap(new Map([[listEnd, { type: 'boolean', value: true }]])),
  })
}

/** Without the right to remove it, the queue stays; its one message expires. */
async function removeQuestion(sender: CommandSender): Promise<void> {
  const connectionId = structure('ConnectionId', { value: sender.connectionId })
  const remove = structure('DestinationInfo', {
    connectionId,
    destination: questionQueue,
    operationType: removal,
  })
  await sender.request(remove).catch(() => undefined)
}

function readMap(message: AnyMessage): PrimitiveMap | undefined {
  if (message.name !== 'MapMessage' || message.compressed) return undefined
  try {
    return decodePrimitiveMap(message.content)
  } catch (error) {
    if (error instanceof MalformedFrame) return undefined
    throw error
  }
}

function listed(map: PrimitiveMap): ListedDestination[] {
  const name = map.get('destinationName')
  const parts = /^(queue|topic):\/\/(.+)$/.exec(name?.type === 'string' ? name.value : '')
  if (parts?.[2] === undefined) return []
  const number = (key: string): number | null => {
    const value = map.get(key)
    return value?.type === 'long' && value.value >= 0n ? Number(value.value) : null
  }
  const kind = parts[1] === 'topic' ? 'topic' : 'queue'
  return [
    {
      name: parts[2],
      kind,
      depth: kind === 'topic' ? null : number('size'),
      consumers: number('consumerCount'),
      enqueued: number('enqueueCount'),
      dequeued: number('dequeueCount'),
    },
  ]
}
