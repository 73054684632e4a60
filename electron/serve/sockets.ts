import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { applicationContract } from '../contract/application.ts'
import { longestMessage } from '../contract/protocol.ts'
import { Connection, type ConnectionOptions } from '../channel/connection.ts'

/** What the connections of browsers need of the application. */
export type SocketOptions = Required<
  Pick<ConnectionOptions, 'application' | 'isReadOnly' | 'record' | 'report'>
>

const mostSockets = 32
/** Bytes on their way to a browser from which on items of streams wait. */
const congested = 1024 * 1024
/** Bytes from which on a browser that reads nothing is let go. */
const stalled = 64 * 1024 * 1024
const heartbeatInterval = 30_000

/** The WebSockets of the browsers that were let in, a connection to the application each. */
export class Sockets {
  readonly #options: SocketOptions
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessage,
    perMessageDeflate: false,
    clientTracking: true,
  })
  readonly #heartbeat: NodeJS.Timeout
  readonly #alive = new WeakSet<WebSocket>()

  constructor(options: SocketOptions) {
    this.#options = options
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatInterval).unref()
  }

  /** Takes over a connection that may be one. */
  open(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      if (this.#server.clients.size > mostSockets) webSocket.close(1013)
      else this.#connect(webSocket)
    })
  }

  close(): void {
    clearInterval(this.#heartbeat)
    for (const client of this.#server.clients) {
      client.close(1001)
      client.terminate()
    }
    this.#server.close()
  }

  #connect(webSocket: WebSocket): void {
    const connection = new Connection({
      ...this.#options,
      contract: applicationContract,
      send: (message) => {
        webSocket.send(JSON.stringify(message))
        if (webSocket.bufferedAmount > stalled) webSocket.terminate()
      },
      isCongested: () => webSocket.bufferedAmount > congested,
    })
    this.#alive.add(webSocket)
    webSocket.on('pong', () => this.#alive.add(webSocket))
    webSocket.on('message', (data, isBinary) => {
      if (isBinary) webSocket.close(1003)
      else connection.receive(parsed(data))
    })
    webSocket.on('close', () => connection.close())
    // What it was is of no use to anyone: the connection is closed after it.
    webSocket.on('error', () => webSocket.terminate())
  }

  /** Lets go who did not answer since the last time, such as a laptop that was closed. */
  #beat(): void {
    for (const client of this.#server.clients) {
      if (!this.#alive.delete(client)) client.terminate()
      else client.ping()
    }
  }
}

/** What is no JSON becomes what is no message. */
function parsed(data: RawData): unknown {
  try {
    return JSON.parse(Array.isArray(data) ? Buffer.concat(data).toString('utf8') : textOf(data))
  } catch {
    return undefined
  }
}

function textOf(data: Buffer | ArrayBuffer): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8')
}
