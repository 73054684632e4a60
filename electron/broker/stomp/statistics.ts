import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { isFailure } from '../../errors/failure.ts'
import { parseJson } from '../../text/json.ts'
import type { ListedDestination } from '../connection.ts'
import type { FrameConnection } from './stomp-connection.ts'

/** How long the plugin may take to answer; without it there is no answer at all. */
const deadline = 4_000
const subscriptionId = 'statistics'
const replies = '/temp-queue/plumbline-statistics'
const destinationLimit = 5_000

/**
 * Asks the statistics plugin of ActiveMQ for every queue. It answers with one message a queue and an empty one at the
 * end.
 * @returns undefined when nothing answers, as without the plugin
 * @throws the signal's reason
 */
export async function askStatistics(
  connection: FrameConnection,
  signal: AbortSignal,
): Promise<ListedDestination[] | undefined> {
  const correlation = randomUUID()
  const found: ListedDestination[] = []
  const { promise, resolve, reject } = Promise.withResolvers<ListedDestination[] | undefined>()
  // Nobody waits for it any more when the question itself is refused.
  promise.catch(() => undefined)
  const timer = setTimeout(() => {
    // Something answered, if not to the end: that is worth showing.
    resolve(found.length > 0 ? found : undefined)
  }, deadline)
  const onAbort = (): void => {
    reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  const stopListening = connection.listen(subscriptionId, (headers, body) => {
    if (!('bytes' in body) || headers.get('correlation-id') !== correlation) return
    const map = readMap(body.bytes.toString('utf8'))
    if (map === undefined || map.size === 0 || found.length >= destinationLimit) resolve(found)
    else {
      const destination = destinationOf(map)
      if (destination !== undefined) found.push(destination)
    }
  })
  void connection.lost.then(reject)
  try {
    await connection.request(
      {
        command: 'SUBSCRIBE',
        headers: { id: subscriptionId, destination: replies, ack: 'auto', transformation: 'jms-map-json' },
      },
      true,
    )
    await connection.request({
      command: 'SEND',
      headers: {
        // Without the plugin a broker refuses this, as it has no such temporary queue; an ordinary one it would make.
        destination: '/remote-temp-queue/ActiveMQ.Statistics.Destination.queue://>',
        'reply-to': replies,
        'correlation-id': correlation,
        'ActiveMQ.Statistics.Destination.List.End.With.Null': 'true',
        persistent: 'false',
      },
    })
    return await promise
  } catch (error) {
    signal.throwIfAborted()
    if (isFailure(error)) return undefined
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    stopListening()
  }
}

/** A string is `{"string":[key, value]}`, a number `{"string":key,"long":value}`. */
const entry = z.union([
  z.object({ string: z.tuple([z.string(), z.string()]) }),
  z.object({ string: z.string() }).catchall(z.union([z.string(), z.number(), z.boolean()])),
])
const reply = z.object({
  map: z.union([z.literal(''), z.object({ entry: z.union([entry, z.array(entry)]) })]),
})

/** The entries of a reply; empty at the end of the list; undefined for what is no reply. */
function readMap(text: string): ReadonlyMap<string, string | number> | undefined {
  let parsed: unknown
  try {
    parsed = parseJson(text)
  } catch {
    return undefined
  }
  const { data } = reply.safeParse(parsed)
  if (data === undefined) return undefined
  const map = new Map<string, string | number>()
  if (data.map === '') return map
  for (const each of [data.map.entry].flat()) {
    if (typeof each.string !== 'string') {
      map.set(each.string[0], each.string[1])
      continue
    }
    const number = Object.values(each).find((value) => typeof value === 'number')
    if (number !== undefined) map.set(each.string, number)
  }
  return map
}

function destinationOf(map: ReadonlyMap<string, string | number>): ListedDestination | undefined {
  const name = String(map.get('destinationName') ?? '')
  const parts = /^(queue|topic):\/\/(.+)$/.exec(name)
  if (parts?.[2] === undefined) return undefined
  const number = (key: string): number | null => {
    const value = map.get(key)
    return typeof value === 'number' && value >= 0 ? Math.floor(value) : null
  }
  return {
    name: parts[2],
    kind: parts[1] === 'topic' ? 'topic' : 'queue',
    depth: parts[1] === 'topic' ? null : number('size'),
    consumers: number('consumerCount'),
    enqueued: number('enqueueCount'),
    dequeued: number('dequeueCount'),
  }
}
