import { describe, expect, it } from 'vitest'
import { kinds, type Kind } from '../../../electron/catalog/kinds/property.ts'
import { StockReader } from '../../../electron/engine/resync/stock/stock-reader.ts'
import type { StockNode } from '../../../electron/imitation/stock-node.ts'
import { handlers } from '../../../electron/wire/handlers.ts'
import { parentElement, textElement, type XmlElement } from '../../../electron/xml/element.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import {
  all,
  both,
  dropProperties,
  groupOf,
  mend,
  putWmsLayer,
  putWmtsLayer,
  reload,
  type Trio,
} from '../../support/stock-node/mend.ts'
import { change, find, giveOtherId, stockTrio, takeAway } from '../../support/stock-node/resync-trio.ts'

type Object = readonly [kind: Kind, name: string, workspace?: string]

const objects: readonly Object[] = [
  ['workspace', 'lab3'],
  ['workspace', 'topp'],
  ['dataStore', 'shp', 'topp'],
  ['dataStore', 'pg', 'topp'],
  ['coverageStore', 'dem', 'topp'],
  ['wmsStore', 'casc', 'topp'],
  ['wmtsStore', 'cascmts', 'topp'],
  ['wmsLayer', 'ml', 'topp'],
  ['wmtsLayer', 'w', 'topp'],
  ['featureType', 'cities', 'topp'],
  ['coverage', 'dem', 'topp'],
  ['layer', 'cities', 'topp'],
  ['layerGroup', 'grp'],
  ['layerGroup', 'wsgrp', 'topp'],
  ['style', 'blue'],
  ['style', 'wsred', 'topp'],
  ['settings', 'settings', 'topp'],
  ['service', 'wms', 'topp'],
]

const notNamed: readonly Kind[] = ['layer', 'settings', 'service']
const words = ([kind, name]: Object): string => `the ${kind} ${name}`

/** What there is always, and once. */
const single: readonly Kind[] = ['global', 'logging']

const metadata = parentElement('metadata', [textElement('entry', 'v', { key: 'k' })])
const differences: readonly (readonly [Object, XmlElement, string])[] = [
  [['workspace', 'lab3'], textElement('isolated', 'true'), 'modify workspace message'],
  [['namespace', 'topp'], textElement('uri', 'http://elsewhere'), 'modify namespace message'],
  [['dataStore', 'shp', 'topp'], textElement('description', 'd'), 'modify dataStore message'],
  [['dataStore', 'pg', 'topp'], textElement('description', 'd'), 'modify dataStore message'],
  [['coverageStore', 'dem', 'topp'], textElement('url', 'file:other.tif'), 'modify coverageStore message'],
  [['wmsStore', 'casc', 'topp'], textElement('maxConnections', '9'), 'modify wmsStore message'],
  [['wmtsStore', 'cascmts', 'topp'], textElement('maxConnections', '9'), 'modify wmtsStore rest'],
  [['wmsLayer', 'ml', 'topp'], textElement('title', 'Other'), 'modify wmsLayer message'],
  [['wmtsLayer', 'w', 'topp'], textElement('title', 'Other'), 'modify wmtsLayer rest'],
  [['featureType', 'cities', 'topp'], textElement('title', 'Other'), 'modify featureType message'],
  [['featureType', 'cities', 'topp'], metadata, 'modify featureType message'],
  [['coverage', 'dem', 'topp'], textElement('title', 'Other'), 'modify coverage message'],
  [['layer', 'cities', 'topp'], textElement('path', '/p'), 'modify layer message'],
  [['layerGroup', 'grp'], textElement('title', 'Other'), 'modify layerGroup message'],
  [['layerGroup', 'wsgrp', 'topp'], textElement('title', 'Other'), 'modify layerGroup message'],
  [['style', 'blue'], textElement('filename', 'other.sld'), 'modify style message'],
  [['style', 'wsred', 'topp'], metadata, 'modify style message'],
  [['settings', 'settings', 'topp'], textElement('numDecimals', '2'), 'modify settings message'],
  [['service', 'wms', 'topp'], textElement('title', 'Other'), 'modify service message'],
  [['service', 'wfs'], textElement('maxFeatures', '5'), 'modify service message'],
  [['global', 'global'], textElement('featureTypeCacheSize', '78'), 'modify global message'],
  [['logging', 'logging'], textElement('level', 'VERBOSE_LOGGING'), 'modify logging message'],
]

