import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { advisedQueues } from '../../../../electron/broker/stomp/advised-queues.ts'
import type { FrameConnection } from '../../../../electron/broker/stomp/stomp-connection.ts'

/** No clock goes on: whatever waited for a while would wait for ever. */
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Listener = Parameters<FrameConnection['listen']>[1]

/** A broker that tells of our connection and its queues, where it tells anything. */
class Teller {
  readonly requests: string[] = []
  readonly lost = new Promise<never>(() => undefined)
  readonly #listeners = new Map<string, Listener>()
  readonly #told: readonly unknown[]
  readonly #subscribed = new Map<string, string>()

  constructor(told: readonly unknown[]) {
    this.#told = told
  }

  listen(id: string, listener: Listener): () => void {
    this.#listeners.set(id, listener)
    return () => this.#listeners.delete(id)
  }

  request({ command, headers }: Parameters<FrameConnection['request']>[0]): Promise<void> {
    this.requests.push(command)
    const { id = '', destination = '' } = headers
    if (command === 'SUBSCRIBE') this.#subscribed.set(destination, id)
    if (destination.includes('ActiveMQ.Advisory.Queue')) for (const each of this.#told) this.#say(id, each)
    if (command === 'SEND') this.#say(this.#subscribed.get(destination) ?? '', '')
    return Promise.resolve()
  }

  get listeners(): number {
    return this.#listeners.size
  }

  #say(id: string, said: unknown): void {
    this.#listeners.get(id)?.(new Map(), { bytes: Buffer.from(JSON.stringify(said)) })
  }
}

const queue = (string: string) => ({
  DestinationInfo: { destination: { '@class': 'ActiveMQQueue', string }, operationType: 0 },
})

it.each([
  { title: 'every queue', told: [{ ConnectionInfo: {} }, queue('a'), queue('b')], names: ['a', 'b'] },
  { title: 'that there is none', told: [{ ConnectionInfo: {} }], names: [] },
  { title: 'nothing', told: [], names: undefined },
])('knows at once when it was told $title, and stops listening', async ({ told, names }) => {
  const teller = new Teller(told)
  expect(await advisedQueues(teller, new AbortController().signal)).toEqual(names && { names, areAll: true })
  expect(teller.requests).toEqual(['SUBSCRIBE', 'SUBSCRIBE', 'SEND', 'UNSUBSCRIBE', 'UNSUBSCRIBE'])
  expect(teller.listeners).toBe(0)
})

it('does not take what it was told in its time for all there is', async () => {
  const teller = new Teller([{ ConnectionInfo: {} }, queue('a')])
  // The broker is not done telling when time is up.
  teller.request = async (request) => {
    if (request.command !== 'SEND') await Teller.prototype.request.call(teller, request)
  }
  const told = advisedQueues(teller, new AbortController().signal, 1_000)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await told).toEqual({ names: ['a'], areAll: false })
  expect(teller.listeners).toBe(0)
})
