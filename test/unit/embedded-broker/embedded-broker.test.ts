import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BrokerEvent } from '../../../electron/broker/embedded/broker-event.ts'
import {
  EmbeddedBroker,
  type EmbeddedBrokerOptions,
} from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { FakeClock } from '../broker/fake-clock.ts'
import { createCertificates } from '../../support/certificates.ts'
import { StompClient, type StompClientOptions } from '../../support/stomp-client.ts'
import { patience } from '../../support/patience.ts'

const individual = { ack: 'client-individual' }

let directory: string
let database: string
let events: BrokerEvent[]
const brokers: EmbeddedBroker[] = []
const clients: StompClient[] = []

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'plumbline-embedded-'))
  database = join(directory, 'broker.db')
  events = []
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.drop()))
  await Promise.all(brokers.splice(0).map((broker) => broker.stop()))
  await rm(directory, { recursive: true, force: true })
})

async function start(options: Partial<EmbeddedBrokerOptions> = {}): Promise<EmbeddedBroker> {
  const broker = await EmbeddedBroker.start({
    database: ':memory:',
    onEvent: (event) => events.push(event),
    ...options,
  })
  brokers.push(broker)
  return broker
}

async function connect(
  broker: EmbeddedBroker,
  options: Partial<StompClientOptions> = {},
): Promise<StompClient> {
  const client = await StompClient.connect({ host: broker.host, port: broker.port, ...options })
  clients.push(client)
  return client
}

/** What buffers hold in this process, garbage not counted. */
function bytesOutsideTheHeap(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc()')
  const { external, arrayBuffers } = process.memoryUsage()
  return external + arrayBuffers
}

describe('starting and stopping', () => {
  test('it listens on a free loopback port and says where', async () => {
    const broker = await start()
    expect(broker.url).toBe(`stomp://127.0.0.1:${broker.port}`)
    expect((await connect(broker)).connected.headers['server']).toMatch(/^Plumbline\/\d+\.\d+\.\d+$/)
  })

  test('an address other machines could reach is refused without TLS and a login', async () => {
    const { serverCertificate, serverKey } = await createCertificates(directory)
    const tls = { certificate: Buffer.from(serverCertificate), key: Buffer.from(serverKey) }
    const credentials = { login: 'geoserver', passcode: 'secret' }
    for (const lacking of [{}, { tls }, { credentials }])
      await expect(start({ host: '0.0.0.0', ...lacking })).rejects.toMatchObject({
        code: 'PLB-EMBEDDED-BROKER-NOT-LOOPBACK',
      })
    await expect(start({ host: '0.0.0.0', tls, credentials })).resolves.toBeDefined()
  })

  test('a taken port is named, and the database is let go', async () => {
    const { port } = await start()
    await expect(start({ port, database })).rejects.toMatchObject({
      code: 'PLB-EMBEDDED-BROKER-PORT-TAKEN',
      details: { host: '127.0.0.1', port },
    })
    await expect(start({ database })).resolves.toBeDefined()
  })

  test('an address that is not of this machine is refused in words', async () => {
    const { serverCertificate, serverKey } = await createCertificates(directory)
    const tls = { certificate: Buffer.from(serverCertificate), key: Buffer.from(serverKey) }
    const credentials = { login: 'geoserver', passcode: 'secret' }
    await expect(start({ host: '192.0.2.1', tls, credentials })).rejects.toMatchObject({
      code: 'PLB-EMBEDDED-BROKER-CANNOT-LISTEN',
    })
  })

  test('a second broker on the same database is refused', async () => {
    await start({ database })
    await expect(start({ database })).rejects.toMatchObject({ code: 'PLB-STORAGE-DATABASE-IN-USE' })
  })

  test('a damaged database is set aside, and told', async () => {
    await writeFile(database, 'this is no database'.repeat(100))
    const broker = await start({ database })
    const [event] = events
    expect(event).toMatchObject({
      kind: 'messages lost',
      path: expect.stringContaining('damaged') as string,
      lost: undefined,
    })
    expect((await readdir(directory)).some((name) => name.includes('damaged'))).toBe(true)
    await connect(broker)
  })

  test('what a damaged database still shows of what it held is told', async () => {
    const broker = await start({ database })
    const client = await connect(broker)
    for (const body of ['one', 'two']) {
      await client.request('SEND', { destination: '/queue/q', persistent: 'true' }, body)
    }
    await broker.stop()
    const connection = new DatabaseSync(database)
    connection.exec(`CREATE TABLE more (text); INSERT INTO more VALUES ('a page of its own')`)
    connection.close()
    const bytes = await readFile(database)
    const page = Math.floor(bytes.indexOf('a page of its own') / 4096) * 4096
    await writeFile(database, bytes.fill(255, page, page + 8))
    await start({ database })
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'messages lost', lost: [{ queue: 'q', messages: 2 }] }),
    )
  })

  test('stopping closes the connections and keeps what was answered; stopping again is no error', async () => {
    const broker = await start({ database })
    const client = await connect(broker)
    await client.request('SEND', { destination: '/queue/kept', persistent: 'true' }, 'kept')
    await broker.stop()
    await client.closed()
    await broker.stop()
    expect((await start({ database })).queueDepth('kept')).toBe(1)
  })
})

