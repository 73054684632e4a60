/** Time as the session sees it; tests put their own in its place. */
export interface Clock {
  /** Milliseconds from an arbitrary start, never going backwards. */
  now(): number
  /** Calls back once after so many milliseconds; the returned function cancels it. */
  after(milliseconds: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    return () => {
      clearTimeout(timer)
    }
  },
}
