import { describe, expect, it } from 'vitest'
import { kinds, type Kind } from '../../../electron/catalog/kinds/property.ts'
import { withProperties } from '../../../electron/catalog/object.ts'
import type { StockChange } from '../../../electron/geoserver/changes/change.ts'
import { planChange } from '../../../electron/geoserver/changes/plan-change.ts'
import { isFailure } from '../../../electron/errors/failure.ts'
import { StockNode } from '../../../electron/imitation/stock-node.ts'
import { textElement } from '../../../electron/xml/element.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { putWmsLayer, putWmtsLayer } from '../../support/stock-node/mend.ts'
import { find } from '../../support/stock-node/resync-trio.ts'

const node = new StockNode({ properties: {}, seed: goldenPath('after-build-up/master') })
putWmsLayer(node)
putWmtsLayer(node)
const { catalog } = node.core.memory

const requests = (change: StockChange): readonly string[] => {
  try {
    return planChange(change, catalog).map(({ method, path }) => `${method} ${path}`)
  } catch (error) {
    if (isFailure(error)) return [error.code]
    throw error
  }
}

const refused = 'PLB-GEOSERVER-CHANGE-UNSUPPORTED'
const fixed = 'PLB-GEOSERVER-PROPERTY-FIXED'

interface Recipe {
  readonly which: readonly [name: string, workspace?: string]
  /** A property and another value of it. */
  readonly change: readonly [property: string, value: string]
  readonly modify: string | readonly string[]
  readonly remove: string
  /** What another name comes to. */
  readonly rename: string | readonly string[]
}

const topp = 'rest/workspaces/topp'
const cities = 'rest/layers/topp%3Acities.xml'
const stores = (segment: string, name: string, rename: string): Omit<Recipe, 'which'> => ({
  change: ['description', 'other'],
  modify: `PUT ${topp}/${segment}/${name}.xml`,
  remove: `DELETE ${topp}/${segment}/${name}.xml?recurse=true`,
  rename,
})
const dataStores = `${topp}/datastores`
const coverageStores = `${topp}/coveragestores`

/** How each kind is changed, removed and renamed on a master, one row a kind. */
const rows: Readonly<Partial<Record<Kind, Recipe>>> = {
  workspace: {
    ...{ which: ['lab3'], change: ['isolated', 'true'], modify: 'PUT rest/workspaces/lab3.xml' },
    ...{ remove: 'DELETE rest/workspaces/lab3.xml?recurse=true', rename: 'PUT rest/workspaces/lab3.xml' },
  },
  namespace: {
    ...{ which: ['topp'], change: ['uri', 'http://other'], modify: 'PUT rest/namespaces/topp.xml' },
    ...{ remove: refused, rename: fixed },
  },
  dataStore: { which: ['pg', 'topp'], ...stores('datastores', 'pg', `PUT ${dataStores}/pg.xml`) },
  coverageStore: {
    which: ['dem', 'topp'],
    ...stores('coveragestores', 'dem', `PUT ${coverageStores}/dem.xml`),
  },
  wmsStore: { which: ['casc', 'topp'], ...stores('wmsstores', 'casc', fixed) },
  wmtsStore: { which: ['cascmts', 'topp'], ...stores('wmtsstores', 'cascmts', fixed) },
  featureType: {
    ...{ which: ['cities', 'topp'], change: ['title', 'Other'] },
    modify: `PUT ${dataStores}/shp/featuretypes/cities.xml`,
    // A group holds its layer.
    remove: `DELETE ${cities}?recurse=true`,
    rename: `PUT ${dataStores}/shp/featuretypes/cities.xml`,
  },
  coverage: {
    ...{ which: ['dem', 'topp'], change: ['title', 'Other'] },
    modify: `PUT ${coverageStores}/dem/coverages/dem.xml`,
    remove: `DELETE ${coverageStores}/dem/coverages/dem.xml?recurse=true`,
    rename: `PUT ${coverageStores}/dem/coverages/dem.xml`,
  },
  // Its node cannot change it: it goes, and comes again with its layer.
  wmsLayer: {
    ...{ which: ['ml', 'topp'], change: ['title', 'Other'] },
    modify: [
      `DELETE ${topp}/wmsstores/casc/wmslayers/ml.xml?recurse=true`,
      `POST ${topp}/wmsstores/casc/wmslayers`,
      `PUT rest/layers/topp%3Aml.xml`,
    ],
    remove: `DELETE ${topp}/wmsstores/casc/wmslayers/ml.xml?recurse=true`,
    rename: [
      `DELETE ${topp}/wmsstores/casc/wmslayers/ml.xml?recurse=true`,
      `POST ${topp}/wmsstores/casc/wmslayers`,
      `PUT rest/layers/topp%3Arenamed.xml`,
    ],
  },
  wmtsLayer: {
    ...{ which: ['w', 'topp'], change: ['title', 'Other'] },
    modify: `PUT ${topp}/wmtsstores/cascmts/layers/w.xml`,
    remove: `DELETE ${topp}/wmtsstores/cascmts/layers/w.xml?recurse=true`,
    rename: `PUT ${topp}/wmtsstores/cascmts/layers/w.xml`,
  },
  // Its resource names it.
  layer: {
    ...{ which: ['cities', 'topp'], change: ['path', '/other'], modify: `PUT ${cities}` },
    ...{ remove: `DELETE ${cities}?recurse=true`, rename: '' },
  },
  layerGroup: {
    ...{ which: ['grp'], change: ['title', 'Other'], modify: 'PUT rest/layergroups/grp.xml' },
    ...{ remove: 'DELETE rest/layergroups/grp.xml', rename: fixed },
  },
  style: {
    ...{
      which: ['wsred', 'topp'],
      change: ['filename', 'other.sld'],
      modify: `PUT ${topp}/styles/wsred.xml`,
    },
    remove: `DELETE ${topp}/styles/wsred.xml?purge=true&recurse=true`,
    rename: `PUT ${topp}/styles/wsred.xml`,
  },
  settings: {
    ...{ which: ['settings', 'topp'], change: ['numDecimals', '3'], modify: `PUT ${topp}/settings.xml` },
    ...{ remove: `DELETE ${topp}/settings`, rename: '' },
  },
  service: {
    ...{ which: ['wms', 'topp'], change: ['title', 'Other'] },
    modify: 'PUT rest/services/wms/workspaces/topp/settings.xml',
    ...{ remove: 'DELETE rest/services/wms/workspaces/topp/settings', rename: '' },
  },
  global: {
    ...{ which: ['global'], change: ['featureTypeCacheSize', '7'], modify: 'PUT rest/settings.xml' },
    ...{ remove: refused, rename: '' },
  },
  logging: {
    ...{ which: ['logging'], change: ['level', 'QUIET'], modify: 'PUT rest/logging.xml' },
    ...{ remove: refused, rename: '' },
  },
}

