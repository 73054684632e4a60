import type { Offers, Sources } from '../../contract/features/application.ts'
import { inNextTurn } from '../../scheduler/clock.ts'
import type { ActivityItem, ApplicationEvents } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'

const kept = 500

/** The last things that happened, oldest first. */
export class ActivityLog implements Offers<'activity'> {
  readonly #items: ActivityItem[] = []
  readonly #hub: EventHub<ApplicationEvents>
  /** Where what belongs to the present cluster begins. */
  #first = 0

  constructor(hub: EventHub<ApplicationEvents>) {
    this.#hub = hub
    hub.on('activity', (item) => {
      this.#items.push(item)
      if (this.#items.length <= kept) return
      this.#items.shift()
      this.#first = Math.max(0, this.#first - 1)
    })
    hub.on('cluster', ({ state }) => {
      if (state === 'opening') this.#first = this.#items.length
    })
  }

  get items(): readonly ActivityItem[] {
    return [...this.#items]
  }

  get sources(): Sources<'activity'> {
    return { recent: (_input, emit, signal) => this.#follow(emit, signal) }
  }

  /** Hands over what happened since the present cluster was opened, then what happens, several at a time. */
  #follow(emit: (items: readonly ActivityItem[]) => void, signal: AbortSignal): void {
    const present = this.#items.slice(this.#first)
    if (present.length > 0) emit(present)
    let waiting: ActivityItem[] = []
    this.#hub.on(
      'activity',
      (item) => {
        waiting.push(item)
        if (waiting.length > 1) return
        inNextTurn(() => {
          const batch = waiting
          waiting = []
          if (!signal.aborted) emit(batch)
        })
      },
      signal,
    )
  }
}
