import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { once } from 'node:events'
import { failure } from '../../errors/failure.ts'
import { writeGroup, type MulticastGroup } from '../multicast-group.ts'

/** A place where datagrams of groups are heard, and can be sent. */
export interface Multicast {
  /**
   * Hears what is sent from now on.
   * @param heard with the address of who sent it
   * @returns stops listening
   * @throws PLB-BROKER-GROUP-CLOSED, and the error of the system, when this machine does not let it
   */
  listen(group: MulticastGroup, heard: (datagram: Uint8Array, sender: string) => void): Promise<() => void>
  /** Opens a way to send to a group. */
  open(group: MulticastGroup): Promise<Sender>
  /** The addresses of this machine. */
  ownAddresses(): ReadonlySet<string>
}

export interface Sender {
  send(datagram: Uint8Array): void
  close(): void
}

/** How many networks a datagram may cross: none but the one it is sent on. */
const timeToLive = 1

/** Groups brokers tell of themselves in, on every network of this machine. */
export const systemMulticast: Multicast = {
  async listen(group, heard) {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    // It has been bound when this can happen: what is heard no more is not there.
    socket.on('error', () => socket.close())
    socket.on('message', (datagram, { address }) => heard(datagram, address))
    socket.bind(group.port)
    await once(socket, 'listening')
    const joined = ipv4Addresses().filter((address) => join(socket, group, address))
    if (joined.length === 0) {
      socket.close()
      throw failure('PLB-BROKER-GROUP-CLOSED', { group: writeGroup(group) })
    }
    return () => {
      socket.removeAllListeners('message')
      socket.close()
    }
  },
  async open(group) {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    // A network that is down for a while is up again for a later datagram.
    socket.on('error', () => undefined)
    socket.bind(0)
    await once(socket, 'listening')
    socket.setMulticastTTL(timeToLive)
    socket.setMulticastLoopback(true)
    return {
      send: (datagram) => {
        for (const address of ipv4Addresses()) sendFrom(socket, group, address, datagram)
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
function join(socket: Socket, group: MulticastGroup, address: string): boolean {
  try {
    socket.addMembership(group.address, address)
    return true
  } catch {
    return false
  }
}

function sendFrom(socket: Socket, group: MulticastGroup, address: string, datagram: Uint8Array): void {
  try {
    socket.setMulticastInterface(address)
    socket.send(datagram, group.port, group.address)
  } catch {
    // A network that has just gone has nobody to hear it.
  }
}
