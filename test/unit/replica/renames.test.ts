import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nameOf, propertyOf, referenceOf, textOfProperty } from '../../../electron/catalog/object.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { filesBelow } from '../../support/data-directories.ts'
import { failureOf } from '../../support/failures.ts'
import {
  added,
  expectWhole,
  modified,
  references,
  removed,
  styleFile,
  world,
  worldIn,
  type World,
} from './world.ts'

const exists = ({ path }: World, file: string): boolean => existsSync(join(path, file))
const content = ({ path }: World, file: string): string => readFileSync(join(path, file), 'utf8')

describe('a renamed workspace', () => {
  const renamesOf = (each: World) => ({
    workspace: modified(each.get('ws-a'), { name: 'hydro' }),
    namespace: modified(each.get('ns-a'), { prefix: 'hydro' }),
  })

  it.each([
    ['namespace first, as GeoServer 2.26 sends it', ['namespace', 'workspace']],
    ['workspace first', ['workspace', 'namespace']],
    ['workspace alone', ['workspace']],
    ['namespace alone', ['namespace']],
    ['both, each twice', ['namespace', 'namespace', 'workspace', 'workspace']],
  ] as const)('takes its namespace and all below it along: %s', (_, order) => {
    const each = world()
    const renames = renamesOf(each)
    for (const which of order) {
      expect(each.replica.apply(renames[which])).toMatchObject({ outcome: 'applied' })
      // At no moment is there a directory GeoServer would ignore.
      expectWhole(each)
    }
    expect([nameOf(each.get('ws-a')), nameOf(each.get('ns-a'))]).toEqual(['hydro', 'hydro'])
    expect(exists(each, 'workspaces/a')).toBe(false)
    for (const file of [
      'workspace.xml',
      'namespace.xml',
      'pg/roads/layer.xml',
      'styles/line.sld',
      'layergroups/all.xml',
    ]) {
      expect([file, exists(each, `workspaces/hydro/${file}`)]).toEqual([file, true])
    }
    expect(content(each, 'workspaces/default.xml')).toContain('<name>hydro</name>')
  })

  it('makes way for nobody by mistake: a new workspace with the old name keeps its namespace', () => {
    const each = world()
    const renames = renamesOf(each)
    each.replica.apply(renames.namespace)
    each.replica.apply(renames.workspace)
    each.replica.apply(added(object('workspace', 'ws-new', { name: 'a' })))
    each.replica.apply(added(object('namespace', 'ns-new', { prefix: 'a', uri: 'http://new' })))
    for (const rename of [renames.workspace, renames.namespace]) each.replica.apply(rename)
    expect([nameOf(each.get('ws-new')), nameOf(each.get('ns-new'))]).toEqual(['a', 'a'])
    expect([nameOf(each.get('ws-a')), nameOf(each.get('ns-a'))]).toEqual(['hydro', 'hydro'])
    expectWhole(each)
  })

  it.each([
    ['namespace first', ['namespace', 'workspace']],
    ['workspace first', ['workspace', 'namespace']],
  ] as const)('takes the place of one the master no longer has: %s', (_, order) => {
    const each = world()
    const renames = {
      workspace: modified(each.get('ws-a'), { name: 'b' }),
      namespace: modified(each.get('ns-a'), { prefix: 'b' }),
    }
    for (const which of order) each.replica.apply(renames[which])
    expectWhole(each)
    expect(
      ['ws-b', 'ns-b', 'pg-b', 'roads-b', 'layer-b', 'all-b', 'st-b'].filter((id) =>
        each.replica.catalog.get(id),
      ),
    ).toEqual([])
    expect([nameOf(each.get('ws-a')), nameOf(each.get('ns-a'))]).toEqual(['b', 'b'])
    expect(exists(each, 'workspaces/a')).toBe(false)
    expect(content(each, 'workspaces/b/pg/roads/featuretype.xml')).toContain('<title>Roads of a</title>')
    expect(propertyOf(each.get('all'), 'publishables')?.children).toHaveLength(1)
  })

  it('and one that changes names with it', () => {
    const each = world()
    for (const [id, from, to] of [
      ['a', 'a', 'c'],
      ['b', 'b', 'a'],
      ['a', 'c', 'b'],
    ] as const) {
      each.replica.apply(modified({ ...each.get(`ns-${id}`) }, { prefix: to }))
      each.replica.apply(modified({ ...each.get(`ws-${id}`) }, { name: to }))
      expect(from).not.toBe(to)
      expectWhole(each)
    }
    expect([nameOf(each.get('ws-a')), nameOf(each.get('ws-b'))]).toEqual(['b', 'a'])
    expect(content(each, 'workspaces/b/pg/roads/featuretype.xml')).toContain('Roads of a')
    expect(content(each, 'workspaces/a/pg/roads/featuretype.xml')).toContain('Roads of b')
  })
})

