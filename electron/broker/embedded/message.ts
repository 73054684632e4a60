import { encodeHeaders, type Frame } from './frames.ts'
import type { Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'
import { readObject } from './transformation.ts'

/** What a message is to a JMS client: a TextMessage, a BytesMessage or an ObjectMessage that holds one string. */
export type MessageForm = 'text' | 'bytes' | 'object'

/** A message as the broker keeps it. */
export interface Message {
  /** Its place among all messages of this broker: a later message has a higher number. */
  readonly id: number
  /** Its `message-id`, the same in every queue it is copied to. */
  readonly messageId: Octets
  /** The destination it was sent to. */
  readonly destination: Octets
  readonly form: MessageForm
  readonly persistent: boolean
  /** When it expires, in milliseconds since 1970; 0 for never. */
  readonly expires: number
  /** The `transformation` header it was sent with, or ''. */
  readonly transformation: Octets
  /** Its other headers as lines escaped for STOMP 1.2, ready to be written. */
  readonly headers: Octets
  /** The bytes sent; of an object, its string in UTF-8. */
  readonly body: Uint8Array
}

/** A message that has no place yet. */
export type Draft = Omit<Message, 'id' | 'messageId'>

/**
 * What the broker says about a message is the broker's to say: these headers of a SEND are not passed on, so that no
 * sender can forge them. The first four matter to the SEND alone.
 */
const withheld = new Set([
  'destination',
  'receipt',
  'transaction',
  'content-length',
  'message-id',
  'subscription',
  'ack',
  'redelivered',
  'browser',
  'original-destination',
  'transformation',
  'transformation-error',
  'expires',
  'priority',
  'timestamp',
  'persistent',
])

const highestPriority = 9
const defaultPriority = 4

/**
 * Makes a message of a SEND frame, as ActiveMQ does: with a content-length it is a BytesMessage, without one a
 * TextMessage or, when a `transformation` says so, an ObjectMessage. A body that cannot be transformed makes a
 * TextMessage with a `transformation-error`; it is not refused.
 * @param now milliseconds since 1970
 * @throws ProtocolError for headers that make no sense
 */
export function draftOf(frame: Frame, destination: Octets, now: number): Draft {
  const { headers } = frame
  const transformation = headers.get('transformation') ?? ''
  const content = contentOf(frame, transformation)
  const persistent = headers.get('persistent') === 'true'
  const expires = wholeNumber(headers, 'expires', 0)
  const lines: [Octets, Octets][] = [
    ['expires', String(expires)],
    ['priority', String(Math.min(wholeNumber(headers, 'priority', defaultPriority), highestPriority))],
    ['timestamp', String(wholeNumber(headers, 'timestamp', now))],
  ]
  if (persistent) lines.push(['persistent', 'true'])
  if (content.error !== undefined) lines.push(['transformation-error', content.error])
  for (const header of headers) {
    if (!withheld.has(header[0])) lines.push(header)
  }
  return {
    destination,
    form: content.form,
    persistent,
    expires,
    transformation,
    headers: encodeHeaders(lines, '1.2'),
    body: content.body,
  }
}

/**
 * The copy of a message that goes to the dead letter queue. It keeps its message-id and never expires.
 * @param from the destination whose consumer gave it up
 */
export function deadLetterOf(message: Message, deadLetterQueue: Octets, from: Octets, cause?: Octets): Draft {
  const headers = message.headers.replace(/^expires:.*$/m, 'expires:0')
  const added: [Octets, Octets][] = [
    ['original-destination', from],
    ['originalExpiration', String(message.expires)],
  ]
  if (cause !== undefined) added.push(['dlqDeliveryFailureCause', cause])
  return {
    ...message,
    destination: deadLetterQueue,
    expires: 0,
    headers: headers + encodeHeaders(added, '1.2'),
  }
}

interface Content {
  readonly form: MessageForm
  readonly body: Uint8Array
  readonly error?: Octets
}

function contentOf(frame: Frame, transformation: Octets): Content {
  const type = frame.headers.get('amq-msg-type')
  if (type === 'bytes') return { form: 'bytes', body: frame.body }
  if (type !== undefined && type !== 'text')
    throw new ProtocolError(`Unsupported message type '${type}'`, false)
  if (type === undefined && frame.headers.has('content-length')) return { form: 'bytes', body: frame.body }
  const read = type === undefined ? readObject(transformation, frame.body) : undefined
  if (read === undefined) return { form: 'text', body: frame.body }
  if ('error' in read) return { form: 'text', body: frame.body, error: read.error }
  return { form: 'object', body: Buffer.from(read.text, 'utf8') }
}

function wholeNumber(headers: ReadonlyMap<Octets, Octets>, name: string, missing: number): number {
  const value = headers.get(name)
  if (value === undefined) return missing
  if (!/^\d{1,15}$/.test(value)) throw new ProtocolError(`The ${name} header must be a whole number`, false)
  return Number(value)
}
