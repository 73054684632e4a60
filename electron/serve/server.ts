import { X509Certificate } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { hostname } from 'node:os'
import type { Duplex } from 'node:stream'
import { failure } from '../errors/failure.ts'
import type { RendererFile } from '../channel/renderer-files.ts'
import { Access } from './access.ts'
import { originMeant, originToPrint, type OwnAddress } from './addresses.ts'
import { sendFile, sendPage, type AnswerSurroundings, type Page } from './answers.ts'
import { answerMetrics, metricsPath, type MetricsDoor } from './metrics-door.ts'
import { isOfAnotherAccount } from './peer-account.ts'
import { Sockets, type SocketOptions } from './sockets.ts'
import { webSocketPath } from '../contract/protocol.ts'
import { say } from '../sentences/say.ts'
import { isLoopback } from '../text/loopback.ts'

export interface ServerOptions extends SocketOptions {
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  /** In PEM form; without them only loopback addresses are served. */
  readonly tls?: { readonly certificate: Buffer; readonly key: Buffer }
  /** The built renderer by path. */
  readonly files: ReadonlyMap<string, RendererFile>
  /** Called when someone without access came while no printed address is left to let them in. */
  readonly onNewLink: (link: string) => void
  readonly access?: Access
  /** What is measured, which is not told unless this is given. */
  readonly metrics?: MetricsDoor | undefined
  /** Milliseconds a client has to say what it wants. */
  readonly patience?: number
}

const usualPatience = 10_000

/** Connections of those who were not let in; the one that came first has to go for one more. */
const mostStrangers = 64
/** More than all the pages that can be let in ever need. */
const mostConnections = 1_024

/**
 * Serves the application to browsers: the built renderer and one WebSocket, both only to who came with the address
 * that was printed.
 */
export class ApplicationServer {
  /** The address that lets one browser in. */
  readonly link: string
  /** The address without what lets in. */
  readonly origin: string
  readonly port: number
  readonly #options: ServerOptions
  readonly #server: Server
  readonly #own: OwnAddress
  readonly #access: Access
  readonly #sockets: Sockets
  /** By address and port of the other end. */
  readonly #strangers = new Map<string, Socket>()

