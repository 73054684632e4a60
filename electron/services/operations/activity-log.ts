import type { ActivityItem, ApplicationEvents } from '../application-events.ts'
import type { EventHub } from '../event-hub.ts'

const kept = 500

/** The last things that happened, oldest first. */
export class ActivityLog {
  readonly #items: ActivityItem[] = []
  readonly #hub: EventHub<ApplicationEvents>

  constructor(hub: EventHub<ApplicationEvents>) {
    this.#hub = hub
    hub.on('activity', (item) => {
      this.#items.push(item)
      if (this.#items.length > kept) this.#items.shift()
    })
  }

  get items(): readonly ActivityItem[] {
    return [...this.#items]
  }

  /** Hands over what happened so far, then what happens, several at a time. */
  follow(emit: (items: readonly ActivityItem[]) => void, signal: AbortSignal): void {
    if (this.#items.length > 0) emit(this.items)
    let waiting: ActivityItem[] = []
    this.#hub.on(
      'activity',
      (item) => {
        waiting.push(item)
        if (waiting.length > 1) return
        setImmediate(() => {
          const batch = waiting
          waiting = []
          if (!signal.aborted) emit(batch)
        })
      },
      signal,
    )
  }
}