describe('what an operator sees', () => {
  test('queues, topics and durable subscriptions with their counts', async () => {
    const broker = await start()
    const client = await connect(broker, { headers: { 'client-id': 'gs1' } })
    const destination = '/topic/VirtualTopic.geoserver'
    const consumer = await client.subscribe('/queue/Consumer.gs1.VirtualTopic.geoserver', individual)
    await client.subscribe(destination, { id: 'd', ...individual, 'activemq.subscriptionName': 'changes' })
    for (const body of ['1', '2', '3']) await client.request('SEND', { destination }, body)
    const [first] = await consumer.take(3)
    if (first !== undefined) await consumer.ack(first)
    expect(broker.destinations()).toEqual([
      {
        kind: 'queue',
        name: 'Consumer.gs1.VirtualTopic.geoserver',
        depth: 2,
        consumers: 1,
        enqueued: 3,
        dequeued: 1,
      },
      { kind: 'topic', name: 'VirtualTopic.geoserver', depth: 0, consumers: 1, enqueued: 3, dequeued: 0 },
      {
        kind: 'durable subscription',
        name: 'changes',
        topic: 'VirtualTopic.geoserver',
        clientId: 'gs1',
        depth: 3,
        consumers: 1,
        enqueued: 3,
        dequeued: 0,
      },
    ])
    expect(broker.queueDepth('Consumer.gs1.VirtualTopic.geoserver')).toBe(2)
    expect(broker.queueDepth('nowhere')).toBeUndefined()
  })

  test('a queue nobody consumes from can be deleted, for good and with what it holds', async () => {
    const broker = await start({ database })
    const client = await connect(broker)
    const name = 'Consumer.gone.VirtualTopic.geoserver'
    const subscription = await client.subscribe(`/queue/${name}`, individual)
    for (let number = 0; number < 1200; number++) {
      client.send(
        'SEND',
        { destination: '/topic/VirtualTopic.geoserver', persistent: 'true' },
        String(number),
      )
    }
    await client.settle()
    expect(() => broker.deleteQueue(name)).toThrow(
      expect.objectContaining({ code: 'PLB-EMBEDDED-BROKER-QUEUE-IN-USE' }) as Error,
    )
    await subscription.unsubscribe()
    expect(broker.deleteQueue(name)).toBe(true)
    expect(broker.deleteQueue(name)).toBe(false)
    await client.request(
      'SEND',
      { destination: '/topic/VirtualTopic.geoserver', persistent: 'true' },
      'for nobody',
    )
    expect(broker.queueDepth(name)).toBeUndefined()
    await broker.stop()

    const again = await start({ database })
    expect(again.destinations()).toEqual([])
    await (await connect(again)).settle()
    await again.stop()
    const file = new DatabaseSync(database)
    expect(file.prepare('SELECT count(*) AS messages FROM messages').get()).toEqual({ messages: 0 })
    file.close()
  })

  test('who came and went, what was refused and what died, and never a passcode', async () => {
    const broker = await start({ credentials: { login: 'op', passcode: 'hush-hush' } })
    await expect(connect(broker, { headers: { login: 'op', passcode: 'not-it' } })).rejects.toThrow()
    const client = await connect(broker, {
      headers: { login: 'op', passcode: 'hush-hush', 'client-id': 'c' },
    })
    await client.request('SEND', { destination: '/queue/q', persistent: 'true' }, 'bad')
    const subscription = await client.subscribe('/queue/q', individual)
    await subscription.nack(await subscription.next())
    await client.disconnect()
    expect(events).toEqual([
      expect.objectContaining({ kind: 'refused', message: 'User name [op] or password is invalid.' }),
      {
        kind: 'connected',
        clientId: 'c',
        remoteAddress: expect.stringMatching(/^tcp:\/\/127\.0\.0\.1:\d+$/) as string,
      },
      { kind: 'dead letter', from: 'q', reason: 'refused' },
      expect.objectContaining({ kind: 'disconnected', clientId: 'c', reason: 'the client disconnected' }),
    ])
    expect(JSON.stringify(events)).not.toMatch(/hush-hush|not-it/)
  })
})

