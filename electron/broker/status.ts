import type { Failure } from '../errors/failure.ts'
import type { BrokerServer, Protocol } from './broker-url.ts'

/** Where a session stands. `lost` also follows an attempt that failed. */
export type SessionStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting'; readonly server: BrokerServer }
  | {
      readonly state: 'connected'
      readonly server: BrokerServer
      /** What is spoken with it: not always what its scheme says. */
      readonly protocol: Protocol
      readonly brokerVersion: string
    }
  | {
      readonly state: 'lost'
      readonly server: BrokerServer
      readonly because: Failure
      /** Milliseconds until the next attempt. */
      readonly nextAttemptIn: number
    }
  /** `because` is there when the session gave up rather than being closed. */
  | { readonly state: 'closed'; readonly because: Failure | undefined }

const bufferLimit = 64

/** The present status, and the changes to it. */
export class StatusStream {
  readonly #listeners = new Set<(status: SessionStatus) => void>()
  #current: SessionStatus = Object.freeze({ state: 'idle' })

  get current(): SessionStatus {
    return this.#current
  }

  set(status: SessionStatus): void {
    this.#current = Object.freeze(status)
    for (const listener of [...this.#listeners]) listener(this.#current)
  }

  /** Calls back at each change, in order; the returned function ends it. A listener must not throw. */
  listen(listener: (status: SessionStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /**
   * The present status, then each change, up to and with `closed`. A reader too slow for more than 64 changes
   * misses the oldest of them.
   */
  async *changes(signal?: AbortSignal): AsyncGenerator<SessionStatus, void, undefined> {
    const waiting: SessionStatus[] = [this.#current]
    let wake: () => void = () => undefined
    const stop = this.listen((status) => {
      waiting.push(status)
      if (waiting.length > bufferLimit) waiting.shift()
      wake()
    })
    const onAbort = () => {
      wake()
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      while (signal?.aborted !== true) {
        const status = waiting.shift()
        if (status === undefined) {
          const { promise, resolve } = Promise.withResolvers<void>()
          wake = resolve
          await promise
          continue
        }
        yield status
        if (status.state === 'closed') return
      }
    } finally {
      stop()
      signal?.removeEventListener('abort', onAbort)
    }
  }
}
