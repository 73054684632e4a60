import { inThread } from '../../channel/thread.ts'
import { say } from '../../sentences/say.ts'
import { z } from 'zod'
import { change } from '../../contract/procedure.ts'

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

/** What the thread that makes the demo cluster can be asked. */
export const demoContract = {
  procedures: {
    demo: {
      /** Makes a data directory with the sample catalog, and copies of it. */
      makeDirectories: change(z.object({ first: z.string(), others: z.array(z.string()) }), z.object({})),
    },
  },
  streams: {},
} as const
