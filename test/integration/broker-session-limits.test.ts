import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { consumerQueue, queue, topic } from '../../electron/broker/destinations.ts'
import { BrokerSession, type SessionOptions } from '../../electron/broker/sessions/session.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import { Inbox, networkUrl, statusWhere } from '../support/broker-session.ts'

const unavailable = activemqAvailable()
if (unavailable !== undefined)
  process.stderr.write(`Skipped: broker limits against ActiveMQ, ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('A session with an ActiveMQ that lacks something', () => {
  let withoutXStream: ActivemqBroker
  let small: ActivemqBroker
  const sessions: BrokerSession[] = []

  beforeAll(async () => {
    ;[withoutXStream, small] = await Promise.all([
      startActivemq({ withXStream: false }),
      startActivemq({ storeLimitMegabytes: 16, statistics: true }),
    ])
  })

  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()))
  })

  afterAll(async () => {
    await Promise.all([withoutXStream.dispose(), small.dispose()])
  })

  async function connect(
    broker: ActivemqBroker,
    options: SessionOptions = {},
    url = `stomp://127.0.0.1:${broker.stompPort}`,
  ): Promise<BrokerSession> {
    const reconnect = { maxReconnectDelay: 100 }
    const session = new BrokerSession(networkUrl(url), {
      reconnect,
      ...options,
    })
    sessions.push(session)
    await session.connect()
    return session
  }

  it('finds out by publishing that XStream is missing', async () => {
    const session = await connect(withoutXStream)
    const publish = () => session.publish({ destination: queue('q'), properties: {}, body: 'x' })
    await expect(publish()).rejects.toMatchObject({ code: 'PLB-BROKER-CONNECTION-LOST' })
    await expect(publish()).rejects.toMatchObject({ code: 'PLB-BROKER-NO-XSTREAM' })
  })

  it('finds out by subscribing that XStream is missing, and can do without a translation', async () => {
    const session = await connect(withoutXStream)
    const translated = session.subscribe({ destination: queue('q') }, () => undefined)
    translated.catch(() => undefined)
    await statusWhere(
      session,
      (status) => status.state === 'lost' && status.because.code === 'PLB-BROKER-NO-XSTREAM',
    )
    const other = await connect(withoutXStream)
    await other.subscribe({ destination: topic('t') }, () => undefined)
    await session.close()
    await expect(translated).rejects.toMatchObject({ code: 'PLB-BROKER-SESSION-CLOSED' })
  })

  it.each([
    ['STOMP', ({ stompPort }: ActivemqBroker) => `stomp://127.0.0.1:${stompPort}`],
    ['OpenWire', ({ openWirePort }: ActivemqBroker) => `tcp://127.0.0.1:${openWirePort}`],
  ])(
    'is told that the message store is full, over %s, and goes on once there is space',
    async (protocol, urlOf) => {
      const limits = {
        inFlight: { messages: 4, bytes: 4_000_000 },
      }
      const producer = await connect(small, limits, urlOf(small))
      const destination = queue(`full-${protocol}`)
      const body = 'x'.repeat(500_000)
      let confirmed = 0
      const fill = async (): Promise<unknown> => {
        for (;;) {
          try {
            await producer.publish({ destination, properties: {}, body })
            confirmed += 1
          } catch (error) {
            return error
          }
        }
      }
      const [refused] = await Promise.all([fill(), fill()])
      expect(refused).toMatchObject({ code: 'PLB-BROKER-STORE-FULL' })
      const consumer = await connect(small, {}, urlOf(small))
      const inbox = new Inbox()
      await consumer.subscribe({ destination }, inbox.take)
      await inbox.count(confirmed)
      const publishAgain = async (): Promise<void> => {
        for (;;) {
          try {
            await producer.publish({ destination, properties: {}, body: 'space again' })
            return
          } catch (error) {
            // The broker frees its store in rounds of its own.
            if (!isFailure(error, 'PLB-BROKER-STORE-FULL')) throw error
          }
        }
      }
      await publishAgain()
      await inbox.until(({ texts }) => texts.includes('space again'))
      expect(confirmed).toBeGreaterThan(5)
    },
  )

  it('publishes all of a backlog, in order and once, though the memory is full of what nobody takes', async () => {
    // A transaction of several keeps more in memory than there is, and its end is never confirmed.
    await using forgetful = await startActivemq({ memoryLimitMegabytes: 8, statistics: true })
    const url = `tcp://127.0.0.1:${forgetful.openWirePort}`
    const name = `VirtualTopic.${randomUUID()}`
    const queues = ['node-1', 'node-2'].map((node) => consumerQueue(node, name))
    const watching = await connect(forgetful, {}, url)
    for (const destination of queues)
      await (await watching.subscribe({ destination }, () => undefined)).unsubscribe()
    const session = await connect(forgetful, {}, url)
    // Two copies of each; the broker has room for 400.
    const total = 600
    const filling = 'x'.repeat(20_000)
    const waiting = Array.from({ length: total }, (_, number) => number)
    while (waiting.length > 0) {
      const batch = waiting.slice(0, 100)
      const outcomes = await Promise.allSettled(
        batch.map((number) =>
          session.publish({
            destination: topic(name),
            properties: { number: String(number) },
            body: filling,
            id: `event-${number}`,
          }),
        ),
      )
      const refused = outcomes.findIndex(({ status }) => status === 'rejected')
      waiting.splice(0, refused === -1 ? batch.length : refused)
    }
    // Once: for want of memory; then it went on without transactions.
    expect(session.servers[0]?.connections).toBe(2)
    for (const destination of queues) {
      const inbox = new Inbox()
      await watching.subscribe({ destination }, inbox.take)
      await inbox.count(total)
      const numbers = inbox.messages.map(({ properties }) => Number(properties.get('number')))
      expect(numbers).toEqual(Array.from({ length: total }, (_, number) => number))
    }
  })
})
