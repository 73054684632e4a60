import type { Failure } from '../errors/failure.ts'
import type { Destination } from './destinations.ts'

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
  /** When it came to the broker, by the broker's clock; undefined where that is not told. */
  readonly takenAt?: number | undefined
  readonly persistent: boolean
  /** Delivered before without being acknowledged. Not set after a broker restart. */
  readonly redelivered: boolean
  /** The properties its sender gave it. */
  readonly properties: ReadonlyMap<string, string>
  /** Every header of the frame, the broker's own included. */
  readonly headers: ReadonlyMap<string, string>
  readonly content: MessageContent
}