describe('what this broker does not do, it refuses in words', () => {
  test.each([
    ['a wildcard', 'SEND', { destination: '/queue/a.>' }, /it holds a wildcard/],
    ['a composite destination', 'SEND', { destination: '/queue/a,/queue/b' }, /a comma makes a list/],
    [
      'another kind of destination',
      'SEND',
      { destination: '/dsub/a' },
      /must begin with \/queue\/, \/topic\/ or/,
    ],
    ['a name without a prefix', 'SEND', { destination: 'a' }, /must begin with \/queue\/, \/topic\/ or/],
    [
      'a selector beyond equality',
      'SUBSCRIBE',
      { destination: '/queue/a', id: 's', selector: 'a > 3' },
      /Unsupported selector/,
    ],
    [
      'an unknown ack mode',
      'SUBSCRIBE',
      { destination: '/queue/a', id: 's', ack: 'maybe' },
      /Unknown ack mode/,
    ],
    [
      'a prefetch of none',
      'SUBSCRIBE',
      { destination: '/queue/a', id: 's', 'activemq.prefetchSize': 0 },
      /whole number above 0/,
    ],
    [
      'browsing a topic',
      'SUBSCRIBE',
      { destination: '/topic/a', id: 's', browser: 'true' },
      /cannot be browsed/,
    ],
    [
      'a durable subscription of nobody',
      'SUBSCRIBE',
      { destination: '/topic/a', id: 's', 'activemq.subscriptionName': 'n' },
      /needs a client-id/,
    ],
    [
      'a priority that is none',
      'SEND',
      { destination: '/queue/a', priority: 'high' },
      /priority header must be a whole number/,
    ],
  ])('%s', async (_, command, headers, message) => {
    const client = await connect(await start())
    await expect(client.request(command, headers)).rejects.toThrow(message)
    await client.settle()
  })

  test('two subscriptions of one connection cannot have the same id', async () => {
    const client = await connect(await start())
    await client.subscribe('/queue/a', { id: 's' })
    await expect(client.request('SUBSCRIBE', { destination: '/queue/b', id: 's' })).rejects.toThrow(
      'There already is a subscription with the id s',
    )
  })

  test('what only the broker may say about a message cannot be forged', async () => {
    const client = await connect(await start())
    const forged = {
      'message-id': 'mine',
      subscription: 'other',
      ack: 'other',
      redelivered: 'true',
      browser: 'end',
      'original-destination': '/topic/other',
    }
    await client.request('SEND', { destination: '/queue/q', ...forged }, 'body')
    const { headers } = await (await client.subscribe('/queue/q', { id: 's' })).next()
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['redelivered']))
    expect(headers).toMatchObject({ subscription: 's', destination: '/queue/q' })
    expect(headers['message-id']).toMatch(/^ID:plumbline-/)
    for (const name of ['ack', 'redelivered', 'browser', 'original-destination'])
      expect(headers).not.toHaveProperty(name)
  })
})

