import { expect, it } from 'vitest'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { SilentRepair } from '../../../electron/geoserver/changes/silent-repair.ts'
import { isSaidToNobody } from '../../../electron/geoserver/changes/stock-writer.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { administrator } from '../../../electron/imitation/serve.ts'
import { serveNode } from '../../support/stock-node/serve-in-test.ts'
import { StockCluster } from '../../support/stock-node/stock-cluster.ts'

it('what a slave publishes because it was mended in silence is told from what its cluster is to hear', async () => {
  const cluster = new StockCluster()
  const node = cluster.add('s', { seed: goldenPath('seed/master') })
  const { url } = await serveNode(node)
  const { connection } = new GeoServerClient({ url, ...administrator })
  await new SilentRepair({ connection, group: 'geoserver-cluster' }).reload()
  expect(cluster.published.length).toBeGreaterThan(0)
  expect(cluster.published.every(isSaidToNobody)).toBe(true)
  const before = cluster.published.length
  node.handle({
    method: 'POST',
    target: '/rest/workspaces',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"workspace":{"name":"heard"}}'),
  })
  const heard = cluster.published.slice(before)
  expect(heard.length).toBeGreaterThan(0)
  expect(heard.some(isSaidToNobody)).toBe(false)
})
