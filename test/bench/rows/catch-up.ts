import { join } from 'node:path'
import { consumerQueue, type Destination } from '../../../electron/broker/destinations.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import type { Node } from '../../../electron/engine/node/node.ts'
import { openDatabase } from '../../../electron/storage/open-database.ts'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { activemqAvailable, startActivemq } from '../../support/activemq.ts'
import { networkUrl } from '../../support/broker-session.ts'
import { TestCluster } from '../../support/cluster.ts'
import { masterMessages } from '../../support/recorded-messages.ts'
import { interleaved, rateOf, row, type Bench } from '../row.ts'

/** Messages a slave may commit together. */
const batch = 100
const rounds = 3
const topicName = 'VirtualTopic.geoserver'
const recorded = Array.from({ length: 8 }, () => masterMessages()).flat()

/** A slave that was away takes what a real master sent meanwhile, from ActiveMQ over OpenWire. */
export const catchUp: Bench = {
  names: ['catch-up', 'catch-up-openwire'],
  unavailable: activemqAvailable(),
  async run() {
    const broker = await startActivemq()
    const url = `tcp://127.0.0.1:${broker.openWirePort}`
    const cluster = new TestCluster({
      url,
      restart: () => Promise.reject(new Error('it stays')),
      stop: () => broker.stop(),
    })
    const session = new BrokerSession(networkUrl(url))
    try {
      await session.connect()
      const { decode, consume, work } = await interleaved(rounds, {
        decode: (round) => decodeAndCommit(join(cluster.directory, `floor${round}.sqlite`)),
        async consume(round) {
          const queue = consumerQueue(`floor${round}`, topicName)
          await publishTo(session, queue)
          return rateOf(recorded.length, () => consumeFrom(session, queue))
        },
        async work(round) {
          const name = `slave${round}`
          await publishTo(session, consumerQueue(name, topicName))
          const slave = await cluster.open(
            cluster.makeDirectory(name, { toggleMaster: 'false', group: 'geoserver-cluster' }),
          )
          const rate = await rateOf(recorded.length, async () => {
            const over = allFinished(slave)
            await slave.start()
            await over
          })
          await cluster.stop(slave)
          return rate
        },
      })
      return [
        row('catch-up', '/s', work, decode, '≥ 0.6'),
        row('catch-up-openwire', '/s', work, consume, '≥ 0.25'),
      ]
    } finally {
      await session.close()
      await cluster.close()
      await broker.dispose()
    }
  },
}

/** Told by the node itself: to ask it all the time would be work of its own. */
async function allFinished(slave: Node): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let told = 0
  const end = slave.watch(({ direction }) => {
    if (direction === 'received') told += 1
    // What waited for something is told twice.
    if (told < recorded.length) return
    const { applied, ignored, parked, failed } = slave.status.inbox
    if (applied + ignored + parked + failed >= recorded.length) resolve()
  })
  await promise
  end()
}

function decodeAndCommit(path: string): Promise<number> {
  const { database } = openDatabase(path, ['CREATE TABLE message (id INTEGER PRIMARY KEY, body TEXT) STRICT'])
  const insert = database.command('INSERT INTO message (body) VALUES (:body)')
  try {
    return rateOf(recorded.length, () => {
      for (let from = 0; from < recorded.length; from += batch) {
        database.transaction(() => {
          for (const { handler, body } of recorded.slice(from, from + batch)) {
            decodeBody(handler, body)
            insert.run({ body })
          }
        })
      }
    })
  } finally {
    database.close()
  }
}

async function publishTo(session: BrokerSession, destination: Destination): Promise<void> {
  await Promise.all(
    recorded.map(({ properties, body }) =>
      session.publish({ destination, properties: Object.fromEntries(properties), body }),
    ),
  )
}

/** Nothing but taking and acknowledging. */
async function consumeFrom(session: BrokerSession, destination: Destination): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let count = 0
  const subscription = await session.subscribe({ destination, concurrency: 250 }, (message) => {
    message.ack()
    count += 1
    if (count === recorded.length) resolve()
  })
  await promise
  await subscription.unsubscribe()
}
