import type { DeliveryState } from '../../../contract/features/messages.ts'
import { SequenceRanges } from './sequence-ranges.ts'
import { say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'

/**
 * What is known of the delivery of messages to one slave. Messages are numbered as the archive numbered them, which is
 * the order the broker sent them in. Nothing is kept for each message but where it differs from what its number says:
 *
 *     published → pending → taken → applied → verified, missing or failed
 *
 * - pending: its id is still in the slave's queue, or nobody has looked since it was published;
 * - taken: it is gone from the queue, or the slave itself said so;
 * - applied: the slave itself said that it applied it, which nodes of Plumbline do;
 * - verified: a comparison of states made later found the object as it should be;
 * - missing: such a comparison found that the object differs or is not there;
 * - failed: the slave itself said that it could not apply it;
 * - unknown: it was published before anything was known of the slave.
 */
export interface Ledger {
  readonly instanceName: string
  /** Up to this number nothing was known of the slave. */
  readonly since: number
  /** Messages up to this number were taken, those after it are pending, but for the exceptions. */
  readonly takenThrough: number
  /** When the queue was looked at, or the slave asked. */
  readonly seenAt: number
  readonly exceptions: ReadonlyMap<number, Exception>
  /** Messages the slave said it applied. */
  readonly applied: SequenceRanges
  /** The newest message a comparison of states can have covered; 0 when there was none. */
  readonly comparedThrough: number
  readonly comparedAt: number
  /** What the latest comparison found different, by {@link LoggedMessage.proof}. */
  readonly differing: ReadonlyMap<string, Difference>
}

export interface Exception {
  readonly state: 'pending' | 'taken' | 'failed'
  readonly at: number
  readonly reason: Wording | null
  readonly proof: string | null
}

export interface Difference {
  /** Messages on it up to this number were verified by an earlier comparison. */
  readonly verifiedThrough: number
  /** False when a comparison cannot tell which of several objects it is that differs. */
  readonly certain: boolean
}

/** What of a message its delivery depends on. */
export interface LoggedMessage {
  readonly sequence: number
  readonly sender: string
  /** What a comparison has to find equal to prove the message arrived; null when none can. */
  readonly proof: string | null
}

export interface Delivery {
  readonly state: DeliveryState
  readonly at: number | null
  readonly reason: Wording | null
}

/** @param newest the newest message archived when the slave became known */
export function newLedger(instanceName: string, newest: number): Ledger {
  return {
    instanceName,
    since: newest,
    takenThrough: newest,
    seenAt: 0,
    exceptions: new Map(),
    applied: new SequenceRanges(),
    comparedThrough: 0,
    comparedAt: 0,
    differing: new Map(),
  }
}

/** A look into the slave's queue. */
export interface QueueLook {
  readonly at: number
  /** The newest message that was archived when the look began. */
  readonly newest: number
  /** Messages that wait, in the order of their numbers. */
  readonly waiting: readonly number[]
  /** Whether these are all; otherwise they are the oldest. */
  readonly complete: boolean
}

export function afterQueueLook(ledger: Ledger, look: QueueLook): Ledger {
  const oldest = look.waiting[0]
  const last = look.waiting.at(-1)
  // Messages the archive does not have (yet) say nothing about those it has.
  if (!look.complete && last === undefined) return ledger
  const through = Math.max(ledger.takenThrough, look.complete ? look.newest : (last ?? 0))
  const waiting = new Set(look.waiting)
  const exceptions = new Map<number, Exception>()
  for (const [sequence, exception] of ledger.exceptions) {
    if (exception.state === 'failed' || (exception.state === 'taken' && sequence > through)) {
      exceptions.set(sequence, exception)
    }
  }
  for (const sequence of waiting) {
    if (sequence > through || exceptions.has(sequence)) continue
    exceptions.set(sequence, { state: 'pending', at: look.at, reason: null, proof: null })
  }
  return compacted({
    ...ledger,
    since: Math.min(ledger.since, oldest === undefined ? ledger.since : oldest - 1),
    takenThrough: through,
    seenAt: look.at,
    exceptions,
  })
}

/** What a comparison of the slave's state with its reference found. */
export interface StateComparison {
  readonly at: number
  /** The newest message archived when the states were read. */
  readonly newest: number
  readonly differing: ReadonlyMap<string, boolean>
}

export function afterComparison(ledger: Ledger, comparison: StateComparison): Ledger {
  // What waits behind a pending message may not be taken for compared once it has been taken.
  const oldestPending = Math.min(
    ...[...ledger.exceptions].flatMap(([sequence, { state }]) => (state === 'pending' ? [sequence] : [])),
    ledger.takenThrough + 1,
  )
  const comparedThrough = Math.max(ledger.comparedThrough, Math.min(comparison.newest, oldestPending - 1))
  const differing = new Map(
    [...comparison.differing].map(([proof, certain]) => [
      proof,
      {
        verifiedThrough: ledger.differing.get(proof)?.verifiedThrough ?? ledger.comparedThrough,
        certain,
      },
    ]),
  )
  const exceptions = new Map(
    [...ledger.exceptions].filter(
      ([sequence, { state, proof }]) =>
        state !== 'failed' || !isProved(sequence, proof, { comparedThrough, differing }),
    ),
  )
  return { ...ledger, comparedThrough, comparedAt: comparison.at, differing, exceptions }
}

/** What the slave itself said became of a message. */
export interface NodeOutcome {
  readonly sequence: number
  readonly proof: string | null
  readonly state: 'taken' | 'failed'
  /** Whether it says that it applied it; what was not for it is taken all the same. */
  readonly isApplied?: boolean | undefined
  /** When that came to be, as the slave says. */
  readonly at: number
  readonly reason: Wording | null
}

export function afterOutcomes(ledger: Ledger, outcomes: readonly NodeOutcome[]): Ledger {
  const exceptions = new Map(ledger.exceptions)
  let seenAt = ledger.seenAt
  for (const { sequence, proof, state, at, reason } of outcomes) {
    seenAt = Math.max(seenAt, at)
    if (state === 'failed') {
      // A comparison has proved since that it does not matter any more.
      if (isProved(sequence, proof, ledger)) exceptions.delete(sequence)
      else exceptions.set(sequence, { state, at: exceptions.get(sequence)?.at ?? at, reason, proof })
    } else if (sequence > ledger.takenThrough) {
      exceptions.set(sequence, { state, at, reason: null, proof: null })
    } else {
      exceptions.delete(sequence)
    }
  }
  const applied = ledger.applied.with(
    outcomes.flatMap(({ sequence, state, isApplied }) =>
      state === 'taken' && isApplied === true ? [sequence] : [],
    ),
  )
  return compacted({ ...ledger, seenAt, exceptions, applied })
}

/** Forgets messages the archive no longer has. */
export function afterRetention(ledger: Ledger, oldest: number): Ledger {
  const exceptions = new Map([...ledger.exceptions].filter(([sequence]) => sequence >= oldest))
  const applied = ledger.applied.from(oldest)
  const isSame = exceptions.size === ledger.exceptions.size && applied === ledger.applied
  return isSame ? ledger : { ...ledger, exceptions, applied }
}

/** Where a message stands with the slave; undefined when it is the slave's own. */
export function deliveryOf(ledger: Ledger, message: LoggedMessage): Delivery | undefined {
  const { sequence, sender, proof } = message
  if (sender === ledger.instanceName) return undefined
  const difference = proof === null ? undefined : ledger.differing.get(proof)
  const state = stateOf(ledger, sequence, proof !== null, difference)
  const exception = ledger.exceptions.get(sequence)
  switch (state) {
    case 'failed':
      return { state, at: exception?.at ?? null, reason: exception?.reason ?? null }
    case 'pending':
      return { state, at: exception?.at ?? null, reason: null }
    case 'verified':
      return { state, at: ledger.comparedAt, reason: null }
    case 'missing':
      return {
        state,
        at: ledger.comparedAt,
        reason: say('messages.latestComparisonFoundObject'),
      }
    case 'taken':
    case 'applied':
      return { state, at: ledger.seenAt === 0 ? null : ledger.seenAt, reason: null }
    case 'unknown':
      return { state, at: null, reason: null }
  }
}

/**
 * The state of a message somebody else sent.
 * @param isProvable whether a comparison can tell that it arrived
 * @param difference what the latest comparison found different about its object
 */
export function stateOf(
  ledger: Ledger,
  sequence: number,
  isProvable: boolean,
  difference: Difference | undefined,
): DeliveryState {
  const exception = ledger.exceptions.size === 0 ? undefined : ledger.exceptions.get(sequence)?.state
  if (exception === 'failed' || exception === 'pending') return exception
  if (sequence > ledger.takenThrough && exception !== 'taken') return 'pending'
  const isCompared = isProvable && sequence <= ledger.comparedThrough
  if (isCompared && (difference === undefined || sequence <= difference.verifiedThrough)) return 'verified'
  const isMissing = sequence > ledger.since && isCompared && difference?.certain === true
  if (isMissing) return 'missing'
  if (ledger.applied.has(sequence)) return 'applied'
  return sequence <= ledger.since ? 'unknown' : 'taken'
}

/** Whether a comparison covered the message and found what it is about as it should be. */
function isProved(
  sequence: number,
  proof: string | null,
  ledger: Pick<Ledger, 'comparedThrough' | 'differing'>,
): boolean {
  if (proof === null || sequence > ledger.comparedThrough) return false
  const difference = ledger.differing.get(proof)
  return difference === undefined || sequence <= difference.verifiedThrough
}

/** Moves the mark over messages that were taken one by one. */
function compacted(ledger: Ledger): Ledger {
  if (![...ledger.exceptions.values()].some(({ state }) => state === 'taken')) return ledger
  const exceptions = new Map(ledger.exceptions)
  let through = ledger.takenThrough
  for (;;) {
    const next = exceptions.get(through + 1)
    if (next === undefined || next.state === 'pending') break
    through += 1
    if (next.state === 'taken') exceptions.delete(through)
  }
  for (const [sequence, { state }] of exceptions) {
    if (state === 'taken' && sequence <= through) exceptions.delete(sequence)
  }
  return { ...ledger, takenThrough: through, exceptions }
}
