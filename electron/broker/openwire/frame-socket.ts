import type { Socket } from 'node:net'
import { inNextTurn } from '../../scheduler/clock.ts'
import type { Clock } from '../../scheduler/clock.ts'
import { ReadingHold } from '../reading-hold.ts'
import { FrameSplitter, type ReceivedFrame } from './frame-splitter.ts'

/** Whoever uses a socket of frames; each is called in the order things happen. */
export interface FrameListener {
  readonly frame: (frame: ReceivedFrame) => void
  /** The other side is gone, or sent what is no frame. Called once. */
  readonly over: (error: unknown) => void
}

/** A connected socket on which whole frames go. What is written in one turn of the event loop leaves in one system call. */
export class FrameSocket {
  readonly #socket: Socket
  readonly #clock: Clock
  readonly #splitter: FrameSplitter
  #listener: FrameListener | undefined
  #isReading = false
  #ended: { readonly because: unknown } | undefined
  #firstBytes: Buffer = Buffer.alloc(0)
  readonly #hold: ReadingHold
  #corked = false
  #lastSent: number

  /** @param limit the largest frame to take until `passOverFrom`, in bytes */
  constructor(socket: Socket, clock: Clock, limit: number) {
    this.#socket = socket
    this.#clock = clock
    this.#splitter = new FrameSplitter(limit)
    this.#hold = new ReadingHold(socket, clock)
    this.#lastSent = clock.now()
    socket.setNoDelay(true)
    socket.on('error', (error) => {
      this.#over(error)
    })
    socket.on('close', () => {
      this.#over(undefined)
    })
  }

  /** When the last bytes arrived, by the clock; the time reading was held does not count as silence. */
  get lastReceived(): number {
    return this.#hold.lastReceived
  }

  get lastSent(): number {
    return this.#lastSent
  }

  /** The first bytes that arrived, a few of them: what tells who is there when it is no broker. */
  get firstBytes(): Buffer {
    return this.#firstBytes
  }

  /** Begins to read, or goes on with another listener. */
  listen(listener: FrameListener): void {
    this.#listener = listener
    // It may have ended between two listeners.
    if (this.#ended !== undefined) this.#over(this.#ended.because)
    if (this.#isReading) return
    this.#isReading = true
    this.#socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk)
    })
  }

  /** From now on takes frames up to another limit, and of larger ones their beginning. */
  passOverFrom(limit: number): void {
    this.#splitter.passOverFrom(limit)
  }

  send(frame: Buffer): void {
    if (!this.#corked) {
      this.#corked = true
      this.#socket.cork()
      inNextTurn(() => {
        this.#corked = false
        this.#socket.uncork()
      })
    }
    this.#lastSent = this.#clock.now()
    this.#socket.write(frame)
  }

  /** Stops or resumes reading from the network. The broker feels it as TCP back-pressure. */
  hold(held: boolean): void {
    this.#hold.set(held)
  }

  /** Lets what was sent leave, and closes. */
  finish(): void {
    this.#listener = undefined
    this.#socket.end(() => this.#socket.destroySoon())
  }

  destroy(): void {
    this.#listener = undefined
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#hold.received()
    if (this.#firstBytes.length === 0) this.#firstBytes = chunk.subarray(0, 24)
    try {
      this.#splitter.push(chunk)
      for (let frame = this.#splitter.next(); frame !== undefined; frame = this.#splitter.next())
        this.#listener?.frame(frame)
    } catch (error) {
      this.#over(error)
    }
  }

  #over(error: unknown): void {
    this.#ended ??= { because: error }
    const listener = this.#listener
    this.#listener = undefined
    listener?.over(error)
  }
}
