import { connect, type Socket } from 'node:net'
import { connectSecurely } from '../tls/secure-socket.ts'
import { toldBySocket } from '../tls/told-by-socket.ts'
import type { BrokerServer } from './broker-url.ts'

/**
 * Begins to connect. The socket tells by `connect` when TCP stands, and by `error` when nothing comes of it; nothing
 * must be written before `ready`.
 * @param ready called once the server can be spoken to, over TLS once it has proved itself
 * @throws Failure PLB-TLS-FILE, PLB-TLS-PASSPHRASE for files the URL names and that cannot be used
 */
export function openSocket(server: BrokerServer, ready: () => void): Socket {
  if (server.tls) return connectSecurely(server, server.trust, ready)
  const { host, port } = server.near ?? server
  return connect({ host, port }).once('connect', ready)
}

/** How long a server may take to say something of its own accord, in milliseconds. */
const greetingPatience = 1000

/**
 * What a server says before it is spoken to. A STOMP broker says nothing; an OpenWire connector introduces itself,
 * but hangs up at our first word, and the reset can destroy its introduction before we read it.
 * @returns undefined when it says nothing
 */
export async function readGreeting(server: BrokerServer, signal: AbortSignal): Promise<Buffer | undefined> {
  const socket = openSocket(server, () => undefined)
  const listen = (tell: (greeting: Buffer) => void) => socket.once('data', tell)
  return toldBySocket(socket, listen, greetingPatience, signal)
}
