import { randomUUID } from 'node:crypto'
import { answerDeadline, askStatistics, type Answer, type Statistics } from '../statistics.ts'
import { structure } from './codec.ts'
import { producerNumbers, sessionNumber, type CommandSender } from './commands.ts'
import type { Consumers } from './consumers.ts'
import { MalformedFrame } from './octets.ts'
import { decodePrimitiveMap, encodePrimitiveMap, type PrimitiveMap } from './primitive-map.ts'
import type { AnyDestination, AnyMessage, Structure } from './structures.ts'

const questionQueues = {
  destinations: structure('Queue', { physicalName: 'ActiveMQ.Statistics.Destination.>' }),
  broker: structure('Queue', { physicalName: 'ActiveMQ.Statistics.Broker' }),
} as const
const listEnd = 'ActiveMQ.Statistics.Destination.List.End.With.Null'
const usualPriority = 4
const removal = 1

/**
 * Asks the statistics plugin of ActiveMQ, on a temporary queue. The plugin has answered all of a question by the time the
 * broker confirms it: what we then put into the queue ourselves comes behind the last answer. Without the plugin the first
 * question makes a queue of its own, which is removed again.
 * @returns undefined when nothing answers
 * @throws Failure when the broker refuses to be asked, or the connection ends first; the signal's reason
 */
export async function askOpenWireStatistics(
  sender: CommandSender,
  consumers: Consumers,
  lost: Promise<unknown>,
  signal: AbortSignal,
): Promise<Statistics | undefined> {
  const replies = structure('TempQueue', { physicalName: `${sender.connectionId}:1` })
  const connectionId = structure('ConnectionId', { value: sender.connectionId })
  await sender.request(structure('DestinationInfo', { connectionId, destination: replies }))
  const producerId = structure('ProducerId', {
    connectionId: sender.connectionId,
    value: producerNumbers.statistics,
    sessionId: sessionNumber,
  })
  await sender.request(structure('ProducerInfo', { producerId }))
  let asked = 0n
  let correlation = ''
  let answered: (answer: Answer) => void
  let ended: () => void
  const take = (message: AnyMessage): void => {
    if (message.correlationId === correlation) answered(readAnswer(message))
    else if (message.correlationId === endOf(correlation)) ended()
  }
  const put = (destination: AnyDestination, rest: Partial<Structure<'Message'>>): Promise<void> => {
    asked += 1n
    return sender.request(
      structure('Message', {
        producerId,
        destination,
        messageId: structure('MessageId', { producerId, producerSequenceId: asked }),
        priority: usualPriority,
        timestamp: BigInt(Date.now()),
        // Where no plugin takes it, it must not stay behind.
        expiration: BigInt(Date.now() + 2 * answerDeadline),
        ...rest,
      }),
    )
  }
  const stop = await consumers.watch({ destination: replies, prefetchSize: 1000, dispatchAsync: true }, take)
  try {
    const statistics = await askStatistics(
      async (question, whenAnswered, over) => {
        correlation = randomUUID()
        answered = whenAnswered
        ended = over
        await put(questionQueues[question], {
          correlationId: correlation,
          replyTo: replies,
          marshalledProperties: encodePrimitiveMap(new Map([[listEnd, { type: 'boolean', value: true }]])),
        })
        // Whoever may not put it there waits for as long as an answer may take.
        await put(replies, { correlationId: endOf(correlation) }).catch(() => undefined)
      },
      lost,
      signal,
    )
    if (statistics === undefined) await removeQuestion(sender, 'destinations')
    else if (statistics.storePercent === null) await removeQuestion(sender, 'broker')
    return statistics
  } finally {
    await stop()
  }
}

/** By what the message behind the last answer to a question is known. */
function endOf(correlation: string): string {
  return `${correlation} end`
}

/** Without the right to remove it, the queue stays; its one message expires. */
async function removeQuestion(sender: CommandSender, question: keyof typeof questionQueues): Promise<void> {
  const connectionId = structure('ConnectionId', { value: sender.connectionId })
  const remove = structure('DestinationInfo', {
    connectionId,
    destination: questionQueues[question],
    operationType: removal,
  })
  await sender.request(remove).catch(() => undefined)
}

/** What it says in text and numbers; nothing where it cannot be read, which ends the list like an empty one. */
function readAnswer(message: AnyMessage): Answer {
  const answer = new Map<string, string | number>()
  for (const [key, entry] of readMap(message)) {
    if (entry.type === 'string') answer.set(key, entry.value)
    else if (entry.type === 'int' || entry.type === 'long') answer.set(key, Number(entry.value))
  }
  return answer
}

function readMap(message: AnyMessage): PrimitiveMap {
  if (message.name !== 'MapMessage' || message.compressed) return new Map()
  try {
    return decodePrimitiveMap(message.content)
  } catch (error) {
    if (error instanceof MalformedFrame) return new Map()
    throw error
  }
}
