import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Stands between a client and a server, and can lose what the server answers. */
export interface CuttingProxy extends AsyncDisposable {
  readonly port: number
  /** Passes on nothing more of what the server says, on connections that are open now. */
  swallowAnswers(): void
  /** Breaks every connection that is open now. */
  cut(): void
}

export async function cuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket; isSwallowing: boolean }>()
  const listener = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    const pair = { client, server, isSwallowing: false }
    pairs.add(pair)
    client.pipe(server)
    server.on('data', (chunk: Buffer) => {
      if (!pair.isSwallowing) client.write(chunk)
    })
    for (const socket of [client, server]) {
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        server.destroy()
        pairs.delete(pair)
      })
    }
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const cut = () => {
    for (const { client } of pairs) client.resetAndDestroy()
  }
  return {
    port: (listener.address() as AddressInfo).port,
    swallowAnswers: () => {
      for (const pair of pairs) pair.isSwallowing = true
    },
    cut,
    async [Symbol.asyncDispose]() {
      cut()
      listener.close()
      await once(listener, 'close')
    },
  }
}
