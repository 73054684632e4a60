import { expect } from 'vitest'
import type { StompTrials } from './stomp-trials.ts'
import type { TestSubscription } from '../stomp-client.ts'

const individual = { ack: 'client-individual' }

interface Acknowledged {
  readonly asked: Set<string>
  readonly answered: Set<string>
}

export function stompRestart({ broker, connect, fresh, queueOf, trial }: StompTrials): void {
  trial(
    'persistent messages, queues and durable subscriptions survive a restart, other messages do not',
    async () => {
      const clientId = fresh('client')
      const durableTerms = { id: 'd', ...individual, 'activemq.subscriptionName': 'changes' }
      const topic = fresh('VirtualTopic.restart')
      const destination = `/topic/${topic}`
      const client = await connect({ headers: { 'client-id': clientId } })
      const queue = await queueOf(client, ['1', '2'], { persistent: 'true', name: 'value: ä\n' })
      await client.request('SEND', { destination: queue }, 'not persistent')
      await (await client.subscribe(`/queue/Consumer.gs1.${topic}`, individual)).unsubscribe()
      await (await client.subscribe(destination, durableTerms)).unsubscribe()
      await client.request('SEND', { destination, persistent: 'true' }, 'event')
      const before = await (await client.subscribe(queue, individual)).next()

      await broker().stop()
      await client.closed()
      await broker().restart()

      const later = await connect({ headers: { 'client-id': clientId } })
      const [first, second] = await (await later.subscribe(queue, individual)).take(2)
      expect([first?.text, second?.text]).toEqual(['1', '2'])
      expect(first?.headers).toMatchObject({ name: 'value: ä\n', 'message-id': before.headers['message-id'] })
      expect(first?.headers).not.toHaveProperty('redelivered')
      expect((await (await later.subscribe(destination, durableTerms)).next()).text).toBe('event')
      const consumer = await later.subscribe(`/queue/Consumer.gs1.${topic}`, individual)
      expect((await consumer.next()).text).toBe('event')
      await later.request('SEND', { destination, persistent: 'true' }, 'after')
      const copy = await consumer.next()
      expect(copy.text).toBe('after')
      expect(copy.headers['message-id']).not.toBe(before.headers['message-id'])
      const browser = await later.subscribe(queue, { browser: 'true' })
      expect(await browser.toTheEnd()).toHaveLength(2)
    },
  )

  trial('a killed broker has lost nothing it answered with a RECEIPT, sent or acknowledged', async () => {
    const destination = fresh('/queue/killed')
    const receipted = new Set<string>()
    const acknowledged: Acknowledged = { asked: new Set(), answered: new Set() }
    let sent = 0
    for (let round = 0; round < 2; round++) {
      const sender = await connect()
      const receiver = await connect()
      const subscription = await receiver.subscribe(destination, {
        ...individual,
        'activemq.prefetchSize': 50,
      })
      const goal = receipted.size + 300
      const enough = Promise.withResolvers<undefined>()
      const working = [
        ...Array.from({ length: 64 }, async () => {
          for (;;) {
            const body = String(sent++)
            await sender.request('SEND', { destination, persistent: 'true' }, body.padEnd(2000))
            receipted.add(body)
            if (receipted.size >= goal && acknowledged.answered.size > round) enough.resolve(undefined)
          }
        }),
        acknowledgeEveryOther(subscription, acknowledged),
      ]
      // Each of them ends when the broker is killed.
      const ended = Promise.allSettled(working)
      await enough.promise
      await broker().kill()
      await ended
      await broker().restart()
    }

    const client = await connect()
    const last = await client.subscribe(destination, { browser: 'true' })
    const left = (await last.toTheEnd()).map((frame) => frame.text.trim())
    expect(left.length).toBe(new Set(left).size)
    const lost = [...receipted].filter((body) => !left.includes(body) && !acknowledged.asked.has(body))
    expect(lost).toEqual([])
    expect(left.filter((body) => acknowledged.answered.has(body))).toEqual([])
  })
}

/** Acknowledges every other message with a receipt, and notes what was asked and what was answered. */
async function acknowledgeEveryOther(
  subscription: TestSubscription,
  acknowledged: Acknowledged,
): Promise<never> {
  for (;;) {
    const frame = await subscription.next()
    const body = frame.text.trim()
    acknowledged.asked.add(body)
    await subscription.ack(frame)
    acknowledged.answered.add(body)
    await subscription.next()
  }
}