describe('limits', () => {
  test('connections', async () => {
    const broker = await start({ limits: { connections: 1 } })
    const first = await connect(broker)
    await expect(connect(broker)).rejects.toThrow('The broker has too many connections')
    await first.disconnect()
    await expect(connect(broker)).resolves.toBeDefined()
  })

  test('subscriptions of a connection', async () => {
    const client = await connect(await start({ limits: { subscriptions: 1 } }))
    await client.subscribe('/queue/a')
    await expect(client.subscribe('/queue/b')).rejects.toThrow(
      'This connection has 1 subscriptions and gets no more',
    )
  })

  test('destinations; the dead letter queue is made all the same', async () => {
    const broker = await start({ limits: { destinations: 1 } })
    const client = await connect(broker)
    const subscription = await client.subscribe('/queue/a', individual)
    await expect(client.request('SEND', { destination: '/queue/b' })).rejects.toThrow(/has 1 destinations/)
    await expect(client.request('SEND', { destination: '/topic/b' })).rejects.toThrow(/has 1 destinations/)
    await client.request('SEND', { destination: '/queue/a', persistent: 'true' }, 'bad')
    await subscription.nack(await subscription.next())
    expect(broker.queueDepth('ActiveMQ.DLQ')).toBe(1)
  })

  test('a transaction meets them with its frames, not half-way through its COMMIT', async () => {
    const broker = await start({ limits: { destinations: 1 } })
    const client = await connect(broker)
    await client.request('BEGIN', { transaction: 't' })
    await client.request('SEND', { destination: '/queue/a', transaction: 't' }, '1')
    await expect(client.request('SEND', { destination: '/queue/b', transaction: 't' }, '2')).rejects.toThrow(
      /has 1 destinations/,
    )
    await client.request('SEND', { destination: '/queue/a', transaction: 't' }, '3')
    expect(broker.queueDepth('a')).toBe(0)
    await client.request('COMMIT', { transaction: 't' })
    expect(broker.queueDepth('a')).toBe(2)
  })

  test('open transactions', async () => {
    const client = await connect(await start({ limits: { transactionSteps: 2, transactionBytes: 1000 } }))
    const headers = { destination: '/queue/a', transaction: 't' }
    await client.request('BEGIN', { transaction: 't' })
    await expect(client.request('SEND', headers, 'x'.repeat(2000))).rejects.toThrow(/hold too much/)
    await client.request('SEND', headers, '1')
    await client.request('SEND', headers, '2')
    await expect(client.request('SEND', headers, '3')).rejects.toThrow(/hold too much/)
    await client.request('COMMIT', { transaction: 't' })
    expect(await (await client.subscribe('/queue/a')).texts(2)).toEqual(['1', '2'])
  })

  test('a client that says nothing is not waited for', async () => {
    const broker = await start({ limits: { connectDeadline: 50 } })
    const client = await StompClient.open({ host: broker.host, port: broker.port })
    clients.push(client)
    expect((await client.error()).headers['message']).toBe('No CONNECT was received in time')
    await client.closed()
  })

  test('a client that has not named itself gets no room for a body', async () => {
    const broker = await start()
    const client = await StompClient.open({ host: broker.host, port: broker.port })
    clients.push(client)
    client.write('CONNECT\ncontent-length:5000\n\n')
    expect((await client.error()).headers['message']).toBe('The maximum data length was exceeded')
    await client.closed()
  })
})

