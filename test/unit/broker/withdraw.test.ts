import { describe, expect, it, onTestFinished } from 'vitest'
import { browseQueue } from '../../../electron/broker/browse.ts'
import { systemClock } from '../../../electron/broker/clock.ts'
import { queue, type Destination } from '../../../electron/broker/destinations.ts'
import { EmbeddedBroker } from '../../../electron/broker/embedded/embedded-broker.ts'
import type { Message } from '../../../electron/broker/message.ts'
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
    return { connection, url, ids }
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

  it('stay as they are when a connection ends between the copy and the removal', async () => {
    const { connection, url, ids } = await fiveMessages()
    for await (const { moveTo } of withdraw(connection, dead, ids('c'), { clock: systemClock, signal })) {
      const moving = moveTo(target)
      const refused = expect(moving).rejects.toThrow()
      connection.end(new Error('cut') as never)
      await refused
      break
    }
    expect(texts(await lying(url, dead))).toContain('c')
  })
})
