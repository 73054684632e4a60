import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { browseQueue } from '../../../electron/broker/sessions/browse.ts'
import { systemClock } from '../../../electron/scheduler/clock.ts'
import { dialectOf } from '../../../electron/broker/dialects.ts'
import { queue, type Destination } from '../../../electron/broker/destinations.ts'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import type { Message } from '../../../electron/broker/message.ts'
import { withdrawn } from '../../../electron/broker/stomp/withdrawal.ts'
import { failure, isFailure } from '../../../electron/errors/failure.ts'
import { withdraw } from '../../../electron/broker/withdraw.ts'
import { connectionTo } from '../../support/broker-session.ts'

const signal = new AbortController().signal
const dead = queue('DLQ.one')
const target = queue('somewhere')

async function lying(url: string, where: Destination): Promise<Message[]> {
  const connection = await connectionTo(url)
  const messages: Message[] = []
  for await (const message of browseQueue(connection, where, { withBodies: true, signal }))
    messages.push(message)
  return messages
}

const texts = (messages: readonly Message[]): string[] =>
  messages.map(({ content }) => (content.kind === 'object' ? content.text : content.kind))

describe.each(['tcp', 'stomp'])('messages taken out of a queue over %s', (scheme) => {
  async function fiveMessages() {
    const broker = await EmbeddedBroker.start({
      database: ':memory:',
      credentials: { login: 'operator', passcode: 'secret' },
    })
    onTestFinished(() => broker.stop())
    const url = `${scheme}://operator:secret@${broker.host}:${broker.port}`
    const connection = await connectionTo(url)
    onTestFinished(() => connection.close())
    for (const body of ['a', "b's", 'c', 'd', 'e']) {
      const properties = { instanceName: 'geo-1', dlqDeliveryFailureCause: 'none', body }
      await connection.prepare({ destination: dead, properties, body }).send()
    }
    const messages = await lying(url, dead)
    const ids = (...bodies: string[]): Set<string> =>
      new Set(
        messages.flatMap(({ messageId, properties }) =>
          bodies.includes(properties.get('body') ?? '') ? [messageId] : [],
        ),
      )
    return { connection, url, ids, port: broker.port }
  }

  it('are removed or moved as they were sent, and the others stay in their order', async () => {
    const { connection, url, ids } = await fiveMessages()
    for await (const { message, moveTo, remove } of withdraw(connection, dead, ids("b's", 'd'), {
      clock: systemClock,
      signal,
    })) {
      if (message.properties.get('body') === 'd') await remove()
      else await moveTo(target)
    }
    expect(texts(await lying(url, dead))).toEqual(['a', 'c', 'e'])
    const [moved, ...more] = await lying(url, target)
    expect(more).toEqual([])
    expect(moved?.content).toEqual({ kind: 'object', text: "b's" })
    expect(moved?.persistent).toBe(true)
    expect(Object.fromEntries(moved?.properties ?? [])).toEqual({ instanceName: 'geo-1', body: "b's" })
  })

  it('go back to their place when nothing was decided, and those that are gone do not come', async () => {
    const { connection, url, ids } = await fiveMessages()
    const wanted = new Set([...ids("b's", 'c'), 'ID:gone'])
    const seen: Message[] = []
    for await (const { message } of withdraw(connection, dead, wanted, { clock: systemClock, signal }))
      seen.push(message)
    expect(texts(seen)).toEqual(["b's", 'c'])
    expect(texts(await lying(url, dead))).toEqual(['a', "b's", 'c', 'd', 'e'])
  })

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'are in one queue or the other when the connection breaks after %i more frames',
    async (frames) => {
      const { url, ids, port } = await fiveMessages()
      await using proxy = await proxyThatCuts(port)
      const connection = await connectionTo(url.replace(`:${port}`, `:${proxy.port}`))
      try {
        for await (const { moveTo } of withdraw(connection, dead, ids('c'), { clock: systemClock, signal })) {
          proxy.cutAfter(frames)
          await moveTo(target)
        }
        await connection.close()
      } catch (error) {
        expect(isFailure(error)).toBe(true)
      }
      // What is gone from the one by now has to be in the other.
      const places = [...texts(await lying(url, dead)), ...texts(await lying(url, target))]
      expect(places).toContain('c')
    },
  )
})

it('are removed over STOMP only when the copy is confirmed, where acknowledgements are in no transaction', async () => {
  const commands: string[] = []
  const request = ({ command }: { readonly command: string }) => {
    commands.push(command)
    return command === 'SEND' ? Promise.reject(failure('PLB-BROKER-SESSION-CLOSED', {})) : Promise.resolve()
  }
  const frames = { brokerVersion: 'apache-activemq-artemis/2.30.0', request, send: () => undefined }
  const headers = new Map([['ack', '1']])
  const { moveTo } = withdrawn(
    frames,
    dialectOf(frames.brokerVersion),
    headers,
    { bytes: Buffer.from('text') },
    1000,
  )
  await expect(moveTo(target)).rejects.toMatchObject({ code: 'PLB-BROKER-SESSION-CLOSED' })
  expect(commands).toEqual(['SEND'])
})

/** Passes everything on, and breaks the connections after so many more frames of the client, as far as these come alone. */
async function proxyThatCuts(serverPort: number) {
  let left = Infinity
  const pairs = new Set<readonly [Socket, Socket]>()
  const cut = (): void => {
    for (const sockets of pairs) for (const socket of sockets) socket.destroy()
  }
  const listener = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    pairs.add([client, server])
    for (const socket of [client, server]) socket.on('error', () => undefined)
    server.pipe(client)
    client.on('data', (chunk) => {
      if (left <= 0) cut()
      else server.write(chunk)
      left -= 1
    })
    client.on('close', () => server.destroy())
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  return {
    port,
    cutAfter: (frames: number) => {
      left = frames
    },
    async [Symbol.asyncDispose]() {
      cut()
      listener.close()
      await once(listener, 'close')
    },
  }
}
