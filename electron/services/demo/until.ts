import { setTimeout } from 'node:timers/promises'
import { failure } from '../../errors/failure.ts'

const pollInterval = 20
const patience = 60_000

/**
 * Waits until something is so.
 * @throws PLB-DEMO-STANDSTILL when it takes a minute; the signal's reason
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  signal: AbortSignal,
  interval = pollInterval,
): Promise<void> {
  const late = AbortSignal.timeout(patience)
  while (!(await condition())) {
    signal.throwIfAborted()
    if (late.aborted) throw failure('PLB-DEMO-STANDSTILL', { seconds: patience / 1000 })
    await setTimeout(interval)
  }
}
