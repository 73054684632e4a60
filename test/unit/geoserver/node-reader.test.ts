import { describe, expect, it } from 'vitest'
import { nameOf, propertyOf, withProperties, type CatalogObject } from '../../../electron/catalog/object.ts'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { NodeReader, type ReadCall } from '../../../electron/geoserver/reading/node-reader.ts'
import { contentOf } from '../../../electron/geoserver/reading/parsed-files.ts'
import { catalogOf } from '../../../electron/geoserver/reading/read-catalog.ts'
import { administrator } from '../../../electron/imitation/serve.ts'
import { loadFiles } from '../../../electron/imitation/memory/load.ts'
import { StockNode } from '../../../electron/imitation/stock-node.ts'
import { parentElement } from '../../../electron/xml/element.ts'
import { reference } from '../../support/catalog-changes.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { writeLargeDirectory } from '../../support/large-directory.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import type { Exchange } from '../../../electron/geoserver/exchange.ts'
import { askDirectly, serveNode } from '../../support/stock-node/serve-in-test.ts'
import { HastyClock, StockCluster } from '../../support/stock-node/stock-cluster.ts'

const noObject: CatalogObject = { kind: 'layer', root: 'layer', id: '', properties: [] }
const namesStyles = (each: CatalogObject): boolean =>
  propertyOf(each, 'styles')?.children.some((style) => style.children.length > 0) === true
const group = 'layergroups/grp.xml'
/** Layers and groups as they are served: each in its turn, and more of them with a first reading. */
const isInTurn = (url: string): boolean =>
  /\/(layers|layergroups)\/[^/]+\.xml$|\/wms\?/.test(url) && !url.includes('/resource/')

/** A node with its reader, the other requests it was asked, and a gate one of them waits at. */
async function reading({ waitsAt = 0 } = {}) {
  const node = new StockCluster().add('m', { seed: goldenPath('after-build-up/master') })
  const { url, asked } = await serveNode(node)
  const gate = Promise.withResolvers<undefined>()
  const isThere = Promise.withResolvers<undefined>()
  const world = { requests: 0 }
  const client = new GeoServerClient({
    url,
    ...administrator,
    fetch: async (...request) => {
      if (!isInTurn(String(request[0]))) world.requests += 1
      if (world.requests === waitsAt) {
        isThere.resolve(undefined)
        await gate.promise
      }
      return fetch(...request)
    },
  })
  const reader = new NodeReader(() => Promise.resolve(client))
  const requestsOf = async (will: ReadCall['will']) => {
    const before = world.requests
    const found = await reader.read({ will })
    return { requests: world.requests - before, found }
  }
  const byHand = (): void => {
    const { files } = node.core.memory
    files.write(group, (files.text(group) ?? '').replace('<name>', '<!-- by hand --><name>'))
  }
  const goOn = (): void => {
    gate.resolve(undefined)
  }
  return { node, reader, requestsOf, byHand, world, asked, isThere: isThere.promise, goOn }
}

