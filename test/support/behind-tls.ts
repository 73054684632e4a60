import { once } from 'node:events'
import { connect } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

/**
 * Lets what answers at a plain address answer over TLS as well, until the running test is finished.
 * @returns its address there, at `localhost`
 */
export async function behindTls(url: string, options: TlsOptions): Promise<string> {
  const there = new URL(url)
  const server = createServer(options, (socket) => {
    const inner = connect(Number(there.port), there.hostname)
    for (const each of [socket, inner]) {
      each.on('error', () => {
        socket.destroy()
        inner.destroy()
      })
    }
    socket.pipe(inner).pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return `https://localhost:${port}${there.pathname}`
}
