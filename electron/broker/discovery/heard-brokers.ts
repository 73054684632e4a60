import { failure, isFailure, wordingOf, type Failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { parseNetworkUrl, type DiscoveryBrokerUrl, type NetworkBrokerUrl } from '../broker-url.ts'
import { wait, type Clock } from '../../scheduler/clock.ts'
import { writeGroup } from '../multicast-group.ts'
import type { Multicast } from './multicast.ts'
import { NearbyBrokers, type NearbyBroker } from './nearby-brokers.ts'

/** A broker tells of itself twice a second: who was not heard for so long is not there. In milliseconds. */
const moment = 3000

/** The brokers a `multicast:` URL stands for: those that are heard, as long as it is listened. */
export class HeardBrokers {
  readonly #url: DiscoveryBrokerUrl
  readonly #clock: Clock
  readonly #nearby: NearbyBrokers
  #heard: readonly NearbyBroker[] = []
  #deafBecause: Wording | undefined
  #listening: Promise<void> | undefined
  readonly #ending = new AbortController()
  readonly #onChange: () => void
  #isSettled = false

  /** @param onChange called whenever a broker comes or goes, and when it was listened for a moment */
  constructor(url: DiscoveryBrokerUrl, multicast: Multicast, clock: Clock, onChange: () => void) {
    this.#url = url
    this.#clock = clock
    this.#onChange = onChange
    this.#nearby = new NearbyBrokers(url.group, multicast, clock, (brokers) => {
      this.#heard = brokers
      onChange()
    })
  }

  /** Those that can be reached from here. No login goes with them: anybody can say that a broker is there. */
  get reachable(): readonly NetworkBrokerUrl[] {
    return this.#heard.flatMap(({ url, isReachable }) => (isReachable ? this.#read(url) : []))
  }

  /** Whether it was listened for long enough to say that there is none. */
  get isSettled(): boolean {
    return this.#isSettled
  }

  /** Why there is none to be reached. */
  get trouble(): Failure {
    const [first] = this.#heard
    const group = writeGroup(this.#url.group)
    if (this.#deafBecause !== undefined) {
      const reason = say('broker.cannotListen', { reason: this.#deafBecause })
      return failure('PLB-BROKER-NONE-HEARD', { group, reason })
    }
    if (first === undefined)
      return failure('PLB-BROKER-NONE-HEARD', { group, reason: say('broker.noneTells') })
    const machines = [...new Set(this.#heard.map(({ sender }) => sender))]
    return failure('PLB-BROKER-HEARD-ELSEWHERE', { group, machines })
  }

  /** Begins to listen, once; resolves when it was listened for a moment, or cannot be. */
  async listen(signal?: AbortSignal): Promise<void> {
    this.#listening ??= this.#begin()
    const aborted = Promise.withResolvers<void>()
    const onAbort = (): void => aborted.resolve()
    signal?.addEventListener('abort', onAbort, { once: true })
    await Promise.race([this.#listening, aborted.promise])
    signal?.removeEventListener('abort', onAbort)
    signal?.throwIfAborted()
  }

  stop(): void {
    this.#ending.abort()
    this.#nearby.stop()
  }

  async #begin(): Promise<void> {
    try {
      await this.#nearby.start()
      await wait(this.#clock, moment, this.#ending.signal)
    } catch (error) {
      this.#deafBecause = wordingOf(error)
    }
    this.#isSettled = true
    if (!this.#ending.signal.aborted) this.#onChange()
  }

  #read(url: string): readonly NetworkBrokerUrl[] {
    try {
      const network = parseNetworkUrl(url)
      const { trust } = this.#url
      return [
        { ...network, servers: network.servers.map((each) => ({ ...each, trust: each.tls ? trust : {} })) },
      ]
    } catch (error) {
      if (isFailure(error)) return []
      throw error
    }
  }
}

/**
 * Listens for a moment for the brokers of a URL that names none.
 * @returns all of them, as a URL that names them
 * @throws PLB-BROKER-NONE-HEARD, PLB-BROKER-HEARD-ELSEWHERE; the signal's reason
 */
export async function hearBrokers(
  url: DiscoveryBrokerUrl,
  multicast: Multicast,
  clock: Clock,
  signal: AbortSignal,
): Promise<NetworkBrokerUrl> {
  const heard = new HeardBrokers(url, multicast, clock, () => undefined)
  try {
    await heard.listen(signal)
    const servers = heard.reachable.flatMap((each) => each.servers)
    if (servers.length === 0) throw heard.trouble
    return { kind: 'network', servers, bridged: true, failover: undefined, warnings: [] }
  } finally {
    heard.stop()
  }
}
