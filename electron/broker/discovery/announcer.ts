import type { Clock } from '../../scheduler/clock.ts'
import { readAnnouncement, serviceUrl, writeAnnouncement, type ServiceAddress } from './datagram.ts'
import { defaultGroup } from './group.ts'
import type { Multicast, Sender } from './multicast.ts'

/** What brokers of Plumbline call themselves, before a part that tells one from another. */
const ownPrefix = 'plumbline-'

/** How often a broker tells of itself, in milliseconds. */
const interval = 500

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
  readonly #others = new Set<string>()
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
   * @param met called once for each other one that is heard
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
    if (this.#others.has(brokerName) || this.#others.size >= othersLimit) return
    this.#others.add(brokerName)
    const other = serviceUrl(service)
    // Both hear each other, and come to the same by what neither can help.
    const use = brokerName < this.#brokerName ? other : serviceUrl(this.#service)
    this.#met({ other, use })
  }
}
