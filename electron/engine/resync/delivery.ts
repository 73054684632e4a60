import { randomUUID } from 'node:crypto'
import { BackOff } from '../../scheduler/back-off.ts'
import { systemClock, wait, type Clock } from '../../scheduler/clock.ts'
import type { Destination } from '../../broker/destinations.ts'
import type { BrokerSession, Publication } from '../../broker/sessions/session.ts'
import { failure, isFailure, wordingOf } from '../../errors/failure.ts'
import { encodeEvent } from '../../wire/encode.ts'
import type { ClusterConfiguration } from '../configuration/cluster-configuration.ts'
import type { InboxState } from '../../sentences/inbox-states.ts'
import { eventIdProperty } from '../slave/receiver.ts'
import type { Operation } from './operation.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** What became of one event at the slave. */
export interface EventOutcome {
  readonly state: InboxState
  readonly reason: Wording | undefined
  /** When it became that, in milliseconds since 1970, where the slave tells. */
  readonly at?: number
}

/** What a resync asks of the slave besides what it sends to its queue. */
export interface SlaveControl {
  /** What became of events, by event id; those the slave has not received are not in it. */
  outcomes(eventIds: readonly string[]): Promise<ReadonlyMap<string, EventOutcome>>
  /** Tells the slave that what it had parked or failed is made good. */
  settle(reason: Wording): Promise<void>
  /** Lets it read its files, so that what was changed by hand counts; never asked of a master. */
  reload(): Promise<unknown>
}

/** How a resync reaches its slave. */
export interface Delivery {
  readonly session: Pick<BrokerSession, 'publish'>
  /** The slave's own queue: nothing goes anywhere else. */
  readonly queue: Destination
  readonly slave: Pick<ClusterConfiguration, 'instanceName' | 'group' | 'toggleMaster'>
  readonly control: SlaveControl
  readonly onProgress?: (progress: ResyncProgress) => void
  readonly signal?: AbortSignal
  /** Fulfilled when the next operation may be begun, which somebody may hold up. */
  readonly mayGoOn?: () => Promise<unknown>
  readonly clock?: Clock
  /** Milliseconds the slave may take without finishing a single event. Default 30 s. */
  readonly patience?: number
}

export interface ResyncProgress {
  /** `waiting`: the slave does not answer or does not take; what was sent lies in its queue. */
  readonly phase: 'comparing' | 'sending' | 'applying' | 'waiting' | 'verifying'
  /** Events done and to do in this phase. */
  readonly done: number
  readonly total: number
  readonly operation: Wording | undefined
}

export interface OperationResult {
  readonly operation: Operation
  readonly outcome: EventOutcome
}

/** The instance name resync messages carry; no node may have it, or it would ignore them. */
export const resyncInstanceName = 'plumbline-resync'

/**
 * Sends messages together until the broker has them all. What a connection was lost over may have arrived: it is sent
 * again at once, in its order and before anything else, which comes to the same for whoever takes it twice.
 * @throws as {@link BrokerSession.publish}, save that the connection is lost
 */
export async function sendSurely(
  { session, signal }: Pick<Delivery, 'session' | 'signal'>,
  ...publications: readonly Publication[]
): Promise<void> {
  let open = publications
  while (open.length > 0) {
    // In one go: a session that is connected anew in between would let the rest overtake what was lost.
    const results = await Promise.allSettled(open.map((publication) => session.publish(publication)))
    open = open.filter((_, at) => {
      const result = results[at]
      if (result?.status !== 'rejected') return false
      const isLost = isFailure(result.reason, 'PLB-BROKER-CONNECTION-LOST')
      if (!isLost || signal?.aborted === true) throw result.reason
      return true
    })
  }
}

/** Messages that are sent in one go, and characters of their bodies. */
const mostTogether = 32
const largestTogether = 1024 * 1024
/** Milliseconds until the slave is asked again; more for each time it had nothing new. */
const betweenQuestions = { first: 20, longest: 100, factor: 2 }
const defaultPatience = 30_000
/** Events asked about at once. */
const longestQuestion = 1_000

/**
 * Sends operations to the slave's queue and waits until it is done with them. When cancelled, it stops between two
 * operations; where names go round in a circle, behind the last of them.
 * @throws PLB-ENGINE-RESYNC-TIMEOUT when the slave stops taking events; what was sent waits in its queue
 */
