import { structure } from '../../openwire/codec.ts'
import type { Structure } from '../../openwire/structures.ts'
import { octetsOf, textOf, type Octets } from '../octets.ts'

/** The text of a message id: what a STOMP client sees as its `message-id`. */
export function messageIdText({ textView, producerId, producerSequenceId }: Structure<'MessageId'>): Octets {
  if (textView !== null) return octetsOf(textView)
  const { connectionId, sessionId, value } = producerId ?? { connectionId: '', sessionId: 0n, value: 0n }
  return octetsOf([connectionId, sessionId, value, producerSequenceId].join(':'))
}

/**
 * The id of a message by its text.
 * @param place the message's place among all of this broker, by which it is acknowledged
 */
export function wireMessageId(text: Octets, place: number): Structure<'MessageId'> {
  const readable = textOf(text)
  const [, connectionId, sessionId, value, sequence] =
    /^(.+):(-?\d{1,18}):(-?\d{1,18}):(\d{1,18})$/s.exec(readable) ?? []
  const isComposed = connectionId !== undefined
  return structure('MessageId', {
    textView: isComposed ? null : readable,
    producerId: structure('ProducerId', {
      connectionId: connectionId ?? readable,
      sessionId: BigInt(sessionId ?? 0),
      value: BigInt(value ?? 0),
    }),
    producerSequenceId: BigInt(sequence ?? 0),
    brokerSequenceId: BigInt(place),
  })
}
