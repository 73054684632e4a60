import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { parseJson } from '../../text/json.ts'
import { askStatistics, type Answer, type Statistics } from '../statistics.ts'
import type { FrameConnection } from './stomp-connection.ts'

const subscriptionId = 'statistics'
const replies = '/temp-queue/plumbline-statistics'
/** Without the plugin a broker refuses these, as it has no such temporary queues; ordinary ones it would make. */
const destinationOf = {
  destinations: '/remote-temp-queue/ActiveMQ.Statistics.Destination.queue://>',
  broker: '/remote-temp-queue/ActiveMQ.Statistics.Broker',
} as const

/**
 * Asks the statistics plugin of ActiveMQ, on a temporary queue.
 * @returns undefined when nothing answers, as without the plugin
 * @throws the signal's reason
 */
export async function askStompStatistics(
  connection: FrameConnection,
  signal: AbortSignal,
): Promise<Statistics | undefined> {
  let correlation = ''
  let answered: (answer: Answer) => void
  const stopListening = connection.listen(subscriptionId, (headers, body) => {
    if (!('bytes' in body) || headers.get('correlation-id') !== correlation) return
    const answer = readMap(body.bytes.toString('utf8'))
    if (answer !== undefined) answered(answer)
  })
  let subscribed: Promise<void> | undefined
  try {
    return await askStatistics(
      async (question, take) => {
        correlation = randomUUID()
        answered = take
        await (subscribed ??= connection.request(
          {
            command: 'SUBSCRIBE',
            headers: {
              id: subscriptionId,
              destination: replies,
              ack: 'auto',
              transformation: 'jms-map-json',
            },
          },
          true,
        ))
        await connection.request({
          command: 'SEND',
          headers: {
            destination: destinationOf[question],
            'reply-to': replies,
            'correlation-id': correlation,
            'ActiveMQ.Statistics.Destination.List.End.With.Null': 'true',
            persistent: 'false',
          },
        })
      },
      connection.lost,
      signal,
    )
  } finally {
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

/** The entries of an answer; empty at the end of the list; undefined for what is none. */
function readMap(text: string): Answer | undefined {
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
