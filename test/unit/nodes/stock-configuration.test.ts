import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Kind } from '../../../electron/catalog/kinds/property.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
} from '../../../electron/catalog/object.ts'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { NodeReader } from '../../../electron/geoserver/reading/node-reader.ts'
import { StockConfiguration } from '../../../electron/nodes/stock/stock-configuration.ts'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { comparableProperties } from '../../../electron/catalog/comparable.ts'
import { compareCatalogs } from '../../../electron/catalog/diff.ts'
import type { EditRequest } from '../../../electron/engine/master/master.ts'
import { journalMigrations } from '../../../electron/engine/journal/schema.ts'
import { restoringRequest } from '../../../electron/services/configuration/restore.ts'
import { duplicatingRequest } from '../../../electron/services/configuration/duplicate.ts'
import { undoingRequest } from '../../../electron/services/configuration/undo.ts'
import { childText, textElement } from '../../../electron/xml/element.ts'
import { localFileSystem } from '../../../electron/storage/files.ts'
import { openDatabase } from '../../../electron/storage/open-database.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { administrator } from '../../../electron/imitation/serve.ts'
import { serveNode } from '../../support/stock-node/serve-in-test.ts'
import { StockCluster } from '../../support/stock-node/stock-cluster.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

async function stockMaster() {
  const cluster = new StockCluster()
  const node = cluster.add('m', { seed: goldenPath('after-build-up/master') })
  const slave = cluster.add('s1', { seed: goldenPath('after-build-up/master') })
  const { url, asked } = await serveNode(node)
  const world = {
    why: undefined as Error | undefined,
    requests: 0,
    /** What the node does and nobody hears of any more: whoever asked is gone. */
    kills: (_method: string, _target: string): boolean => false,
    /** What the node does and says nothing of. */
    loses: (_target: string): boolean => false,
    before: async (): Promise<void> => undefined,
    isRunning: true,
  }
  const client = async () =>
    new GeoServerClient({
      url,
      ...administrator,
      fetch: async (address, init) => {
        if (init?.method !== 'GET') await world.before()
        const answer = await fetch(address, init)
        if (init?.method === 'GET') return answer
        const target = new URL(String(address)).pathname.replace('/geoserver', '')
        if (world.kills(init?.method ?? '', target)) await new Promise(() => undefined)
        if (world.loses(String(address))) throw new TypeError('read ECONNRESET')
        return answer
      },
    })
  const directory = temporaryDirectory()
  /** As each process has it that works on the cluster. */
  const open = () =>
    new StockConfiguration({
      client,
      reader: new NodeReader(client),
      now: () => Date.now(),
      directory,
      environment: {},
      fileSystem: localFileSystem,
      isRunning: () => world.isRunning,
      check: (action) => {
        if (action === 'edit' && world.why !== undefined) throw world.why
      },
    })
  const configuration = open()
  const find = async (kind: Kind, name: string) => {
    const { catalog } = await configuration.view()
    const found = catalog.ofKind(kind).find((each) => nameOf(each) === name || each.root === name)
    if (found === undefined) throw new Error(`there is no ${kind} ${name}`)
    return found
  }
  const publish = async (request: EditRequest, requestId = `request-${(world.requests += 1)}`) => {
    const { digest, asksForName, problems } = await configuration.plan(request)
    if (problems[0] !== undefined) throw problems[0]
    return configuration.publish(request, { plan: digest, name: asksForName }, 'ops', requestId)
  }
  const ask = (method: string, target: string, body = '', type = 'application/xml') =>
    node.handle({ method, target, headers: { 'content-type': type }, body: Buffer.from(body) })
  return { cluster, node, slave, configuration, directory, open, world, find, publish, ask, asked }
}

async function agreedTo(configuration: StockConfiguration, request: EditRequest) {
  const { digest, asksForName } = await configuration.plan(request)
  return { plan: digest, name: asksForName }
}

