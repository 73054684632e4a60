import { describe, expect, it } from 'vitest'
import { withProperties, type CatalogObject } from '../../../electron/catalog/object.ts'
import { textElement, withChildren, type XmlElement } from '../../../electron/xml/element.ts'
import { agreedToAll } from '../../support/agreed-to-all.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { english } from '../../../electron/sentences/english.ts'
import { all, get, mend, reload } from '../../support/stock-node/mend.ts'
import { find, giveOtherId, stockTrio } from '../../support/stock-node/resync-trio.ts'
import type { StockResyncOptions } from '../../../electron/engine/resync/stock/stock-resync.ts'
import type { StockNode } from '../../../electron/imitation/stock-node.ts'

const place = 'workspaces/topp/pg/datastore.xml'

/** Nodes whose stores are the same, each encrypted with the key of its own node, and with a layer in one of them. */
function trioWithOwnKeys(options: Partial<StockResyncOptions> = {}) {
  const trio = stockTrio(options, undefined, 'own')
  for (const node of all(trio)) {
    const { memory } = node.core
    memory.put(withPassword(find(node, 'dataStore', 'pg', 'topp')))
    memory.put(
      object('featureType', 'pg-type', {
        ...{ name: 'towns', nativeName: 'towns', title: 'Towns', enabled: 'true' },
        namespace: reference('namespace', find(node, 'namespace', 'topp').id),
        store: reference('store', find(node, 'dataStore', 'pg', 'topp').id, { class: 'dataStore' }),
      }),
    )
    memory.put(
      object('layer', 'pg-layer', {
        type: 'VECTOR',
        defaultStyle: reference('defaultStyle', find(node, 'style', 'blue').id),
        resource: reference('resource', 'pg-type', { class: 'featureType' }),
      }),
    )
  }
  return trio
}

function withPassword(store: ReturnType<typeof find>) {
  return withParameters(store, [textElement('entry', 'secret', { key: 'passwd' })])
}

function withParameters(store: ReturnType<typeof find>, passwords: readonly XmlElement[]) {
  const parameters = store.properties.find(({ name }) => name === 'connectionParameters')
  if (parameters === undefined) throw new Error('The store has no parameters.')
  const others = parameters.children.filter((each) => each.attributes['key'] !== 'passwd')
  const all = withChildren(parameters, [...others, ...passwords])
  return withProperties(store, new Map([['connectionParameters', all]]))
}

function passwordOf(node: StockNode): string | undefined {
  const { properties } = find(node, 'dataStore', 'pg', 'topp')
  return properties.flatMap(({ children }) => children).find((each) => each.attributes['key'] === 'passwd')
    ?.text
}

/** @returns the store that went, with all in it */
function removeStore(node: StockNode): CatalogObject {
  const { memory } = node.core
  const store = find(node, 'dataStore', 'pg', 'topp')
  for (const id of ['pg-layer', 'pg-type', store.id]) {
    const each = memory.catalog.get(id)
    if (each !== undefined) memory.remove(each)
  }
  return store
}

describe('a stock slave with a key of its own', () => {
  it('keeps its passwords when its store is removed and added again', async () => {
    const trio = trioWithOwnKeys()
    giveOtherId(trio.slave, find(trio.slave, 'dataStore', 'pg', 'topp'))
    for (const kind of ['dataStore', 'featureType'] as const)
      for (const each of trio.slave.core.memory.catalog.ofKind(kind)) trio.slave.core.memory.write(each)
    await mend(trio)
    expect(passwordOf(trio.slave)).toBe('secret')
    reload(trio.slave)
    expect(passwordOf(trio.slave)).toBe('secret')
  })

  it('gets what lies in a store it misses, and says that a password is to be entered', async () => {
    const trio = trioWithOwnKeys()
    const { memory } = trio.slave.core
    removeStore(trio.slave)
    const planned = await trio.resync().plan()
    const report = await trio.resync().run(agreedToAll(planned), trio.delivery)
    expect(report.verified).toBe(false)
    expect(report.after.drift.entries).toMatchObject([
      { type: 'different', kind: 'dataStore', properties: [{ property: 'connectionParameters' }] },
    ])
    const reasons = report.results.map(({ outcome }) => english(outcome.reason ?? ''))
    expect(reasons.filter((each) => each.includes('enter the password on the slave'))).toHaveLength(1)
    expect(memory.files.text(place)).not.toContain('crypt1:')
    for (const path of ['datastores/pg', 'datastores/pg/featuretypes/towns', 'layers/towns'])
      expect(trio.slave.handle(get(`/rest/workspaces/topp/${path}.xml`)).status).toBe(200)
    memory.put(withPassword(find(trio.slave, 'dataStore', 'pg', 'topp')))
    expect((await trio.resync().plan()).drift.equal).toBe(true)
  })

  it('is gone on with where the store came before it was broken off, and its password is left', async () => {
    const trio = trioWithOwnKeys()
    const { memory } = trio.slave.core
    const store = removeStore(trio.slave)
    const agreed = agreedToAll(await trio.resync().plan())
    memory.put(withParameters(store, []))
    const report = await trio.resync().run(agreed, trio.delivery)
    expect(report.after.drift.entries).toMatchObject([
      { type: 'different', kind: 'dataStore', properties: [{ property: 'connectionParameters' }] },
    ])
    expect(trio.slave.handle(get('/rest/workspaces/topp/layers/towns.xml')).status).toBe(200)
  })

  it('that was emptied gets everything else although the file of a store is not loaded', async () => {
    const trio = trioWithOwnKeys({ byFiles: true })
    const { memory } = trio.slave.core
    for (const path of memory.files.paths())
      if (/^(?:workspaces|styles|layergroups)\//.test(path)) memory.files.remove(path)
    reload(trio.slave)
    const planned = await trio.resync().plan()
    expect(planned.operations.map(({ key }) => key)).toEqual(['files:all'])
    const report = await trio.resync().run(agreedToAll(planned), trio.delivery)
    expect(report.after.drift.entries).toMatchObject([
      { type: 'different', kind: 'dataStore', properties: [{ property: 'connectionParameters' }] },
    ])
    for (const path of ['datastores/pg', 'datastores/pg/featuretypes/towns', 'layers/towns'])
      expect(trio.slave.handle(get(`/rest/workspaces/topp/${path}.xml`)).status).toBe(200)
  })
})
