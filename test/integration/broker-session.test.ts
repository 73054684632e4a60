import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  consumerQueue,
  deadLetterQueue,
  queue,
  topic,
  type Destination,
} from '../../electron/broker/destinations.ts'
import { openStompConnection } from '../../electron/broker/stomp/open-stomp-connection.ts'
import { defaultConnectionSettings } from '../../electron/broker/connection-settings.ts'
import { systemClock } from '../../electron/scheduler/clock.ts'
import { BrokerSession, type SessionOptions } from '../../electron/broker/session.ts'
import { TransformationSupport } from '../../electron/broker/stomp/transformation-support.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import { startEmbeddedBrokerProcess } from '../support/embedded-broker-process.ts'
import { Inbox, networkUrl, statusWhere } from '../support/broker-session.ts'

const unavailable = activemqAvailable()
if (unavailable !== undefined)
  process.stderr.write(`Skipped: broker session against ActiveMQ, ${unavailable}\n`)

type Broker = Pick<
  ActivemqBroker,
  'stompPort' | 'openWirePort' | 'freeze' | 'thaw' | 'kill' | 'stop' | 'restart' | 'dispose'
>

const portOf = {
  STOMP: ({ stompPort }: Broker) => `stomp://127.0.0.1:${stompPort}`,
  OpenWire: ({ openWirePort }: Broker) => `tcp://127.0.0.1:${openWirePort}`,
} as const
const protocols = ['STOMP', 'OpenWire'] as const
const credentials = { login: 'operator', passcode: 'sec:ret' }
const launchers: readonly { readonly kind: string; readonly start: () => Promise<Broker> }[] = [
  { kind: 'the embedded broker', start: () => startEmbeddedBrokerProcess({ credentials }) },
  ...(unavailable === undefined ? [{ kind: 'ActiveMQ', start: () => startActivemq() }] : []),
]
const sides = launchers.flatMap((launcher) => protocols.map((protocol) => ({ ...launcher, protocol })))

