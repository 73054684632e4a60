import type { Clock } from '../../scheduler/clock.ts'

/**
 * Says something whenever nothing was said for an interval.
 * @param interval in milliseconds
 * @returns ends it
 */
export function keepAlive(
  clock: Clock,
  interval: number,
  sender: { readonly lastSent: number },
  speak: () => void,
): () => void {
  let cancel: () => void = () => undefined
  const wait = () => {
    const silent = clock.now() - sender.lastSent
    cancel = clock.after(Math.max(interval - silent, 1), () => {
      if (clock.now() - sender.lastSent >= interval) speak()
      wait()
    })
  }
  wait()
  return () => {
    cancel()
  }
}
