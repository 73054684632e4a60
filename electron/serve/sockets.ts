import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { repeat, inNextTurn, later } from '../scheduler/clock.ts'
import { readMessage } from '../channel/read-message.ts'
import { applicationContract, type procedures } from '../contract/features/application.ts'
import type { HandlersOf } from '../contract/procedure.ts'
import { longestMessage } from '../contract/protocol.ts'
import { Connection, type ConnectionOptions } from '../channel/answering-connection.ts'
import type { Access } from './access.ts'

/** What the connections of browsers need of the application. */
export type SocketOptions = Required<
  Pick<ConnectionOptions, 'application' | 'isReadOnly' | 'record' | 'clusterOf' | 'report'>
>

const mostSockets = 32
/** Bytes on their way to a browser from which on items of streams wait. */
const congested = 1024 * 1024
/** Bytes from which on a browser that reads nothing is let go. */
const stalled = 64 * 1024 * 1024
const heartbeatInterval = 30_000
/** Milliseconds a page whose session was ended has to hang up. */
const patienceWithEnded = 5_000

/** The WebSockets of the browsers that were let in, a connection to the application each. */
export class Sockets {
  readonly #options: SocketOptions
  readonly #access: Access
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessage,
    perMessageDeflate: false,
    clientTracking: true,
  })
  readonly #stopHeartbeat: () => void
  readonly #alive = new WeakSet<WebSocket>()

  constructor(options: SocketOptions, access: Access) {
    this.#options = options
    this.#access = access
    this.#stopHeartbeat = repeat(heartbeatInterval, () => this.#beat())
  }

  /**
   * Takes over a connection that may be one.
   * @param session the path of the session that was let in
   */
  open(request: IncomingMessage, socket: Duplex, head: Buffer, session: string): void {
    if (this.#server.clients.size >= mostSockets) {
      socket.on('error', () => socket.destroy())
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () =>
        socket.destroy(),
      )
      return
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#connect(webSocket, session))
  }

  close(): void {
    this.#stopHeartbeat()
    for (const client of this.#server.clients) {
      client.close(1001)
      client.terminate()
    }
    this.#server.close()
  }

  #connect(webSocket: WebSocket, session: string): void {
    const { application } = this.#options
    const connection = new Connection({
      ...this.#options,
      application: {
        ...application,
        services: { ...application.services, access: this.#accessOf(session) },
      },
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
      else connection.receive(readMessage(textOfMessage(data)))
    })
    const ended = this.#access.endOf(session)
    const end = (): void => {
      // Its own question to end it is answered first.
      inNextTurn(() => webSocket.close(4001))
      later(patienceWithEnded, () => webSocket.terminate())
    }
    ended.addEventListener('abort', end, { once: true })
    webSocket.on('close', () => {
      ended.removeEventListener('abort', end)
      connection.close()
    })
    // What it was is of no use to anyone: the connection is closed after it.
    webSocket.on('error', () => webSocket.terminate())
  }

  /** What the page of a session can ask of its own access. */
  #accessOf(session: string): HandlersOf<(typeof procedures)['access']> {
    return {
      sessions: () => ({ count: this.#access.sessions }),
      end: ({ which }) => {
        if (which === 'this') this.#access.end(session)
        else this.#access.endOthers(session)
        return {}
      },
    }
  }

  /** Lets go who did not answer since the last time, such as a laptop that was closed. */
  #beat(): void {
    this.#access.expire()
    for (const client of this.#server.clients) {
      if (!this.#alive.delete(client)) client.terminate()
      else client.ping()
    }
  }
}

function textOfMessage(data: RawData): string {
  return Array.isArray(data) ? Buffer.concat(data).toString('utf8') : textOf(data)
}

function textOf(data: Buffer | ArrayBuffer): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8')
}
