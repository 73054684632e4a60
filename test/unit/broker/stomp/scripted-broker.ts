import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** One client as the script sees it. */
export interface ScriptedClient {
  readonly socket: Socket
  /** Everything received so far, as text. */
  received(): string
  /** Waits until the client has sent this. */
  heard(text: string): Promise<void>
  /** Sends a frame: command, header lines, body. */
  frame(command: string, headers?: Readonly<Record<string, string>>, body?: string | Buffer): void
}

/** A loopback server that does to each client what the test's script says, byte by byte. */
export interface ScriptedBroker extends AsyncDisposable {
  readonly port: number
  readonly clients: readonly ScriptedClient[]
}

export async function scriptedBroker(
  script: (client: ScriptedClient) => Promise<void> | void,
): Promise<ScriptedBroker> {
  const clients: ScriptedClient[] = []
  const server = createServer((socket) => {
    const client = scriptedClient(socket)
    clients.push(client)
    // A script that waits for something when its client goes away has nothing left to do.
    void Promise.resolve(script(client)).catch(() => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    clients,
    async [Symbol.asyncDispose]() {
      for (const { socket } of clients) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Waits for CONNECT and answers CONNECTED. */
export async function logIn(client: ScriptedClient, heartBeat = '0,0', server = 'Scripted/1'): Promise<void> {
  await client.heard('\n\n\0')
  client.frame('CONNECTED', { version: '1.2', server, 'heart-beat': heartBeat })
}

/** Answers every receipt asked for from now on, DISCONNECT's included. */
export function confirmAll(client: ScriptedClient): void {
  let answered = 0
  const answer = () => {
    const ids = [...client.received().matchAll(/\nreceipt:(\w+)\n/g)].map((found) => found[1] ?? '')
    for (const id of ids.slice(answered)) client.frame('RECEIPT', { 'receipt-id': id })
    answered = ids.length
  }
  answer()
  client.socket.on('data', answer)
}

function scriptedClient(socket: Socket): ScriptedClient {
  let text = ''
  socket.setEncoding('utf8')
  socket.setNoDelay(true)
  socket.on('data', (chunk: string) => {
    text += chunk
  })
  socket.on('error', () => undefined)
  return {
    socket,
    received: () => text,
    heard: async (wanted) => {
      while (!text.includes(wanted)) await once(socket, 'data')
    },
    frame: (command, headers = {}, body = '') => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
      socket.write(
        Buffer.concat([Buffer.from(`${command}\n${lines.join('')}\n`), Buffer.from(body), Buffer.from('\0')]),
      )
    },
  }
}
