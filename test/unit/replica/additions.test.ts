import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nameOf, propertyOf, referenceOf, textOfProperty } from '../../../electron/catalog/object.ts'
import { parentElement, textElement } from '../../../electron/xml/element.ts'
import { named, object, reference } from '../../support/catalog-changes.ts'
import { filesBelow } from '../../support/data-directories.ts'
import { failureOf } from '../../support/failures.ts'
import {
  added,
  expectWhole,
  modified,
  parameters,
  references,
  removed,
  styleFile,
  world,
  worldObjects,
} from './world.ts'

const applied = { outcome: 'applied', notes: [] }

describe('adding', () => {
  it('makes the world the tests stand on', () => {
    const { path, replica } = world()
    expectWhole({ path, replica })
    expect(replica.catalog.size).toBe(worldObjects().length)
    expect(replica.catalog.defaultWorkspace).toBe('ws-a')
    expect(readFileSync(join(path, 'styles/line.sld'), 'utf8')).toBe('<sld>global</sld>')
    expect(readFileSync(join(path, 'workspaces/b/styles/line.sld'), 'utf8')).toBe('<sld>b</sld>')
  })

  it('the same object twice changes nothing', () => {
    const { path, replica } = world()
    const files = filesBelow(path)
    for (const each of worldObjects()) expect(replica.apply(added(each))).toEqual(applied)
    expect(filesBelow(path)).toEqual(files)
  })

  it('an object that exists brings it to the state of the sender, what is gone included', () => {
    const { path, replica, get } = world()
    const store = object('dataStore', 'pg-a', {
      name: 'pg',
      enabled: 'false',
      workspace: reference('workspace', 'ws-a'),
      connectionParameters: parameters({ host: 'other' }),
    })
    expect(replica.apply(added(store))).toEqual(applied)
    expect(get('pg-a').properties).toEqual(store.properties)
    expectWhole({ path, replica })
  })

  it.each([
    [
      'workspace settings',
      object('settings', 'se', { workspace: reference('workspace', 'ws-a'), title: 'one' }),
      'title',
    ],
    [
      'a global service',
      { ...object('service', 'wms', { enabled: 'true', name: 'WMS', title: 'one' }), root: 'wms' },
      'title',
    ],
    [
      'a service of a workspace',
      {
        ...object('service', 'wms-a', { workspace: reference('workspace', 'ws-a'), title: 'one' }),
        root: 'wms',
      },
      'title',
    ],
  ])('%s that exist already is an update, which a real slave refuses or ignores', (_, first, property) => {
    const { path, replica, get } = world()
    replica.apply(added(first))
    const second = {
      ...first,
      properties: first.properties.map((each) =>
        each.name === property ? textElement(property, 'two') : each,
      ),
    }
    expect(replica.apply(added(second))).toEqual(applied)
    expect(textOfProperty(get(first.id), property)).toBe('two')
    expectWhole({ path, replica })
  })

  it('a WMTS store and its layer works, although a real slave knows no such thing', () => {
    const { path, replica, get } = world()
    const store = object('wmtsStore', 'tiles', {
      name: 'tiles',
      workspace: reference('workspace', 'ws-a'),
      capabilitiesURL: 'http://example.org/wmts',
    })
    const resource = object('wmtsLayer', 'tiled', {
      name: 'tiled',
      namespace: reference('namespace', 'ns-a'),
      store: reference('store', 'tiles', { class: 'wmtsStore' }),
    })
    const layer = object('layer', 'tiled-layer', {
      type: 'WMTS',
      resource: reference('resource', 'tiled', { class: 'wmtsLayer' }),
    })
    for (const each of [store, resource, layer]) expect(replica.apply(added(each))).toEqual(applied)
    expect(replica.apply(modified(get('tiles'), { description: 'd' }))).toEqual(applied)
    expect(existsSync(join(path, 'workspaces/a/tiles/tiled/layer.xml'))).toBe(true)
    expectWhole({ path, replica })
  })

  it('a layer group with null styles keeps the places', () => {
    const { path, replica, get } = world()
    const group = object('layerGroup', 'g', {
      name: 'g',
      publishables: references('publishables', 'published', ['layer-a', 'layer-b'], 'layer'),
      styles: references('styles', 'style', [null, 'st']),
    })
    expect(replica.apply(added(group))).toEqual(applied)
    expect(propertyOf(get('g'), 'styles')?.children.map((style) => style.children[0]?.text)).toEqual([
      undefined,
      'st',
    ])
    expectWhole({ path, replica })
  })

  it('a layer whose resource is gone brings it back from the copy it carries', () => {
    const { path, replica, get } = world()
    const [resource, layer] = [get('roads-a'), get('layer-a')]
    replica.apply(removed(layer))
    expect(replica.catalog.get('roads-a')).toBeUndefined()
    const outcome = replica.apply(added(layer, resource))
    expect(outcome).toEqual({ outcome: 'applied', notes: ['restored roads from the copy the layer carries'] })
    expect(get('roads-a').properties).toEqual(resource.properties)
    expectWhole({ path, replica })
  })

  it('something with the id of another kind of thing is refused, and the other stays as it is', () => {
    const { path, replica } = world()
    const files = filesBelow(path)
    for (const each of [
      object('style', 'ws-a', { name: 'x', filename: 'x.sld' }),
      object('workspace', 'st', { name: 'x' }),
      object('coverageStore', 'pg-a', { name: 'pg', workspace: reference('workspace', 'ws-a') }),
      object('layer', 'roads-a', { resource: reference('resource', 'roads-b', { class: 'featureType' }) }),
    ]) {
      expect(failureOf(() => replica.apply(added(each))).code).toBe('PLB-WIRE-UNREADABLE')
    }
    expect(filesBelow(path)).toEqual(files)
    expectWhole({ path, replica })
  })

  it('something without an id is refused', () => {
    const { replica } = world()
    expect(failureOf(() => replica.apply(added(object('workspace', '', { name: 'x' })))).code).toBe(
      'PLB-WIRE-UNREADABLE',
    )
  })

  it('the first workspace of all makes it the default, as GeoServer does', () => {
    const { path, replica } = world()
    for (const name of ['a', 'b']) replica.apply(removed(named(replica.catalog, 'workspace', name)))
    expect(replica.catalog.defaultWorkspace).toBeUndefined()
    expect(existsSync(join(path, 'workspaces/default.xml'))).toBe(false)
    replica.apply(added(object('workspace', 'ws-c', { name: 'c' })))
    expect(replica.catalog.defaultWorkspace).toBe('ws-c')
    expect(readFileSync(join(path, 'workspaces/default.xml'), 'utf8')).toContain('<id>ws-c</id>')
  })
})

