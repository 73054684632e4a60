import { isFailure } from '../../errors/failure.ts'
import { formatDestination, queue, topic, type Destination, type PlainDestination } from '../destinations.ts'
import { octetsOf, textOf, type Octets } from './octets.ts'
import { ProtocolError } from './protocol-error.ts'
import { englishValue } from '../../sentences/english.ts'

/**
 * Reads a `destination` header.
 * @throws ProtocolError, not fatal, for what the embedded broker has no destination for
 */
export function destinationOf(header: Octets): PlainDestination {
  const text = textOf(header)
  const [, kind, name] = /^\/(queue|topic)\/(.*)$/s.exec(text) ?? []
  if (kind === undefined || name === undefined)
    throw refused(text, 'it must begin with /queue/, /topic/ or /temp-queue/')
  try {
    return kind === 'queue' ? queue(name) : topic(name)
  } catch (error) {
    if (isFailure(error)) throw refused(text, englishValue(error.details['reason'] ?? ''))
    throw error
  }
}

const temporaryPrefix = 'Temporary.'

/**
 * The name of a queue that goes with the connection it was made for.
 * @param owned a name nobody else has
 */
export function temporaryName(owned: string): string {
  return `${temporaryPrefix}${owned}`
}

/** Whether a queue goes with the connection that made it. */
export function isTemporary(queueName: string): boolean {
  return queueName.startsWith(temporaryPrefix)
}

/** The `destination` header of a queue or topic. */
export function headerOf(destination: Destination): Octets {
  return octetsOf(formatDestination(destination))
}

/**
 * The virtual topic whose messages a queue of this name receives: `Consumer.<one part>.VirtualTopic.<more>`, or
 * undefined for an ordinary queue.
 */
export function virtualTopicOf(queueName: string): string | undefined {
  return /^Consumer\.[^.]+\.(VirtualTopic\..+)$/.exec(queueName)?.[1]
}

function refused(destination: string, why: string): ProtocolError {
  return new ProtocolError(octetsOf(`Illegal destination [${destination.slice(0, 100)}]: ${why}`), false)
}

/** A destination or durable subscription as an operator sees it. */
export interface DestinationStatus {
  readonly kind: 'queue' | 'topic' | 'durable subscription'
  /** The queue's, the topic's or the subscription's name, without a prefix. */
  readonly name: string
  /** Of a durable subscription only: the topic it subscribes to. */
  readonly topic?: string
  /** Of a durable subscription only: whose it is. */
  readonly clientId?: string
  /** Messages waiting, those included that a consumer has and did not acknowledge. A topic keeps none itself. */
  readonly depth: number
  /** Subscriptions that are connected. */
  readonly consumers: number
  /** Messages that came in since the broker started. */
  readonly enqueued: number
  /** Messages that were consumed since the broker started. */
  readonly dequeued: number
}
