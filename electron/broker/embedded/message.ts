import { headerLines } from './header-lines.ts'
import type { Octets } from './octets.ts'

/** What a message is to a JMS client: a TextMessage, a BytesMessage or an ObjectMessage that holds one string. */
export type BodyType = 'text' | 'bytes' | 'object'

/** A message as the broker keeps it. */
export interface Message {
  /** Its place among all messages of this broker: a later message has a higher number. */
  readonly id: number
  /** Its `message-id`, the same in every queue it is copied to. */
  readonly messageId: Octets
  readonly destination: Octets
  readonly bodyType: BodyType
  readonly protocol: 'stomp' | 'openwire'
  readonly persistent: boolean
  /** When it expires, in milliseconds since 1970; 0 for never. */
  readonly expires: number
  /** The `transformation` header it was sent with, or ''. */
  readonly transformation: Octets
  /** Its other headers as lines escaped for STOMP 1.2, ready to be written. */
  readonly headers: Octets
  /** Of STOMP, the bytes sent or, of an object, its string in UTF-8; of OpenWire, the whole message (see openwire/kept.ts). */
  readonly body: Uint8Array
}

/** A message that has no place yet. */
export type Draft = Omit<Message, 'id' | 'messageId'>

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
    headers: headers + headerLines(added),
  }
}
