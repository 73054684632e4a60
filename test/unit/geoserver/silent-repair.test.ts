import { describe, expect, it } from 'vitest'
import { compareCatalogs } from '../../../electron/catalog/diff.ts'
import { withProperties } from '../../../electron/catalog/object.ts'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { readStockCatalog } from '../../support/read-stock-catalog.ts'
import { SilentRepair } from '../../../electron/geoserver/changes/silent-repair.ts'
import { textElement } from '../../../electron/xml/element.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { administrator } from '../../../electron/imitation/serve.ts'
import { serveNode } from '../../support/stock-node/serve-in-test.ts'
import { HastyClock, StockCluster } from '../../support/stock-node/stock-cluster.ts'

async function cluster() {
  const stock = new StockCluster()
  const clock = new HastyClock()
  const seed = goldenPath('after-build-up/master')
  const master = stock.add('m', { seed, clock })
  const slave = stock.add('s1', {
    seed: goldenPath('seed/master'),
    clock,
    properties: { toggleMaster: 'false' },
  })
  const other = stock.add('s2', { seed, clock, properties: { toggleMaster: 'false' } })
  const clientOf = async (node: typeof master) => {
    const { url, asked } = await serveNode(node)
    return { client: new GeoServerClient({ url, ...administrator }), asked }
  }
  // It has applied a message since it was started, so that it publishes what is done to it.
  const touch = () => {
    master.handle({
      method: 'PUT',
      target: '/rest/workspaces/base',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"workspace":{"name":"base"}}'),
    })
  }
  touch()
  await stock.drain()
  stock.published.length = 0
  return {
    stock,
    master: await clientOf(master),
    slave: await clientOf(slave),
    other,
    nodes: { master, slave },
  }
}

describe('repairing a stock slave in silence', () => {
  it('brings an empty node to what the master has by files and a reload, and nobody else hears of it', async () => {
    const { stock, master, slave, other, nodes } = await cluster()
    const reference = await readStockCatalog(master.client)
    const before = other.core.memory.files.snapshot()
    const repair = new SilentRepair({ connection: slave.client.connection, group: 'geoserver-cluster' })
    for (const [path, { content }] of reference.files) {
      // Cloned from the master, it can read its passwords; a store with one it cannot read would not be loaded.
      nodes.slave.core.memory.keys.adopt(Buffer.from(content).toString())
      await repair.putFile(path.split('/'), Buffer.from(content))
    }
    await repair.reload()
    const reached = await readStockCatalog(slave.client)
    expect(compareCatalogs(reference.catalog, reached.catalog).entries).toEqual([])
    expect(stock.published.length).toBeGreaterThan(10)
    expect(stock.published.every(({ properties }) => properties.get('group') === 'plumbline-nobody')).toBe(
      true,
    )
    expect(new Set((await stock.drain('s2')).map(({ outcome }) => outcome))).toEqual(new Set(['ignored']))
    expect(other.core.memory.files.snapshot()).toEqual(before)
  })

  it('names a group nobody has with each request, whatever it is', async () => {
    const { slave, stock } = await cluster()
    const repair = new SilentRepair({
      connection: slave.client.connection,
      group: 'geoserver-cluster',
      silentGroup: 'x & y',
    })
    const { catalog } = await readStockCatalog(slave.client)
    const workspace = catalog.byName('workspace', 'base')
    if (workspace === undefined) throw new Error('the fixture has another form')
    await repair.putFile(['styles', 'icon.svg'], Buffer.from('<svg/>'))
    await repair.removeFile(['styles', 'icon.svg'])
    await repair.removeFile(['styles', 'icon.svg'])
    const after = withProperties(workspace, new Map([['isolated', textElement('isolated', 'true')]]))
    expect(await repair.change({ verb: 'modify', before: workspace, after }, catalog)).toMatchObject({
      outcome: 'done',
    })
    await repair.reload()
    const writes = slave.asked.filter((each) => !each.startsWith('GET '))
    expect(writes).toHaveLength(5)
    expect(writes.every((each) => /[?&]group=x%20%26%20y$/.test(each))).toBe(true)
    expect(stock.published.every(({ properties }) => properties.get('group') === 'x & y')).toBe(true)
  })

  it('cannot be told to use the group of the cluster, or none', async () => {
    const { slave } = await cluster()
    const { connection } = slave.client
    for (const silentGroup of ['geoserver-cluster', 'geoserver-cluster/plumbline', '']) {
      expect(() => new SilentRepair({ connection, group: 'geoserver-cluster', silentGroup })).toThrow(
        /cannot be used/,
      )
    }
  })

  it('says what a node refused', async () => {
    const { slave } = await cluster()
    const repair = new SilentRepair({ connection: slave.client.connection, group: 'geoserver-cluster' })
    await expect(repair.putFile(['styles'], Buffer.from('x'))).rejects.toMatchObject({
      code: 'PLB-GEOSERVER-WRITE-REFUSED',
      details: { status: 405, path: 'rest/resource/styles' },
    })
  })
})
