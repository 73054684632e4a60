import { Codec, newestVersion } from '../../openwire/codec.ts'
import { bodyBytes, contentOf } from '../../openwire/message-body.ts'
import { MalformedFrame } from '../../openwire/octets.ts'
import { isMessage, type AnyMessage } from '../../openwire/structures.ts'
import type { Message } from '../message.ts'
import { say } from '../../../sentences/say.ts'

/** What is kept does not depend on who sent it. */
const codec = new Codec(newestVersion)
const sizeLength = 4
/** A compressed body that is larger is not opened for a client that needs it open. */
const largestBody = 64 * 1024 * 1024

/** The bytes a message of an OpenWire client is kept as: all of it, so that the next client gets what the first one sent. */
export function keptBytes(message: AnyMessage): Buffer {
  return codec.encode({ ...message, commandId: 0, responseRequired: false }).subarray(sizeLength)
}

/** The message that was kept. */
export function keptMessage({ body }: Pick<Message, 'body'>): AnyMessage {
  const read = codec.decode(Buffer.from(body.buffer, body.byteOffset, body.byteLength))
  if (read === undefined || !isMessage(read)) throw new MalformedFrame(say('openWire.keptIsNoMessage'))
  return read
}

/** The body of a kept message as a STOMP client is given it: text and strings in UTF-8, anything else as it is. */
export function plainBody(message: Pick<Message, 'body'>): Buffer {
  const kept = keptMessage(message)
  const content = contentOf(kept, largestBody)
  switch (content.kind) {
    case 'object':
    case 'text':
      return Buffer.from(content.text, 'utf8')
    case 'bytes':
      return bodyBytes(kept, largestBody) ?? Buffer.alloc(0)
    default:
      return Buffer.alloc(0)
  }
}
