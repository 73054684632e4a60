import { randomUUID } from 'node:crypto'
import { beforeAll, expect } from 'vitest'
import { systemClock } from '../../../electron/scheduler/clock.ts'
import { consumerQueue, queue, topic, type Destination } from '../../../electron/broker/destinations.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import { isFailure } from '../../../electron/errors/failure.ts'
import { Inbox, networkUrl, statusWhere } from '../broker-session.ts'
import { urlOf, type RunningBroker } from './makes.ts'
import { send, type SessionTrials } from './session-trials.ts'

/** What becomes of a session when its broker goes, or says nothing. @param other a broker beside it */
export function sessionLosses(
  { trial, connect, url, way, broker }: SessionTrials,
  other: () => RunningBroker,
): void {
  let idle: Promise<readonly string[]>
  beforeAll(() => {
    idle = lossesInIdleTime(url())
    idle.catch(() => undefined)
  })

  // Before the broker is killed.
  trial('stays connected through idle time with heart-beats', async () => {
    expect(await idle).toEqual([])
  })

  trial(
    'loses nothing the broker confirmed when the broker is killed in the middle of the stream',
    async () => {
      const reconnect = { maxReconnectDelay: 300 }
      const producer = await connect({ reconnect })
      const consumer = await connect({ reconnect })
      const name = `VirtualTopic.${randomUUID()}`
      const [to, from] = [topic(name), consumerQueue('node-1', name)]
      const seen = new Map<string, number>()
      const total = 600
      const done = Promise.withResolvers<void>()
      await consumer.subscribe({ destination: from }, (message) => {
        const id = message.properties.get('id') ?? ''
        seen.set(id, (seen.get(id) ?? 0) + 1)
        message.ack()
        if (seen.size === total) done.resolve()
      })
      await broker().keeps?.(from.name)

      let confirmed = 0
      let refused = 0
      const killed = Promise.withResolvers<void>()
      const publish = async (id: number): Promise<void> => {
        for (;;) {
          try {
            await send(producer, to, `message ${id} ${'x'.repeat(2000)}`, { id: String(id) })
            confirmed += 1
            if (confirmed === 200) killed.resolve(broker().kill())
            return
          } catch (error) {
            if (!isFailure(error, 'PLB-BROKER-CONNECTION-LOST')) throw error
            refused += 1
          }
        }
      }
      const publishing = Promise.all(Array.from({ length: total }, (_, id) => publish(id)))
      await killed.promise
      await statusWhere(producer, ({ state }) => state === 'lost')
      await broker().restart()
      await publishing
      await done.promise
      expect(seen.size).toBe(total)
      expect(refused).toBeGreaterThanOrEqual(64)
      expect(producer.servers[0]?.connections).toBe(2)
      expect(consumer.servers[0]?.connections).toBe(2)
    },
  )

  trial(
    'finds a frozen broker by its silence, keeps no more than the limits meanwhile, and comes back',
    async () => {
      const connection = { heartBeat: { outgoing: 500, incoming: 500 } }
      const inFlight = { messages: 32, bytes: 500_000 }
      const session = await connect({ connection, inFlight, reconnect: { maxReconnectDelay: 300 } })
      const destination = queue(randomUUID())
      await broker().freeze()
      const before = process.memoryUsage().arrayBuffers
      const body = 'x'.repeat(50_000)
      const outcomes = Promise.allSettled(
        Array.from({ length: 2000 }, () => send(session, destination, body)),
      )
      expect(session.pendingPublications).toBe(2000)
      const lost = await statusWhere(session, ({ state }) => state === 'lost')
      expect(lost).toMatchObject({ because: { code: 'PLB-BROKER-HEART-BEAT-LOST' } })
      // 2000 messages of 50 kB are 100 MB; what was encoded at any time is a hundredth of it.
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
      for (const outcome of await outcomes) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'PLB-BROKER-HEART-BEAT-LOST' } })
      }
      broker().thaw()
      await sentInTheEnd(session, destination, 'after the thaw')
    },
  )

  trial(
    'is left for another when it goes, whatever that speaks, and found gone by whoever comes',
    async () => {
      const spokenThere = way === 'STOMP' ? 'OpenWire' : 'STOMP'
      const both = `failover:(${url()},${urlOf[spokenThere](other())})?randomize=false`
      const session = await connect({ reconnect: { maxReconnectDelay: 300 } }, both)
      const portNow = () => (session.status.state === 'connected' ? session.status.server.port : undefined)
      const name = `VirtualTopic.${randomUUID()}`
      const inbox = new Inbox()
      await session.subscribe({ destination: consumerQueue('node-1', name) }, inbox.take)
      await send(session, topic(name), 'from the first')
      await inbox.count(1)
      const [first, next] = networkUrl(both).servers
      expect(portNow()).toBe(first?.port)
      await broker().stop()
      try {
        await statusWhere(
          session,
          (status) => status.state === 'connected' && status.server.port === next?.port,
        )
        await send(session, topic(name), 'from the second')
        await inbox.count(2)
        expect(inbox.texts).toEqual(['from the first', 'from the second'])
        expect(session.servers.map(({ connections }) => connections)).toEqual([1, 1])
        const failed = connect({ reconnect: { maxReconnectAttempts: 0 } })
        await expect(failed).rejects.toMatchObject({ cause: { code: 'PLB-BROKER-REFUSED' } })
      } finally {
        await broker().restart()
      }
    },
  )
}

/** How often either side is to be heard from, in milliseconds; a busy machine may be late by twice that. */
const beat = 1_500

/** Why a session was lost while nothing but heart-beats went over it: long enough for either side to call the other dead. */
async function lossesInIdleTime(url: string): Promise<readonly string[]> {
  await using session = new BrokerSession(networkUrl(url), {
    connection: { heartBeat: { outgoing: beat, incoming: beat } },
  })
  await session.connect()
  const losses: string[] = []
  session.onStatus((status) => {
    if (status.state === 'lost') losses.push(status.because.message)
  })
  const { promise: elapsed, resolve } = Promise.withResolvers<void>()
  systemClock.after(3.5 * beat, resolve)
  await elapsed
  return losses
}

/** Publishes until the broker has it: one that just woke up may be silent again for as long as it is waited for here. */
async function sentInTheEnd(session: BrokerSession, destination: Destination, body: string): Promise<void> {
  for (;;) {
    try {
      await send(session, destination, body)
      return
    } catch (error) {
      if (!isFailure(error, 'PLB-BROKER-HEART-BEAT-LOST') && !isFailure(error, 'PLB-BROKER-CONNECTION-LOST'))
        throw error
    }
  }
}
