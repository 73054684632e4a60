import type { MulticastGroup } from '../../electron/broker/multicast-group.ts'
import type { Multicast, Sender } from '../../electron/broker/discovery/multicast.ts'

/** A network of a test's own, on which every datagram is heard by everybody at once. */
export class FakeMulticast implements Multicast {
  readonly sent: string[] = []
  /** What is said again and again: whoever listens hears it at once. */
  standing: readonly string[] = []
  /** Who datagrams sent here come from. */
  sender = '192.0.2.1'
  readonly #listeners = new Set<(datagram: Uint8Array, sender: string) => void>()

  get listeners(): number {
    return this.#listeners.size
  }

  listen(_group: MulticastGroup, heard: (datagram: Uint8Array, sender: string) => void): Promise<() => void> {
    this.#listeners.add(heard)
    for (const each of this.standing) heard(Buffer.from(each), this.sender)
    return Promise.resolve(() => {
      this.#listeners.delete(heard)
    })
  }

  open(): Promise<Sender> {
    return Promise.resolve({
      send: (datagram) => {
        this.sent.push(Buffer.from(datagram).toString())
        this.say(datagram)
      },
      close: () => undefined,
    })
  }

  ownAddresses(): ReadonlySet<string> {
    return new Set(['192.0.2.1', '127.0.0.1'])
  }

  say(datagram: Uint8Array | string, sender = this.sender): void {
    for (const heard of this.#listeners) heard(Buffer.from(datagram), sender)
  }
}
