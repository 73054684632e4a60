import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activemqAvailable, startActivemq, type ActivemqBroker } from '../support/activemq.ts'
import { ServedApp } from '../support/served-app.ts'
import { startStockNode, type RunningNode, type Login } from '../../electron/imitation/serve.ts'
import { adoptMemory, change, find } from '../support/stock-node/resync-trio.ts'
import { textElement } from '../../electron/xml/element.ts'
import { goldenPath } from '../support/data-directories.ts'
import { lookAt } from './look-at.ts'
import { MouseOperator } from './mouse-operator.ts'
import { wreckAndResync } from './stock-story.ts'
import { comparedEqual } from './tasks.ts'

/** Whether anything is seen on each canvas, in the page. */
const drawnColors = String.raw`[...document.querySelectorAll('aside canvas')].map((canvas) =>
  canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value !== 0))`

const unavailable = activemqAvailable()
if (unavailable !== undefined)
  process.stdout.write(`Finding a cluster by an address is not tried: ${unavailable}\n`)

describe.skipIf(unavailable !== undefined)('a cluster of GeoServers that is found by one address', () => {
  let broker: ActivemqBroker
  let app: ServedApp
  const nodes: RunningNode[] = []

  beforeAll(async () => {
    broker = await startActivemq({ statistics: true })
    const brokerURL = `tcp://${broker.host}:${broker.openWirePort}`
    const start = (properties: Readonly<Record<string, string>>, login?: Login) =>
      startStockNode(
        { seed: goldenPath('after-build-up/master'), properties: { brokerURL, ...properties } },
        login,
      )
    nodes.push(
      await start({ instanceName: 'gs-master', toggleSlave: 'false' }),
      await start({ instanceName: 'gs-one', toggleMaster: 'false' }),
      await start({ instanceName: 'gs-two', toggleMaster: 'false' }, { user: 'root', password: 'other' }),
    )
    const [master, ...slaves] = nodes
    for (const { node } of slaves) if (master !== undefined) adoptMemory(node, master.node)
    app = await ServedApp.start()
  })

  const asked = (): readonly string[] => nodes.flatMap((each) => each.asked)

  /** Changes something no message of the module carries, sees that no slave has it, and sets it right. */
  async function editTheMaster(operator: MouseOperator): Promise<void> {
    const { page } = operator
    await operator.show('Configuration')
    const [master, ...slaves] = nodes
    const services = master?.node.core.memory.catalog.ofKind('service') ?? []
    const id = services.find(({ root }) => root === 'wms')?.id ?? ''
    const address = `configuration?node=gs-master&selected=${encodeURIComponent(id)}`
    await page.goto(`${page.url().split('#')[0] ?? ''}#/${address}`)
    await operator.write(page.getByRole('textbox', { name: 'Title', exact: true }), 'Maps for everybody')
    await operator.use(page.getByRole('button', { name: /^Review changes/ }))
    await operator.use(page.getByRole('button', { name: 'Publish to 2 slaves' }))
    const arrival = page.getByRole('region', { name: 'It did not arrive everywhere.' })
    // A slave is looked at again for as long as messages wait for it, and then some.
    await arrival.getByText('differs: title').first().waitFor()
    const caused = page.getByRole('list', { name: 'Messages of this change' }).getByRole('link')
    await caused.first().waitFor()
    await lookAt(page, 'arrival-not-everywhere')
    await operator.use(arrival.getByRole('button', { name: 'Set right on gs-one, gs-two' }))
    await page.getByRole('region', { name: 'It arrived at every slave.' }).waitFor()
    await lookAt(page, 'arrival-everywhere')
    expect(master?.node.core.memory.files.text('wms.xml')).toContain('Maps for everybody')
    for (const slave of slaves) {
      expect(slave.node.core.memory.files.text('wms.xml')).toContain('Maps for everybody')
      const written = slave.asked.filter((each) => !each.startsWith('GET '))
      expect(written.length).toBeGreaterThan(0)
      expect(written.every((each) => each.includes('group=plumbline-nobody'))).toBe(true)
    }
    expect(master?.asked.filter((each) => each.includes('group='))).toEqual([])
    // The message it went by, which no slave heeds, leads to itself in the log.
    const [words = ''] = await caused.allTextContents()
    expect(words).toContain('wms')
    await operator.use(caused.first())
    await page.getByRole('heading', { name: words }).waitFor()
  }

  /** Sees on one slave a layer that fails, one that looks different and a service that says something else. */
  async function compareMaps(operator: MouseOperator): Promise<void> {
    const { page } = operator
    const one = nodes[1]?.node
    if (one === undefined) throw new Error('no nodes')
    const { files } = one.core.memory
    await operator.show('Maps')
    await page.getByRole('heading', { name: 'No maps were compared yet' }).waitFor()
    await lookAt(page, 'maps-none')
    await operator.use(page.getByRole('button', { name: 'Compare maps' }))
    await page.getByText('All maps that were compared are equal.').waitFor()

    const styles = ['styles/red.sld', 'workspaces/topp/styles/wsred.sld'].map((path) => ({
      ...{ path, rules: files.text(path) ?? '' },
    }))
    for (const { path, rules } of styles) files.write(path, rules.replaceAll(/#[\da-fA-F]{6}/g, '#00ff00'))
    const cities = find(one, 'featureType', 'cities', 'topp')
    change(one, cities, textElement('title', 'Cities by hand'))
    one.maps.broken.add('topp:shp')
    one.maps.broken.add('wcs')
    await operator.use(page.getByRole('button', { name: 'Compare maps' }))
    const list = page.getByRole('grid', { name: 'Layers and services that are wrong' })
    const failed = list.getByRole('row').filter({ hasText: 'topp:cities' })
    await failed.filter({ hasText: 'failed' }).filter({ hasText: 'gs-one' }).waitFor()
    await list.getByRole('row').filter({ hasText: 'WCS' }).waitFor()
    // Wherever he looks, and in the same number as among the findings.
    await page.getByRole('banner').getByText('2 need attention').waitFor()
    await operator.use(failed)
    const details = page.getByRole('complementary', { name: 'topp:cities' })
    await details.getByRole('img', { name: 'Layer topp:cities as gs-master draws it' }).waitFor()
    await details.getByText('Cannot open the data of topp:shp').last().waitFor()
    expect(await details.getByRole('img').count()).toBe(1)
    await lookAt(page, 'maps-failed')

    // The store is mended, and the style still another one.
    one.maps.broken.clear()
    await operator.use(page.getByRole('button', { name: 'Compare maps' }))
    await failed.filter({ hasText: 'points look different' }).waitFor()
    await operator.use(details.getByRole('button', { name: 'Draw again' }))
    await details
      .getByRole('img', { name: 'Where both pictures of layer topp:cities differ, in red' })
      .waitFor()
    expect(await details.getByRole('img').count()).toBe(3)
    await expect.poll(() => page.evaluate(drawnColors)).toEqual([true, true, true])
    await lookAt(page, 'maps-different')

    await operator.use(list.getByRole('row').filter({ hasText: 'WFS' }))
    const texts = page.getByRole('complementary', { name: 'WFS' })
    await texts.getByText('topp:cities · FeatureType/Title: Cities by hand').waitFor()
    await lookAt(page, 'maps-service')

    // The finding leads here, and the schedule is kept.
    await operator.show('Findings')
    const finding = page.getByRole('row').filter({ hasText: 'looks different on gs-one' })
    await operator.use(finding)
    await operator.use(page.getByRole('button', { name: 'Open the maps' }))
    await failed.waitFor()
    const schedule = page.getByRole('combobox', { name: 'Compare by itself' })
    await operator.choose(schedule, 'every 6 hours')
    await operator.show('Nodes')
    await operator.show('Maps')
    await expect.poll(() => schedule.inputValue()).toBe('360')
    await operator.choose(schedule, 'never')

    for (const { path, rules } of styles) files.write(path, rules)
    one.core.memory.put(cities, find(one, 'featureType', 'cities', 'topp'))
    await operator.use(page.getByRole('button', { name: 'Compare maps' }))
    await page.getByText('All maps that were compared are equal.').waitFor()
  }

  afterAll(async () => {
    await app.stop()
    for (const each of nodes) await each.close()
    await broker.dispose()
  })

  it('is seen as a whole after the broker named the others and each has its login', async () => {
    const { page, complaints } = await app.open()
    const operator = new MouseOperator(page)
    const [master, one, two] = nodes
    await operator.use(page.getByRole('button', { name: 'Paste what you have' }))
    await lookAt(page, 'find-cluster')
    const pasted = page.getByRole('textbox', { name: 'Anything you know of the cluster' })
    await operator.write(pasted, master?.url ?? '')
    await page.getByText('Recognised: one GeoServer.').waitFor()
    await operator.write(pasted, 'it is the one in the cellar')
    await page.getByText(/these are words, and no addresses/).waitFor()
    await page.getByText(/^Recognised/).waitFor({ state: 'detached' })
    await operator.write(pasted, master?.url ?? '')
    await page.getByText('Recognised: one GeoServer.').waitFor()
    await operator.write(page.getByRole('textbox', { name: 'Password' }), 'geoserver')
    await operator.use(page.getByRole('button', { name: 'Look', exact: true }))
    const found = page.getByRole('region', { name: 'What was found' })
    await found.getByRole('heading', { name: 'gs-master' }).waitFor()
    await found.getByText('queues of gs-one, gs-two').waitFor()
    await lookAt(page, 'find-cluster-master')
    const more = `${one?.url ?? ''} ${two?.url ?? ''}`
    await operator.write(page.getByRole('textbox', { name: 'Addresses of the others' }), more)
    await operator.use(page.getByRole('button', { name: 'Look at these as well' }))
    await found.getByRole('heading', { name: 'gs-one' }).waitFor()
    await operator.use(found.getByRole('button', { name: 'Use another login here' }))
    const refused = found.getByRole('listitem').filter({ hasText: two?.url ?? '' })
    await operator.write(refused.getByRole('textbox', { name: 'User' }), 'root')
    await operator.write(refused.getByRole('textbox', { name: 'Password' }), 'other')
    await lookAt(page, 'find-cluster-login')
    await operator.use(refused.getByRole('button', { name: 'Try again' }))
    await found.getByRole('heading', { name: 'gs-two' }).waitFor()
    await found.getByText('The broker knows of no other node.').waitFor()
    await operator.write(page.getByRole('textbox', { name: 'Name of the cluster' }), 'Maps')
    await lookAt(page, 'find-cluster-complete')
    await operator.use(page.getByRole('button', { name: 'Save and open Maps' }))
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    // What the maps are compared for is done by hand, and would count as drift where that is looked for meanwhile.
    await comparedEqual(page)
    await operator.show('Nodes')
    for (const name of ['gs-master', 'gs-one', 'gs-two']) {
      await page.getByRole('row').filter({ hasText: name }).filter({ hasText: '2.26.2' }).waitFor()
    }
    await lookAt(page, 'find-cluster-nodes')
    expect(asked().every((each) => each.startsWith('GET '))).toBe(true)
    await compareMaps(operator)
    await editTheMaster(operator)
    await wreckAndResync(operator, nodes)
    expect(complaints).toEqual([])
  })
})
