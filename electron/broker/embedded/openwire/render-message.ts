import { structure } from '../../openwire/codec.ts'
import { encodeStringObject, encodeText } from '../../openwire/message-body.ts'
import {
  decodePrimitiveMap,
  encodePrimitiveMap,
  type Primitive,
  type PrimitiveMap,
} from '../../openwire/primitive-map.ts'
import type { AnyDestination, AnyMessage } from '../../openwire/structures.ts'
import { isBrokerHeader } from '../../message-headers.ts'
import { headersOf } from '../header-lines.ts'
import type { Message } from '../message.ts'
import { textOf, type Octets } from '../octets.ts'
import { keptMessage } from './kept.ts'
import { wireMessageId } from './message-id.ts'
import { wireDestination } from '../wire-destination.ts'

type Headers = ReadonlyMap<Octets, Octets>

/** What the broker adds to a message it gives up. */
const originalExpiration = 'originalExpiration'
const failureCause = 'dlqDeliveryFailureCause'

/**
 * A message as an OpenWire client is given it.
 * @param address where the client takes it from, as a header
 * @param deliveries how often it was out with a consumer before
 */
export function renderMessage(message: Message, address: Octets, deliveries: number): AnyMessage {
  const headers = headersOf(message.headers)
  const sent = message.protocol === 'openwire' ? keptMessage(message) : wireMessage(message, headers)
  const givenUpBy = headers.get('original-destination')
  const original = givenUpBy ?? (message.destination === address ? undefined : message.destination)
  const messageId = wireMessageId(message.messageId, message.id)
  return {
    ...sent,
    destination: wireDestination(address),
    originalDestination: wireDestination(original),
    // An id that came over OpenWire is given back as it came.
    messageId:
      sent.messageId === null ? messageId : { ...sent.messageId, brokerSequenceId: BigInt(message.id) },
    expiration: BigInt(message.expires),
    redeliveryCounter: deliveries,
    marshalledProperties:
      givenUpBy === undefined ? sent.marshalledProperties : givenUpProperties(sent, headers),
  }
}

/** A message of a STOMP client. */
function wireMessage(message: Message, headers: Headers): AnyMessage {
  const text = (name: string): string | null => {
    const value = headers.get(name)
    return value === undefined ? null : textOf(value)
  }
  const properties = new Map<string, Primitive>()
  for (const [name, value] of headers)
    if (!isBrokerHeader(name)) properties.set(textOf(name), { type: 'string', value: textOf(value) })
  const { name, content } = bodyOf(message)
  return structure(name, {
    correlationId: text('correlation-id'),
    type: text('type'),
    replyTo: replyTo(headers),
    persistent: message.persistent,
    priority: Number(headers.get('priority') ?? 0),
    timestamp: BigInt(headers.get('timestamp') ?? 0),
    content,
    marshalledProperties: encodePrimitiveMap(properties),
  })
}

function bodyOf({ bodyType, body }: Message): {
  readonly name: 'ObjectMessage' | 'TextMessage' | 'BytesMessage'
  readonly content: Buffer
} {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  switch (bodyType) {
    case 'object':
      return { name: 'ObjectMessage', content: encodeStringObject(bytes.toString('utf8')) }
    case 'text':
      return { name: 'TextMessage', content: encodeText(bytes.toString('utf8')) }
    case 'bytes':
      return { name: 'BytesMessage', content: bytes }
  }
}

function replyTo(headers: Headers): AnyDestination | null {
  return wireDestination(headers.get('reply-to'))
}

/** The properties of a message that was given up: those it was sent with, and why it was given up. */
function givenUpProperties({ marshalledProperties }: AnyMessage, headers: Headers): Buffer {
  const properties = new Map<string, Primitive>(
    decodePrimitiveMap(marshalledProperties) satisfies PrimitiveMap,
  )
  const value = BigInt(headers.get(originalExpiration) ?? 0)
  properties.set(originalExpiration, { type: 'long', value })
  const cause = headers.get(failureCause)
  if (cause !== undefined) properties.set(failureCause, { type: 'string', value: textOf(cause) })
  return encodePrimitiveMap(properties)
}
