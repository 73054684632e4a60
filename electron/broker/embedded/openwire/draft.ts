import { claimsString } from '../../openwire/message-body.ts'
import { MalformedFrame } from '../../openwire/octets.ts'
import { decodePrimitiveMap, textOfPrimitive } from '../../openwire/primitive-map.ts'
import type { AnyMessage } from '../../openwire/structures.ts'
import { isBrokerHeader } from '../../message-headers.ts'
import { headerOf } from '../destination.ts'
import { headerLines } from '../header-lines.ts'
import type { Draft, BodyType } from '../message.ts'
import { octetsOf, type Octets } from '../octets.ts'
import { ProtocolError } from '../protocol-error.ts'
import { keptBytes } from './kept.ts'
import { brokerDestination } from '../wire-destination.ts'
import { say } from '../../../sentences/say.ts'

/** Of a property, in UTF-16 units: however it is written, it has less than 65536 bytes. */
const longestName = 20_000

/**
 * Makes a message of what an OpenWire client sent.
 * @param destination where to, as a header
 * @throws ProtocolError, not fatal, for what cannot be read
 */
export function draftOf(message: AnyMessage, destination: Octets): Draft {
  const { persistent, expiration, priority, timestamp, correlationId, type, replyTo } = message
  const lines: [Octets, Octets][] = [
    ['expires', String(expiration)],
    ['priority', String(priority)],
    ['timestamp', String(timestamp)],
  ]
  if (persistent) lines.push(['persistent', 'true'])
  if (correlationId !== null) lines.push(['correlation-id', octetsOf(correlationId)])
  if (type !== null) lines.push(['type', octetsOf(type)])
  if (replyTo !== null) lines.push(['reply-to', headerOf(brokerDestination(replyTo))])
  return {
    destination,
    bodyType: bodyTypeOf(message),
    protocol: 'openwire',
    persistent,
    expires: expiresAt(expiration),
    transformation: '',
    headers: headerLines([...lines, ...propertiesOf(message)]),
    body: bytesOf({ ...message, transactionId: null, originalTransactionId: null, targetConsumerId: null }),
  }
}

/** A text may take more bytes when it is written again, and more than there may be. */
function bytesOf(message: AnyMessage): Buffer {
  try {
    return keptBytes(message)
  } catch (error) {
    if (error instanceof RangeError) throw refused(error)
    throw error
  }
}

function propertiesOf({ marshalledProperties }: AnyMessage): [Octets, Octets][] {
  try {
    return [...decodePrimitiveMap(marshalledProperties)].flatMap(([name, value]): [Octets, Octets][] => {
      if (name.length > longestName) throw new MalformedFrame(say('openWire.propertyNameTooLong'))
      const text = textOfPrimitive(value)
      return text === undefined || isBrokerHeader(name) ? [] : [[octetsOf(name), octetsOf(text)]]
    })
  } catch (error) {
    if (error instanceof MalformedFrame) throw refused(error)
    throw error
  }
}

/** To a STOMP client, an object that is not one string is bytes, like everything else that is neither text nor a string. */
function bodyTypeOf({ name, content, compressed }: AnyMessage): BodyType {
  if (name === 'TextMessage') return 'text'
  const isObject = name === 'ObjectMessage' && content !== null && (compressed || claimsString(content))
  return isObject ? 'object' : 'bytes'
}

function expiresAt(expiration: bigint): number {
  const time = Number(expiration)
  if (time < 0 || !Number.isSafeInteger(time))
    throw new ProtocolError('A message cannot expire at such a time', false)
  return time
}

function refused({ message }: Error): ProtocolError {
  return new ProtocolError(octetsOf(`The message cannot be taken: ${message}`), false)
}
