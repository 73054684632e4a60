import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { consumerQueue, queue, topic } from '../../electron/broker/destinations.ts'
import { systemClock } from '../../electron/scheduler/clock.ts'
import { ConnectionMemory } from '../../electron/broker/connection-memory.ts'
import { defaultConnectionSettings } from '../../electron/broker/connection-settings.ts'
import { openConnection } from '../../electron/broker/sessions/open-connection.ts'
import { BrokerSession, type SessionOptions } from '../../electron/broker/sessions/session.ts'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import { Inbox, networkUrl, statusWhere } from '../support/broker-session.ts'
import { cuttingProxy } from '../support/cutting-proxy.ts'

const unavailable = activemqAvailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: OpenWire against ActiveMQ, ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('A broker that speaks OpenWire', () => {
  let broker: ActivemqBroker
  const sessions: BrokerSession[] = []

  beforeAll(async () => {
    broker = await startActivemq({ withXStream: false })
  })

  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()))
  })

  afterAll(() => broker.dispose())

  async function connect(url: string, options: SessionOptions = {}) {
    const session = new BrokerSession(networkUrl(url), options)
    sessions.push(session)
    await session.connect()
    return session
  }

  const openwire = () => `tcp://127.0.0.1:${broker.openWirePort}`

  async function passesAMessage(session: BrokerSession): Promise<void> {
    const destination = queue(randomUUID())
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await session.publish({ destination, properties: {}, body: 'hello' })
    await inbox.count(1)
    expect(inbox.texts).toEqual(['hello'])
  }

  it('needs no XStream', async () => {
    await passesAMessage(await connect(openwire()))
  })

  it.each([
    ['OpenWire where the URL says STOMP', () => `stomp://127.0.0.1:${broker.openWirePort}`, 'openwire'],
    ['STOMP where the URL says OpenWire', () => `nio://127.0.0.1:${broker.stompPort}`, 'stomp'],
    ['OpenWire where both can be had', () => `auto://127.0.0.1:${broker.autoPort}`, 'openwire'],
    ['STOMP where both can be had', () => `stomp://127.0.0.1:${broker.autoPort}`, 'stomp'],
  ])('is spoken to in %s', async (_what, url, protocol) => {
    const session = await connect(url())
    expect(session.status).toMatchObject({ state: 'connected', protocol })
  })

  it('stores a message once that is published again because the answer was lost', async () => {
    await using proxy = await cuttingProxy(broker.openWirePort)
    const session = await connect(`tcp://127.0.0.1:${proxy.port}`, { reconnect: { maxReconnectDelay: 100 } })
    const name = `VirtualTopic.${randomUUID()}`
    const from = consumerQueue('node-1', name)
    const watching = await connect(openwire())
    const inbox = new Inbox()
    await watching.subscribe({ destination: from }, inbox.take)
    const publish = (number: number) =>
      session.publish({
        destination: topic(name),
        properties: {},
        body: `message ${number}`,
        id: `event-${number}`,
      })
    await publish(0)
    // From here on the broker hears us, and its answers are swallowed until the connection is cut.
    proxy.swallowAnswers()
    const lost = Promise.allSettled([publish(1), publish(2), publish(3)])
    await inbox.count(4)
    proxy.cut()
    for (const each of await lost) expect(each.status).toBe('rejected')
    await statusWhere(session, ({ state }) => state === 'connected')
    await Promise.all([publish(1), publish(2), publish(3), publish(4)])
    await inbox.count(5)
    expect(inbox.texts).toEqual(['message 0', 'message 1', 'message 2', 'message 3', 'message 4'])
  })

  it('lists its queues and who consumes them without a plugin, and keeps no question of ours', async () => {
    const session = await connect(openwire())
    const consumed = queue(`listed-${randomUUID()}`)
    const abandoned = queue(`listed-${randomUUID()}`)
    await session.subscribe({ destination: consumed }, () => undefined)
    await session.publish({ destination: abandoned, properties: {}, body: 'x' })
    const [server] = networkUrl(openwire()).servers
    if (server === undefined) throw new Error('no server')
    const list = async () => {
      const memory = new ConnectionMemory()
      const { signal } = new AbortController()
      const connection = await openConnection(server, {
        settings: defaultConnectionSettings,
        clock: systemClock,
        memory,
        connectionId: memory.connectionId,
        signal,
      })
      const listing = await connection.destinations(signal)
      await connection.close()
      return listing
    }
    const listing = await list()
    expect(listing?.told).toBe('advisories')
    expect(listing?.destinations).toContainEqual(
      expect.objectContaining({ kind: 'queue', name: consumed.name, consumers: 1 }),
    )
    expect(listing?.destinations).toContainEqual(
      expect.objectContaining({ kind: 'queue', name: abandoned.name, consumers: 0 }),
    )
    const again = await list()
    expect(again?.destinations.map(({ name }) => name).filter((name) => name.includes('Statistics'))).toEqual(
      [],
    )
  })
})
