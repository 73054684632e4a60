import { readFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

/**
 * Watches the main thread of the process it is loaded into (`node --import`), and answers every message of the parent
 * with what it saw since the last one.
 *
 * A turn of the loop counts as blocked for as long as it was late, less the time the thread stood in line for a
 * processor: that a machine has other things to do is not this program's doing. Waiting for the disk is.
 */

export interface MainThreadReport {
  /** Milliseconds each block took, the longest first. */
  readonly blocks: readonly number[]
  readonly memory: NodeJS.MemoryUsage
  /** Milliseconds of processor the whole process took. */
  readonly processor: number
}

const tick = 5
const worthMentioning = 20

/** Milliseconds the thread was ready and no processor was free; only Linux tells. */
function waitedForProcessor(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

if (isMainThread && process.send !== undefined) {
  let blocks: number[] = []
  let last = performance.now()
  let waited = waitedForProcessor()
  let processor = process.cpuUsage()
  setInterval(() => {
    const now = performance.now()
    const waitedNow = waitedForProcessor()
    const milliseconds = now - last - tick - (waitedNow - waited)
    if (milliseconds > worthMentioning) blocks.push(milliseconds)
    last = now
    waited = waitedNow
  }, tick).unref()
  process.on('message', () => {
    const { user, system } = process.cpuUsage(processor)
    const report: MainThreadReport = {
      blocks: blocks.toSorted((one, other) => other - one),
      memory: process.memoryUsage(),
      processor: (user + system) / 1000,
    }
    blocks = []
    processor = process.cpuUsage()
    process.send?.(report)
  })
  process.channel?.unref()
}
