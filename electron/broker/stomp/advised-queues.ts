import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { systemClock } from '../../scheduler/clock.ts'
import { isFailure } from '../../errors/failure.ts'
import { parseJson } from '../../text/json.ts'
import type { FrameConnection } from './stomp-connection.ts'

/** How long it may be silent in between: it translates what it tells, which is slow where it is busy. */
const patience = 4_000
/** Our own connection is told of as well: so a broker without queues is not taken for one that tells nothing. */
const topics = '/topic/ActiveMQ.Advisory.Queue,/topic/ActiveMQ.Advisory.Connection'
/** More than any list shows. */
const nameLimit = 30_000

/** Without the header for a transformation: with it, other subscribers of the topic would break. */
const advisory = z.object({
  DestinationInfo: z.object({
    destination: z.object({ '@class': z.literal('ActiveMQQueue'), string: z.string().max(1000) }),
    operationType: z.number(),
  }),
})

/** What a broker tells of the queues it has. */
export interface AdvisedQueues {
  readonly names: readonly string[]
  /** Whether it came to the end. */
  readonly areAll: boolean
}

/**
 * The names of the queues there are, as the broker tells them of its own accord to whoever begins to listen. A connection
 * gets everything in turn: what we send to ourselves behind that comes when we were told of every queue.
 * @param within milliseconds after which what was told is enough; without it, as long as it goes on telling
 * @returns undefined where it does not tell, or not us
 * @throws the signal's reason
 */
export async function advisedQueues(
  connection: Pick<FrameConnection, 'request' | 'listen' | 'lost'>,
  signal: AbortSignal,
  within?: number,
): Promise<AdvisedQueues | undefined> {
  const [id, ending] = [randomUUID(), randomUUID()]
  const ourselves = `/temp-queue/plumbline-${ending}`
  const names = new Set<string>()
  let tells = false
  let areAll = false
  const { promise: told, resolve, reject } = Promise.withResolvers<void>()
  // It may be over before anybody waits.
  told.catch(() => undefined)
  let forget = systemClock.after(patience, resolve)
  const forgetEnd = within === undefined ? () => undefined : systemClock.after(within, resolve)
  const onAbort = (): void => {
    reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  void connection.lost.then(reject)
  const stopListening = [
    connection.listen(id, (_headers, body) => {
      forget()
      forget = systemClock.after(patience, resolve)
      tells ||= 'bytes' in body && body.bytes.length > 0
      const name = 'bytes' in body ? queueIn(body.bytes) : undefined
      if (name !== undefined && names.size < nameLimit) names.add(name)
    }),
    connection.listen(ending, () => {
      areAll = names.size < nameLimit
      resolve()
    }),
  ]
  const request = (command: string, headers: Readonly<Record<string, string>>): Promise<void> =>
    connection.request({ command, headers }, command === 'SUBSCRIBE')
  try {
    await Promise.all([
      request('SUBSCRIBE', { id, destination: topics, ack: 'auto' }),
      request('SUBSCRIBE', { id: ending, destination: ourselves, ack: 'auto' }),
      request('SEND', { destination: ourselves }),
    ])
    await told
    await Promise.all([request('UNSUBSCRIBE', { id }), request('UNSUBSCRIBE', { id: ending })])
    return tells ? { names: [...names], areAll } : undefined
  } catch (error) {
    signal.throwIfAborted()
    // Not every broker has such a topic, and not everyone may read it.
    if (isFailure(error)) return undefined
    throw error
  } finally {
    forget()
    forgetEnd()
    signal.removeEventListener('abort', onAbort)
    for (const stop of stopListening) stop()
  }
}

function queueIn(bytes: Buffer): string | undefined {
  let value: unknown
  try {
    value = parseJson(bytes.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  const { data } = advisory.safeParse(value)
  if (data === undefined || data.DestinationInfo.operationType !== 0) return undefined
  return data.DestinationInfo.destination.string
}
