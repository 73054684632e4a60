import { isBrokerHeader } from '../../../broker/message-headers.ts'
import type { Message } from '../../../broker/message.ts'
import type { Wording } from '../../../sentences/sentence.ts'
import { wordingOf } from '../../../errors/failure.ts'

/** A message as the archive takes it in: plain data, which can cross to another thread. */
export interface ArchivableMessage {
  readonly messageId: string
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number
  /** Class of the message at the broker: `ActiveMQObjectMessage`. */
  readonly type: string
  /** What its sender gave it. */
  readonly properties: Readonly<Record<string, string>>
  /** What the broker wrote. */
  readonly headers: Readonly<Record<string, string>>
  /** The string an ObjectMessage holds, or the text of a text message; null when there is none. */
  readonly body: string | null
  /** Why there is no body, when it could not be had. */
  readonly problem: Wording | null
}

/** @param now for a message whose sender gave no time */
export function archivable(message: Message, now: number): ArchivableMessage {
  const { content } = message
  const broker = [...message.headers].filter(([name]) => isBrokerHeader(name))
  return {
    messageId: message.messageId,
    at: message.timestamp ?? now,
    type: types[content.kind],
    properties: Object.fromEntries(message.properties),
    headers: Object.fromEntries(broker),
    body: content.kind === 'object' || content.kind === 'text' ? content.text : null,
    problem: content.kind === 'refused' ? wordingOf(content.because) : null,
  }
}

const types = {
  object: 'ActiveMQObjectMessage',
  text: 'ActiveMQTextMessage',
  bytes: 'ActiveMQBytesMessage',
  empty: 'ActiveMQMessage',
  refused: 'unreadable',
} as const
