import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BackOff } from '../../../electron/scheduler/back-off.ts'
import { parseBrokerUrl } from '../../../electron/broker/broker-url.ts'
import { queue, topic } from '../../../electron/broker/destinations.ts'
import { defaultReconnectPolicy } from '../../../electron/broker/failover-options.ts'
import { ServerPool } from '../../../electron/broker/sessions/server-pool.ts'
import { BrokerSession, type SessionOptions } from '../../../electron/broker/sessions/session.ts'
import type { ReceivedMessage } from '../../../electron/broker/sessions/subscription.ts'
import { failure } from '../../../electron/errors/failure.ts'
import { FakeClock } from './fake-clock.ts'
import { FakeNetwork } from './fake-network.ts'
import { patience } from '../../support/patience.ts'

const started: { readonly session: BrokerSession; readonly clock: FakeClock }[] = []

afterEach(async () => {
  for (const { session, clock } of started.splice(0)) {
    const closing = session.close()
    // A handler a test left unfinished is waited for, but not for ever.
    clock.advance(60_000)
    await closing
  }
})

function serversOf(text: string) {
  const url = parseBrokerUrl(text)
  if (url.kind !== 'network') throw new Error('not a network URL')
  return url
}

function start(text: string, options: SessionOptions = {}) {
  const network = new FakeNetwork()
  const clock = new FakeClock()
  const session = new BrokerSession(serversOf(text), options, { clock, random: () => 0, open: network.open })
  started.push({ session, clock })
  const states: string[] = []
  session.onStatus((status) => {
    states.push(status.state === 'lost' ? `lost, again in ${status.nextAttemptIn}` : status.state)
  })
  return { network, clock, session, states }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))
const hello = { destination: topic('VirtualTopic.t'), properties: {}, body: 'hello' }

describe('Waits between attempts', () => {
  it('double up to the limit and begin again after a reset', () => {
    const backOff = new BackOff({ first: 10, longest: 100, factor: 2 }, () => 0)
    expect(Array.from({ length: 6 }, () => backOff.next())).toEqual([10, 20, 40, 80, 100, 100])
    backOff.reset()
    expect(backOff.next()).toBe(10)
  })

  it('stay the same when they are not to grow', () => {
    const backOff = new BackOff({ first: 10, longest: 100, factor: 1 }, () => 0)
    expect([backOff.next(), backOff.next()]).toEqual([10, 10])
  })

  it('never exceed the limit nor shrink below half, whatever chance says', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 0, max: 5000 }),
        (random, first, longest) => {
          const backOff = new BackOff({ first, longest, factor: 2 }, () => random)
          let unshortened = Math.min(first, longest)
          for (let round = 0; round < 20; round += 1) {
            const delay = backOff.next()
            expect(delay).toBeLessThanOrEqual(longest)
            expect(delay).toBeGreaterThanOrEqual(Math.floor(unshortened / 2))
            unshortened = Math.min(Math.max(unshortened, 1) * 2, longest)
          }
        },
      ),
    )
  })
})

describe('The pool of servers', () => {
  const { servers } = serversOf('failover:(stomp://a:1,stomp://b:2,stomp://c:3)')
  const names = (round: readonly { host: string }[]) => round.map(({ host }) => host).join('')

  it('keeps the order of the URL unless it is to be random', () => {
    const pool = new ServerPool(servers, { ...defaultReconnectPolicy, randomize: false }, Math.random)
    expect(names(pool.round())).toBe('abc')
  })

  it('goes through every server in any order chance gives', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 3 }), (numbers) => {
        let index = 0
        const pool = new ServerPool(
          servers,
          defaultReconnectPolicy,
          () => numbers[index++ % numbers.length] ?? 0,
        )
        expect([...names(pool.round())].sort().join('')).toBe('abc')
      }),
    )
  })

  it('tries the server just lost last', () => {
    const pool = new ServerPool(servers, { ...defaultReconnectPolicy, randomize: false }, Math.random)
    expect(names(pool.round(servers[0]))).toBe('bca')
  })

  it('tries preferred servers first', () => {
    const policy = { randomize: false, priorityBackup: true }
    expect(names(new ServerPool(servers, { ...policy, priorityServers: ['c:3'] }, Math.random).round())).toBe(
      'cab',
    )
    expect(names(new ServerPool(servers, { ...policy, priorityServers: [] }, Math.random).round())).toBe(
      'abc',
    )
  })

  it('gives snapshots that later changes leave alone', () => {
    const pool = new ServerPool(servers, defaultReconnectPolicy, Math.random)
    const [first] = servers
    if (first === undefined) throw new Error('no server')
    const before = pool.snapshot
    pool.failed(first, failure('PLB-BROKER-REFUSED', { server: 'a:1' }))
    expect(before[0]).toMatchObject({ failedAttempts: 0, lastFailure: undefined })
    expect(pool.snapshot[0]).toMatchObject({ failedAttempts: 1, lastFailure: { code: 'PLB-BROKER-REFUSED' } })
    pool.connected(first)
    expect(pool.snapshot[0]).toMatchObject({ connections: 1, failedAttempts: 0, lastFailure: undefined })
    expect(Object.isFrozen(pool.snapshot) && Object.isFrozen(pool.snapshot[0])).toBe(true)
  })
})

