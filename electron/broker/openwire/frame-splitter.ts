import { MalformedFrame } from './octets.ts'
import { say } from '../../sentences/say.ts'

/** A frame without its size; of one over the limit, only the beginning is there. */
export interface ReceivedFrame {
  readonly bytes: Buffer
  /** How many bytes it had. */
  readonly size: number
}

const sizeLength = 4
/** What is kept of a frame over the limit: enough to tell whose it is. */
const beginningKept = 64 * 1024

/** Cuts the stream of bytes into frames. Memory is taken for what arrives, up to the limit, never for what is announced. */
export class FrameSplitter {
  #limit: number
  #passesOver = false
  #rest: Buffer = Buffer.alloc(0)
  #gathered: Buffer[] = []
  #gatheredBytes = 0
  /** Of the frame that is coming in. */
  #size: number | undefined
  #beginning: Buffer | undefined
  #toPassOver = 0

  /** @param limit the largest frame to take, in bytes */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** From now on takes frames up to another limit, and of larger ones their beginning. */
  passOverFrom(limit: number): void {
    this.#limit = limit
    this.#passesOver = true
  }

  /** Bytes kept of a frame that is not complete yet, or not taken yet. */
  get held(): number {
    return this.#rest.length + this.#gatheredBytes + (this.#beginning?.length ?? 0)
  }

  /** Adds what has arrived. */
  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
  }

  /**
   * The next frame, or undefined until more arrives.
   * @throws MalformedFrame for a size no frame has, and for one over the limit unless it is to be passed over
   */
  next(): ReceivedFrame | undefined {
    if (this.#size === undefined) {
      this.#size = this.#gather(sizeLength)?.readInt32BE(0)
      if (this.#size === undefined) return undefined
      if (this.#size < 1 || (this.#size > this.#limit && !this.#passesOver))
        throw new MalformedFrame(say('openWire.noFrameSize', { bytes: this.#size }))
    }
    const size = this.#size
    if (this.#beginning === undefined) {
      const kept = size > this.#limit ? Math.min(size, beginningKept) : size
      this.#beginning = this.#gather(kept)
      if (this.#beginning === undefined) return undefined
      this.#toPassOver = size - kept
    }
    const passed = Math.min(this.#toPassOver, this.#rest.length)
    this.#rest = this.#rest.subarray(passed)
    this.#toPassOver -= passed
    if (this.#toPassOver > 0) return undefined
    const bytes = this.#beginning
    this.#size = undefined
    this.#beginning = undefined
    return { bytes, size }
  }

  /** @returns so many bytes; undefined until there are as many, and they are kept till then */
  #gather(length: number): Buffer | undefined {
    const missing = length - this.#gatheredBytes
    const part = this.#rest.subarray(0, missing)
    this.#rest = this.#rest.subarray(part.length)
    if (part.length < missing) {
      if (part.length > 0) this.#gathered.push(part)
      this.#gatheredBytes += part.length
      return undefined
    }
    const bytes = this.#gatheredBytes === 0 ? part : Buffer.concat([...this.#gathered, part], length)
    this.#gathered = []
    this.#gatheredBytes = 0
    return bytes
  }
}