/** Nodes that also have a layer of another server where it is the one to be wrecked. */
function trioWith(kind: Kind): Trio {
  const trio = stockTrio()
  for (const node of all(trio)) {
    if (kind === 'wmsLayer') putWmsLayer(node)
    if (kind === 'wmtsLayer') putWmtsLayer(node)
  }
  return trio
}

/** A layer, a group and a style in one workspace that are called as those in another. */
function putNamesakes(node: StockNode): void {
  const { memory } = node.core
  const lab3 = reference('workspace', find(node, 'workspace', 'lab3').id)
  const namespace = reference('namespace', find(node, 'namespace', 'lab3').id)
  memory.put(object('dataStore', 'lab-shp', { name: 'shp', workspace: lab3, enabled: 'true' }))
  memory.put(
    object('featureType', 'lab-cities', {
      ...{ name: 'cities', nativeName: 'cities', namespace, enabled: 'true' },
      store: reference('store', 'lab-shp', { class: 'dataStore' }),
    }),
  )
  memory.put(
    object('layer', 'lab-layer', {
      type: 'VECTOR',
      defaultStyle: reference('defaultStyle', find(node, 'style', 'blue').id),
      resource: reference('resource', 'lab-cities', { class: 'featureType' }),
    }),
  )
  memory.put({
    ...groupOf('wsgrp', [['lab-layer', 'layer']]),
    id: 'lab-group',
    properties: [
      textElement('id', 'lab-group'),
      ...groupOf('wsgrp', [['lab-layer', 'layer']]).properties.slice(1),
      lab3,
    ],
  })
  const style = object('style', 'lab-style', { name: 'wsred', filename: 'wsred.sld', workspace: lab3 })
  memory.put(style)
  memory.files.write(memory.bodyPathOf(style), '<StyledLayerDescriptor version="1.0.0" of="both"/>')
}

/** What a stock slave takes otherwise than one of ours, and what only it comes to, each by the test that holds it. */
const known: Readonly<Record<string, string>> = {
  'what lies in a workspace is looked up by its bare name':
    'whose namesakes in two workspaces differ, each of them alone',
  'a collection that is cleared by null loses all after it': 'that has lists where its master has none',
  'a layer of a WMS knows no vendor parameters': 'that misses the wmsLayer ml',
  'a password that is encrypted is refused, and leaves a store without a file':
    'that misses the dataStore pg',
  'a group with a style that is null is lost': 'that misses groups in groups, of which members have no style',
  'of global settings the state before wins': 'whose global,global has another property',
  'what is added under a name that is taken by another id is ignored':
    'that knows the featureType cities by another id',
  'a style that is renamed without its rules loses them': 'that calls the style blue otherwise',
  'settings and services of a workspace that was made again are ignored':
    'that kept settings and services of a workspace its master removed and made again',
  'a layer is not loaded without its file, though its resource has one': 'that misses the layer cities',
  'the rules of a style are missing, or others': 'whose style blue has other rules, or none',
  'the rules of a style of a workspace are missing, or others': 'whose style wsred has other rules, or none',
  'a style lost its file before a reload':
    'that was reloaded without the file of a style, whose layers refer to it still',
  'a reference is broken': 'whose layer refers to a style nobody has',
  'the default workspace is another': 'that has another default workspace',
}

