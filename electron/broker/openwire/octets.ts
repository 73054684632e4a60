import { english } from '../../sentences/english.ts'
import { say } from '../../sentences/say.ts'
import type { Sentence } from '../../sentences/sentence.ts'
import { decodeModifiedUtf8, encodeModifiedUtf8 } from './modified-utf8.ts'

/** What came over the wire is not what it has to be; the connection cannot go on. */
export class MalformedFrame extends Error {
  readonly reason: Sentence

  constructor(reason: Sentence, options?: ErrorOptions) {
    super(english(reason), options)
    this.reason = reason
  }
}

/** Something ends before all of it was read. */
export class EndOfBytes extends MalformedFrame {
  /** What was read of it up to there. */
  sofar: unknown
}

/** Reads the loose encoding, big endian, never past the end. */
export class OctetReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  bool(): boolean {
    return this.byte() !== 0
  }

  byte(): number {
    return this.#bytes.readInt8(this.#advance(1))
  }

  type(): number {
    return this.#bytes.readUInt8(this.#advance(1))
  }

  short(): number {
    return this.#bytes.readInt16BE(this.#advance(2))
  }

  int(): number {
    return this.#bytes.readInt32BE(this.#advance(4))
  }

  long(): bigint {
    return this.#bytes.readBigInt64BE(this.#advance(8))
  }

  float(): number {
    return this.#bytes.readFloatBE(this.#advance(4))
  }

  double(): number {
    return this.#bytes.readDoubleBE(this.#advance(8))
  }

  /** So many bytes as they are; a view of the frame, not a copy. */
  raw(length: number): Buffer {
    if (length < 0) throw new MalformedFrame(say('openWire.negativeLength'))
    const start = this.#advance(length)
    return this.#bytes.subarray(start, start + length)
  }

  /** A text with its length in two bytes. */
  text(): string {
    return this.#text(this.#bytes.readUInt16BE(this.#advance(2)))
  }

  /** A text with its length in four bytes. */
  longText(): string {
    return this.#text(this.int())
  }

  /** A number of things each of which takes at least so many bytes: more than can be there is refused unread. */
  count(count: number, leastBytes: number): number {
    if (count < 0) throw new MalformedFrame(say('openWire.negativeCount'))
    if (count * leastBytes > this.left) throw new EndOfBytes(say('openWire.countTooLarge'))
    return count
  }

  end(): void {
    if (this.left > 0) throw new MalformedFrame(say('openWire.bytesLeft', { count: this.left }))
  }

  #text(length: number): string {
    const text = decodeModifiedUtf8(this.raw(length))
    if (text === undefined) throw new MalformedFrame(say('openWire.textNotUtf8'))
    return text
  }

  #advance(length: number): number {
    const start = this.#at
    if (length > this.#bytes.length - start) throw new EndOfBytes(say('openWire.endsEarly'))
    this.#at = start + length
    return start
  }
}

/** Writes the loose encoding, big endian. */
export class OctetWriter {
  #bytes: Buffer = Buffer.allocUnsafe(512)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** What was written so far; nothing may be written afterwards. */
  take(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  bool(value: boolean): void {
    this.byte(value ? 1 : 0)
  }

  byte(value: number): void {
    const at = this.#advance(1)
    this.#bytes.writeInt8(value, at)
  }

  short(value: number): void {
    const at = this.#advance(2)
    this.#bytes.writeInt16BE(value, at)
  }

  int(value: number): void {
    const at = this.#advance(4)
    this.#bytes.writeInt32BE(value, at)
  }

  long(value: bigint): void {
    const at = this.#advance(8)
    this.#bytes.writeBigInt64BE(value, at)
  }

  float(value: number): void {
    const at = this.#advance(4)
    this.#bytes.writeFloatBE(value, at)
  }

  double(value: number): void {
    const at = this.#advance(8)
    this.#bytes.writeDoubleBE(value, at)
  }

  raw(bytes: Uint8Array): void {
    const at = this.#advance(bytes.length)
    this.#bytes.set(bytes, at)
  }

  /** Up to 65535 bytes with their number in two bytes. */
  shortRaw(bytes: Uint8Array): void {
    if (bytes.length > 0xffff) throw new RangeError('a text is longer than 65535 bytes')
    const at = this.#advance(2)
    this.#bytes.writeUInt16BE(bytes.length, at)
    this.raw(bytes)
  }

  /** A text of up to 65535 bytes, with its length in two bytes. */
  text(text: string): void {
    this.shortRaw(encodeModifiedUtf8(text))
  }

  /** Puts a number into four bytes written before. */
  setInt(value: number, at: number): void {
    this.#bytes.writeInt32BE(value, at)
  }

  #advance(length: number): number {
    const start = this.#length
    this.#length += length
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length))
      larger.set(this.#bytes.subarray(0, start))
      this.#bytes = larger
    }
    return start
  }
}
