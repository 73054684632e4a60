import type { LagSample } from '../../contract/features/inventory.ts'
import type { ApplicationEvents } from '../application-events.ts'
import type { EventHub } from '../event-hub.ts'

/** One hour of a sample every two seconds. */
const sampleLimit = 1_800

/** The samples of the last hour, oldest first. */
export class LagHistory {
  readonly #samples: LagSample[] = []

  constructor(hub: EventHub<ApplicationEvents>) {
    hub.on('lag', (sample) => {
      this.#samples.push(sample)
      if (this.#samples.length > sampleLimit) this.#samples.splice(0, this.#samples.length - sampleLimit)
    })
    hub.on('cluster', ({ state }) => {
      if (state === 'closed') this.#samples.length = 0
    })
  }

  since(at: number): LagSample[] {
    return this.#samples.filter((each) => each.at >= at)
  }
}
