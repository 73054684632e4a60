import { escapeHeader, unescapeHeader, type StompVersion } from '../header-escaping.ts'
import type { Octets } from '../octets.ts'
import { ProtocolError } from '../protocol-error.ts'
import type { FrameLimits } from '../conversation.ts'

/**
 * One STOMP frame. Header names and values are octet strings, unescaped; of a header that is repeated only the first
 * is kept, as STOMP 1.2 has it. A body that holds a NUL byte needs a `content-length` header to be written.
 */
export interface Frame {
  readonly command: Octets
  readonly headers: ReadonlyMap<Octets, Octets>
  readonly body: Buffer
}

/** ActiveMQ 5.17's own limits, so that what passes here passes there. */
export const activeMQFrameLimits: FrameLimits = {
  commandBytes: 1024,
  headerLineBytes: 10_240,
  headerCount: 1000,
  bodyBytes: 100 * 1024 * 1024,
}

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const NUL = 0
const EMPTY = Buffer.alloc(0)

/**
 * Reads frames from a stream of bytes that may be cut anywhere. Frames are pulled one at a time, so that the caller
 * can set `version` after CONNECT or CONNECTED and before the next frame's headers are unescaped. Heart-beats (line
 * ends between frames) are passed over. A body may share memory with the chunk it came in.
 */
export class FrameParser {
  /** The version negotiated, or undefined before: then, and in 1.0, headers are not escaped. */
  version: StompVersion | undefined
  /** May be changed between frames. */
  limits: FrameLimits
  #bytes: Buffer = EMPTY
  #offset = 0
  #command: Octets | undefined
  #headers = new Map<Octets, Octets>()
  #headerLines = 0
  /** Undefined while the headers are being read, then -1 for a body that ends at a NUL, else its length. */
  #bodyLength: number | undefined
  #body: Buffer[] = []
  #bodyRead = 0

  constructor(limits: FrameLimits = activeMQFrameLimits) {
    this.limits = limits
  }

  /** Bytes kept of a frame that is not whole yet, or not read yet. */
  get held(): number {
    return this.#bytes.length - this.#offset + this.#bodyRead
  }

  /** Adds bytes read from the peer. */
  push(chunk: Buffer): void {
    const rest = this.#bytes.subarray(this.#offset)
    this.#bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    this.#offset = 0
  }

  /**
   * The next whole frame, or undefined until more bytes are pushed.
   * @throws ProtocolError when the bytes are no STOMP or pass a limit; the stream cannot be read on after that
   */
  next(): Frame | undefined {
    if (this.#command === undefined && !this.#readCommand()) return undefined
    if (this.#bodyLength === undefined && !this.#readHeaders()) return undefined
    if (!this.#readBody()) return undefined
    return this.#take()
  }

  #readCommand(): boolean {
    while (this.#offset < this.#bytes.length) {
      const byte = this.#bytes[this.#offset]
      if (byte !== LINE_FEED && byte !== CARRIAGE_RETURN) break
      this.#offset += 1
    }
    const line = this.#readLine(this.limits.commandBytes, 'The maximum command length was exceeded')
    if (line === undefined) return false
    this.#command = line.endsWith('\r') ? line.slice(0, -1) : line
    return true
  }

  #readHeaders(): boolean {
    for (;;) {
      const line = this.#readLine(this.limits.headerLineBytes, 'The maximum header length was exceeded')
      if (line === undefined) return false
      if (line === '' || line === '\r') break
      this.#headerLines += 1
      if (this.#headerLines > this.limits.headerCount) {
        throw new ProtocolError('The maximum number of headers was exceeded')
      }
      this.#addHeader(line)
    }
    this.#bodyLength = this.#contentLength()
    return true
  }

  #addHeader(line: Octets): void {
    const colon = line.indexOf(':')
    // The line itself stays out of the message: it may hold a passcode.
    if (colon < 0)
      throw new ProtocolError(`Unable to parse header line ${this.#headerLines}: it has no colon`)
    let name = line.slice(0, colon)
    let value = line.slice(colon + 1)
    if (this.version === '1.0') {
      name = name.trim()
      value = value.trim()
    } else if (this.version !== '1.1' && value.endsWith('\r')) {
      value = value.slice(0, -1)
    }
    name = unescapeHeader(name, this.version)
    if (!this.#headers.has(name)) this.#headers.set(name, unescapeHeader(value, this.version))
  }

  #contentLength(): number {
    const value = this.#headers.get('content-length')?.trim()
    if (value === undefined) return -1
    if (!/^\d{1,15}$/.test(value)) throw new ProtocolError('Specified content-length is not a valid integer')
    const length = Number(value)
    if (length > this.limits.bodyBytes) throw new ProtocolError('The maximum data length was exceeded')
    return length
  }

