/** How often each side of a connection has to send something, in milliseconds; 0 for not at all. */
export interface HeartBeatTerms {
  readonly sendEvery: number
  readonly expectEvery: number
}

/**
 * How many of its intervals a peer may stay silent. A peer that keeps its promise to the millisecond would be cut off
 * by a busy machine otherwise.
 */
const grace = 2

/** Keeps the promises of a connection's heart-beats, and sees that the peer keeps its own. */
export class HeartBeat {
  #lastRead: number
  #lastWritten: number
  readonly #timers: NodeJS.Timeout[] = []

  /**
   * @param beat sends a heart-beat
   * @param silent called when the peer has been silent for too long
   * @param now milliseconds that only ever go forward
   */
  constructor(
    terms: HeartBeatTerms,
    beat: () => void,
    silent: (milliseconds: number) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#lastRead = now()
    this.#lastWritten = now()
    if (terms.sendEvery > 0) {
      // Looking three times as often as promised, and sending when a third has passed, never breaks the promise.
      const step = terms.sendEvery / 3
      const look = (): void => {
        if (now() - this.#lastWritten >= step) beat()
      }
      this.#timers.push(setInterval(look, step))
    }
    if (terms.expectEvery > 0) {
      const allowed = terms.expectEvery * grace
      const look = (): void => {
        // What came in while the event loop was held up is read before the peer is judged.
        setImmediate(() => {
          const silence = now() - this.#lastRead
          if (silence > allowed && this.#timers.length > 0) silent(Math.round(silence))
        })
      }
      this.#timers.push(setInterval(look, terms.expectEvery / 2))
    }
    for (const timer of this.#timers) timer.unref()
    this.wasRead = () => {
      this.#lastRead = now()
    }
    this.wasWritten = () => {
      this.#lastWritten = now()
    }
  }

  /** Notes that something came from the peer. */
  readonly wasRead: () => void

  /** Notes that something was sent. */
  readonly wasWritten: () => void

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
  }
}
