import { inflateSync } from 'node:zlib'
import { failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/**
 * A Java serialization stream that holds one string, the content of every message of a cluster:
 * magic and version, a type code, the length in bytes (2 or 8 of them), then modified UTF-8.
 */
const header = Buffer.from([0xac, 0xed, 0x00, 0x05])
const shortString = 0x74
const longString = 0x7c
const longestShortString = 0xffff

/** Bytes a message may unpack to. */
const defaultLimit = 16 * 1024 * 1024

/**
 * Reads the string out of the content of an ObjectMessage.
 * @param content the bytes as they travelled
 * @param compressed whether the sender's connection used compression (zlib)
 * @throws PLB-WIRE-SERIALIZATION
 */
export function readJavaString(content: Uint8Array, compressed = false, limit = defaultLimit): string {
  const bytes = compressed ? inflate(content, limit) : Buffer.from(content)
  if (!bytes.subarray(0, 4).equals(header)) throw unreadable(say('wire.doesNotStartLike'))
  const code = bytes[4]
  const lengthBytes = code === shortString ? 2 : code === longString ? 8 : undefined
  if (lengthBytes === undefined) throw unreadable(say('wire.objectNotString'))
  const start = 5 + lengthBytes
  if (bytes.length < start) throw unreadable(say('wire.endsWithinLengthString'))
  const length = lengthBytes === 2 ? BigInt(bytes.readUInt16BE(5)) : bytes.readBigUInt64BE(5)
  if (length > BigInt(limit)) throw unreadable(say('wire.stringTooLong', { length: Number(length), limit }))
  const end = start + Number(length)
  if (bytes.length < end) throw unreadable(say('wire.endsWithinString'))
  if (bytes.length > end) throw unreadable(say('wire.somethingFollowsString'))
  return readModifiedUtf8(bytes.subarray(start, end))
}

/** Writes a string as the content of an ObjectMessage, uncompressed. */
export function writeJavaString(text: string): Buffer {
  const bytes = writeModifiedUtf8(text)
  const isShort = bytes.length <= longestShortString
  const length = Buffer.alloc(isShort ? 2 : 8)
  if (isShort) length.writeUInt16BE(bytes.length)
  else length.writeBigUInt64BE(BigInt(bytes.length))
  return Buffer.concat([header, Buffer.from([isShort ? shortString : longString]), length, bytes])
}

function inflate(content: Uint8Array, limit: number): Buffer {
  try {
    return inflateSync(content, { maxOutputLength: limit })
  } catch (error) {
    throw failure('PLB-WIRE-SERIALIZATION', { reason: say('wire.compressedContentCannotUnpacked') }, error)
  }
}

/** Modified UTF-8 writes U+0000 in two bytes and each half of a surrogate pair in three. */
function readModifiedUtf8(bytes: Buffer): string {
  const units: string[] = []
  let chunk: number[] = []
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0
    const more = first < 0x80 ? 0 : first >> 5 === 0b110 ? 1 : first >> 4 === 0b1110 ? 2 : undefined
    if (more === undefined || first === 0) throw unreadable(say('wire.notModifiedUtf8'))
    let unit = more === 0 ? first : first & (more === 1 ? 0x1f : 0x0f)
    for (let offset = 1; offset <= more; offset += 1) {
      const next = bytes[at + offset] ?? 0
      if (next >> 6 !== 0b10) throw unreadable(say('wire.notModifiedUtf8'))
      unit = (unit << 6) | (next & 0x3f)
    }
    chunk.push(unit)
    // String.fromCharCode takes its input as arguments, whose number is limited.
    if (chunk.length === 8192) {
      units.push(String.fromCharCode(...chunk))
      chunk = []
    }
    at += more + 1
  }
  units.push(String.fromCharCode(...chunk))
  return units.join('')
}

function writeModifiedUtf8(text: string): Buffer {
  const bytes = Buffer.alloc(text.length * 3)
  let at = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit > 0 && unit < 0x80) {
      bytes[at++] = unit
    } else if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6)
      bytes[at++] = 0x80 | (unit & 0x3f)
    } else {
      bytes[at++] = 0xe0 | (unit >> 12)
      bytes[at++] = 0x80 | ((unit >> 6) & 0x3f)
      bytes[at++] = 0x80 | (unit & 0x3f)
    }
  }
  return bytes.subarray(0, at)
}

function unreadable(reason: Wording): Error {
  return failure('PLB-WIRE-SERIALIZATION', { reason })
}
