import { z } from 'zod'
import { systemClock } from '../../scheduler/clock.ts'
import { isFailure } from '../../errors/failure.ts'
import { parseJson } from '../../text/json.ts'
import type { FrameConnection } from './stomp-connection.ts'

const subscriptionId = 'queues'
/** The broker tells of the queues it has as soon as somebody listens; nothing says which is the last. */
const quiet = 2_000
/** How long it may take to tell of anything; no longer than its plugin may take, which is asked at the same time. */
const patience = 4_000
/** Our own connection is told of as well: so a broker without queues is not taken for one that tells nothing. */
const topics = '/topic/ActiveMQ.Advisory.Queue,/topic/ActiveMQ.Advisory.Connection'
const nameLimit = 5_000

/** Without the header for a transformation: with it, other subscribers of the topic would break. */
const advisory = z.object({
  DestinationInfo: z.object({
    destination: z.object({ '@class': z.literal('ActiveMQQueue'), string: z.string().max(1000) }),
    operationType: z.number(),
  }),
})

/**
 * The names of the queues there are, as the broker tells them of its own accord.
 * @returns undefined where it does not tell, or not us
 * @throws the signal's reason
 */
export async function advisedQueues(
  connection: FrameConnection,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const names = new Set<string>()
  let tells = false
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let forget = systemClock.after(patience, resolve)
  const onAbort = (): void => {
    reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  const stopListening = connection.listen(subscriptionId, (_headers, body) => {
    tells ||= 'bytes' in body && body.bytes.length > 0
    const name = 'bytes' in body ? queueIn(body.bytes) : undefined
    if (name === undefined || names.size >= nameLimit) return
    names.add(name)
    forget()
    forget = systemClock.after(quiet, resolve)
  })
  try {
    await connection.request(
      {
        command: 'SUBSCRIBE',
        headers: { id: subscriptionId, destination: topics, ack: 'auto' },
      },
      true,
    )
    await promise
    return tells ? [...names] : undefined
  } catch (error) {
    signal.throwIfAborted()
    // Not every broker has such a topic, and not everyone may read it.
    if (isFailure(error)) return undefined
    throw error
  } finally {
    forget()
    signal.removeEventListener('abort', onAbort)
    stopListening()
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
