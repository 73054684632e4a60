import { headerLines } from '../header-lines.ts'
import type { Draft, BodyType } from '../message.ts'
import type { Octets } from '../octets.ts'
import { ProtocolError } from '../protocol-error.ts'
import type { Frame } from './frames.ts'
import { readObject } from './transformation.ts'

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
    bodyType: content.bodyType,
    protocol: 'stomp',
    persistent,
    expires,
    transformation,
    headers: headerLines(lines),
    body: content.body,
  }
}

interface Content {
  readonly bodyType: BodyType
  readonly body: Uint8Array
  readonly error?: Octets
}

function contentOf(frame: Frame, transformation: Octets): Content {
  const type = frame.headers.get('amq-msg-type')
  if (type === 'bytes') return { bodyType: 'bytes', body: frame.body }
  if (type !== undefined && type !== 'text')
    throw new ProtocolError(`Unsupported message type '${type}'`, false)
  if (type === undefined && frame.headers.has('content-length'))
    return { bodyType: 'bytes', body: frame.body }
  const read = type === undefined ? readObject(transformation, frame.body) : undefined
  if (read === undefined) return { bodyType: 'text', body: frame.body }
  if ('error' in read) return { bodyType: 'text', body: frame.body, error: read.error }
  return { bodyType: 'object', body: Buffer.from(read.text, 'utf8') }
}

function wholeNumber(headers: ReadonlyMap<Octets, Octets>, name: string, missing: number): number {
  const value = headers.get(name)
  if (value === undefined) return missing
  if (!/^\d{1,15}$/.test(value)) throw new ProtocolError(`The ${name} header must be a whole number`, false)
  return Number(value)
}
