import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

const requests = z.array(z.object({ mbean: z.string() }))
const broker = 'org.apache.activemq:type=Broker,brokerName=b'
const waiting = { Name: 'q', QueueSize: 3, ConsumerCount: 0, EnqueueCount: 3, DequeueCount: 0 }

/** Answers as the console of an ActiveMQ with one queue, to `operator` with `secret`, until the running test is finished. */
export async function serveManagement(): Promise<string> {
  const expected = `Basic ${Buffer.from('operator:secret').toString('base64')}`
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.headers.authorization !== expected) {
        response.writeHead(401).end()
        return
      }
      const told = requests.parse(JSON.parse(body)).map(({ mbean }) => {
        if (!mbean.startsWith('org.apache.activemq:')) return { status: 404 }
        const value = mbean.includes('destinationName')
          ? { [`${broker},destinationType=Queue,destinationName=q`]: waiting }
          : { [broker]: { StorePercentUsage: 1, MemoryPercentUsage: 2 } }
        return { status: 200, value }
      })
      response.end(JSON.stringify(told))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = z.object({ port: z.number() }).parse(server.address())
  return `http://127.0.0.1:${port}/api/jolokia`
}
