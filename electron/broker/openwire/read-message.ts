import { failure } from '../../errors/failure.ts'
import { formatDestination } from '../destinations.ts'
import type { Message, MessageContent } from '../message.ts'
import { isBrokerHeader } from '../message-headers.ts'
import { destinationOf } from './destinations.ts'
import { contentOf } from './message-body.ts'
import { decodePrimitiveMap, textOfPrimitive, type PrimitiveMap } from './primitive-map.ts'
import { MalformedFrame } from './octets.ts'
import type { AnyMessage, Structure } from './structures.ts'

/** A message as it was delivered, in the form both protocols have in common. */
export function readMessage(
  dispatch: Structure<'MessageDispatch'>,
  message: AnyMessage,
  options: {
    readonly withBodies: boolean
    readonly maxMessageBytes: number
    readonly tooLong: number | undefined
  },
): Message {
  const destination = destinationOf(dispatch.destination ?? message.destination)
  const originalDestination = destinationOf(message.originalDestination)
  const { properties, unreadable } = readProperties(message)
  const known = {
    messageId: idText(message.messageId),
    destination,
    originalDestination,
    timestamp: timeOf(message.timestamp),
    takenAt: timeOf(message.brokerInTime),
    persistent: message.persistent,
    redelivered: dispatch.redeliveryCounter > 0,
    properties,
  }
  return {
    ...known,
    headers: new Map([...properties, ...brokerHeaders(known, message)]),
    content: unreadable ?? readContent(message, options),
  }
}

function timeOf(wire: bigint): number | undefined {
  const time = Number(wire)
  return Number.isSafeInteger(time) && time > 0 ? time : undefined
}

function readContent(
  message: AnyMessage,
  { withBodies, maxMessageBytes, tooLong }: Parameters<typeof readMessage>[2],
): MessageContent {
  if (tooLong !== undefined) {
    const because = failure('PLB-BROKER-MESSAGE-TOO-LARGE', { bytes: tooLong, limit: maxMessageBytes })
    return { kind: 'refused', because }
  }
  if (!withBodies && message.name === 'ObjectMessage') return { kind: 'empty' }
  return contentOf(message, maxMessageBytes)
}

/** The JMS message id: the same a client in another protocol sees. */
function idText(id: Structure<'MessageId'> | null): string {
  if (id === null) return ''
  const { textView, producerId, producerSequenceId } = id
  if (textView !== null) return textView
  return [producerId?.connectionId, producerId?.sessionId, producerId?.value, producerSequenceId].join(':')
}

function readProperties({ marshalledProperties }: AnyMessage): {
  readonly properties: ReadonlyMap<string, string>
  readonly unreadable: MessageContent | undefined
} {
  let read: PrimitiveMap
  try {
    read = decodePrimitiveMap(marshalledProperties)
  } catch (error) {
    if (!(error instanceof MalformedFrame)) throw error
    const because = failure('PLB-BROKER-BODY-UNREADABLE', { reason: error.reason }, error)
    return { properties: new Map(), unreadable: { kind: 'refused', because } }
  }
  const properties = new Map<string, string>()
  for (const [name, primitive] of read) {
    const text = textOfPrimitive(primitive)
    if (text !== undefined && !isBrokerHeader(name)) properties.set(name, text)
  }
  return { properties, unreadable: undefined }
}

/** What the broker tells of a message, under the names it has in STOMP. */
function brokerHeaders(
  known: Pick<Message, 'messageId' | 'destination' | 'originalDestination' | 'persistent' | 'redelivered'>,
  { timestamp, expiration, priority, correlationId, type, replyTo }: AnyMessage,
): [string, string][] {
  const { messageId, destination, originalDestination, persistent, redelivered } = known
  const answers = destinationOf(replyTo)
  const headers: [string, string | undefined][] = [
    ['message-id', messageId],
    ['destination', destination && formatDestination(destination)],
    ['original-destination', originalDestination && formatDestination(originalDestination)],
    ['timestamp', timestamp.toString()],
    ['expires', expiration.toString()],
    ['priority', String(priority)],
    ['persistent', persistent ? 'true' : undefined],
    ['redelivered', redelivered ? 'true' : undefined],
    ['correlation-id', correlationId ?? undefined],
    ['type', type ?? undefined],
    ['reply-to', answers && formatDestination(answers)],
  ]
  return headers.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
}
