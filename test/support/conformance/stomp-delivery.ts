import { describe, expect } from 'vitest'
import type { StompTrials } from './stomp-trials.ts'
import type { ReceivedFrame } from '../stomp-client.ts'

const individual = { ack: 'client-individual' }

function textsOf(frames: readonly ReceivedFrame[]): string[] {
  return frames.map((frame) => frame.text)
}

export function stompDelivery({ connect, fresh, queueOf, trial }: StompTrials): void {
  describe('queues', () => {
    // ActiveMQ keeps the order among persistent messages and among the others, not between the two.
    trial.each([['true'], ['false']])(
      'messages with persistent:%s come in the order they were sent',
      async (persistent) => {
        const client = await connect()
        const destination = fresh('/queue/order')
        const numbers = Array.from({ length: 50 }, (_, number) => String(number))
        for (const number of numbers) client.send('SEND', { destination, persistent }, number)
        const subscription = await client.subscribe(destination, individual)
        expect(await subscription.texts(50)).toEqual(numbers)
      },
    )

    trial('each message goes to one of the competing consumers', async () => {
      const client = await connect()
      const destination = fresh('/queue/shared')
      const first = await client.subscribe(destination, { ...individual, 'activemq.prefetchSize': 5 })
      const second = await client.subscribe(destination, { ...individual, 'activemq.prefetchSize': 5 })
      for (let number = 0; number < 10; number++)
        await client.request('SEND', { destination }, String(number))
      const seen = [...(await first.texts(5)), ...(await second.texts(5))]
      expect(seen.map(Number).toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    })

    trial('no more messages are out than the prefetch, and each ACK lets the next one come', async () => {
      const client = await connect()
      const destination = await queueOf(client, ['1', '2', '3', '4'])
      const subscription = await client.subscribe(destination, { ...individual, 'activemq.prefetchSize': 2 })
      const [first] = await subscription.take(2)
      await client.settle()
      expect(subscription.waiting).toBe(0)
      if (first !== undefined) await subscription.ack(first)
      expect((await subscription.next()).text).toBe('3')
      await client.settle()
      expect(subscription.waiting).toBe(0)
    })

    trial('what was not acknowledged when a connection drops comes again, in order and marked', async () => {
      const client = await connect()
      const destination = await queueOf(client, ['1', '2', '3', '4'], { persistent: 'true' })
      const subscription = await client.subscribe(destination, { ...individual, 'activemq.prefetchSize': 3 })
      const [, second] = await subscription.take(3)
      if (second !== undefined) await subscription.ack(second)
      expect((await subscription.next()).text).toBe('4')
      await client.drop()
      const again = await (await connect()).subscribe(destination, individual)
      const frames = await again.take(3)
      expect(frames.map((frame) => [frame.text, frame.headers['redelivered']])).toEqual([
        ['1', 'true'],
        ['3', 'true'],
        ['4', 'true'],
      ])
    })

    trial('what a subscription did not acknowledge goes to another when it ends', async () => {
      const client = await connect()
      const destination = await queueOf(client, ['1', '2'])
      const first = await client.subscribe(destination, individual)
      await first.take(2)
      const second = await client.subscribe(destination, individual)
      await first.unsubscribe()
      const frames = await second.take(2)
      expect(textsOf(frames)).toEqual(['1', '2'])
      expect(frames[0]?.headers['redelivered']).toBe('true')
    })

    trial('in mode auto a message is consumed by being sent', async () => {
      const client = await connect()
      const destination = await queueOf(client, ['1'])
      const frame = await (await client.subscribe(destination)).next()
      expect(frame.headers).not.toHaveProperty('ack')
      await client.settle()
      await client.drop()
      const other = await connect()
      const browser = await other.subscribe(destination, { browser: 'true' })
      expect(await browser.toTheEnd()).toEqual([])
    })

    trial('a selector picks messages and leaves the others to others', async () => {
      const client = await connect()
      const destination = fresh('/queue/selected')
      for (const [group, node] of [
        ['a', '1'],
        ['b', '1'],
        ['a', '2'],
        ['a', "1's"],
      ] as const) {
        await client.request('SEND', { destination, group, node }, `${group}${node}`)
      }
      const both = await client.subscribe(destination, { selector: "group = 'a' AND node='1'" })
      expect((await both.next()).text).toBe('a1')
      const quoted = await client.subscribe(destination, { selector: "node = '1''s'" })
      expect((await quoted.next()).text).toBe("a1's")
      const rest = await client.subscribe(destination)
      expect(await rest.texts(2)).toEqual(['b1', 'a2'])
    })

    trial('an expired message is not delivered; a persistent one goes to the dead letter queue', async () => {
      const client = await connect()
      const destination = fresh('/queue/expiring')
      const expires = Date.now() - 1000
      for (const persistent of ['true', 'false']) {
        await client.request('SEND', { destination, expires, persistent }, `late ${persistent}`)
      }
      await client.request('SEND', { destination }, 'in time')
      const subscription = await client.subscribe(destination)
      expect((await subscription.next()).text).toBe('in time')
      const dead = await client.subscribe('/queue/ActiveMQ.DLQ')
      const { text, headers } = await dead.next()
      expect(text).toBe('late true')
      expect(headers).toMatchObject({
        'original-destination': destination,
        originalExpiration: String(expires),
        expires: '0',
      })
      await client.settle()
      expect(dead.waiting).toBe(0)
    })
  })

  describe('acknowledging', () => {
    trial('in mode client an ACK covers everything delivered before it', async () => {
      const client = await connect()
      const destination = await queueOf(client, ['1', '2', '3', '4'])
      const subscription = await client.subscribe(destination, { ack: 'client' })
      const [first, , third] = await subscription.take(4)
      if (first === undefined || third === undefined) throw new Error('messages are missing')
      await subscription.ack(third)
      await expect(subscription.ack(first)).rejects.toThrow(/^Unexpected ACK received for message-id/)
      await client.drop()
      const again = await (await connect()).subscribe(destination, { ack: 'client' })
      expect((await again.next()).text).toBe('4')
    })

    trial('a stale ACK and a stale NACK are answered with an ERROR and the connection stays', async () => {
      const client = await connect()
      const destination = await queueOf(client, ['1'])
      const subscription = await client.subscribe(destination, individual)
      const frame = await subscription.next()
      await subscription.ack(frame)
      await expect(subscription.ack(frame)).rejects.toThrow(/^Unexpected ACK received for message-id/)
      await expect(subscription.nack(frame)).rejects.toThrow(/^Unexpected NACK received for message-id/)
      await client.request('SEND', { destination }, '2')
      expect((await subscription.next()).text).toBe('2')
    })

    trial('an ACK from an earlier connection means nothing on a later one', async () => {
      const client = await connect()
      const destination = await queueOf(client, ['1'])
      const old = await (await client.subscribe(destination, individual)).next()
      await client.drop()
      const later = await connect()
      const subscription = await later.subscribe(destination, individual)
      const frame = await subscription.next()
      await expect(subscription.ack(old)).rejects.toThrow(/^Unexpected ACK/)
      await subscription.ack(frame)
    })

    trial(
      'a refused persistent message goes to the dead letter queue at once and says where it came from',
      async () => {
        const client = await connect()
        const expires = Date.now() + 3_600_000
        const destination = await queueOf(client, ['bad'], { persistent: 'true', name: 'value', expires })
        const subscription = await client.subscribe(destination, individual)
        const frame = await subscription.next()
        await subscription.nack(frame)
        const dead = await client.subscribe('/queue/ActiveMQ.DLQ', individual)
        const letter = await dead.next()
        expect(letter.text).toBe('bad')
        expect(letter.headers).toMatchObject({
          destination: '/queue/ActiveMQ.DLQ',
          'original-destination': destination,
          originalExpiration: String(expires),
          expires: '0',
          name: 'value',
          'message-id': frame.headers['message-id'],
        })
        await dead.nack(letter)
        const browser = await client.subscribe('/queue/ActiveMQ.DLQ', { browser: 'true' })
        expect(await browser.toTheEnd()).toEqual([])
      },
    )

    trial('a refused message that is not persistent is gone', async () => {
      const client = await connect()
      const destination = await queueOf(client, ['bad', 'good'])
      const subscription = await client.subscribe(destination, individual)
      await subscription.nack(await subscription.next())
      await client.drop()
      const other = await connect()
      expect((await (await other.subscribe(destination)).next()).text).toBe('good')
      const dead = await other.subscribe('/queue/ActiveMQ.DLQ', { browser: 'true' })
      expect(await dead.toTheEnd()).toEqual([])
    })
  })

  describe('transactions', () => {
    trial('what was sent in a transaction arrives with its COMMIT', async () => {
      const client = await connect()
      const destination = fresh('/queue/transaction')
      const subscription = await client.subscribe(destination)
      await client.request('BEGIN', { transaction: 't' })
      await client.request('SEND', { destination, transaction: 't' }, '1')
      await client.request('SEND', { destination, transaction: 't' }, '2')
      await client.settle()
      expect(subscription.waiting).toBe(0)
      await client.request('COMMIT', { transaction: 't' })
      expect(await subscription.texts(2)).toEqual(['1', '2'])
    })

    trial('what was sent in an aborted transaction, or one left open, never arrives', async () => {
      const client = await connect()
      const destination = fresh('/queue/aborted')
      await client.request('BEGIN', { transaction: 't' })
      await client.request('SEND', { destination, transaction: 't' }, 'aborted')
      await client.request('ABORT', { transaction: 't' })
      await client.request('BEGIN', { transaction: 't' })
      await expect(client.request('BEGIN', { transaction: 't' })).rejects.toThrow(
        'The transaction was already started: t',
      )
      await client.request('SEND', { destination, transaction: 't' }, 'left open')
      await client.drop()
      const other = await connect()
      await other.request('SEND', { destination }, 'plain')
      expect((await (await other.subscribe(destination)).next()).text).toBe('plain')
    })

    trial(
      'an ACK in a transaction counts with its COMMIT, and can be given again after an ABORT',
      async () => {
        const client = await connect()
        const destination = await queueOf(client, ['1', '2'])
        const subscription = await client.subscribe(destination, {
          ...individual,
          'activemq.prefetchSize': 1,
        })
        const first = await subscription.next()
        await client.request('BEGIN', { transaction: 't' })
        await subscription.ack(first, { transaction: 't' })
        await expect(subscription.ack(first)).rejects.toThrow(/^Unexpected ACK/)
        const second = await subscription.next()
        await client.request('ABORT', { transaction: 't' })
        await client.request('BEGIN', { transaction: 'u' })
        await subscription.ack(first, { transaction: 'u' })
        await client.request('COMMIT', { transaction: 'u' })
        expect(second.text).toBe('2')
        await client.drop()
        const browser = await (await connect()).subscribe(destination, { browser: 'true' })
        expect(textsOf(await browser.toTheEnd())).toEqual(['2'])
      },
    )
  })

  describe('browsing', () => {
    trial(
      'a browser sees every message, those that are out included, then the end, and consumes nothing',
      async () => {
        const client = await connect()
        const destination = await queueOf(client, ['1', '2', '3'], { persistent: 'true' })
        const consumer = await client.subscribe(destination, { ...individual, 'activemq.prefetchSize': 2 })
        await consumer.take(2)
        const browser = await client.subscribe(destination, { browser: 'true', ack: 'auto' })
        expect(textsOf(await browser.toTheEnd())).toEqual(['1', '2', '3'])
        await browser.unsubscribe()
        const again = await client.subscribe(destination, { browser: 'true' })
        expect(await again.toTheEnd()).toHaveLength(3)
      },
    )

    trial('the end marker is a MESSAGE of its own, byte for byte', async () => {
      const client = await connect()
      const destination = fresh('/queue/empty')
      client.recordBytes()
      client.send('SUBSCRIBE', { id: 'b', destination, browser: 'true' })
      const bytes = await client.received((received) => received.includes(0))
      expect(bytes.toString().trimStart().split('\0')[0]).toBe(
        `MESSAGE\nbrowser:end\ndestination:${destination}\nmessage-id:0\nsubscription:b\n\n`,
      )
    })

    // ActiveMQ makes the queue by that; the embedded broker does not, so that looking brings back no queue that was removed.
    trial('browsing ends where there is no queue', async () => {
      const client = await connect()
      const browser = await client.subscribe(fresh('/queue/nowhere'), { browser: 'true' })
      expect(await browser.toTheEnd()).toEqual([])
    })

    trial('a selector picks what a browser sees', async () => {
      const client = await connect()
      const destination = fresh('/queue/browsed')
      for (const node of ['1', '2', '1']) await client.request('SEND', { destination, node }, node)
      const browser = await client.subscribe(destination, { browser: 'true', selector: "node = '1'" })
      expect(textsOf(await browser.toTheEnd())).toEqual(['1', '1'])
    })

    trial('a browser that acknowledges consumes nothing, and must not refuse', async () => {
      const client = await connect()
      const destination = await queueOf(client, ['1', '2'])
      const browser = await client.subscribe(destination, { browser: 'true', ...individual })
      const [first, second] = await browser.toTheEnd()
      if (first === undefined || second === undefined) throw new Error('messages are missing')
      await browser.ack(first)
      await expect(browser.nack(second)).rejects.toThrow(
        'Cannot Nack a message on a Queue Browser Subscription.',
      )
      const again = await client.subscribe(destination, { browser: 'true', id: 'again' })
      expect(await again.toTheEnd()).toHaveLength(2)
    })
  })
}
