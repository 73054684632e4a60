import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect as connectSocket, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountSecret, type AccountSecret } from '../../../electron/broker/account-secret.ts'
import { embeddedBrokerUrl, parseBrokerUrl } from '../../../electron/broker/broker-url.ts'
import { queue, topic } from '../../../electron/broker/destinations.ts'
import {
  EmbeddedBroker,
  type EmbeddedBrokerOptions,
} from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { storeMigrations } from '../../../electron/broker/embedded/store-schema.ts'
import { BrokerSession, type SessionOptions } from '../../../electron/broker/sessions/session.ts'
import { Inbox, networkUrl } from '../../support/broker-session.ts'
import { createCertificates } from '../../support/certificates.ts'
import { StompClient, type HeaderValues } from '../../support/stomp-client.ts'
import { logIn, scriptedBroker } from '../broker/stomp/scripted-broker.ts'

let directory: string
let endings: (() => Promise<unknown> | void)[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'plumbline-access-'))
  endings = []
})
afterEach(async () => {
  for (const end of endings.toReversed()) await end()
  rmSync(directory, { recursive: true, force: true })
})

async function start(options: Partial<EmbeddedBrokerOptions> = {}): Promise<EmbeddedBroker> {
  const broker = await EmbeddedBroker.start({ database: ':memory:', ...options })
  endings.push(() => broker.stop())
  return broker
}

async function open({ host, port }: EmbeddedBroker): Promise<StompClient> {
  const client = await StompClient.open({ host, port })
  endings.push(() => client.drop())
  return client
}

async function connect({ host, port }: EmbeddedBroker, headers: HeaderValues = {}): Promise<StompClient> {
  const client = await StompClient.connect({ host, port, headers })
  endings.push(() => client.drop())
  return client
}

/** One attempt of a session to connect. */
function session(port: number, options: SessionOptions = {}): BrokerSession {
  const made = new BrokerSession(embeddedBrokerUrl('127.0.0.1', port), {
    reconnect: { startupMaxReconnectAttempts: 1 },
    ...options,
  })
  endings.push(() => made.close())
  return made
}

function otherSecret(): AccountSecret {
  return accountSecret({ PLUMBLINE_BROKER_SECRET_FILE: join(directory, 'other') }, true)
}

describe('A broker with a certificate', () => {
  test('speaks TLS alone, in either protocol, and its account trusts it by its fingerprint', async () => {
    const { serverCertificate, serverKey, files } = await createCertificates(directory)
    const broker = await start({
      tls: { certificate: Buffer.from(serverCertificate), key: Buffer.from(serverKey) },
      credentials: { login: 'geoserver', passcode: 'secret' },
    })
    const own = new BrokerSession(embeddedBrokerUrl('127.0.0.1', broker.port, broker.fingerprint))
    endings.push(() => own.close())
    await own.connect()
    const trusting = `localhost:${broker.port}?plumbline.ca=${files.authority}&jms.userName=geoserver&jms.password=`
    for (const scheme of ['ssl', 'stomp+ssl']) {
      const welcome = new BrokerSession(networkUrl(`${scheme}://${trusting}secret`))
      endings.push(() => welcome.close())
      await welcome.connect()
      const destination = queue(scheme)
      const inbox = new Inbox()
      await welcome.subscribe({ destination }, inbox.take)
      await own.publish({ destination, properties: {}, body: 'hello' })
      await inbox.count(1)
      expect(inbox.texts).toEqual(['hello'])
      const wrong = new BrokerSession(networkUrl(`${scheme}://${trusting}guess`), {
        reconnect: { startupMaxReconnectAttempts: 1 },
      })
      endings.push(() => wrong.close())
      await expect(wrong.connect()).rejects.toMatchObject({ cause: { code: 'PLB-BROKER-CREDENTIALS' } })
    }
    for (const scheme of ['tcp', 'stomp']) {
      const plain = new BrokerSession(networkUrl(`${scheme}://localhost:${broker.port}`), {
        reconnect: { startupMaxReconnectAttempts: 1 },
      })
      endings.push(() => plain.close())
      await expect(plain.connect()).rejects.toMatchObject({ cause: { code: 'PLB-TLS-REQUIRED' } })
    }
  })
})

