import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../../electron/catalog/catalog.ts'
import type { Kind } from '../../../electron/catalog/kinds/property.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../../electron/catalog/object.ts'
import { wordingOf } from '../../../electron/errors/failure.ts'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { carryOut, type ChangeOutcome } from '../../../electron/geoserver/changes/carry-out.ts'
import type { StockChange } from '../../../electron/geoserver/changes/change.ts'
import { planChange } from '../../../electron/geoserver/changes/plan-change.ts'
import { StockWriter } from '../../../electron/geoserver/changes/stock-writer.ts'
import { english } from '../../../electron/sentences/english.ts'
import { readStockCatalog } from '../../support/read-stock-catalog.ts'
import { parentElement, textElement, type XmlElement } from '../../../electron/xml/element.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { administrator } from '../../../electron/imitation/serve.ts'
import { serveNode } from '../../support/stock-node/serve-in-test.ts'
import { StockCluster } from '../../support/stock-node/stock-cluster.ts'

const sld = (color: string): Buffer<ArrayBuffer> =>
  Buffer.from(
    `<StyledLayerDescriptor version="1.0.0"><NamedLayer><Name>${color}</Name></NamedLayer></StyledLayerDescriptor>`,
  )

async function master() {
  const cluster = new StockCluster()
  const node = cluster.add('m', { seed: goldenPath('after-build-up/master') })
  const { url, asked } = await serveNode(node)
  const client = new GeoServerClient({ url, ...administrator })
  const writer = StockWriter.ofMaster(client.connection)
  const read = async () => (await readStockCatalog(client)).catalog
  const findIn = (catalog: Catalog, kind: Kind, name: string): CatalogObject => {
    const found = catalog
      .ofKind(kind)
      .find((each) => node.core.nameOf(each) === name || each.root === name || each.id === name)
    if (found === undefined) throw new Error(`there is no ${kind} ${name}`)
    return found
  }
  const find = async (kind: Kind, name: string) => findIn(await read(), kind, name)
  const carry = async (change: StockChange): Promise<ChangeOutcome> => carryOut(writer, change, await read())
  /** Changes properties of an object and expects it to be done. */
  const modify = async (kind: Kind, name: string, ...elements: readonly XmlElement[]): Promise<void> => {
    const catalog = await read()
    const before = findIn(catalog, kind, name)
    const after = withProperties(before, new Map(elements.map((each) => [each.name, each])))
    expect(await carryOut(writer, { verb: 'modify', before, after }, catalog)).toMatchObject({
      outcome: 'done',
    })
  }
  const ask = (method: string, target: string, body = '') =>
    node.handle({ method, target, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) })
  return { cluster, node, client, writer, read, find, carry, modify, ask, asked }
}

const text = textElement
const list = (name: string, ...values: readonly string[]): XmlElement =>
  parentElement(
    name,
    values.map((value) => textElement('string', value)),
  )

