import type { Clock } from '../../scheduler/clock.ts'
import { isLoopback } from '../../text/loopback.ts'
import { readAnnouncement, serviceUrl, type Announcement } from './datagram.ts'
import type { MulticastGroup } from '../multicast-group.ts'
import type { Multicast } from './multicast.ts'

/** A broker that tells of itself on this network. */
export interface NearbyBroker {
  /** Where it is to be reached, or would be if it could. */
  readonly url: string
  /** What it calls itself; undefined for the many that call themselves nothing. */
  readonly name: string | undefined
  /** Whether it can be reached from here: one that listens on its own machine alone cannot from another. */
  readonly isReachable: boolean
  /** The machine it was heard from. */
  readonly sender: string
}

/** A broker tells of itself twice a second, and is gone when nothing was heard of it for so long. In milliseconds. */
const silence = 5000
/** More than this are no brokers. */
const limit = 64

interface Heard {
  readonly broker: NearbyBroker
  lastHeard: number
}

/** Brokers that tell of themselves on this network. It only listens; whether what is told is true, nobody knows. */
export class NearbyBrokers {
  readonly #group: MulticastGroup
  readonly #multicast: Multicast
  readonly #clock: Clock
  readonly #changed: (brokers: readonly NearbyBroker[]) => void
  readonly #heard = new Map<string, Heard>()
  #stop: () => void = () => undefined
  #cancel: () => void = () => undefined
  #isStopped = false

  /** @param changed called with all of them whenever one comes or goes */
  constructor(
    group: MulticastGroup,
    multicast: Multicast,
    clock: Clock,
    changed: (brokers: readonly NearbyBroker[]) => void,
  ) {
    this.#group = group
    this.#multicast = multicast
    this.#clock = clock
    this.#changed = changed
  }

  /** Begins to listen. @throws Error when this machine does not let it */
  async start(): Promise<void> {
    const stop = await this.#multicast.listen(this.#group, (datagram, sender) => this.#hear(datagram, sender))
    if (this.#isStopped) stop()
    else this.#stop = stop
  }

  stop(): void {
    this.#isStopped = true
    this.#cancel()
    this.#stop()
  }

  #hear(datagram: Uint8Array, sender: string): void {
    if (this.#isStopped) return
    const announcement = readAnnouncement(datagram, this.#group)
    if (announcement === undefined) return
    const broker = this.#seenFromHere(announcement, sender)
    const known = this.#heard.get(broker.url)
    if (announcement.state === 'dead') {
      if (this.#heard.delete(broker.url)) this.#tell()
      return
    }
    if (known !== undefined) {
      known.lastHeard = this.#clock.now()
      return
    }
    if (this.#heard.size >= limit) return
    this.#heard.set(broker.url, { broker, lastHeard: this.#clock.now() })
    this.#tell()
    if (this.#heard.size === 1) this.#lookLater()
  }

  /** A broker that calls itself localhost means its own machine, which is this one or another. */
  #seenFromHere({ service, brokerName }: Announcement, sender: string): NearbyBroker {
    const name = brokerName === '' || brokerName === 'localhost' ? undefined : brokerName
    if (!isLoopback(service.host.replace(/^\[|\]$/g, '')))
      return { url: serviceUrl(service), name, isReachable: true, sender }
    const isHere = isLoopback(sender) || this.#multicast.ownAddresses().has(sender)
    const host = isHere ? 'localhost' : sender
    return { url: serviceUrl({ ...service, host }), name, isReachable: isHere, sender }
  }

  #lookLater(): void {
    this.#cancel = this.#clock.after(silence, () => {
      const now = this.#clock.now()
      const before = this.#heard.size
      for (const [url, { lastHeard }] of this.#heard) if (now - lastHeard >= silence) this.#heard.delete(url)
      if (this.#heard.size < before) this.#tell()
      if (this.#heard.size > 0) this.#lookLater()
    })
  }

  #tell(): void {
    this.#changed([...this.#heard.values()].map(({ broker }) => broker))
  }
}
