import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Codec, newestVersion, structure } from '../../electron/broker/openwire/codec.ts'
import type { Command } from '../../electron/broker/openwire/commands.ts'
import { FrameSplitter } from '../../electron/broker/openwire/frame-splitter.ts'
import type { AnyDestination, Structure } from '../../electron/broker/openwire/structures.ts'
import { ourWireFormat } from '../../electron/broker/openwire/wire-format.ts'
import { patience } from './patience.ts'

const largestFrame = 1 << 28

type Named<Name extends Structure['name']> = Extract<Structure, { readonly name: Name }>

/** What the broker refused a command with. */
export class RefusedCommand extends Error {
  readonly className: string | null

  constructor({ exception }: Structure<'ExceptionResponse'>) {
    super(exception?.message ?? '')
    this.className = exception?.className ?? null
  }
}

export interface Account {
  readonly login: string
  readonly passcode: string
}

/** An OpenWire client that says exactly what a test has it say, and remembers everything it hears. */
export class OpenWireClient {
  readonly socket: Socket
  readonly received: Structure[] = []
  readonly closed: Promise<void>
  codec = new Codec(newestVersion)
  #isClosed = false
  #commands = 0
  #wake: () => void = () => undefined

  private constructor(socket: Socket) {
    this.socket = socket
    const splitter = new FrameSplitter(largestFrame)
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      splitter.push(chunk)
      for (let frame = splitter.next(); frame !== undefined; frame = splitter.next()) {
        const read = this.codec.decode(frame.bytes)
        if (read !== undefined) this.received.push(read)
      }
      this.#wake()
    })
    const { promise, resolve } = Promise.withResolvers<void>()
    this.closed = promise
    socket.on('close', () => {
      this.#isClosed = true
      this.#wake()
      resolve()
    })
  }

  /** Opens a connection on which nothing was said. */
  static async open(port: number): Promise<OpenWireClient> {
    const socket = connect({ host: '127.0.0.1', port })
    await once(socket, 'connect')
    return new OpenWireClient(socket)
  }

  /** Opens one, agrees on the wire format and logs in. */
  static async logIn(
    port: number,
    { login, passcode }: Account,
    connectionId: string,
    more: { readonly clientId?: string; readonly version?: number } = {},
  ): Promise<OpenWireClient> {
    const client = await OpenWireClient.open(port)
    client.send({ ...ourWireFormat(0), version: more.version ?? newestVersion })
    const greeting = await client.heard('WireFormatInfo')
    client.codec = new Codec(Math.min(greeting.version, more.version ?? newestVersion))
    await client.request(
      structure('ConnectionInfo', {
        connectionId: structure('ConnectionId', { value: connectionId }),
        clientId: more.clientId ?? connectionId,
        userName: login,
        password: passcode,
      }),
    )
    return client
  }

  send(said: Structure): void {
    this.socket.write(this.codec.encode(said))
  }

  /**
   * Sends a command and waits for its response.
   * @throws RefusedCommand
   */
  async request(command: Command): Promise<Structure<'Response'>> {
    this.#commands += 1
    const commandId = this.#commands
    this.send({ ...command, commandId, responseRequired: true })
    return this.answerTo(commandId)
  }

  /** Waits for the response to a command. @throws RefusedCommand */
  async answerTo(commandId: number): Promise<Structure<'Response'>> {
    const answer = await this.find(
      (each): each is Structure<'Response' | 'ExceptionResponse'> =>
        (each.name === 'Response' || each.name === 'ExceptionResponse') && each.correlationId === commandId,
      `the answer to ${commandId}`,
    )
    if (answer.name === 'ExceptionResponse') throw new RefusedCommand(answer)
    return answer
  }

  /** Takes the next structure of that name out of what was received, waiting for it when there is none. */
  async heard<Name extends Structure['name']>(name: Name): Promise<Named<Name>> {
    return this.find((each): each is Named<Name> => each.name === name, name)
  }

  /** Takes the first structure that is meant out of what was received, waiting for it when there is none. */
  async find<Found extends Structure>(
    isMeant: (each: Structure) => each is Found,
    what: string,
  ): Promise<Found> {
    const late = AbortSignal.timeout(patience)
    for (;;) {
      const index = this.received.findIndex(isMeant)
      const found = this.received[index]
      if (found !== undefined && isMeant(found)) {
        this.received.splice(index, 1)
        return found
      }
      if (this.#isClosed) throw new Error(`the connection was closed, and ${what} did not come`)
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      this.#wake = resolve
      const onLate = (): void => reject(new Error(`${what} did not come`))
      late.addEventListener('abort', onLate, { once: true })
      await promise
      late.removeEventListener('abort', onLate)
    }
  }

  destroy(): void {
    this.socket.destroy()
  }
}

export function wireQueue(physicalName: string): AnyDestination {
  return structure('Queue', { physicalName })
}

export function wireTopic(physicalName: string): AnyDestination {
  return structure('Topic', { physicalName })
}
