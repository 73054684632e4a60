import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOfProperty } from '../../electron/catalog/object.ts'
import { startStockNode, type RunningNode } from '../../electron/imitation/serve.ts'
import { activemqAvailable, type ActivemqBroker } from '../support/activemq.ts'
import { allBridged, queuesAt, startBridgedBrokers, urlOf } from '../support/brokers/bridged.ts'
import { goldenPath } from '../support/data-directories.ts'
import { ServedApp } from '../support/served-app.ts'
import { adoptMemory, find } from '../support/stock-node/resync-trio.ts'
import { MouseOperator } from './mouse-operator.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { wreckAndResync } from './stock-story.ts'
import { messageLines, openObject, searchMessages } from './tasks.ts'

const unavailable = activemqAvailable()
if (unavailable !== undefined)
  process.stdout.write(`A broker in every GeoServer is not tried: ${unavailable}\n`)

const names = ['gs-master', 'gs-one', 'gs-two'] as const
const title = 'GeoServers as they come, with a broker in each'

/**
 * GeoServers whose `cluster.properties` name no broker: each has its own, of OpenWire alone, without XStream and without
 * counters, on loopback, and bridges lead to the others.
 */
describe.skipIf(unavailable !== undefined)(title, () => {
  let brokers: readonly ActivemqBroker[]
  let nodes: readonly RunningNode[] = []
  let app: ServedApp
  let page: Page
  let operator: MouseOperator
  let complaints: readonly string[]
  /** At each broker, before the app came. */
  let before: Awaited<ReturnType<typeof queues>>

  beforeAll(async () => {
    ;[app, brokers] = await Promise.all([ServedApp.start(), startBridgedBrokers(names)])
    nodes = await Promise.all(
      brokers.map((broker, index) => {
        const toggles = { toggleMaster: String(index === 0), toggleSlave: String(index > 0) }
        return startStockNode({
          seed: goldenPath('after-build-up/master'),
          properties: { instanceName: names[index] ?? '', embeddedBroker: 'enabled', ...toggles },
          ownBroker: urlOf(broker),
        })
      }),
    )
    const [master, ...slaves] = nodes
    for (const { node } of slaves) if (master !== undefined) adoptMemory(node, master.node)
    await allBridged(brokers)
    before = await queues()
    ;({ page, complaints } = await app.open())
    operator = new MouseOperator(page)
  })
  afterAll(async () => {
    await app.stop()
    await Promise.all(nodes.map((each) => each.close()))
    await Promise.all(brokers.map((each) => each.dispose()))
  })
  oneAfterAnother(title, () => page)

  it('are found by their addresses and one of their brokers, which tells of the others', async () => {
    await operator.use(page.getByRole('button', { name: 'Paste what you have' }))
    const known = [...nodes.map(({ url }) => url), ...brokers.slice(1, 2).map(urlOf)].join('\n')
    await operator.write(page.getByRole('textbox', { name: 'Anything you know of the cluster' }), known)
    await operator.write(page.getByRole('textbox', { name: 'Password' }), 'geoserver')
    await operator.use(page.getByRole('button', { name: 'Look', exact: true }))
    const found = page.getByRole('region', { name: 'What was found' })
    for (const name of names) await found.getByRole('heading', { name }).waitFor()
    await found.getByText('The broker knows of no other node.').waitFor()
    await operator.write(page.getByRole('textbox', { name: 'Name of the cluster' }), 'Maps')
    await operator.use(page.getByRole('button', { name: 'Save and open Maps' }))
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await operator.show('Nodes')
    for (const name of names)
      await page.getByRole('row').filter({ hasText: name }).filter({ hasText: '2.26.2' }).waitFor()
    await operator.show('Brokers')
    const bridged = page.getByRole('region', { name: '3 brokers, one in each GeoServer' })
    for (const name of names)
      await bridged.getByRole('listitem').filter({ hasText: name }).getByText('connected').waitFor()
  })

  it('show an edit of the master as one message, and that it arrived at both slaves', async () => {
    await operator.show('Configuration')
    await openObject(operator, 'grp', 'layer group')
    await operator.write(page.getByRole('textbox', { name: 'Title', exact: true }), 'Edited here')
    await operator.use(page.getByRole('button', { name: /^Review changes/ }))
    await operator.use(page.getByRole('button', { name: 'Publish to 2 slaves' }))
    await page.getByRole('region', { name: 'It arrived at every slave.' }).waitFor()
    for (const { node } of nodes)
      expect(textOfProperty(find(node, 'layerGroup', 'grp'), 'title')).toBe('Edited here')
    await searchMessages(operator, 'grp')
    await messageLines(page, 'layer group grp modified: query disabled, title', 'taken', 'taken').waitFor()
    expect(await messageLines(page, 'layer group grp modified: query disabled, title').count()).toBe(1)
  })

  it('have one that was wrecked brought back with proof, the other left alone and no trace at any broker', async () => {
    await wreckAndResync(operator, nodes)
    // The app looks into queues now and again, for a moment.
    await expect.poll(queues).toEqual(before)
    expect(complaints).toEqual([])
  })

  const queues = () => Promise.all(brokers.map((broker) => queuesAt(urlOf(broker))))
})
