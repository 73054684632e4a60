import { randomUUID } from 'node:crypto'
import type { Connection } from '../../broker/broker-connection.ts'
import { consumerQueue, queue, topic } from '../../broker/destinations.ts'
import { isFailure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { handlers } from '../../wire/handlers.ts'
import { connectTo, type CheckTime } from './connections.ts'
import { failed, ok, untried, warning, type TestStep } from './step.ts'

/** What came of trying a topic; why it was not tried, where somebody said so. */
type TopicTrial =
  { readonly outcome: 'delivers' | 'silent' } | { readonly outcome: 'not tried'; readonly because?: unknown }

/**
 * Whether what goes to a topic called like the cluster's reaches the queues of its nodes. A broker without virtual topics of
 * that name takes every message and gives it to nobody. It is tried with a topic and a queue of the check's own, which
 * are removed again; where that cannot be, it is not tried.
 * @throws PLB-BROKER-…, the signal's reason
 */
export async function tryTopic(
  connection: Connection,
  topicName: string,
  time: CheckTime,
): Promise<TopicTrial> {
  if (connection.protocol === 'stomp') return { outcome: 'not tried' }
  const twin = topic(`${topicName}-plumbline-test-${randomUUID()}`)
  const taken = queue(consumerQueue('plumbline-test', twin.name).name)
  try {
    // Whoever may remove what is not there may remove what will be.
    await connection.remove(taken)
  } catch (because) {
    time.signal.throwIfAborted()
    return { outcome: 'not tried', because }
  }
  try {
    return { outcome: (await deliversTo(connection, twin, taken, time)) ? 'delivers' : 'silent' }
  } finally {
    await removed(connection, [taken, twin], time)
  }
}

/** Tries a topic, as a step of trying a broker. @throws the signal's reason */
export async function deliversTopic(
  connection: Connection,
  topicName: string,
  time: CheckTime,
): Promise<TestStep> {
  const name = say('brokerCheck.topic')
  try {
    const trial = await tryTopic(connection, topicName, time)
    if (trial.outcome === 'delivers') return ok(name, say('brokerCheck.topicDelivers', { topic: topicName }))
    if (trial.outcome === 'not tried') {
      return trial.because === undefined
        ? untried(name, say('brokerCheck.topicNotTried', { topic: topicName }))
        : { ...failed(name, trial.because), outcome: 'warning' }
    }
    return {
      ...warning(
        name,
        say('brokerCheck.topicSilent', { topic: topicName }),
        say('brokerCheck.topicSilentRemedy', { topic: topicName }),
      ),
      outcome: 'failed',
    }
  } catch (error) {
    time.signal.throwIfAborted()
    return failed(name, error)
  }
}

/** How long a broker may take to bring what it has confirmed, as a share of what a check may take. */
const patience = 1 / 3

async function deliversTo(
  connection: Connection,
  twin: ReturnType<typeof topic>,
  taken: ReturnType<typeof queue>,
  { clock, deadline, signal }: CheckTime,
): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const consumption = connection.consume(
    // Brokers this one is bridged to would make the queue as well.
    {
      destination: taken,
      acknowledgement: 'auto',
      prefetch: 1,
      selector: undefined,
      withBodies: true,
      unbridged: true,
    },
    {
      receive: () => {
        resolve(true)
      },
      ended: reject,
    },
  )
  const onAbort = () => {
    reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  let cancel = () => undefined as void
  try {
    await Promise.race([consumption.confirmed, promise])
    const properties = { group: 'plumbline/test', JMSEventHandlerSPI: handlers.logging }
    // A connection that waits for room in the store could not remove what was made.
    const message = { destination: twin, properties, body: '<test/>', isPassing: true }
    const sent = connection.prepare(message).send()
    await Promise.race([sent, promise])
    cancel = clock.after(deadline * patience, () => {
      resolve(false)
    })
    return await promise
  } finally {
    promise.catch(() => undefined)
    cancel()
    signal.removeEventListener('abort', onAbort)
    await consumption.end()
  }
}

/** Removes what was made, on a connection of its own where the first one is lost. */
async function removed(
  connection: Connection,
  made: readonly (ReturnType<typeof queue> | ReturnType<typeof topic>)[],
  time: CheckTime,
): Promise<void> {
  const remover = connection.isOpen
    ? connection
    : await connectTo(connection.server, { ...time, signal: new AbortController().signal }).catch(
        () => undefined,
      )
  for (const each of made) {
    try {
      await remover?.remove(each)
    } catch (error) {
      if (!isFailure(error)) throw error
    }
  }
  if (remover !== connection) await remover?.close()
}
