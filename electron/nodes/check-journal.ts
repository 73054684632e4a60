import { inThread } from '../channel/thread.ts'
import { failureFromData } from '../contract/failures.ts'
import type { Failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import { z } from 'zod'
import { failureData } from '../contract/wording.ts'
import { query } from '../contract/procedure.ts'

/**
 * Checks all of a node's journal, in a thread of its own.
 * @returns what is wrong with it, if anything is
 * @throws PLB-WORKER-FAILED; the signal's reason
 */
export async function checkJournal(path: string, signal: AbortSignal): Promise<Failure | undefined> {
  const found = await inThread(
    {
      script: new URL('./journal-check-thread.ts', import.meta.url),
      work: say('node.journalCheck'),
      contract: journalCheckContract,
    },
    (thread) => thread.call('journal', 'check', { path }),
    signal,
  )
  return found === null ? undefined : failureFromData(found)
}

/** What the thread that checks a journal can be asked. */
export const journalCheckContract = {
  procedures: {
    journal: {
      /** What is wrong with a database; null when nothing is. */
      check: query(z.object({ path: z.string() }), failureData.nullable()),
    },
  },
  streams: {},
} as const
