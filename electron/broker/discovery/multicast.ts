import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { once } from 'node:events'
import { discoveryGroup } from './datagram.ts'

/** A place where datagrams of a group are heard, and can be sent. */
export interface Multicast {
  /**
   * Hears what is sent from now on.
   * @param heard with the address of who sent it
   * @returns stops listening
   * @throws Error when this machine does not let it
   */
  listen(heard: (datagram: Uint8Array, sender: string) => void): Promise<() => void>
  /** Opens a way to send to the group. */
  open(): Promise<Sender>
  /** The addresses of this machine. */
  ownAddresses(): ReadonlySet<string>
}

export interface Sender {
  send(datagram: Uint8Array): void
  close(): void
}

/** How many networks a datagram may cross: none but the one it is sent on. */
const timeToLive = 1

/** The group brokers tell of themselves in, on every network of this machine. */
export const systemMulticast: Multicast = {
  async listen(heard) {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    // It has been bound when this can happen: what is heard no more is not there.
    socket.on('error', () => socket.close())
    socket.on('message', (datagram, { address }) => heard(datagram, address))
    socket.bind(discoveryGroup.port)
    await once(socket, 'listening')
    const joined = ipv4Addresses().filter((address) => join(socket, address))
    if (joined.length === 0) {
      socket.close()
      throw new Error('no network of this machine lets it join the group')
    }
    return () => {
      socket.removeAllListeners('message')
      socket.close()
    }
  },
  async open() {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    // A network that is down for a while is up again for a later datagram.
    socket.on('error', () => undefined)
    socket.bind(0)
    await once(socket, 'listening')
    socket.setMulticastTTL(timeToLive)
    socket.setMulticastLoopback(true)
    return {
      send: (datagram) => {
        for (const address of ipv4Addresses()) sendFrom(socket, address, datagram)
      },
      close: () => socket.close(),
    }
  },
  ownAddresses: () => new Set(ipv4Addresses()),
}

function ipv4Addresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flat()
    .flatMap((each) => (each?.family === 'IPv4' ? [each.address] : []))
}

/** @returns whether this network has multicast */
function join(socket: Socket, address: string): boolean {
  try {
    socket.addMembership(discoveryGroup.address, address)
    return true
  } catch {
    return false
  }
}

function sendFrom(socket: Socket, address: string, datagram: Uint8Array): void {
  try {
    socket.setMulticastInterface(address)
    socket.send(datagram, discoveryGroup.port, discoveryGroup.address)
  } catch {
    // A network that has just gone has nobody to hear it.
  }
}