describe('a renamed or moved object', () => {
  it('store takes its directory along', () => {
    const each = world()
    each.replica.apply(modified(each.get('pg-a'), { name: 'postgis' }))
    expect(exists(each, 'workspaces/a/pg')).toBe(false)
    expect(exists(each, 'workspaces/a/postgis/roads/layer.xml')).toBe(true)
    expectWhole(each)
  })

  it('store in another workspace takes its directory along', () => {
    const each = world()
    each.replica.apply(added(object('workspace', 'ws-c', { name: 'c' })))
    each.replica.apply(added(object('namespace', 'ns-c', { prefix: 'c' })))
    each.replica.apply(modified(each.get('pg-a'), { workspace: reference('workspace', 'ws-c') }))
    each.replica.apply(modified(each.get('roads-a'), { namespace: reference('namespace', 'ns-c') }))
    expect(exists(each, 'workspaces/a/pg')).toBe(false)
    expect(exists(each, 'workspaces/c/pg/roads/layer.xml')).toBe(true)
    expectWhole(each)
  })

  it('feature type takes its layer along, whose file repeats the name', () => {
    const each = world()
    each.replica.apply(modified(each.get('roads-a'), { name: 'ways' }))
    expect(content(each, 'workspaces/a/pg/ways/layer.xml')).toContain('<name>ways</name>')
    expect(exists(each, 'workspaces/a/pg/roads')).toBe(false)
    expectWhole(each)
  })

  it('feature type moves to another store', () => {
    const each = world()
    each.replica.apply(
      added(object('dataStore', 'shp', { name: 'shp', workspace: reference('workspace', 'ws-a') })),
    )
    each.replica.apply(
      modified(each.get('roads-a'), { store: reference('store', 'shp', { class: 'dataStore' }) }),
    )
    expect(exists(each, 'workspaces/a/shp/roads/layer.xml')).toBe(true)
    expectWhole(each)
  })

  it('style takes its rules along, which a real slave leaves behind', () => {
    const each = world()
    const event = modified(each.get('st'), { name: 'river', filename: 'river.sld' })
    each.replica.apply({ ...event, styleBody: Buffer.from('<sld>new</sld>') })
    expect(content(each, 'styles/river.sld')).toBe('<sld>new</sld>')
    expect(exists(each, 'styles/line.sld')).toBe(false)
    expect(exists(each, 'styles/line.xml')).toBe(false)
    expect(content(each, 'workspaces/a/styles/line.sld')).toBe('<sld>a</sld>')
    expectWhole(each)
  })

  it('style keeps its rules when the event brings none', () => {
    const each = world()
    each.replica.apply(modified(each.get('st'), { name: 'river', filename: 'river.sld' }))
    expect(content(each, 'styles/river.sld')).toBe('<sld>global</sld>')
    expectWhole(each)
  })

  it('style moves into a workspace with its rules', () => {
    const each = world()
    each.replica.apply(
      modified(each.get('st'), {
        name: 'river',
        workspace: reference('workspace', 'ws-b'),
        filename: 'river.sld',
      }),
    )
    expect(content(each, 'workspaces/b/styles/river.sld')).toBe('<sld>global</sld>')
    expect(exists(each, 'styles/line.sld')).toBe(false)
    expectWhole(each)
  })

  it('style of another language keeps its rules under another ending', () => {
    const each = world()
    each.replica.apply({
      ...modified(each.get('st'), { format: 'css', filename: 'line.css' }),
      styleBody: Buffer.from('* { stroke: red }'),
    })
    expect(content(each, 'styles/line.css')).toBe('* { stroke: red }')
    expect(exists(each, 'styles/line.sld')).toBe(false)
    each.replica.apply(styleFile(undefined, 'fill.ysld', 'name: fill'))
    each.replica.apply(
      added(object('style', 'fill', { name: 'fill', format: 'ysld', filename: 'fill.ysld' })),
    )
    expect(content(each, 'styles/fill.ysld')).toBe('name: fill')
    expectWhole(each)
  })

  it('layer group moves into another workspace', () => {
    const each = world()
    each.replica.apply(
      modified(each.get('all'), { name: 'everything', workspace: reference('workspace', 'ws-b') }),
    )
    expect(exists(each, 'workspaces/b/layergroups/everything.xml')).toBe(true)
    expect(exists(each, 'layergroups/all.xml')).toBe(false)
    expectWhole(each)
  })

  it('settings move to another workspace', () => {
    const each = world()
    each.replica.apply(
      added(object('settings', 'se', { workspace: reference('workspace', 'ws-a'), title: 't' })),
    )
    each.replica.apply(modified(each.get('se'), { workspace: reference('workspace', 'ws-b') }))
    expect(exists(each, 'workspaces/a/settings.xml')).toBe(false)
    expect(content(each, 'workspaces/b/settings.xml')).toContain('<title>t</title>')
    expectWhole(each)
  })

  it('is found by the name it had where it has another id', () => {
    const each = world()
    const foreign = object('style', 'foreign', { name: 'line', filename: 'line.sld' })
    each.replica.apply(modified(foreign, { name: 'river', filename: 'river.sld' }))
    expect(nameOf(each.get('st'))).toBe('river')
    expectWhole(each)
  })

  it('with a name that cannot be a directory is refused, and everything stays where it is', () => {
    const each = world()
    const files = filesBelow(each.path)
    for (const [id, values] of [
      ['ws-a', { name: '..' }],
      ['ws-a', { name: 'x/y' }],
      ['ns-a', { prefix: '../../x' }],
      ['pg-a', { name: 'styles' }],
      ['pg-a', { name: '' }],
      ['roads-a', { name: '.' }],
      ['st-a', { filename: '../../../x.sld' }],
      ['st-a', { name: 'a\\b' }],
      ['all', { name: 'x\u0000' }],
    ] as const) {
      expect(failureOf(() => each.replica.apply(modified(each.get(id), values))).code).toMatch(
        /^PLB-(?:STORAGE|CATALOG)-/,
      )
      expect(filesBelow(each.path)).toEqual(files)
    }
    expectWhole(each)
  })
})

