import { inflateSync } from 'node:zlib'
import { failure } from '../../errors/failure.ts'
import type { MessageContent } from '../message.ts'
import { decodeModifiedUtf8, encodeModifiedUtf8 } from './modified-utf8.ts'
import { MalformedFrame, OctetReader, OctetWriter } from './octets.ts'
import type { AnyMessage } from './structures.ts'
import { say } from '../../sentences/say.ts'

/** What every Java serialisation stream begins with. */
const streamHeader = Buffer.of(0xac, 0xed, 0x00, 0x05)
const shortString = 0x74
const longString = 0x7c
/** Java senders end a stream by resetting it. */
const reset = 0x79

/** The body of an ObjectMessage that holds one java.lang.String. */
export function encodeStringObject(text: string): Buffer {
  const bytes = encodeModifiedUtf8(text)
  const writer = new OctetWriter()
  writer.raw(streamHeader)
  if (bytes.length <= 0xffff) {
    writer.byte(shortString)
    writer.shortRaw(bytes)
  } else {
    writer.byte(longString)
    writer.long(BigInt(bytes.length))
    writer.raw(bytes)
  }
  return writer.take()
}

/** The body of a TextMessage. */
export function encodeText(text: string): Buffer {
  const bytes = encodeModifiedUtf8(text)
  const writer = new OctetWriter()
  writer.int(bytes.length)
  writer.raw(bytes)
  return writer.take()
}

/** Whether the body of an ObjectMessage says that it holds one string. */
export function claimsString(body: Buffer): boolean {
  const type = body[streamHeader.length]
  return (
    (type === shortString || type === longString) &&
    streamHeader.equals(body.subarray(0, streamHeader.length))
  )
}

/**
 * The string inside the body of an ObjectMessage.
 * @returns undefined for an object of another class, of which nothing is read
 * @throws MalformedFrame
 */
export function decodeStringObject(body: Buffer): string | undefined {
  const reader = new OctetReader(body)
  if (!reader.raw(streamHeader.length).equals(streamHeader))
    throw new MalformedFrame(say('openWire.noJavaObject'))
  const type = reader.type()
  if (type !== shortString && type !== longString) return undefined
  const length = type === shortString ? BigInt(reader.short() & 0xffff) : reader.long()
  if (length < 0n || length > BigInt(reader.left)) throw new MalformedFrame(say('openWire.stringTooLong'))
  const text = decodeModifiedUtf8(reader.raw(Number(length)))
  if (text === undefined) throw new MalformedFrame(say('openWire.stringNotUtf8'))
  while (reader.left > 0)
    if (reader.type() !== reset) throw new MalformedFrame(say('wire.somethingFollowsString'))
  return text
}

/** What a message holds, decompressed if need be, within the limit. */
export function contentOf(message: AnyMessage, limit: number): MessageContent {
  const { content } = message
  if (content === null) return { kind: 'empty' }
  if (content.length > limit) return tooLarge(content.length, limit)
  try {
    const bytes = message.compressed ? inflated(message, content, limit) : content
    if (bytes === undefined) return tooLarge(limit + 1, limit)
    return readBody(message.name, bytes)
  } catch (error) {
    if (!(error instanceof MalformedFrame)) throw error
    return {
      kind: 'refused',
      because: failure('PLB-BROKER-BODY-UNREADABLE', { reason: error.reason }, error),
    }
  }
}

function readBody(name: AnyMessage['name'], bytes: Buffer): MessageContent {
  switch (name) {
    case 'ObjectMessage': {
      const text = decodeStringObject(bytes)
      return text === undefined ? { kind: 'bytes', bytes: bytes.length } : { kind: 'object', text }
    }
    case 'TextMessage': {
      const reader = new OctetReader(bytes)
      const length = reader.int()
      if (length === -1) return { kind: 'empty' }
      const text = decodeModifiedUtf8(reader.raw(length))
      if (text === undefined) throw new MalformedFrame(say('broker.notUtf8'))
      return { kind: 'text', text }
    }
    default:
      return { kind: 'bytes', bytes: bytes.length }
  }
}

/**
 * The bytes of a body, decompressed if need be.
 * @returns undefined when they are more than the limit
 * @throws MalformedFrame
 */
export function bodyBytes(message: AnyMessage, limit: number): Buffer | undefined {
  const content = message.content ?? Buffer.alloc(0)
  return message.compressed ? inflated(message, content, limit) : content
}

/** @returns undefined when it would be more than the limit */
function inflated({ name }: AnyMessage, content: Buffer, limit: number): Buffer | undefined {
  // A BytesMessage alone says first how long it will be.
  const deflated = name === 'BytesMessage' ? content.subarray(4) : content
  try {
    return inflateSync(deflated, { maxOutputLength: limit })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw new MalformedFrame(say('openWire.cannotDecompress'), { cause: error })
  }
}

function tooLarge(bytes: number, limit: number): MessageContent {
  return { kind: 'refused', because: failure('PLB-BROKER-MESSAGE-TOO-LARGE', { bytes, limit }) }
}
