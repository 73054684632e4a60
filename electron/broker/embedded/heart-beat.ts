import { inNextTurn, repeat } from '../../scheduler/clock.ts'

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
  readonly #ends: (() => void)[] = []

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
      this.#ends.push(repeat(step, look))
    }
    if (terms.expectEvery > 0) {
      const allowed = terms.expectEvery * grace
      const look = (): void => {
        // What came in while the event loop was held up is read before the peer is judged.
        inNextTurn(() => {
          const silence = now() - this.#lastRead
          if (silence > allowed && this.#ends.length > 0) silent(Math.round(silence))
        })
      }
      this.#ends.push(repeat(terms.expectEvery / 2, look))
    }
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
    for (const end of this.#ends.splice(0)) end()
  }
}
