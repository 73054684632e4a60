import { failure, type Failure } from '../errors/failure.ts'
import type { Connection } from './broker-connection.ts'
import type { Destination } from './destinations.ts'
import { dialectOf } from './dialects.ts'

/**
 * Makes a queue as its first consumer would, so that the broker keeps what is published before there is one.
 * @throws PLB-BROKER-QUEUE-NOT-KEPT where the broker removes what nobody takes from; Failure when it refuses, or the connection ends first
 */
export async function makeQueue(
  connection: Pick<Connection, 'brokerVersion' | 'consume' | 'queueNames'>,
  queue: Destination,
): Promise<void> {
  const { brokerVersion: broker } = connection
  const notKept = (): Failure => failure('PLB-BROKER-QUEUE-NOT-KEPT', { broker, queue: queue.name })
  if (!dialectOf(broker).keepsQueues) throw notKept()
  const { promise: ended, reject } = Promise.withResolvers<never>()
  ended.catch(() => undefined)
  const consumption = connection.consume(
    {
      destination: queue,
      acknowledgement: 'client-individual',
      prefetch: 1,
      selector: undefined,
      withBodies: false,
    },
    // What arrives this early is not acknowledged, and goes back.
    { receive: () => undefined, ended: reject },
  )
  try {
    await Promise.race([consumption.confirmed, ended])
  } finally {
    await consumption.end()
  }
  if ((await connection.queueNames())?.has(queue.name) === false) throw notKept()
}
