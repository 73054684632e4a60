import type { Socket } from 'node:net'
import type { Clock } from '../scheduler/clock.ts'

/** Stops and resumes reading from a socket, and knows when it was heard last. */
export class ReadingHold {
  readonly #socket: Socket
  readonly #clock: Clock
  #isHeld = false
  #lastReceived: number

  constructor(socket: Socket, clock: Clock) {
    this.#socket = socket
    this.#clock = clock
    this.#lastReceived = clock.now()
  }

  get isHeld(): boolean {
    return this.#isHeld
  }

  /** When the last bytes arrived, by the clock; the time reading was held does not count as silence. */
  get lastReceived(): number {
    return this.#isHeld ? this.#clock.now() : this.#lastReceived
  }

  /** Says that bytes arrived. */
  received(): void {
    this.#lastReceived = this.#clock.now()
  }

  /** The broker feels it as TCP back-pressure. */
  set(held: boolean): void {
    if (this.#isHeld === held) return
    this.#isHeld = held
    if (held) {
      this.#socket.pause()
    } else {
      this.received()
      this.#socket.resume()
    }
  }
}
