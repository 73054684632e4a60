import type { Clock } from '../scheduler/clock.ts'

/** Where nobody looks at a screen nothing waits for its next picture. */
export const noWaiting: Clock = {
  now: () => 0,
  after: (_milliseconds, callback) => {
    callback()
    return () => undefined
  },
}

/** Milliseconds between two frames: no more often than 60 times a second, which is what a screen shows. */
const frameInterval = 17

/** Calls back soon after it was asked to, but never more often than a screen shows a new picture. */
export class Frames {
  readonly #clock: Clock
  readonly #onFrame: () => void
  #lastFrame = -Infinity
  #isComing = false
  #withdraw: () => void = () => undefined

  constructor(clock: Clock, onFrame: () => void) {
    this.#clock = clock
    this.#onFrame = onFrame
  }

  /** Asks for a frame; asking again before it came changes nothing. */
  request(): void {
    if (this.#isComing) return
    this.#isComing = true
    const wait = Math.max(0, this.#lastFrame + frameInterval - this.#clock.now())
    this.#withdraw = this.#clock.after(wait, () => {
      this.#isComing = false
      this.#lastFrame = this.#clock.now()
      this.#onFrame()
    })
  }

  stop(): void {
    this.#withdraw()
    this.#isComing = false
  }
}
