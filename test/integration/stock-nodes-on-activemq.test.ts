import { describe, expect, it, onTestFinished } from 'vitest'
import { activemqAvailable, startActivemq } from '../support/activemq.ts'
import { eventually } from '../support/cluster.ts'
import { goldenPath } from '../support/data-directories.ts'
import { connectStockNode } from '../../electron/imitation/on-broker.ts'
import type { StockNode } from '../../electron/imitation/stock-node.ts'

const missing = activemqAvailable()
if (missing !== undefined) process.stdout.write(`Stock nodes on ActiveMQ are not tried: ${missing}\n`)

describe.skipIf(missing !== undefined)('imitations of stock nodes on ActiveMQ', () => {
  it('bring changes to one another, and keep what nobody is to hear to themselves', async () => {
    const broker = await startActivemq()
    onTestFinished(() => broker.stop())
    const brokerURL = `tcp://${broker.host}:${broker.openWirePort}`
    const node = async (instanceName: string, properties: Readonly<Record<string, string>>) => {
      const connected = await connectStockNode({
        seed: goldenPath('seed/master'),
        properties: { instanceName, brokerURL, ...properties },
      })
      onTestFinished(connected.drop)
      return connected
    }
    const slave = await node('s1', { toggleMaster: 'false' })
    const master = await node('m', { toggleSlave: 'false' })
    const create = async (name: string, query = '') => {
      const body = Buffer.from(JSON.stringify({ workspace: { name } }))
      master.node.handle({
        method: 'POST',
        target: `/rest/workspaces${query}`,
        headers: { 'content-type': 'application/json' },
        body,
      })
      await master.published()
    }
    const has = (stock: StockNode, name: string) => stock.core.workspace(name) !== undefined
    await create('quiet', '?group=nobody')
    await create('grün')
    await eventually('the slave has it', () => has(slave.node, 'grün'))
    expect(has(slave.node, 'quiet')).toBe(false)
  })
})
