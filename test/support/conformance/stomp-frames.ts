import { describe, expect } from 'vitest'
import type { StompVersion } from '../../../electron/broker/embedded/header-escaping.ts'
import type { StompTrials } from './stomp-trials.ts'

/** What came of connecting. ActiveMQ now and then closes before its refusal has left, and is asked again then. */
async function answered<Client>(connect: () => Promise<Client>, attempts = 3): Promise<Client> {
  try {
    return await connect()
  } catch (error) {
    const isClosed = error instanceof Error && error.message.startsWith('the connection closed')
    if (!isClosed || attempts === 1) throw error
    return answered(connect, attempts - 1)
  }
}

export function stompFrames({ connect, reconnect, open, fresh, queueOf, trial }: StompTrials): void {
  describe('connecting', () => {
    trial('CONNECTED names version, session, server and the heart-beats both sides promised', async () => {
      const client = await connect({ headers: { 'client-id': 'gs-1', 'heart-beat': '5000,3000' } })
      expect(client.connected.headers).toMatchObject({
        version: '1.2',
        session: 'gs-1',
        'heart-beat': '3000,5000',
      })
      expect(client.connected.headers['server']).toMatch(/^(Plumbline|ActiveMQ)\/\d/)
    })

    trial('the highest version both sides know is spoken', async () => {
      const all = await connect({ headers: { 'accept-version': '1.0,1.1,1.2,7.0' } })
      expect(all.connected.headers['version']).toBe('1.2')
      const older = await connect({ version: '1.1' })
      expect(older.connected.headers['version']).toBe('1.1')
      const oldest = await connect({ version: '1.0' })
      expect(oldest.connected.headers['version']).toBe('1.0')
    })

    trial('a client that knows no version of ours is refused', async () => {
      await expect(answered(() => connect({ headers: { 'accept-version': '3.0' } }))).rejects.toThrow(
        'Invalid Protocol version[3.0], supported versions are: [1.2, 1.1, 1.0]',
      )
    })

    trial('a wrong password is refused without repeating it', async () => {
      await expect(answered(() => connect({ headers: { passcode: 'wrong' } }))).rejects.toThrow(
        'User name [operator] or password is invalid.',
      )
    })

    trial('a second client with the same client-id is refused and told where the first one is', async () => {
      const first = await connect({ headers: { 'client-id': 'twin' } })
      await expect(answered(() => connect({ headers: { 'client-id': 'twin' } }))).rejects.toThrow(
        new RegExp(`^Broker: .* - Client: twin already connected from tcp://${first.localAddress}$`),
      )
      await first.disconnect()
      expect((await reconnect('twin')).connected.command).toBe('CONNECTED')
    })

    trial('DISCONNECT is answered before the connection closes', async () => {
      const client = await connect()
      await client.request('DISCONNECT')
      await client.closed()
    })

    trial('a client that does not beat as it promised is cut off', async () => {
      const client = await connect({ headers: { 'heart-beat': '300,0' } })
      await client.closed()
    })

    trial('the broker beats as it promised', async () => {
      const client = await connect({ headers: { 'heart-beat': '0,200' } })
      client.recordBytes()
      const beats = await client.received((bytes) => bytes.length >= 2)
      expect(beats.toString()).toMatch(/^\n+$/)
    })
  })

  describe('frames', () => {
    trial('every kind of frame with a receipt header is answered by a RECEIPT', async () => {
      const client = await connect()
      const destination = fresh('/queue/receipts')
      const receipts = [
        await client.request('SEND', { destination }, 'text'),
        await client.request('SUBSCRIBE', { destination, id: 's', ack: 'client-individual' }),
        await client.request('BEGIN', { transaction: 't' }),
        await client.request('ABORT', { transaction: 't' }),
        await client.request('BEGIN', { transaction: 't' }),
        await client.request('COMMIT', { transaction: 't' }),
        await client.request('UNSUBSCRIBE', { id: 's' }),
      ]
      expect(receipts.map((frame) => [frame.command, Object.keys(frame.headers)])).toEqual(
        receipts.map(() => ['RECEIPT', ['receipt-id']]),
      )
    })

    trial(
      'an unknown command is answered with an ERROR that names the receipt, and the connection closes',
      async () => {
        const client = await connect()
        const refused = client.request('SING', {})
        await expect(refused).rejects.toThrow('Unknown STOMP action: SING')
        await expect(refused).rejects.toMatchObject({ frame: { headers: { 'receipt-id': 'receipt-1' } } })
        await client.closed()
      },
    )

    trial('a frame before CONNECT is refused', async () => {
      const client = await open()
      await expect(client.request('SEND', { destination: fresh('/queue/early') })).rejects.toThrow(
        'Not connected.',
      )
    })

    trial.each([
      [
        'a header line that is too long',
        `SEND\nx:${'y'.repeat(11_000)}\n\n\0`,
        'The maximum header length was exceeded',
      ],
      ['a command that is too long', `${'S'.repeat(1100)}\n\n\0`, 'The maximum command length was exceeded'],
      [
        'too many headers',
        `SEND\n${Array.from({ length: 1100 }, (_, n) => `h${n}:x\n`).join('')}\n\0`,
        'The maximum number of headers was exceeded',
      ],
      [
        'a body that is too long',
        'SEND\ncontent-length:999999999\n\n',
        'The maximum data length was exceeded',
      ],
      [
        'a content-length that is none',
        'SEND\ncontent-length:x\n\n\0',
        'Specified content-length is not a valid integer',
      ],
      [
        'a body longer than its content-length',
        'SEND\ncontent-length:1\n\nab\0',
        'content-length bytes were read and there was no trailing null byte',
      ],
    ])('%s ends the connection', async (_, bytes, message) => {
      const client = await connect()
      client.write(bytes)
      expect((await client.error()).headers['message']).toBe(message)
      await client.closed()
    })

    trial('frames may be cut anywhere and may be followed by line ends', async () => {
      const client = await connect()
      const destination = fresh('/queue/cut')
      const bytes = Buffer.from(`SEND\r\ndestination:${destination}\r\nname:ä\r\n\r\nbödy\0\r\n\n`)
      for (let index = 0; index < bytes.length; index += 3) client.write(bytes.subarray(index, index + 3))
      const subscription = await client.subscribe(destination)
      expect(await subscription.next()).toMatchObject({ text: 'bödy', headers: { name: 'ä' } })
    })

    trial.each([
      ['SEND without a destination', 'SEND', {}, 'SEND received without a Destination specified!'],
      [
        'SUBSCRIBE without an id',
        'SUBSCRIBE',
        { destination: '/queue/q' },
        'SUBSCRIBE received without a subscription id!',
      ],
      [
        'SUBSCRIBE without a destination',
        'SUBSCRIBE',
        { id: 's' },
        "Invalid empty or 'null' Destination header",
      ],
      ['UNSUBSCRIBE of nothing', 'UNSUBSCRIBE', { id: 'none' }, 'No subscription matched.'],
      ['UNSUBSCRIBE without an id', 'UNSUBSCRIBE', {}, 'UNSUBSCRIBE received without a subscription id!'],
      ['ACK without an id', 'ACK', {}, 'ACK received without a ack id for acknowledge!'],
      ['BEGIN without a name', 'BEGIN', {}, 'Must specify the transaction you are beginning'],
      ['COMMIT of nothing', 'COMMIT', { transaction: 't' }, 'Invalid transaction id: t'],
      ['ABORT of nothing', 'ABORT', { transaction: 't' }, 'Invalid transaction id: t'],
      [
        'SEND in no transaction',
        'SEND',
        { destination: '/queue/q', transaction: 't' },
        'Invalid transaction id: t',
      ],
      [
        'a message type nobody knows',
        'SEND',
        { destination: '/queue/q', 'amq-msg-type': 'x' },
        "Unsupported message type 'x'",
      ],
      ['CONNECT once more', 'CONNECT', { 'accept-version': '1.2' }, 'Already connected.'],
      [
        'a durable subscription to a queue',
        'SUBSCRIBE',
        { id: 's', destination: '/queue/q', 'activemq.subscriptionName': 'n' },
        'Invalid Subscription: cannot durably subscribe to a Queue destination!',
      ],
    ])('%s is refused and the connection stays', async (_, command, headers, message) => {
      const client = await connect({ headers: { 'client-id': fresh('client') } })
      await expect(client.request(command, headers)).rejects.toThrow(message)
      await client.request('SEND', { destination: fresh('/queue/after') })
    })
  })

  describe('messages', () => {
    trial("a sender's own headers arrive as they were sent, whatever characters they hold", async () => {
      const client = await connect()
      const own = {
        instanceName: 'gs-node-1',
        'a:b': 'c\nd\\e:f\rg',
        empty: '',
        spaces: ' kept ',
        umlaut: 'ä€😀',
        brokerURL: 'failover:(tcp://127.0.0.1:61616)',
        'correlation-id': 'c1',
        type: 't1',
        'reply-to': '/queue/answers',
        'content-type': 'application/xml',
      }
      const destination = await queueOf(client, ['body'], own)
      const subscription = await client.subscribe(destination)
      expect((await subscription.next()).headers).toMatchObject(own)
    })

    trial('a message says its destination, id, subscription, time, priority and expiry', async () => {
      const client = await connect()
      const before = Date.now()
      const destination = await queueOf(client, ['body'])
      const subscription = await client.subscribe(destination, { id: 'mine' })
      const { headers } = await subscription.next()
      expect(headers).toMatchObject({ destination, subscription: 'mine', priority: '4', expires: '0' })
      expect(headers['message-id']).toMatch(/^ID:/)
      expect(Number(headers['timestamp'])).toBeGreaterThanOrEqual(before)
      expect(Object.keys(headers).toSorted()).toEqual([
        'destination',
        'expires',
        'message-id',
        'priority',
        'subscription',
        'timestamp',
      ])
    })

    trial('priority, expiry and persistence are passed on, and priorities end at 9', async () => {
      const client = await connect()
      const expires = Date.now() + 3_600_000
      const destination = await queueOf(client, ['body'], { priority: 99, expires, persistent: 'true' })
      const subscription = await client.subscribe(destination)
      expect((await subscription.next()).headers).toMatchObject({
        priority: '9',
        expires: String(expires),
        persistent: 'true',
      })
    })

    trial('of a repeated header the first counts', async () => {
      const client = await connect()
      const destination = fresh('/queue/repeated')
      client.write(`SEND\ndestination:${destination}\nname:first\nname:second\n\nbody\0`)
      const subscription = await client.subscribe(destination)
      expect((await subscription.next()).headers['name']).toBe('first')
    })

    trial('a body with a content-length keeps every byte, and its length', async () => {
      const client = await connect()
      const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
      const destination = fresh('/queue/bytes')
      await client.request('SEND', { destination, 'content-length': body.length }, body)
      const message = await (await client.subscribe(destination)).next()
      expect(message.body).toEqual(body)
      expect(message.headers['content-length']).toBe('256')
    })

    trial('a body without a content-length is text, and bytes that are no UTF-8 are left alone', async () => {
      const client = await connect()
      const body = Buffer.from([0x61, 0xff, 0xfe, 0x62])
      const destination = fresh('/queue/text')
      await client.request('SEND', { destination }, body)
      const message = await (await client.subscribe(destination)).next()
      expect(message.body).toEqual(body)
      expect(message.headers).not.toHaveProperty('content-length')
    })

    trial('a large body arrives whole', async () => {
      const client = await connect()
      const body = 'geoserver '.repeat(200_000)
      const destination = await queueOf(client, [body], { persistent: 'true' })
      const message = await (await client.subscribe(destination)).next()
      expect(message.text === body).toBe(true)
    })

    trial.each<[StompVersion]>([['1.0'], ['1.1']])('a STOMP %s client is served as well', async (version) => {
      const client = await connect({ version })
      const destination = await queueOf(client, ['one', 'two'], { name: 'with space' })
      const subscription = await client.subscribe(destination, { ack: 'client-individual' })
      const [first] = await subscription.take(2)
      expect(first).toMatchObject({ text: 'one', headers: { name: 'with space' } })
      expect(first?.headers).not.toHaveProperty('ack')
      const messageId = first?.headers['message-id'] ?? ''
      await client.request('ACK', { 'message-id': messageId, subscription: subscription.id })
      await client.drop()
      const other = await connect()
      const again = await other.subscribe(destination)
      expect((await again.next()).text).toBe('two')
    })
  })
}