describe('A stranger', () => {
  test.each([
    ['who says nothing of himself', {}],
    ['who guesses', { login: 'system', passcode: 'manager' }],
  ])('%s is not let in', async (_what, headers) => {
    const client = await open(await start())
    client.send('CONNECT', { 'accept-version': '1.2', host: 'h', ...headers })
    expect((await client.error()).headers['message']).toMatch(/^User name \[.*\] or password is invalid\.$/)
    await client.closed()
  })

  test.each([
    ['subscribes', 'SUBSCRIBE', { id: '1', destination: '/topic/>' }],
    ['sends', 'SEND', { destination: '/queue/q' }],
    ['proves nothing', 'PROVE', {}],
    ['proves something else', 'PROVE', { 'plumbline-proof': 'x'.repeat(43) }],
  ])('who %s before he has proved himself is shut out', async (_what, command, headers) => {
    const broker = await start()
    const client = await open(broker)
    client.send('CONNECT', { 'accept-version': '1.2', host: 'h', 'plumbline-nonce': '0'.repeat(32) })
    client.send(command, headers)
    await client.closed()
    expect(broker.destinations()).toEqual([])
  })

  test('cannot use a proof he was given', async () => {
    const broker = await start()
    const real = await connect(broker)
    const client = await open(broker)
    client.send('CONNECT', { 'accept-version': '1.2', host: 'h', 'plumbline-nonce': '0'.repeat(32) })
    client.send('PROVE', { 'plumbline-proof': real.connected.headers['plumbline-proof'] ?? '' })
    await client.closed()
  })

  test('does not keep others out by staying', async () => {
    const broker = await start({ limits: { strangers: 4 } })
    const strangers = await Promise.all(Array.from({ length: 12 }, () => open(broker)))
    const client = await connect(broker)
    await client.request('SEND', { destination: '/queue/q' }, 'in')
    expect(broker.queueDepth('q')).toBe(1)
    await Promise.all(strangers.slice(0, 8).map((each) => each.closed()))
  })
})

describe('A client', () => {
  test('says nothing to a broker that proves nothing', async () => {
    const stranger = await scriptedBroker((client) => logIn(client))
    endings.push(async () => {
      await stranger[Symbol.asyncDispose]()
    })
    const refused = session(stranger.port, { connection: { clientId: 'plumbline.s1' } })
    await expect(refused.connect()).rejects.toMatchObject({ cause: { code: 'PLB-BROKER-NOT-OURS' } })
    expect(stranger.clients[0]?.received()).toMatch(/^CONNECT\n/)
    expect(stranger.clients[0]?.received()).not.toMatch(/s1|PROVE|SEND|login|passcode/)
  })

  test.each([
    ['has to be ours', 'plumbline.proof=required'],
    ['is merely named', ''],
  ])("says nothing to another account's broker where the broker %s", async (_what, option) => {
    const broker = await start({ secret: otherSecret() })
    const url = parseBrokerUrl(`${broker.url}?${option}`)
    if (url.kind !== 'network') throw new Error('no network URL')
    const refused = new BrokerSession(url, { reconnect: { startupMaxReconnectAttempts: 1 } })
    endings.push(() => refused.close())
    await expect(refused.connect()).rejects.toMatchObject({ cause: { code: 'PLB-BROKER-NOT-OURS' } })
    expect(broker.destinations()).toEqual([])
  })

  test('finds out who passes on what it and its broker say', async () => {
    const broker = await start()
    let passedOn = ''
    const sockets: Socket[] = []
    const between = createServer((socket) => {
      const onward = connectSocket(broker.port, broker.host)
      socket.on('data', (bytes: Buffer) => (passedOn += bytes.toString('latin1')))
      socket
        .on('error', () => undefined)
        .pipe(onward.on('error', () => undefined))
        .pipe(socket)
      sockets.push(socket, onward)
    }).listen(0, '127.0.0.1')
    await once(between, 'listening')
    endings.push(() => {
      for (const socket of sockets) socket.destroy()
      between.close()
    })
    const { port } = between.address() as AddressInfo
    await expect(session(port).connect()).rejects.toMatchObject({ cause: { code: 'PLB-BROKER-NOT-OURS' } })
    expect(passedOn).not.toMatch(/PROVE|SEND|SUBSCRIBE/)
  })

  test('of this account publishes and consumes, and keeps its client id to itself', async () => {
    const broker = await start()
    const first = session(broker.port, { connection: { clientId: 'plumbline.s1' } })
    await first.connect()
    await first.publish({ destination: queue('q'), properties: {}, body: 'hello' })
    expect(broker.queueDepth('q')).toBe(1)
    const second = session(broker.port, { connection: { clientId: 'plumbline.s1' } })
    await expect(second.connect()).rejects.toMatchObject({ cause: { code: 'PLB-BROKER-CLIENT-ID-IN-USE' } })
  })

  test('that knows no other way logs in by name and password, where these are set', async () => {
    const credentials = { login: 'stock', passcode: 'a: b\\c' }
    const broker = await start({ credentials })
    await connect(broker, { ...credentials, 'plumbline-nonce': '' })
    await session(broker.port).connect()
  })
})