test('persistent and other messages keep their common order', async () => {
  const client = await connect(await start({ database }))
  const numbers = Array.from({ length: 40 }, (_, number) => number)
  for (const number of numbers) {
    const persistent = number % 3 === 0 ? 'true' : 'false'
    client.send('SEND', { destination: '/queue/mixed', persistent }, String(number))
  }
  expect((await (await client.subscribe('/queue/mixed')).texts(40)).map(Number)).toEqual(numbers)
})

test('time comes from the clock it is given', async () => {
  let now = 1_000_000
  const client = await connect(await start({ now: () => now }))
  for (const expires of [1_500_000, 2_500_000]) {
    await client.request('SEND', { destination: '/queue/q', expires }, String(expires))
  }
  now = 2_000_000
  const message = await (await client.subscribe('/queue/q')).next()
  expect(message).toMatchObject({ text: '2500000', headers: { timestamp: '1000000' } })
})

test('a client that does not read costs no more memory than its connection buffers, and gets everything later', async () => {
  const broker = await start({ database })
  const sender = await connect(broker)
  const reader = await connect(broker)
  const body = 'x'.repeat(100_000)
  const subscription = await reader.subscribe('/topic/flood')
  reader.pause()
  const before = bytesOutsideTheHeap()
  for (let number = 0; number < 600; number++) {
    await sender.request('SEND', { destination: '/topic/flood', number }, body)
  }
  // 60 MB were sent; the sockets' buffers hold a few at most, once the collector has been everywhere.
  await vi.waitFor(() => {
    expect(bytesOutsideTheHeap() - before).toBeLessThan(10_000_000)
  }, patience)
  reader.resume()
  const numbers = (await subscription.take(600)).map((frame) => Number(frame.headers['number']))
  expect(numbers).toEqual(Array.from({ length: 600 }, (_, number) => number))
})

test('a client that does not read its answers is not read from either, until it does', async () => {
  const broker = await start()
  const enqueued = () => broker.destinations().find(({ name }) => name === 'nobody')?.enqueued ?? 0
  const client = await connect(broker)
  const other = await connect(broker)
  const frames = 4000
  client.pause()
  // Each answer repeats what it answers, so that 40 MB of them would pile up.
  for (let number = 0; number < frames; number++) {
    client.send('SEND', { destination: '/topic/nobody', receipt: String(number).padEnd(10_000, '.') })
  }
  let seen = -1
  while (seen < enqueued()) {
    seen = enqueued()
    for (let round = 0; round < 10; round++) await other.settle()
  }
  expect(seen).toBeGreaterThan(0)
  expect(seen).toBeLessThan(frames)
  client.resume()
  await client.settle()
  expect(enqueued()).toBe(frames)
})

