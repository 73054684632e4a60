import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Codec, structure } from '../../../../electron/broker/openwire/codec.ts'
import type { Command } from '../../../../electron/broker/openwire/commands.ts'
import { FrameSplitter } from '../../../../electron/broker/openwire/frame-splitter.ts'
import type { Structure } from '../../../../electron/broker/openwire/structures.ts'
import { ourWireFormat } from '../../../../electron/broker/openwire/wire-format.ts'

const codec = new Codec(12)

/** One client of a scripted broker. */
export interface OpenWireClient {
  readonly socket: Socket
  /** What the client sent so far. */
  readonly received: readonly Structure[]
  /** Waits for the next structure of that name the client sends, from now on. */
  heard<Name extends Structure['name']>(name: Name): Promise<Extract<Structure, { name: Name }>>
  send(structure: Structure): void
  /** Confirms a command. */
  respond(command: Pick<Command, 'commandId'>): void
  /** Refuses a command with an exception of that class. */
  refuse(command: Pick<Command, 'commandId'>, className: string, message: string): void
}

export interface OpenWireBroker extends AsyncDisposable {
  readonly port: number
  readonly clients: readonly OpenWireClient[]
}

/**
 * A loopback server that introduces itself and then does what the script says.
 * @param inactivity what it offers, in milliseconds
 * @param version of the ActiveMQ it calls itself; otherwise it is of no make anybody knows
 */
export async function openWireBroker(
  script: (client: OpenWireClient) => Promise<void> | void,
  inactivity = 0,
  version?: string,
): Promise<OpenWireBroker> {
  const provider = version === undefined ? 'Scripted' : 'ActiveMQ'
  const offer = { provider, providerVersion: version, maxFrameBytes: 2n ** 63n - 1n }
  const clients: OpenWireClient[] = []
  const server = createServer((socket) => {
    const client = clientOn(socket)
    clients.push(client)
    client.send(ourWireFormat(inactivity, offer))
    // A script that waits for something when its client goes away has nothing left to do.
    void Promise.resolve(script(client)).catch(() => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    clients,
    async [Symbol.asyncDispose]() {
      for (const { socket } of clients) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Lets the client in. */
export async function letIn(client: OpenWireClient): Promise<void> {
  client.respond(await client.heard('ConnectionInfo'))
  client.respond(await client.heard('SessionInfo'))
}

function clientOn(socket: Socket): OpenWireClient {
  const received: Structure[] = []
  const splitter = new FrameSplitter(1 << 24)
  let next = 0
  let wake: () => void = () => undefined
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    splitter.push(chunk)
    for (let frame = splitter.next(); frame !== undefined; frame = splitter.next()) {
      const read = codec.decode(frame.bytes)
      if (read !== undefined) received.push(read)
    }
    wake()
  })
  const send = (sent: Structure) => {
    socket.write(codec.encode(sent))
  }
  return {
    socket,
    received,
    send,
    heard: async <Name extends Structure['name']>(name: Name) => {
      for (;;) {
        for (; next < received.length; next += 1) {
          const each = received[next]
          if (each?.name !== name) continue
          next += 1
          return each as Extract<Structure, { name: Name }>
        }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    respond: ({ commandId }) => {
      send(structure('Response', { correlationId: commandId }))
    },
    refuse: ({ commandId }, className, message) => {
      send(structure('ExceptionResponse', { correlationId: commandId, exception: { className, message } }))
    },
  }
}
