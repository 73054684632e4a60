import type { NetworkBrokerUrl } from '../../broker/broker-url.ts'
import type { BrokerIdentity } from '../../broker/connection.ts'
import { BrokerSession, type SessionOptions } from '../../broker/session.ts'

/**
 * Begins to take what is published, on a session.
 * @param isBridged whether the broker is one of several that are bridged to each other
 * @returns ends it
 */
export type Observing = (session: BrokerSession, isBridged: boolean) => () => Promise<void>

/** A broker of a cluster, or brokers of which one at a time is there. */
export class BrokerOfCluster {
  readonly url: NetworkBrokerUrl
  /** Whether another broker told of it, and nobody else. */
  readonly isTold: boolean
  readonly session: BrokerSession
  /** Resolves when it was connected, or could not be, for the first time. */
  readonly tried: Promise<void>
  /** Which it is, or was when it was connected last. */
  identity: BrokerIdentity | undefined
  readonly #stopFollowing: () => void
  #free: BrokerSession | undefined
  #stopObserving: (() => Promise<void>) | undefined

  constructor(url: NetworkBrokerUrl, isTold: boolean, options: SessionOptions, onStatus: () => void) {
    this.url = url
    this.isTold = isTold
    this.session = new BrokerSession(url, options)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.tried = promise
    this.#stopFollowing = this.session.onStatus(({ state }) => {
      if (state === 'connected' || state === 'lost' || state === 'closed') resolve()
      onStatus()
    })
  }

  /**
   * A session beside the one that consumes, made when it is first needed: a second connection with the client id of
   * that one would be refused.
   */
  free(): BrokerSession {
    if (this.#free === undefined) {
      this.#free = new BrokerSession(this.url)
      // Whoever uses it waits for the connection and hears why there is none.
      this.#free.connect().catch(() => undefined)
    }
    return this.#free
  }

  /** Once; a session goes on with it on every connection. */
  observe(observing: Observing, isBridged: boolean): void {
    this.#stopObserving ??= observing(this.session, isBridged)
  }

  async stopObserving(): Promise<void> {
    await this.#stopObserving?.()
  }

  async close(): Promise<void> {
    this.#stopFollowing()
    await this.stopObserving()
    await Promise.all([this.session.close(), this.#free?.close()])
  }
}