describe.each(sides)('A session with $kind over $protocol', ({ protocol, start }) => {
  const urlOf = portOf[protocol]
  let broker: Broker
  let second: Broker
  const sessions: BrokerSession[] = []

  beforeAll(async () => {
    ;[broker, second] = await Promise.all([start(), start()])
  })

  afterEach(async () => {
    broker.thaw()
    await Promise.all(sessions.splice(0).map((session) => session.close()))
  })

  afterAll(async () => {
    await Promise.all([broker.dispose(), second.dispose()])
  })

  async function connect(options: SessionOptions = {}, url = urlOf(broker)) {
    const connection = { credentials, ...options.connection }
    const session = new BrokerSession(networkUrl(url), { ...options, connection })
    sessions.push(session)
    await session.connect()
    return session
  }

  /** A virtual topic of the test's own, and one consumer queue of it. */
  function freshTopic(): { readonly to: Destination; readonly from: Destination } {
    const name = `VirtualTopic.${randomUUID()}`
    return { to: topic(name), from: consumerQueue('node-1', name) }
  }

  const send = (session: BrokerSession, destination: Destination, body: string, properties = {}) =>
    session.publish({ destination, properties, body })

  it('knows the broker’s version', async () => {
    const session = await connect()
    const { status } = session
    expect(status.state === 'connected' && status.brokerVersion).toMatch(/^(ActiveMQ\/5|Plumbline\/\d)/)
  })

  it('delivers every string exactly, as an object, with its properties', async () => {
    const session = await connect()
    const { to, from } = freshTopic()
    const inbox = new Inbox()
    await session.subscribe({ destination: from }, inbox.take)
    const texts = [
      ...[
        '',
        'true',
        'false',
        'null',
        '007',
        '1e5',
        '12345678901234567890',
        ' ',
        '  around  ',
        '\n',
        '\r',
        'a\r\nb',
      ],
      ...[
        '\t',
        '\u0000',
        '\u0001',
        '\u0085\u009f\u007f',
        '\ufffe\uffff',
        '\u2028',
        '😀 𝔸',
        '\u00a0x\u00a0',
        '{"a":1}',
      ],
      ...['"q" \'a\' <x/> & &amp; ]]>', '[1]', '$', '@x', '\\', '/', '</string>', 'é'.repeat(100_000)],
    ]
    const properties = {
      instanceName: 'gs-1',
      path: 'c:\\data\n',
      'na me': '  spaced  ',
      empty: '',
      name: 'café 😀',
    }
    await Promise.all(texts.map((text) => send(session, to, text, properties)))
    await inbox.count(texts.length)
    expect(inbox.texts).toEqual(texts)
    expect(inbox.messages[0]).toMatchObject({
      destination: from,
      originalDestination: to,
      persistent: true,
      redelivered: false,
      content: { kind: 'object' },
    })
    expect(Object.fromEntries(inbox.messages[0]?.properties ?? [])).toEqual(properties)
    expect(inbox.messages[0]?.timestamp).toBeGreaterThan(Date.UTC(2024))
  })

  it('gets nothing for an instance name with a dot, which is why such names are refused', async () => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const dotted = new Inbox()
    const plain = new Inbox()
    await session.subscribe({ destination: queue(`Consumer.node.1.${name}`) }, dotted.take)
    await session.subscribe({ destination: consumerQueue('node-1', name) }, plain.take)
    await send(session, topic(name), 'hello')
    await plain.count(1)
    expect(dotted.messages).toEqual([])
  })

  it('tells other kinds of messages from objects', async () => {
    const session = await connect()
    const destination = queue(randomUUID())
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    const [server] = networkUrl(`stomp://127.0.0.1:${broker.stompPort}`).servers
    if (server === undefined) throw new Error('no server')
    const connection = await openStompConnection(server, {
      settings: { ...defaultConnectionSettings, credentials },
      clock: systemClock,
      transformationSupport: new TransformationSupport(),
      signal: new AbortController().signal,
    })
    const headers = { destination: `/queue/${destination.name}` }
    await connection.request({ command: 'SEND', headers, body: Buffer.from('plain') })
    await connection.request({
      command: 'SEND',
      headers: { ...headers, 'content-length': '3' },
      body: Buffer.from([1, 2, 0]),
    })
    await connection.request({
      command: 'SEND',
      headers: { ...headers, transformation: 'jms-object-xml' },
      body: Buffer.from('no xml'),
    })
    await connection.close()
    await inbox.count(3)
    expect(inbox.messages.map(({ content }) => content)).toEqual([
      { kind: 'text', text: 'plain' },
      { kind: 'bytes', bytes: 3 },
      { kind: 'text', text: 'no xml' },
    ])
  })

  it('hands a message over the limit on as refused, and the next one whole', async () => {
    const producer = await connect()
    const consumer = await connect({ connection: { maxMessageBytes: 10_000 } })
    const { to, from } = freshTopic()
    const inbox = new Inbox()
    await consumer.subscribe({ destination: from }, inbox.take)
    await send(producer, to, 'x'.repeat(500_000))
    await send(producer, to, 'small')
    await inbox.count(2)
    expect(inbox.messages[0]?.content).toMatchObject({
      kind: 'refused',
      because: { code: 'PLB-BROKER-MESSAGE-TOO-LARGE' },
    })
    expect(inbox.texts[1]).toBe('small')
  })

  it('sends a property of the greatest size the broker takes, and refuses one byte more', async () => {
    const session = await connect()
    const destination = queue(randomUUID())
    const value = 'x'.repeat(10_240 - 'long:'.length)
    await send(session, destination, 'fits', { long: value })
    await expect(send(session, destination, 'does not', { long: `${value}x` })).rejects.toMatchObject({
      code: 'PLB-BROKER-HEADER-REFUSED',
    })
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await inbox.count(1)
    expect(inbox.messages[0]?.properties.get('long')).toBe(value)
    expect(session.servers[0]?.connections).toBe(1)
  })

  it('gets again what it did not acknowledge before its connection dropped', async () => {
    const { to, from } = freshTopic()
    const first = await connect()
    const unanswered = new Inbox(false)
    await first.subscribe({ destination: from }, unanswered.take)
    for (const body of ['one', 'two', 'three']) await send(first, to, body)
    await unanswered.count(3)
    unanswered.messages[0]?.ack()
    await first.close()
    expect(unanswered.messages[1]?.ack()).toBe(false)
    const again = new Inbox()
    await (await connect()).subscribe({ destination: from }, again.take)
    await again.count(2)
    expect(again.texts).toEqual(['two', 'three'])
    expect(again.messages.map(({ redelivered }) => redelivered)).toEqual([true, true])
    expect(again.messages.map(({ messageId }) => messageId)).toEqual(
      unanswered.messages.slice(1).map(({ messageId }) => messageId),
    )
  })

  it('survives acknowledging the same message twice', async () => {
    const session = await connect()
    const destination = queue(randomUUID())
    const inbox = new Inbox(false)
    await session.subscribe({ destination }, inbox.take)
    await send(session, destination, 'one')
    await inbox.count(1)
    inbox.messages[0]?.ack()
    inbox.messages[0]?.ack()
    await send(session, destination, 'two')
    await inbox.count(2)
    expect(session.servers[0]?.connections).toBe(1)
  })

  it('sends what is refused to the dead letter queue', async () => {
    const session = await connect()
    const { to, from } = freshTopic()
    const inbox = new Inbox(false)
    await session.subscribe({ destination: from }, inbox.take)
    await send(session, to, 'unwanted', { marker: from.name })
    await inbox.count(1)
    inbox.messages[0]?.nack()
    const dead = new Inbox()
    await session.subscribe(
      { destination: deadLetterQueue(), selector: `marker = '${from.name}'` },
      dead.take,
    )
    await dead.count(1)
    expect(dead.texts).toEqual(['unwanted'])
    expect(dead.messages[0]?.originalDestination).toEqual(from)
  })

  it('browses a queue without taking anything', async () => {
    const session = await connect()
    const destination = queue(randomUUID())
    const count = 1200
    const bodies = Array.from({ length: count }, (_, index) => `body ${index}`)
    await Promise.all(
      bodies.map((body, index) => send(session, destination, body, { number: String(index) })),
    )

    const numbers: string[] = []
    for await (const message of session.browse(destination)) {
      expect(message.content).toEqual({ kind: 'empty' })
      numbers.push(message.properties.get('number') ?? '')
      // A slow reader: the rest must wait at the broker, not here.
      if (numbers.length % 300 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(numbers).toEqual(bodies.map((_, index) => String(index)))

    const texts: unknown[] = []
    for await (const message of session.browse(destination, { withBodies: true, limit: 3 })) {
      texts.push(message.content)
    }
    expect(texts).toEqual(bodies.slice(0, 3).map((text) => ({ kind: 'object', text })))

    const selected: string[] = []
    for await (const message of session.browse(destination, { selector: "number = '7'" })) {
      selected.push(message.properties.get('number') ?? '')
    }
    expect(selected).toEqual(['7'])

    for await (const message of session.browse(destination)) {
      expect(message.properties.get('number')).toBe('0')
      break
    }
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await inbox.count(count)
    expect(inbox.texts).toEqual(bodies)
  })

  it('finds an empty queue empty', async () => {
    const session = await connect()
    expect(await session.browse(queue(randomUUID())).next()).toEqual({ done: true, value: undefined })
  })

  it('reports a selector the broker cannot read, to the subscriber alone', async () => {
    const session = await connect()
    const wrong = session.subscribe(
      { destination: queue(randomUUID()), selector: 'not ( a' },
      () => undefined,
    )
    const code = protocol === 'STOMP' ? 'PLB-BROKER-REQUEST-REFUSED' : 'PLB-BROKER-SELECTOR-REFUSED'
    await expect(wrong).rejects.toMatchObject({ code })
    await expect(session.browse(queue(randomUUID()), { selector: 'not ( a' }).next()).rejects.toSatisfy(
      isFailure,
    )
    await send(session, queue(randomUUID()), 'still works')
    expect(session.servers[0]?.connections).toBe(1)
  })

  it('loses nothing the broker confirmed when the broker is killed in the middle of the stream', async () => {
    const reconnect = { maxReconnectDelay: 300 }
    const producer = await connect({ reconnect })
    const consumer = await connect({ reconnect })
    const { to, from } = freshTopic()
    const seen = new Map<string, number>()
    const total = 1500
    const done = Promise.withResolvers<void>()
    await consumer.subscribe({ destination: from }, (message) => {
      const id = message.properties.get('id') ?? ''
      seen.set(id, (seen.get(id) ?? 0) + 1)
      message.ack()
      if (seen.size === total) done.resolve()
    })

    let confirmed = 0
    let refused = 0
    const killed = Promise.withResolvers<void>()
    const publish = async (id: number): Promise<void> => {
      for (;;) {
        try {
          await send(producer, to, `message ${id} ${'x'.repeat(2000)}`, { id: String(id) })
          confirmed += 1
          if (confirmed === 400) killed.resolve(broker.kill())
          return
        } catch (error) {
          if (!isFailure(error, 'PLB-BROKER-CONNECTION-LOST')) throw error
          refused += 1
        }
      }
    }
    const publishing = Promise.all(Array.from({ length: total }, (_, id) => publish(id)))
    await killed.promise
    await statusWhere(producer, ({ state }) => state === 'lost')
    await broker.restart()
    await publishing
    await done.promise
    expect(seen.size).toBe(total)
    expect(refused).toBeGreaterThanOrEqual(64)
    expect(producer.servers[0]?.connections).toBe(2)
    expect(consumer.servers[0]?.connections).toBe(2)
  })

  it('finds a frozen broker by its silence, keeps no more than the limits meanwhile, and comes back', async () => {
    const connection = { heartBeat: { outgoing: 500, incoming: 500 } }
    const inFlight = { messages: 32, bytes: 500_000 }
    const session = await connect({ connection, inFlight, reconnect: { maxReconnectDelay: 300 } })
    const destination = queue(randomUUID())
    broker.freeze()
    const before = process.memoryUsage().arrayBuffers
    const body = 'x'.repeat(50_000)
    const outcomes = Promise.allSettled(Array.from({ length: 2000 }, () => send(session, destination, body)))
    expect(session.pendingPublications).toBe(2000)
    const lost = await statusWhere(session, ({ state }) => state === 'lost')
    expect(lost).toMatchObject({ because: { code: 'PLB-BROKER-HEART-BEAT-LOST' } })
    // 2000 messages of 50 kB are 100 MB; what was encoded at any time is a hundredth of it.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'PLB-BROKER-HEART-BEAT-LOST' } })
    }
    broker.thaw()
    await send(session, destination, 'after the thaw')
  })

  it('stays connected through idle time with heart-beats', async () => {
    const session = await connect({ connection: { heartBeat: { outgoing: 500, incoming: 500 } } })
    const losses: string[] = []
    session.onStatus((status) => {
      if (status.state === 'lost') losses.push(status.because.message)
    })
    const { promise: elapsed, resolve } = Promise.withResolvers<void>()
    // Eight intervals of nothing but heart-beats: long enough for either side to call the other dead.
    systemClock.after(4000, resolve)
    await elapsed
    expect(losses).toEqual([])
  })

  it('moves to the other broker when one goes, and subscribes there in its protocol', async () => {
    const other = portOf[protocol === 'STOMP' ? 'OpenWire' : 'STOMP']
    const url = `failover:(${urlOf(second)},${other(broker)})?randomize=false`
    const session = await connect({ reconnect: { maxReconnectDelay: 300 } }, url)
    const portNow = () => (session.status.state === 'connected' ? session.status.server.port : undefined)
    const { to, from } = freshTopic()
    const inbox = new Inbox()
    await session.subscribe({ destination: from }, inbox.take)
    await send(session, to, 'from the first')
    await inbox.count(1)
    const [first, next] = networkUrl(url).servers
    expect(portNow()).toBe(first?.port)
    await second.stop()
    await statusWhere(session, (status) => status.state === 'connected' && status.server.port === next?.port)
    await send(session, to, 'from the second')
    await inbox.count(2)
    expect(inbox.texts).toEqual(['from the first', 'from the second'])
    expect(session.servers.map(({ connections }) => connections)).toEqual([1, 1])
  })

  it('says that nobody is there when nobody is', async () => {
    await second.stop()
    const failed = connect({ reconnect: { maxReconnectAttempts: 0 } }, urlOf(second))
    await expect(failed).rejects.toMatchObject({ cause: { code: 'PLB-BROKER-REFUSED' } })
  })
})
