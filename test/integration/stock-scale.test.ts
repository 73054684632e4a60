import { describe, expect, it, onTestFinished } from 'vitest'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import type { Profile } from '../../electron/contract/features/profiles.ts'
import type { EditDraft } from '../../electron/contract/features/configuration.ts'
import { GeoServerClient } from '../../electron/geoserver/client.ts'
import { readStockCatalog } from '../support/read-stock-catalog.ts'
import { startStockNode, type RunningNode, administrator } from '../../electron/imitation/serve.ts'
import { StockNode } from '../../electron/imitation/stock-node.ts'
import { eventually } from '../support/cluster.ts'
import { goldenPath } from '../support/data-directories.ts'
import { writeLargeDirectory } from '../support/large-directory.ts'
import { openApplication, plainCall, profileOf } from '../support/services.ts'
import { serveNode } from '../support/stock-node/serve-in-test.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const call = plainCall()

/** The app on a cluster of imitations: a master and as many slaves as wanted, all with the same directory. */
async function openStock(slaves: number, seed: string) {
  const directory = temporaryDirectory()
  const broker = await EmbeddedBroker.start({ database: `${directory}/broker.sqlite` })
  onTestFinished(() => broker.stop())
  const start = async (instanceName: string, toggles: Readonly<Record<string, string>>) => {
    const node = await startStockNode({
      seed,
      properties: { instanceName, brokerURL: broker.url, ...toggles },
    })
    onTestFinished(node.close)
    return node
  }
  const master = await start('m', { toggleSlave: 'false' })
  const nodes: RunningNode[] = [master]
  for (let number = 1; number <= slaves; number += 1) {
    nodes.push(await start(`s${number}`, { toggleMaster: 'false' }))
  }
  const { services } = await openApplication({ stateDirectory: directory })
  const { passcodeReference: _reference, demo: _demo, ...draft } = profileOf([], { brokerUrl: broker.url })
  const entries = nodes.map(({ node, url }): Profile['nodes'][number] => ({
    ...{ type: 'geoserver', instanceName: node.instanceName, url, user: 'admin', passwordReference: null },
  }))
  const passwords = nodes.map(({ node }) => [node.instanceName, 'geoserver'] as const)
  const { id } = await services.profiles.save(
    { ...draft, id: null, passcode: null, nodes: entries, nodePasswords: Object.fromEntries(passwords) },
    call,
  )
  await services.profiles.open({ id }, call)
  await eventually('every node answered', async () => {
    const views = await services.inventory.nodes({}, call)
    return views.length === nodes.length && views.every(({ version }) => version === '2.26.2')
  })
  return { nodes, services }
}

/** How many requests each node got while something was done. */
async function requestsDuring(nodes: readonly RunningNode[], action: () => Promise<unknown>) {
  const before = nodes.map(({ asked }) => asked.length)
  await action()
  return nodes.map(({ asked }, index) => asked.length - (before[index] ?? 0))
}

/** Meanwhile some may be compared as a whole, which is regular and goes one by one. */
function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? 0
}

/** Requests the whole catalog of one of the small nodes takes. */
const wholeCatalog = 77

describe('a cluster of GeoServers', () => {
  it('of fifty slaves is seen, edited and followed', async () => {
    const { nodes, services } = await openStock(50, goldenPath('after-build-up/master'))
    const { configuration, inventory } = services
    expect(medianOf(nodes.map(({ asked }) => asked.length))).toBeLessThan(wholeCatalog / 2)
    const tree = await configuration.tree({ instanceName: 'm' }, call)
    const id = tree.find(({ kind, name }) => kind === 'featureType' && name === 'cities')?.id ?? ''
    const { version } = await configuration.object({ instanceName: 'm', id }, call)
    const draft: EditDraft = {
      ...{ verb: 'modify', kind: 'featureType', service: null, id, recurse: false, version },
      ...{ input: '{"title":"Towns"}', styleBody: null },
    }
    const { plan, asksForName, slaves } = await configuration.preview({ instanceName: 'm', draft }, call)
    expect(slaves).toHaveLength(50)
    const agreed = { plan, name: asksForName, publishAnyway: false }
    await configuration.publish({ instanceName: 'm', draft, agreed, requestId: crypto.randomUUID() }, call)
    const arriving = await requestsDuring(nodes, async () => {
      const { objects } = await configuration.arrival({ instanceName: 'm', id }, call)
      expect(new Set(objects.map(({ state }) => state))).toEqual(new Set(['equal']))
      expect(new Set(objects.map(({ instanceName }) => instanceName)).size).toBe(50)
    })
    expect(medianOf(arriving)).toBeLessThan(wholeCatalog / 2)
    const drift = await inventory.compare({ reference: 'm', instanceName: 's50' }, call)
    expect(drift).toMatchObject({ equal: true })
  })

  it('of five thousand layers is read in two requests a layer', async () => {
    const seed = temporaryDirectory()
    writeLargeDirectory(seed, { workspaces: 5, layers: 1000, styles: 10 })
    const served = await serveNode(new StockNode({ seed, properties: { instanceName: 'm' } }))
    const { catalog } = await readStockCatalog(new GeoServerClient({ url: served.url, ...administrator }))
    expect(catalog.ofKind('layer')).toHaveLength(5000)
    expect(catalog.ofKind('featureType')).toHaveLength(5000)
    // And some for what the layers lie in, and for what map clients are told of each workspace.
    expect(served.asked.length).toBeLessThan(2 * 5000 + 250)
  })
})
