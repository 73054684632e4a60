/** Time; tests put their own in its place. */
export interface Clock {
  /** Milliseconds from an arbitrary start, never going backwards. */
  now(): number
  /** Calls back once after so many milliseconds; the returned function cancels it. */
  after(milliseconds: number, callback: () => void): () => void
}

/** Resolves after so many milliseconds, or at once when the signal is aborted. */
export async function wait(
  clock: Pick<Clock, 'after'>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<void> {
  if (signal?.aborted === true) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const cancel = clock.after(milliseconds, resolve)
  const onAbort = (): void => resolve()
  signal?.addEventListener('abort', onAbort, { once: true })
  await promise
  cancel()
  signal?.removeEventListener('abort', onAbort)
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

/** Calls back again and again, without keeping the process alive. @returns what ends it */
export function repeat(milliseconds: number, callback: () => void): () => void {
  const timer = setInterval(callback, milliseconds)
  timer.unref()
  return () => clearInterval(timer)
}
