import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { BrokerServer } from '../../../../electron/broker/broker-url.ts'
import { systemClock, type Clock } from '../../../../electron/scheduler/clock.ts'
import type { FrameConnection } from '../../../../electron/broker/stomp/stomp-connection.ts'
import {
  defaultConnectionSettings,
  type ConnectionSettings,
} from '../../../../electron/broker/connection-settings.ts'
import type { FrameBody } from '../../../../electron/broker/stomp/frame-body.ts'
import type { FrameHeaders } from '../../../../electron/broker/stomp/read-message.ts'
import { openStompConnection } from '../../../../electron/broker/stomp/open-stomp-connection.ts'
import { TransformationSupport } from '../../../../electron/broker/transformation-support.ts'
import { incompleteCharacterLength } from '../../../../electron/broker/stomp/transport.ts'
import { failure, isFailure } from '../../../../electron/errors/failure.ts'
import { FakeClock } from '../fake-clock.ts'
import { confirmAll, logIn, scriptedBroker, type ScriptedClient } from './scripted-broker.ts'

const opened: FrameConnection[] = []

afterEach(() => {
  for (const connection of opened.splice(0)) connection.end(failure('PLB-BROKER-SESSION-CLOSED', {}))
})

interface OpenOptions extends Partial<ConnectionSettings> {
  readonly clock?: Clock
  readonly signal?: AbortSignal
  readonly transformationSupport?: TransformationSupport
  readonly server?: Partial<BrokerServer>
}

async function open(port: number, options: OpenOptions = {}): Promise<FrameConnection> {
  const { clock = systemClock, signal = new AbortController().signal, server, ...settings } = options
  const to: BrokerServer = {
    ...{
      scheme: 'stomp',
      host: '127.0.0.1',
      port,
      tls: false,
      credentials: undefined,
      mustProve: false,
      trust: {},
      options: {},
    },
    ...server,
  }
  const connection = await openStompConnection(to, {
    settings: { ...defaultConnectionSettings, heartBeat: { outgoing: 0, incoming: 0 }, ...settings },
    clock,
    transformationSupport: options.transformationSupport ?? new TransformationSupport(),
    signal,
  })
  opened.push(connection)
  return connection
}

/** Opens a connection to a broker that behaves until it is connected, and then follows the script. */
async function connected(
  script: (client: ScriptedClient) => Promise<void> | void,
  options: OpenOptions = {},
) {
  const broker = await scriptedBroker(async (client) => {
    await logIn(client)
    await script(client)
  })
  return { broker, connection: await open(broker.port, options) }
}

/** The next message; the SUBSCRIBE tells the script that somebody listens. */
function next(connection: FrameConnection): Promise<{ headers: FrameHeaders; body: FrameBody }> {
  return new Promise((resolve) => {
    connection.listen('s1', (headers, body) => {
      resolve({ headers, body })
    })
    connection.send({ command: 'SUBSCRIBE', headers: { id: 's1' } })
  })
}

const noReceipt = { command: 'SEND', headers: { destination: '/queue/Q' } }