describe('an object known here by another id', () => {
  it.each([
    ['workspace', 'ws-a', { name: 'a' }],
    ['namespace', 'ns-a', { prefix: 'a' }],
    ['dataStore', 'pg-a', { name: 'pg', workspace: reference('workspace', 'ws-a') }],
    [
      'featureType',
      'roads-a',
      {
        name: 'roads',
        namespace: reference('namespace', 'ns-a'),
        store: reference('store', 'pg-a', { class: 'dataStore' }),
      },
    ],
    ['layer', 'layer-a', { resource: reference('resource', 'roads-a', { class: 'featureType' }) }],
    ['style', 'st', { name: 'line', filename: 'line.sld' }],
    ['layerGroup', 'all-a', { name: 'all', workspace: reference('workspace', 'ws-a') }],
  ] as const)('%s takes over the id of the sender, and references follow', (kind, id, values) => {
    const each = world()
    const before = each.replica.catalog.size
    const outcome = each.replica.apply(added(object(kind, 'new-id', values)))
    expect(outcome).toEqual({ outcome: 'applied', notes: [`took over the id new-id; it was ${id} here`] })
    expect(each.replica.catalog.get(id)).toBeUndefined()
    expect(each.replica.catalog.size).toBe(before)
    expectWhole(each)
    expectWhole(worldIn(each.path))
    for (const content of filesBelow(each.path).values()) expect(content).not.toContain(`<id>${id}</id>`)
    if (kind === 'workspace') expect(each.replica.catalog.defaultWorkspace).toBe('new-id')
  })

  it('keeps the rules of a style when its file has another name', () => {
    const each = world()
    each.replica.apply(added(object('style', 'new-id', { name: 'line', filename: 'other.sld' })))
    expect(content(each, 'styles/other.sld')).toBe('<sld>global</sld>')
    expectWhole(each)
  })

  it('stays as it was when the newcomer cannot be stored', () => {
    const each = world()
    const files = filesBelow(each.path)
    const hostile = object('style', 'new-id', { name: 'line', filename: '../line.sld' })
    expect(failureOf(() => each.replica.apply(added(hostile))).code).toBe('PLB-STORAGE-NAME-REFUSED')
    expect(filesBelow(each.path)).toEqual(files)
    expect(referenceOf(each.get('layer-a'), 'styles')).toBeUndefined()
    expectWhole(each)
  })

  it('makes way for another one that takes its name: a style or group hands its references over', () => {
    const each = world()
    each.replica.apply(added(object('style', 'other', { name: 'river', filename: 'river.sld' })))
    each.replica.apply(styleFile(undefined, 'river.sld', 'river'))
    const outcome = each.replica.apply(modified(each.get('other'), { name: 'line', filename: 'line.sld' }))
    expect(outcome).toEqual({ outcome: 'applied', notes: ['style line (st) made way for other'] })
    expect(each.replica.catalog.get('st')).toBeUndefined()
    expect(propertyOf(each.get('layer-a'), 'styles')?.children[0]?.children[0]?.text).toBe('other')
    expect(content(each, 'styles/line.sld')).toBe('river')
    expect(content(each, 'styles/line.sld.bak')).toBe('<sld>global</sld>')
    expectWhole(each)
  })

  it('makes way for another one that takes its name: a store takes along what it contains', () => {
    const each = world()
    each.replica.apply(
      added(object('dataStore', 'other', { name: 'other', workspace: reference('workspace', 'ws-a') })),
    )
    const { outcome } = each.replica.apply(modified(each.get('other'), { name: 'pg' }))
    expect(outcome).toBe('applied')
    expect(['pg-a', 'roads-a', 'layer-a', 'all-a'].filter((id) => each.replica.catalog.get(id))).toEqual([])
    expectWhole(each)
  })

  it('makes way for another kind of store', () => {
    const each = world()
    const store = object('coverageStore', 'dem', {
      name: 'pg',
      workspace: reference('workspace', 'ws-a'),
      url: 'file:x',
    })
    expect(each.replica.apply(added(store)).outcome).toBe('applied')
    expect(each.replica.catalog.get('roads-a')).toBeUndefined()
    expect(exists(each, 'workspaces/a/pg/coveragestore.xml')).toBe(true)
    expect(exists(each, 'workspaces/a/pg/datastore.xml')).toBe(false)
    expectWhole(each)
  })

  it('a layer of the same resource hands its places in groups over', () => {
    const each = world()
    each.replica.apply(removed(each.get('all-b')))
    each.replica.apply(
      modified(each.get('layer-b'), { resource: reference('resource', 'roads-a', { class: 'featureType' }) }),
    )
    expect(each.replica.catalog.get('layer-a')).toBeUndefined()
    expect(each.replica.catalog.get('roads-a')).toBeDefined()
    expect(propertyOf(each.get('all-a'), 'publishables')?.children[0]?.children[0]?.text).toBe('layer-b')
    expectWhole(each)
  })
})

