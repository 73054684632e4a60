import { expect, test } from 'vitest'
import { consumerQueue } from '../../../electron/broker/destinations.ts'
import type { MessageHandler, ReceivedMessage } from '../../../electron/broker/sessions/subscription.ts'
import { QueueConsumer } from '../../../electron/engine/slave/consumer.ts'
import type { Incoming } from '../../../electron/engine/slave/receiver.ts'
import { eventually } from '../../support/cluster.ts'
import { FakeClock } from '../broker/fake-clock.ts'
import { message, openSlave } from './node.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const destination = consumerQueue('slave-1', 'VirtualTopic.geoserver')

function received(incoming: Incoming, ack: () => boolean): ReceivedMessage {
  const unknown = { destination, originalDestination: undefined, timestamp: undefined }
  const flags = { persistent: true, redelivered: false }
  return { ...incoming, ...unknown, ...flags, headers: new Map(), ack, nack: () => false }
}

/** A consumer whose messages come when the test says so, in front of a receiver that notes what it takes. */
async function consuming(options: { readonly held?: () => Promise<void> | undefined } = {}) {
  const clock = new FakeClock()
  const acknowledged: string[] = []
  const batches: (readonly Incoming[])[] = []
  let handler: MessageHandler = () => undefined
  const consumer = new QueueConsumer({
    session: {
      subscribe: (_options, given) => {
        handler = given
        const ended = Promise.resolve(undefined)
        return Promise.resolve({ destination, ended, unsubscribe: () => Promise.resolve() })
      },
    },
    queue: destination,
    clock,
    receiver: {
      get held() {
        return options.held?.()
      },
      take: (messages) => {
        batches.push(messages)
        // A millisecond for each message, and one for the commit.
        clock.advance(messages.length + 1)
      },
      resume: () => undefined,
    },
  })
  await consumer.start()
  const come = (count: number): void => {
    for (let index = 0; index < count; index += 1) {
      const incoming = message({ handler: 'any', body: '' })
      void handler(received(incoming, () => acknowledged.push(incoming.messageId) > 0))
    }
  }
  return { come, batches, acknowledged }
}

test('takes as many messages at once as fit into the time of a batch', async () => {
  const { come, batches, acknowledged } = await consuming()
  come(200)
  await eventually('all are acknowledged', () => acknowledged.length === 200)
  const sizes = batches.map(({ length }) => length)
  expect(sizes.slice(0, 5)).toEqual([1, 2, 4, 8, 16])
  expect(Math.max(...sizes)).toBeLessThanOrEqual(30)
  expect(sizes[6]).toBeGreaterThan(25)
})

test('takes nothing while the receiver holds messages back, and everything after', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let held: Promise<void> | undefined = promise
  const { come, batches, acknowledged } = await consuming({ held: () => held })
  come(3)
  await new Promise((next) => setImmediate(next))
  await new Promise((next) => setImmediate(next))
  expect(batches).toEqual([])
  held = undefined
  resolve()
  await eventually('all are acknowledged', () => acknowledged.length === 3)
})

test('what needs messages to wait is done one after the other', async () => {
  const { receiver } = openSlave(temporaryDirectory())
  const log: string[] = []
  const first = Promise.withResolvers<void>()
  const holding = receiver.hold(async () => {
    log.push('first begins')
    await first.promise
    log.push('first ends')
  })
  const failing = receiver.hold(() => Promise.reject(new Error('unreadable')))
  const third = receiver.hold(async () => log.push('third'))
  expect(receiver.held).toBeDefined()
  first.resolve()
  await holding
  await expect(failing).rejects.toThrow('unreadable')
  await third
  expect(log).toEqual(['first begins', 'first ends', 'third'])
  expect(receiver.held).toBeUndefined()
})
