import { inNextTurn } from '../scheduler/clock.ts'
import type { Clock } from '../scheduler/clock.ts'

/**
 * The interval at which the broker promised to be heard, from both sides' offers.
 * @param offered the `heart-beat` header of CONNECTED: `what it can send,what it wants`
 * @param wanted what we asked for, in milliseconds
 * @returns 0 when no heart-beats were agreed on
 */
export function agreedIncomingInterval(offered: string | undefined, wanted: number): number {
  const canSend = Number(/^\s*(\d{1,9})\s*,/.exec(offered ?? '')?.[1] ?? 0)
  return canSend === 0 || wanted === 0 ? 0 : Math.max(canSend, wanted)
}

/**
 * How much earlier than agreed our own heart-beats leave. Brokers measure with little or no grace, and a timer
 * of ours can be late.
 */
export function outgoingMargin(interval: number): number {
  return Math.ceil(interval / 2)
}

/**
 * The silence after which a broker counts as lost. ActiveMQ looks once an interval whether it has sent anything, and
 * sends a heart-beat only if not: a message just after one look makes for a silence of nearly two intervals.
 */
export function toleratedSilence(interval: number): number {
  return interval * 3
}

/**
 * Watches that the other side is heard from. Silence is measured from the last byte, not in fixed windows:
 * those declare a live broker dead when two windows meet unluckily.
 * @param limit milliseconds of silence that are too many
 * @param lastReceived when the last bytes arrived, by the clock
 * @param onSilence called once
 * @returns stops watching
 */
export function watchForSilence(
  clock: Clock,
  limit: number,
  lastReceived: () => number,
  onSilence: () => void,
): () => void {
  let cancel: () => void = () => undefined
  let stopped = false
  const silence = () => clock.now() - lastReceived()
  const wait = () => {
    cancel = clock.after(Math.max(limit - silence(), 1), () => {
      if (silence() < limit) {
        wait()
        return
      }
      // When this process itself was too busy, bytes may be waiting: let them be read before judging.
      inNextTurn(() => {
        if (stopped) return
        if (silence() < limit) wait()
        else onSilence()
      })
    })
  }
  wait()
  return () => {
    stopped = true
    cancel()
  }
}
