/**
 * Lets services tell each other what happened without knowing each other. A listener that throws keeps no other from
 * hearing; what it threw goes to `onError`.
 */
export class EventHub<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(value: never) => void>>()
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  /** Calls back at every event of a name; the returned function ends it, as does the signal. */
  on<Name extends keyof Events>(
    name: Name,
    listener: (value: Events[Name]) => void,
    signal?: AbortSignal,
  ): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    const end = (): void => {
      listeners.delete(listener)
    }
    if (signal?.aborted === true) return end
    listeners.add(listener)
    signal?.addEventListener('abort', end, { once: true })
    return end
  }

  emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        ;(listener as (value: Events[Name]) => void)(value)
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}