describe('what is looked up', () => {
  it('is looked up by id first, whatever it is called', () => {
    const { path, replica, get } = world()
    // The event still knows the style by the name it had, which is now that of another.
    const renamedHere = modified(get('st-a'), { name: 'river' })
    replica.apply(renamedHere)
    replica.apply(
      added(
        object('style', 'other', {
          name: 'line',
          workspace: reference('workspace', 'ws-a'),
          filename: 'x.sld',
        }),
      ),
    )
    const before = object('style', 'st-a', {
      name: 'line',
      workspace: reference('workspace', 'ws-a'),
      filename: 'line.sld',
    })
    replica.apply(modified(before, { format: 'css' }))
    expect(textOfProperty(get('st-a'), 'format')).toBe('css')
    expect(textOfProperty(get('other'), 'format')).toBeUndefined()
    expectWhole({ path, replica })
  })

  it('by name is found in its own workspace alone', () => {
    const { path, replica, get } = world()
    const workspace = object('workspace', 'foreign-ws', { name: 'b' })
    const inB = { workspace: reference('workspace', 'foreign-ws') }
    const style = object('style', 'foreign-st', { name: 'line', ...inB, filename: 'line.sld' })
    const store = object('dataStore', 'foreign-pg', { name: 'pg', ...inB })
    const namespace = object('namespace', 'foreign-ns', { prefix: 'b' })
    const resource = object('featureType', 'foreign-roads', {
      name: 'roads',
      namespace: reference('namespace', 'foreign-ns'),
      store: reference('store', 'foreign-pg', { class: 'dataStore' }),
    })
    const layer = object('layer', 'foreign-layer', {
      resource: reference('resource', 'foreign-roads', { class: 'featureType' }),
    })
    const group = object('layerGroup', 'foreign-all', { name: 'all', ...inB })
    const copies = [workspace, namespace, style, store, resource, layer, group]
    replica.apply(modified(style, { format: 'css' }, ...copies))
    replica.apply(modified(store, { description: 'd' }, ...copies))
    replica.apply(modified(resource, { title: 't' }, ...copies))
    replica.apply(
      modified(layer, { path: '/p', defaultStyle: reference('defaultStyle', 'foreign-st') }, ...copies),
    )
    replica.apply(modified(group, { title: 'g' }, ...copies))
    for (const [name, value] of [
      ['b', 'x'],
      ['a', undefined],
    ] as const) {
      expect([
        textOfProperty(get(`st-${name}`), 'format') === 'css' ? 'x' : undefined,
        textOfProperty(get(`pg-${name}`), 'description') && 'x',
        textOfProperty(get(`roads-${name}`), 'title') === 't' ? 'x' : undefined,
        textOfProperty(get(`layer-${name}`), 'path') && 'x',
        textOfProperty(get(`all-${name}`), 'title') && 'x',
      ]).toEqual([value, value, value, value, value])
    }
    expect(referenceOf(get('layer-b'), 'defaultStyle')).toBe('st-b')
    expect(textOfProperty(get('st'), 'format')).toBe('sld')
    expect(textOfProperty(get('all'), 'title')).toBeUndefined()
    expect(replica.catalog.size).toBe(worldObjects().length)
    expectWhole({ path, replica })
  })

  it('and found under another id is referred to by the id it has here', () => {
    const { path, replica, get } = world()
    const foreign = object('style', 'foreign', { name: 'line', filename: 'line.sld' })
    replica.apply(modified(get('layer-a'), { defaultStyle: reference('defaultStyle', 'foreign') }, foreign))
    expect(referenceOf(get('layer-a'), 'defaultStyle')).toBe('st')
    expectWhole({ path, replica })
  })
})

