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

/**
 * Does a task again and again, with a rest before each time.
 * @param first the rest before the first time
 * @returns what ends it; what is being done then is not waited for
 */
export function repeatedly(
  clock: Pick<Clock, 'after'>,
  rest: number,
  task: () => Promise<void>,
  first = rest,
): () => void {
  let isOver = false
  let cancel: () => void
  const begin = (milliseconds: number): void => {
    cancel = clock.after(milliseconds, () => {
      void task().finally(() => {
        if (!isOver) begin(rest)
      })
    })
  }
  begin(first)
  return () => {
    isOver = true
    cancel()
  }
}

/** Calls back once after so many milliseconds, without keeping the process alive. @returns what cancels it */
export function later(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds).unref()
  return () => clearTimeout(timer)
}

/** Calls back in the next turn of the event loop, behind what has come in until then. */
export function inNextTurn(callback: () => void): void {
  setImmediate(callback)
}

/** Resolves in the next turn of the event loop, so that others have theirs. */
export function nextTurn(): Promise<void> {
  return new Promise(inNextTurn)
}

/** Calls back again and again, without keeping the process alive. @returns what ends it */
export function repeat(milliseconds: number, callback: () => void): () => void {
  const timer = setInterval(callback, milliseconds)
  timer.unref()
  return () => clearInterval(timer)
}