describe('Connecting', () => {
  it('survives line feeds before CONNECTED, and bytes that come one by one', async () => {
    await using broker = await scriptedBroker(async (client) => {
      await client.heard('\0')
      for (const byte of Buffer.from('\n\n\nCONNECTED\nversion:1.2\nserver:Slow/1\n\n\0\n')) {
        client.socket.write(Buffer.of(byte))
        await new Promise((resolve) => setImmediate(resolve))
      }
    })
    expect((await open(broker.port)).brokerVersion).toBe('Slow/1')
  })

  it('asks for STOMP 1.2 and sends the credentials of the URL before those of the settings', async () => {
    await using broker = await scriptedBroker((client) => logIn(client))
    await open(broker.port, {
      credentials: { login: 'settings', passcode: 'x' },
      heartBeat: { outgoing: 7000, incoming: 9000 },
      server: { credentials: { login: 'us:er', passcode: 'p\nreceipt:1' } },
    })
    const sent = broker.clients[0]?.received() ?? ''
    expect(sent).toContain('accept-version:1.2\n')
    expect(sent).toContain('heart-beat:7000,9000\n')
    expect(sent).toContain('login:us:er\npasscode:preceipt:1\n')
    expect(sent).not.toContain('settings')
  })

  it.each([
    ['an OpenWire connector', Buffer.from('\0\0\x01\x6e\x01ActiveMQ\0\0\0\x0c'), 'PLB-BROKER-OPENWIRE'],
    ['a TLS connector', Buffer.from([0x15, 3, 3, 0, 2, 2, 10]), 'PLB-TLS-REQUIRED'],
    ['a web server', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'PLB-BROKER-PROTOCOL'],
    ['a STOMP 1.0 server', Buffer.from('CONNECTED\nsession:1\n\n\0'), 'PLB-BROKER-PROTOCOL'],
    ['broken frames', Buffer.from('CONNECTED\nnonsense\n\n\0'), 'PLB-BROKER-PROTOCOL'],
    [
      'a broker that wants other credentials',
      Buffer.from('ERROR\nmessage:User name [u] or password is invalid.\n\nstack trace\0'),
      'PLB-BROKER-CREDENTIALS',
    ],
  ])('tells %s', async (_what, answer, code) => {
    await using broker = await scriptedBroker(({ socket }) => {
      socket.write(answer)
    })
    await expect(open(broker.port)).rejects.toMatchObject({ code })
  })

  it('tells an OpenWire connector that hangs up at our first word, by listening in silence', async () => {
    let visits = 0
    await using broker = await scriptedBroker(async ({ socket }) => {
      visits += 1
      if (visits === 1) {
        await once(socket, 'data')
        socket.resetAndDestroy()
      } else {
        socket.write('\0\0\x01\x6e\x01ActiveMQ\0\0\0\x0c')
      }
    })
    await expect(open(broker.port)).rejects.toMatchObject({ code: 'PLB-BROKER-OPENWIRE' })
    expect(broker.clients[1]?.received()).toBe('')
  })

  it.each([
    [
      'tells a plain connector that hangs up at a TLS greeting',
      '\0\0\x01\x6e\x01ActiveMQ',
      'PLB-TLS-NOT-SPOKEN',
    ],
    ['admits that it does not know why a TLS handshake ended', undefined, 'PLB-TLS-FAILED'],
  ])('%s', async (_what, greeting, code) => {
    let visits = 0
    await using broker = await scriptedBroker(async ({ socket }) => {
      visits += 1
      if (visits === 1) await once(socket, 'data')
      else if (greeting !== undefined) socket.write(greeting)
      if (visits === 1 || greeting === undefined) socket.end()
    })
    await expect(open(broker.port, { server: { tls: true } })).rejects.toMatchObject({ code })
  })

  it('tells a server that hangs up at once', async () => {
    await using broker = await scriptedBroker(({ socket }) => {
      socket.end()
    })
    await expect(open(broker.port)).rejects.toMatchObject({
      code: 'PLB-BROKER-LOG-IN-UNANSWERED',
      remedy: expect.stringContaining('user name and password') as string,
    })
  })

  it.each([
    ['ends', (socket: Socket) => socket.end()],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
  ])('hears why it is turned away though the broker %s the connection at once', async (_what, close) => {
    await using broker = await scriptedBroker(async (client) => {
      const { socket } = client
      await client.heard('\n\n\0')
      // As ActiveMQ: everything in one write, and with a stack trace as its body.
      const trace = 'at org.apache.activemq.Broker\n'.repeat(100)
      const message = 'message:User name [null] or password is invalid.'
      socket.write(`ERROR\ncontent-type:text/plain\n${message}\n\n${trace}\0\n`, () => close(socket))
    })
    const refused = await Promise.all(
      Array.from({ length: 20 }, () => open(broker.port).catch((error: unknown) => error)),
    )
    expect(new Set(refused.map((each) => isFailure(each) && each.code))).toEqual(
      new Set(['PLB-BROKER-CREDENTIALS']),
    )
  })

  it('tells a port nobody listens on', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    await expect(open(port)).rejects.toMatchObject({ code: 'PLB-BROKER-REFUSED' })
  })

  it('tells a host without an address', async () => {
    await expect(open(1, { server: { host: 'no-such-host.invalid' } })).rejects.toMatchObject({
      code: 'PLB-BROKER-HOST-UNKNOWN',
    })
  })

  it.each([
    ['STOMP', false, 'the STOMP log-in'],
    ['TLS', true, 'the TLS handshake'],
  ])('gives up at the deadline when %s is never answered', async (_what, tls, stage) => {
    const clock = new FakeClock()
    await using broker = await scriptedBroker(async (client) => {
      await once(client.socket, 'data')
      clock.advance(5000)
    })
    await expect(open(broker.port, { clock, connectDeadline: 5000, server: { tls } })).rejects.toMatchObject({
      code: 'PLB-BROKER-CONNECT-DEADLINE',
      details: { stage },
    })
    expect(clock.pending).toEqual([])
  })

  it('stops when it is no longer wanted', async () => {
    const unwanted = new AbortController()
    await using broker = await scriptedBroker(async (client) => {
      await client.heard('CONNECT')
      unwanted.abort(new Error('enough'))
      await once(client.socket, 'close')
    })
    await expect(open(broker.port, { signal: unwanted.signal })).rejects.toThrow('enough')
  })
})

