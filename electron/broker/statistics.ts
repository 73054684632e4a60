import { isFailure } from '../errors/failure.ts'
import type { ListedDestination } from './broker-connection.ts'

/** One answer of ActiveMQ's statistics plugin: a map of text and numbers, in whatever protocol. */
export type Answer = ReadonlyMap<string, string | number>

/** Puts a question to the plugin; `answered` is told of each answer, `over` when no more can come, where that is known. */
export type AskPlugin = (
  question: 'destinations' | 'broker',
  answered: (answer: Answer) => void,
  over: () => void,
) => Promise<void>

export interface Statistics {
  readonly destinations: readonly ListedDestination[]
  /** How full the broker's store is, in per cent and fractions; null when it does not say. */
  readonly storePercent: number | null
  /** The same of the memory it keeps for messages; null when it does not say. */
  readonly memoryPercent: number | null
}

/** What is known of a destination of which nothing is told but that it is there. */
export const uncounted = { depth: null, consumers: null, consumedBy: null, enqueued: null, dequeued: null }

/** How long the plugin may take to answer where nothing tells that it does not. */
export const answerDeadline = 4_000
const destinationLimit = 5_000

/**
 * Asks the statistics plugin for every queue, which it answers with one map each and an empty one at the end, and then,
 * since it is there, for the broker itself.
 * @param lost settles when the connection is over
 * @returns undefined when nothing answers, as without the plugin or where it may not be asked
 * @throws the signal's reason
 */
export async function askStatistics(
  ask: AskPlugin,
  lost: Promise<unknown>,
  signal: AbortSignal,
): Promise<Statistics | undefined> {
  const gather = async (
    question: Parameters<AskPlugin>[0],
    isLast: (answer: Answer, count: number) => boolean,
  ): Promise<readonly Answer[] | undefined> => {
    const answers: Answer[] = []
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const late = AbortSignal.any([signal, AbortSignal.timeout(answerDeadline)])
    // Something answered, if not to the end: that is worth showing.
    const end = (): void => {
      resolve(answers.length > 0)
    }
    late.addEventListener('abort', end, { once: true })
    void lost.then(end)
    try {
      const answered = (answer: Answer): void => {
        answers.push(answer)
        if (isLast(answer, answers.length)) resolve(true)
      }
      await ask(question, answered, end)
      return (await promise) ? answers : undefined
    } catch (error) {
      if (!isFailure(error)) throw error
      return undefined
    } finally {
      late.removeEventListener('abort', end)
      signal.throwIfAborted()
    }
  }
  const listed = await gather('destinations', ({ size }, count) => size === 0 || count >= destinationLimit)
  if (listed === undefined) return undefined
  const [broker] = (await gather('broker', () => true)) ?? []
  return {
    destinations: listed.flatMap(destinationIn),
    storePercent: percentIn(broker, 'store'),
    memoryPercent: percentIn(broker, 'memory'),
  }
}

function destinationIn(answer: Answer): ListedDestination[] {
  const [, kind, name] = /^(queue|topic):\/\/(.+)$/.exec(String(answer.get('destinationName') ?? '')) ?? []
  if (name === undefined) return []
  return [
    {
      name,
      kind: kind === 'topic' ? 'topic' : 'queue',
      depth: kind === 'topic' ? null : countIn(answer, 'size'),
      consumers: countIn(answer, 'consumerCount'),
      consumedBy: null,
      enqueued: countIn(answer, 'enqueueCount'),
      dequeued: countIn(answer, 'dequeueCount'),
    },
  ]
}

/** From the bytes: ActiveMQ counts the per cent anew only now and then. */
function percentIn(answer: Answer | undefined, what: 'store' | 'memory'): number | null {
  if (answer === undefined) return null
  const used = countIn(answer, `${what}Usage`)
  const limit = countIn(answer, `${what}Limit`)
  return used === null || limit === null || limit === 0 ? null : (100 * used) / limit
}

function countIn(answer: Answer, key: string): number | null {
  const value = answer.get(key)
  return typeof value === 'number' && value >= 0 ? Math.floor(value) : null
}
