import type { PlainDestination } from '../../destinations.ts'
import type { Frame } from './frames.ts'
import type { StompVersion } from '../header-escaping.ts'
import type { Octets } from '../octets.ts'
import { ProtocolError } from '../protocol-error.ts'
import { selectorOf } from '../selector.ts'
import type { SubscriptionTerms } from '../subscription.ts'

/** How messages are acknowledged, as STOMP names it. */
export type AckMode = 'auto' | 'client' | 'client-individual'

/** What a SUBSCRIBE asks for, checked. */
export interface SubscribeRequest {
  readonly destination: PlainDestination
  readonly browser: boolean
  /** The name of the durable subscription, when it is one. */
  readonly durableName: Octets | undefined
  readonly selectorHeader: Octets
  /** What the connection knows it by: its id or, without one, its destination. */
  readonly key: Octets
  /** The `id` header; undefined for a STOMP 1.0 client that named none. */
  readonly id: Octets | undefined
  readonly ackMode: AckMode
  readonly transformation: Octets
  readonly terms: SubscriptionTerms
}

/** How many unacknowledged messages ActiveMQ lets out when a subscription does not say. */
const defaultPrefetch = { queue: 1000, browser: 500, durable: 100, topic: 32_767 } as const

/**
 * Reads a SUBSCRIBE frame.
 * @param destinationOf reads its destination
 * @throws ProtocolError, not fatal, for what this broker cannot do or what makes no sense
 */
export function readSubscribe(
  frame: Frame,
  version: StompVersion,
  destinationOf: (header: Octets) => PlainDestination,
): SubscribeRequest {
  const { headers } = frame
  const id = headers.get('id')
  if (id === undefined && version !== '1.0') throw refused('SUBSCRIBE received without a subscription id!')
  const header = headers.get('destination')
  if (header === undefined || header === '') throw refused("Invalid empty or 'null' Destination header")
  const destination = destinationOf(header)
  const browser = headers.get('browser') === 'true'
  const durableName = headers.get('activemq.subscriptionName') ?? headers.get('durable-subscription-name')
  if (browser && destination.kind === 'topic') throw refused('A topic cannot be browsed')
  if (durableName !== undefined && destination.kind === 'queue') {
    throw refused('Invalid Subscription: cannot durably subscribe to a Queue destination!')
  }
  const kind = browser ? 'browser' : durableName === undefined ? destination.kind : 'durable'
  const selectorHeader = headers.get('selector')?.trim() ?? ''
  const ackMode = ackModeOf(headers.get('ack') ?? 'auto')
  return {
    destination,
    browser,
    durableName,
    selectorHeader,
    key: id ?? header,
    id,
    ackMode,
    transformation: headers.get('transformation') ?? '',
    terms: {
      automatic: ackMode === 'auto',
      prefetch: prefetchOf(headers.get('activemq.prefetchSize')) ?? defaultPrefetch[kind],
      selector: selectorHeader === '' ? undefined : selectorOf(selectorHeader),
    },
  }
}

function ackModeOf(header: Octets): AckMode {
  if (header === 'auto' || header === 'client' || header === 'client-individual') return header
  throw refused(`Unknown ack mode [${header}]: it is one of auto, client and client-individual`)
}

function prefetchOf(header: Octets | undefined): number | undefined {
  if (header === undefined) return undefined
  if (/^[1-9]\d{0,8}$/.test(header)) return Number(header)
  throw refused('The activemq.prefetchSize header must be a whole number above 0')
}

function refused(message: string): ProtocolError {
  return new ProtocolError(message, false)
}
