import { describe, expect, it } from 'vitest'
import { compareCatalogs } from '../../../electron/catalog/diff.ts'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { nameOf } from '../../../electron/catalog/object.ts'
import { unlikeItems } from '../../../electron/catalog/unsent-items.ts'
import { StockReader } from '../../../electron/engine/resync/stock/stock-reader.ts'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { catalogFiles } from '../../../electron/geoserver/reading/catalog-files.ts'
import { readStockCatalog } from '../../support/read-stock-catalog.ts'
import { servedDifferences } from '../../../electron/geoserver/reading/served-differences.ts'
import { isSameRevision, readRevision } from '../../../electron/geoserver/reading/revision.ts'
import { filesBelow, goldenPath, goldenRoot } from '../../support/data-directories.ts'
import { administrator } from '../../../electron/imitation/serve.ts'
import { serveNode } from '../../support/stock-node/serve-in-test.ts'
import { HastyClock } from '../../support/stock-node/stock-cluster.ts'
import { StockNode } from '../../../electron/imitation/stock-node.ts'

const golden = 'after-build-up/master'

async function served(seed = golden) {
  let time = Date.parse('2026-11-28T05:00:00Z')
  const node = new StockNode({ properties: { instanceName: 'm' }, seed: goldenPath(seed), now: () => time })
  const wait = (milliseconds: number): void => {
    time += milliseconds
  }
  const { url, asked } = await serveNode(node)
  const client = new GeoServerClient({ url, ...administrator })
  const ask = (method: string, target: string, body = '') =>
    node.handle({ method, target, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) })
  return { node, client, asked, ask, wait }
}

function addressOf(request: string | URL | Request): string {
  return request instanceof Request ? request.url : request.toString()
}

