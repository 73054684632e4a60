import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { unlikeItems, type UnsentItems } from '../../../electron/catalog/unsent-items.ts'
import { readNodeState } from '../../../electron/engine/resync/compare.ts'
import { StockGeoServer } from '../../../electron/nodes/stock-geoserver.ts'
import { deafListener } from '../../support/cluster-nodes.ts'
import { localFileSystem } from '../../../electron/storage/files.ts'
import { unsentAreas } from '../../../electron/sentences/kinds.ts'
import { directoryRoot, goldenPath } from '../../support/data-directories.ts'
import { serveNode } from '../../support/stock-node/serve-in-test.ts'
import { StockCluster } from '../../support/stock-node/stock-cluster.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

async function followed(properties: Readonly<Record<string, string>> = {}) {
  const there = new StockCluster().add('m', { seed: goldenPath('after-build-up/master'), properties })
  const { url, asked } = await serveNode(there)
  const world = { seen: [] as string[], restarted: 0, password: 'geoserver' }
  const node = new StockGeoServer({
    node: { type: 'geoserver', instanceName: 'm', url, user: 'admin', passwordReference: 'kept' },
    passwordOf: () => Promise.resolve(world.password),
    directory: temporaryDirectory(),
    environment: {},
    patience: {},
    surroundings: {
      now: () => 1_000,
      fileSystem: localFileSystem,
      referenceFor: () => undefined,
      noticed: () => undefined,
      hasQueue: () => false,
      listeners: () => undefined,
      listener: {
        ...deafListener,
        seen: (_name, mark) => world.seen.push(mark),
        restarted: () => (world.restarted += 1),
      },
    },
  })
  const { signal } = new AbortController()
  const changeDefault = (name: string) =>
    there.handle({
      method: 'PUT',
      target: '/rest/workspaces/default',
      headers: { 'content-type': 'application/xml' },
      body: Buffer.from(`<workspace><name>${name}</name></workspace>`),
    })
  return { node, world, signal, asked, changeDefault, files: there.core.memory.files }
}

it('a GeoServer says that it changed after it was read, though its messages do not', async () => {
  const { node, world, signal, changeDefault } = await followed()
  await node.probe(signal)
  const read = await node.withCatalog({ signal }, ({ mark }) => Promise.resolve(mark))
  await node.probe(signal)
  expect(world.seen).toEqual([read, read])
  changeDefault('lab3')
  await node.probe(signal)
  expect(world.seen).toHaveLength(3)
  expect(world.seen[2]).not.toBe(read)
  expect(world.restarted).toBe(0)
})

it('a GeoServer whose toggles are both off has no role, which it is known to have not', async () => {
  const { node, signal } = await followed({ toggleMaster: 'false', toggleSlave: 'false' })
  expect(node.facts.roles.value).toBeUndefined()
  await node.probe(signal)
  expect(node.facts.roles.value).toEqual([])
})

it('a GeoServer that did not answer may be another one when it does', async () => {
  const { node, world, signal } = await followed()
  await node.probe(signal)
  world.password = 'wrong'
  await node.probe(signal)
  expect(world.restarted).toBe(0)
  world.password = 'geoserver'
  await node.probe(signal)
  expect(world.restarted).toBe(1)
})

it('a GeoServer that is being read is not read again for those who share, until it changes', async () => {
  const { node, signal, asked, changeDefault } = await followed()
  await node.probe(signal)
  const directories = new Set<string>()
  const requests = async (shares: boolean): Promise<number> => {
    const before = asked.length
    await node.withCatalog({ signal, shares }, ({ directory }) => {
      directories.add(directory)
      expect(readFileSync(join(directory, 'global.xml'), 'utf8')).toContain('<global>')
      return Promise.resolve()
    })
    return asked.length - before
  }
  const whole = await requests(true)
  expect(whole).toBeGreaterThan(50)
  // Nothing was changed since: of what it serves, no name is asked for.
  const again = await requests(true)
  expect(again).toBeLessThan(whole)
  await node.withCatalog({ signal }, async () => {
    expect(await requests(true)).toBe(2)
    expect(await requests(false)).toBe(again)
    expect(await requests(true)).toBe(2)
    changeDefault('lab3')
    // Names are asked for again; what is looked up once was asked for when it was first read.
    expect(await requests(true)).toBeGreaterThan(again)
  })
  expect(await requests(true)).toBe(again)
  for (const directory of directories) expect(existsSync(directory)).toBe(false)
})

