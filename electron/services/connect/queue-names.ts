import { z } from 'zod'
import { systemClock } from '../../broker/clock.ts'
import { defaultConnectionSettings } from '../../broker/connection-settings.ts'
import { parseBrokerUrl, type Credentials } from '../../broker/broker-url.ts'
import { openConnection } from '../../broker/open-connection.ts'
import type { Connection } from '../../broker/stomp-connection.ts'
import { TransformationSupport } from '../../broker/transformation-support.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import { parseJson } from '../../text/json.ts'
import { statisticsOver } from '../brokers/statistics.ts'
import { withCredentials } from '../cluster/cluster-broker.ts'

const subscriptionId = 'queues'
/** The broker tells of the queues it has as soon as somebody listens; nothing says which is the last. */
const quiet = 1_000
const nameLimit = 5_000

/** Without the header for a transformation: with it, other subscribers of the topic would break. */
const advisory = z.object({
  DestinationInfo: z.object({
    destination: z.object({ '@class': z.literal('ActiveMQQueue'), string: z.string().max(1000) }),
    operationType: z.number(),
  }),
})

/**
 * Names of the consumer queues of a topic, from whichever of the brokers answers first: by what it tells of its queues
 * of its own accord, and by its statistics, where it has them. Nothing is left behind.
 * @returns undefined when the broker tells nothing
 * @throws PLB-BROKER-…; the signal's reason
 */
export async function consumerQueueNames(
  brokerUrl: string,
  credentials: Credentials | undefined,
  topicName: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const connection = await openAny(brokerUrl, credentials, signal)
  try {
    const [told, counted] = await Promise.all([
      toldBy(connection, signal),
      statisticsOver(connection, `Consumer.*.${topicName}`, signal),
    ])
    const names = [...told, ...(counted ?? []).map(({ name }) => name)]
    return names.length === 0 && counted === undefined ? undefined : [...new Set(names)]
  } finally {
    await connection.close()
  }
}

async function openAny(
  brokerUrl: string,
  credentials: Credentials | undefined,
  signal: AbortSignal,
): Promise<Connection> {
  const parsed = parseBrokerUrl(brokerUrl)
  if (parsed.kind !== 'network') throw failure('PLB-BROKER-URL-UNSUPPORTED', { scheme: 'vm://' })
  const { servers } = withCredentials(parsed, credentials)
  let reason: unknown
  for (const server of servers) {
    try {
      return await openConnection(server, {
        settings: defaultConnectionSettings,
        clock: systemClock,
        transformationSupport: new TransformationSupport(),
        signal,
      })
    } catch (error) {
      signal.throwIfAborted()
      if (!isFailure(error)) throw error
      reason ??= error
    }
  }
  throw reason
}

async function toldBy(connection: Connection, signal: AbortSignal): Promise<readonly string[]> {
  const names = new Set<string>()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let timer = setTimeout(resolve, 2 * quiet)
  const onAbort = (): void => {
    reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  const stopListening = connection.listen(subscriptionId, (_headers, body) => {
    const name = 'bytes' in body ? queueIn(body.bytes) : undefined
    if (name === undefined || names.size >= nameLimit) return
    names.add(name)
    clearTimeout(timer)
    timer = setTimeout(resolve, quiet)
  })
  try {
    await connection.request(
      {
        command: 'SUBSCRIBE',
        headers: { id: subscriptionId, destination: '/topic/ActiveMQ.Advisory.Queue', ack: 'auto' },
      },
      true,
    )
    await promise
    return [...names]
  } catch (error) {
    signal.throwIfAborted()
    // Not every broker has such a topic, and not everyone may read it.
    if (isFailure(error)) return []
    throw error
  } finally {
    clearTimeout(timer)
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
