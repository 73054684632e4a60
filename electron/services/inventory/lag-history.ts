import type { LagSample } from '../../contract/features/inventory.ts'
import type { ApplicationEvents } from '../application-events.ts'
import type { EventHub } from '../event-hub.ts'

/** One hour of a sample every two seconds. */
const fineLimit = 1_800
/** A day of one a minute. */
const coarseLimit = 1_440
const coarseInterval = 60_000

/** The samples of the last hour, and one a minute of the last day, oldest first. */
export class LagHistory {
  readonly #fine: LagSample[] = []
  readonly #coarse: LagSample[] = []

  constructor(hub: EventHub<ApplicationEvents>) {
    hub.on('lag', (sample) => this.#take(sample))
    hub.on('cluster', ({ state }) => {
      if (state === 'closed') this.#fine.length = this.#coarse.length = 0
    })
  }

  since(at: number): LagSample[] {
    const beginOfFine = this.#fine[0]?.at ?? Number.POSITIVE_INFINITY
    const old = this.#coarse.filter((each) => each.at < beginOfFine)
    return [...old, ...this.#fine].filter((each) => each.at >= at)
  }

  #take(sample: LagSample): void {
    this.#fine.push(sample)
    this.#fine.splice(0, this.#fine.length - fineLimit)
    const latest = this.#coarse.at(-1)
    if (latest !== undefined && sample.at - latest.at < coarseInterval) return
    this.#coarse.push(sample)
    this.#coarse.splice(0, this.#coarse.length - coarseLimit)
  }
}