describe('A session without a broker', () => {
  it('goes through all servers, waits, and does it again with a longer wait', async () => {
    const { network, clock, session, states } = start('failover:(stomp://a:1,stomp://b:2)?randomize=false')
    void session.connect().catch(() => undefined)
    await settled()
    expect(network.attempts).toEqual(['a:1', 'b:2'])
    expect(states).toEqual(['connecting', 'lost, again in 0', 'connecting', 'lost, again in 10'])
    clock.advance(10)
    await settled()
    expect(network.attempts).toHaveLength(4)
    expect(states.at(-1)).toBe('lost, again in 20')
    expect(session.status).toMatchObject({ state: 'lost', because: { code: 'PLB-BROKER-REFUSED' } })
  })

  it('connects to the second server when the first is down', async () => {
    const { network, session, states } = start('failover:(stomp://a:1,stomp://b:2)?randomize=false')
    network.start('b:2')
    await session.connect()
    expect(session.status).toMatchObject({
      state: 'connected',
      server: { host: 'b' },
      brokerVersion: 'Fake/1',
    })
    expect(states).toEqual(['connecting', 'lost, again in 0', 'connecting', 'connected'])
  })

  it('gives up when the attempts are used up, and says what the last one said', async () => {
    const { network, clock, session } = start('failover:(stomp://a:1)?maxReconnectAttempts=3')
    const connected = session.connect()
    connected.catch(() => undefined)
    for (let round = 0; round < 5; round += 1) {
      await settled()
      clock.advance(1000)
    }
    await expect(connected).rejects.toMatchObject({
      code: 'PLB-BROKER-ATTEMPTS-EXHAUSTED',
      cause: { code: 'PLB-BROKER-REFUSED' },
    })
    expect(network.attempts).toHaveLength(3)
    expect(session.status).toMatchObject({
      state: 'closed',
      because: { code: 'PLB-BROKER-ATTEMPTS-EXHAUSTED' },
    })
    await expect(session.publish(hello)).rejects.toMatchObject({ code: 'PLB-BROKER-ATTEMPTS-EXHAUSTED' })
  })

  it('counts attempts at start apart', async () => {
    const { network, session } = start(
      'failover:(stomp://a:1)?startupMaxReconnectAttempts=0&maxReconnectAttempts=-1',
    )
    await expect(session.connect()).rejects.toMatchObject({ code: 'PLB-BROKER-ATTEMPTS-EXHAUSTED' })
    expect(network.attempts).toHaveLength(1)
  })

  it('does not come back after a loss when the URL allows no attempts', async () => {
    const { network, session } = start('failover:(stomp://a:1)?maxReconnectAttempts=0')
    network.start('a:1')
    await session.connect()
    network.stop('a:1')
    await vi.waitFor(() => {
      expect(session.status).toMatchObject({
        state: 'closed',
        because: { code: 'PLB-BROKER-CONNECTION-LOST' },
      })
    }, patience)
  })

  it('stops trying when the caller gives up', async () => {
    const { clock, session } = start('stomp://a:1')
    const giveUp = new AbortController()
    const connected = session.connect(giveUp.signal)
    connected.catch(() => undefined)
    await settled()
    giveUp.abort(new Error('enough'))
    await expect(connected).rejects.toThrow('enough')
    await vi.waitFor(() => {
      expect(session.status.state).toBe('closed')
    }, patience)
    expect(clock.pending).toEqual([])
  })

  it('tells its changes one after the other to whoever iterates', async () => {
    const { network, session } = start('stomp://a:1')
    network.start('a:1')
    const seen: string[] = []
    const reading = (async () => {
      for await (const status of session.statuses()) seen.push(status.state)
    })()
    await session.connect()
    await session.close()
    await reading
    expect(seen).toEqual(['idle', 'connecting', 'connected', 'closed'])
  })

  it('waits longer and longer for a broker that lets it in and hangs up', async () => {
    const { network, clock, session, states } = start('stomp://a:1')
    network.start('a:1')
    void session.connect().catch(() => undefined)
    for (let round = 0; round < 3; round += 1) {
      await settled()
      network.latest.end(failure('PLB-BROKER-CONNECTION-LOST', { server: 'a:1', reason: 'hung up' }))
      await settled()
      clock.advance(30_000)
    }
    await settled()
    expect(states.filter((state) => state.startsWith('lost'))).toEqual([
      'lost, again in 10',
      'lost, again in 20',
      'lost, again in 40',
    ])
  })

  it.each([
    ['lasted', (clock: FakeClock) => Promise.resolve(clock.advance(1_000))],
    [
      'been of use',
      async (_clock: FakeClock, network: FakeNetwork, session: BrokerSession) => {
        const published = session.publish(hello)
        network.latest.asked('SEND')[0]?.confirm()
        await published
      },
    ],
  ])('waits with a small delay again once a connection has %s', async (_what, use) => {
    const { network, clock, session, states } = start('stomp://a:1')
    void session.connect().catch(() => undefined)
    for (let round = 0; round < 8; round += 1) {
      await settled()
      clock.advance(2000)
    }
    network.start('a:1')
    await settled()
    clock.advance(2000)
    await vi.waitFor(() => {
      expect(session.status.state).toBe('connected')
    }, patience)
    await use(clock, network, session)
    network.stop('a:1')
    await settled()
    expect(states.at(-1)).toBe('lost, again in 10')
  })

  it('tries the other servers of the list at once when it loses the one it used', async () => {
    const { network, clock, session, states } = start('failover:(stomp://a:1,stomp://b:2)?randomize=false')
    void session.connect().catch(() => undefined)
    for (let round = 0; round < 8; round += 1) {
      await settled()
      clock.advance(2000)
    }
    for (const [lost, other] of [
      ['a:1', 'b:2'],
      ['b:2', 'a:1'],
    ] as const) {
      network.start(lost)
      await settled()
      clock.advance(30_000)
      await vi.waitFor(() => {
        expect(session.status.state).toBe('connected')
      }, patience)
      clock.advance(1_000)
      network.start(other)
      network.stop(lost)
      await settled()
      expect(states.slice(-3)).toEqual(['lost, again in 0', 'connecting', 'connected'])
      network.stop(other)
      await settled()
    }
  })

  it('gives up at start when the broker refuses at its first word as often as the attempts allow', async () => {
    const { network, clock, session } = start('stomp://a:1', {
      reconnect: { startupMaxReconnectAttempts: 2 },
    })
    network.start('a:1')
    void session.connect().catch(() => undefined)
    const subscribed = session.subscribe({ destination: queue('Q') }, () => undefined)
    const because = subscribed.catch((error: unknown) => error)
    for (let round = 0; round < 2; round += 1) {
      await settled()
      network.latest.end(failure('PLB-BROKER-NO-XSTREAM', { server: 'a:1' }))
      await settled()
      clock.advance(30_000)
    }
    expect(await because).toMatchObject({
      code: 'PLB-BROKER-ATTEMPTS-EXHAUSTED',
      cause: { code: 'PLB-BROKER-NO-XSTREAM' },
    })
    expect(network.attempts).toEqual(['a:1', 'a:1'])
  })
})

