/** What the transports need of time. */
export interface Timers {
  /** Milliseconds, growing. */
  readonly now: () => number
  /** Calls back once, later; returns what takes that back. */
  readonly after: (milliseconds: number, callback: () => void) => () => void
}

export const systemTimers: Timers = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** Where nobody looks at a screen nothing waits for its next picture. */
export const noWaiting: Timers = {
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
  readonly #timers: Timers
  readonly #onFrame: () => void
  #lastFrame = -Infinity
  #isComing = false
  #withdraw: () => void = () => undefined

  constructor(timers: Timers, onFrame: () => void) {
    this.#timers = timers
    this.#onFrame = onFrame
  }

  /** Asks for a frame; asking again before it came changes nothing. */
  request(): void {
    if (this.#isComing) return
    this.#isComing = true
    const wait = Math.max(0, this.#lastFrame + frameInterval - this.#timers.now())
    this.#withdraw = this.#timers.after(wait, () => {
      this.#isComing = false
      this.#lastFrame = this.#timers.now()
      this.#onFrame()
    })
  }

  stop(): void {
    this.#withdraw()
    this.#isComing = false
  }
}
