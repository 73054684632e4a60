import type { z } from 'zod'
import type { Clock } from '../../scheduler/clock.ts'
import type { Connection, WithdrawnMessage } from '../../broker/broker-connection.ts'
import type { Destination } from '../../broker/destinations.ts'
import type { Message } from '../../broker/message.ts'
import { withdraw, withdrawnAtOnce } from '../../broker/withdraw.ts'
import type { messageOutcome } from '../../contract/features/brokers.ts'
import { failure, isFailure, wordingOf, type ErrorCode } from '../../errors/failure.ts'
import type { Wording } from '../../sentences/sentence.ts'

export type MessageOutcome = z.output<typeof messageOutcome>

export interface QueueChange {
  readonly connection: Connection
  readonly queue: Destination
  readonly ids: readonly string[]
  /** What is done with a message once it is kept. */
  readonly change: { readonly moveTo: Destination } | 'discard'
  /** Keeps a message where it can be looked up again; it is on the disk once the promise is fulfilled. */
  readonly keep: (message: Message) => Promise<void>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onDone: (done: number) => void
}

/** What concerns one message alone; after anything else the next one would fare no better. */
const ofOneMessage: ReadonlySet<ErrorCode> = new Set([
  'PLB-BROKER-MESSAGE-TOO-LARGE',
  'PLB-BROKER-NOT-COPIED-WHOLE',
  'PLB-BROKER-REQUEST-REFUSED',
  'PLB-BROKERS-NOT-KEPT',
] as const)

/**
 * Does the same with messages of a queue that several brokers hold parts of, one broker after the other; what is at none
 * of them is gone.
 */
export async function changeEverywhere(
  connections: readonly Connection[],
  work: Omit<QueueChange, 'connection'>,
): Promise<MessageOutcome[]> {
  const outcomes = new Map<string, MessageOutcome>()
  let done = 0
  for (const connection of connections) {
    const ids = work.ids.filter((id) => (outcomes.get(id)?.outcome ?? 'gone') === 'gone')
    // One that has no such queue would make it.
    if (connections.length > 1 && (await connection.queueNames())?.has(work.queue.name) === false) continue
    const before = done
    const changed = await changeMessages({
      ...{ ...work, connection, ids },
      onDone: (now) => {
        done = before + now
        work.onDone(done)
      },
    })
    for (const each of changed) outcomes.set(each.messageId, each)
  }
  return work.ids.map((messageId) => outcomes.get(messageId) ?? { messageId, outcome: 'gone', because: null })
}

/**
 * Does the same with each of some messages of a queue, in the order they lie there: kept first, then changed. What
 * became of each is told exactly; what was not begun when it is cancelled, or when the broker fails, lies where it lay.
 */
export async function changeMessages(work: QueueChange): Promise<MessageOutcome[]> {
  const { ids, signal } = work
  const outcomes = new Map<string, MessageOutcome>()
  let because: Wording | null = null
  for (let first = 0; first < ids.length && because === null; first += withdrawnAtOnce) {
    if (signal.aborted) break
    const some = new Set(ids.slice(first, first + withdrawnAtOnce))
    try {
      because = await changeSome(work, some, outcomes)
    } catch (error) {
      if (signal.aborted) break
      because = wordingOf(error)
    }
    if (because === null && !signal.aborted) {
      for (const messageId of some)
        if (!outcomes.has(messageId)) outcomes.set(messageId, { messageId, outcome: 'gone', because: null })
    }
  }
  return ids.map((messageId) => outcomes.get(messageId) ?? { messageId, outcome: 'left', because })
}

/** @returns why the next ones need not be tried */
async function changeSome(
  { connection, queue, change, keep, clock, signal, onDone }: QueueChange,
  ids: ReadonlySet<string>,
  outcomes: Map<string, MessageOutcome>,
): Promise<Wording | null> {
  for await (const withdrawn of withdraw(connection, queue, ids, { clock, signal })) {
    const { messageId } = withdrawn.message
    try {
      await keepWhole(withdrawn, change, keep)
      signal.throwIfAborted()
    } catch (error) {
      if (signal.aborted) return null
      outcomes.set(messageId, { messageId, outcome: 'left', because: wordingOf(error) })
      if (isFailure(error) && ofOneMessage.has(error.code)) continue
      return wordingOf(error)
    }
    try {
      await (change === 'discard' ? withdrawn.remove() : withdrawn.moveTo(change.moveTo))
      outcomes.set(messageId, { messageId, outcome: 'done', because: null })
      onDone([...outcomes.values()].filter(({ outcome }) => outcome === 'done').length)
    } catch (error) {
      // Without an answer nobody knows what the broker did: it may have become two, and is not lost.
      const outcome = connection.isOpen ? 'left' : 'unknown'
      outcomes.set(messageId, { messageId, outcome, because: wordingOf(error) })
      if (isFailure(error) && ofOneMessage.has(error.code)) continue
      return wordingOf(error)
    }
  }
  return null
}

async function keepWhole(
  { message, isWhole }: WithdrawnMessage,
  change: QueueChange['change'],
  keep: QueueChange['keep'],
): Promise<void> {
  // A copy holds all a message held; of one that goes for good, everything has to be kept.
  if (change === 'discard' && !isWhole)
    throw failure('PLB-BROKERS-NOT-KEPT', { messageId: message.messageId })
  await keep(message)
}
