import { expect, it } from 'vitest'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { administrator } from '../../../electron/imitation/serve.ts'
import { StockCatalog } from '../../../electron/nodes/stock/stock-catalog.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { serveNode } from '../../support/stock-node/serve-in-test.ts'
import { StockCluster } from '../../support/stock-node/stock-cluster.ts'

/** A catalog of a node, and how often its reading was begun; the first one goes on when the test says so. */
async function slowCatalog() {
  const node = new StockCluster().add('m', { seed: goldenPath('after-build-up/master') })
  const { url } = await serveNode(node)
  const gate = Promise.withResolvers<undefined>()
  const world = { begun: 0 }
  const catalog = new StockCatalog(async () => {
    world.begun += 1
    if (world.begun === 1) await gate.promise
    return new GeoServerClient({ url, ...administrator })
  })
  const goOn = (): void => {
    gate.resolve(undefined)
  }
  return { catalog, world, goOn }
}

it('is never what was read from before somebody asked, and read once for all who ask meanwhile', async () => {
  const { catalog, world, goOn } = await slowCatalog()
  const first = catalog.read()
  const meanwhile = [catalog.read(), catalog.read()]
  goOn()
  await first
  const [one, other] = await Promise.all(meanwhile)
  expect(one).toBe(other)
  expect(world.begun).toBe(2)
})

it('is read anew for who asks after a change', async () => {
  const { catalog, world, goOn } = await slowCatalog()
  const before = catalog.read()
  catalog.changed()
  await catalog.read()
  expect(world.begun).toBe(2)
  goOn()
  await before
})
