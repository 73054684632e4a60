import { inThread } from '../../channel/thread.ts'
import { demoContract } from './demo-contract.ts'
import { say } from '../../sentences/say.ts'

/** Makes a data directory with the sample catalog, and copies of it, in a thread of its own. */
export async function makeSampleDirectories(
  first: string,
  others: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await inThread(
    {
      script: new URL('./demo-thread.ts', import.meta.url),
      work: say('demo.cluster'),
      contract: demoContract,
    },
    (thread) => thread.call('demo', 'makeDirectories', { first, others: [...others] }),
    signal,
  )
}
