import { describe, expect, it } from 'vitest'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { locationOf } from '../../../electron/catalog/locations.ts'
import { wordingOf } from '../../../electron/errors/failure.ts'
import { language as german } from '../../../electron/languages/de/index.ts'
import { render } from '../../../electron/sentences/render.ts'
import type { CatalogObject } from '../../../electron/catalog/object.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { failureOf } from '../../support/failures.ts'

const inTopp = { workspace: reference('workspace', 'w') }
const catalog = new Catalog()
for (const each of [
  object('workspace', 'w', { name: 'topp' }),
  object('dataStore', 's', { name: 'pg', ...inTopp }),
  object('wmtsStore', 't', { name: 'tiles', ...inTopp }),
  object('featureType', 'f', { name: 'roads', nativeName: 'ROADS_1', store: reference('store', 's') }),
]) {
  catalog.put(each)
}

function place(each: CatalogObject): string {
  return locationOf(each, catalog).file.join('/')
}

function service(root: string, values: Parameters<typeof object>[2] = {}): CatalogObject {
  return { ...object('service', root, values), root }
}

describe('an object lies', () => {
  it.each([
    ['global.xml', object('global', 'global', {})],
    ['logging.xml', object('logging', 'logging', {})],
    ['wms.xml', service('wms')],
    ['workspaces/topp/wms.xml', service('wms', inTopp)],
    ['workspaces/topp/workspace.xml', object('workspace', 'w', { name: 'topp' })],
    ['workspaces/new/namespace.xml', object('namespace', 'n', { prefix: 'new' })],
    ['workspaces/topp/settings.xml', object('settings', 'x', inTopp)],
    ['workspaces/topp/pg/datastore.xml', object('dataStore', 's', { name: 'pg', ...inTopp })],
    ['workspaces/topp/a b.c/coveragestore.xml', object('coverageStore', 'x', { name: 'a b.c', ...inTopp })],
    ['workspaces/topp/ü/wmsstore.xml', object('wmsStore', 'x', { name: 'ü', ...inTopp })],
    ['workspaces/topp/t/wmtsstore.xml', object('wmtsStore', 'x', { name: 't', ...inTopp })],
    [
      'workspaces/topp/pg/rivers/featuretype.xml',
      object('featureType', 'x', { name: 'rivers', nativeName: 'r', store: reference('store', 's') }),
    ],
    [
      'workspaces/topp/tiles/m/wmtslayer.xml',
      object('wmtsLayer', 'x', { name: 'm', store: reference('store', 't') }),
    ],
    ['workspaces/topp/pg/roads/layer.xml', object('layer', 'l', { resource: reference('resource', 'f') })],
    ['layergroups/base.xml', object('layerGroup', 'g', { name: 'base' })],
    ['workspaces/topp/layergroups/base.xml', object('layerGroup', 'g', { name: 'base', ...inTopp })],
    ['styles/line.xml', object('style', 'y', { name: 'line', filename: 'line.sld' })],
    ['styles/line.xml', object('style', 'y', { name: 'line', filename: 'other.xml' })],
    ['styles/line.xml.xml', object('style', 'y', { name: 'line', filename: 'line.xml' })],
    ['workspaces/topp/styles/line.xml', object('style', 'y', { name: 'line', ...inTopp })],
  ])('in %s', (expected, each) => {
    expect(place(each)).toBe(expected)
  })

  it('in a directory of its own when it holds others', () => {
    const withDirectory = [...catalog.objects()].map((each) => locationOf(each, catalog).directory?.join('/'))
    expect(withDirectory).toEqual([
      'workspaces/topp',
      'workspaces/topp/pg',
      'workspaces/topp/tiles',
      'workspaces/topp/pg/roads',
    ])
  })

  it('next to its rules when it is a style', () => {
    const style = object('style', 'y', { name: 'line', filename: 'Line 1.css', ...inTopp })
    expect(locationOf(style, catalog).body).toEqual(['workspaces', 'topp', 'styles', 'Line 1.css'])
    expect(locationOf(object('style', 'y', { name: 'line' }), catalog).body).toBeUndefined()
  })
})

describe('an object has no place', () => {
  it.each([
    ['workspace gone', object('dataStore', 'x', { name: 'x', workspace: reference('workspace', 'gone') })],
    ['no workspace', object('dataStore', 'x', { name: 'x' })],
    ['store gone', object('featureType', 'x', { name: 'x', store: reference('store', 'gone') })],
    ['resource gone', object('layer', 'x', { resource: reference('resource', 'gone') })],
    [
      'a store where the workspace should be',
      object('settings', 'x', { workspace: reference('workspace', 's') }),
    ],
  ])('when what it belongs to is missing: %s', (_, each) => {
    const thrown = failureOf(() => locationOf(each, catalog))
    expect(thrown.code).toBe('PLB-CATALOG-PARENT-MISSING')
    expect(thrown.message).not.toContain('{')
    // Nothing of it is a word of one language.
    expect(render(german, wordingOf(thrown))).not.toMatch(/\b(?:the|no|its)\b/)
  })

  it('when it has no name', () => {
    expect(failureOf(() => place(object('workspace', 'x', {}))).code).toBe('PLB-CATALOG-NAME-MISSING')
    expect(failureOf(() => place(object('namespace', 'x', { prefix: '' }))).message).toContain('prefix')
  })

  it.each(['..', '.', 'a/b', '../../etc', 'a\\b', 'a\0'])('when its name is %j', (name) => {
    for (const each of [
      object('workspace', 'x', { name }),
      object('dataStore', 'x', { name, ...inTopp }),
      object('style', 'x', { name: 'x', filename: name }),
      ...(/[.]$/.test(name) ? [] : [service(name)]),
    ]) {
      const { code } = failureOf(() => locationOf(each, catalog).body ?? place(each))
      expect(code).toBe('PLB-STORAGE-NAME-REFUSED')
    }
  })

  it.each([
    object('workspace', 'x', { name: 'default.xml' }),
    object('namespace', 'x', { prefix: 'default.xml' }),
    ...['styles', 'layergroups', 'workspace.xml', 'namespace.xml', 'settings.xml', 'wms.xml'].map((name) =>
      object('dataStore', 'x', { name, ...inTopp }),
    ),
    object('featureType', 'x', { name: 'datastore.xml', store: reference('store', 's') }),
    ...['workspace', 'namespace', 'settings', 'global', 'default'].map((root) => service(root, inTopp)),
  ])('when it would take the place of something else: $kind $root $properties.1.text', (each) => {
    expect(failureOf(() => place(each)).code).toBe('PLB-CATALOG-NAME-RESERVED')
  })

  it('is named like a file that lies elsewhere', () => {
    expect(place(object('workspace', 'x', { name: 'styles' }))).toBe('workspaces/styles/workspace.xml')
    expect(place(object('dataStore', 'x', { name: 'default.xml', ...inTopp }))).toBe(
      'workspaces/topp/default.xml/datastore.xml',
    )
  })
})