describe('a stock slave is mended', () => {
  it('of everything that can be wrong with each kind, and of all that is known of it', ({ task }) => {
    const titles = new Set(task.suite?.tasks.map(({ name }) => name))
    expect(Object.entries(known).filter(([, title]) => !titles.has(title))).toEqual([])
    const wrecked = new Set([...objects.map(([kind]) => kind), ...single])
    // A namespace is wrecked with its workspace.
    expect(kinds.filter((kind) => !wrecked.has(kind))).toEqual(['namespace'])
    const changed = new Set(differences.map(([[kind]]) => kind))
    expect(kinds.filter((kind) => !changed.has(kind))).toEqual([])
  })

  for (const object of objects) {
    it(`that misses ${words(object)}`, async () => {
      const trio = trioWith(object[0])
      takeAway(trio.slave, find(trio.slave, ...object))
      await mend(trio)
    })

    it(`that has ${words(object)} too much`, async () => {
      const trio = trioWith(object[0])
      for (const node of both(trio)) takeAway(node, find(node, ...object))
      await mend(trio)
    })

    it(`that knows ${words(object)} by another id`, async () => {
      const trio = trioWith(object[0])
      giveOtherId(trio.slave, find(trio.slave, ...object))
      await mend(trio)
    })

    if (notNamed.includes(object[0])) continue
    it(`that calls ${words(object)} otherwise`, async () => {
      const trio = trioWith(object[0])
      change(trio.slave, find(trio.slave, ...object), textElement('name', 'otherwise'))
      await mend(trio)
    })
  }

  it.each(differences)('whose %s has another property', async ([kind, name, workspace], value, operation) => {
    const trio = trioWith(kind)
    change(trio.slave, find(trio.slave, kind, name, workspace), value)
    expect(await mend(trio)).toEqual(expect.arrayContaining([operation]))
  })

  it('that says something of a flag, a number and a choice its master has nothing of', async () => {
    const trio = stockTrio()
    const type = ['featureType', 'cities', 'topp'] as const
    const group = ['layerGroup', 'grp'] as const
    for (const node of both(trio)) {
      dropProperties(node, find(node, ...type), 'encodeMeasures', 'advertised', 'maxFeatures')
      dropProperties(node, find(node, ...group), 'mode', 'enabled')
    }
    const said = [textElement('encodeMeasures', 'true'), textElement('advertised', 'false')]
    change(trio.slave, find(trio.slave, ...type), ...said, textElement('maxFeatures', '7'))
    change(
      trio.slave,
      find(trio.slave, ...group),
      textElement('mode', 'NAMED'),
      textElement('enabled', 'false'),
    )
    await mend(trio)
  })

  it('that kept settings and services of a workspace its master removed and made again', async () => {
    const trio = stockTrio()
    const ask = (method: string, path: string, body = '') =>
      trio.master.handle({
        ...{ method, target: `/rest/${path}`, headers: { 'content-type': 'application/xml' } },
        body: Buffer.from(body),
      })
    const settings = ask('GET', 'workspaces/topp/settings.xml').body.toString()
    const wms = ask('GET', 'services/wms/workspaces/topp/settings.xml').body.toString()
    expect(ask('DELETE', 'workspaces/topp.xml?recurse=true').status).toBe(200)
    await trio.stock.drain()
    expect(ask('POST', 'workspaces', '<workspace><name>topp</name></workspace>').status).toBe(201)
    ask('PUT', 'workspaces/topp/settings.xml', settings)
    ask('PUT', 'services/wms/workspaces/topp/settings.xml', wms)
    await trio.stock.drain()
    // The master kept those of the first one as well, where nobody sees them.
    reload(trio.master)
    await mend(trio)
  })

  it('whose layer refers to a style nobody has', async () => {
    const trio = stockTrio()
    const nobody = reference('defaultStyle', 'nobody')
    change(trio.slave, find(trio.slave, 'layer', 'cities', 'topp'), nobody)
    expect(await mend(trio)).toEqual(['modify layer message'])
  })

  it('that was reloaded without the file of a style, whose layers refer to it still', async () => {
    const trio = stockTrio()
    trio.slave.core.memory.files.remove('styles/red.xml')
    reload(trio.slave)
    expect(await mend(trio)).toEqual(['add style message', 'modify layer message'])
  })

  it('that misses groups in groups, of which members have no style', async () => {
    const trio = stockTrio()
    for (const node of both(trio)) {
      const { id } = find(node, 'layer', 'cities', 'topp')
      node.core.memory.put(groupOf('inner', [[id, 'layer']]))
      node.core.memory.put(
        groupOf('outer', [
          ['inner', 'layerGroup'],
          [id, 'layer'],
        ]),
      )
    }
    expect(await mend(trio)).toEqual(['add layerGroup message', 'add layerGroup message'])
  })

  it('that has another default workspace', async () => {
    const trio = stockTrio()
    const { memory } = trio.slave.core
    memory.catalog.defaultWorkspace = find(trio.slave, 'workspace', 'lab3').id
    memory.writeDefault()
    expect(await mend(trio)).toEqual(['default workspace message'])
  })

  it.each([
    ['blue', undefined],
    ['wsred', 'topp'],
  ])('whose style %s has other rules, or none', async (name, workspace) => {
    for (const rules of ['<StyledLayerDescriptor version="1.0.0"/>', undefined]) {
      const trio = stockTrio()
      const { memory } = trio.slave.core
      const path = memory.bodyPathOf(find(trio.slave, 'style', name, workspace))
      if (rules === undefined) memory.files.remove(path)
      else memory.files.write(path, rules)
      expect(await mend(trio)).toEqual(['modify style message'])
    }
  })

  it('whose namesakes in two workspaces differ, each of them alone', async () => {
    const trio = stockTrio()
    for (const node of all(trio)) putNamesakes(node)
    const { memory } = trio.slave.core
    for (const workspace of ['topp', 'lab3']) {
      const title = textElement('title', `Of ${workspace}`)
      change(trio.slave, find(trio.slave, 'layerGroup', 'wsgrp', workspace), title)
      change(trio.slave, find(trio.slave, 'layer', 'cities', workspace), textElement('path', `/${workspace}`))
      const style = find(trio.slave, 'style', 'wsred', workspace)
      memory.files.write(
        memory.bodyPathOf(style),
        `<StyledLayerDescriptor version="1.0.0" of="${workspace}"/>`,
      )
    }
    expect((await mend(trio)).toSorted()).toEqual([
      ...['modify layer message', 'modify layer message'],
      ...['modify layerGroup message', 'modify layerGroup message'],
      ...['modify style message', 'modify style message'],
    ])
  })

  it('whose namesake took over title and state of a layer of another workspace, in memory alone', async () => {
    const trio = stockTrio()
    for (const node of all(trio)) putNamesakes(node)
    const reader = new StockReader(trio.slaveRest.client, { clock: trio.clock })
    expect((await reader.read()).splits).toEqual([])
    const values = '<string>cities</string><string>Of lab3</string><boolean>false</boolean>'
    trio.stock.send('s1', {
      properties: new Map([
        ['instanceName', 'm'],
        ['group', 'geoserver-cluster'],
        ['JMSEventHandlerSPI', handlers.modify],
      ]),
      body: `<org.geoserver.catalog.event.impl.CatalogModifyEventImpl><source class="org.geoserver.catalog.impl.LayerInfoImpl"><id>lab-layer</id><dateModified>2026-11-29 17:00:00.0 UTC</dateModified></source><propertyNames><string>name</string><string>title</string><string>enabled</string></propertyNames><oldValues>${values}</oldValues><newValues>${values}</newValues></org.geoserver.catalog.event.impl.CatalogModifyEventImpl>`,
    })
    expect(await trio.stock.drain('s1')).toEqual([{ outcome: 'applied' }])
    const { splits } = await reader.read()
    expect(splits).toMatchObject([
      { side: 'otherwise', kind: 'featureType', path: 'workspaces/topp/shp/cities/featuretype.xml' },
    ])
    expect(await mend(trio)).toEqual(['modify featureType message'])
    expect((await reader.read()).splits).toEqual([])
  })

  it('that has lists where its master has none', async () => {
    const trio = stockTrio()
    for (const node of both(trio)) {
      dropProperties(node, find(node, 'featureType', 'cities', 'topp'), 'keywords', 'metadata', 'responseSRS')
      dropProperties(node, find(node, 'layer', 'cities', 'topp'), 'styles', 'authorityURLs')
    }
    const text = (name: string) => parentElement(name, [textElement('string', '4326')])
    const type = find(trio.slave, 'featureType', 'cities', 'topp')
    change(trio.slave, type, text('keywords'), metadata, text('responseSRS'))
    const blue = reference('style', find(trio.slave, 'style', 'blue').id)
    change(trio.slave, find(trio.slave, 'layer', 'cities', 'topp'), parentElement('styles', [blue]))
    expect((await mend(trio)).toSorted()).toEqual(['modify featureType message', 'modify layer message'])
  })
})
