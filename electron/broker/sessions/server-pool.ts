import type { Failure } from '../../errors/failure.ts'
import { serverName, type BrokerServer } from '../broker-url.ts'
import type { ReconnectPolicy } from '../failover-options.ts'

/** What is known of one server of a session. */
export interface ServerSnapshot {
  readonly server: BrokerServer
  /** How often a connection was up. */
  readonly connections: number
  /** Attempts that failed since the last connection. */
  readonly failedAttempts: number
  readonly lastFailure: Failure | undefined
}

/** The servers of a broker URL, and in which order a round of attempts goes through them. */
export class ServerPool {
  readonly #policy: Pick<ReconnectPolicy, 'randomize' | 'priorityBackup' | 'priorityServers'>
  readonly #random: () => number
  #servers: readonly ServerSnapshot[]

  constructor(
    servers: readonly BrokerServer[],
    policy: Pick<ReconnectPolicy, 'randomize' | 'priorityBackup' | 'priorityServers'>,
    random: () => number,
  ) {
    this.#policy = policy
    this.#random = random
    this.#servers = Object.freeze(
      servers.map((server) =>
        Object.freeze({ server, connections: 0, failedAttempts: 0, lastFailure: undefined }),
      ),
    )
  }

  /** What is known now; later changes make new snapshots and leave this one as it is. */
  get snapshot(): readonly ServerSnapshot[] {
    return this.#servers
  }

  /**
   * The order of one round.
   * @param justLost the server whose connection broke; it is tried last, for others are more likely up
   */
  round(justLost?: BrokerServer): readonly BrokerServer[] {
    const all = this.#servers.map(({ server }) => server)
    const ordered = this.#policy.randomize ? shuffled(all, this.#random) : all
    const rank = (server: BrokerServer) => (server === justLost ? 2 : this.#isPreferred(server) ? 0 : 1)
    return [0, 1, 2].flatMap((wanted) => ordered.filter((server) => rank(server) === wanted))
  }

  connected(server: BrokerServer): void {
    this.#change(server, (old) => ({
      ...old,
      connections: old.connections + 1,
      failedAttempts: 0,
      lastFailure: undefined,
    }))
  }

  failed(server: BrokerServer, because: Failure): void {
    this.#change(server, (old) => ({ ...old, failedAttempts: old.failedAttempts + 1, lastFailure: because }))
  }

  #isPreferred(server: BrokerServer): boolean {
    const { priorityBackup, priorityServers } = this.#policy
    if (!priorityBackup) return false
    if (priorityServers.length === 0) return server === this.#servers[0]?.server
    return priorityServers.includes(serverName(server))
  }

  #change(server: BrokerServer, change: (old: ServerSnapshot) => ServerSnapshot): void {
    this.#servers = Object.freeze(
      this.#servers.map((old) => (old.server === server ? Object.freeze(change(old)) : old)),
    )
  }
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item)
}