describe('the configuration of a stock master', () => {
  it('is read again only when something changed, which two requests tell', async () => {
    const { configuration, publish, find, asked } = await stockMaster()
    const { catalog } = await configuration.view()
    const before = asked.length
    expect((await configuration.view()).catalog).toBe(catalog)
    expect(asked.length).toBe(before + 2)
    const { id } = await find('workspace', 'lab3')
    await publish({ verb: 'modify', kind: 'workspace', name: id, input: '{"isolated":"true"}' })
    expect(textOfProperty(await find('workspace', 'lab3'), 'isolated')).toBe('true')
  })

  it('is changed as was shown, its cluster hears of it, and the history has it before and after', async () => {
    const { cluster, slave, configuration, publish, find, asked } = await stockMaster()
    const { id } = await find('featureType', 'cities')
    const request: EditRequest = { verb: 'modify', kind: 'featureType', name: id, input: '{"title":"Towns"}' }
    const plan = await configuration.plan(request)
    expect(plan).toMatchObject({ problems: [], goesAlong: [], edits: [{ before: { id }, after: { id } }] })
    expect(asked.every((each) => each.startsWith('GET '))).toBe(true)
    const made = await publish(request, 'once')
    expect(made.id).toBe(id)
    const again = await configuration.publish(request, { plan: plan.digest }, 'ops', 'once')
    expect(again).toMatchObject({ id })
    expect(asked.filter((each) => each.startsWith('PUT '))).toHaveLength(1)
    expect(asked.join(' ')).not.toMatch(/group=|instanceName=/)
    const authors = cluster.published.map(({ properties }) => properties.get('plumblineAuthor'))
    expect([authors.length > 0, new Set(authors)]).toEqual([true, new Set(['ops'])])
    await cluster.drain('s1')
    expect(
      textOfProperty(slave.core.memory.catalog.get(id) ?? (await find('featureType', 'cities')), 'title'),
    ).toBe('Towns')
    const [entry] = await configuration.historyOf(id)
    expect(entry).toMatchObject({ author: 'ops', verb: 'modify', kind: 'featureType' })
    expect(entry?.before).not.toContain('Towns')
    expect(entry?.after).toContain('<title>Towns</title>')
    expect(await configuration.changeOf(entry?.id ?? 0)).toEqual([entry])
  })

  it('shares its history with whoever else works on the cluster', async () => {
    const { configuration, open, publish, find } = await stockMaster()
    const { id } = await find('featureType', 'cities')
    await publish({ verb: 'modify', kind: 'featureType', name: id, input: '{"title":"Towns"}' })
    const other = open()
    const [made] = await other.historyOf(id)
    if (made === undefined) throw new Error('the other sees nothing')
    const request = restoringRequest(await other.view(), made, 'before')
    const { digest } = await other.plan(request)
    await other.publish(request, { plan: digest }, 'cron', 'other')
    expect((await configuration.historyOf(id)).map(({ author }) => author)).toEqual(['cron', 'ops'])
    expect(textOfProperty(await find('featureType', 'cities'), 'title')).toBe('Cities <2>')
  })

  it('sends nothing that it could not note', async () => {
    const { directory, publish, find, asked } = await stockMaster()
    const { id } = await find('featureType', 'cities')
    const { database } = openDatabase(join(directory, 'history.sqlite'), journalMigrations)
    const request: EditRequest = { verb: 'modify', kind: 'featureType', name: id, input: '{"title":"Towns"}' }
    await expect(publish(request)).rejects.toMatchObject({ code: 'PLB-STORAGE-DATABASE-IN-USE' })
    expect(asked.every((each) => each.startsWith('GET '))).toBe(true)
    database.close()
    await publish(request)
  })

  it('refuses what nobody agreed to, and what somebody else changed meanwhile', async () => {
    const { configuration, find, ask, asked } = await stockMaster()
    const { id } = await find('workspace', 'lab3')
    const request: EditRequest = { verb: 'modify', kind: 'workspace', name: id, input: '{"isolated":"true"}' }
    const publish = async (plan: string) => configuration.publish(request, { plan }, 'ops', 'r')
    await expect(publish('another')).rejects.toMatchObject({ code: 'PLB-ENGINE-PLAN-CHANGED' })
    const { digest } = await configuration.plan(request)
    // Somebody else's hand, on the file alone: the count of updates does not tell.
    const path = '/rest/resource/workspaces/lab3/workspace.xml'
    const file = String(ask('GET', path).body)
    ask('PUT', path, file.replace('<isolated>false', '<isolated>true'))
    await expect(publish(digest)).rejects.toMatchObject({ code: 'PLB-EDIT-CONFLICT' })
    expect(asked.filter((each) => each.startsWith('PUT '))).toEqual([])
    expect((await configuration.plan(request)).digest).not.toBe(digest)
  })

  it('adds, with the ids it shows, and removes with the name where more goes along', async () => {
    const { configuration, publish, find, ask } = await stockMaster()
    const added = await publish({ verb: 'add', kind: 'workspace', input: '{"name":"brandneu"}' })
    expect((await find('workspace', 'brandneu')).id).toBe(added.id)
    const body = `<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld"><NamedLayer><Name>n</Name><UserStyle><FeatureTypeStyle><Rule><PointSymbolizer/></Rule></FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>`
    const style = await publish({
      verb: 'add',
      kind: 'style',
      input: '{"name":"punkte","format":"sld"}',
      styleBody: body,
    })
    const { styleBody } = await configuration.view()
    expect(styleBody(await find('style', 'punkte'))).toBe(body)
    expect((await find('style', 'punkte')).id).toBe(style.id)
    const { id } = await find('workspace', 'topp')
    const removal: EditRequest = { verb: 'remove', kind: 'workspace', name: id, recurse: true }
    const plan = await configuration.plan(removal)
    expect(plan.goesAlong.length).toBeGreaterThan(0)
    // It reads the passwords that it encrypted, so that all of it can come back.
    expect(plan.asksForName).toBeUndefined()
    await publish(removal)
    expect(ask('GET', '/rest/workspaces/topp.json').status).toBe(404)
  })

  it('brings back what was removed with all that goes along, passwords too', async () => {
    const { configuration, publish } = await stockMaster()
    const state = async () => {
      const { catalog, styleBody } = await configuration.view()
      const copy = new Catalog()
      copy.become(catalog)
      return {
        catalog: copy,
        bodies: copy
          .ofKind('style')
          .map((style) => styleBody(style))
          .toSorted(),
      }
    }
    // GeoServer removes no group that another holds, and changes none with a member without a style.
    const group = async (name: string, publishables: readonly string[]) => {
      const bounds = { minx: 0, maxx: 1, miny: 0, maxy: 1, crs: 'EPSG:4326' }
      const input = { name, mode: 'SINGLE', publishables, styles: publishables.map(() => null), bounds }
      await publish({ verb: 'add', kind: 'layerGroup', input: JSON.stringify(input) })
    }
    await group('inner', ['topp:cities', 'topp:dem'])
    await group('middle', ['inner', 'topp:cities'])
    await group('lone', ['inner'])
    await group('outer', ['middle', 'topp:dem', 'inner'])
    const removed = [
      { kind: 'workspace', name: 'topp' },
      { kind: 'layer', name: 'topp:cities' },
      { kind: 'layerGroup', name: 'inner' },
      { kind: 'style', name: 'red' },
    ] as const
    const left: string[] = []
    let along = 0
    for (const each of removed) {
      const removal: EditRequest = { verb: 'remove', ...each, recurse: true }
      const { goesAlong } = await configuration.plan(removal)
      const before = await state()
      await publish(removal)
      along += goesAlong.length
      const [gone] = await configuration.removals()
      await publish(undoingRequest(await configuration.view(), await configuration.changeOf(gone?.id ?? 0)))
      const after = await state()
      for (const entry of compareCatalogs(before.catalog, after.catalog).entries) {
        if (entry.type === 'sameNameOtherId') continue
        // What an object never said, the node fills in of one that is made anew.
        const isFilledIn =
          entry.type === 'different' && entry.properties.every((property) => property.left === undefined)
        if (!isFilledIn) left.push(`${each.kind} ${each.name}: ${JSON.stringify(entry)}`)
      }
      expect(after.bodies, each.name).toEqual(before.bodies)
    }
    expect(left).toEqual([])
    expect(along).toBeGreaterThan(20)
  })

  it('keeps the passwords a node encrypted itself when the store is changed', async () => {
    const { publish, find, ask } = await stockMaster()
    const { catalog } = { catalog: await find('dataStore', 'pg').catch(() => undefined) }
    const name = catalog === undefined ? 'shp' : 'pg'
    const { id } = await find('dataStore', name)
    await publish({ verb: 'modify', kind: 'dataStore', name: id, input: '{"description":"another"}' })
    expect(String(ask('GET', `/rest/workspaces/topp/datastores/${name}.xml`).body)).toContain('another')
  })

  it('takes back what one change did, and leaves what was changed later, unless that is the same', async () => {
    const { configuration, publish, find } = await stockMaster()
    const { id } = await find('dataStore', 'shp')
    const change = (input: object): EditRequest => ({
      ...{ verb: 'modify', kind: 'dataStore', name: id, input: JSON.stringify(input) },
    })
    const parameters = async () => {
      const entries = propertyOf(await find('dataStore', 'shp'), 'connectionParameters')?.children ?? []
      return Object.fromEntries(entries.map(({ attributes, text }) => [attributes['key'] ?? '', text]))
    }
    const given = await parameters()
    await publish(change({ connectionParameters: { ...given, passwd: 's3cret', mine: 'no' } }))
    const [first] = await configuration.historyOf(id)
    const asWritten = (await parameters())['passwd']
    await publish(
      change({ description: 'mine', connectionParameters: { ...(await parameters()), mine: 'yes' } }),
    )
    const [mine] = await configuration.historyOf(id)
    await publish(change({ type: 'Directory of spatial files' }))
    // The node writes the password it keeps differently each time.
    expect((await parameters())['passwd']).not.toBe(asWritten)
    const undo = async (entry: typeof mine, way?: 'wholly') =>
      publish(undoingRequest(await configuration.view(), await configuration.changeOf(entry?.id ?? 0), way))
    await undo(mine)
    expect(textOfProperty(await find('dataStore', 'shp'), 'description')).toBe('cities')
    expect(textOfProperty(await find('dataStore', 'shp'), 'type')).toBe('Directory of spatial files')
    expect((await parameters())['mine']).toBe('no')
    expect((await parameters())['passwd']).toMatch(/^crypt1:/)
    await publish(change({ connectionParameters: { ...(await parameters()), mine: 'theirs' } }))
    const refusal = await undo(first).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'PLB-EDIT-CHANGED-SINCE' })
    expect((await parameters())['mine']).toBe('theirs')
    await undo(first, 'wholly')
    expect(await parameters()).toEqual(given)
  })

  it('refuses before anything is sent what would break a node, and says why', async () => {
    const { configuration, find, asked } = await stockMaster()
    const problemOf = async (request: EditRequest) => (await configuration.plan(request)).problems[0]?.code
    expect(await problemOf({ verb: 'add', kind: 'workspace', input: '{"name":"a/b"}' })).toMatch(/^PLB-/)
    const { id: group } = await find('layerGroup', 'grp')
    expect(
      await problemOf({ verb: 'modify', kind: 'layerGroup', name: group, input: '{"name":"other"}' }),
    ).toBe('PLB-GEOSERVER-PROPERTY-FIXED')
    const { id: style } = await find('style', 'point')
    const broken: EditRequest = { verb: 'modify', kind: 'style', name: style, styleBody: 'rubbish' }
    expect(await problemOf(broken)).toMatch(/STYLE-BROKEN|RULES-UNREADABLE/)
    expect(asked.every((each) => each.startsWith('GET '))).toBe(true)
  })

  it('refuses what its slaves would do to another namespace, as they do when it is done past it', async () => {
    const { cluster, slave, configuration, publish, find, ask, asked } = await stockMaster()
    const topp = await find('namespace', 'topp')
    const uri = textOfProperty(topp, 'uri') ?? ''
    ask(
      'POST',
      '/rest/namespaces',
      `<namespace><prefix>apart</prefix><uri>${uri}</uri><isolated>true</isolated></namespace>`,
    )
    const { id } = await find('workspace', 'apart')
    const shared = { code: 'PLB-GEOSERVER-URI-SHARED' }
    for (const request of [
      { verb: 'modify', kind: 'workspace', name: id, input: '{"name":"aside"}' },
      { verb: 'modify', kind: 'workspace', name: id, input: '{"isolated":"false"}' },
      {
        verb: 'modify',
        kind: 'namespace',
        name: (await find('namespace', 'apart')).id,
        input: '{"uri":"u:n"}',
      },
    ] as const)
      await expect(configuration.plan(request)).resolves.toMatchObject({ problems: [shared] })
    expect(asked.every((each) => each.startsWith('GET '))).toBe(true)
    ask('PUT', '/rest/workspaces/apart', '<workspace><name>aside</name></workspace>')
    await cluster.drain('s1')
    expect(slave.core.memory.catalog.get(topp.id)?.properties.map(({ text }) => text)).toContain('aside')
    // Nothing is taken for it once the other has a URI of its own.
    await publish({ verb: 'modify', kind: 'namespace', name: topp.id, input: '{"uri":"u:other"}' })
    await publish({ verb: 'modify', kind: 'workspace', name: id, input: '{"name":"away"}' })
    await publish({ verb: 'remove', kind: 'workspace', name: id })
  })

  it('says of a WMS layer before that it is removed to be created again, and does both', async () => {
    const { configuration, publish, find, ask } = await stockMaster()
    const name = 'far'
    const body = '{"wmsLayer":{"name":"far","nativeName":"topp:cities"}}'
    ask('POST', '/rest/workspaces/topp/wmsstores/casc/wmslayers', body, 'application/json')
    const { id } = await find('wmsLayer', name)
    const request: EditRequest = { verb: 'modify', kind: 'wmsLayer', name: id, input: '{"title":"Cascaded"}' }
    expect((await configuration.plan(request)).events[0]).toMatchObject({
      key: 'stockNodes.removeToCreateAgain',
    })
    await publish(request)
    expect(textOfProperty(await find('wmsLayer', name), 'title')).toBe('Cascaded')
  })

  it('puts back as it was, with what holds it, what it removed to be created again and could not create', async () => {
    const { configuration, node, publish, find, ask } = await stockMaster()
    const json = 'application/json'
    const body = '{"wmsLayer":{"name":"far","nativeName":"topp:cities"}}'
    ask('POST', '/rest/workspaces/topp/wmsstores/casc/wmslayers', body, json)
    const members = '[{"@type":"layer","name":"topp:far"},{"@type":"layer","name":"topp:cities"}]'
    const styles = '[{"name":"red"},{"name":"red"}]'
    const both = `{"layerGroup":{"name":"both","publishables":{"published":${members}},"styles":{"style":${styles}}}}`
    expect(ask('POST', '/rest/workspaces/topp/layergroups', both, json).status).toBe(201)
    const kept = async () =>
      Promise.all([find('wmsLayer', 'far'), find('layer', 'far'), find('layerGroup', 'both')])
    const before = await kept()
    const tiles = (layer: string) => String(ask('GET', `/gwc/rest/layers/${layer}.xml`).body)
    const layers = ['topp:far', 'topp:both']
    for (const layer of layers) {
      const settings = tiles(layer).replace(/<gutter>\d+</, '<gutter>7<')
      expect(ask('PUT', `/gwc/rest/layers/${layer}.xml`, settings, 'text/xml').status).toBe(200)
    }
    const handle = node.handle.bind(node)
    let posts = 0
    let refusesTiles = false
    node.handle = (request) => {
      if (request.method === 'POST') posts += 1
      return (posts === 1 && request.method === 'POST') ||
        (refusesTiles && request.target.startsWith('/gwc/rest/layers/') && request.method === 'PUT')
        ? { status: 500, headers: {}, body: 'out of order' }
        : handle(request)
    }
    const { id } = before[0]
    const request: EditRequest = { verb: 'modify', kind: 'wmsLayer', name: id, input: '{"title":"Cascaded"}' }
    const failed = await publish(request, 'in vain').catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'PLB-GEOSERVER-CHANGE-INCOMPLETE' })
    expect(String(failed)).toMatch(/out of order.*far could not be created again and is put back as it was/s)
    const after = await kept()
    // The layer that comes along has an id of the node's own.
    expect([after[0].id, after[2].id]).toEqual([before[0].id, before[2].id])
    const held = propertyOf(after[2], 'publishables')?.children.map((each) => childText(each, 'id'))
    expect(held).toEqual([after[1].id, (await find('layer', 'cities')).id])
    expect(textOfProperty(after[0], 'title')).toBe(textOfProperty(before[0], 'title'))
    for (const layer of layers) expect(tiles(layer), layer).toContain('<gutter>7<')
    // Nothing of it is left to be taken back, and it may be asked for again.
    expect(await configuration.historyOf(id)).toEqual([])
    posts = 0
    refusesTiles = true
    const worse = await publish(request, 'in vain').catch((error: unknown) => error)
    expect(String(worse)).toMatch(/refused as well was: The tile caching of .*far/)
    refusesTiles = false
    await publish(request, 'in vain')
    expect(textOfProperty(await find('wmsLayer', 'far'), 'title')).toBe('Cascaded')
  })

  it('tells exactly what was done when a step was refused, and lets the rest be asked for again', async () => {
    const { configuration, node, publish, find } = await stockMaster()
    const { id } = await find('featureType', 'cities')
    // Another reference system takes a second request for its boxes; the node answers that with an error.
    const handle = node.handle.bind(node)
    let puts = 0
    node.handle = (request) => {
      if (request.method === 'PUT') puts += 1
      return puts === 2 && request.method === 'PUT'
        ? { status: 500, headers: {}, body: 'out of order' }
        : handle(request)
    }
    const request: EditRequest = {
      verb: 'modify',
      kind: 'featureType',
      name: id,
      input: '{"srs":"EPSG:3857","nativeCRS":"EPSG:3857"}',
    }
    const failed = await publish(request, 'twice').catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'PLB-GEOSERVER-CHANGE-INCOMPLETE' })
    expect(String(failed)).toContain('out of order')
    expect(await configuration.madeBefore('twice', request)).toBeUndefined()
    expect(await configuration.historyOf(id)).toMatchObject([{ verb: 'modify' }])
  })

  it('tells what was made although the node answered with an error, and takes it back', async () => {
    const { configuration, node, publish, find } = await stockMaster()
    node.hasBroker = false
    const { id } = await find('workspace', 'lab3')
    const removal: EditRequest = { verb: 'remove', kind: 'workspace', name: id, recurse: true }
    const untold = await publish(removal, 'gone').catch((error: unknown) => error)
    expect(untold).toMatchObject({ code: 'PLB-GEOSERVER-CHANGE-UNTOLD' })
    expect(String(untold)).toContain('workspace lab3 is removed')
    expect(await configuration.madeBefore('gone', removal)).toMatchObject({ id })
    node.hasBroker = true
    const [entry] = await configuration.historyOf(id)
    await publish(undoingRequest(await configuration.view(), await configuration.changeOf(entry?.id ?? 0)))
    await find('workspace', 'lab3')
  })

  it('knows that another workspace is the default though no answer came', async () => {
    const { configuration, publish, find, world, node } = await stockMaster()
    const { id } = await find('workspace', 'lab3')
    world.loses = (target) => target.includes('workspaces/default')
    await expect(publish({ verb: 'default', kind: 'workspace', name: id })).rejects.toMatchObject({
      code: 'PLB-GEOSERVER-CHANGE-UNTOLD',
    })
    expect(node.core.memory.catalog.defaultWorkspace).toBe(id)
    expect(await configuration.historyOf(id)).toMatchObject([{ verb: 'default' }])
  })

  it('knows that a style is renamed though no answer came, whose file the node calls after it', async () => {
    const { configuration, publish, find, world } = await stockMaster()
    const { id } = await find('style', 'red')
    world.loses = (target) => target.includes('styles/red')
    const renaming: EditRequest = { verb: 'modify', kind: 'style', name: id, input: '{"name":"crimson"}' }
    await expect(publish(renaming)).rejects.toMatchObject({ code: 'PLB-GEOSERVER-CHANGE-UNTOLD' })
    const [entry] = await configuration.historyOf(id)
    await publish(undoingRequest(await configuration.view(), await configuration.changeOf(entry?.id ?? 0)))
    await find('style', 'red')
  })

  it('makes the former workspace the default again, and says in its history what was done, not how it was put right', async () => {
    const { configuration, publish, find } = await stockMaster()
    const former = (await configuration.view()).catalog.defaultWorkspace
    const input = '{"name":"harbour","uri":"http://example.org/harbour"}'
    const { id } = await publish({ verb: 'add', kind: 'workspace', input })
    expect((await configuration.historyOf(id))[0]?.summary).toMatchObject({ key: 'stockNodes.create' })
    await publish({ verb: 'default', kind: 'workspace', name: 'harbour' })
    expect((await configuration.view()).catalog.defaultWorkspace).toBe(
      (await find('workspace', 'harbour')).id,
    )
    // It is no change to make it the default once more.
    await expect(publish({ verb: 'default', kind: 'workspace', name: 'harbour' })).rejects.toMatchObject({
      code: 'PLB-ENGINE-NOTHING-TO-CHANGE',
    })
    const [entry] = await configuration.historyOf(id)
    await publish(undoingRequest(await configuration.view(), await configuration.changeOf(entry?.id ?? 0)))
    expect((await configuration.view()).catalog.defaultWorkspace).toBe(former)
  })

  it('brings back what had the name of another but for its case, which nobody may add', async () => {
    const { configuration, publish, find, ask } = await stockMaster()
    expect(ask('POST', '/rest/workspaces', '<workspace><name>TOPP</name></workspace>').status).toBe(201)
    const { id } = await find('workspace', 'TOPP')
    await publish({ verb: 'remove', kind: 'workspace', name: id, recurse: true })
    await expect(publish({ verb: 'add', kind: 'workspace', input: '{"name":"TOPP"}' })).rejects.toMatchObject(
      {
        code: 'PLB-CATALOG-NAME-COLLIDES',
      },
    )
    const [gone] = await configuration.removals()
    await publish(undoingRequest(await configuration.view(), await configuration.changeOf(gone?.id ?? 0)))
    await find('workspace', 'TOPP')
  })

  it('tells what of an addition was made before the node answered with an error', async () => {
    const { node, publish, find, ask } = await stockMaster()
    node.hasBroker = false
    const request: EditRequest = { verb: 'add', kind: 'workspace', input: '{"name":"harbour"}' }
    const failed = await publish(request).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'PLB-GEOSERVER-CHANGE-INCOMPLETE' })
    expect(String(failed)).toMatch(/not asked for.*URI.*Done was: workspace harbour is created/s)
    // It has no namespace, and only memory has it whole.
    expect(ask('GET', '/rest/workspaces/harbour.json').status).toBe(200)
    expect(ask('GET', '/rest/namespaces/harbour.json').status).toBe(404)
    // What is half there makes room for the whole.
    node.hasBroker = true
    await publish(request)
    for (const kind of ['workspace', 'namespace'] as const) await find(kind, 'harbour')
  })

  it.each(['removed', 'taken back'])('lets a workspace that is half made be %s', async (how) => {
    const { node, configuration, publish, find, ask } = await stockMaster()
    node.hasBroker = false
    const addition: EditRequest = { verb: 'add', kind: 'workspace', input: '{"name":"harbour"}' }
    await expect(publish(addition)).rejects.toMatchObject({ code: 'PLB-GEOSERVER-CHANGE-INCOMPLETE' })
    node.hasBroker = true
    const { id } = await find('workspace', 'harbour')
    const [entry] = await configuration.historyOf(id)
    const undoing = async () =>
      undoingRequest(await configuration.view(), await configuration.changeOf(entry?.id ?? 0))
    const removal: EditRequest = { verb: 'remove', kind: 'workspace', name: 'harbour', recurse: true }
    await publish(how === 'removed' ? removal : await undoing())
    expect(ask('GET', '/rest/workspaces/harbour.json').status).toBe(404)
    expect((await configuration.view()).catalog.byName('workspace', 'harbour')).toBeUndefined()
  })

  it('tells what a refused removal took along', async () => {
    const { node, publish, find } = await stockMaster()
    node.hasBroker = false
    const { id } = await find('workspace', 'topp')
    const removal: EditRequest = { verb: 'remove', kind: 'workspace', name: id, recurse: true }
    const failed = await publish(removal).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'PLB-GEOSERVER-CHANGE-INCOMPLETE' })
    expect(String(failed)).toMatch(/still there.*Done was: .* is removed/s)
  })

  const several: EditRequest = {
    verb: 'add',
    kind: 'workspace',
    input: '{"name":"harbour"}',
    others: [
      {
        verb: 'add',
        kind: 'dataStore',
        input:
          '{"name":"pg","workspace":"harbour","type":"PostGIS","connectionParameters":{"dbtype":"postgis"}}',
      },
      { verb: 'modify', kind: 'featureType', name: 'cities', input: '{"title":"Towns"}' },
    ],
  }

  it('takes several edits as one change, each planned on what those before it leave, and back as a whole', async () => {
    const { configuration, publish, find } = await stockMaster()
    const cities = await find('featureType', 'cities')
    const made = await publish(several, 'all')
    expect(made.id).toBe((await find('workspace', 'harbour')).id)
    expect(referenceOf(await find('dataStore', 'pg'), 'workspace')).toBe(made.id)
    expect(textOfProperty(await find('featureType', 'cities'), 'title')).toBe('Towns')
    expect(await configuration.madeBefore('all', several)).toMatchObject({ id: made.id })
    const [entry] = await configuration.historyOf(cities.id)
    expect(entry).toMatchObject({ together: 3 })
    const entries = await configuration.changeOf(entry?.id ?? 0)
    await publish(undoingRequest(await configuration.view(), entries))
    const { catalog } = await configuration.view()
    expect(catalog.byName('workspace', 'harbour')).toBeUndefined()
    expect((await find('featureType', 'cities')).properties).toEqual(
      expect.arrayContaining(cities.properties.filter(({ name }) => name === 'title')),
    )
  })

  it('makes a copy of a layer that has nothing the node does not give it along with its resource', async () => {
    const { configuration, publish, find } = await stockMaster()
    const view = await configuration.view()
    const { id } = await find('coverage', 'dem')
    const layer = view.catalog.ofKind('layer').find((each) => referenceOf(each, 'resource') === id)
    const request = duplicatingRequest(view, layer?.id ?? '', 'copy')
    expect(request.others).toMatchObject([{ name: 'topp:copy' }])
    expect(duplicatingRequest(view, layer?.id ?? '', 'topp:copy')).toEqual(request)
    const made = await publish(request, 'copied')
    expect(await configuration.madeBefore('copied', request)).toMatchObject({ id: made.id })
    expect(
      (await configuration.view()).catalog.referringTo((await find('coverage', 'copy')).id),
    ).toHaveLength(1)
  })

  it('keeps the rules of a style that is given another name or file, and when that is taken back', async () => {
    const { node, configuration, publish, find } = await stockMaster()
    const { files } = node.core.memory
    const { id } = await find('style', 'red')
    const rules = files.text('styles/red.sld')
    const back = async () => {
      const [entry] = await configuration.historyOf(id)
      await publish(undoingRequest(await configuration.view(), await configuration.changeOf(entry?.id ?? 0)))
    }
    const change = (input: object): EditRequest => ({
      ...{ verb: 'modify', kind: 'style', name: id, input: JSON.stringify(input) },
    })
    await publish(change({ name: 'crimson' }))
    expect([files.text('styles/crimson.sld'), files.text('styles/red.sld')]).toEqual([rules, undefined])
    await back()
    expect([files.text('styles/red.sld'), files.text('styles/crimson.sld')]).toEqual([rules, undefined])
    await publish(change({ filename: 'other.sld' }))
    expect(files.text('styles/other.sld')).toBe(rules)
    await publish(change({ name: 'crimson', filename: 'third.sld' }))
    expect(files.text('styles/third.sld')).toBe(rules)
    // A file there is has rules of its own, which are another style's.
    const blue = files.text('styles/blue.sld')
    await publish(change({ filename: 'blue.sld' }))
    expect(files.text('styles/blue.sld')).toBe(blue)
  })

  it('says of several edits which were made when one is refused, and none is taken for all', async () => {
    const { configuration, node, publish, find } = await stockMaster()
    const handle = node.handle.bind(node)
    node.handle = (request) =>
      request.method === 'PUT' && request.target.includes('featuretypes')
        ? { status: 500, headers: {}, body: 'out of order' }
        : handle(request)
    const failed = await publish(several, 'all').catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'PLB-GEOSERVER-CHANGE-INCOMPLETE' })
    expect(String(failed)).toMatch(/harbour.*pg/)
    expect(await configuration.madeBefore('all', several)).toBeUndefined()
    const { id } = await find('workspace', 'harbour')
    // What was made goes back together.
    expect(await configuration.historyOf(id)).toMatchObject([{ verb: 'add', together: 2 }])
  })

  it('knows of several edits whose maker was killed what was made, says so when they are asked for again, and takes it back', async () => {
    const { configuration, open, world, find, publish } = await stockMaster()
    const cities = await find('featureType', 'cities')
    const killed = Promise.withResolvers<undefined>()
    world.kills = (_method, target) => {
      const isStore = target.includes('/datastores')
      if (isStore) killed.resolve(undefined)
      return isStore
    }
    void publish(several, 'all')
    await killed.promise
    world.kills = () => false
    const other = open()
    const store = async () =>
      (await other.view()).catalog.ofKind('dataStore').find((each) => nameOf(each) === 'pg')
    const madeBy = async () => other.historyOf((await store())?.id ?? '')
    // As long as its maker goes on nobody else says what came of it.
    expect(await madeBy()).toMatchObject([{ verb: 'add' }])
    world.isRunning = false
    const [entry] = await madeBy()
    expect(entry).toMatchObject({ verb: 'add', requestId: 'all', together: 2 })
    expect(entry?.after).toContain('<name>pg</name>')
    const again = await other
      .publish(several, { plan: (await other.plan(several)).digest }, 'ops', 'all')
      .catch((error: unknown) => error)
    expect(again).toMatchObject({ code: 'PLB-GEOSERVER-REQUEST-HALF-MADE' })
    expect(String(again)).toMatch(/harbour.*pg/)
    expect(await other.madeBefore('all', several)).toBeUndefined()
    const back = undoingRequest(await other.view(), await other.changeOf(entry?.id ?? 0))
    await other.publish(back, await agreedTo(other, back), 'ops', 'back')
    expect((await other.view()).catalog.byName('workspace', 'harbour')).toBeUndefined()
    await other.publish(several, await agreedTo(other, several), 'ops', 'all')
    expect(textOfProperty(await find('featureType', 'cities'), 'title')).toBe('Towns')
    expect(await other.madeBefore('all', several)).toBeDefined()
    expect(await configuration.historyOf(cities.id)).toMatchObject([{ together: 3 }])
  })

  it.each(['the node did', 'nobody came to'])(
    'notes what its maker did not live to read back, and only what %s',
    async (what) => {
      const { open, world, find, publish } = await stockMaster()
      const { id } = await find('featureType', 'cities')
      const killed = Promise.withResolvers<undefined>()
      world.kills = () => {
        killed.resolve(undefined)
        return true
      }
      if (what === 'nobody came to') world.before = async () => new Promise(() => killed.resolve(undefined))
      void publish({ verb: 'modify', kind: 'featureType', name: id, input: '{"title":"Towns"}' }, 'once')
      await killed.promise
      world.isRunning = false
      const entries = await open().historyOf(id)
      expect(entries.map(({ after }) => after?.includes('Towns'))).toEqual(
        what === 'the node did' ? [true] : [],
      )
    },
  )

  it.each([
    ['DELETE /rest/workspaces/topp/layergroups/', 'layerGroup'],
    ['DELETE /rest/', 'wmsLayer'],
    ['POST /rest/workspaces/topp/wmsstores/', 'layerGroup'],
  ] as const)(
    'notes what was only to be created again, when its maker was killed after %s',
    async (last, gone) => {
      const { open, world, find, publish, ask } = await stockMaster()
      const json = 'application/json'
      const far = '{"wmsLayer":{"name":"far","nativeName":"topp:cities"}}'
      ask('POST', '/rest/workspaces/topp/wmsstores/casc/wmslayers', far, json)
      const members = '[{"@type":"layer","name":"topp:far"},{"@type":"layer","name":"topp:cities"}]'
      const styles = '[{"name":"red"},{"name":"red"}]'
      const both = `{"layerGroup":{"name":"both","publishables":{"published":${members}},"styles":{"style":${styles}}}}`
      ask('POST', '/rest/workspaces/topp/layergroups', both, json)
      const layer = await find('layer', 'far')
      const queryable = {
        verb: 'modify',
        kind: 'layer',
        name: layer.id,
        input: '{"queryable":false}',
      } as const
      await publish(queryable)
      const kept = async () =>
        (await Promise.all([find('wmsLayer', 'far'), find('layerGroup', 'both')])).map((each) => [
          ...comparableProperties(each),
        ])
      const before = await kept()
      const killed = Promise.withResolvers<undefined>()
      world.kills = (method, target) => {
        const isLast =
          `${method} ${target}`.startsWith(last) && (gone !== 'wmsLayer' || target.includes('far'))
        if (isLast) killed.resolve(undefined)
        return isLast
      }
      const { id } = await find('wmsLayer', 'far')
      const request: EditRequest = {
        verb: 'modify',
        kind: 'wmsLayer',
        name: id,
        input: '{"title":"Cascaded"}',
      }
      void publish(request, 'once')
      await killed.promise
      world.kills = () => false
      world.isRunning = false
      const other = open()
      await expect(find(gone, gone === 'wmsLayer' ? 'far' : 'both')).rejects.toThrow('there is no')
      const [entry] = await other.historyOf(id)
      expect(entry).toMatchObject({ requestId: 'once' })
      const back = undoingRequest(await other.view(), await other.changeOf(entry?.id ?? 0))
      await other.publish(back, await agreedTo(other, back), 'ops', 'back')
      const after = await kept()
      const asNamed = (all: unknown, ids: readonly string[]) =>
        ids.reduce((text, each) => text.replaceAll(each, 'the layer'), JSON.stringify(all))
      const now = await find('layer', 'far')
      expect(asNamed(after, [now.id])).toBe(asNamed(before, [layer.id]))
      expect(textOfProperty(now, 'queryable')).toBe('false')
    },
  )

  it('takes back what a WMS writes down that it assumed before, which has no empty value', async () => {
    const { node, publish } = await stockMaster()
    const { memory } = node.core
    const service = () => {
      const found = memory.catalog
        .ofKind('service')
        .find((each) => each.root === 'wms' && referenceOf(each, 'workspace') !== undefined)
      if (found === undefined) throw new Error('There is one.')
      return found
    }
    memory.put(
      withProperties(service(), new Map([['interpolation', textElement('interpolation', 'Nearest')]])),
    )
    const properties = [textElement('title', 'Charts'), textElement('interpolation', '')]
    await publish({ verb: 'modify', kind: 'service', service: 'wms', name: service().id, properties })
    expect(textOfProperty(service(), 'title')).toBe('Charts')
  })

  it('leaves the count of changes alone when it takes a change of the global settings back', async () => {
    const { configuration, publish, find } = await stockMaster()
    const { id } = await find('global', 'global')
    await publish({ verb: 'modify', kind: 'global', input: '{"featureTypeCacheSize":"7"}' })
    const [made] = await configuration.historyOf(id)
    if (made === undefined) throw new Error('The history has nothing of it.')
    const request = undoingRequest(await configuration.view(), [made])
    expect(request.properties?.map(({ name }) => name)).toEqual(['featureTypeCacheSize'])
    const agreed = await agreedTo(configuration, request)
    // Anything that is changed on the node counts, and nobody agreed to the count.
    await publish({ verb: 'add', kind: 'workspace', input: '{"name":"meanwhile"}' })
    expect(await agreedTo(configuration, request)).toEqual(agreed)
  })

  it('does nothing on a node that takes no changes', async () => {
    const { configuration, world, find, asked } = await stockMaster()
    const { id } = await find('workspace', 'lab3')
    world.why = new Error('a slave')
    const request: EditRequest = { verb: 'remove', kind: 'workspace', name: id, recurse: true }
    await expect(configuration.plan(request)).rejects.toThrow('a slave')
    await expect(configuration.publish(request, { plan: '' }, 'ops', 'r')).rejects.toThrow('a slave')
    expect(asked.every((each) => each.startsWith('GET '))).toBe(true)
  })
})