describe('Publishing', () => {
  it('waits for a connection, then sends in the order of the calls', async () => {
    const { network, session } = start('stomp://a:1')
    network.start('a:1')
    const published = ['one', 'two', 'three'].map((body) => session.publish({ ...hello, body }))
    await session.connect()
    const sent = network.latest.asked('SEND')
    expect(sent.map(({ frame }) => frame.body?.toString())).toEqual([
      '<string>one</string>',
      '<string>two</string>',
      '<string>three</string>',
    ])
    expect(sent[0]?.frame.headers).toEqual({
      destination: '/topic/VirtualTopic.t',
      persistent: 'true',
      transformation: 'jms-object-xml',
    })
    for (const { confirm } of sent) confirm()
    await Promise.all(published)
    expect(session.pendingPublications).toBe(0)
  })

  it('keeps no more on its way than the limits allow', async () => {
    const inFlight = { messages: 3, bytes: 100 }
    const { network, session } = start('stomp://a:1', { inFlight })
    network.start('a:1')
    await session.connect()
    const small = Array.from({ length: 5 }, () => session.publish({ ...hello, body: 'x' }))
    const large = session.publish({ ...hello, body: 'y'.repeat(200) })
    const last = session.publish({ ...hello, body: 'z' })
    const sizes = () => network.latest.asked('SEND').map(({ frame }) => frame.body?.length)
    await settled()
    expect(sizes()).toEqual([18, 18, 18])
    for (const { confirm } of network.latest.asked('SEND')) confirm()
    await settled()
    expect(sizes()).toEqual([18, 18, 18, 18, 18])
    for (const { confirm } of network.latest.asked('SEND')) confirm()
    await settled()
    expect(sizes()).toEqual([18, 18, 18, 18, 18, 217])
    network.latest.asked('SEND').at(-1)?.confirm()
    await settled()
    expect(sizes()).toHaveLength(7)
    network.latest.asked('SEND').at(-1)?.confirm()
    await Promise.all([...small, large, last])
  })

  it('refuses all that was given when the connection is lost, so that nothing overtakes what is sent again', async () => {
    const { network, clock, session } = start('stomp://a:1', { inFlight: { messages: 1, bytes: 1000 } })
    network.start('a:1')
    await session.connect()
    const published = [session.publish(hello), session.publish(hello)]
    await settled()
    expect(network.latest.asked('SEND')).toHaveLength(1)
    network.stop('a:1')
    network.start('a:1')
    for (const each of await Promise.allSettled(published)) {
      expect(each).toMatchObject({ status: 'rejected', reason: { code: 'PLB-BROKER-CONNECTION-LOST' } })
    }
    const again = session.publish(hello)
    await settled()
    clock.advance(10)
    await vi.waitFor(() => {
      expect(network.connections).toHaveLength(2)
      expect(network.latest.asked('SEND')).toHaveLength(1)
    }, patience)
    network.latest.asked('SEND')[0]?.confirm()
    await again
  })

  it('refuses the message the broker refuses, and goes on with the others on the same connection', async () => {
    const { network, session } = start('stomp://a:1')
    network.start('a:1')
    await session.connect()
    const published = [session.publish(hello), session.publish(hello)]
    await settled()
    const because = failure('PLB-BROKER-NOT-AUTHORISED', { reason: 'no' })
    network.latest.asked('SEND')[0]?.refuse(because)
    network.latest.asked('SEND')[1]?.confirm()
    await expect(published[0]).rejects.toBe(because)
    await published[1]
    expect(network.connections).toHaveLength(1)
    expect(network.latest.asked('SEND')).toHaveLength(2)
  })

  it('can be given up, waiting or on its way', async () => {
    const { network, session } = start('stomp://a:1', { inFlight: { messages: 1, bytes: 1000 } })
    network.start('a:1')
    await session.connect()
    const giveUp = new AbortController()
    const first = session.publish({ ...hello, signal: giveUp.signal })
    const second = session.publish({ ...hello, signal: giveUp.signal })
    const third = session.publish(hello)
    await settled()
    giveUp.abort(new Error('enough'))
    await expect(first).rejects.toThrow('enough')
    await expect(second).rejects.toThrow('enough')
    network.latest.asked('SEND')[0]?.confirm()
    await vi.waitFor(() => {
      expect(network.latest.asked('SEND')).toHaveLength(2)
    }, patience)
    network.latest.asked('SEND')[1]?.confirm()
    await third
  })

  it('waits for a connection no longer than the broker URL says', async () => {
    const { clock, session } = start('failover:(stomp://a:1)?timeout=500')
    void session.connect().catch(() => undefined)
    await settled()
    const published = session.publish(hello)
    published.catch(() => undefined)
    clock.advance(500)
    await expect(published).rejects.toMatchObject({ code: 'PLB-BROKER-REFUSED' })
    expect(session.pendingPublications).toBe(0)
  })

  it('is refused before anything is sent when the message cannot be sent as it is', async () => {
    const { network, session } = start('stomp://a:1', { connection: { maxMessageBytes: 100 } })
    network.start('a:1')
    await session.connect()
    const refused = async (change: object, code: string) => {
      await expect(session.publish({ ...hello, ...change })).rejects.toMatchObject({ code })
    }
    await refused({ properties: { receipt: 'x' } }, 'PLB-BROKER-HEADER-REFUSED')
    await refused({ body: 'x'.repeat(100) }, 'PLB-BROKER-MESSAGE-TOO-LARGE')
    await refused({ body: '\ud800' }, 'PLB-BROKER-BODY-NOT-TEXT')
    expect(network.latest.requests).toEqual([])
  })
})