describe('a reader of a node', () => {
  it('asks two things when the count of the node will do, and everything when it will not', async () => {
    const { requestsOf, reader, byHand } = await reading()
    const whole = await requestsOf('counted')
    expect(whole.requests).toBeGreaterThan(50)
    const again = await requestsOf('counted')
    expect(again).toEqual({ requests: 2, found: whole.found })
    // What is put by hand is not counted: nobody who asks for everything is told what was read before.
    byHand()
    const anew = await requestsOf('anew')
    expect(anew.requests).toBeGreaterThanOrEqual(whole.requests)
    expect(anew.found.files.get(group)?.content.toString('utf8')).toContain('by hand')
    expect((await requestsOf('counted')).requests).toBe(2)
    reader.distrust()
    expect((await requestsOf('counted')).requests).toBe(whole.requests)
  })

  it('asks a node at rest for its lists of files, for each file, and for little else', async () => {
    const { requestsOf, asked } = await reading()
    const whole = await requestsOf('anew')
    const before = asked.length
    const again = await requestsOf('anew')
    const requests = asked.slice(before)
    const { files, splits } = again.found
    // Not when they changed, which nobody knows of what is younger than two seconds.
    const contents = (read: typeof files) => [...read].map(([path, { content }]) => [path, content])
    expect([contents(files), splits]).toEqual([contents(whole.found.files), whole.found.splits])
    const asksForFiles = requests.filter((each) => each.startsWith('GET /rest/resource'))
    const lists = requests.filter((each) => each.endsWith('?format=json'))
    // Its state before and after, and each file once.
    expect(asksForFiles.length - lists.length).toBe(files.size + 2)
    // Some layers and groups in their turn, and whether they can be drawn.
    const others = requests.filter((each) => !asksForFiles.includes(each))
    expect(others.every((each) => /^GET (\/rest\/(.*\/)?(layers|layergroups)\/|.*\/wms\?)/.test(each))).toBe(
      true,
    )
    expect(others.filter((each) => each.startsWith('GET /rest')).length).toBeLessThanOrEqual(20)
  })

  it('asks for what a file that was put by hand holds, until it is served', async () => {
    const { requestsOf, node } = await reading()
    const parted = async () =>
      (await requestsOf('anew')).found.splits.flatMap(({ side, workspace, name, path }) =>
        side === 'both' ? [] : [{ side, workspace, name, path }],
      )
    expect(await parted()).toEqual([])
    const { files } = node.core.memory
    const path = 'workspaces/topp/shp/cities/featuretype.xml'
    files.write(path, (files.text(path) ?? '').replace(/<title>[^<]*/, '<title>By hand'))
    const byHand = [{ side: 'otherwise', workspace: 'topp', name: 'shp/cities', path }]
    expect(await parted()).toEqual(byHand)
    expect(await parted()).toEqual(byHand)
    // A node that starts anew, or is reloaded, serves what its files say; one that is started anew counts nothing.
    loadFiles(node.core.memory)
    expect(await parted()).toEqual([])
    files.write(
      'styles/more.xml',
      (files.text('styles/blue.xml') ?? '').replace(/<id>[^<]*/, '<id>more').replaceAll('blue', 'more'),
    )
    expect(await parted()).toMatchObject([{ side: 'files', name: 'more' }])
    loadFiles(node.core.memory)
    expect(await parted()).toEqual([])
  })

  it('knows from the first reading on what serves less than its file refers to', async () => {
    const { requestsOf, node } = await reading()
    const { memory } = node.core
    const [layer] = memory.catalog.ofKind('layer')
    const [style] = memory.catalog.ofKind('style')
    const [one] = memory.catalog.ofKind('layerGroup')
    if (layer === undefined || style === undefined || one === undefined) throw new Error('There are some.')
    const styles = parentElement('styles', [reference('style', style.id)])
    memory.put(withProperties(layer, new Map([['styles', styles]])), layer)
    for (const [object, name] of [
      [layer, 'styles'],
      [one, 'publishables'],
    ] as const)
      memory.catalog.put(withProperties(object, new Map([[name, undefined]])))
    for (const will of ['anew', 'counted'] as const) {
      const { splits } = (await requestsOf(will)).found
      const otherwise = splits.filter(({ side }) => side === 'otherwise')
      expect(otherwise.map(({ kind }) => kind).toSorted()).toEqual(['layer', 'layerGroup'])
    }
  })

  it('knows from the first reading on what cannot be drawn with the styles it serves', async () => {
    const { requestsOf, node } = await reading()
    const { memory } = node.core
    const [layer, other] = memory.catalog.ofKind('layer')
    const style = propertyOf(layer ?? noObject, 'defaultStyle')
    const styles = propertyOf(memory.catalog.ofKind('layerGroup').find(namesStyles) ?? noObject, 'styles')
    if (other === undefined || style === undefined || styles === undefined) throw new Error('There are some.')
    for (const each of [style, styles]) memory.copiedStyles.add(each)
    for (const will of ['anew', 'counted'] as const) {
      const { splits } = (await requestsOf(will)).found
      const otherwise = splits.filter(({ side }) => side === 'otherwise')
      expect(otherwise.map(({ kind }) => kind).toSorted()).toEqual(['layer', 'layerGroup'])
    }
    for (const each of [style, styles]) memory.copiedStyles.delete(each)
    expect((await requestsOf('anew')).found.splits.filter(({ side }) => side === 'otherwise')).toEqual([])
  })

  it('knows by what map clients are told of groups that only hold others, and asks no map of these', async () => {
    const { asked, reader, node } = await reading()
    const { files, copiedStyles } = node.core.memory
    const text = files.text(group) ?? ''
    const id = /<id>([^<]+)/.exec(text)?.[1] ?? ''
    files.write(group, text.replace(/<mode>.*<\/mode>/, '<mode>CONTAINER</mode>'))
    const holder = `<layerGroup><id>holder</id><name>holder</name><mode>NAMED</mode><publishables>
      <published type="layerGroup"><id>${id}</id></published></publishables><styles><style/></styles></layerGroup>`
    files.write('layergroups/holder.xml', holder)
    node.reload()
    const otherwise = async () =>
      (await reader.read({ will: 'anew' })).splits.flatMap(({ side, name }) =>
        side === 'otherwise' ? name : [],
      )
    expect(await otherwise()).toEqual([])
    const holding = node.core.memory.catalog.get('holder', 'layerGroup')
    const members = propertyOf(holding ?? noObject, 'publishables')
    if (members === undefined) throw new Error('It is there.')
    copiedStyles.add(members)
    expect(await otherwise()).toEqual(['grp', 'holder'])
    expect(asked.filter((each) => each.includes('GetLegendGraphic') && each.includes('layer=grp'))).toEqual(
      [],
    )
  })

  it('does not take the map of a layer for that of a group of its name', async () => {
    const { reader, node } = await reading()
    const { files } = node.core.memory
    files.write('layergroups/dem.xml', (files.text(group) ?? '').replace('<name>grp<', '<name>dem<'))
    files.remove(group)
    node.reload()
    node.maps.broken.add('topp:dem')
    const { splits } = await reader.read({ will: 'anew' })
    expect(splits.filter(({ side }) => side !== 'both')).toEqual([])
  })

  it('asks for the styles of layers in several workspaces side by side', async () => {
    const seed = temporaryDirectory()
    writeLargeDirectory(seed, { workspaces: 2, layers: 2, styles: 1 })
    const { url } = await serveNode(new StockNode({ properties: { instanceName: 'm' }, seed }))
    const both = Promise.withResolvers<undefined>()
    let asked = 0
    const client = new GeoServerClient({
      url,
      ...administrator,
      fetch: async (...request) => {
        if (String(request[0]).includes('GetStyles')) {
          asked += 1
          if (asked === 2) both.resolve(undefined)
          await both.promise
        }
        return fetch(...request)
      },
    })
    const { splits } = await new NodeReader(() => Promise.resolve(client)).read({ will: 'anew' })
    expect(asked).toBe(2)
    expect(splits.filter(({ side }) => side !== 'both')).toEqual([])
  })

  it('makes a catalog once of the same files, and gives it away once', async () => {
    const { requestsOf } = await reading()
    const { found } = await requestsOf('anew')
    const { catalog } = await contentOf(found.files)
    expect((await contentOf(found.files)).catalog).toBe(catalog)
    expect((await catalogOf(found)).catalog).toBe(catalog)
    // Whoever has it may have changed it.
    expect((await contentOf(found.files)).catalog).not.toBe(catalog)
  })

  it('knows what serves less since a reload, which counts and changes no file', async () => {
    const { requestsOf, node } = await reading()
    const parted = async () =>
      (await requestsOf('anew')).found.splits.flatMap(({ side, path }) => (side === 'otherwise' ? path : []))
    expect(await parted()).toEqual([])
    node.reload()
    const { catalog } = node.core.memory
    const groupThere = catalog.ofKind('layerGroup').find((each) => nameOf(each) === 'grp')
    if (groupThere === undefined) throw new Error('It is there.')
    catalog.put(withProperties(groupThere, new Map([['publishables', undefined]])))
    expect(await parted()).toEqual([group])
  })

  it('asks for some layers and groups in their turn, since a start is not counted', async () => {
    const { requestsOf, node } = await reading()
    const parted = async () =>
      (await requestsOf('anew')).found.splits.flatMap(({ side, path }) => (side === 'otherwise' ? path : []))
    expect(await parted()).toEqual([])
    const { catalog } = node.core.memory
    const [layer] = catalog.ofKind('layer').filter((each) => propertyOf(each, 'defaultStyle') !== undefined)
    if (layer === undefined) throw new Error('There is one.')
    catalog.put(withProperties(layer, new Map([['defaultStyle', undefined]])))
    const found: string[] = []
    const layers = catalog.ofKind('layer', 'layerGroup').length
    for (let readings = 0; readings <= layers / 20; readings += 1) found.push(...(await parted()))
    expect(found.length).toBeGreaterThan(0)
    expect(new Set(found).size).toBe(1)
  })

  it('reads again what the node counted', async () => {
    const { requestsOf, node } = await reading()
    const whole = await requestsOf('counted')
    node.handle({
      ...{
        method: 'PUT',
        target: '/rest/workspaces/default',
        body: Buffer.from('<workspace><name>lab3</name></workspace>'),
      },
      headers: { 'content-type': 'application/xml' },
    })
    expect((await requestsOf('counted')).requests).toBe(whole.requests + 1)
  })

  it('reads again what the node does not count: its logging', async () => {
    const { requestsOf, node } = await reading()
    await requestsOf('counted')
    node.handle({
      method: 'PUT',
      target: '/rest/logging',
      headers: { 'content-type': 'application/xml' },
      body: Buffer.from('<logging><level>QUIET_LOGGING</level></logging>'),
    })
    const { found } = await requestsOf('counted')
    expect(found.files.get('logging.xml')?.content.toString('utf8')).toContain('QUIET_LOGGING')
  })

  it('answers those who took what was under way by the reading of who wants it anew, in one round', async () => {
    const { requestsOf: whole } = await reading()
    const { requests } = await whole('anew')
    const waitsAt = 10
    const { reader, world, isThere, byHand, goOn } = await reading({ waitsAt })
    const regular = reader.read({ will: 'under way' })
    await isThere
    byHand()
    const asked = reader.read({ will: 'anew' })
    const shared = reader.read({ will: 'under way' })
    const [one, two, three] = await Promise.all([regular, asked, shared])
    goOn()
    expect(one).toBe(two)
    expect(three).toBe(two)
    expect(one.files.get(group)?.content.toString('utf8')).toContain('by hand')
    expect(world.requests).toBeLessThan(requests + 2 * waitsAt)
  })

  it('reads once more for all who want it anew while it is read for one who does', async () => {
    const { requestsOf: whole } = await reading()
    const { requests } = await whole('anew')
    const { requests: again } = await whole('anew')
    const { reader, world, isThere, goOn } = await reading({ waitsAt: 10 })
    const first = reader.read({ will: 'anew' })
    await isThere
    const meanwhile = Array.from({ length: 5 }, () => reader.read({ will: 'anew' }))
    goOn()
    const all = await Promise.all([first, ...meanwhile])
    expect(new Set(all.slice(1)).size).toBe(1)
    expect(all[1]).not.toBe(all[0])
    expect(world.requests).toBe(requests + again)
  })

  it('gives nobody who asks after a change what was begun before', async () => {
    const { reader, isThere, goOn } = await reading({ waitsAt: 10 })
    const before = reader.read({ will: 'counted' })
    await isThere
    reader.changed()
    const after = await reader.read({ will: 'counted' })
    expect(after.changedMeanwhile).toBe(false)
    expect(await before).toBe(after)
    goOn()
  })

  it('ends when nobody wants it any more, and not before', async () => {
    const { reader, world, isThere, goOn } = await reading({ waitsAt: 10 })
    const [leaving, staying] = [new AbortController(), new AbortController()]
    const calls = [leaving, staying].map(({ signal }) => reader.read({ will: 'under way', signal }))
    const outcomes = Promise.allSettled(calls)
    await isThere
    leaving.abort(new Error('gone'))
    await expect(calls[0]).rejects.toThrow('gone')
    const another = reader.read({ will: 'under way' })
    staying.abort(new Error('gone'))
    goOn()
    expect((await another).files.size).toBeGreaterThan(30)
    await outcomes
    const before = world.requests
    const alone = new AbortController()
    const last = reader.read({ will: 'anew', signal: alone.signal })
    alone.abort(new Error('gone'))
    await expect(last).rejects.toThrow('gone')
    expect(world.requests - before).toBeLessThan(10)
  })

  it('reads again where the node fails at what is being removed just then, and gives up where it goes on', async () => {
    const node = new StockCluster().add('m', { seed: goldenPath('after-build-up/master') })
    const { exchange } = askDirectly(node)
    let failures = 2
    const failing: Exchange = (address, request) =>
      address.endsWith('/featuretypes.xml') && failures-- > 0
        ? Promise.resolve(new Response('No such store', { status: 500 }))
        : exchange(address, request)
    const client = new GeoServerClient({
      ...{ url: 'http://m.example/geoserver', ...administrator, fetch: failing },
    })
    const read = () => new NodeReader(() => Promise.resolve(client), new HastyClock()).read({ will: 'anew' })
    expect((await read()).files.has(group)).toBe(true)
    failures = Infinity
    await expect(read()).rejects.toMatchObject({ code: 'PLB-GEOSERVER-UNEXPECTED' })
  })

  it('tells everyone who waits that the node does not answer', async () => {
    const reader = new NodeReader(() =>
      Promise.resolve(new GeoServerClient({ url: 'http://127.0.0.1:1/geoserver', ...administrator })),
    )
    const calls = await Promise.allSettled([
      reader.read({ will: 'anew' }),
      reader.read({ will: 'under way' }),
    ])
    expect(calls).toMatchObject([
      { status: 'rejected', reason: { code: 'PLB-GEOSERVER-UNREACHABLE' } },
      { status: 'rejected', reason: { code: 'PLB-GEOSERVER-UNREACHABLE' } },
    ])
  })
})