describe('changing a stock master', () => {
  it('leaves a workspace isolated whatever else of it or of its namespace is changed', async () => {
    const { modify, find } = await master()
    await modify('workspace', 'lab3', text('isolated', 'true'))
    await modify('namespace', 'lab3', text('uri', 'http://example.org/elsewhere'))
    await modify('workspace', 'lab3', parentElement('metadata', [text('entry', 'v', { key: 'k' })]))
    for (const kind of ['workspace', 'namespace'] as const)
      expect(textOfProperty(await find(kind, 'lab3'), 'isolated')).toBe('true')
  })

  it('changes every kind, and finds it changed', async () => {
    const { modify, node } = await master()
    await modify('workspace', 'lab3', text('isolated', 'true'))
    await modify('namespace', 'topp', text('uri', 'http://example.org/elsewhere'))
    await modify('dataStore', 'shp', text('description', 'another'), text('enabled', 'false'))
    await modify('coverageStore', 'dem', text('url', 'file:other.asc'))
    await modify('wmsStore', 'casc', text('readTimeout', '17'))
    await modify('wmtsStore', 'cascmts', text('maxConnections', '3'))
    await modify(
      'featureType',
      'cities',
      text('title', 'Towns'),
      list('keywords', 'one'),
      text('abstract', 'x'),
    )
    await modify('coverage', 'dem', text('title', 'Heights'))
    await modify('layer', 'cities', text('opaque', 'true'), text('path', '/y'))
    await modify('layerGroup', 'grp', text('title', 'Another'))
    await modify('service', 'wms', text('title', 'Maps'), text('maxRenderingTime', '5'))
    await modify('logging', 'logging', text('level', 'QUIET_LOGGING'))
    // What is not named in a change is left as it was.
    const { catalog } = node.core.memory
    const type = catalog.ofKind('featureType')[0]
    expect(type && propertyOf(type, 'enabled')?.text).toBe('true')
  })

  it('changes one of two layers of one name, and takes nothing over from the other', async () => {
    const { node, find, modify } = await master()
    const { memory } = node.core
    const first = (await find('layer', 'cities')).id
    const copy = async (kind: Kind, name: string, id: string, ...changes: readonly XmlElement[]) => {
      const properties = new Map([text('id', id), ...changes].map((each) => [each.name, each]))
      memory.put(withProperties({ ...(await find(kind, name)), id }, properties))
    }
    const workspace = reference('workspace', (await find('workspace', 'lab3')).id)
    const namespace = reference('namespace', (await find('namespace', 'lab3')).id)
    await copy('dataStore', 'shp', 'store-b', workspace)
    const store = reference('store', 'store-b', { class: 'dataStore' })
    await copy('featureType', 'cities', 'cities-b', namespace, store)
    const ofOther = reference('resource', 'cities-b', { class: 'featureType' })
    const blue = reference('defaultStyle', (await find('style', 'blue')).id)
    await copy('layer', 'cities', 'layer-b', ofOther, blue, text('opaque', 'true'))
    for (const id of ['layer-b', first]) {
      const before = memory.catalog.get(id, 'layer')
      await modify('layer', id, text('path', '/other'))
      const after = memory.catalog.get(id, 'layer')
      for (const name of ['defaultStyle', 'opaque'])
        expect(after && propertyOf(after, name)).toEqual(before && propertyOf(before, name))
    }
  })

  it('renames what can be renamed', async () => {
    const { modify, find, node } = await master()
    const { memory } = node.core
    await modify('dataStore', 'shp', text('name', 'shapes'))
    await modify('featureType', 'cities', text('name', 'towns'))
    const rules = memory.files.text('styles/red.sld')
    await modify('style', 'red', text('name', 'crimson'))
    // As it is taken back: its file follows the name.
    await modify('style', 'crimson', text('name', 'red'), text('filename', 'red.sld'))
    await modify('style', 'red', text('name', 'crimson'), text('filename', 'crimson.sld'))
    expect(nameOf(await find('style', 'crimson'))).toBe('crimson')
    expect(memory.files.text('styles/crimson.sld')).toBe(rules)
    expect(memory.files.text('styles/red.sld')).toBeUndefined()
  })

  it('sends whole documents where a part would wipe the rest', async () => {
    const { modify, find } = await master()
    const before = await find('global', 'global')
    const settings = propertyOf(before, 'settings')
    const changed = parentElement(
      'settings',
      (settings?.children ?? []).map((each) =>
        each.name === 'numDecimals' ? text('numDecimals', '3') : each,
      ),
    )
    await modify('global', 'global', changed)
    const after = await find('global', 'global')
    for (const name of ['jai', 'coverageAccess', 'resourceErrorHandling', 'featureTypeCacheSize']) {
      expect(propertyOf(after, name)).toEqual(propertyOf(before, name))
    }
    await modify('settings', 'settings', text('numDecimals', '7'))
    const own = await find('settings', 'settings')
    expect(propertyOf(own, 'charset')?.text).toBe('UTF-8')
  })

  it('changes the rules of a style byte by byte, and never takes what is no style', async () => {
    const { find, carry, read, node } = await master()
    const style = await find('style', 'red')
    const rules = sld('#123456')
    expect(await carry({ verb: 'modify', before: style, after: style, styleBody: rules })).toMatchObject({
      outcome: 'done',
    })
    expect(node.core.memory.files.get('styles/red.sld')?.content.equals(rules)).toBe(true)
    for (const nonsense of ['<broken', '<other/>', '']) {
      const change: StockChange = {
        verb: 'modify',
        before: style,
        after: style,
        styleBody: Buffer.from(nonsense),
      }
      expect(() => planChange(change, node.core.memory.catalog)).toThrow(/no style document/)
    }
    const added: CatalogObject = {
      kind: 'style',
      root: 'style',
      id: 'StyleInfoImpl-new',
      properties: [
        text('id', 'StyleInfoImpl-new'),
        text('name', 'my style.v1'),
        text('format', 'sld'),
        text('filename', 'my style.v1.sld'),
      ],
    }
    expect(await carry({ verb: 'add', object: added, styleBody: rules })).toMatchObject({ outcome: 'done' })
    const there = (await read()).ofKind('style').find((each) => nameOf(each) === 'my style.v1')
    expect(there).toBeDefined()
    if (there !== undefined)
      expect(await carry({ verb: 'remove', object: there })).toMatchObject({ outcome: 'done' })
  })

  it('adds the settings of a workspace that has none, and removes what is in memory alone', async () => {
    const { carry, find, node } = await master()
    const workspace = await find('workspace', 'lab3')
    const settings = object('settings', 'SettingsInfoImpl-new', {
      workspace: reference('workspace', workspace.id),
      charset: 'UTF-8',
      numDecimals: '3',
      verbose: 'false',
      verboseExceptions: 'false',
    })
    expect(await carry({ verb: 'add', object: settings })).toMatchObject({ outcome: 'done' })
    const style = await find('style', 'blue')
    node.core.memory.files.remove('styles/blue.xml')
    expect(await carry({ verb: 'remove', object: style })).toMatchObject({ outcome: 'done' })
  })

  it('adds a workspace with its URI, what lies in it, and takes all of it away again', async () => {
    const { carry, read, find } = await master()
    const workspace: CatalogObject = {
      kind: 'workspace',
      root: 'workspace',
      id: 'WorkspaceInfoImpl-own',
      properties: [text('id', 'WorkspaceInfoImpl-own'), text('name', 'fresh'), text('isolated', 'false')],
    }
    expect(await carry({ verb: 'add', object: workspace })).toMatchObject({ outcome: 'done' })
    expect((await find('workspace', 'fresh')).id).toBe('WorkspaceInfoImpl-own')
    const inWorkspace = parentElement('workspace', [text('id', 'WorkspaceInfoImpl-own')])
    const parameters = parentElement('connectionParameters', [
      text('entry', 'file:shapes', { key: 'url' }),
      text('entry', 'http://fresh', { key: 'namespace' }),
    ])
    const store: CatalogObject = {
      kind: 'dataStore',
      root: 'dataStore',
      id: 'DataStoreInfoImpl-own',
      properties: [
        text('id', 'DataStoreInfoImpl-own'),
        text('name', 'shp'),
        text('type', 'Shapefile'),
        text('enabled', 'true'),
        inWorkspace,
        parameters,
      ],
    }
    expect(await carry({ verb: 'add', object: store })).toMatchObject({ outcome: 'done' })
    const found = (await read()).get('DataStoreInfoImpl-own')
    expect(found).toBeDefined()
    expect(
      await carry({ verb: 'default-workspace', workspace: await find('workspace', 'fresh') }),
    ).toMatchObject({ outcome: 'done' })
    expect(await carry({ verb: 'remove', object: await find('workspace', 'fresh') })).toMatchObject({
      outcome: 'done',
    })
    expect((await read()).byName('workspace', 'fresh')).toBeUndefined()
  })

  it('adds a store and changes its password, without what the node itself adds to the parameters', async () => {
    const { carry, find, node } = await master()
    const workspace = await find('workspace', 'topp')
    const entries = (passwd: string) =>
      parentElement('connectionParameters', [
        ...[...Object.entries({ dbtype: 'postgis', host: 'db', database: 'x', passwd })].map(([key, value]) =>
          textElement('entry', value, { key }),
        ),
      ])
    const object: CatalogObject = {
      ...{ kind: 'dataStore', root: 'dataStore', id: 'DataStoreInfoImpl-new' },
      properties: [
        ...[text('id', 'DataStoreInfoImpl-new'), text('name', 'db'), text('type', 'PostGIS')],
        ...[parentElement('workspace', [text('id', workspace.id)]), entries('one')],
      ],
    }
    expect(await carry({ verb: 'add', object })).toMatchObject({ outcome: 'done' })
    const before = await find('dataStore', 'db')
    expect(JSON.stringify(before)).not.toContain('one')
    const after = withProperties(before, new Map([['connectionParameters', entries('two')]]))
    expect(await carry({ verb: 'modify', before, after })).toMatchObject({ outcome: 'done' })
    const { catalog } = node.core.memory
    const kept = propertyOf(catalog.get(object.id) ?? object, 'connectionParameters')?.children ?? []
    const uri = textOfProperty(catalog.byName('namespace', 'topp') ?? object, 'uri')
    expect(kept.map(({ attributes, text: value }) => [attributes.key, value])).toEqual(
      expect.arrayContaining([
        ['passwd', 'two'],
        ['namespace', uri],
      ]),
    )
  })

  it('sends nothing when somebody else changed the object meanwhile', async () => {
    const { find, carry, ask, asked } = await master()
    const before = await find('dataStore', 'shp')
    ask('PUT', '/rest/workspaces/topp/datastores/shp', '{"dataStore":{"description":"theirs"}}')
    const after = withProperties(before, new Map([['description', text('description', 'ours')]]))
    const outcome = await carry({ verb: 'modify', before, after })
    expect(outcome).toMatchObject({ outcome: 'changed meanwhile' })
    if (outcome.outcome === 'changed meanwhile' && outcome.now.object !== undefined) {
      expect(propertyOf(outcome.now.object, 'description')?.text).toBe('theirs')
    }
    expect(asked.filter((each) => !each.startsWith('GET '))).toEqual([])
    ask('DELETE', '/rest/workspaces/topp/datastores/pg?recurse=true')
    const gone = await find('dataStore', 'shp')
    ask('DELETE', '/rest/workspaces/topp/datastores/shp?recurse=true')
    expect(await carry({ verb: 'remove', object: gone }).catch((error: unknown) => error)).not.toMatchObject({
      outcome: 'done',
    })
  })

  it('tells exactly what a node did not take', async () => {
    const { find, carry, cluster } = await master()
    const before = await find('featureType', 'cities')
    const title = parentElement('internationalTitle', [text('en', 'Towns')])
    const titled = withProperties(before, new Map([['internationalTitle', title]]))
    expect(await carry({ verb: 'modify', before, after: titled })).toMatchObject({ outcome: 'done' })
    const now = await find('featureType', 'cities')
    const cleared = withProperties(now, new Map([['internationalTitle', undefined]]))
    expect(await carry({ verb: 'modify', before: now, after: cleared })).toMatchObject({
      outcome: 'incomplete',
      failed: undefined,
      left: ['internationalTitle'],
    })
    const store = await find('dataStore', 'shp')
    const bad = withProperties(
      store,
      new Map([
        [
          'connectionParameters',
          parentElement('connectionParameters', [text('entry', 'x', { key: 'charset' })]),
        ],
      ]),
    )
    cluster.published.length = 0
    expect(await carry({ verb: 'modify', before: store, after: bad })).toMatchObject({
      outcome: 'incomplete',
      sent: [],
      failed: { failure: { code: 'PLB-GEOSERVER-WRITE-REFUSED', details: { status: 500 } } },
      left: ['connectionParameters'],
    })
    // It was published nevertheless, which is why a refusal is not the end of the matter.
    expect(cluster.published).not.toEqual([])
  })

  it('refuses before it sends what breaks a node or is ignored by it', async () => {
    const { read, find } = await master()
    const catalog = await read()
    const plan = (change: StockChange) => () => planChange(change, catalog)
    const codeOf = (run: () => unknown): string => {
      try {
        run()
        return 'planned'
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : String(error)
      }
    }
    const named = (kind: Kind, name: string): CatalogObject => ({
      kind,
      root: kind,
      id: 'x',
      properties: [text('id', 'x'), text('name', name)],
    })
    for (const name of ['a b', 'a/b', 'a:b', 'default', '']) {
      expect(codeOf(plan({ verb: 'add', object: named('workspace', name) }))).toBe(
        'PLB-GEOSERVER-NAME-UNSAFE',
      )
    }
    expect(codeOf(plan({ verb: 'add', object: named('workspace', 'fine.v1') }))).toBe('planned')
    const store = await find('wmsStore', 'casc')
    const renamed = withProperties(store, new Map([['name', text('name', 'other')]]))
    expect(codeOf(plan({ verb: 'modify', before: store, after: renamed }))).toBe(
      'PLB-GEOSERVER-PROPERTY-FIXED',
    )
    const group = await find('layerGroup', 'grp')
    const members = propertyOf(group, 'publishables')?.children ?? []
    const styleless = withProperties(
      group,
      new Map([
        [
          'styles',
          parentElement(
            'styles',
            members.map(() => parentElement('style', [])),
          ),
        ],
      ]),
    )
    // Of a group it has, it takes a null for a style without an id.
    expect(plan({ verb: 'modify', before: group, after: styleless })().map(({ purpose }) => purpose)).toEqual(
      ['remove to create again', 'create'],
    )
    const uneven = withProperties(styleless, new Map([['styles', parentElement('styles', [])]]))
    expect(codeOf(plan({ verb: 'add', object: uneven }))).toBe('PLB-GEOSERVER-MEMBER-WITHOUT-STYLE')
    for (const object of [
      await find('style', 'line'),
      await find('global', 'global'),
      await find('namespace', 'topp'),
    ]) {
      expect(codeOf(plan({ verb: 'remove', object }))).toBe('PLB-GEOSERVER-CHANGE-UNSUPPORTED')
    }
  })

  it('says of a refusal what the node said, once, and of a page of its container the message alone', () => {
    const writer = StockWriter.ofMaster(
      new GeoServerClient({ url: 'http://m.example', ...administrator }).connection,
    )
    const said = (body: string) =>
      english(
        wordingOf(
          writer.refusal('rest/styles?name=x', {
            status: 400,
            body: Buffer.from(body),
          }),
        ),
      ).replace(/^.* said: /, '')
    const jetty =
      '<html><head><title>Error 400 no attributes were specified</title></head><body><h2>HTTP ERROR 400 no attributes were specified</h2></body></html>'
    const tomcat =
      '<html><head><title>HTTP Status 400 – Bad Request</title></head><body><p><b>Type</b> Status Report</p><p><b>Message</b> no attributes\n were specified</p></body></html>'
    expect([jetty, tomcat, 'no  attributes were specified', '<p/>', ''].map(said)).toEqual([
      ...['no attributes were specified.', 'no attributes were specified.', 'no attributes were specified.'],
      ...['nothing.', 'nothing.'],
    ])
  })

  it('never leaves a reference empty, which breaks what refers: it refuses, or makes a group anew', async () => {
    const { node, read, find, carry, ask } = await master()
    for (const [kind, name, property] of [
      ['style', 'wsred', 'workspace'],
      ['layer', 'cities', 'defaultStyle'],
    ] as const) {
      const before = await find(kind, name)
      for (const nothing of [undefined, parentElement(property, [])]) {
        const after = withProperties(before, new Map([[property, nothing]]))
        await expect(carry({ verb: 'modify', before, after })).rejects.toMatchObject({
          code: 'PLB-GEOSERVER-REFERENCE-STAYS',
        })
      }
    }
    const layer = await find('layer', 'cities')
    const style = await find('style', 'red')
    const refer = (property: string, { id }: CatalogObject) => parentElement(property, [text('id', id)])
    node.core.memory.put(
      object('layerGroup', 'eo', {
        ...{ name: 'eo', mode: 'EO' },
        rootLayer: refer('rootLayer', layer),
        rootLayerStyle: refer('rootLayerStyle', style),
        publishables: parentElement('publishables', [
          parentElement('published', [text('id', layer.id)], { type: 'layer' }),
        ]),
        styles: parentElement('styles', [refer('style', style)]),
      }),
    )
    const group = await find('layerGroup', 'eo')
    const single = withProperties(
      group,
      new Map([
        ['mode', text('mode', 'SINGLE')],
        ...['rootLayer', 'rootLayerStyle'].map((each) => [each, parentElement(each, [])] as const),
      ]),
    )
    expect(await carry({ verb: 'modify', before: group, after: single })).toMatchObject({ outcome: 'done' })
    const made = await find('layerGroup', 'eo')
    expect([made.id, propertyOf(made, 'rootLayer'), propertyOf(made, 'rootLayerStyle')]).toEqual([
      group.id,
      undefined,
      undefined,
    ])
    expect((await read()).get(group.id)).toBeDefined()
    const none = withProperties(
      await find('style', 'blue'),
      new Map([
        ['name', text('name', 'green')],
        ['id', undefined],
        ['workspace', parentElement('workspace', [])],
      ]),
    )
    expect(await carry({ verb: 'add', object: { ...none, id: 'green' } })).toMatchObject({ outcome: 'done' })
    expect(ask('GET', '/rest/styles/green.xml').status).toBe(200)
  })

  it('changes and removes a group a node denies to have, since an opaque one holds it', async () => {
    const { find, read, carry, node, ask } = await master()
    const group = await find('layerGroup', 'grp')
    const member = parentElement('published', [text('id', group.id)], { type: 'layerGroup' })
    node.core.memory.put(
      object('layerGroup', 'hiding', {
        name: 'hiding',
        mode: 'OPAQUE_CONTAINER',
        publishables: parentElement('publishables', [member]),
        styles: parentElement('styles', [parentElement('style', [])]),
      }),
    )
    expect(ask('GET', '/rest/layergroups/grp.xml').status).toBe(404)
    const hiding = async () => (await read()).get('hiding', 'layerGroup')
    const before = await hiding()
    const after = withProperties(group, new Map([['title', text('title', 'T')]]))
    expect(await carry({ verb: 'modify', before: group, after })).toMatchObject({ outcome: 'done' })
    expect(textOfProperty(await find('layerGroup', 'grp'), 'title')).toBe('T')
    expect(propertyOf((await hiding()) ?? group, 'publishables')).toEqual(
      propertyOf(before ?? group, 'publishables'),
    )
    const now = await find('layerGroup', 'grp')
    expect(await carry({ verb: 'remove', object: now })).toMatchObject({ outcome: 'done' })
    expect(await hiding()).toBeUndefined()
  })

  it('adds a group as its file is: a group within it has no style', async () => {
    const { find, carry, node } = await master()
    const [group, style] = [await find('layerGroup', 'grp'), await find('style', 'line')]
    const [layer] = propertyOf(group, 'publishables')?.children ?? []
    if (layer === undefined) throw new Error('it has some')
    const members = [parentElement('published', [text('id', group.id)], { type: 'layerGroup' }), layer]
    const styles = [parentElement('style', []), parentElement('style', [text('id', style.id)])]
    const outer: CatalogObject = {
      ...group,
      id: '',
      properties: [
        ...group.properties.filter(({ name }) => !['id', 'name', 'publishables', 'styles'].includes(name)),
        text('name', 'outer9'),
        parentElement('publishables', members),
        parentElement('styles', styles),
      ],
    }
    expect(await carry({ verb: 'add', object: outer })).toMatchObject({ outcome: 'done' })
    const file = node.core.memory.files.text('layergroups/outer9.xml') ?? ''
    expect(file.replaceAll(/\s/g, '')).toContain(
      `<styles><style/><style><id>${style.id}</id></style></styles>`,
    )
  })

  it('switches off what is to be added so, which no first request does', async () => {
    const { find, carry, node } = await master()
    const switchedOff = { enabled: text('enabled', 'false') }
    for (const [kind, name] of [
      ['dataStore', 'shp'],
      ['wmsStore', 'casc'],
      ['wmtsStore', 'cascmts'],
      ['featureType', 'cities'],
      ['coverage', 'dem'],
    ] as const) {
      const other = { id: text('id', `${kind}-off`), name: text('name', `${name}9`), ...switchedOff }
      const object = {
        ...withProperties(await find(kind, name), new Map(Object.entries(other))),
        id: other.id.text,
      }
      expect(await carry({ verb: 'add', object })).toMatchObject({ outcome: 'done' })
      const added = node.core.memory.catalog.get(object.id, kind)
      expect(added && textOfProperty(added, 'enabled')).toBe('false')
    }
  })

  it('keeps customised attributes to those who have them, and boxes as they were meant', async () => {
    const { find, carry, read } = await master()
    const before = await find('featureType', 'cities')
    const title = withProperties(before, new Map([['title', text('title', 'Plain')]]))
    const [step] = planChange({ verb: 'modify', before, after: title }, await read())
    expect(String(step?.body)).toBe('<featureType>\n  <title>Plain</title>\n</featureType>')
    const other = withProperties(before, new Map([['srs', text('srs', 'EPSG:3857')]]))
    const outcome = await carry({ verb: 'modify', before, after: other })
    expect(outcome).toMatchObject({ outcome: 'done' })
    expect(outcome.outcome === 'done' && outcome.sent.map(({ purpose }) => purpose)).toEqual([
      'change',
      'change again',
    ])
  })

  it('never deletes the default workspace in the place of one that is called so, nor the file of another style', async () => {
    const { find, read, node } = await master()
    const lab = await find('workspace', 'lab3')
    const misleading = withProperties(lab, new Map([['name', text('name', 'default')]]))
    const catalog = await read()
    catalog.put(misleading)
    expect(() => planChange({ verb: 'remove', object: misleading }, catalog)).toThrow(
      expect.objectContaining({ code: 'PLB-GEOSERVER-NAME-UNSAFE' }) as Error,
    )
    const [style] = catalog
      .ofKind('style')
      .filter((each) => !['point', 'line', 'polygon', 'raster', 'generic'].includes(node.core.nameOf(each)))
    if (style === undefined) throw new Error('there is no style')
    expect(planChange({ verb: 'remove', object: style }, catalog)[0]?.path).toContain('purge=true')
    const ids = new Map([
      ['id', text('id', 'StyleInfoImpl-twin')],
      ['name', text('name', 'twin')],
    ])
    catalog.put({ ...withProperties(style, ids), id: 'StyleInfoImpl-twin' })
    expect(planChange({ verb: 'remove', object: style }, catalog)[0]?.path).not.toContain('purge')
  })

  it('removes and creates again what no node can change', async () => {
    const { find, carry, ask } = await master()
    const made = ask(
      'POST',
      '/rest/workspaces/topp/wmsstores/casc/wmslayers',
      '{"wmsLayer":{"name":"far","nativeName":"topp:cities"}}',
    )
    expect(made.status).toBe(201)
    const before = await find('wmsLayer', 'far')
    const after = withProperties(before, new Map([['title', text('title', 'Far away')]]))
    const outcome = await carry({ verb: 'modify', before, after })
    expect(outcome).toMatchObject({ outcome: 'done' })
    expect(outcome.outcome === 'done' && outcome.sent.map(({ purpose }) => purpose)).toEqual([
      'remove to create again',
      'create',
      'change again',
      'give back its tiles',
    ])
    expect((await find('wmsLayer', 'far')).id).toBe(before.id)
  })

  it('keeps what is made again in its groups, and takes what is removed out of them', async () => {
    const { find, carry, ask } = await master()
    const layer = '{"wmsLayer":{"name":"far","nativeName":"topp:cities"}}'
    ask('POST', '/rest/workspaces/topp/wmsstores/casc/wmslayers', layer)
    const members = '[{"@type":"layer","name":"topp:far"},{"@type":"layer","name":"topp:cities"}]'
    const styles = '[{"name":"red"},{"name":"red"}]'
    const group = `{"layerGroup":{"name":"both","publishables":{"published":${members}},"styles":{"style":${styles}}}}`
    expect(ask('POST', '/rest/workspaces/topp/layergroups', group).status).toBe(201)
    const held = async () => propertyOf(await find('layerGroup', 'both'), 'publishables')?.children.length
    const before = await find('wmsLayer', 'far')
    const { id } = await find('layerGroup', 'both')
    const after = withProperties(before, new Map([['title', text('title', 'Far away')]]))
    expect(await carry({ verb: 'modify', before, after })).toMatchObject({ outcome: 'done' })
    expect([(await find('layerGroup', 'both')).id, await held()]).toEqual([id, 2])
    const removal = await carry({ verb: 'remove', object: await find('wmsLayer', 'far') })
    expect(removal).toMatchObject({ outcome: 'done' })
    expect(await held()).toBe(1)
  })

  it('tells a group within another its root layer once more when that is drawn otherwise', async () => {
    const { find, carry, ask, node } = await master()
    const group = (given: object, type: string, member: string) =>
      JSON.stringify({
        layerGroup: {
          ...given,
          publishables: { published: [{ '@type': type, name: member }] },
          styles: { style: [{ name: 'red' }] },
        },
      })
    const root = { rootLayer: { name: 'topp:cities' }, rootLayerStyle: { name: 'red' } }
    const eo = group({ name: 'eo', mode: 'EO', ...root }, 'layer', 'topp:cities')
    expect(ask('POST', '/rest/workspaces/topp/layergroups', eo).status).toBe(201)
    const restyled = async () => {
      const layer = await find('layer', 'cities')
      const [red, point] = [await find('style', 'red'), await find('style', 'point')]
      const style = referenceOf(layer, 'defaultStyle') === red.id ? point : red
      const defaultStyle = parentElement('defaultStyle', [text('id', style.id)])
      const after = withProperties(layer, new Map([['defaultStyle', defaultStyle]]))
      const outcome = await carry({ verb: 'modify', before: layer, after })
      return 'sent' in outcome ? outcome.sent.map(({ purpose }) => purpose) : outcome
    }
    expect(await restyled()).toEqual(['change'])
    const outer = group({ name: 'outer', mode: 'CONTAINER' }, 'layerGroup', 'topp:eo')
    expect(ask('POST', '/rest/layergroups', outer).status).toBe(201)
    expect(await restyled()).toEqual(['change', 'tell its root layer'])
    expect(node.core.memory.hasFormerRoot(await find('layerGroup', 'eo'))).toBe(false)
  })

  it('gives the settings of its tiles back to what it creates again', async () => {
    const { find, carry, ask, node } = await master()
    const group = await find('layerGroup', 'grp')
    const member = parentElement('published', [text('id', group.id)], { type: 'layerGroup' })
    node.core.memory.put(
      object('layerGroup', 'outer', {
        name: 'outer',
        publishables: parentElement('publishables', [member]),
        styles: parentElement('styles', [parentElement('style', [])]),
      }),
    )
    const outer = await find('layerGroup', 'outer')
    for (const each of [group, outer]) node.core.changes.writeTileLayer(each)
    const tiles = (name: string) => String(ask('GET', `/gwc/rest/layers/${name}.xml`).body)
    const set = (name: string, gutter: string): void => {
      const document = `<GeoServerLayer><id>x</id><name>${name}</name><gutter>${gutter}</gutter></GeoServerLayer>`
      ask('PUT', `/gwc/rest/layers/${name}.xml`, document)
    }
    set('grp', '7')
    set('outer', '8')
    const members = propertyOf(group, 'publishables')?.children ?? []
    const nothing = members.map(() => parentElement('style', []))
    const after = withProperties(group, new Map([['styles', parentElement('styles', nothing)]]))
    expect(await carry({ verb: 'modify', before: group, after })).toMatchObject({ outcome: 'done' })
    expect(tiles('grp')).toContain('<gutter>7</gutter>')
    expect(tiles('outer')).toContain('<gutter>8</gutter>')
    expect(tiles('grp')).not.toContain('<id>')
  })

  it('adds a resource and then what its layer is to have', async () => {
    const { carry, read, find } = await master()
    const like = await find('featureType', 'cities')
    const names = new Map([
      ['id', text('id', 'FeatureTypeInfoImpl-own')],
      ['name', text('name', 'towns')],
    ])
    const resource: CatalogObject = { ...withProperties(like, names), id: 'FeatureTypeInfoImpl-own' }
    expect(await carry({ verb: 'add', object: resource })).toMatchObject({ outcome: 'done' })
    expect((await read()).get('FeatureTypeInfoImpl-own')).toBeDefined()
    const layer = await find('layer', 'cities')
    const reference = parentElement('resource', [text('id', 'FeatureTypeInfoImpl-own')], {
      class: 'featureType',
    })
    const own = new Map([
      ['id', text('id', 'LayerInfoImpl-own')],
      ['resource', reference],
      ['opaque', text('opaque', 'true')],
    ])
    const outcome = await carry({
      verb: 'add',
      object: { ...withProperties(layer, own), id: 'LayerInfoImpl-own' },
    })
    expect(outcome).toMatchObject({ outcome: 'done' })
    expect(propertyOf(await find('layer', 'towns'), 'opaque')?.text).toBe('true')
  })

  it('never sends a parameter that would keep the cluster from listening', async () => {
    const { modify, cluster } = await master()
    await modify('dataStore', 'shp', text('description', 'x'))
    expect(cluster.published.every(({ properties }) => properties.get('group') === 'geoserver-cluster')).toBe(
      true,
    )
    expect(cluster.published.length).toBeGreaterThan(0)
  })
})
