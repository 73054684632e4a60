import type { Connection, DestinationListing } from '../../broker/broker-connection.ts'
import { defaultConnectionSettings } from '../../broker/connection-settings.ts'
import { dialectOf } from '../../broker/dialects.ts'
import { say } from '../../sentences/say.ts'
import { fullFrom } from '../findings/detectors/finding.ts'
import { failed, ok, untried, warning, type TestStep } from './step.ts'

type Telling = Pick<Connection, 'protocol' | 'brokerVersion' | 'largestMessage' | 'destinations'>

/** What a broker tells of itself: its queues, how full it is, and how large a message may be. */
export async function looksAtTold(connection: Telling, signal: AbortSignal): Promise<TestStep[]> {
  const name = say('brokerCheck.queues')
  const { protocol, brokerVersion: broker, largestMessage = Infinity } = connection
  const { maxMessageBytes } = defaultConnectionSettings
  const steps: TestStep[] = []
  if (largestMessage < maxMessageBytes) {
    const sizes = { largest: largestMessage, wanted: maxMessageBytes }
    steps.push(
      warning(say('brokerCheck.size'), say('brokerCheck.small', sizes), say('brokerCheck.smallRemedy')),
    )
  }
  if (!dialectOf(broker).selects) {
    steps.push(
      warning(name, say('brokerCheck.showsNothing', { broker }), say('brokerCheck.showsNothingRemedy')),
    )
    return steps
  }
  const { tells } = dialectOf(broker)
  if (!tells.includes(protocol))
    return [
      ...steps,
      tells.length === 0
        ? ok(name, say('brokerCheck.tellsNever', { broker }))
        : untried(
            name,
            say('brokerCheck.tellsElsewhere', { broker }),
            say('brokerCheck.tellsElsewhereRemedy'),
          ),
    ]
  try {
    const listing = await connection.destinations(signal)
    return [...steps, ...(listing === undefined ? [tellsNothing(connection)] : toldBy(listing))]
  } catch (error) {
    signal.throwIfAborted()
    // It can be lived without.
    return [...steps, { ...failed(name, error), outcome: 'warning' }]
  }
}

/** Whether the management of the broker answers, and what it tells. @throws the signal's reason */
export async function looksAtManagement(
  open: () => Pick<Telling, 'destinations'>,
  signal: AbortSignal,
): Promise<TestStep[]> {
  const name = say('brokerCheck.management')
  try {
    const listing = await open().destinations(signal)
    return [ok(name, say('brokerCheck.managementCounts', { count: queuesIn(listing) }))]
  } catch (error) {
    signal.throwIfAborted()
    return [failed(name, error)]
  }
}

function queuesIn(listing: DestinationListing | undefined): number {
  return listing?.destinations.filter(({ kind }) => kind === 'queue').length ?? 0
}

function tellsNothing({ protocol }: Telling): TestStep {
  const remedy =
    protocol === 'stomp' ? 'brokerCheck.tellsNothingStompRemedy' : 'brokerCheck.tellsNothingRemedy'
  return warning(say('brokerCheck.queues'), say('brokerCheck.tellsNothing'), say(remedy))
}

function toldBy(listing: DestinationListing): TestStep[] {
  const { told, storePercent, memoryPercent } = listing
  const count = queuesIn(listing)
  const name = say('brokerCheck.queues')
  return [
    told === 'statistics'
      ? ok(name, say('brokerCheck.counts', { count }))
      : ok(name, say('brokerCheck.advises', { count }), say('brokerCheck.advisesRemedy')),
    ...fullness(storePercent, 'store'),
    ...fullness(memoryPercent, 'memory'),
  ]
}

function fullness(percent: number | null, what: 'store' | 'memory'): TestStep[] {
  if (percent === null) return []
  const name = say(`brokerCheck.${what}`)
  const message = say(`findings.${what}Full`, { percent: Math.floor(percent) })
  if (percent < fullFrom) return [ok(name, message)]
  const remedy = say(`brokerCheck.${what}Remedy`)
  return [{ ...warning(name, message, remedy), outcome: percent >= 100 ? 'failed' : 'warning' }]
}
