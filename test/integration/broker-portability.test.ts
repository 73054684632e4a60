import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consumerQueue, queue, topic } from '../../electron/broker/destinations.ts'
import { BrokerSession, type SessionOptions } from '../../electron/broker/session.ts'
import { textOf } from '../../electron/errors/failure.ts'
import { EmbeddedBroker } from '../../electron/broker/embedded/embedded-broker.ts'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import { Inbox, networkUrl } from '../support/broker-session.ts'

/**
 * What a cluster needs of a broker, tried on every kind of it: a table of behaviours and brokers, printed by the run. Other
 * brokers than Debian's ActiveMQ are named by whoever has them running, and may be emptied:
 *
 *     PLUMBLINE_TEST_BROKERS='ActiveMQ 6=tcp://127.0.0.1:61616;Artemis=tcp://127.0.0.1:61617' npx vitest run broker-portability
 */
const others = (process.env['PLUMBLINE_TEST_BROKERS'] ?? '')
  .split(';')
  .filter((each) => each !== '')
  .map((each) => {
    const at = each.indexOf('=')
    return { name: each.slice(0, at), url: () => each.slice(at + 1) }
  })
if (others.length === 0)
  process.stderr.write('Skipped: brokers other than Debian’s ActiveMQ, PLUMBLINE_TEST_BROKERS names none\n')

const credentials = { login: 'operator', passcode: 'sec:ret' }

const unavailable = activemqAvailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: portability on ActiveMQ, ${unavailable}\n`)

type Connect = (options?: SessionOptions) => Promise<BrokerSession>

/** Each throws when the broker does not behave so. */
const behaviours: Readonly<Record<string, (connect: Connect) => Promise<void>>> = {
  'passes objects on as they were sent': async (connect) => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    for (const body of ['', 'true', 'é😀', '<x>&amp;</x>'])
      await session.publish({ destination, properties: { name: 'é', path: 'a:b\\c' }, body })
    await inbox.count(4)
    expect(inbox.texts).toEqual(['', 'true', 'é😀', '<x>&amp;</x>'])
    // A broker may add properties of its own.
    expect(Object.fromEntries(inbox.messages[0]?.properties ?? [])).toMatchObject({
      name: 'é',
      path: 'a:b\\c',
    })
  },
  'copies what goes to the topic into every consumer queue': async (connect) => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const inboxes = await Promise.all(
      ['one', 'two'].map(async (node) => {
        const inbox = new Inbox()
        await session.subscribe({ destination: consumerQueue(node, name) }, inbox.take)
        return inbox
      }),
    )
    await session.publish({ destination: topic(name), properties: {}, body: 'to all' })
    await Promise.all(inboxes.map((inbox) => inbox.count(1)))
  },
  'keeps messages for a node that is away': async (connect) => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const destination = consumerQueue('one', name)
    const begun = await session.subscribe({ destination }, () => undefined)
    await begun.unsubscribe()
    await session.publish({ destination: topic(name), properties: {}, body: 'waiting' })
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await inbox.count(1)
  },
  'delivers again what was not acknowledged': async (connect) => {
    const destination = queue(`portable-${randomUUID()}`)
    const first = await connect()
    const unanswered = new Inbox(false)
    await first.subscribe({ destination }, unanswered.take)
    await first.publish({ destination, properties: {}, body: 'again' })
    await unanswered.count(1)
    await first.close()
    const inbox = new Inbox()
    await (await connect()).subscribe({ destination }, inbox.take)
    await inbox.count(1)
  },
  'shows what waits without taking it': async (connect) => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    for (const body of ['1', '2', '3']) await session.publish({ destination, properties: {}, body })
    let shown = 0
    for await (const _ of session.browse(destination)) shown += 1
    expect(shown).toBe(3)
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await inbox.count(3)
  },
  'lets one client have a name': async (connect) => {
    const clientId = `portable-${randomUUID()}`
    await connect({ connection: { clientId } })
    const twin = connect({ connection: { clientId }, reconnect: { maxReconnectAttempts: 0 } })
    await expect(twin).rejects.toMatchObject({ cause: { code: 'PLB-BROKER-CLIENT-ID-IN-USE' } })
  },
}

/** How long a behaviour may take before it counts as missing. */
const deadline = 60_000

describe('What a cluster needs of a broker', () => {
  let activemq: ActivemqBroker | undefined
  let embedded: EmbeddedBroker
  const table: string[] = []

  beforeAll(async () => {
    embedded = await EmbeddedBroker.start({ database: ':memory:', credentials })
    if (unavailable === undefined) activemq = await startActivemq()
  })

  afterAll(async () => {
    process.stderr.write(`${table.join('\n')}\n`)
    await activemq?.dispose()
    await embedded.stop()
  })

  const ours = [
    { name: 'embedded, OpenWire', url: () => `tcp://127.0.0.1:${embedded.port}` },
    { name: 'embedded, STOMP', url: () => `stomp://127.0.0.1:${embedded.port}` },
  ]
  const debian = [
    { name: 'ActiveMQ 5.17, OpenWire', url: () => `tcp://127.0.0.1:${activemq?.openWirePort ?? 0}` },
    { name: 'ActiveMQ 5.17, STOMP', url: () => `stomp://127.0.0.1:${activemq?.stompPort ?? 0}` },
  ]

  it.each([...ours, ...(unavailable === undefined ? debian : []), ...others])(
    'is given by $name',
    async ({ name, url }) => {
      const gaps: string[] = []
      for (const [behaviour, check] of Object.entries(behaviours)) {
        const gap = await gapOf(check, url())
        table.push(`  ${name.padEnd(26)} ${behaviour.padEnd(58)} ${gap ?? 'yes'}`)
        if (gap !== undefined) gaps.push(`${behaviour}: ${gap}`)
      }
      expect(gaps).toEqual([])
    },
  )
})

/** Why a broker does not behave so; undefined when it does. */
async function gapOf(check: (connect: Connect) => Promise<void>, url: string): Promise<string | undefined> {
  const sessions: BrokerSession[] = []
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new Error('it never happens'))
  }, deadline)
  const connect: Connect = async (options) => {
    // A broker that is refused is refused at once.
    const reconnect = { startupMaxReconnectAttempts: 1, ...options?.reconnect }
    const connection = { credentials, ...options?.connection }
    const session = new BrokerSession(networkUrl(url), { ...options, connection, reconnect })
    sessions.push(session)
    await session.connect()
    return session
  }
  const tried = check(connect)
  tried.catch(() => undefined)
  try {
    await Promise.race([tried, late.promise])
    return undefined
  } catch (error) {
    return textOf(error).split('\n')[0]
  } finally {
    clearTimeout(timer)
    await Promise.all(sessions.map((session) => session.close()))
  }
}
