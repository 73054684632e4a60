import { describe, expect, it } from 'vitest'
import { handlers, type Handler } from '../../../electron/wire/handlers.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { textOf } from '../../support/stock-node/comparison.ts'
import type { Applied } from '../../../electron/imitation/messages/receiver.ts'
import { HastyClock } from '../../support/stock-node/stock-cluster.ts'
import { StockNode } from '../../../electron/imitation/stock-node.ts'

const catalogClass = (name: string): string => `org.geoserver.catalog.impl.${name}Impl`

function slave() {
  const node = new StockNode({
    properties: { instanceName: 's' },
    seed: goldenPath('after-build-up/master'),
    clock: new HastyClock(),
  })
  const ask = (method: string, target: string, body = '') => {
    const type = body.startsWith('<') ? 'application/vnd.ogc.sld+xml' : 'application/json'
    return node.handle({
      method,
      target,
      headers: { 'content-type': type },
      body: Buffer.from(body),
    })
  }
  const receive = (handler: Handler, body: string): Promise<Applied> =>
    node.consume({
      properties: new Map([
        ['instanceName', 'x'],
        ['group', 'geoserver-cluster'],
        ['JMSEventHandlerSPI', handler],
      ]),
      body,
    })
  const add = (kind: string, fields: string) =>
    receive(
      handlers.add,
      `<org.geoserver.catalog.event.impl.CatalogAddEventImpl><source class="${catalogClass(kind)}">${fields}</source></org.geoserver.catalog.event.impl.CatalogAddEventImpl>`,
    )
  const modifyEvent = (
    kind: string,
    fields: string,
    changes: readonly (readonly [string, string, string])[],
  ): string => {
    const side = (index: 0 | 1 | 2): string => changes.map((each) => each[index]).join('')
    const names = changes.map(([name]) => `<string>${name}</string>`).join('')
    return `<source class="${catalogClass(kind)}">${fields}</source><propertyNames>${names}</propertyNames><oldValues>${side(1)}</oldValues><newValues>${side(2)}</newValues>`
  }
  const modify = (kind: string, fields: string, ...changes: readonly (readonly [string, string, string])[]) =>
    receive(
      handlers.modify,
      `<org.geoserver.catalog.event.impl.CatalogModifyEventImpl>${modifyEvent(kind, fields, changes)}</org.geoserver.catalog.event.impl.CatalogModifyEventImpl>`,
    )
  const modifyStyle = (
    fields: string,
    file: string,
    ...changes: readonly (readonly [string, string, string])[]
  ) =>
    receive(
      handlers.modify,
      `<org.geoserver.cluster.server.events.StyleModifyEvent><event class="org.geoserver.catalog.event.impl.CatalogModifyEventImpl">${modifyEvent('StyleInfo', fields, changes)}</event><file>${Buffer.from(file).toString('base64')}</file></org.geoserver.cluster.server.events.StyleModifyEvent>`,
    )
  const topp = node.core.workspace('topp')?.id ?? ''
  const inTopp = `<workspace class="${catalogClass('WorkspaceInfo')}"><id>${topp}</id><name>topp</name></workspace>`
  return { node, ask, receive, add, modify, modifyStyle, inTopp }
}

const string = (text: string): string => `<string>${text}</string>`
const sld = '<StyledLayerDescriptor version="1.0.0"/>'

