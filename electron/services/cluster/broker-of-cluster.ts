import type { NetworkBrokerUrl } from '../../broker/broker-url.ts'
import type { BrokerIdentity, Connection } from '../../broker/broker-connection.ts'
import { BrokerSession, type SessionOptions } from '../../broker/sessions/session.ts'

/**
 * Begins to take what is published, on a session.
 * @param isBridged whether the broker is one of several that are bridged to each other
 */
export type Observing = (
  session: BrokerSession,
  isBridged: boolean,
) => {
  /** Resolves when the broker gives whatever is published from then on; never rejects. */
  readonly begun: Promise<void>
  readonly stop: () => Promise<void>
}

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
  met: Connection | undefined
  readonly #stopFollowing: () => void
  #free: BrokerSession | undefined
  readonly #onStatus: () => void
  #observing: ReturnType<Observing> | undefined
  #isObserved = false

  constructor(url: NetworkBrokerUrl, isTold: boolean, options: SessionOptions, onStatus: () => void) {
    this.url = url
    this.isTold = isTold
    this.#onStatus = onStatus
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
    if (this.#observing !== undefined) return
    this.#observing = observing(this.session, isBridged)
    void this.#observing.begun.then(() => {
      this.#isObserved = true
      this.#onStatus()
    })
  }

  /** Whether what is published there reaches us. */
  get isObserved(): boolean {
    return this.#isObserved && this.session.status.state === 'connected'
  }

  async stopObserving(): Promise<void> {
    await this.#observing?.stop()
  }

  async close(): Promise<void> {
    this.#stopFollowing()
    await this.stopObserving()
    await Promise.all([this.session.close(), this.#free?.close()])
  }
}
