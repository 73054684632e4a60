import { redactBrokerUrl, type DiscoveryBrokerUrl, type NetworkBrokerUrl } from '../../broker/broker-url.ts'
import { systemClock, type Clock } from '../../scheduler/clock.ts'
import type { Connection } from '../../broker/broker-connection.ts'
import { dialectOf } from '../../broker/dialects.ts'
import { brokersBeside } from '../../broker/discovery/brokers-beside.ts'
import { hearBrokers } from '../../broker/discovery/heard-brokers.ts'
import { systemMulticast, type Multicast } from '../../broker/discovery/multicast.ts'
import { BrokerSession } from '../../broker/sessions/session.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { severalBrokers } from '../findings/detectors/several-brokers.ts'
import { looksAtCertificates } from './certificates.ts'
import { checkTime, connectToEach, type CheckTime } from './connections.ts'
import { roundTrip } from './object-messages.ts'
import { looksAtRights } from './rights.ts'
import { failed, ok, warning, type TestStep } from './step.ts'
import { looksAtManagement, looksAtTold } from './telling.ts'
import { deliversTopic } from './virtual-topic.ts'

export interface BrokerCheckOptions {
  readonly topicName: string
  readonly signal: AbortSignal
  readonly onStep: (name: Wording) => void
  readonly clock?: Clock | undefined
  /** Where brokers are heard that the URL does not name. */
  readonly multicast?: Multicast | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
  /** Opens its management, where the profile or a command names one. */
  readonly openManagement?: (() => Pick<Connection, 'destinations'>) | undefined
  /** For each thing the broker has to do, in milliseconds. */
  readonly deadline?: number | undefined
}

/**
 * Tries a broker, from the certificate of each server to a message that goes there and comes back, and ends at the first
 * step nothing can follow. Nothing is sent to a topic or a queue anybody else uses, and nothing stays behind.
 * @param asked with the login and the trust in it
 * @throws the signal's reason
 */
export async function checkBroker(
  asked: NetworkBrokerUrl | DiscoveryBrokerUrl,
  options: BrokerCheckOptions,
): Promise<TestStep[]> {
  const steps = await checkSpoken(asked, options)
  const { openManagement, signal, onStep } = options
  if (openManagement === undefined) return steps
  onStep(say('brokerCheck.management'))
  return [...steps, ...(await looksAtManagement(openManagement, signal))]
}

async function checkSpoken(
  asked: NetworkBrokerUrl | DiscoveryBrokerUrl,
  options: BrokerCheckOptions,
): Promise<TestStep[]> {
  const { multicast = systemMulticast, clock = systemClock, signal, onStep } = options
  const name = say('profiles.brokerUrl')
  if (asked.kind === 'network') return checkNamed(asked, name, options)
  onStep(name)
  const url = await hearBrokers(asked, multicast, clock, signal).catch((error: unknown) => {
    signal.throwIfAborted()
    return failed(name, error)
  })
  if (!('kind' in url)) return [url]
  return [...(await looksAtOthers(asked, options)), ...(await checkNamed(url, name, options))]
}

async function checkNamed(
  url: NetworkBrokerUrl,
  name: Wording,
  options: BrokerCheckOptions,
): Promise<TestStep[]> {
  const { topicName, signal, onStep } = options
  const time = checkTime(options)
  const steps: TestStep[] = [
    url.warnings.length === 0
      ? ok(name, redactBrokerUrl(url))
      : warning(name, say('profiles.warnings', { warnings: url.warnings })),
    ...(await looksAtCertificates(
      url.servers.filter(({ tls }) => tls),
      signal,
    )),
  ]
  if (hasFailed(steps)) return steps
  onStep(say('profiles.connection'))
  const { steps: connected, connection } = await connectToEach(url, time)
  steps.push(...connected)
  if (connection === undefined) return steps
  try {
    return [
      ...steps,
      // Those that are heard were looked at already.
      ...(!url.bridged && dialectOf(connection.brokerVersion).meets ? await looksAtOthers(url, options) : []),
      ...(await looksAtBroker(connection, topicName, { time, onStep })),
    ]
  } finally {
    await connection.close()
  }
}

/** Whether brokers that each are a cluster of their own tell of themselves beside this one. @throws the signal's reason */
async function looksAtOthers(
  asked: NetworkBrokerUrl | DiscoveryBrokerUrl,
  { multicast = systemMulticast, clock = systemClock, signal, onStep }: BrokerCheckOptions,
): Promise<TestStep[]> {
  const name = say('brokerCheck.others')
  onStep(name)
  const found = severalBrokers({ together: await brokersBeside(asked, multicast, clock, signal) })
  return found.map(({ message, remedy }) => warning(name, message, remedy))
}

async function looksAtBroker(
  connection: Connection,
  topicName: string,
  { time, onStep }: { readonly time: CheckTime; readonly onStep: BrokerCheckOptions['onStep'] },
): Promise<TestStep[]> {
  onStep(say('brokerCheck.queues'))
  // A broker without room would only keep us waiting.
  const told = await looksAtTold(connection, time.signal)
  if (hasFailed(told)) return told
  onStep(say('profiles.objectMessages'))
  const back = await goesAndComesBack(connection, time)
  if (hasFailed(back)) return [...told, ...back]
  onStep(say('brokerCheck.topic'))
  const topic = await deliversTopic(connection, topicName, time)
  onStep(say('brokerCheck.rights'))
  return [...told, ...back, topic, ...(await looksAtRights(connection, topicName, time.signal))]
}

/** A broker that cannot translate hangs up; twice in a row it is no accident. */
const attempts = 3

/** By a session, which finds out why a broker that hangs up does. */
async function goesAndComesBack({ server, protocol }: Connection, time: CheckTime): Promise<TestStep[]> {
  const session = new BrokerSession(
    { kind: 'network', servers: [server], warnings: [], bridged: false, failover: undefined },
    {
      reconnect: {
        startupMaxReconnectAttempts: attempts,
        maxReconnectAttempts: attempts,
        timeout: time.deadline,
      },
    },
  )
  try {
    return await roundTrip(session, protocol, time)
  } finally {
    await session.close()
  }
}

function hasFailed(steps: readonly TestStep[]): boolean {
  return steps.some(({ outcome }) => outcome === 'failed')
}