describe('what a stock slave makes of messages', () => {
  it('changes the style of another workspace by a bare name, and the right one when its name is among the changes', async () => {
    const { node, ask, modifyStyle } = slave()
    for (const workspace of ['base', 'lab3']) ask('POST', `/rest/workspaces/${workspace}/styles?name=w1`, sld)
    const body = (workspace: string) => node.core.memory.files.text(`workspaces/${workspace}/styles/w1.sld`)
    const [base, lab] = [body('base'), body('lab3')]
    await modifyStyle('<id>x</id><name>w1</name>', 'for lab3', ['format', string('sld'), string('sld')])
    expect([body('base'), body('lab3')]).toEqual(['for lab3', lab])
    await modifyStyle('<id>x</id><name>w1</name>', 'again', ['name', string('lab3:w1'), string('w1')])
    expect([body('base'), body('lab3')]).toEqual(['for lab3', 'again'])
    expect(base).not.toBe('for lab3')
  })

  it('does not find the group of a workspace that is not the default one, unless its name is among the changes', async () => {
    const { ask, modify } = slave()
    const group = '<id>x</id><name>wsgrp</name>'
    const title = ['title', '<null/>', string('T')] as const
    expect(await modify('LayerGroupInfo', group, title)).toMatchObject({
      outcome: 'dropped',
    })
    expect(
      await modify('LayerGroupInfo', group, ['name', string('topp:wsgrp'), string('wsgrp')], title),
    ).toEqual({ outcome: 'applied' })
    expect(textOf(ask('GET', '/rest/workspaces/topp/layergroups/wsgrp.json'))).toContain('"title":"T"')
  })

  it('stops at a collection that is to become nothing, and takes an empty one', async () => {
    const { ask, modify, inTopp } = slave()
    const store = `<id>x</id><name>pg</name>${inTopp}`
    const description = ['description', '<null/>', string('behind')] as const
    const shown = () => textOf(ask('GET', '/rest/workspaces/topp/datastores/pg.json'))
    await modify('DataStoreInfo', store, ['metadata', '<null/>', '<null/>'], description)
    expect(shown()).not.toContain('behind')
    await modify('DataStoreInfo', store, ['metadata', '<null/>', '<map/>'], description)
    expect(shown()).toContain('behind')
  })

  it('refuses a message with a field or a class it does not know', async () => {
    const { add } = slave()
    const unknown = await add('WMSLayerInfo', '<id>x</id><name>l</name><vendorParameters/>')
    expect(unknown).toMatchObject({
      outcome: 'dropped',
      reason: expect.stringContaining('vendorParameters') as string,
    })
    const nobodys = await add(
      'WMSLayerInfo',
      '<id>x</id><name>l</name><keywords><org.geoserver.catalog.impl.KeywordImpl/></keywords>',
    )
    expect(nobodys).toMatchObject({
      outcome: 'dropped',
      reason: 'no class org.geoserver.catalog.impl.KeywordImpl',
    })
    const forbidden = await add(
      'FeatureTypeInfo',
      '<id>x</id><name>l</name><metadata><map><entry><string>JDBC_VIRTUAL_TABLE</string><org.geotools.jdbc.VirtualTable><parameters><entry><string>p</string><org.geotools.jdbc.VirtualTableParameter/></entry></parameters></org.geotools.jdbc.VirtualTable></entry></map></metadata>',
    )
    expect(forbidden).toMatchObject({
      outcome: 'dropped',
      reason: expect.stringContaining('forbidden') as string,
    })
  })

  it('keeps a store with a sealed password in memory, without a file, and cannot add it again', async () => {
    const { node, add, inTopp } = slave()
    const store = `<id>DataStoreInfoImpl-new</id><name>sealed</name>${inTopp}<connectionParameters><entry><string>passwd</string><string>crypt1:abc</string></entry></connectionParameters>`
    expect(await add('DataStoreInfo', store)).toMatchObject({
      outcome: 'dropped',
      reason: expect.stringContaining('prefix') as string,
    })
    expect(node.core.memory.catalog.get('DataStoreInfoImpl-new')).toBeDefined()
    expect(node.core.memory.files.get('workspaces/topp/sealed/datastore.xml')).toBeUndefined()
    expect(await add('DataStoreInfo', store.replace('crypt1:abc', 'clear'))).toMatchObject({
      outcome: 'dropped',
      reason: expect.stringContaining('exists') as string,
    })
  })

  it('takes no WMTS store, no plain group and none with a null style', async () => {
    const { add, inTopp, receive } = slave()
    expect(await add('WMTSStoreInfo', `<id>x</id><name>w</name>${inTopp}`)).toMatchObject({
      outcome: 'dropped',
    })
    const members = `<publishables><${catalogClass('LayerInfo')}><id>y</id></${catalogClass('LayerInfo')}></publishables>`
    const group = (styles: string): string => `<id>g</id><name>g</name>${members}<styles>${styles}</styles>`
    expect(await add('LayerGroupInfo', group(''))).toMatchObject({
      outcome: 'dropped',
    })
    const inProxy = `<org.geoserver.catalog.event.impl.CatalogAddEventImpl><source class="dynamic-proxy"><interface>org.geoserver.catalog.LayerGroupInfo</interface><handler class="org.geoserver.catalog.impl.ModificationProxy"><proxyObject class="${catalogClass('LayerGroupInfo')}">${group('<null/>')}</proxyObject></handler></source></org.geoserver.catalog.event.impl.CatalogAddEventImpl>`
    expect(await receive(handlers.add, inProxy)).toMatchObject({
      outcome: 'dropped',
    })
  })

  it('does not add what is there under another id', async () => {
    const { add, node } = slave()
    const own = node.core.named(undefined, 'red', 'style')?.id
    expect(
      await add('StyleInfo', '<id>another</id><name>red</name><filename>red.sld</filename>'),
    ).toMatchObject({ outcome: 'dropped' })
    expect(node.core.named(undefined, 'red', 'style')?.id).toBe(own)
  })

  it('loses the rules of a style that is renamed without them', async () => {
    const { modify, node } = slave()
    const changes = [
      ['name', string('red'), string('crimson')],
      ['filename', string('red.sld'), string('crimson.sld')],
    ] as const
    await modify('StyleInfo', '<id>x</id><name>red</name>', ...changes)
    expect(node.core.memory.files.get('styles/crimson.sld')).toBeUndefined()
    const other = slave()
    await other.modifyStyle('<id>x</id><name>red</name>', 'rules', ...changes)
    expect(other.node.core.memory.files.text('styles/crimson.sld')).toBe('rules')
  })

  it('removes by name, whatever the id, and refuses to leave dependants behind', async () => {
    const { receive, node, inTopp } = slave()
    const remove = (kind: string, fields: string) =>
      receive(
        handlers.remove,
        `<org.geoserver.catalog.event.impl.CatalogRemoveEventImpl><source class="${catalogClass(kind)}">${fields}</source></org.geoserver.catalog.event.impl.CatalogRemoveEventImpl>`,
      )
    expect(await remove('DataStoreInfo', `<id>z</id><name>pg</name>${inTopp}`)).toEqual({
      outcome: 'applied',
    })
    expect(node.core.memory.files.get('workspaces/topp/pg/datastore.xml')).toBeUndefined()
    expect(await remove('DataStoreInfo', `<id>z</id><name>shp</name>${inTopp}`)).toMatchObject({
      outcome: 'dropped',
    })
    expect(await remove('WorkspaceInfo', '<id>z</id><name>lab3</name>')).toMatchObject({ outcome: 'dropped' })
    expect(await remove('StyleInfo', '<id>z</id><name>point</name>')).toMatchObject({ outcome: 'dropped' })
  })
})