describe('A connection', () => {
  it('reads headers whole that arrive in the middle of a character', async () => {
    const frame = Buffer.from('MESSAGE\nsubscription:s1\nname:café €😀 a\\cb\\n\\\\\n\n<string>é</string>\0')
    const { broker, connection } = await connected(async (client) => {
      await client.heard('SUBSCRIBE')
      for (const byte of frame) {
        client.socket.write(Buffer.of(byte))
        await new Promise((resolve) => setImmediate(resolve))
      }
    })
    await using _ = broker
    const { headers, body } = await next(connection)
    expect(headers.get('name')).toBe('café €😀 a:b\n\\')
    expect(body).toEqual({ bytes: Buffer.from('<string>é</string>') })
  })

  it('survives a message property named like a method of every object', async () => {
    const { broker, connection } = await connected(async (client) => {
      await client.heard('SUBSCRIBE')
      const hostile = { hasOwnProperty: 'x', __proto__: 'y', constructor: 'z', toString: 'w', after: 'kept' }
      client.frame('MESSAGE', { subscription: 's1', ...hostile }, 'body')
    })
    await using _ = broker
    const { headers } = await next(connection)
    expect(headers.get('after')).toBe('kept')
    expect(headers.get('constructor')).toBe('z')
  })

  it('takes properties longer and more numerous than stompit does by itself', async () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`p${index}`, 'v']))
    const { broker, connection } = await connected(async (client) => {
      await client.heard('SUBSCRIBE')
      client.frame('MESSAGE', { subscription: 's1', long: 'x'.repeat(200_000), ...many })
    })
    await using _ = broker
    const { headers } = await next(connection)
    expect(headers.get('long')).toHaveLength(200_000)
    expect(headers.get('p399')).toBe('v')
  })

  it('reads past a body over the limit without keeping it, and goes on', async () => {
    const { broker, connection } = await connected(
      async (client) => {
        await client.heard('SUBSCRIBE')
        client.frame('MESSAGE', { subscription: 's1', n: '1' }, 'x'.repeat(3_000_000))
        client.frame('MESSAGE', { subscription: 's1', n: '2' }, 'small')
      },
      { maxMessageBytes: 1000 },
    )
    await using _ = broker
    const bodies: FrameBody[] = []
    await new Promise<void>((resolve) => {
      connection.listen('s1', (_headers, body) => {
        bodies.push(body)
        if (bodies.length === 2) resolve()
      })
      connection.send({ command: 'SUBSCRIBE', headers: { id: 's1' } })
    })
    expect(bodies).toEqual([{ tooLong: 3_000_000 }, { bytes: Buffer.from('small') }])
  })

  it('reads nothing while it is held', async () => {
    const { broker, connection } = await connected(async (client) => {
      await client.heard('SUBSCRIBE')
      client.frame('MESSAGE', { subscription: 's1', n: '1' })
      confirmAll(client)
    })
    await using _ = broker
    await next(connection)
    connection.hold(true)
    const [client] = broker.clients
    let arrived = false
    const second = next(connection).then((message) => {
      arrived = true
      return message
    })
    client?.frame('MESSAGE', { subscription: 's1', n: '2' }, 'x'.repeat(20_000_000))
    // Meanwhile another connection is served well: there was time enough to read.
    const other = await open(broker.port)
    other.send({ command: 'SUBSCRIBE', headers: { id: 's1' } })
    for (let count = 0; count < 300; count += 1) await other.request(noReceipt)
    expect(arrived).toBe(false)
    // No buffer on the way holds a message of this size: the sender is stuck with it as long as nobody reads.
    expect(client?.socket.writableLength).toBeGreaterThan(0)
    connection.hold(false)
    expect((await second).headers.get('n')).toBe('2')
  })

  it('resolves a request with its receipt, in whatever order receipts come', async () => {
    const { broker, connection } = await connected(async (client) => {
      await client.heard('receipt:r2')
      client.frame('RECEIPT', { 'receipt-id': 'r2' })
      client.frame('RECEIPT', { 'receipt-id': 'r1' })
      client.frame('RECEIPT', { 'receipt-id': 'nobody-asked' })
    })
    await using _ = broker
    await Promise.all([connection.request(noReceipt), connection.request(noReceipt)])
    expect(connection.isOpen).toBe(true)
  })

  it('refuses the one request an ERROR names, and stays open', async () => {
    const { broker, connection } = await connected(async (client) => {
      await client.heard('receipt:r2')
      const message = 'User ro is not authorized to write to\\c queue\\c//Q'
      client.frame(
        'ERROR',
        { 'receipt-id': 'r1', message, 'content-type': 'text/plain' },
        'java.lang.Security…',
      )
      client.frame('RECEIPT', { 'receipt-id': 'r2' })
    })
    await using _ = broker
    const [first, second] = [connection.request(noReceipt), connection.request(noReceipt)]
    await expect(first).rejects.toMatchObject({
      code: 'PLB-BROKER-NOT-AUTHORISED',
      details: { reason: 'User ro is not authorized to write to: queue://Q' },
    })
    await second
    expect(connection.isOpen).toBe(true)
  })

  it('shrugs at an acknowledgement the broker no longer knows', async () => {
    const { broker, connection } = await connected(async (client) => {
      client.frame('ERROR', { message: 'Unexpected ACK received for message-id [null]' }, 'stack')
      confirmAll(client)
    })
    await using _ = broker
    await connection.request(noReceipt)
    expect(connection.isOpen).toBe(true)
  })

  it('ends with the broker’s reason at an ERROR nobody asked for', async () => {
    const { broker, connection } = await connected((client) => {
      client.frame('ERROR', { message: 'The maximum header length was exceeded' })
    })
    await using _ = broker
    expect(await connection.lost).toMatchObject({
      code: 'PLB-BROKER-REQUEST-REFUSED',
      details: { reason: 'The maximum header length was exceeded' },
    })
  })

  it.each([
    ['hangs up', (client: ScriptedClient) => client.socket.end()],
    ['resets the connection', (client: ScriptedClient) => client.socket.resetAndDestroy()],
    [
      'goes away in the middle of a message',
      (client: ScriptedClient) => client.socket.end('MESSAGE\nsubscription:s1\n\nhalf a bo'),
    ],
  ])('refuses everything pending when the broker %s', async (_what, leave) => {
    const { broker, connection } = await connected(async (client) => {
      await client.heard('receipt:r2')
      leave(client)
    })
    await using _ = broker
    const pending = [connection.request(noReceipt), connection.request(noReceipt)]
    for (const outcome of await Promise.allSettled(pending)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'PLB-BROKER-CONNECTION-LOST' } })
    }
    expect(await connection.lost).toMatchObject({ code: 'PLB-BROKER-CONNECTION-LOST' })
    await expect(connection.request(noReceipt)).rejects.toMatchObject({ code: 'PLB-BROKER-CONNECTION-LOST' })
  })

  it('ends when a receipt does not come in time', async () => {
    const clock = new FakeClock()
    const { broker, connection } = await connected(() => undefined, { clock, receiptDeadline: 1000 })
    await using _ = broker
    const early = connection.request(noReceipt)
    clock.advance(900)
    const late = connection.request(noReceipt)
    clock.advance(100)
    const passed = { code: 'PLB-BROKER-RECEIPT-DEADLINE' }
    await expect(early).rejects.toMatchObject(passed)
    await expect(late).rejects.toMatchObject(passed)
    expect(await connection.lost).toMatchObject(passed)
    expect(clock.pending).toEqual([])
  })

  it('is lost after three heart-beat intervals of silence, not before, and not while it is held', async () => {
    const clock = new FakeClock()
    await using broker = await scriptedBroker(async (client) => {
      await logIn(client, '1000,0')
      confirmAll(client)
    })
    const connection = await open(broker.port, { clock, heartBeat: { outgoing: 0, incoming: 500 } })
    const afterChecks = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    clock.advance(2900)
    await connection.request(noReceipt)
    clock.advance(2900)
    await afterChecks()
    expect(connection.isOpen).toBe(true)
    connection.hold(true)
    clock.advance(10_000)
    await afterChecks()
    expect(connection.isOpen).toBe(true)
    connection.hold(false)
    clock.advance(2999)
    await afterChecks()
    expect(connection.isOpen).toBe(true)
    clock.advance(1)
    expect(await connection.lost).toMatchObject({ code: 'PLB-BROKER-HEART-BEAT-LOST' })
  })

  it('takes a second silent hang-up at a translation for a broker that cannot translate', async () => {
    await using broker = await scriptedBroker(async (client) => {
      await logIn(client)
      await client.heard('transformation')
      client.socket.end()
    })
    const transformationSupport = new TransformationSupport()
    const attempt = async () => {
      const connection = await open(broker.port, { transformationSupport })
      const headers = { ...noReceipt.headers, transformation: 'jms-object-xml' }
      await connection.request({ command: 'SEND', headers }, true)
    }
    await expect(attempt()).rejects.toMatchObject({ code: 'PLB-BROKER-CONNECTION-LOST' })
    await expect(attempt()).rejects.toMatchObject({ code: 'PLB-BROKER-NO-XSTREAM' })
    transformationSupport.unreachable(`127.0.0.1:${broker.port}`)
    await expect(attempt()).rejects.toMatchObject({ code: 'PLB-BROKER-CONNECTION-LOST' })
    transformationSupport.confirmed(`127.0.0.1:${broker.port}`)
    await expect(attempt()).rejects.toMatchObject({ code: 'PLB-BROKER-CONNECTION-LOST' })
    await expect(attempt()).rejects.toMatchObject({ code: 'PLB-BROKER-CONNECTION-LOST' })
  })

  it('says goodbye, after everything sent before', async () => {
    const { broker, connection } = await connected(confirmAll)
    await using _ = broker
    const sent = connection.request({ ...noReceipt, body: Buffer.from('last words') })
    await connection.close()
    await sent
    const received = broker.clients[0]?.received() ?? ''
    expect(received.indexOf('last words')).toBeGreaterThan(0)
    expect(received.indexOf('DISCONNECT')).toBeGreaterThan(received.indexOf('last words'))
    expect(await connection.lost).toMatchObject({ code: 'PLB-BROKER-SESSION-CLOSED' })
  })

  it('escapes headers as STOMP 1.2 does and states no content length', async () => {
    const { broker, connection } = await connected(confirmAll)
    await using _ = broker
    await connection.request({
      command: 'SEND',
      headers: { destination: '/queue/Q', 'na:me': 'a:b\r\n\\é' },
      body: Buffer.from('<string>é\n</string>'),
    })
    const received = broker.clients[0]?.received() ?? ''
    expect(received).toContain('\nna\\cme:a\\cb\\r\\n\\\\é\n')
    expect(received).toContain('\n\n<string>é\n</string>\0')
    expect(received).not.toContain('content-length')
  })
})

it('The end of a chunk never parts a character', () => {
  const text = Buffer.from('aé€😀')
  for (let end = 0; end <= text.length; end += 1) {
    const chunk = text.subarray(0, end)
    const whole = chunk.subarray(0, end - incompleteCharacterLength(chunk))
    expect(whole.toString()).not.toContain('\ufffd')
  }
  // What is not UTF-8 at all is passed on.
  expect(incompleteCharacterLength(Buffer.from([0x80, 0x80, 0x80, 0x80]))).toBe(0)
})
