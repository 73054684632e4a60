import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../electron/scheduler/clock.ts'
import { createConnect } from '../../electron/services/connect/connect-service.ts'
import { activemqAvailable, startActivemq, type ActivemqOptions } from '../support/activemq.ts'
import { goldenPath } from '../support/data-directories.ts'
import { plainCall } from '../support/services.ts'
import { connectStockNode } from '../../electron/imitation/on-broker.ts'
import { serveNode } from '../support/stock-node/serve-in-test.ts'
import { FakeMulticast } from '../support/fake-multicast.ts'

const missing = activemqAvailable()
if (missing !== undefined) process.stdout.write(`Finding nodes at ActiveMQ is not tried: ${missing}\n`)

async function lookAtOneOfThree(options: ActivemqOptions) {
  const broker = await startActivemq(options)
  onTestFinished(() => broker.stop())
  const { host, stompPort } = broker
  const [user] = options.users ?? []
  const query = user === undefined ? '' : `?jms.userName=${user.name}&jms.password=${user.password}`
  const brokerURL = `stomp://${host}:${stompPort}${query}`
  const node = async (instanceName: string, properties: Readonly<Record<string, string>>) => {
    const seed = goldenPath('seed/master')
    const all = { instanceName, brokerURL, ...properties }
    const connected = await connectStockNode({ seed, properties: all })
    onTestFinished(connected.drop)
    return connected.node
  }
  const master = await node('m', { toggleSlave: 'false' })
  await node('s1', { toggleMaster: 'false' })
  await node('s2', { toggleMaster: 'false' })
  const { url } = await serveNode(master)
  const administrator = { user: 'admin', password: 'geoserver' }
  const input = { addresses: url, login: administrator, logins: {}, trust: {}, passphrase: null }
  return createConnect(new FakeMulticast(), systemClock).service.look(input, plainCall())
}

describe.skipIf(missing !== undefined)('looking at one GeoServer of a cluster on ActiveMQ', () => {
  it('learns the other nodes from the broker, which needs no plugin for it', async () => {
    const { cluster } = await lookAtOneOfThree({})
    expect(cluster).toMatchObject({ missing: ['s1', 's2'], missingUnknown: null })
  })

  it('learns them from the statistics and with the login of the nodes, too', async () => {
    const users = [{ name: 'geo', password: 'geheim' }]
    const { cluster } = await lookAtOneOfThree({ statistics: true, users })
    expect(cluster).toMatchObject({ login: 'geo', missing: ['s1', 's2'], missingUnknown: null })
    expect(JSON.stringify(cluster)).not.toContain('geheim')
  })

  it('learns whose queues a broker that tells of itself has', async () => {
    const broker = await startActivemq()
    onTestFinished(() => broker.dispose())
    const node = await connectStockNode({
      seed: goldenPath('seed/master'),
      properties: { instanceName: 's1', brokerURL: `stomp://127.0.0.1:${broker.stompPort}` },
    })
    onTestFinished(node.drop)
    const brokerUrl = `nio://127.0.0.1:${broker.openWirePort}`
    const { service } = createConnect(new FakeMulticast(), systemClock)
    expect(await service.nodesBehind({ brokerUrl }, plainCall())).toEqual({
      instanceNames: ['s1'],
      bridges: [],
    })
  })
})
