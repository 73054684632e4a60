import { failure, type Failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Connection } from '../broker-connection.ts'

/** How long a broker may confirm nothing before it is asked whether it has room, in milliseconds. */
const patience = 3_000
/** How long it may take to say so. */
const answerDeadline = 10_000

/** From how many per cent on what is full is why nothing is confirmed. */
const fullFrom = 90

/** Opens a connection beside the one on which nothing is confirmed: its broker may have stopped reading that one. */
type OpenBeside = (signal: AbortSignal) => Promise<Connection>

/**
 * Watches over messages that were sent and are not confirmed. A broker without room says nothing to whoever sends, and
 * answers everything else; so it is asked, and the connection is ended with what it says.
 * @param held what changes when a message is confirmed; undefined while none is waited for
 * @returns ends it
 */
export function watchHeld(
  connection: Connection,
  clock: Clock,
  openBeside: OpenBeside,
  held: () => number | undefined,
): () => void {
  const stopped = new AbortController()
  let before: number | undefined
  let looks = 0
  const look = async (): Promise<void> => {
    const now = held()
    const isStuck = now !== undefined && now === before
    before = now
    if (!isStuck) looks = 0
    if (!isStuck || stopped.signal.aborted) return
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(answerDeadline)])
    const because = await whyHeld(await openBeside(signal), looks > 0, signal)
    looks += 1
    if (because !== undefined && held() === now) connection.end(because)
  }
  let cancel: () => void = () => undefined
  const lookLater = (): void => {
    cancel = clock.after(patience, () => {
      look()
        // Whoever does not answer at all is told by the deadline of the receipt.
        .catch(() => undefined)
        .finally(() => {
          if (!stopped.signal.aborted) lookLater()
        })
    })
  }
  lookLater()
  return () => {
    cancel()
    stopped.abort()
  }
}

/**
 * Why a broker confirms no message; undefined when nothing speaks for a lack of room.
 * @param isLong whether that is so since an earlier look
 */
async function whyHeld(
  beside: Connection,
  isLong: boolean,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  try {
    const { storePercent = null, memoryPercent = null } = (await beside.destinations(signal)) ?? {}
    const full = (reason: Wording): Failure => failure('PLB-BROKER-STORE-FULL', { reason })
    if (storePercent !== null && storePercent >= fullFrom)
      return full(say('broker.storeFull', { percent: Math.floor(storePercent) }))
    if (memoryPercent !== null && memoryPercent >= fullFrom)
      return full(say('broker.memoryFull', { percent: Math.floor(memoryPercent) }))
    // One that counts and has room is slow.
    return storePercent === null && isLong ? full(say('broker.takesNoMessages')) : undefined
  } finally {
    await beside.close()
  }
}