describe('One user takes no more than half', () => {
  const credentials = { login: 'stock', passcode: 'secret' }

  test('of the connections', async () => {
    const broker = await start({ credentials, limits: { connections: 4 } })
    await connect(broker)
    await connect(broker)
    await expect(connect(broker)).rejects.toThrow('The account has too many connections')
    const user = await connect(broker, credentials)
    await connect(broker, credentials)
    await expect(connect(broker, credentials)).rejects.toThrow(/too many connections/)
    await user.drop()
    await expect
      .poll(() =>
        connect(broker, credentials).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
  })

  test('of the destinations', async () => {
    const broker = await start({ credentials, limits: { destinations: 4 } })
    const user = await connect(broker, credentials)
    for (const name of ['a', 'b']) await user.request('SEND', { destination: `/queue/${name}` })
    await expect(user.request('SEND', { destination: '/queue/c' })).rejects.toThrow(/made 2 destinations/)
    await user.request('SEND', { destination: '/queue/a' })
    const account = await connect(broker)
    await account.request('SEND', { destination: '/queue/c' })
  })

  test('of the memory for frames that are not finished', async () => {
    const broker = await start({ credentials, limits: { unfinishedBytes: 200_000 } })
    const half = `SEND\ndestination:/queue/q\ncontent-length:90000\n\n${'x'.repeat(80_000)}`
    const first = await connect(broker, credentials)
    first.write(half)
    const second = await connect(broker, credentials)
    second.write(half)
    expect((await Promise.race([first.error(), second.error()])).headers['message']).toContain('not finished')
    const account = await connect(broker)
    await account.request('SEND', { destination: '/queue/q' }, 'x'.repeat(90_000))
    await first.drop()
    await second.drop()
    const third = await connect(broker, credentials)
    await third.request('SEND', { destination: '/queue/q' }, 'x'.repeat(90_000))
    expect(broker.queueDepth('q')).toBe(2)
  })

  test('and a frame that does not go on ends', async () => {
    const client = await connect(await start({ limits: { frameDeadline: 50 } }))
    client.write('SEND\ndestination:/queue/q\ncontent-length:9\n\nx')
    expect((await client.error()).headers['message']).toBe('A frame that was begun did not end in time')
  })
})

describe('What lies on the disk', () => {
  const secret = 'hunter2-in-a-body'

  function everythingWritten(): string {
    return readdirSync(directory)
      .map((name) => readFileSync(join(directory, name), 'latin1'))
      .join('')
  }

  test('holds no body that can be read, and what reads it is ours alone', async () => {
    const database = join(directory, 'broker.sqlite')
    const broker = await EmbeddedBroker.start({ database })
    const client = await connect(broker)
    await client.request('SEND', { destination: '/queue/q', persistent: 'true' }, secret)
    expect(everythingWritten()).not.toContain(secret)
    await broker.stop()
    expect(everythingWritten()).not.toContain(secret)
    expect(statSync(`${database}.key`).mode & 0o777).toBe(0o600)
    const again = await connect(await start({ database }))
    expect(await (await again.subscribe('/queue/q')).texts(1)).toEqual([secret])
  })

  test('is sealed when an earlier version wrote it', async () => {
    const database = join(directory, 'broker.sqlite')
    const old = new DatabaseSync(database)
    const [first] = storeMigrations
    if (typeof first !== 'string') throw new Error('the first format is SQL')
    old.exec(`${first};
      INSERT INTO queues VALUES (1, 'queue', 'q', '', '', x'');
      INSERT INTO messages VALUES (1, x'61', x'2f71756575652f71', 'text', 1, 0, x'', x'', CAST('${secret}' AS BLOB));
      INSERT INTO entries VALUES (1, 1);
      PRAGMA user_version = 1`)
    old.close()
    const broker = await start({ database })
    expect(everythingWritten()).not.toContain(secret)
    const client = await connect(broker)
    expect(await (await client.subscribe('/queue/q')).texts(1)).toEqual([secret])
  })

  test('is not lost to a new key when the old one is gone', async () => {
    const database = join(directory, 'broker.sqlite')
    const broker = await EmbeddedBroker.start({ database })
    await (await connect(broker)).request('SEND', { destination: '/queue/q', persistent: 'true' }, secret)
    await broker.stop()
    rmSync(`${database}.key`)
    await expect(EmbeddedBroker.start({ database })).rejects.toMatchObject({
      code: 'PLB-STORAGE-KEY-MISSING',
    })
    expect(readdirSync(directory)).not.toContain('broker.sqlite.key')
  })
})

test('JSON is not parsed but for the one string in it', async () => {
  const client = await connect(await start())
  const subscription = await client.subscribe('/queue/q')
  const headers = { destination: '/queue/q', transformation: 'jms-object-json' }
  for (const body of [
    `{"string":"a","more":[${'[],'.repeat(1000)}1]}`,
    '{"string":"a"',
    '{"string":["a"]}',
    '{"string":"a" "b"}',
  ]) {
    client.send('SEND', headers, body)
    expect(await subscription.next()).toMatchObject({
      text: body,
      headers: { 'transformation-error': expect.any(String) as string },
    })
  }
  for (const body of [' { "string" : "a\\"b\\\\" } ', '{"string":true}', '{"string":-1.5e3}']) {
    client.send('SEND', headers, body)
    expect((await subscription.next()).headers['transformation-error']).toBeUndefined()
  }
})

test('The secret of an account is made once and readable by it alone', () => {
  const file = join(directory, 'state', 'broker-secret')
  const environment = { PLUMBLINE_STATE_DIR: join(directory, 'state') }
  expect(() => accountSecret(environment, false)).toThrow(/broker-secret/)
  const meeting = { clientNonce: 'a', brokerNonce: 'b', address: '127.0.0.1:1' }
  const first = accountSecret(environment, true)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(accountSecret(environment, false).proof('client', meeting)).toBe(first.proof('client', meeting))
  const proofs = [
    first.proof('client', meeting),
    first.proof('broker', meeting),
    first.proof('client', { ...meeting, address: '127.0.0.1:2' }),
    first.proof('client', { ...meeting, clientNonce: 'c' }),
    first.proof('client', { ...meeting, brokerNonce: 'c' }),
  ]
  expect(new Set(proofs).size).toBe(proofs.length)
  expect(readFileSync(file, 'utf8')).not.toContain(proofs[0])
})

test('A topic is read by nobody but who logged in', async () => {
  const broker = await start()
  const thief = await open(broker)
  thief.send('CONNECT', { 'accept-version': '1.2', host: 'h' })
  thief.send('SUBSCRIBE', { id: '1', destination: '/topic/VirtualTopic.geoserver' })
  const master = session(broker.port)
  await master.connect()
  await master.publish({ destination: topic('VirtualTopic.geoserver'), properties: {}, body: 'hunter2' })
  await thief.closed()
  expect(broker.destinations()).toMatchObject([{ kind: 'topic', consumers: 0 }])
})
