import { failure, isFailure, remedyOf, type Failure, wordingOf } from '../../errors/failure.ts'
import { BackOff, type BackOffPolicy } from '../../scheduler/back-off.ts'
import { serverName, type BrokerServer } from '../broker-url.ts'
import { wait, type Clock } from '../../scheduler/clock.ts'
import type { Connection } from '../broker-connection.ts'
import type { ConnectionMemory } from '../connection-memory.ts'
import type { ReconnectPolicy } from '../failover-options.ts'
import { ServerPool, type ServerSnapshot } from './server-pool.ts'
import { StatusStream } from '../status.ts'

/** Who is told when there is a connection, and when there is none any more. */
export interface ConnectionUser {
  connected(connection: Connection): void
  disconnected(because: Failure): void
}

export interface ReconnectingParts {
  readonly servers: readonly BrokerServer[]
  readonly policy: ReconnectPolicy
  readonly clock: Clock
  readonly random: () => number
  readonly memory: ConnectionMemory
  /** Opens a connection; rejects when the signal is aborted. */
  readonly open: (server: BrokerServer, signal: AbortSignal) => Promise<Connection>
}

/**
 * A connection on which the broker confirmed something, or that lasted this many milliseconds, was a good one: the
 * waits between attempts begin small again. A broker that lets a client in and hangs up at its first word is none.
 */
const goodAfter = 1_000

/** Finds a server, stays connected, finds the next: the failover of a session. */
export class ReconnectingConnection {
  readonly status = new StatusStream()
  readonly #parts: ReconnectingParts
  readonly #user: ConnectionUser
  readonly #pool: ServerPool
  readonly #stopping = new AbortController()
  #connection: Connection | undefined
  #lastFailure: Failure | undefined
  #wasEverGood = false

  constructor(parts: ReconnectingParts, user: ConnectionUser) {
    this.#parts = parts
    this.#user = user
    this.#pool = new ServerPool(parts.servers, parts.policy, parts.random)
  }

  get connection(): Connection | undefined {
    return this.#connection
  }

  get servers(): readonly ServerSnapshot[] {
    return this.#pool.snapshot
  }

  /** Why there is no connection, as far as known. */
  get lastFailure(): Failure | undefined {
    return this.#lastFailure
  }

  /** Aborted once `stop` was called. */
  get signal(): AbortSignal {
    return this.#stopping.signal
  }

  /** Begins no more attempts and ends one under way; a connection that is up stays for its user to close. */
  stop(): void {
    this.#stopping.abort(failure('PLB-BROKER-SESSION-CLOSED', {}))
  }

  /**
   * Runs until stopped or until the attempts are used up. Call it once.
   * @returns why it gave up; undefined when it was stopped
   */
  async run(): Promise<Failure | undefined> {
    const { policy, random, clock } = this.#parts
    const backOff = new BackOff(backOffOf(policy), random)
    let justLost: BrokerServer | undefined
    let failedRounds = 0
    while (!this.signal.aborted) {
      const connection = await this.#round(justLost)
      if (this.signal.aborted) {
        connection?.end(failure('PLB-BROKER-SESSION-CLOSED', {}))
        break
      }
      let wasGood = false
      if (connection !== undefined) {
        const since = clock.now()
        await this.#use(connection)
        justLost = connection.server
        if (this.signal.aborted) break
        if (policy.maxReconnectAttempts === 0) return this.#lastFailure
        wasGood = connection.hasConfirmed || clock.now() - since >= goodAfter
      }
      if (wasGood) {
        this.#wasEverGood = true
        failedRounds = 0
        backOff.reset()
      } else {
        failedRounds += 1
        if (this.#isLastRound(failedRounds)) return this.#exhausted(failedRounds)
      }
      // The other servers are likelier up than the one just lost, and need not be waited for.
      if (wasGood && this.#parts.servers.length > 1) this.#sayLost(0, justLost)
      else await this.#pause(backOff.next(), justLost)
    }
    return undefined
  }

  /** One attempt at each server. @returns the first connection that succeeds */
  async #round(justLost: BrokerServer | undefined): Promise<Connection | undefined> {
    const order = this.#pool.round(justLost)
    for (const [index, server] of order.entries()) {
      this.status.set({ state: 'connecting', server })
      try {
        return await this.#parts.open(server, this.signal)
      } catch (error) {
        if (this.signal.aborted) return undefined
        const because = asFailure(error, server)
        this.#parts.memory.unreachable(server)
        this.#pool.failed(server, because)
        this.#lastFailure = because
        // After the last server of a round, #pause says how long it is until the next attempt.
        if (index < order.length - 1) this.status.set({ state: 'lost', server, because, nextAttemptIn: 0 })
      }
    }
    return undefined
  }

  async #use(connection: Connection): Promise<void> {
    const { server, protocol, brokerVersion } = connection
    this.#connection = connection
    this.#pool.connected(server)
    this.#user.connected(connection)
    this.status.set({ state: 'connected', server, protocol, brokerVersion })
    const because = await connection.lost
    this.#connection = undefined
    this.#lastFailure = because
    if (!this.signal.aborted) this.#pool.failed(server, because)
    this.#user.disconnected(because)
  }

  async #pause(milliseconds: number, justLost: BrokerServer | undefined): Promise<void> {
    this.#sayLost(milliseconds, justLost)
    await wait(this.#parts.clock, milliseconds, this.signal)
  }

  #sayLost(nextAttemptIn: number, justLost: BrokerServer | undefined): void {
    const server = justLost ?? this.#parts.servers[0]
    if (server === undefined || this.#lastFailure === undefined) return
    this.status.set({ state: 'lost', server, because: this.#lastFailure, nextAttemptIn })
  }

  /** As in ActiveMQ's clients, a limit of 0 still means one round. */
  #isLastRound(failedRounds: number): boolean {
    const { maxReconnectAttempts, startupMaxReconnectAttempts } = this.#parts.policy
    const atStart = !this.#wasEverGood && startupMaxReconnectAttempts !== -1
    const limit = atStart ? startupMaxReconnectAttempts : maxReconnectAttempts
    return limit !== -1 && failedRounds >= limit
  }

  #exhausted(attempts: number): Failure {
    const last = this.#lastFailure
    const said = last ?? failure('PLB-BROKER-SESSION-CLOSED', {})
    const details = { attempts, reason: wordingOf(said), advice: remedyOf(said) }
    return failure('PLB-BROKER-ATTEMPTS-EXHAUSTED', details, last)
  }
}

function backOffOf(policy: ReconnectPolicy): BackOffPolicy {
  return {
    first: policy.initialReconnectDelay,
    longest: policy.maxReconnectDelay,
    factor: policy.useExponentialBackOff ? policy.backOffMultiplier : 1,
  }
}

function asFailure(error: unknown, server: BrokerServer): Failure {
  if (isFailure(error)) return error
  return failure('PLB-BROKER-UNREACHABLE', { server: serverName(server), reason: wordingOf(error) }, error)
}
