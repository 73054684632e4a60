import { monitorEventLoopDelay } from 'node:perf_hooks'
import { repeat } from '../scheduler/clock.ts'

/** Milliseconds the main loop may be busy with one thing before the window feels it. */
const longestBlock = 50
/** Milliseconds between two looks. */
const interval = 10_000
const resolution = 10

/**
 * Watches whether the main loop ever stands still for too long.
 * @param report is told the longest standstill of the last ten seconds, when it was too long
 * @returns what ends the watch
 */
export function watchResponsiveness(report: (milliseconds: number) => void): () => void {
  const delay = monitorEventLoopDelay({ resolution })
  delay.enable()
  const stop = repeat(interval, () => {
    // The histogram counts the pause it makes itself between two looks.
    const longest = Math.round(delay.max / 1e6) - resolution
    delay.reset()
    if (longest > longestBlock) report(longest)
  })
  return () => {
    stop()
    delay.disable()
  }
}