describe('when nothing can be stored', () => {
  /** Makes the broker's database refuse messages, until the returned function is called. */
  function refuseMessages(): () => void {
    const connection = new DatabaseSync(database)
    connection.exec(
      `CREATE TRIGGER refuse BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'no more'); END`,
    )
    return () => {
      connection.exec('DROP TRIGGER refuse')
      connection.close()
    }
  }

  test('clients are told and disconnected, nothing unanswered stays, and it goes on when it can', async () => {
    const broker = await start({ database })
    const client = await connect(broker, { headers: { 'client-id': 'c' } })
    await client.request('SEND', { destination: '/queue/q', persistent: 'true' }, 'first')
    const subscription = await client.subscribe('/queue/q', individual)
    await subscription.next()
    const topicSubscription = await client.subscribe('/topic/t', individual)
    await client.request('SEND', { destination: '/topic/t' }, 'before')
    await topicSubscription.next()
    const relent = refuseMessages()
    const refused = client.request('SEND', { destination: '/queue/q', persistent: 'true' }, 'refused')
    await expect(refused).rejects.toThrow('the connection closed')
    expect((await client.error()).headers['message']).toBe('The broker could not store what it was sent')
    expect(events.map(({ kind }) => kind)).toContain('store failed')
    relent()

    const again = await connect(broker, { headers: { 'client-id': 'c' } })
    await again.request('SEND', { destination: '/queue/q', persistent: 'true' }, 'second')
    expect(await (await again.subscribe('/queue/q', individual)).texts(2)).toEqual(['first', 'second'])
    const anew = await again.subscribe('/topic/t', individual)
    await again.request('SEND', { destination: '/topic/t' }, 'after')
    expect((await anew.next()).text).toBe('after')
  })

  test('a broker that cannot even read its database keeps its port, says why, and comes back by itself', async () => {
    const clock = new FakeClock()
    const broker = await start({ database, clock })
    const client = await connect(broker)
    await client.request('SEND', { destination: '/queue/q', persistent: 'true' }, 'kept')
    const connection = new DatabaseSync(database)
    connection.exec('ALTER TABLE messages RENAME TO elsewhere')
    client.send('SEND', { destination: '/queue/q', persistent: 'true' }, 'body')
    await client.closed()
    expect(broker.trouble).toMatchObject({ code: 'PLB-EMBEDDED-BROKER-STORE-UNREADABLE' })
    await expect(connect(broker)).rejects.toThrow()
    clock.advance(60_000)
    await expect(connect(broker)).rejects.toThrow()
    connection.exec('ALTER TABLE elsewhere RENAME TO messages')
    connection.close()
    clock.advance(60_000)
    expect(broker.trouble).toBeUndefined()
    const again = await connect(broker)
    expect(await (await again.subscribe('/queue/q', individual)).texts(1)).toEqual(['kept'])
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind.startsWith('store'))
    expect(kinds).toEqual(['store failed', 'store unavailable', 'store unavailable', 'store back'])
  })

  test.each([
    ['database', ''],
    ['key', '.key'],
  ])('a broker whose %s is taken away confirms nothing until it is back', async (_what, suffix) => {
    const clock = new FakeClock()
    const broker = await start({ database, clock })
    const client = await connect(broker)
    await client.request('SEND', { destination: '/queue/q', persistent: 'true' }, 'kept')
    await rename(`${database}${suffix}`, `${database}.aside`)
    const lost = client.request('SEND', { destination: '/queue/q', persistent: 'true' }, 'lost')
    await expect(lost).rejects.toThrow('the connection closed')
    expect(broker.trouble).toMatchObject({ code: 'PLB-EMBEDDED-BROKER-STORE-UNREADABLE' })
    await expect(connect(broker)).rejects.toThrow()
    await rename(`${database}.aside`, `${database}${suffix}`)
    clock.advance(60_000)
    expect(broker.trouble).toBeUndefined()
    const again = await connect(broker)
    expect(await (await again.subscribe('/queue/q', individual)).texts(1)).toEqual(['kept'])
    expect(events.map(({ kind }) => kind)).not.toContain('messages lost')
  })

  test('a broker whose database is deleted while it runs begins a new one and says what that means', async () => {
    const clock = new FakeClock()
    const broker = await start({ database, clock })
    const client = await connect(broker)
    await client.request('SEND', { destination: '/queue/q', persistent: 'true' }, 'gone')
    for (const suffix of ['', '-wal', '-shm']) await rm(`${database}${suffix}`, { force: true })
    client.send('SEND', { destination: '/queue/q', persistent: 'true' }, 'body')
    await client.closed()
    clock.advance(60_000)
    expect(broker.trouble).toBeUndefined()
    expect(events).toContainEqual({ kind: 'messages lost', path: undefined, lost: undefined })
    const again = await connect(broker)
    await again.request('SEND', { destination: '/queue/q', persistent: 'true' }, 'new')
    expect(await (await again.subscribe('/queue/q', individual)).texts(1)).toEqual(['new'])
  })

  test('a broker whose database was deleted says so when it starts', async () => {
    await (await start({ database })).stop()
    expect(events.map(({ kind }) => kind)).not.toContain('messages lost')
    await rm(database)
    await start({ database })
    expect(events).toContainEqual({ kind: 'messages lost', path: undefined, lost: undefined })
  })
})
