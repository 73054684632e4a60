import type { Connection } from '../../broker/broker-connection.ts'
import { instanceNameOf, queue, topic } from '../../broker/destinations.ts'
import { dialectOf } from '../../broker/dialects.ts'
import { isFailure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { failed, ok, untried, type TestStep } from './step.ts'

type Asking = Pick<Connection, 'brokerVersion' | 'destinations' | 'browse' | 'tryWriting'>

/**
 * What the login may do with the queues and the topic of a cluster. A queue is looked into, nothing is taken from it, and
 * nothing is sent. Before there is a queue nothing is tried, since trying would make one.
 * @throws the signal's reason
 */
export async function looksAtRights(
  connection: Asking,
  topicName: string,
  signal: AbortSignal,
): Promise<TestStep[]> {
  if (!dialectOf(connection.brokerVersion).transacts) return []
  const name = say('brokerCheck.rights')
  const own = await queueOf(connection, topicName, signal)
  if (own === undefined) return [untried(name, say('brokerCheck.rightsNotTried', { topic: topicName }))]
  const trials = [
    { may: say('brokerCheck.mayRead', { name: own }), attempt: () => look(connection, own), isNeeded: true },
    ...[topic(topicName), queue(own)].map((destination) => ({
      may: say('brokerCheck.mayWrite', { name: destination.name }),
      attempt: () => connection.tryWriting(destination),
      // Whoever only watches does without.
      isNeeded: false,
    })),
  ]
  const steps: TestStep[] = []
  for (const { may, attempt, isNeeded } of trials) {
    try {
      await attempt()
      steps.push(ok(name, may))
    } catch (error) {
      signal.throwIfAborted()
      steps.push({ ...failed(name, error), outcome: isNeeded ? 'failed' : 'warning' })
    }
  }
  return steps
}

/** A queue of a node; undefined where there is none, or the broker does not tell. */
async function queueOf(
  connection: Asking,
  topicName: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const listing = await connection.destinations(signal)
    return listing?.destinations.find(
      ({ kind, name }) => kind === 'queue' && instanceNameOf(name, topicName) !== undefined,
    )?.name
  } catch (error) {
    signal.throwIfAborted()
    // That it does not tell has a step of its own.
    if (isFailure(error)) return undefined
    throw error
  }
}

async function look(connection: Asking, name: string): Promise<void> {
  const { promise: ended, reject } = Promise.withResolvers<never>()
  ended.catch(() => undefined)
  const asked = { destination: queue(name), selector: undefined, withBodies: false }
  const consumption = connection.browse(asked, { receive: () => undefined, ended: reject })
  try {
    await Promise.race([consumption.confirmed, ended])
  } finally {
    await consumption.end()
  }
}