it('what no message carries is read as far as it holds no secret, and asked for again on condition that it changed', async () => {
  const { node, signal, asked, files } = await followed()
  await node.probe(signal)
  files.write('security/layers.properties', '*.*.r=*\n')
  files.write(
    'security/role/default/roles.xml',
    '<roleRegistry><roleList><role id="EDITOR"/></roleList></roleRegistry>',
  )
  const users = '<users><user name="bob" enabled="true" password="digest1:x"/></users>'
  const groups = '<groups><group name="ops"><member username="bob"/></group></groups>'
  files.write('security/usergroup/default/users.xml', `<userRegistry>${users}${groups}</userRegistry>`)
  files.write('security/geoserver.jceks', 'key')
  files.write('security/masterpw/default/passwd', 'secret')
  files.write('gwc-layers/one.xml', '<GeoServerTileLayer/>')
  files.write('styles/icon.svg', '<svg/>')
  files.write('templates/header.ftl', 'hello')
  files.write('workspaces/topp/shp/cities/content.ftl', 'hello')
  files.write('data/roads.csv', 'rows')
  const found = await node.withCatalog({ signal }, ({ directory }) => {
    const state = readNodeState(directoryRoot(directory))
    const areas = unsentAreas.map((area) => [...(state.unsentItems?.(area).keys() ?? [])])
    return Promise.resolve({
      areas,
      registry: readFileSync(join(directory, 'security/usergroup/default/users.xml'), 'utf8'),
    })
  })
  expect(found.areas.flat()).toEqual(
    expect.arrayContaining([
      ...[
        'security/layers.properties: *.*.r',
        'security/role/default/EDITOR',
        ...['security/usergroup/default/bob', 'security/usergroup/default/group/ops'],
      ],
      ...['gwc-layers/one.xml', 'templates/header.ftl', 'styles/icon.svg', 'data'],
      'workspaces/topp/shp/cities/content.ftl',
    ]),
  )
  expect(found.registry).not.toContain('digest1')
  expect(asked.filter((each) => /users\.xml|jceks|masterpw|roads\.csv/.test(each))).toEqual([])
})

it('what a node does not show of its users is not taken for another list of them', async () => {
  const none: UnsentItems = new Map()
  const itemsOf = async (users: string) => {
    const { node, signal, files } = await followed()
    await node.probe(signal)
    files.write('security/usergroup/default/users.xml', users)
    return node.withCatalog({ signal }, ({ directory }) =>
      Promise.resolve(readNodeState(directoryRoot(directory)).unsentItems?.('security') ?? none),
    )
  }
  const users = '<users><user name="bob" enabled="true"/></users>'
  const bob = await itemsOf(`<userRegistry>${users}</userRegistry>`)
  const inGroup = await itemsOf(
    `<userRegistry>${users}<groups><group name="ops"><member username="bob"/></group></groups></userRegistry>`,
  )
  const inNone = await itemsOf(`<userRegistry>${users}<groups><group name="ops"/></groups></userRegistry>`)
  const unshown = await itemsOf('<userRegistry><users><user/></users></userRegistry>')
  const eve = await itemsOf('<userRegistry><users><user name="eve" enabled="true"/></users></userRegistry>')
  expect(unlikeItems(bob, unshown)).toEqual([])
  expect(unlikeItems(inGroup, inNone)).toEqual(['security/usergroup/default/group/ops'])
  expect(unlikeItems(inGroup, unshown)).toEqual([])
  expect(unlikeItems(bob, eve)).toEqual(['security/usergroup/default/bob', 'security/usergroup/default/eve'])
})
