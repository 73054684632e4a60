import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from '../../electron/broker/embedded/message.ts'
import { MessageQueue, type Consumer } from '../../electron/broker/embedded/message-queue.ts'
import { MessageStore } from '../../electron/broker/embedded/store.ts'

/** A consumer that keeps what it is given until it is told to acknowledge. */
class ModelConsumer implements Consumer {
  readonly held: number[] = []
  readonly #prefetch: number
  readonly #parity: number | undefined
  readonly #onDelivery: (message: number, wasOut: boolean) => void

  constructor(
    prefetch: number,
    parity: number | undefined,
    onDelivery: (message: number, wasOut: boolean) => void,
  ) {
    this.#prefetch = prefetch
    this.#parity = parity
    this.#onDelivery = onDelivery
  }

  get ready(): boolean {
    return this.held.length < this.#prefetch
  }

  wants(message: Message): boolean {
    return this.#parity === undefined || message.id % 2 === this.#parity
  }

  deliver(message: Message, deliveries: number): boolean {
    this.#onDelivery(message.id, deliveries > 0)
    this.held.push(message.id)
    return false
  }
}

const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('send' as const), persistent: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('attach' as const),
      prefetch: fc.integer({ min: 1, max: 5 }),
      parity: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('detach' as const), which: fc.nat() }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('acknowledge' as const), which: fc.nat(), nth: fc.nat() }),
  },
)

test('whatever consumers come, go and acknowledge: every message is consumed once, and none is with two of them', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 120, size: 'max' }), (operations) => {
      const store = new MessageStore(':memory:')
      const ends = { hasExpired: () => false, expired: () => undefined }
      const stored = store.addQueue({ kind: 'queue', name: 'q', clientId: '', topic: '', selector: '' })
      const identity = { id: stored.id, kind: stored.kind, name: 'q', address: '/queue/q' } as const
      const queue = new MessageQueue(identity, 0, 0, store, ends)
      const consumers: ModelConsumer[] = []
      const waiting = new Set<number>()
      const out = new Set<number>()
      const wasOut = new Set<number>()
      const consumed: number[] = []
      let sent = 0

      const attach = (prefetch: number, parity: number | undefined): ModelConsumer => {
        const consumer = new ModelConsumer(prefetch, parity, (message, redelivered) => {
          expect(waiting.delete(message)).toBe(true)
          expect(redelivered).toBe(wasOut.has(message))
          // What comes before it and could be taken has been taken.
          const earlier = [...waiting].filter((other) => other < message)
          expect(earlier.filter((other) => parity === undefined || other % 2 === parity)).toEqual([])
          out.add(message)
          wasOut.add(message)
        })
        consumers.push(consumer)
        queue.attach(consumer)
        return consumer
      }
      const acknowledge = (consumer: ModelConsumer, message: number): void => {
        consumer.held.splice(consumer.held.indexOf(message), 1)
        queue.take(message)
        out.delete(message)
        consumed.push(message)
      }
      const settle = (): void => {
        store.commit()
        while (queue.dispatch());
        expect(queue.depth).toBe(waiting.size + out.size)
      }

      for (const step of operations) {
        if (step.kind === 'send') {
          sent += 1
          waiting.add(sent)
          store.begin()
          store.add(messageOf(sent, step.persistent), [stored.id], [])
          queue.added(sent)
        } else if (step.kind === 'attach') attach(step.prefetch, step.parity)
        else {
          const consumer = consumers[step.which % Math.max(consumers.length, 1)]
          if (consumer === undefined) continue
          if (step.kind === 'detach') {
            consumers.splice(consumers.indexOf(consumer), 1)
            queue.detach(consumer)
            for (const message of consumer.held) {
              out.delete(message)
              waiting.add(message)
            }
          } else {
            const message = consumer.held[step.nth % Math.max(consumer.held.length, 1)]
            if (message !== undefined) acknowledge(consumer, message)
          }
        }
        settle()
      }

      for (const consumer of consumers.splice(0)) {
        for (const message of [...consumer.held]) acknowledge(consumer, message)
        queue.detach(consumer)
      }
      const last = attach(Infinity, undefined)
      settle()
      for (const message of [...last.held]) acknowledge(last, message)
      store.commit()
      expect(consumed.toSorted((one, other) => one - other)).toEqual(
        Array.from({ length: sent }, (_, n) => n + 1),
      )
      expect(queue.depth).toBe(0)
      expect(store.depths()).toEqual(new Map())
      expect(store.newestMessage()).toBe(0)
      store.close()
    }),
    { numRuns: 60 },
  )
})

function messageOf(id: number, persistent: boolean): Message {
  return {
    id,
    messageId: `ID:${id}`,
    destination: '/queue/q',
    bodyType: 'text',
    protocol: 'stomp',
    persistent,
    expires: 0,
    transformation: '',
    headers: 'expires:0\n',
    body: Buffer.from(String(id)),
  }
}
