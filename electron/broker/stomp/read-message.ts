import { failure } from '../../errors/failure.ts'
import { parseDestination } from '../destinations.ts'
import type { StompDialect } from '../dialects.ts'
import { isBrokerHeader } from '../message-headers.ts'
import type { Message, MessageContent } from '../message.ts'
import type { FrameBody } from './frame-body.ts'
import { decodeStringObject } from './object-message.ts'
import { say } from '../../sentences/say.ts'

export type FrameHeaders = ReadonlyMap<string, string>

interface ReadOptions {
  readonly maxMessageBytes: number
  readonly dialect: Pick<StompDialect, 'translates'>
}

/** The message of a MESSAGE frame; headers of the broker are no properties. */
export function readMessage(headers: FrameHeaders, body: FrameBody, options: ReadOptions): Message {
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
    content: readContent(headers, body, options),
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readContent(
  headers: FrameHeaders,
  body: FrameBody,
  { maxMessageBytes, dialect }: ReadOptions,
): MessageContent {
  if ('tooLong' in body) {
    const because = failure('PLB-BROKER-MESSAGE-TOO-LARGE', { bytes: body.tooLong, limit: maxMessageBytes })
    return { kind: 'refused', because }
  }
  const isObject = !dialect.translates && headers.has('transformation')
  // A broker that translates states the length of a BytesMessage only; another one, of every message.
  if (headers.has('content-length') && !isObject) return { kind: 'bytes', bytes: body.bytes.length }
  if (body.bytes.length === 0) return { kind: 'empty' }
  const transformation = headers.get('transformation')
  // A message that failed to become an object when it was sent keeps the header, but is a TextMessage.
  const object =
    transformation === undefined || headers.has('transformation-error')
      ? undefined
      : decodeStringObject(body.bytes, transformation)
  if (object !== undefined) return { kind: 'object', text: object }
  try {
    return { kind: 'text', text: utf8.decode(body.bytes) }
  } catch (error) {
    return {
      kind: 'refused',
      because: failure('PLB-BROKER-BODY-UNREADABLE', { reason: say('broker.notUtf8') }, error),
    }
  }
}
