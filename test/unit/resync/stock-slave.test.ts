import { describe, expect, it } from 'vitest'
import type { Kind } from '../../../electron/catalog/kinds/property.ts'
import { agreedToAll } from '../../../electron/engine/resync/stock/stock-resync.ts'
import { textElement } from '../../../electron/xml/element.ts'
import {
  change,
  find,
  giveOtherId,
  memoryDrift,
  stockTrio,
  takeAway,
} from '../../support/stock-node/resync-trio.ts'
import type { StockNode } from '../../support/stock-node/stock-node.ts'

type Trio = Awaited<ReturnType<typeof stockTrio>>
type Object = readonly [kind: Kind, name: string, workspace?: string]

/** Plans, agrees to everything, runs, and looks at both of the slave's sides and at everyone else. */
async function mend({ master, slave, other, stock, resync, delivery, sent, taken }: Trio) {
  const before = other.core.memory.files.snapshot()
  stock.published.length = 0
  const planned = await resync().plan()
  const report = await resync().run(agreedToAll(planned), delivery)
  const withheld = report.withheld.map(({ title, reason }) => `${title}: ${reason}`)
  const failed = report.results.flatMap(({ operation, outcome }) =>
    outcome.state === 'applied' ? [] : [`${operation.title}: ${outcome.state} ${outcome.reason ?? ''}`],
  )
  const dropped = taken.flatMap((each) => (each.outcome === 'dropped' ? [each.reason] : []))
  expect({
    withheld,
    failed,
    left: report.after.drift.entries,
    memory: memoryDrift(master, slave),
    dropped,
  }).toEqual({
    withheld: [],
    failed: [],
    left: [],
    memory: [],
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

const both = ({ master, other }: Trio): readonly StockNode[] => [master, other]

const objects: readonly Object[] = [
  ['workspace', 'lab3'],
  ['workspace', 'topp'],
  ['dataStore', 'shp', 'topp'],
  ['dataStore', 'pg', 'topp'],
  ['coverageStore', 'dem', 'topp'],
  ['wmsStore', 'casc', 'topp'],
  ['wmtsStore', 'cascmts', 'topp'],
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

describe('a stock slave is mended', () => {
  it.each(objects)('that misses the %s %s', async (...object) => {
    const trio = await stockTrio()
    takeAway(trio.slave, find(trio.slave, ...object))
    await mend(trio)
  })

  it.each(objects)('that has the %s %s too much', async (...object) => {
    const trio = await stockTrio()
    for (const node of both(trio)) takeAway(node, find(node, ...object))
    await mend(trio)
  })

  it.each(objects)('that knows the %s %s by another id', async (...object) => {
    const trio = await stockTrio()
    giveOtherId(trio.slave, find(trio.slave, ...object))
    await mend(trio)
  })

  it.each(objects.filter(([kind]) => !['layer', 'settings', 'service'].includes(kind)))(
    'that calls the %s %s otherwise',
    async (...object) => {
      const trio = await stockTrio()
      change(trio.slave, find(trio.slave, ...object), textElement('name', 'otherwise'))
      await mend(trio)
    },
  )
})
