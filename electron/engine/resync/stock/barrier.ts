import { randomUUID } from 'node:crypto'
import { BackOff } from '../../../scheduler/back-off.ts'
import { systemClock, wait, type Clock } from '../../../scheduler/clock.ts'
import { failure, isFailure } from '../../../errors/failure.ts'
import type { GeoServerClient } from '../../../geoserver/client.ts'
import { isDisconnected } from '../../../geoserver/cluster-properties.ts'
import type { SilentRepair } from '../../../geoserver/changes/silent-repair.ts'
import { encodeEvent, type EncodedEvent } from '../../../wire/encode.ts'

export interface BarrierOptions {
  readonly client: GeoServerClient
  readonly repair: SilentRepair
  readonly send: (message: EncodedEvent) => Promise<void>
  readonly clock?: Clock
  readonly signal?: AbortSignal | undefined
  /** Is told when the slave lets wait, and when it is back. */
  readonly onWaiting: (isWaiting: boolean) => void
}

const betweenLooks = { first: 20, longest: 2_000, factor: 1.5 }
/** A few bad messages cost the slave this much; who takes longer is said to let wait. */
const usual = 15_000

/**
 * Waits until a stock slave has done everything that was in its queue: a small file is sent behind it, and is there once
 * all before it is done. The slave tells nothing itself. It may be away for as long as it likes,
 * and is sent another when one was lost.
 * @returns false when the signal ended the waiting; what was sent stays in the queue
 * @throws PLB-GEOSERVER-STYLES-BLOCKED when no file ever will; PLB-GEOSERVER-DISCONNECTED when it takes nothing any more;
 *   PLB-GEOSERVER-…, save that it cannot be reached
 */
export async function passBarrier(options: BarrierOptions): Promise<boolean> {
  const { client, repair, send, clock = systemClock, signal, onWaiting } = options
  const paths: (readonly string[])[] = []
  const ask = async (): Promise<void> => {
    const token = randomUUID()
    const fileName = `plumbline-${token}.txt`
    const path = ['styles', fileName]
    await send(encodeEvent({ verb: 'style-file', fileName, resourcePath: path.join('/'), body: token }))
    paths.push(path)
  }
  await ask()
  const begun = clock.now()
  let isWaiting = false
  const tell = (now: boolean): void => {
    if (isWaiting === now) return
    isWaiting = now
    onWaiting(now)
  }
  const backOff = new BackOff(betweenLooks)
  for (;;) {
    if (signal?.aborted === true) return false
    const seen = await look(client, paths)
    if (seen === true) break
    const isLate = clock.now() - begun > usual
    if (seen === false && isLate) await refuseBlocked(client)
    tell(seen === undefined || isLate)
    // What a slave had taken when it went down, and what a bridge of brokers took away from it, is lost.
    if (seen === false && clock.now() - begun > usual * 2 ** (paths.length - 1)) await ask()
    await wait(clock, backOff.next(), signal)
  }
  tell(false)
  for (const path of paths) await repair.removeFile(path)
  return true
}

/** What is not waited for, since it would be for ever; one that is away at this moment is asked the next time. */
async function refuseBlocked(client: GeoServerClient): Promise<void> {
  const { url } = client.connection
  try {
    if ((await client.list(['styles'])) === undefined) throw failure('PLB-GEOSERVER-STYLES-BLOCKED', { url })
    if (await isDisconnected(client)) throw failure('PLB-GEOSERVER-DISCONNECTED', { url })
  } catch (error) {
    if (!isAway(error)) throw error
  }
}

/** Whether one of some files is there; undefined when the node does not answer. */
async function look(
  client: GeoServerClient,
  paths: readonly (readonly string[])[],
): Promise<boolean | undefined> {
  try {
    for (const path of paths) if ((await client.file(path)) !== undefined) return true
    return false
  } catch (error) {
    if (isAway(error)) return undefined
    throw error
  }
}

/** It is down, or so busy that it answers nobody. */
function isAway(error: unknown): boolean {
  return isFailure(error, 'PLB-GEOSERVER-UNREACHABLE') || isFailure(error, 'PLB-GEOSERVER-SILENT')
}

/**
 * Asks a node again until it answers.
 * @throws what the task throws otherwise; the signal's reason
 */
export async function persevere<Result>(
  task: () => Promise<Result>,
  { clock = systemClock, signal, onWaiting }: Pick<BarrierOptions, 'clock' | 'signal' | 'onWaiting'>,
): Promise<Result> {
  let isWaiting = false
  const backOff = new BackOff(betweenLooks)
  for (;;) {
    try {
      const result = await task()
      if (isWaiting) onWaiting(false)
      return result
    } catch (error) {
      if (!isAway(error)) throw error
      signal?.throwIfAborted()
    }
    if (!isWaiting) onWaiting(true)
    isWaiting = true
    await wait(clock, backOff.next(), signal)
  }
}
