import { expect } from 'vitest'
import { workspaceOf } from '../../../electron/catalog/catalog.ts'
import { nameOf, referenceOf, withProperties, type CatalogObject } from '../../../electron/catalog/object.ts'
import type { StockNode } from '../../../electron/imitation/stock-node.ts'
import { english } from '../../../electron/sentences/english.ts'
import { parentElement, textElement } from '../../../electron/xml/element.ts'
import { agreedToAll } from '../agreed-to-all.ts'
import { object, reference } from '../catalog-changes.ts'
import { find, memoryDrift, type stockTrio } from './resync-trio.ts'

export type Trio = ReturnType<typeof stockTrio>

/** Those that are right when the slave is not. */
export const both = ({ master, other }: Trio): readonly StockNode[] => [master, other]

export const all = (trio: Trio): readonly StockNode[] => [...both(trio), trio.slave]

/** Plans, agrees to everything, runs, and looks at both of the slave's sides and at everyone else. */
export async function mend({ master, slave, other, stock, resync, delivery, sent, taken }: Trio) {
  const before = other.core.memory.files.snapshot()
  stock.published.length = 0
  const planned = await resync().plan()
  const report = await resync().run(agreedToAll(planned), delivery)
  const withheld = report.withheld.map(({ title, reason }) => `${english(title)}: ${english(reason)}`)
  const failed = report.results.flatMap(({ operation, outcome }) =>
    outcome.state === 'applied'
      ? []
      : [`${english(operation.title)}: ${outcome.state} ${english(outcome.reason ?? '')}`],
  )
  const dropped = taken.flatMap((each) => (each.outcome === 'dropped' ? [each.reason] : []))
  expect({
    withheld,
    failed,
    left: report.after.drift.entries,
    memory: memoryDrift(master, slave),
    shown: shown(slave),
    dropped,
  }).toEqual({
    withheld: [],
    failed: [],
    left: [],
    memory: [],
    shown: shown(master),
    dropped: [],
  })
  expect(report.verified).toBe(true)
  expect(new Set(sent.map(({ destination }) => destination.name))).toEqual(
    new Set(['Consumer.s1.VirtualTopic.geoserver']),
  )
  expect(stock.published.filter(({ properties }) => properties.get('group') !== 'plumbline-nobody')).toEqual(
    [],
  )
  await stock.drain('s2')
  expect(other.core.memory.files.snapshot()).toEqual(before)
  return planned.operations.map(({ verb, kind, way }) => `${verb} ${kind} ${way}`)
}

/** What REST shows of layers and groups, and WMS lists, which a drift of files does not tell. */
function shown(node: StockNode): readonly string[] {
  const { catalog } = node.core.memory
  const groups = catalog.ofKind('layerGroup').map((each) => {
    const workspace = workspaceOf(catalog, each)
    const above = workspace === undefined ? '' : `/workspaces/${nameOf(workspace) ?? ''}`
    return `${above}/layergroups/${nameOf(each) ?? ''}`
  })
  const layers = catalog
    .ofKind('layer')
    .map((each) => `/layers/${nameOf(catalog.get(referenceOf(each, 'resource') ?? '') ?? each) ?? ''}`)
  const listed = node.maps.answer(get('/wms?request=GetCapabilities'))?.body
  const names = String(listed).match(/<Name>[^<]*/g) ?? []
  const shownByRest = ['/layergroups', '/workspaces/topp/layergroups', ...groups, ...layers]
    .toSorted()
    .map((path) => {
      const { status, body } = node.handle(get(`/rest${path}.xml`))
      return `${path} ${status} ${(String(body).match(/<name>[^<]*|<style\/>/g) ?? []).join(' ')}`
    })
  return [...shownByRest, ...names]
}

export const get = (target: string) => ({ method: 'GET', target, headers: {}, body: Buffer.alloc(0) })

export function reload(node: StockNode): void {
  node.handle({ ...get('/rest/reload?group=nobody'), method: 'POST' })
}

export function dropProperties(node: StockNode, object: CatalogObject, ...names: readonly string[]): void {
  node.core.memory.put(withProperties(object, new Map(names.map((name) => [name, undefined]))), object)
}

export function putWmsLayer(node: StockNode): void {
  const { memory } = node.core
  memory.put(
    object('wmsLayer', 'ml-id', {
      name: 'ml',
      nativeName: 'ml',
      namespace: reference('namespace', find(node, 'namespace', 'topp').id),
      title: 'M',
      enabled: 'true',
      store: reference('store', find(node, 'wmsStore', 'casc', 'topp').id, { class: 'wmsStore' }),
      forcedRemoteStyle: '',
    }),
  )
  memory.put(
    object('layer', 'ml-layer', {
      type: 'WMS',
      defaultStyle: parentElement('defaultStyle', [textElement('name', '')]),
      resource: reference('resource', 'ml-id', { class: 'wmsLayer' }),
    }),
  )
}

export function putWmtsLayer(node: StockNode): void {
  const { memory } = node.core
  const store = find(node, 'wmtsStore', 'cascmts', 'topp')
  memory.put(
    object('wmtsLayer', 'wl', {
      name: 'w',
      nativeName: 'w',
      namespace: reference('namespace', find(node, 'namespace', 'topp').id),
      title: 'W',
      enabled: 'true',
      store: reference('store', store.id, { class: 'wmtsStore' }),
    }),
  )
  memory.put(
    object('layer', 'll', {
      type: 'WMTS',
      defaultStyle: reference('defaultStyle', find(node, 'style', 'raster').id),
      resource: reference('resource', 'wl', { class: 'wmtsLayer' }),
    }),
  )
}

export function groupOf(name: string, members: readonly (readonly [string, 'layer' | 'layerGroup'])[]) {
  return object('layerGroup', name, {
    name,
    mode: 'SINGLE',
    publishables: parentElement(
      'publishables',
      members.map(([id, type]) => reference('published', id, { type })),
    ),
    styles: parentElement(
      'styles',
      members.map(() => parentElement('style', [])),
    ),
  })
}
