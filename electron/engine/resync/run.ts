import { randomUUID } from 'node:crypto'
import type { Destination } from '../../broker/destinations.ts'
import type { BrokerSession } from '../../broker/session.ts'
import { systemClock, type Clock } from '../../broker/clock.ts'
import type { Drift } from '../../catalog/diff.ts'
import { failure } from '../../errors/failure.ts'
import { encodeEvent } from '../../wire/encode.ts'
import type { InboxState } from '../journal/inbox.ts'
import { eventIdProperty } from '../slave/receiver.ts'
import { compareStates, type NodeState } from './compare.ts'
import { planResync, type Operation } from './plan.ts'

/** What became of one event at the slave. */
export interface EventOutcome {
  readonly state: InboxState
  readonly reason: string | undefined
}

/** What a resync asks of the slave besides what it sends to its queue. */
export interface SlaveControl {
  /** What became of events, by event id; those the slave has not received are not in it. */
  outcomes(eventIds: readonly string[]): Promise<ReadonlyMap<string, EventOutcome>>
  /** Tells the slave that what it had parked or failed is made good. */
  settle(reason: string): Promise<void>
}

export interface ResyncOptions {
  readonly session: Pick<BrokerSession, 'publish'>
  /** The slave's own queue: nothing goes anywhere else. */
  readonly queue: Destination
  readonly slave: { readonly instanceName: string; readonly group: string }
  readonly control: SlaveControl
  /** Read the states anew at each call. */
  readonly readReference: () => NodeState
  readonly readSlave: () => NodeState
  /** Which operations to send; all unless given. */
  readonly select?: (operation: Operation) => boolean
  readonly onProgress?: (progress: ResyncProgress) => void
  readonly signal?: AbortSignal
  readonly clock?: Clock
  readonly newEventId?: () => string
  /** Milliseconds the slave may take without finishing a single event. Default 30 s. */
  readonly patience?: number
}

export interface ResyncProgress {
  readonly phase: 'comparing' | 'sending' | 'applying' | 'verifying'
  /** Events done and to do in this phase. */
  readonly done: number
  readonly total: number
  readonly operation: string | undefined
}

export interface OperationResult {
  readonly operation: Operation
  readonly outcome: EventOutcome
}

export interface ResyncReport {
  readonly before: Drift
  readonly results: readonly OperationResult[]
  /** The comparison after the last pass: the proof, or what still differs. */
  readonly after: Drift
  readonly passes: number
  readonly verified: boolean
  readonly cancelled: boolean
}

/** The instance name resync messages carry; no node may have it, or it would ignore them. */
export const resyncInstanceName = 'plumbline-resync'

const passLimit = 3
const pollInterval = 100
const defaultPatience = 30_000

/**
 * Brings one slave back to its reference: compares, sends what differs to the slave's own queue, waits until the
 * slave has finished it, and compares again. A second pass follows when the first made something visible.
 * @throws PLB-ENGINE-RESYNC-TIMEOUT when the slave stops taking events; what was sent waits in its queue
 */
export async function runResync(options: ResyncOptions): Promise<ResyncReport> {
  const { readReference, readSlave, control, signal, onProgress = () => undefined } = options
  const compare = (): { drift: Drift; reference: NodeState; slave: NodeState } => {
    const reference = readReference()
    const slave = readSlave()
    return { drift: compareStates(reference, slave), reference, slave }
  }
  onProgress({ phase: 'comparing', done: 0, total: 1, operation: undefined })
  let state = compare()
  const before = state.drift
  const results: OperationResult[] = []
  let passes = 0
  await control.settle('a resync replaces what these events would have done')
  while (!state.drift.equal && passes < passLimit && signal?.aborted !== true) {
    passes += 1
    const plan = planResync(state.drift, state.reference, state.slave)
    const operations = options.select === undefined ? plan : plan.filter(options.select)
    if (operations.length === 0) break
    results.push(...(await send(operations, options, onProgress)))
    onProgress({ phase: 'verifying', done: 0, total: 1, operation: undefined })
    state = compare()
    // Leaving operations out is a choice; a second pass would only leave them out again.
    if (options.select !== undefined) break
  }
  if (state.drift.equal) await control.settle('a resync proved the node equal to its reference')
  return {
    before,
    results,
    after: state.drift,
    passes,
    verified: state.drift.equal,
    cancelled: signal?.aborted === true,
  }
}

async function send(
  operations: readonly Operation[],
  options: ResyncOptions,
  onProgress: (progress: ResyncProgress) => void,
): Promise<readonly OperationResult[]> {
  const { session, queue, slave, signal, newEventId = randomUUID } = options
  const sent: { readonly operation: Operation; readonly eventIds: readonly string[] }[] = []
  for (const operation of operations) {
    if (signal?.aborted === true) break
    onProgress({ phase: 'sending', done: sent.length, total: operations.length, operation: operation.title })
    const eventIds: string[] = []
    for (const event of operation.events) {
      const { handler, body } = encodeEvent(event)
      const eventId = newEventId()
      await session.publish({
        destination: queue,
        properties: {
          instanceName: resyncInstanceName,
          group: slave.group,
          JMSEventHandlerSPI: handler,
          [eventIdProperty]: eventId,
        },
        body,
      })
      eventIds.push(eventId)
    }
    sent.push({ operation, eventIds })
  }
  const outcomes = await waitForOutcomes(
    sent.flatMap((each) => each.eventIds),
    options,
    onProgress,
  )
  return sent.map(({ operation, eventIds }) => {
    const all = eventIds.flatMap((id) => outcomes.get(id) ?? [])
    const worst = all.find(({ state }) => state === 'failed' || state === 'parked') ?? all.at(-1)
    return { operation, outcome: worst ?? { state: 'received', reason: undefined } }
  })
}

/** Waits until the slave is done with every event; it is not asked to hurry, only not to stand still. */
async function waitForOutcomes(
  eventIds: readonly string[],
  options: ResyncOptions,
  onProgress: (progress: ResyncProgress) => void,
): Promise<ReadonlyMap<string, EventOutcome>> {
  const { control, slave, clock = systemClock, patience = defaultPatience } = options
  let lastProgress = clock.now()
  let lastDone = -1
  for (;;) {
    const outcomes = await control.outcomes(eventIds)
    const done = [...outcomes.values()].filter(({ state }) => state !== 'received').length
    onProgress({ phase: 'applying', done, total: eventIds.length, operation: undefined })
    if (done === eventIds.length) return outcomes
    if (done > lastDone) {
      lastDone = done
      lastProgress = clock.now()
    } else if (clock.now() - lastProgress > patience) {
      throw failure('PLB-ENGINE-RESYNC-TIMEOUT', {
        instanceName: slave.instanceName,
        taken: done,
        sent: eventIds.length,
        seconds: Math.round(patience / 1000),
      })
    }
    await new Promise<void>((resolve) => clock.after(pollInterval, resolve))
  }
}
