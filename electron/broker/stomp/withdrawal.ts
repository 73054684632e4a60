import { randomUUID } from 'node:crypto'
import { failure } from '../../errors/failure.ts'
import type { WithdrawnMessage } from '../broker-connection.ts'
import type { Dialect } from '../dialects.ts'
import { isAddedToDeadLetter, isBrokerHeader } from '../message-headers.ts'
import type { FrameBody } from './frame-body.ts'
import { readMessage, type FrameHeaders } from './read-message.ts'
import type { FrameConnection } from './stomp-connection.ts'

/** What the broker writes of a message that its copy is to have as well. */
const kept = ['transformation', 'correlation-id', 'type', 'priority', 'expires', 'reply-to'] as const

/** A message that was delivered, to be removed or moved. */
export function withdrawn(
  frames: Pick<FrameConnection, 'brokerVersion' | 'request' | 'send'>,
  dialect: Dialect,
  headers: FrameHeaders,
  body: FrameBody,
  maxMessageBytes: number,
): WithdrawnMessage {
  const id = headers.get('ack') ?? ''
  const message = readMessage(headers, body, { maxMessageBytes, dialect: dialect.stomp })
  return {
    message,
    // What the broker could not translate comes without its content, and an empty text looks no different.
    isWhole: message.content.kind === 'object' || message.content.kind === 'text',
    remove: () => frames.request({ command: 'ACK', headers: { id } }),
    moveTo: async (target) => {
      if (!('bytes' in body) || message.content.kind === 'empty' || message.content.kind === 'refused')
        throw failure('PLB-BROKER-NOT-COPIED-WHOLE', { messageId: message.messageId })
      const copy = {
        command: 'SEND',
        headers: {
          ...copiedHeaders(headers, message.content.kind),
          destination: dialect.stomp.sendTo(target),
        },
        body: body.bytes,
      }
      const isTransformed = headers.has('transformation')
      if (!dialect.transacts) {
        await frames.request(copy, isTransformed)
        await frames.request({ command: 'ACK', headers: { id } })
        return
      }
      const transaction = randomUUID()
      const step = (command: string) => ({ command, headers: { transaction } })
      frames.send(step('BEGIN'))
      try {
        await frames.request({ ...copy, headers: { ...copy.headers, transaction } }, isTransformed)
        await frames.request({ command: 'ACK', headers: { id, transaction } })
      } catch (error) {
        await frames.request(step('ABORT')).catch(() => undefined)
        throw error
      }
      await frames.request(step('COMMIT'))
    },
  }
}

function copiedHeaders(
  headers: FrameHeaders,
  kind: 'object' | 'text' | 'bytes',
): Readonly<Record<string, string>> {
  const own = [...headers].filter(([name]) => !isBrokerHeader(name) && !isAddedToDeadLetter(name))
  const copied = kept.flatMap((name): [string, string][] => {
    const value = headers.get(name)
    return value === undefined || (name === 'expires' && value === '0') ? [] : [[name, value]]
  })
  const length = headers.get('content-length')
  return {
    ...Object.fromEntries([...own, ...copied]),
    persistent: headers.get('persistent') ?? 'false',
    // By its length the broker takes it for bytes.
    ...(kind === 'bytes' && length !== undefined ? { 'content-length': length } : {}),
  }
}
