import { describe, expect, it, onTestFinished } from 'vitest'
import { queue } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { nameOf, propertyOf } from '../../electron/catalog/object.ts'
import type { ResyncProgress } from '../../electron/engine/resync/delivery.ts'
import type { StockDelivery } from '../../electron/engine/resync/stock/stock-delivery.ts'
import { StockReader } from '../../electron/engine/resync/stock/stock-reader.ts'
import { StockResync } from '../../electron/engine/resync/stock/stock-resync.ts'
import { agreedToAll } from '../support/agreed-to-all.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import { GeoServerClient } from '../../electron/geoserver/client.ts'
import { textElement } from '../../electron/xml/element.ts'
import { activemqAvailable, startActivemq } from '../support/activemq.ts'
import { networkUrl } from '../support/broker-session.ts'
import { eventually } from '../support/cluster.ts'
import { goldenPath } from '../support/data-directories.ts'
import { connectStockNode } from '../../electron/imitation/on-broker.ts'
import {
  adoptMemory,
  change,
  find,
  giveOtherId,
  memoryDrift,
  receiver,
  takeAway,
} from '../support/stock-node/resync-trio.ts'
import { administrator } from '../../electron/imitation/serve.ts'
import { serveNode } from '../support/stock-node/serve-in-test.ts'
import type { StockNode } from '../../electron/imitation/stock-node.ts'

const missing = activemqAvailable()
if (missing !== undefined)
  process.stdout.write(`The resync of stock slaves on ActiveMQ is not tried: ${missing}\n`)

async function cluster() {
  const broker = await startActivemq()
  onTestFinished(() => broker.dispose())
  const brokerURL = `tcp://${broker.host}:${broker.openWirePort}`
  const seed = goldenPath('after-build-up/master')
  const connected = async (instanceName: string, properties: Readonly<Record<string, string>>) => {
    const node = await connectStockNode({ seed, properties: { instanceName, brokerURL, ...properties } })
    onTestFinished(node.drop)
    return node
  }
  const master = await connected('m', { toggleSlave: 'false' })
  const slave = await connected('s1', { toggleMaster: 'false' })
  const other = await connected('s2', { toggleMaster: 'false' })
  for (const { node } of [slave, other]) adoptMemory(node, master.node)
  // Its REST interface is there while the node is.
  let isUp = true
  const whenUp: typeof fetch = (...request) =>
    isUp ? fetch(...request) : Promise.reject(new Error('connection refused'))
  const clientOf = async (node: StockNode, own?: typeof fetch) => {
    const { url } = await serveNode(node)
    return new GeoServerClient({ url, ...administrator, ...(own === undefined ? {} : { fetch: own }) })
  }
  const [masterRest, slaveRest] = [await clientOf(master.node), await clientOf(slave.node, whenUp)]
  const session = new BrokerSession(networkUrl(`stomp://${broker.host}:${broker.stompPort}`))
  onTestFinished(() => session.close())
  await session.connect()
  const phases: ResyncProgress['phase'][] = []
  const delivery: StockDelivery = {
    session: { publish: (publication) => untilConfirmed(session, publication) },
    queue: queue('Consumer.s1.VirtualTopic.geoserver'),
    client: slaveRest,
    slave: { instanceName: 's1', group: 'geoserver-cluster' },
    receiver,
    onProgress: ({ phase }) => phases.push(phase),
  }
  const resync = () =>
    new StockResync({ reference: new StockReader(masterRest), slave: new StockReader(slaveRest), receiver })
  const setUp = (now: boolean): void => {
    isUp = now
  }
  return { broker, master, slave, other, delivery, resync, phases, setUp }
}

/** What a broker did not confirm may have been lost with it: it is sent again, and comes twice at worst. */
async function untilConfirmed(session: BrokerSession, publication: Parameters<BrokerSession['publish']>[0]) {
  for (;;) {
    try {
      await session.publish(publication)
      return
    } catch (error) {
      if (!isFailure(error)) throw error
    }
  }
}

function wreck(slave: StockNode): void {
  takeAway(slave, find(slave, 'wmtsStore', 'cascmts', 'topp'))
  takeAway(slave, find(slave, 'dataStore', 'pg', 'topp'))
  takeAway(slave, find(slave, 'layerGroup', 'wsgrp', 'topp'))
  giveOtherId(slave, find(slave, 'workspace', 'base'))
  change(slave, find(slave, 'featureType', 'cities', 'topp'), textElement('title', 'Wrecked'))
  slave.core.memory.files.write('styles/blue.sld', '<rubbish/>')
}

describe.skipIf(missing !== undefined)('the resync of a stock slave on ActiveMQ', () => {
  it('mends what was wrecked by hand, proves it, and nobody else receives anything', async () => {
    const { master, slave, other, delivery, resync } = await cluster()
    wreck(slave.node)
    const before = other.node.core.memory.files.snapshot()
    const planned = await resync().plan()
    expect(new Set(planned.operations.map(({ way }) => way))).toEqual(new Set(['message', 'rest']))
    const report = await resync().run(agreedToAll(planned), delivery)
    expect(report.results.filter(({ outcome }) => outcome.state !== 'applied')).toEqual([])
    expect(report).toMatchObject({ verified: true, withheld: [] })
    expect(memoryDrift(master.node, slave.node)).toEqual([])
    await slave.published()
    expect(other.node.core.memory.files.snapshot()).toEqual(before)
    const store = find(slave.node, 'dataStore', 'pg', 'topp')
    const parameters = propertyOf(store, 'connectionParameters')?.children ?? []
    expect([nameOf(store), parameters.some(({ attributes }) => attributes.key === 'passwd')]).toEqual([
      'pg',
      true,
    ])
  })

  it('goes on when the broker was lost in the middle', async () => {
    const { broker, master, slave, delivery, resync } = await cluster()
    wreck(slave.node)
    const planned = await resync().plan()
    let sent = 0
    const running = resync().run(agreedToAll(planned), {
      ...delivery,
      session: {
        publish: async (publication) => {
          sent += 1
          if (sent === 4) {
            await broker.kill()
            await slave.drop()
            await broker.restart()
            await slave.reconnect()
          }
          await delivery.session.publish(publication)
        },
      },
    })
    expect((await running).verified).toBe(true)
    expect(memoryDrift(master.node, slave.node)).toEqual([])
  })

  it('waits for a slave that went down, whose messages wait in its queue', async () => {
    const { master, slave, delivery, resync, phases, setUp } = await cluster()
    wreck(slave.node)
    const planned = await resync().plan()
    let sent = 0
    const running = resync().run(agreedToAll(planned), {
      ...delivery,
      session: {
        publish: async (publication) => {
          sent += 1
          if (sent === 3) {
            setUp(false)
            await slave.drop()
          }
          await delivery.session.publish(publication)
        },
      },
    })
    await eventually('it says that it waits', () => phases.includes('waiting'))
    setUp(true)
    await slave.reconnect()
    expect((await running).verified).toBe(true)
    expect(memoryDrift(master.node, slave.node)).toEqual([])
  })
})