/** How each kind is made. */
const creations: Readonly<Record<Kind, string | readonly string[]>> = {
  workspace: ['POST rest/workspaces', 'PUT rest/namespaces/lab3.xml'],
  namespace: refused,
  // It is switched off in the catalog it is of, which no first request says.
  dataStore: [`POST ${dataStores}`, `PUT ${dataStores}/pg.xml`],
  coverageStore: `POST ${coverageStores}`,
  wmsStore: `POST ${topp}/wmsstores`,
  wmtsStore: `POST ${topp}/wmtsstores`,
  featureType: `POST ${dataStores}/shp/featuretypes`,
  coverage: `POST ${coverageStores}/dem/coverages`,
  wmsLayer: `POST ${topp}/wmsstores/casc/wmslayers`,
  wmtsLayer: `POST ${topp}/wmtsstores/cascmts/layers`,
  layer: `PUT ${cities}`,
  layerGroup: 'POST rest/layergroups',
  style: `POST ${topp}/styles`,
  settings: `POST ${topp}/settings`,
  service: 'PUT rest/services/wms/workspaces/topp/settings.xml',
  global: refused,
  logging: refused,
}

const given = Object.entries(rows).map(([kind, row]) => [kind as Kind, row] as const)

describe('the recipe of a kind', () => {
  it('is there for each', () => {
    expect(kinds.filter((kind) => rows[kind] === undefined)).toEqual([])
  })

  it.each(given)('%s: one request that changes it', (kind, { which, change, modify }) => {
    const before = find(node, kind, ...which)
    const after = withProperties(before, new Map([[change[0], textElement(...change)]]))
    expect(requests({ verb: 'modify', before, after })).toEqual([modify].flat())
  })

  it.each(given)('%s: what makes it, where it is made by itself', (kind, { which }) => {
    const made = requests({ verb: 'add', object: find(node, kind, ...which) })
    expect(made).toEqual([creations[kind]].flat())
  })

  it.each(given)('%s: one request that removes it, or none', (kind, { which, remove }) => {
    expect(requests({ verb: 'remove', object: find(node, kind, ...which) })).toEqual([remove])
  })

  it.each(given.filter(([, { rename }]) => rename !== ''))(
    '%s: one request that renames it, or none',
    (kind, { which, rename }) => {
      const before = find(node, kind, ...which)
      const property = kind === 'namespace' ? 'prefix' : 'name'
      const after = withProperties(before, new Map([[property, textElement(property, 'renamed')]]))
      expect(requests({ verb: 'modify', before, after })).toEqual([rename].flat())
    },
  )
})
