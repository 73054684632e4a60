import { MalformedFrame } from './octets.ts'

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

  /**
   * Takes what has arrived and gives the frames that are complete with it.
   * @throws MalformedFrame for a size no frame has, and for one over the limit unless it is to be passed over
   */
  *push(chunk: Buffer): Generator<ReceivedFrame, void, undefined> {
    let rest = chunk
    for (;;) {
      if (this.#size === undefined) {
        const header = this.#gather(rest, sizeLength)
        if (header === undefined) return
        rest = header.rest
        this.#size = header.bytes.readInt32BE(0)
        if (this.#size < 1 || (this.#size > this.#limit && !this.#passesOver))
          throw new MalformedFrame(`no frame has ${this.#size} bytes`)
      }
      const size = this.#size
      if (this.#beginning === undefined) {
        const kept = size > this.#limit ? Math.min(size, beginningKept) : size
        const body = this.#gather(rest, kept)
        if (body === undefined) return
        rest = body.rest
        this.#beginning = body.bytes
        this.#toPassOver = size - kept
      }
      const passed = Math.min(this.#toPassOver, rest.length)
      rest = rest.subarray(passed)
      this.#toPassOver -= passed
      if (this.#toPassOver > 0) return
      const bytes = this.#beginning
      this.#size = undefined
      this.#beginning = undefined
      yield { bytes, size }
    }
  }

  /** @returns so many bytes and what is behind them; undefined until there are as many, and they are kept till then */
  #gather(chunk: Buffer, length: number): { readonly bytes: Buffer; readonly rest: Buffer } | undefined {
    const missing = length - this.#gatheredBytes
    if (chunk.length < missing) {
      if (chunk.length > 0) this.#gathered.push(chunk)
      this.#gatheredBytes += chunk.length
      return undefined
    }
    const last = chunk.subarray(0, missing)
    const bytes = this.#gatheredBytes === 0 ? last : Buffer.concat([...this.#gathered, last], length)
    this.#gathered = []
    this.#gatheredBytes = 0
    return { bytes, rest: chunk.subarray(missing) }
  }
}
