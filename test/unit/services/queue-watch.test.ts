import { expect, it } from 'vitest'
import type { ApplicationEvents, QueueGlimpse } from '../../../electron/services/events/application-events.ts'
import type { RunningCluster } from '../../../electron/services/cluster/running-cluster.ts'
import { EventHub } from '../../../electron/services/events/event-hub.ts'
import { QueueWatch } from '../../../electron/services/inventory/queue-watch.ts'
import { FakeClock } from '../broker/fake-clock.ts'

/** A broker elsewhere with so many messages in each queue. */
function watching(waiting: number, budget: number, onBrowse: () => void = () => undefined) {
  const hub = new EventHub<ApplicationEvents>((error) => {
    throw error
  })
  const glimpses: QueueGlimpse[] = []
  hub.on('waiting', (glimpse) => glimpses.push(glimpse))
  const clock = new FakeClock()
  const asked: number[] = []
  const broker = { waiting }
  const known = ['geo-2', 'gone'].map((instanceName) => ({ instanceName, hasQueue: true }))
  const running: { facts: object } = {
    facts: { roles: { value: ['slave'] }, configured: { value: 'enabled' }, engine: {} },
  }
  const nodes = new Map<string, typeof running>()
  const state = { broker: { state: 'connected' } }
  // Of a running cluster, these are all that is looked at.
  const cluster = {
    profile: { topicName: 'VirtualTopic.geoserver' },
    state,
    embeddedBroker: undefined,
    nodes: { slaves: () => ['geo-2'], get: (name: string) => nodes.get(name) },
    known: {
      all: known,
      get: (name: string) => known.find(({ instanceName }) => instanceName === name),
      noticeQueues: ([queue = '']: readonly string[]) => {
        for (const node of known) node.hasQueue ||= queue.includes(`.${node.instanceName}.`)
        return false
      },
    },
    async *browse(_queue: unknown, { limit }: { readonly limit: number }) {
      asked.push(limit)
      onBrowse()
      const now = broker.waiting
      for (let number = 0; number < Math.min(limit, now); number += 1) {
        yield await Promise.resolve({ messageId: `m${number}`, timestamp: 1_000 + number })
      }
    },
  } as unknown as RunningCluster
  const watch = new QueueWatch({
    current: () => cluster,
    hub,
    clock,
    now: () => clock.now(),
    lookLimit: () => budget,
  })
  return { watch, glimpses, asked, hub, clock, broker, known, nodes, running, state }
}

it('looks into every queue of the topic that was seen, also of those who take nothing any more', async () => {
  const { watch, glimpses } = watching(3, 500)
  await watch.look()
  expect(glimpses.map(({ queue, pending, complete }) => [queue, pending, complete])).toEqual([
    ['Consumer.geo-2.VirtualTopic.geoserver', 3, true],
    ['Consumer.gone.VirtualTopic.geoserver', 3, true],
  ])
})

it('looks as far as the budget says, and says that there may be more', async () => {
  const { watch, asked } = watching(100, 10)
  await watch.look()
  expect(asked).toEqual([10, 10])
  expect(watch.get('geo-2')).toMatchObject({ pending: 10, atLeast: true })
})

it('measures nothing while the broker is away, instead of what was seen before', async () => {
  const { watch, hub, clock, state } = watching(3, 500)
  const told: unknown[] = []
  hub.on('queues', ({ looks, throughput }) => told.push([looks.get('geo-2')?.pending ?? null, throughput]))
  for (const connection of ['connected', 'lost', 'connected']) {
    state.broker.state = connection
    clock.advance(10_000)
    await watch.look()
  }
  expect(told).toEqual([
    [3, 0],
    [null, null],
    [3, 0],
  ])
})

it('never takes back when a node took its last message', async () => {
  const taken = { at: 0 }
  const { watch, hub, clock, broker } = watching(1, 500, () => {
    if (taken.at === 0) return
    hub.emit('finished', {
      ...{ instanceName: 'geo-2', at: taken.at, state: 'applied', from: 'geo-1' },
      ...{ summary: '', reason: null, countsOnly: false },
    })
  })
  await watch.look()
  clock.advance(10_000)
  broker.waiting = 0
  // Its last message is gone, and it told so after the look had begun.
  taken.at = clock.now() + 120
  await watch.look()
  expect(watch.get('geo-2')?.takenAt).toBe(taken.at)
})

it('knows that a message was taken that came and went between two looks, and of none while one waits', async () => {
  const { watch, hub, clock, broker } = watching(0, 500)
  const come = (): void => {
    clock.advance(2_000)
    hub.emit('archived', { messages: 1, changes: 1 })
    clock.advance(8_000)
  }
  come()
  await watch.look()
  // Before the first look nobody knew whether there was a queue.
  expect(watch.get('geo-2')?.takenAt).toBeNull()
  clock.advance(10_000)
  await watch.look()
  expect(watch.get('geo-2')?.takenAt).toBeNull()
  come()
  const at = clock.now()
  await watch.look()
  expect(watch.get('geo-2')?.takenAt).toBe(at)
  broker.waiting = 1
  come()
  await watch.look()
  expect(watch.get('geo-2')?.takenAt).toBe(at)
})

it('goes on looking into the queue of a node that was stopped, also after a look has failed', async () => {
  const world = { fails: false }
  const { watch, clock, broker, known, nodes, running } = watching(0, 500, () => {
    if (world.fails) throw new DOMException('The broker did not answer.', 'TimeoutError')
  })
  // Nothing says that it has a queue, but that it takes messages.
  for (const node of known) node.hasQueue = false
  nodes.set('geo-2', running)
  await watch.look()
  nodes.delete('geo-2')
  world.fails = true
  clock.advance(10_000)
  await watch.look()
  expect(watch.get('geo-2')?.pending).toBeNull()
  world.fails = false
  broker.waiting = 2
  clock.advance(10_000)
  await watch.look()
  expect(watch.get('geo-2')?.pending).toBe(2)
})

it('leaves alone a queue that was removed, since looking would make it again', async () => {
  const { watch, clock, asked, known } = watching(1, 500)
  await watch.look()
  expect(asked).toHaveLength(2)
  for (const node of known) node.hasQueue = false
  clock.advance(10_000)
  await watch.look()
  expect(asked).toHaveLength(2)
})

it('leaves it to a node that tells when it took something to say when, as a look comes later', async () => {
  const { watch, hub, clock, nodes, running } = watching(0, 500)
  nodes.set('geo-2', { facts: { ...running.facts, engine: { value: { paused: false } } } })
  await watch.look()
  clock.advance(2_000)
  const at = clock.now()
  hub.emit('finished', {
    ...{ instanceName: 'geo-2', at, state: 'applied', from: 'geo-1' },
    ...{ summary: '', reason: null, countsOnly: false },
  })
  clock.advance(10)
  hub.emit('archived', { messages: 1, changes: 1 })
  clock.advance(20_000)
  await watch.look()
  expect(watch.get('geo-2')?.takenAt).toBe(at)
})
