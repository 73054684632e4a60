import { failure, type Failure } from '../../errors/failure.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Connection, Publication, Sendable } from '../broker-connection.ts'

/** How much may be on its way to the broker without a receipt. */
export interface InFlightLimits {
  readonly messages: number
  /** Bytes of bodies. A single larger message may still go, alone. */
  readonly bytes: number
}

interface Entry {
  readonly publication: Publication
  /** Made only when it is the message's turn: what waits costs no memory beyond the caller's own. */
  prepared: Sendable | undefined
  readonly resolve: () => void
  readonly reject: (because: unknown) => void
  cancelTimeout: () => void
  settled: boolean
}

/**
 * Sends messages in the order they were given, many at a time, and waits for their receipts. When the connection
 * is lost, everything given so far is refused, sent or not: would the rest be sent on the next connection, it
 * would overtake what the caller sends again.
 */
export class Publisher {
  readonly #limits: InFlightLimits
  readonly #clock: Clock
  readonly #timeout: number
  readonly #whyDisconnected: () => Failure
  #waiting: Entry[] = []
  #connection: Connection | undefined
  #messagesInFlight = 0
  #answered = 0
  #bytesInFlight = 0
  #closed: Failure | undefined

  /**
   * @param timeout how long a message may wait while there is no connection, in milliseconds; -1 for no limit
   * @param whyDisconnected what to refuse a message with when that time is over
   */
  constructor(limits: InFlightLimits, clock: Clock, timeout: number, whyDisconnected: () => Failure) {
    this.#limits = limits
    this.#clock = clock
    this.#timeout = timeout
    this.#whyDisconnected = whyDisconnected
  }

  /** Messages not confirmed yet, those still waiting to be sent included. */
  get pending(): number {
    return this.#waiting.length + this.#messagesInFlight
  }

  /** Grows with every message that was sent and is no longer waited for; undefined while none is. */
  get held(): number | undefined {
    return this.#messagesInFlight === 0 ? undefined : this.#answered
  }

  /**
   * Resolves once the broker has confirmed the message.
   * @throws Failure when it was refused, or the connection ended first; the signal's reason when aborted, after which
   *   the message may or may not have been sent
   */
  async publish(publication: Publication, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (this.#closed !== undefined) throw this.#closed
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const entry: Entry = {
      publication,
      prepared: undefined,
      resolve,
      reject,
      cancelTimeout: () => undefined,
      settled: false,
    }
    const onAbort = () => {
      this.#refuse(entry, signal?.reason)
      this.#waiting = this.#waiting.filter((other) => other !== entry)
      this.#send()
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#waiting.push(entry)
    if (this.#connection === undefined) this.#limitWait(entry)
    this.#send()
    try {
      await promise
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
  }

  connected(connection: Connection): void {
    this.#connection = connection
    for (const entry of this.#waiting) entry.cancelTimeout()
    this.#send()
  }

  disconnected(because: Failure): void {
    this.#connection = undefined
    this.#messagesInFlight = 0
    this.#bytesInFlight = 0
    this.#refuseWaiting(because)
  }

  close(because: Failure): void {
    this.#closed = because
    this.#connection = undefined
    this.#refuseWaiting(because)
  }

  #send(): void {
    for (;;) {
      const connection = this.#connection
      const entry = this.#waiting[0]
      if (connection === undefined || entry === undefined) return
      const prepared = this.#prepared(connection, entry)
      if (prepared !== undefined && !this.#fits(prepared.bytes)) return
      this.#waiting.shift()
      if (prepared !== undefined) this.#request(connection, entry, prepared)
    }
  }

  #request(connection: Connection, entry: Entry, prepared: Sendable): void {
    const { bytes } = prepared
    this.#messagesInFlight += 1
    this.#bytesInFlight += bytes
    entry.prepared = undefined
    const done = () => {
      // A lost connection has reset the counts already.
      if (this.#connection !== connection) return
      this.#answered += 1
      this.#messagesInFlight -= 1
      this.#bytesInFlight -= bytes
      this.#send()
    }
    prepared.send().then(
      () => {
        entry.settled = true
        entry.resolve()
        done()
      },
      (because: unknown) => {
        this.#refuse(entry, because)
        done()
      },
    )
  }

  /** @returns undefined when the message turned out not to be sendable, which its publisher is told */
  #prepared(connection: Connection, entry: Entry): Sendable | undefined {
    try {
      entry.prepared ??= connection.prepare(entry.publication)
    } catch (error) {
      this.#refuse(entry, error)
    }
    return entry.prepared
  }

  #fits(bytes: number): boolean {
    if (this.#messagesInFlight === 0) return true
    return this.#messagesInFlight < this.#limits.messages && this.#bytesInFlight + bytes <= this.#limits.bytes
  }

  #limitWait(entry: Entry): void {
    if (this.#timeout < 0) return
    entry.cancelTimeout = this.#clock.after(this.#timeout, () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry)
      this.#refuse(entry, this.#whyDisconnected())
    })
  }

  #refuseWaiting(because: Failure): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const entry of waiting) this.#refuse(entry, because)
  }

  #refuse(entry: Entry, because: unknown): void {
    if (entry.settled) return
    entry.settled = true
    entry.cancelTimeout()
    entry.reject(because)
  }
}

/** The failure for what was given to a session that is closed. */
export function sessionClosed(): Failure {
  return failure('PLB-BROKER-SESSION-CLOSED', {})
}