describe('changes without a rename', () => {
  it('apply what is listed and keep the rest, what is unknown included', () => {
    const each = world()
    const future = object('dataStore', 'pg-a', {
      name: 'pg',
      workspace: reference('workspace', 'ws-a'),
      future: 'kept',
      description: 'old',
      type: 'PostGIS',
    })
    each.replica.apply(added(future))
    // The sender's state lacks what only this node knows.
    const sender = object('dataStore', 'pg-a', {
      name: 'pg',
      workspace: reference('workspace', 'ws-a'),
      description: 'old',
    })
    each.replica.apply(modified(sender, { description: null, enabled: 'true', another: 'new' }))
    const properties = Object.fromEntries(each.get('pg-a').properties.map(({ name, text }) => [name, text]))
    expect(properties).toMatchObject({ future: 'kept', type: 'PostGIS', enabled: 'true', another: 'new' })
    expect(properties).not.toHaveProperty('description')
    expectWhole(each)
  })

  it('to a layer do not touch what the layer passes on to its resource', () => {
    const each = world()
    each.replica.apply(modified(each.get('layer-a'), { enabled: 'false', title: 't', name: 'n', path: '/p' }))
    expect(each.get('layer-a').properties.map(({ name }) => name)).not.toContain('enabled')
    expect(textOfProperty(each.get('roads-a'), 'enabled')).toBe('true')
    expect(textOfProperty(each.get('layer-a'), 'path')).toBe('/p')
    expectWhole(each)
  })

  it('take the stamp of the sender along', () => {
    const each = world()
    const stamped = { ...each.get('st') }
    const event = modified(
      object('style', 'st', { name: 'line', dateModified: '2024-05-01 10:00:00.7 UTC' }),
      { format: 'css' },
    )
    each.replica.apply(event)
    expect(textOfProperty(stamped, 'dateModified')).toBeUndefined()
    expect(textOfProperty(each.get('st'), 'dateModified')).toBe('2024-05-01 10:00:00.7 UTC')
  })

  it('of the global configuration take the whole state of the sender', () => {
    const each = world()
    const global = object('global', 'global', {
      updateSequence: '1',
      lockProviderName: 'old',
      adminUsername: 'a',
    })
    each.replica.apply(added(global))
    const sent = object('global', 'global', { updateSequence: '2', lockProviderName: 'new' })
    each.replica.apply(modified(sent, { updateSequence: '3' }))
    expect(each.get('global').properties.map(({ name, text }) => [name, text])).toEqual([
      ['updateSequence', '3'],
      ['lockProviderName', 'new'],
    ])
    expectWhole(each)
  })

  it('empty a style body only when the event says so', () => {
    const each = world()
    each.replica.apply(modified(each.get('st'), { format: 'sld' }))
    expect(content(each, 'styles/line.sld')).toBe('<sld>global</sld>')
    each.replica.apply({ ...modified(each.get('st'), {}), styleBody: Buffer.from('') })
    expect(content(each, 'styles/line.sld')).toBe('')
  })

  it('of a group make the places of members and styles', () => {
    const each = world()
    each.replica.apply(
      modified(each.get('all'), {
        publishables: references('publishables', 'published', ['layer-b', 'layer-a', 'layer-b'], 'layer'),
        styles: references('styles', 'style', [null, 'st-a', null]),
      }),
    )
    expect(propertyOf(each.get('all'), 'publishables')?.children).toHaveLength(3)
    expectWhole(each)
  })
})
