import { describe, expect, it, onTestFinished } from 'vitest'
import { everyMessage } from '../../electron/contract/features/messages.ts'
import { connectStockNode } from '../../electron/imitation/on-broker.ts'
import { textElement } from '../../electron/xml/element.ts'
import { HastyClock } from '../support/stock-node/stock-cluster.ts'
import { activemqAvailable, startActivemq, type ActivemqOptions } from '../support/activemq.ts'
import { eventually } from '../support/cluster.ts'
import { goldenPath } from '../support/data-directories.ts'
import { openApplication, plainCall, profileOf } from '../support/services.ts'
import { adoptMemory, change, find, memoryDrift } from '../support/stock-node/resync-trio.ts'
import { serveNode } from '../support/stock-node/serve-in-test.ts'

const missing = activemqAvailable()
if (missing !== undefined) process.stdout.write(`Deliveries to stock slaves are not tried: ${missing}\n`)

/** The app on a stock master and stock slaves at ActiveMQ. */
async function stockCluster(slaves: readonly string[], options: ActivemqOptions = {}) {
  const broker = await startActivemq(options)
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
  const master = await connected('m', { toggleSlave: 'false' })
  const others = await Promise.all(slaves.map((name) => connected(name, { toggleMaster: 'false' })))
  for (const { node } of others) adoptMemory(node, master.node)
  const { services } = await openApplication()
  const { passcodeReference: _, demo: _demo, ...draft } = profileOf([], { brokerUrl: brokerURL })
  const { id } = await services.profiles.save(
    {
      ...draft,
      id: null,
      passcode: null,
      nodes: [master, ...others].map(({ instanceName, url }) => ({
        ...{ type: 'geoserver' as const, instanceName, url, user: 'admin', passwordReference: null },
      })),
      nodePasswords: Object.fromEntries(['m', ...slaves].map((name) => [name, 'geoserver'])),
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
  return { services, create, delivered, master, slaves: others }
}

describe.skipIf(missing !== undefined)(
  'a message to a stock slave, which acknowledges before it applies',
  () => {
    it('is missing after one comparison when it was refused, and verified when it was not', async () => {
      const { services, create, delivered } = await stockCluster(['s1'])
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

describe.skipIf(missing !== undefined)('the resync of a stock slave at a broker that counts', () => {
  it('proves that no message came to any other queue', async () => {
    const { services, master, slaves } = await stockCluster(['s1', 's2'], { statistics: true })
    const [slave] = slaves
    if (slave === undefined) throw new Error('there is no slave')
    await eventually('all answered', async () =>
      (await services.inventory.nodes({}, plainCall())).every(({ version }) => version === '2.26.2'),
    )
    change(slave.node, find(slave.node, 'layerGroup', 'grp'), textElement('title', 'Wrecked'))
    const plan = await services.resync.plan({ instanceName: 's1', reference: 'm' }, plainCall())
    const report = await services.resync.run({ plan: plan.id, instanceName: 's1', leaveOut: [] }, plainCall())
    expect(report).toMatchObject({ verified: true, others: [{ instanceName: 's2', state: 'untouched' }] })
    const [other] = report.others
    expect(other?.queue?.after).toBe(other?.queue?.before)
    expect(report.markdown).toContain('before and after: none came')
    expect(memoryDrift(master.node, slave.node)).toEqual([])
  })
})
