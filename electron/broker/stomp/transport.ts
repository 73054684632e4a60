import type { Socket } from 'node:net'
import { Duplex, type Writable } from 'node:stream'
import { inNextTurn } from '../../scheduler/clock.ts'
import type { Clock } from '../../scheduler/clock.ts'
import { ReadingHold } from '../reading-hold.ts'

/** What the first bytes of the other side show it to be. */
export type PeerProtocol = 'stomp' | 'openwire' | 'tls' | 'other'

/**
 * Stands between the socket and stompit's client, and makes up for what its frame parser and writer cannot do:
 * - line feeds before the first frame are dropped (ActiveMQ may send a heart-beat before CONNECTED);
 * - a chunk never ends inside a UTF-8 character (the parser decodes header lines chunk by chunk);
 * - a header named `hasOwnProperty` does not throw inside the parser;
 * - everything written in one turn of the event loop leaves in one system call;
 * - reading can be held, so that what waits to be handled stays bounded.
 */
export class Transport extends Duplex {
  readonly #socket: Socket
  readonly #onPeerProtocol: (protocol: PeerProtocol, firstBytes: Buffer) => void
  #begun = false
  #tail: Buffer = Buffer.alloc(0)
  readonly #hold: ReadingHold
  #outgoing: Buffer[] = []
  #flushScheduled = false

  /**
   * @param socket connected, with nothing read from it yet
   * @param onPeerProtocol called once, with the first bytes that are not line feeds
   */
  constructor(
    socket: Socket,
    clock: Clock,
    onPeerProtocol: (protocol: PeerProtocol, firstBytes: Buffer) => void,
  ) {
    super({ allowHalfOpen: true })
    this.#socket = socket
    this.#onPeerProtocol = onPeerProtocol
    this.#hold = new ReadingHold(socket, clock)
    socket.setNoDelay(true)
    socket.pause()
    socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk)
    })
    socket.on('end', () => {
      this.push(null)
    })
    socket.on('error', (error) => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  /** When the last bytes arrived, by the clock; the time reading was held does not count as silence. */
  get lastReceived(): number {
    return this.#hold.lastReceived
  }

  /** Stops or resumes reading from the network. The broker feels it as TCP back-pressure. */
  hold(held: boolean): void {
    this.#hold.set(held)
  }

  override pipe<Destination extends NodeJS.WritableStream>(destination: Destination): Destination {
    protectHeaders(destination)
    return super.pipe(destination)
  }

  override _read(): void {
    if (!this.#hold.isHeld) this.#socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#outgoing.push(chunk)
    if (!this.#flushScheduled) {
      this.#flushScheduled = true
      inNextTurn(() => {
        this.#flush()
      })
    }
    if (this.#socket.writableNeedDrain) {
      this.#socket.once('drain', () => {
        callback()
      })
    } else {
      callback()
    }
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#outgoing = []
    this.#socket.destroy()
    callback(error)
  }

  #flush(): void {
    this.#flushScheduled = false
    if (this.#socket.destroyed || this.#outgoing.length === 0) return
    const chunks = this.#outgoing
    this.#outgoing = []
    this.#socket.cork()
    for (const chunk of chunks) this.#socket.write(chunk)
    this.#socket.uncork()
  }

  #receive(received: Buffer): void {
    this.#hold.received()
    let chunk = received
    if (!this.#begun) {
      chunk = withoutLeadingLineEnds(chunk)
      if (chunk.length === 0) return
      this.#begun = true
      this.#onPeerProtocol(peerProtocol(chunk), chunk)
      if (this.destroyed) return
    }
    if (this.#tail.length > 0) chunk = Buffer.concat([this.#tail, chunk])
    const complete = chunk.length - incompleteCharacterLength(chunk)
    this.#tail = chunk.subarray(complete)
    if (complete > 0 && !this.push(chunk.subarray(0, complete))) this.#socket.pause()
  }
}

function withoutLeadingLineEnds(chunk: Buffer): Buffer {
  let start = 0
  while (chunk[start] === 0x0a || chunk[start] === 0x0d) start += 1
  return chunk.subarray(start)
}

/** A broker's first frame is CONNECTED or ERROR; OpenWire begins with a length and `ActiveMQ`, TLS with an alert. */
export function peerProtocol(chunk: Buffer): PeerProtocol {
  if (chunk[0] === 0x43 || chunk[0] === 0x45) return 'stomp'
  if (chunk[0] === 0x00 && chunk.subarray(0, 64).includes('ActiveMQ')) return 'openwire'
  if (chunk[0] === 0x15 && chunk[1] === 0x03) return 'tls'
  return 'other'
}

/** How many bytes at the end begin a UTF-8 character that is not complete; 0 to 3. */
export function incompleteCharacterLength(bytes: Uint8Array): number {
  for (let length = 1; length <= 3 && length <= bytes.length; length += 1) {
    const byte = bytes[bytes.length - length] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return needed > length ? length : 0
    }
  }
  return 0
}

/**
 * stompit's parser collects headers in a plain object and calls `headers.hasOwnProperty(name)` on it: a message
 * with a property of that name would make it throw where nobody can catch, which ends the process. Each header
 * object it makes is therefore replaced by one on which `hasOwnProperty` cannot be overwritten; a header of that
 * name is dropped.
 */
function protectHeaders(parser: Writable | NodeJS.WritableStream): void {
  let headers: object = Object.create(safeHeaders) as object
  Object.defineProperty(parser, '_headers', {
    get: () => headers,
    set: (_fresh: object) => {
      headers = Object.create(safeHeaders) as object
    },
  })
}

const safeHeaders: object = Object.create(null, {
  hasOwnProperty: {
    get: () =>
      function (this: object, name: string): boolean {
        return Object.hasOwn(this, name)
      },
    set: (_value: unknown) => undefined,
  },
}) as object