describe('a dependency that is missing', () => {
  const parkedFor = (kind: string, id: string, name: string | undefined) => ({
    outcome: 'parked',
    missing: { kind, id, name },
  })

  it.each([
    [
      'a store without its workspace',
      object('dataStore', 'x', { name: 'x', workspace: reference('workspace', 'gone') }),
      'workspace',
    ],
    [
      'a style without its workspace',
      object('style', 'x', { name: 'x', workspace: reference('workspace', 'gone') }),
      'workspace',
    ],
    [
      'a feature type without its store',
      object('featureType', 'x', { name: 'x', store: reference('store', 'gone', { class: 'dataStore' }) }),
      'dataStore',
    ],
    [
      'a feature type without its namespace',
      object('featureType', 'x', {
        name: 'x',
        namespace: reference('namespace', 'gone'),
        store: reference('store', 'pg-a', { class: 'dataStore' }),
      }),
      'namespace',
    ],
    [
      'a layer without its resource',
      object('layer', 'x', { resource: reference('resource', 'gone', { class: 'coverage' }) }),
      'coverage',
    ],
    [
      'a layer without its style',
      object('layer', 'x', {
        resource: reference('resource', 'roads-a', { class: 'featureType' }),
        styles: references('styles', 'style', ['st', 'gone']),
      }),
      'style',
    ],
    [
      'a group without a member',
      object('layerGroup', 'x', {
        name: 'x',
        publishables: references('publishables', 'published', ['layer-a', 'gone']),
      }),
      'layer',
    ],
    [
      'a group whose own style shows a layer that is not there',
      object('layerGroup', 'x', {
        name: 'x',
        layerGroupStyles: parentElement('layerGroupStyles', [
          parentElement('LayerGroupStyle', [references('layers', 'published', ['gone'])]),
        ]),
      }),
      'layer',
    ],
    [
      'settings without their workspace',
      object('settings', 'x', { workspace: reference('workspace', 'gone') }),
      'workspace',
    ],
    [
      'a service without its workspace',
      { ...object('service', 'x', { workspace: reference('workspace', 'gone') }), root: 'wms' },
      'workspace',
    ],
  ])('parks %s, and nothing is touched', (_, each, kind) => {
    const { path, replica } = world()
    const files = filesBelow(path)
    expect(replica.apply(added(each))).toEqual(parkedFor(kind, 'gone', undefined))
    expect(filesBelow(path)).toEqual(files)
    expect(replica.catalog.get('x')).toBeUndefined()
  })

  it('is called by the name and kind its copy has', () => {
    const { replica } = world()
    const style = object('style', 'gone', { name: 'river' })
    const layer = object('layer', 'x', {
      resource: reference('resource', 'roads-a', { class: 'featureType' }),
      defaultStyle: reference('defaultStyle', 'gone'),
    })
    expect(replica.apply(added(layer, style))).toEqual(parkedFor('style', 'gone', 'river'))
    const coverage = object('coverage', 'gone', {
      name: 'dem',
      store: reference('store', 'nowhere', { class: 'coverageStore' }),
    })
    const onCoverage = object('layer', 'x', {
      resource: reference('resource', 'gone', { class: 'coverage' }),
    })
    // The resource could be restored from its copy, if its own store were there.
    expect(replica.apply(added(onCoverage, coverage))).toEqual(
      parkedFor('coverageStore', 'nowhere', undefined),
    )
  })

  it('parks a style file whose workspace is not there yet', () => {
    const { replica } = world()
    expect(replica.apply(styleFile('gone', 'x.sld', '<sld/>'))).toEqual(parkedFor('workspace', '', 'gone'))
  })

  it('parks a change that refers to it, and leaves the object as it was', () => {
    const { path, replica, get } = world()
    const files = filesBelow(path)
    const event = modified(get('layer-a'), { title: 't', defaultStyle: reference('defaultStyle', 'gone') })
    expect(replica.apply(event)).toEqual(parkedFor('style', 'gone', undefined))
    expect(filesBelow(path)).toEqual(files)
  })

  it('that an object has been referring to in vain all along holds no other change of it up', () => {
    const { replica, get } = world()
    replica.catalog.put(
      object('layer', 'layer-a', {
        type: 'VECTOR',
        defaultStyle: reference('defaultStyle', 'lost'),
        resource: reference('resource', 'roads-a', { class: 'featureType' }),
      }),
    )
    expect(replica.apply(modified(get('layer-a'), { path: '/p' }))).toEqual(applied)
    expect(referenceOf(get('layer-a'), 'defaultStyle')).toBe('lost')
    expect(replica.apply(added(get('layer-a')))).toEqual(applied)
  })

  it("is no style of another server's, which no catalog will ever hold", () => {
    const { replica, get } = world()
    const remote = object('style', 'night', {
      name: 'night',
      metadata: parentElement('metadata', [
        textElement('entry', 'true', { key: 'isRemote', class: 'boolean' }),
      ]),
    })
    const layer = object('layer', 'x', {
      resource: reference('resource', 'roads-a', { class: 'featureType' }),
      defaultStyle: reference('defaultStyle', 'night'),
    })
    replica.apply(removed(get('layer-a')))
    replica.apply(added(worldObjects().find(({ id }) => id === 'roads-a') ?? layer))
    expect(replica.apply(added(layer, remote))).toEqual(applied)
    expect(referenceOf(get('x'), 'defaultStyle')).toBe('night')
  })
})

describe('changing what is not there', () => {
  it('makes it from the state the event carries, with the change', () => {
    const { path, replica, get } = world()
    const style = object('style', 'new', { name: 'river', format: 'sld', filename: 'river.sld' })
    const outcome = replica.apply({ ...modified(style, { format: 'css' }), styleBody: Buffer.from('* {}') })
    expect(outcome).toEqual({
      outcome: 'applied',
      notes: ['the object was missing and was made from the state the event carries'],
    })
    expect(nameOf(get('new'))).toBe('river')
    expect(textOfProperty(get('new'), 'format')).toBe('css')
    expect(readFileSync(join(path, 'styles/river.sld'), 'utf8')).toBe('* {}')
    expectWhole({ path, replica })
  })

  it('makes a layer with the resource it carries', () => {
    const { path, replica, get } = world()
    const [resource, layer] = [get('roads-a'), get('layer-a')]
    replica.apply(removed(layer))
    replica.apply(modified(layer, { path: '/p' }, resource))
    expect(textOfProperty(get('layer-a'), 'path')).toBe('/p')
    expect(get('roads-a').properties).toEqual(resource.properties)
    expectWhole({ path, replica })
  })
})
