import { describe, expect, it } from 'vitest'
import { propertyOf } from '../../../electron/catalog/object.ts'
import { parentElement, textElement, withChildren, type XmlElement } from '../../../electron/xml/element.ts'
import { both, groupOf, mend, putWmsLayer, type Trio } from '../../support/stock-node/mend.ts'
import { change, find, stockTrio, takeAway, type Releases } from '../../support/stock-node/resync-trio.ts'

const releases: readonly Releases[] = [
  { above: '2.27.6', below: '2.27.6' },
  { above: '2.28.0', below: '2.28.0' },
  { above: '2.28.0', below: '2.26.2' },
  { above: '2.26.2', below: '2.28.0' },
]

/** A part of the global settings with something else in one place. */
function withOther(trio: Trio, part: string, ...values: readonly XmlElement[]): XmlElement {
  const found = propertyOf(find(trio.master, 'global', 'global'), part) ?? parentElement(part, [])
  const names = values.map(({ name }) => name)
  return withChildren(found, [...found.children.filter(({ name }) => !names.includes(name)), ...values])
}

const wrecks: readonly (readonly [what: string, steps: readonly string[], wreck: (trio: Trio) => void])[] = [
  [
    'whose image processing, settings and cache are others',
    ['modify global message'],
    (trio) => {
      const jai = withOther(trio, 'jai', textElement('tileThreads', '3'))
      const settings = withOther(trio, 'settings', textElement('numDecimals', '3'))
      change(trio.slave, find(trio.slave, 'global', 'global'), jai, settings)
      change(trio.slave, find(trio.slave, 'global', 'global'), textElement('featureTypeCacheSize', '7'))
    },
  ],
  [
    'that misses a layer of a WMS, and a group in a group',
    ['add wmsLayer message', 'add layer message', 'add layerGroup message', 'add layerGroup message'],
    (trio) => {
      for (const node of both(trio)) {
        putWmsLayer(node)
        node.core.memory.put(groupOf('inner', [['ml-layer', 'layer']]))
        node.core.memory.put(groupOf('outer', [['inner', 'layerGroup']]))
      }
    },
  ],
  [
    'that misses a store, and has other settings, services and rules',
    ['add dataStore rest', 'modify settings message', 'modify service message', 'modify style message'],
    (trio) => {
      const { slave } = trio
      takeAway(slave, find(slave, 'dataStore', 'pg', 'topp'))
      change(slave, find(slave, 'settings', 'settings', 'topp'), textElement('numDecimals', '2'))
      change(slave, find(slave, 'service', 'wfs'), textElement('maxFeatures', '5'))
      const { memory } = slave.core
      memory.files.write(
        memory.bodyPathOf(find(slave, 'style', 'blue')),
        '<StyledLayerDescriptor version="1.0.0"/>',
      )
    },
  ],
]

describe.each(releases)('a slave of $below below a master of $above is mended', (pair) => {
  it.each(wrecks)('%s', async (_, steps, wreck) => {
    const trio = stockTrio({}, pair)
    wreck(trio)
    expect((await mend(trio)).toSorted()).toEqual(steps.toSorted())
  })
})