  #readBody(): boolean {
    const wanted = this.#bodyLength ?? -1
    if (wanted < 0) return this.#readBodyToNul()
    this.#takeBody(Math.min(this.#offset + wanted - this.#bodyRead, this.#bytes.length))
    if (this.#bodyRead < wanted || this.#offset >= this.#bytes.length) return false
    if (this.#bytes[this.#offset] !== NUL) {
      throw new ProtocolError('content-length bytes were read and there was no trailing null byte')
    }
    this.#offset += 1
    return true
  }

  #readBodyToNul(): boolean {
    const nul = this.#bytes.indexOf(NUL, this.#offset)
    this.#takeBody(nul < 0 ? this.#bytes.length : nul)
    if (this.#bodyRead > this.limits.bodyBytes)
      throw new ProtocolError('The maximum data length was exceeded')
    if (nul < 0) return false
    this.#offset += 1
    return true
  }

  #takeBody(end: number): void {
    if (end === this.#offset) return
    this.#body.push(this.#bytes.subarray(this.#offset, end))
    this.#bodyRead += end - this.#offset
    this.#offset = end
  }

  #take(): Frame {
    const [first = EMPTY] = this.#body
    const body = this.#body.length > 1 ? Buffer.concat(this.#body) : first
    const frame = { command: this.#command ?? '', headers: this.#headers, body }
    this.#command = undefined
    this.#headers = new Map()
    this.#headerLines = 0
    this.#bodyLength = undefined
    this.#body = []
    this.#bodyRead = 0
    return frame
  }

  /** A line without its line feed, or undefined while it is not whole. */
  #readLine(limit: number, tooLong: string): Octets | undefined {
    const end = this.#bytes.indexOf(LINE_FEED, this.#offset)
    const length = (end < 0 ? this.#bytes.length : end) - this.#offset
    if (length > limit) throw new ProtocolError(tooLong)
    if (end < 0) return undefined
    const line = this.#bytes.toString('latin1', this.#offset, end)
    this.#offset = end + 1
    return line
  }
}

/**
 * The bytes of a frame.
 * @param version the version to escape the headers for; undefined (and CONNECT, CONNECTED) for no escaping
 */
export function encodeFrame(frame: Frame, version: StompVersion | undefined): Buffer {
  return encodeMessage(frame.command, encodeHeaders(frame.headers, version), frame.body)
}

/** The header lines of a frame, escaped, each with its line feed. */
export function encodeHeaders(
  headers: Iterable<readonly [Octets, Octets]>,
  version: StompVersion | undefined,
): Octets {
  let lines = ''
  for (const [name, value] of headers) {
    lines += `${escapeHeader(name, version)}:${escapeHeader(value, version)}\n`
  }
  return lines
}

/** The bytes of a frame whose header lines are rendered already (see encodeHeaders). */
export function encodeMessage(command: Octets, headerLines: Octets, body: Uint8Array): Buffer {
  const headLength = command.length + headerLines.length + 2
  const bytes = Buffer.allocUnsafe(headLength + body.length + 1)
  bytes.write(`${command}\n${headerLines}\n`, 0, 'latin1')
  bytes.set(body, headLength)
  bytes[bytes.length - 1] = NUL
  return bytes
}
