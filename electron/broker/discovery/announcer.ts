import type { Clock } from '../../scheduler/clock.ts'
import { readAnnouncement, serviceUrl, writeAnnouncement, type ServiceAddress } from './datagram.ts'
import { defaultGroup } from '../multicast-group.ts'
import type { Multicast, Sender } from './multicast.ts'

/** What brokers of Plumbline call themselves, before a part that tells one from another. */
export const ownPrefix = 'plumbline-'

/** How often a broker tells of itself, in milliseconds. */
const interval = 500

/** After so many times it told of itself without hearing another one, that one is gone. */
const silentTimes = 10

/** More than this are no brokers. */
const othersLimit = 64

/** Another broker of Plumbline that was heard, and which of the two a cluster is to use. */
export interface Meeting {
  readonly other: string
  /** The URL of the one to use: the same whichever of the two is asked. */
  readonly use: string
}

/** Tells of a broker by multicast, where GeoServers do so unless they are told otherwise, until it is stopped, and hears whether another one of Plumbline does so, too. */
export class Announcer {
  readonly #service: ServiceAddress
  readonly #brokerName: string
  readonly #clock: Pick<Clock, 'after'>
  readonly #met: (meeting: Meeting) => void
  /** By name. */
  readonly #others = new Map<string, { readonly url: string; heardAt: number }>()
  #times = 0
  #sender: Sender | undefined
  #deafen: () => void = () => undefined
  #cancel: () => void = () => undefined

  private constructor(
    service: ServiceAddress,
    id: string,
    clock: Pick<Clock, 'after'>,
    met: (meeting: Meeting) => void,
  ) {
    this.#service = service
    this.#brokerName = `${ownPrefix}${id}`
    this.#clock = clock
    this.#met = met
  }

  /**
   * Begins to tell of a broker.
   * @param id tells it from others of Plumbline: letters and digits
   * @param met called for each other one that is heard, again when it was gone
   * @throws Error when this machine does not let it
   */
  static async start(
    multicast: Multicast,
    clock: Pick<Clock, 'after'>,
    service: ServiceAddress,
    id: string,
    met: (meeting: Meeting) => void,
  ): Promise<Announcer> {
    const announcer = new Announcer(service, id, clock, met)
    announcer.#deafen = await multicast.listen(defaultGroup, (datagram) => announcer.#hear(datagram))
    try {
      announcer.#sender = await multicast.open(defaultGroup)
    } catch (error) {
      announcer.#deafen()
      throw error
    }
    announcer.#tell()
    return announcer
  }

  /** All that tell of themselves now, this one among them; the one to use first. */
  get together(): readonly string[] {
    const all = [...this.#others].map(([name, { url }]) => ({ name, url }))
    return [...all, { name: this.#brokerName, url: serviceUrl(this.#service) }]
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ url }) => url)
  }

  /** Tells that the broker goes. */
  stop(): void {
    this.#cancel()
    this.#deafen()
    this.#send('dead')
    this.#sender?.close()
    this.#sender = undefined
  }

  #tell(): void {
    this.#send('alive')
    this.#times += 1
    for (const [name, { heardAt }] of this.#others)
      if (this.#times - heardAt > silentTimes) this.#others.delete(name)
    this.#cancel = this.#clock.after(interval, () => this.#tell())
  }

  #send(state: 'alive' | 'dead'): void {
    this.#sender?.send(
      writeAnnouncement({ state, brokerName: this.#brokerName, service: this.#service }, defaultGroup),
    )
  }

  #hear(datagram: Uint8Array): void {
    const announcement = readAnnouncement(datagram, defaultGroup)
    if (announcement?.brokerName.startsWith(ownPrefix) !== true) return
    const { brokerName, service } = announcement
    if (brokerName === this.#brokerName) return
    if (announcement.state === 'dead') {
      this.#others.delete(brokerName)
      return
    }
    const known = this.#others.get(brokerName)
    if (known !== undefined) known.heardAt = this.#times
    if (known !== undefined || this.#others.size >= othersLimit) return
    const other = serviceUrl(service)
    this.#others.set(brokerName, { url: other, heardAt: this.#times })
    // Both hear each other, and come to the same by what neither can help.
    const use = brokerName < this.#brokerName ? other : serviceUrl(this.#service)
    this.#met({ other, use })
  }
}