describe('A subscription', () => {
  async function subscribed(options: SessionOptions = {}, concurrency = 1) {
    const parts = start('stomp://a:1', options)
    parts.network.start('a:1')
    await parts.session.connect()
    const received: { message: ReceivedMessage; done: () => void; fail: (error: Error) => void }[] = []
    const subscribing = parts.session.subscribe({ destination: queue('Q'), concurrency }, (message) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      received.push({ message, done: resolve, fail: reject })
      return promise
    })
    parts.network.latest.asked('SUBSCRIBE')[0]?.confirm()
    return { ...parts, received, subscription: await subscribing }
  }

  it('asks for translation on a queue, and never on a topic', async () => {
    const { network, session } = await subscribed()
    expect(network.latest.asked('SUBSCRIBE')[0]?.frame.headers).toEqual({
      id: 's1',
      destination: '/queue/Q',
      ack: 'client-individual',
      'activemq.prefetchSize': '250',
      transformation: 'jms-object-xml',
    })
    const onTopic = { destination: topic('VirtualTopic.t') }
    const plain = session.subscribe(onTopic, () => undefined)
    network.latest.asked('SUBSCRIBE')[1]?.confirm()
    await plain
    expect(network.latest.asked('SUBSCRIBE')[1]?.frame.headers).not.toHaveProperty('transformation')
  })

  it.each([0, 501, 1.5, Number.NaN])('refuses a prefetch of %s', async (prefetch) => {
    const { session } = await subscribed()
    await expect(
      session.subscribe({ destination: queue('Q'), prefetch }, () => undefined),
    ).rejects.toMatchObject({ code: 'PLB-BROKER-PREFETCH-REFUSED' })
  })

  it('hands out one message after the other, in order', async () => {
    const { network, received } = await subscribed()
    for (const id of ['m1', 'm2', 'm3']) network.latest.deliver(id)
    expect(received.map(({ message }) => message.messageId)).toEqual(['m1'])
    received[0]?.message.ack()
    received[0]?.done()
    await settled()
    expect(received.map(({ message }) => message.messageId)).toEqual(['m1', 'm2'])
    expect(network.latest.sent).toEqual([{ command: 'ACK', headers: { id: 'ack-m1' } }])
    received[1]?.message.nack()
    expect(network.latest.sent[1]).toEqual({ command: 'NACK', headers: { id: 'ack-m2' } })
  })

  it('hands out several at once when asked to', async () => {
    const { network, received } = await subscribed({}, 2)
    for (const id of ['m1', 'm2', 'm3']) network.latest.deliver(id)
    expect(received.map(({ message }) => message.messageId)).toEqual(['m1', 'm2'])
  })

  it('subscribes again after a loss, forgets what it had not handed out, and drops acknowledgements of the past', async () => {
    const { network, clock, received } = await subscribed()
    network.latest.deliver('m1')
    network.latest.deliver('m2')
    network.stop('a:1')
    network.start('a:1')
    await settled()
    clock.advance(10)
    await vi.waitFor(() => {
      expect(network.connections).toHaveLength(2)
      expect(network.latest.asked('SUBSCRIBE')).toHaveLength(1)
    }, patience)
    network.latest.asked('SUBSCRIBE')[0]?.confirm()
    expect(received[0]?.message.ack()).toBe(false)
    received[0]?.done()
    await settled()
    expect(received).toHaveLength(1)
    expect(network.latest.sent).toEqual([])
    network.latest.deliver('m1')
    expect(received[1]?.message.ack()).toBe(true)
  })

  it('ends, and gives the message back, when handling it throws', async () => {
    const { network, received, subscription } = await subscribed()
    network.latest.deliver('m1')
    received[0]?.fail(new Error('broken'))
    expect(await subscription.ended).toMatchObject({
      code: 'PLB-BROKER-HANDLER-FAILED',
      cause: { message: 'broken' },
    })
    expect(network.latest.asked('UNSUBSCRIBE').map(({ frame }) => frame.headers)).toEqual([{ id: 's1' }])
  })

  it('ends when the broker refuses it', async () => {
    const { network, session } = await subscribed()
    const refused = session.subscribe({ destination: queue('Other') }, () => undefined)
    network.latest.asked('SUBSCRIBE')[1]?.refuse(failure('PLB-BROKER-NOT-AUTHORISED', { reason: 'no' }))
    await expect(refused).rejects.toMatchObject({ code: 'PLB-BROKER-NOT-AUTHORISED' })
  })

  it('lets the message being handled finish before it unsubscribes', async () => {
    const { network, received, subscription } = await subscribed()
    network.latest.deliver('m1')
    network.latest.deliver('m2')
    const unsubscribing = subscription.unsubscribe()
    await settled()
    expect(network.latest.asked('UNSUBSCRIBE')).toEqual([])
    received[0]?.message.ack()
    received[0]?.done()
    await vi.waitFor(() => {
      expect(network.latest.asked('UNSUBSCRIBE')).toHaveLength(1)
    }, patience)
    network.latest.asked('UNSUBSCRIBE')[0]?.confirm()
    await unsubscribing
    expect(await subscription.ended).toBeUndefined()
    expect(received).toHaveLength(1)
  })

  it('stops reading while too much waits to be handled', async () => {
    const { network, received } = await subscribed({ maxBufferedBytes: 50 })
    network.latest.deliver('m1')
    network.latest.deliver('m2')
    expect(network.latest.held).toBe(false)
    network.latest.deliver('m3')
    expect(network.latest.held).toBe(true)
    received[0]?.done()
    await settled()
    expect(network.latest.held).toBe(true)
    received[1]?.done()
    await settled()
    expect(network.latest.held).toBe(false)
  })
})

describe('Closing', () => {
  it('refuses what is waiting and everything afterwards', async () => {
    const { network, session } = start('stomp://a:1', { inFlight: { messages: 1, bytes: 1 } })
    network.start('a:1')
    await session.connect()
    const published = [session.publish(hello), session.publish(hello)]
    await settled()
    const outcomes = Promise.allSettled(published)
    await session.close()
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'PLB-BROKER-SESSION-CLOSED' } })
    }
    const closed = { code: 'PLB-BROKER-SESSION-CLOSED' }
    await expect(session.publish(hello)).rejects.toMatchObject(closed)
    await expect(session.subscribe({ destination: queue('Q') }, () => undefined)).rejects.toMatchObject(
      closed,
    )
    await expect(session.connect()).rejects.toMatchObject(closed)
    await expect(session.browse(queue('Q')).next()).rejects.toMatchObject(closed)
    expect(network.latest.isOpen).toBe(false)
  })

  it('leaves no timer behind', async () => {
    const { clock, session } = start('stomp://a:1')
    void session.connect().catch(() => undefined)
    await settled()
    await Promise.all([session.close(), session.close()])
    expect(clock.pending).toEqual([])
  })
})
