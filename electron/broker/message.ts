import { failure, type Failure } from '../errors/failure.ts'
import { parseDestination, type Destination } from './destinations.ts'
import type { FrameBody } from './stomp/frame-body.ts'
import { isBrokerHeader } from './message-headers.ts'
import { decodeStringObject } from './stomp/object-message.ts'

/**
 * What a message holds.
 * - `object`: an ObjectMessage with one string, as GeoServer nodes send;
 * - `text`, `bytes`: another kind of message, which a GeoServer node drops. The broker marks text messages on a
 *   translating subscription just as objects, so an object other than a string counts as text, too;
 * - `empty`: nothing arrived. For an ObjectMessage that means the subscription asked for no translation;
 * - `refused`: too large, or not UTF-8; the failure says which.
 */
export type MessageContent =
  | { readonly kind: 'object'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'refused'; readonly because: Failure }

/** A message as the broker showed it. */
export interface Message {
  /** The broker's id. A message sent again by its sender gets another one. */
  readonly messageId: string
  readonly destination: Destination | undefined
  /** Where it was published: the topic of a consumer queue's message, the queue of a dead letter. */
  readonly originalDestination: Destination | undefined
  /** When it was sent, by the sender's clock, in milliseconds since 1970. */
  readonly timestamp: number | undefined
  readonly persistent: boolean
  /** Delivered before without being acknowledged. Not set after a broker restart. */
  readonly redelivered: boolean
  /** The properties its sender gave it. */
  readonly properties: ReadonlyMap<string, string>
  /** Every header of the frame, the broker's own included. */
  readonly headers: ReadonlyMap<string, string>
  readonly content: MessageContent
}

export type FrameHeaders = ReadonlyMap<string, string>

/** Makes a message from a MESSAGE frame. */
export function readMessage(headers: FrameHeaders, body: FrameBody, maxMessageBytes: number): Message {
  const timestamp = Number(headers.get('timestamp') ?? Number.NaN)
  return {
    messageId: headers.get('message-id') ?? '',
    destination: parseDestination(headers.get('destination') ?? ''),
    originalDestination: parseDestination(headers.get('original-destination') ?? ''),
    timestamp: Number.isSafeInteger(timestamp) && timestamp > 0 ? timestamp : undefined,
    persistent: headers.get('persistent') === 'true',
    redelivered: headers.get('redelivered') === 'true',
    properties: new Map([...headers].filter(([name]) => !isBrokerHeader(name))),
    headers,
    content: readContent(headers, body, maxMessageBytes),
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readContent(headers: FrameHeaders, body: FrameBody, maxMessageBytes: number): MessageContent {
  if ('tooLong' in body) {
    const because = failure('PLB-BROKER-MESSAGE-TOO-LARGE', { bytes: body.tooLong, limit: maxMessageBytes })
    return { kind: 'refused', because }
  }
  // The broker states the length of a BytesMessage only.
  if (headers.has('content-length')) return { kind: 'bytes', bytes: body.bytes.length }
  if (body.bytes.length === 0) return { kind: 'empty' }
  let text: string
  try {
    text = utf8.decode(body.bytes)
  } catch (error) {
    return {
      kind: 'refused',
      because: failure('PLB-BROKER-BODY-UNREADABLE', { reason: 'it is not UTF-8' }, error),
    }
  }
  const transformation = headers.get('transformation')
  // A message that failed to become an object when it was sent keeps the header, but is a TextMessage.
  if (transformation === undefined || headers.has('transformation-error')) return { kind: 'text', text }
  const string = decodeStringObject(text, transformation)
  return string === undefined ? { kind: 'text', text } : { kind: 'object', text: string }
}