  private constructor(options: ServerOptions, server: Server, own: OwnAddress) {
    this.#options = options
    this.#server = server
    this.#own = own
    this.port = own.port
    this.#access = options.access ?? new Access()
    this.#sockets = new Sockets(options, this.#access)
    this.origin = originToPrint(own, hostname())
    this.link = this.#newLink()
    server.on('request', (request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        options.report(error, 'serve', 'request')
        response.destroy()
      })
    })
    server.on('connection', (socket) => this.#keepStranger(socket))
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  /**
   * @throws PLB-SERVE-NEEDS-TLS, and the error of the system (EADDRINUSE and the like) when it cannot listen
   */
  static async start(options: ServerOptions): Promise<ApplicationServer> {
    const { host, port, tls, patience = usualPatience } = options
    if (tls === undefined && !isLoopback(host)) throw failure('PLB-SERVE-NEEDS-TLS', { host })
    const limits = {
      headersTimeout: patience,
      requestTimeout: patience,
      // Node looks for those who are too slow only this often.
      connectionsCheckingInterval: patience / 2,
    }
    const server =
      tls === undefined
        ? createServer(limits)
        : createTlsServer({
            ...limits,
            cert: tls.certificate,
            key: tls.key,
            minVersion: 'TLSv1.2',
            handshakeTimeout: patience,
          })
    server.maxHeadersCount = 100
    server.maxConnections = mostConnections
    // `localhost` may be an IPv6 address to one program and an IPv4 address to another.
    const bound = host === 'localhost' ? '127.0.0.1' : host
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, bound, () => {
        server.off('error', reject)
        resolve()
      })
    })
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The server has no port.')
    const certificate = tls === undefined ? undefined : new X509Certificate(tls.certificate)
    return new ApplicationServer(options, server, { host: bound, port: address.port, certificate })
  }

  /** Closes every connection; the application goes on. */
  async stop(): Promise<void> {
    this.#sockets.close()
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isSecure = this.#own.certificate !== undefined
    const origin = originMeant(request.headers.host, this.#own)
    if (origin === undefined) {
      await sendPage(request, response, wrongName, { origin: this.origin, isSecure })
      return
    }
    const surroundings = { origin, isSecure }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      await sendPage(request, response, wrongMethod, surroundings)
      return
    }
    const url = URL.parse(request.url ?? '', origin)
    const token = url?.pathname === '/' ? url.searchParams.get('token') : null
    if (token !== null && request.method === 'GET') {
      await this.#letIn(request, response, token, surroundings)
      return
    }
    const { metrics } = this.#options
    if (metrics !== undefined && url?.pathname === metricsPath) {
      await answerMetrics(request, response, metrics)
      return
    }
    const { session, rest } = splitPath(url?.pathname ?? '')
    if (!this.#isAllowed(session, request)) {
      await this.#refuse(request, response, surroundings)
      return
    }
    const file = this.#options.files.get(rest === '' ? 'index.html' : rest)
    if (file === undefined) await sendPage(request, response, notFound, surroundings)
    else await sendFile(request, response, file, surroundings)
  }

  async #letIn(
    request: IncomingMessage,
    response: ServerResponse,
    token: string,
    surroundings: AnswerSurroundings,
  ): Promise<void> {
    const session = isOfAnotherAccount(request.socket) ? undefined : this.#access.exchange(token)
    if (session === undefined) {
      await this.#refuse(request, response, surroundings)
      return
    }
    const path = `/${session.path}/`
    const secure = surroundings.isSecure ? '; Secure' : ''
    const cookie = `${this.#cookieName}=${session.cookie}; Path=${path}; HttpOnly; SameSite=Strict${secure}`
    // A browser that was sent here by another page would keep the strict cookie to itself while it is redirected;
    // to a page of our own that sends it on, it does not.
    const isSentByOther = /^(cross|same)-site$/.test(String(request.headers['sec-fetch-site']))
    const page = {
      status: isSentByOther ? 200 : 303,
      title: 'Plumbline',
      text: say('start.goOn'),
      leadsTo: path,
      headers: { 'set-cookie': cookie, ...(isSentByOther ? {} : { location: path }) },
    }
    await sendPage(request, response, page, surroundings)
  }

  /** Says how to get in. An address nobody used yet is left as it is, so that nobody can make it void from outside. */
  async #refuse(
    request: IncomingMessage,
    response: ServerResponse,
    surroundings: AnswerSurroundings,
  ): Promise<void> {
    if (!this.#access.hasToken) this.#options.onNewLink(this.#newLink())
    await sendPage(request, response, noAccess, surroundings)
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const origin = originMeant(request.headers.host, this.#own)
    const { session, rest } = splitPath(URL.parse(request.url ?? '', origin)?.pathname ?? '')
    const status =
      origin === undefined
        ? '421 Misdirected Request'
        : request.headers.origin !== origin || !this.#isAllowed(session, request)
          ? '403 Forbidden'
          : rest !== webSocketPath
            ? '404 Not Found'
            : undefined
    if (status === undefined) {
      this.#sockets.open(request, socket, head, session)
      return
    }
    socket.on('error', () => socket.destroy())
    // Whoever was refused is not waited for.
    const refusal = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
    socket.end(refusal, () => socket.destroy())
  }

  /** Whoever was not let in may hold connections, but never so many that nobody else gets one. */
  #keepStranger(socket: Socket): void {
    const name = endOf(socket)
    this.#strangers.set(name, socket)
    socket.once('close', () => this.#strangers.delete(name))
    const [oldest] = this.#strangers.values()
    if (this.#strangers.size > mostStrangers) oldest?.destroy()
  }

  #newLink(): string {
    return `${this.origin}/?token=${this.#access.newToken()}`
  }

  /** Cookies do not know ports, so the name has to. */
  get #cookieName(): string {
    return `${this.#own.certificate === undefined ? '' : '__Secure-'}plumbline-${this.port}`
  }

  /** Other ports of the host can set cookies of the same name, which come beside the right one. */
  #isAllowed(session: string, { headers, socket }: IncomingMessage): boolean {
    const prefix = `${this.#cookieName}=`
    const isAllowed = (headers.cookie ?? '')
      .split(/;\s*/)
      .some((each) => each.startsWith(prefix) && this.#access.isAllowed(session, each.slice(prefix.length)))
    if (isAllowed) this.#strangers.delete(endOf(socket))
    return isAllowed
  }
}

/** A connection with TLS and the one it goes through have the same ends. */
function endOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

function splitPath(pathname: string): { readonly session: string; readonly rest: string } {
  const match = /^\/([^/]+)\/(.*)$/.exec(pathname)
  return { session: match?.[1] ?? '', rest: match?.[2] ?? '' }
}

const noAccess: Page = {
  status: 403,
  title: say('start.openPrinted'),
  text: say('start.whoIsLetIn'),
}
const wrongName: Page = { status: 421, title: say('start.notThisServer'), text: say('start.anotherName') }
const wrongMethod: Page = { status: 405, title: say('start.notPossible'), text: say('start.onlyRead') }
const notFound: Page = { status: 404, title: say('start.notFound'), text: say('start.noSuchPage') }
