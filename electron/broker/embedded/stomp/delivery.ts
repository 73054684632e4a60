import { encodeFrame, encodeHeaders, encodeMessage } from './frames.ts'
import type { StompVersion } from '../header-escaping.ts'
import { headersOf } from '../header-lines.ts'
import type { Message } from '../message.ts'
import type { Octets } from '../octets.ts'
import { plainBody } from '../openwire/kept.ts'
import { renderObject } from './transformation.ts'

const nothing = Buffer.alloc(0)

/** What the subscription says about how it gets a message. */
export interface DeliveryTerms {
  readonly version: StompVersion
  /** The `subscription` header; undefined for a STOMP 1.0 client that named none. */
  readonly subscription: Octets | undefined
  /** The `destination` header. */
  readonly destination: Octets
  /** The `ack` header, for messages that must be acknowledged. */
  readonly ack: Octets | undefined
  readonly redelivered: boolean
  /** The `transformation` header of SUBSCRIBE, or ''. */
  readonly transformation: Octets
}

/** The bytes of the MESSAGE frame that gives a message to a subscription. */
export function renderMessage(message: Message, terms: DeliveryTerms): Buffer {
  const own: [Octets, Octets][] = [['destination', terms.destination]]
  if (terms.subscription !== undefined) own.push(['subscription', terms.subscription])
  own.push(['message-id', message.messageId])
  if (terms.ack !== undefined) own.push(['ack', terms.ack])
  if (terms.redelivered) own.push(['redelivered', 'true'])
  if (message.destination !== terms.destination) own.push(['original-destination', message.destination])
  const { body, transformation } = contentFor(message, terms.transformation)
  if (transformation !== '') own.push(['transformation', transformation])
  // Text ends at its NUL, as ActiveMQ sends it; text that holds one itself has to say how long it is.
  if (message.bodyType === 'bytes' || body.includes(0)) own.push(['content-length', String(body.length)])
  const shared = terms.version === '1.2' ? message.headers : reescaped(message.headers, terms.version)
  return encodeMessage('MESSAGE', encodeHeaders(own, terms.version) + shared, body)
}

/** The bytes of the frame that tells a browser it has seen everything. */
export function renderBrowserEnd(
  subscription: Octets | undefined,
  destination: Octets,
  version: StompVersion,
): Buffer {
  const headers = new Map([
    ['browser', 'end'],
    ['destination', destination],
    ['message-id', '0'],
  ])
  if (subscription !== undefined) headers.set('subscription', subscription)
  return encodeFrame({ command: 'MESSAGE', headers, body: nothing }, version)
}

function contentFor(message: Message, wanted: Octets): { body: Uint8Array; transformation: Octets } {
  const plain = message.protocol === 'openwire' ? plainBody(message) : message.body
  // As in ActiveMQ a BytesMessage says how it was sent, and the others how they are received.
  if (wanted === '' || message.bodyType === 'bytes') {
    const body = message.bodyType === 'object' ? nothing : plain
    return { body, transformation: message.transformation }
  }
  return message.bodyType === 'object' ? renderObject(wanted, plain) : { body: plain, transformation: wanted }
}

function reescaped(lines: Octets, version: StompVersion): Octets {
  return encodeHeaders(headersOf(lines), version)
}