describe('reading a stock node', () => {
  it('reads every file of what it serves, and nothing else', async () => {
    const { client, asked } = await served()
    const read = new Map<string, string>()
    for await (const { path, content } of catalogFiles(client))
      read.set(path.join('/'), content.toString('utf8'))
    expect(Object.fromEntries(read)).toEqual(Object.fromEntries(filesBelow(goldenPath(golden))))
    expect(asked.some((each) => /security|cluster|gwc/.test(each))).toBe(false)
    expect(asked.every((each) => each.startsWith('GET '))).toBe(true)
  })

  it('gives the catalog its files hold, with the rules of styles', async () => {
    const { client } = await served()
    const { catalog, problems, splits, styleBodies, changedMeanwhile } = await readStockCatalog(client)
    const expected = readDataDirectory(goldenRoot(golden)).catalog
    expect(compareCatalogs(expected, catalog)).toMatchObject({ equal: true, compared: expected.size })
    expect({ problems, splits, changedMeanwhile }).toEqual({
      problems: [],
      splits: [],
      changedMeanwhile: false,
    })
    const red = catalog.ofKind('style').find((each) => nameOf(each) === 'red')
    expect(styleBodies.get(red?.id ?? '')?.toString('utf8')).toContain('StyledLayerDescriptor')
  })

  it('reads what is named like a number, a truth or a file of JSON', async () => {
    const { client, ask } = await served()
    const names = ['2020', 'true', '-7', '90071992547409931', 'roads.json']
    for (const name of names) {
      const featureType = { name, nativeName: 'cities', srs: 'EPSG:4326' }
      ask('POST', '/rest/workspaces/topp/datastores/shp/featuretypes', JSON.stringify({ featureType }))
    }
    const { catalog, problems, splits } = await readStockCatalog(client)
    expect({ problems, splits }).toEqual({ problems: [], splits: [] })
    expect(catalog.ofKind('featureType').map(nameOf)).toEqual(expect.arrayContaining(names))
  })

  it('takes what a tile service says of itself once it was loaded for nothing of its own', async () => {
    const { client, ask } = await served()
    const wmts = { wmts: { title: 'Tiles', enabled: true, name: 'WMTS', workspace: { name: 'topp' } } }
    ask('PUT', '/rest/services/wmts/workspaces/topp/settings', JSON.stringify(wmts))
    ask('POST', '/rest/reload?group=nobody')
    const shown = ask('GET', '/rest/services/wmts/workspaces/topp/settings.xml')
    expect(String(shown.body)).toContain('<maintainer>GeoServer</maintainer>')
    const { splits } = await readStockCatalog(client)
    expect(splits).toEqual([])
  })

  it('is not sent again what has not changed, and sees what changed in the very second of the reading before', async () => {
    const { client, ask, wait } = await served()
    const bodies: string[] = []
    const counting = new GeoServerClient({
      url: client.connection.url,
      ...administrator,
      fetch: async (...request) => {
        const response = await fetch(...request)
        const [, path] = /\/rest\/resource\/([^?]+)$/.exec(response.url) ?? []
        if (response.status === 200 && path !== undefined) bodies.push(path)
        return response
      },
    })
    const describeStore = (description: string): void => {
      ask('PUT', '/rest/workspaces/topp/datastores/pg', JSON.stringify({ dataStore: { description } }))
    }
    wait(10_000)
    describeStore('another')
    const first = await readStockCatalog(counting)
    describeStore('a third')
    bodies.length = 0
    const second = await readStockCatalog(counting, { previous: first })
    expect(compareCatalogs(first.catalog, second.catalog).entries).toMatchObject([
      { type: 'different', kind: 'dataStore', properties: [{ property: 'description' }] },
    ])
    expect(bodies.filter((path) => path !== 'global.xml')).toEqual(['workspaces/topp/pg/datastore.xml'])
    wait(10_000)
    const third = await readStockCatalog(counting, { previous: second })
    bodies.length = 0
    const fourth = await readStockCatalog(counting, { previous: third })
    expect(compareCatalogs(third.catalog, fourth.catalog).equal).toBe(true)
    expect(bodies.filter((path) => path !== 'global.xml')).toEqual([])
  })

  it('tells what is in memory alone, in files alone, and what has no layer', async () => {
    const { client, ask, node } = await served()
    ask('DELETE', '/rest/layers/topp:dem')
    const topp = node.core.workspace('topp')?.id ?? ''
    node.core.memory.files.write(
      'workspaces/topp/old/datastore.xml',
      `<dataStore><id>x</id><name>old</name><workspace><id>${topp}</id></workspace></dataStore>`,
    )
    node.core.memory.files.write('workspaces/topp/data/readme.txt', 'no store')
    node.core.memory.files.write(
      'styles/lost.xml',
      '<style><id>y</id><name>lost</name><filename>lost.sld</filename></style>',
    )
    node.core.memory.files.remove('styles/blue.xml')
    const { splits, catalog } = await readStockCatalog(client)
    const inShort = splits.map(
      ({ side, kind, workspace, name }) => `${side} ${kind} ${workspace ?? ''}:${name}`,
    )
    expect(inShort.toSorted()).toEqual([
      'files dataStore topp:old',
      'files style :lost',
      'memory coverage topp:dem/dem',
      'memory style :blue',
    ])
    expect(catalog.ofKind('style').map(nameOf)).not.toContain('lost')
    ask('POST', '/rest/reload?group=nobody')
    expect((await readStockCatalog(client)).splits).toEqual([])
  })

  it('reads the rest where one name cannot be asked for, and one file is larger than any', async () => {
    const { client, node } = await served()
    const { files } = node.core.memory
    const refused = await client.connection.ask({ method: 'GET', path: 'rest/resource/styles/50%25' })
    expect(refused.status).toBe(500)
    for (const name of ['%20odd', 'a;b'])
      files.write(
        `workspaces/topp/shp/${name}/layer.xml`,
        files.text('workspaces/topp/shp/cities/layer.xml') ?? '',
      )
    files.write('styles/huge.sld', Buffer.alloc(17 * 1024 * 1024, 'A'))
    const { catalog, splits, problems } = await readStockCatalog(client)
    expect({ splits, problems }).toEqual({ splits: [], problems: [] })
    expect(compareCatalogs(readDataDirectory(goldenRoot(golden)).catalog, catalog).equal).toBe(true)
    files.write('styles/blue.xml', Buffer.alloc(17 * 1024 * 1024, 'A'))
    const { splits: parted } = await readStockCatalog(client)
    expect(parted).toMatchObject([{ side: 'memory', kind: 'style', name: 'blue' }])
  })

  it.each([
    { what: 'a workspace', from: 'workspaces/topp', to: 'workspaces/renamed' },
    { what: 'a store', from: 'workspaces/topp/shp', to: 'workspaces/lab3/shp' },
  ])(
    'finds all that is served out of the directory of $what that was moved by hand',
    async ({ from, to }) => {
      const { client, ask, node } = await served()
      node.core.memory.files.move(from, to)
      ask('POST', '/rest/reload?group=nobody')
      const { catalog, splits } = await readStockCatalog(client)
      expect(splits).toEqual([])
      expect(compareCatalogs(readDataDirectory(goldenRoot(golden)).catalog, catalog).entries).toEqual([])
    },
  )

  it('finds what is served by the name a file was given by hand, and leaves out what is not', async () => {
    const { client, ask, node } = await served()
    const { files } = node.core.memory
    const rename = (path: string, from: string, to: string): void => {
      files.write(path, (files.text(path) ?? '').replace(`<name>${from}</name>`, `<name>${to}</name>`))
    }
    rename('styles/blue.xml', 'blue', 'azure')
    rename('layergroups/grp.xml', 'grp', 'group')
    rename('workspaces/topp/dem/coveragestore.xml', 'dem', 'heights')
    ask('POST', '/rest/reload?group=nobody')
    files.write('styles/lost.xml', '<style><id>y</id><name>lost</name><filename>lost.sld</filename></style>')
    const { splits, catalog } = await readStockCatalog(client)
    expect(splits.map(({ side, path }) => `${side} ${path}`)).toEqual(['files styles/lost.xml'])
    const names = (['style', 'layerGroup', 'coverageStore', 'coverage'] as const).map((kind) =>
      catalog.ofKind(kind).map(nameOf),
    )
    expect(names).toEqual([
      expect.arrayContaining(['azure']),
      expect.arrayContaining(['group']),
      ['heights'],
      ['dem'],
    ])
    expect(names[0]).not.toContain('lost')
    expect(catalog.strays.size).toBe(3)
  })

  it('reads on when the groups cannot be listed, and says what cannot be read', async () => {
    const { client, ask, node } = await served()
    ask('DELETE', '/rest/workspaces/topp/datastores/shp/featuretypes/cities?recurse=false')
    ask('POST', '/rest/workspaces', '{"workspace":{"name":"a/b"}}')
    // A member whose resource is gone keeps all groups from being listed.
    const group = node.core.memory.catalog.ofKind('layer').find((each) => node.core.nameOf(each) === 'cities')
    node.core.memory.catalog.remove(
      group?.properties.find(({ name }) => name === 'resource')?.children[0]?.text ?? '',
    )
    const { catalog, splits } = await readStockCatalog(client)
    expect(catalog.ofKind('layerGroup').map(nameOf)).toContain('grp')
    expect(splits).toContainEqual({
      ...{ side: 'unaskable', kind: 'workspace', workspace: undefined },
      ...{ name: 'a/b', path: 'workspaces/a/b/workspace.xml' },
    })
  })

  it('knows whether anything changed, also when the count begins anew', async () => {
    const { client, ask } = await served()
    const before = await readRevision(client)
    expect(isSameRevision(before, await readRevision(client))).toBe(true)
    ask('PUT', '/rest/workspaces/base', '{"workspace":{"name":"base"}}')
    const after = await readRevision(client)
    expect(isSameRevision(before, after)).toBe(false)
  })

  it.each(['', 'styles', 'workspaces', 'workspaces/topp', 'workspaces/topp/styles', 'workspaces/topp/shp'])(
    "reads all that is served where a link that leads nowhere keeps '%s' from being listed",
    async (directory) => {
      const { client, node } = await served()
      const whole = await readStockCatalog(client)
      node.core.memory.files.linkNowhere(`${directory === '' ? '' : `${directory}/`}dead`)
      const { catalog, problems, splits, styleBodies } = await readStockCatalog(client)
      expect(compareCatalogs(whole.catalog, catalog)).toMatchObject({
        equal: true,
        compared: whole.catalog.size,
      })
      expect(splits).toEqual([])
      expect(styleBodies.size).toBe(whole.styleBodies.size)
      expect(problems).toMatchObject([
        { path: directory, failure: { code: 'PLB-GEOSERVER-UNLISTED' }, effect: 'remark' },
      ])
    },
  )

  it.each(['', 'styles', 'workspaces/topp', 'workspaces/topp/styles'])(
    "takes nothing that lies beside for gone where '%s' cannot be listed",
    async (directory) => {
      const { client, node } = await served()
      const { files } = node.core.memory
      const at = (name: string): string => (directory === '' ? name : `${directory}/${name}`)
      files.write(at('icon.png'), 'an icon')
      files.write('styles/fonts.ttf', 'a font')
      files.write('gwc-layers/layer.xml', '<GeoServerLayer/>')
      const whole = await new StockReader(client).read()
      files.linkNowhere(at('dead'))
      const parted = await new StockReader(client).read()
      const nothing = new Map<string, null>()
      const unlike = [...(whole.unsent ?? []), ...(parted.unsent ?? [])].flatMap(({ area }) =>
        unlikeItems(whole.unsentItems?.(area) ?? nothing, parted.unsentItems?.(area) ?? nothing),
      )
      expect(unlike).toEqual([])
    },
  )

  it('reports progress and ends when it is told to', async () => {
    const { client } = await served()
    const abort = new AbortController()
    const reading = readStockCatalog(client, {
      signal: abort.signal,
      onProgress: ({ done }) => {
        if (done === 3) abort.abort(new Error('enough'))
      },
    })
    await expect(reading).rejects.toThrow('enough')
  })

  it('asks no more than four things at once', async () => {
    const { client } = await served()
    let now = 0
    let most = 0
    const counting = new GeoServerClient({
      url: client.connection.url,
      ...administrator,
      fetch: async (...request) => {
        now += 1
        most = Math.max(most, now)
        try {
          return await fetch(...request)
        } finally {
          now -= 1
        }
      },
    })
    await readStockCatalog(counting)
    expect(most).toBe(4)
  })

  it('does not take endless lists or names that lead elsewhere', async () => {
    const { client } = await served()
    const lying = (answer: (path: string) => string | undefined): GeoServerClient =>
      new GeoServerClient({
        url: client.connection.url,
        ...administrator,
        fetch: async (...request) => {
          const body = answer(addressOf(request[0]))
          return body === undefined ? fetch(...request) : new Response(body)
        },
      })
    const many = `<workspaces>${'<workspace><name>w</name></workspace>'.repeat(200_001)}</workspaces>`
    const endless = lying((path) => (path.endsWith('/rest/workspaces.xml') ? many : undefined))
    await expect(readStockCatalog(endless)).rejects.toMatchObject({ code: 'PLB-GEOSERVER-UNEXPECTED' })
    const climbing = lying((path) =>
      path.endsWith('/rest/workspaces.xml')
        ? '<workspaces><workspace><name>..</name></workspace><workspace><name>topp</name></workspace></workspaces>'
        : undefined,
    )
    const { splits, catalog } = await readStockCatalog(climbing)
    expect(splits).toContainEqual(expect.objectContaining({ side: 'unaskable', name: '..' }))
    expect(catalog.ofKind('workspace').map(nameOf)).toEqual(['topp'])
    const nonsense = lying((path) => (path.endsWith('/rest/styles.xml') ? '{"styles":""}' : undefined))
    await expect(readStockCatalog(nonsense)).rejects.toMatchObject({ code: 'PLB-GEOSERVER-UNEXPECTED' })
  })
})

