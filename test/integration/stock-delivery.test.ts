import { describe, expect, it, onTestFinished } from 'vitest'
import { everyMessage } from '../../electron/contract/features/messages.ts'
import { connectStockNode } from '../../electron/imitation/on-broker.ts'
import { HastyClock } from '../support/stock-node/stock-cluster.ts'
import { activemqAvailable, startActivemq } from '../support/activemq.ts'
import { eventually } from '../support/cluster.ts'
import { goldenPath } from '../support/data-directories.ts'
import { openApplication, plainCall, profileOf } from '../support/services.ts'
import { adoptMemory } from '../support/stock-node/resync-trio.ts'
import { serveNode } from '../support/stock-node/serve-in-test.ts'

const missing = activemqAvailable()
if (missing !== undefined) process.stdout.write(`Deliveries to stock slaves are not tried: ${missing}\n`)

/** The app on a stock master and a stock slave at ActiveMQ. */
async function stockCluster() {
  const broker = await startActivemq()
  onTestFinished(() => broker.dispose())
  const brokerURL = `stomp://${broker.host}:${broker.stompPort}`
  const connected = async (instanceName: string, properties: Readonly<Record<string, string>>) => {
    const node = await connectStockNode({
      seed: goldenPath('after-build-up/master'),
      properties: { instanceName, brokerURL, ...properties },
      clock: new HastyClock(),
    })
    onTestFinished(node.drop)
    const { url } = await serveNode(node.node)
    return { ...node, instanceName, url }
  }
  const slave = await connected('s1', { toggleMaster: 'false' })
  const master = await connected('m', { toggleSlave: 'false' })
  adoptMemory(slave.node, master.node)
  const { services } = await openApplication()
  const { passcodeReference: _, demo: _demo, ...draft } = profileOf([], { brokerUrl: brokerURL })
  const { id } = await services.profiles.save(
    {
      ...draft,
      id: null,
      passcode: null,
      nodes: [master, slave].map(({ instanceName, url }) => ({
        ...{ type: 'geoserver' as const, instanceName, url, user: 'admin', passwordReference: null },
      })),
      nodePasswords: { m: 'geoserver', s1: 'geoserver' },
    },
    plainCall(),
  )
  await services.profiles.open({ id }, plainCall())
  const create = async (target: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const request = { method: 'POST', target, headers, body: Buffer.from(JSON.stringify(body)) }
    expect(master.node.handle(request).status).toBe(201)
    await master.published()
  }
  const delivered = async (kind: string, name: string) => {
    const { rows } = await services.messages.page(
      { filter: { ...everyMessage, kind }, before: null, after: null, limit: 100 },
      plainCall(),
    )
    return rows.find(({ object }) => object?.title.endsWith(name))?.delivery['s1']
  }
  return { services, create, delivered }
}

describe.skipIf(missing !== undefined)(
  'a message to a stock slave, which acknowledges before it applies',
  () => {
    it('is missing after one comparison when it was refused, and verified when it was not', async () => {
      const { services, create, delivered } = await stockCluster()
      const { inventory } = services
      const compared = async () =>
        (await inventory.nodes({}, plainCall())).find(({ instanceName }) => instanceName === 's1')?.drift
      await eventually('both are equal', async () => (await compared())?.state === 'equal')
      await create('/rest/workspaces', { workspace: { name: 'grün' } })
      await create('/rest/workspaces/topp/wmtsstores', {
        wmtsStore: { name: 'tiles', capabilitiesURL: 'http://tiles.test/wmts', workspace: { name: 'topp' } },
      })
      await eventually('both were taken', async () => {
        const states = [await delivered('workspace', 'grün'), await delivered('wmtsStore', 'tiles')]
        return states.every((state) => state !== undefined && state !== 'pending')
      })
      await inventory.compare({ reference: 'm', instanceName: 's1' }, plainCall())
      await eventually(
        'the archive knows of it',
        async () => (await delivered('workspace', 'grün')) === 'verified',
      )
      expect(await delivered('wmtsStore', 'tiles')).toBe('missing')
    })
  },
)
