import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { longestMessage } from '../contract/protocol.ts'
import { Connection, type ConnectionOptions } from './answering-connection.ts'
import { systemClock } from '../scheduler/clock.ts'
import { readMessage } from './read-message.ts'
import type { OpenTransport } from './transport.ts'

/**
 * The channel between two processes of this machine: lines of JSON over a loopback connection. Both ends know a secret
 * and prove it before anything else is said, so that neither a stranger who asks nor one who took the port of a
 * process that was killed learns anything: the secret itself is never sent.
 *
 *     asker     its nonce
 *     answerer  its nonce, and the proof over both nonces and the port
 *     asker     its own proof over the same
 */
const longestProof = 200
/** Milliseconds for the proofs; a process that is alive answers at once. */
const patience = 10_000
/** Connections that have not proved anything; the one that came first has to go for one more. */
const mostUnproved = 32
/** Bytes on their way to the asker from which on items of streams wait. */
const congested = 1024 * 1024
/** Bytes from which on an asker that reads nothing is let go. */
const stalled = 64 * 1024 * 1024

export type LocalServerOptions = Omit<ConnectionOptions, 'send' | 'isCongested' | 'timers'> & {
  readonly secret: string
}

/** Answers a contract on a loopback port of its own choice. */
export class LocalServer {
  readonly port: number
  readonly #server: Server
  readonly #options: LocalServerOptions
  readonly #unproved = new Set<Socket>()
  readonly #open = new Set<Socket>()

  private constructor(server: Server, port: number, options: LocalServerOptions) {
    this.#server = server
    this.port = port
    this.#options = options
    server.on('connection', (socket) => this.#take(socket))
  }

  /** @throws the error of the system when it cannot listen */
  static async start(options: LocalServerOptions): Promise<LocalServer> {
    const server = createServer({ noDelay: true })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The server has no port.')
    return new LocalServer(server, address.port, options)
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #take(socket: Socket): void {
    this.#open.add(socket)
    this.#unproved.add(socket)
    const [oldest] = this.#unproved
    if (this.#unproved.size > mostUnproved) oldest?.destroy()
    const withdraw = systemClock.after(patience, () => socket.destroy())
    const lines = new Lines(longestProof)
    let said: { readonly asker: string; readonly answerer: string } | undefined
    let connection: Connection | undefined
    const { secret, ...options } = this.#options
    const begin = (): Connection => {
      withdraw()
      this.#unproved.delete(socket)
      lines.longest = longestMessage
      return new Connection({
        ...options,
        send: (message) => {
          socket.write(`${JSON.stringify(message)}\n`)
          if (socket.writableLength > stalled) socket.destroy()
        },
        isCongested: () => socket.writableLength > congested,
      })
    }
    read(socket, lines, (line) => {
      if (connection !== undefined) connection.receive(readMessage(line))
      else if (said === undefined) {
        said = { asker: line, answerer: newNonce() }
        socket.write(`${said.answerer} ${proofOf(secret, 'answerer', this.port, said)}\n`)
      } else if (isProof(line, proofOf(secret, 'asker', this.port, said))) connection = begin()
      else socket.destroy()
    })
    socket.on('close', () => {
      withdraw()
      this.#open.delete(socket)
      this.#unproved.delete(socket)
      connection?.close()
    })
  }
}

export interface LocalSocketOptions {
  readonly port: number
  readonly secret: string
  /** What to fail with when nobody listens, when who listens is another, and when the connection is lost. */
  readonly failures: {
    readonly absent: (cause: unknown) => Error
    readonly unproved: () => Error
    readonly lost: () => Error
  }
}

/** The way to a {@link LocalServer}. It is not opened again: a process that is gone may be followed by another. */
export function openLocalSocket({ port, secret, failures }: LocalSocketOptions): OpenTransport {
  return (listener) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const asker = newNonce()
    const lines = new Lines(longestProof)
    let state: 'connecting' | 'proving' | 'open' | 'ended' = 'connecting'
    const withdraw = systemClock.after(patience, () => end(failures.unproved()))
    const end = (because: Error): void => {
      if (state === 'ended') return
      state = 'ended'
      withdraw()
      socket.destroy()
      listener.ended(because)
    }
    socket.on('connect', () => {
      state = 'proving'
      socket.write(`${asker}\n`)
    })
    read(socket, lines, (line) => {
      if (state === 'open') {
        listener.received(readMessage(line))
        return
      }
      const [answerer = '', proof = ''] = line.split(' ')
      const said = { asker, answerer }
      if (!isProof(proof, proofOf(secret, 'answerer', port, said))) {
        end(failures.unproved())
        return
      }
      state = 'open'
      withdraw()
      lines.longest = longestMessage
      socket.write(`${proofOf(secret, 'asker', port, said)}\n`)
      listener.stateChanged('open')
    })
    socket.on('error', (error) => {
      if (state === 'connecting') end(failures.absent(error))
    })
    socket.on('close', () => end(state === 'open' ? failures.lost() : failures.unproved()))
    return {
      send: (message) => {
        if (state === 'open') socket.write(`${JSON.stringify(message)}\n`)
      },
      close: () => {
        state = 'ended'
        withdraw()
        socket.destroy()
      },
    }
  }
}

const newNonce = (): string => randomBytes(24).toString('base64url')

/** Each end proves with its own word, and for its own port, so that no proof does for anything else. */
function proofOf(
  secret: string,
  who: 'asker' | 'answerer',
  port: number,
  { asker, answerer }: { readonly asker: string; readonly answerer: string },
): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([who, port, asker, answerer]))
    .digest('base64url')
}

function isProof(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Puts lines together from what arrives. */
class Lines {
  longest: number
  #parts: Buffer[] = []
  #length = 0

  constructor(longest: number) {
    this.longest = longest
  }

  /** @returns the lines that are whole now; undefined when one is longer than it may be */
  *take(part: Buffer): Generator<string | undefined> {
    let rest = part
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      this.#keep(rest.subarray(0, end))
      rest = rest.subarray(end + 1)
      yield this.#length > this.longest ? undefined : this.#join()
    }
    this.#keep(rest)
    if (this.#length > this.longest) yield undefined
  }

  #keep(part: Buffer): void {
    this.#parts.push(part)
    this.#length += part.length
  }

  #join(): string {
    const line = Buffer.concat(this.#parts).toString('utf8')
    this.#parts = []
    this.#length = 0
    return line
  }
}

/** Hands over line by line; a line that is too long ends the connection. */
function read(socket: Socket, lines: Lines, take: (line: string) => void): void {
  socket.on('data', (part: Buffer) => {
    for (const line of lines.take(part)) {
      if (socket.destroyed) return
      if (line === undefined) socket.destroy()
      else take(line)
    }
  })
  // What it was is of no use to anyone: the connection is closed after it.
  socket.on('error', () => socket.destroy())
}