describe('what a node serves and what its files say', () => {
  it('are compared where they may have parted', async () => {
    const { client, node, ask } = await served()
    const { catalog } = await readStockCatalog(client)
    const objects = [...catalog.objects()]
    expect(await servedDifferences(client, catalog, objects)).toEqual([])
    const path = 'workspaces/topp/shp/datastore.xml'
    const file = node.core.memory.files.text(path) ?? ''
    node.core.memory.files.write(path, file.replace('<enabled>true', '<enabled>false'))
    const changed = (await readStockCatalog(client)).catalog
    const differences = await servedDifferences(client, changed, [...changed.objects()])
    expect(differences).toMatchObject([{ inFile: { kind: 'dataStore' }, properties: ['enabled'] }])
    ask('POST', '/rest/reload?group=nobody')
    expect(await servedDifferences(client, changed, [...changed.objects()])).toEqual([])
  })

  it.each([
    ['before its memory is asked', (seen: number) => seen === 1],
    ['again while it is asked', (seen: number) => seen <= 2],
  ])('are one where the object was changed after its file was read, %s', async (_, isChanging) => {
    const { client, ask } = await served()
    const { catalog } = await readStockCatalog(client)
    const address = 'workspaces/topp/datastores/shp/featuretypes/cities.xml'
    let seen = 0
    const edited = new GeoServerClient({
      url: client.connection.url,
      ...administrator,
      fetch: async (...request) => {
        seen += addressOf(request[0]).endsWith(address) ? 1 : 0
        if (addressOf(request[0]).endsWith(address) && isChanging(seen))
          ask(
            'PUT',
            `/rest/${address.replace('.xml', '')}`,
            JSON.stringify({ featureType: { title: `T${String(seen)}` } }),
          )
        return fetch(...request)
      },
    })
    expect(await servedDifferences(edited, catalog, catalog.ofKind('featureType'))).toEqual([])
    expect(seen).toBeGreaterThan(1)
  })

  it('are one where memory was changed a moment before its file', async () => {
    const { client, node, ask } = await served()
    const { catalog } = await readStockCatalog(client)
    const [path, address] = ['workspaces/topp/shp/datastore.xml', 'rest/workspaces/topp/datastores/shp.xml']
    const before = node.core.memory.files.text(path) ?? ''
    ask('PUT', '/rest/workspaces/topp/datastores/shp', JSON.stringify({ dataStore: { description: 'new' } }))
    const after = node.core.memory.files.text(path) ?? ''
    node.core.memory.files.write(path, before)
    let asked = 0
    const late = new GeoServerClient({
      url: client.connection.url,
      ...administrator,
      fetch: (...request) => {
        asked += addressOf(request[0]).endsWith(address) ? 1 : 0
        if (asked === 2) node.core.memory.files.write(path, after)
        return fetch(...request)
      },
    })
    expect(await servedDifferences(late, catalog, catalog.ofKind('dataStore'))).toEqual([])
  })

  it('are one where it is edited all the time, but for what stays parted', async () => {
    const { client, node, ask } = await served()
    node.core.memory.files.write(
      'workspaces/old/workspace.xml',
      '<workspace><id>x</id><name>old</name></workspace>',
    )
    node.core.memory.files.write(
      'workspaces/old/namespace.xml',
      '<namespace><id>y</id><prefix>old</prefix><uri>http://old</uri></namespace>',
    )
    const edited = new GeoServerClient({
      url: client.connection.url,
      ...administrator,
      fetch: async (...request) => {
        const response = await fetch(...request)
        if (!addressOf(request[0]).endsWith('/rest/workspaces.xml')) return response
        const answer = new Response(await response.arrayBuffer(), response)
        ask('POST', '/rest/workspaces', JSON.stringify({ workspace: { name: `new${String((count += 1))}` } }))
        ask('DELETE', `/rest/workspaces/new${String(count - 1)}?recurse=true`)
        return answer
      },
    })
    let count = 0
    const { splits, isSettled } = await new StockReader(edited, { clock: new HastyClock() }).read()
    expect(count).toBe(3)
    expect(isSettled).toBe(false)
    expect(splits.map(({ side, name }) => `${side} ${name}`)).toEqual(['files old'])
  })

  it('are compared where they can be, while one waits for data that do not come', async () => {
    const { client, node } = await served()
    const { catalog } = await readStockCatalog(client)
    const waiting = new GeoServerClient({
      url: client.connection.url,
      ...administrator,
      deadline: 2_000,
      fetch: async (address, request) => {
        if (!address.endsWith('featuretypes/cities.xml')) return fetch(address, request)
        await new Promise((resolve) => {
          request.signal.addEventListener('abort', resolve)
        })
        throw request.signal.reason
      },
    })
    const path = 'workspaces/topp/shp/datastore.xml'
    const file = node.core.memory.files.text(path) ?? ''
    node.core.memory.files.write(path, file.replace('<enabled>true', '<enabled>false'))
    const changed = (await readStockCatalog(client)).catalog
    const [types, stores] = [catalog.ofKind('featureType'), changed.ofKind('dataStore')]
    expect(await servedDifferences(waiting, changed, [...types, ...stores])).toMatchObject([
      { inFile: { kind: 'dataStore' }, properties: ['enabled'] },
    ])
  })

  it('are one where a service of a workspace was loaded, which then shows more than its file has', async () => {
    const { client, node, ask } = await served()
    const id = node.core.memory.catalog.ofKind('workspace').find((each) => nameOf(each) === 'topp')?.id ?? ''
    const path = 'workspaces/topp/wfs.xml'
    const file = `<wfs><id>w</id><workspace><id>${id}</id></workspace><enabled>true</enabled><name>WFS</name></wfs>`
    node.core.memory.files.write(path, file)
    ask('POST', '/rest/reload?group=nobody')
    const shown = ask('GET', '/rest/services/wfs/workspaces/topp/settings.xml')
    expect(shown.body.toString()).toContain('srsNameStyle')
    expect((await readStockCatalog(client)).splits).toEqual([])
  })

  it('are one where the file of the default workspace names one that is not there', async () => {
    const { client, node, ask } = await served()
    const path = 'workspaces/default.xml'
    const file = '<workspace><id>gone</id><name>gone</name></workspace>'
    node.core.memory.files.write(path, file)
    ask('POST', '/rest/reload?group=nobody')
    expect(node.core.memory.files.text(path)).toBe(file)
    const { splits, problems } = await readStockCatalog(client)
    expect(splits).toEqual([])
    expect(problems.map((each) => ({ path: each.path, effect: each.effect }))).toEqual([
      { path, effect: 'remark' },
    ])
  })

  it('are one where a file names attributes, which are shown with what the data says of them', async () => {
    const { client, node, ask } = await served()
    const path = 'workspaces/topp/shp/cities/featuretype.xml'
    const type = node.core.memory.catalog.ofKind('featureType').find((each) => nameOf(each) === 'cities')
    const file = node.core.memory.files.text(path) ?? ''
    const first = node.core.sources.features.get('cities')?.attributes[0]?.name ?? ''
    const attribute = `<attributes><attribute><name>${first}</name><nillable>false</nillable></attribute></attributes>`
    node.core.memory.files.write(path, file.replace('</featureType>', `${attribute}</featureType>`))
    ask('POST', '/rest/reload?group=nobody')
    const shown = ask('GET', '/rest/workspaces/topp/datastores/shp/featuretypes/cities.xml').body.toString()
    expect(shown).toContain('<binding>')
    const { catalog } = await readStockCatalog(client)
    expect(await servedDifferences(client, catalog, catalog.ofKind('featureType'))).toEqual([])
    node.core.memory.files.write(
      path,
      file.replace('</featureType>', `${attribute.replace(first, 'other')}</featureType>`),
    )
    const other = (await readStockCatalog(client)).catalog
    expect(await servedDifferences(client, other, other.ofKind('featureType'))).toMatchObject([
      { inFile: { id: type?.id }, properties: ['attributes'] },
    ])
  })
})