export async function deliver(
  operations: readonly Operation[],
  delivery: Delivery,
): Promise<readonly OperationResult[]> {
  const { signal, onProgress = () => undefined } = delivery
  const sent: (Omit<Prepared, 'publications'> & { readonly operation: Operation })[] = []
  const begun = new Set<string>()
  const waiting: Publication[] = []
  let size = 0
  for (const operation of operations) {
    onProgress({ phase: 'sending', done: sent.length, total: operations.length, operation: operation.title })
    await delivery.mayGoOn?.()
    const { circle } = operation
    if (signal?.aborted === true && !(circle !== undefined && begun.has(circle))) continue
    if (circle !== undefined) begun.add(circle)
    const { publications, ...prepared } = prepare(operation, delivery)
    sent.push({ operation, ...prepared })
    waiting.push(...publications)
    size += publications.reduce((sum, { body }) => sum + body.length, 0)
    if (waiting.length < mostTogether && size < largestTogether) continue
    await sendSurely(delivery, ...waiting.splice(0))
    size = 0
  }
  await sendSurely(delivery, ...waiting)
  const outcomes = await waitForOutcomes(
    sent.flatMap((each) => each.eventIds),
    delivery,
  )
  return sent.map(({ operation, eventIds, fault }) => {
    if (fault !== undefined) return { operation, outcome: { state: 'failed', reason: fault } }
    const all = eventIds.flatMap((id) => outcomes.get(id) ?? [])
    const worst = all.find(({ state }) => state === 'failed' || state === 'parked') ?? all.at(-1)
    return { operation, outcome: worst ?? { state: 'received', reason: undefined } }
  })
}

/** The messages of an operation. */
interface Prepared {
  readonly publications: readonly Publication[]
  readonly eventIds: readonly string[]
  readonly fault?: Wording
}

/** What cannot be written down is not sent, and holds up nothing behind it. */
function prepare({ events }: Operation, { queue, slave }: Delivery): Prepared {
  let messages
  try {
    messages = events.map((event) => encodeEvent(event))
  } catch (error) {
    if (isFailure(error)) return { publications: [], eventIds: [], fault: wordingOf(error) }
    throw error
  }
  const eventIds = messages.map(() => randomUUID())
  const publications = messages.map(({ handler, body }, at) => ({
    destination: queue,
    properties: {
      instanceName: resyncInstanceName,
      group: slave.group,
      JMSEventHandlerSPI: handler,
      [eventIdProperty]: eventIds[at] ?? '',
    },
    body,
  }))
  return { publications, eventIds }
}

/** Waits until the slave is done with every event; it is not asked to hurry, only not to stand still. */
async function waitForOutcomes(
  eventIds: readonly string[],
  { control, slave, clock = systemClock, patience = defaultPatience, onProgress = () => undefined }: Delivery,
): Promise<ReadonlyMap<string, EventOutcome>> {
  const outcomes = new Map<string, EventOutcome>()
  const backOff = new BackOff(betweenQuestions)
  let lastProgress = clock.now()
  for (;;) {
    const before = outcomes.size
    // It takes them in the order they were sent, so that the oldest are the ones to ask about.
    const open = eventIds.filter((id) => !outcomes.has(id)).slice(0, longestQuestion)
    const known = open.length === 0 ? outcomes : await control.outcomes(open)
    for (const id of open) {
      const outcome = known.get(id)
      if (outcome !== undefined && outcome.state !== 'received') outcomes.set(id, outcome)
    }
    onProgress({ phase: 'applying', done: outcomes.size, total: eventIds.length, operation: undefined })
    if (outcomes.size === eventIds.length) return outcomes
    if (outcomes.size > before) {
      lastProgress = clock.now()
      backOff.reset()
      // There may be more where these came from.
      if (outcomes.size - before === longestQuestion) continue
    } else if (clock.now() - lastProgress > patience) {
      throw failure('PLB-ENGINE-RESYNC-TIMEOUT', {
        instanceName: slave.instanceName,
        taken: outcomes.size,
        sent: eventIds.length,
        seconds: Math.round(patience / 1000),
      })
    }
    await wait(clock, backOff.next())
  }
}
