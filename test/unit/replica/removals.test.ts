import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { propertyOf, referenceOf, type CatalogObject } from '../../../electron/catalog/object.ts'
import { removalPlan } from '../../../electron/engine/replica/removal.ts'
import { childText, parentElement, textElement } from '../../../electron/xml/element.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { filesBelow } from '../../support/data-directories.ts'
import {
  added,
  expectWhole,
  references,
  removed,
  styleFile,
  world,
  worldObjects,
  type World,
} from './world.ts'
import { english } from '../../../electron/sentences/english.ts'

const gone = ({ replica }: World, ...ids: readonly string[]): boolean[] =>
  ids.map((id) => replica.catalog.get(id) === undefined)
const membersOf = (group: CatalogObject): (string | undefined)[] =>
  (propertyOf(group, 'publishables')?.children ?? []).map((member) => childText(member, 'id'))
const stylesOf = (group: CatalogObject): (string | undefined)[] =>
  (propertyOf(group, 'styles')?.children ?? []).map((style) => childText(style, 'id'))

describe('removing', () => {
  it('what is not there is nothing to do', () => {
    const each = world()
    const files = filesBelow(each.path)
    expect(each.replica.apply(removed(object('workspace', 'x', { name: 'x' })))).toEqual({
      outcome: 'ignored',
      reason: 'it is not there',
    })
    expect(filesBelow(each.path)).toEqual(files)
  })

  it.each(worldObjects().map(({ id }) => id))(
    '%s leaves nothing that refers to it, however often it is done',
    (id) => {
      const each = world()
      const event = removed(each.get(id), ...worldObjects())
      expect(each.replica.apply(event).outcome).toBe('applied')
      expect(each.replica.catalog.get(id)).toBeUndefined()
      if (id.startsWith('ns-')) return
      expectWhole(each)
      const files = filesBelow(each.path)
      expect(each.replica.apply(event)).toEqual({ outcome: 'ignored', reason: 'it is not there' })
      expect(filesBelow(each.path)).toEqual(files)
    },
  )

  it('something by name removes it from its own workspace alone', () => {
    const each = world()
    const workspace = object('workspace', 'foreign', { name: 'b' })
    const store = object('dataStore', 'foreign-pg', {
      name: 'pg',
      workspace: reference('workspace', 'foreign'),
    })
    each.replica.apply(removed(store, workspace))
    expect(gone(each, 'pg-a', 'pg-b')).toEqual([false, true])
    expectWhole(each)
  })

  it('a style takes it out of layers, and leaves its place in groups empty', () => {
    const each = world()
    const outcome = each.replica.apply(removed(each.get('st')))
    expect(outcome).toEqual({
      outcome: 'applied',
      notes: [
        'layer layer-a referred to it',
        'layer layer-b referred to it',
        'layer group all referred to it',
      ],
    })
    expect(propertyOf(each.get('layer-a'), 'styles')?.children).toEqual([])
    expect(referenceOf(each.get('layer-a'), 'defaultStyle')).toBe('st-a')
    expect(membersOf(each.get('all'))).toEqual(['layer-a', 'layer-b'])
    expect(stylesOf(each.get('all'))).toEqual([undefined, undefined])
    each.replica.apply(removed(each.get('st-b')))
    expect(referenceOf(each.get('layer-b'), 'defaultStyle')).toBeUndefined()
    expectWhole(each)
  })

  it('a style sets its rules aside, as GeoServer does', () => {
    const each = world()
    for (const round of ['', '.1', '.2']) {
      const style = object('style', 'once', { name: 'once', filename: 'once.sld' })
      each.replica.apply(styleFile(undefined, 'once.sld', `body${round}`))
      each.replica.apply(added(style))
      each.replica.apply(removed(style))
      expect(readFileSync(join(each.path, `styles/once.sld.bak${round}`), 'utf8')).toBe(`body${round}`)
      expect(existsSync(join(each.path, 'styles/once.sld'))).toBe(false)
    }
  })

  it('a layer takes its resource along, and its place in groups with the style of that place', () => {
    const each = world()
    each.replica.apply(removed(each.get('layer-a')))
    expect(gone(each, 'layer-a', 'roads-a', 'pg-a')).toEqual([true, true, false])
    expect(membersOf(each.get('all'))).toEqual(['layer-b'])
    expect(stylesOf(each.get('all'))).toEqual([undefined])
    expect(existsSync(join(each.path, 'workspaces/a/pg/roads'))).toBe(false)
    // Its own group has no member left, so it goes, and its place in the atlas.
    expect(gone(each, 'all-a')).toEqual([true])
    expect(membersOf(each.get('atlas'))).toEqual(['all-b'])
    expectWhole(each)
  })

  it('the last members of groups takes those groups along, however deep they are nested', () => {
    const each = world()
    const outer = object('layerGroup', 'outer', {
      name: 'outer',
      publishables: references('publishables', 'published', ['atlas'], 'layerGroup'),
      styles: references('styles', 'style', [null]),
    })
    each.replica.apply(added(outer))
    for (const id of ['layer-a', 'layer-b']) {
      each.replica.apply(removed(each.get(id)))
      expectWhole(each)
    }
    expect(gone(each, 'all-a', 'all-b', 'all', 'atlas', 'outer')).toEqual([true, true, true, true, true])
  })

  it('a member of a style a group has of its own takes the style of its place along', () => {
    const each = world()
    const group = object('layerGroup', 'styled', {
      name: 'styled',
      publishables: references('publishables', 'published', ['layer-b'], 'layer'),
      styles: references('styles', 'style', [null]),
      layerGroupStyles: parentElement('layerGroupStyles', [
        parentElement('LayerGroupStyle', [
          textElement('name', 'night'),
          references('layers', 'published', ['layer-b', 'layer-a', 'layer-b'], 'layer'),
          references('styles', 'style', ['st-b', 'st-a', 'st']),
        ]),
      ]),
    })
    each.replica.apply(added(group))
    each.replica.apply(removed(each.get('layer-a')))
    const [own] = propertyOf(each.get('styled'), 'layerGroupStyles')?.children ?? []
    expect(own?.children.map((child) => child.children.map((item) => childText(item, 'id')))).toEqual([
      [],
      ['layer-b', 'layer-b'],
      ['st-b', 'st'],
    ])
    expectWhole(each)
  })

  it('a store takes all it contains along', () => {
    const each = world()
    each.replica.apply(removed(each.get('pg-a')))
    expect(gone(each, 'pg-a', 'roads-a', 'layer-a', 'all-a', 'st-a')).toEqual([true, true, true, true, false])
    expectWhole(each)
  })

  it('a workspace takes all it contains along, and nothing of another', () => {
    const each = world()
    each.replica.apply(added(object('settings', 'se', { workspace: reference('workspace', 'ws-a') })))
    each.replica.apply(
      added({ ...object('service', 'wms-a', { workspace: reference('workspace', 'ws-a') }), root: 'wms' }),
    )
    each.replica.apply(removed(each.get('ws-a')))
    expect(
      gone(each, 'ws-a', 'ns-a', 'st-a', 'pg-a', 'roads-a', 'layer-a', 'all-a', 'se', 'wms-a'),
    ).not.toContain(false)
    expect(
      gone(each, 'ws-b', 'ns-b', 'st-b', 'pg-b', 'roads-b', 'layer-b', 'all-b', 'st', 'all', 'atlas'),
    ).not.toContain(true)
    expect(existsSync(join(each.path, 'workspaces/a'))).toBe(false)
    expectWhole(each)
  })

  it.each([
    ['the order of GeoServer', ['layer-a', 'roads-a', 'pg-a', 'st-a', 'ns-a', 'ws-a', 'ws-a']],
    ['the workspace first', ['ws-a', 'ns-a', 'st-a', 'pg-a', 'roads-a', 'layer-a']],
    ['the store first', ['pg-a', 'roads-a', 'layer-a', 'ns-a', 'ws-a', 'all-a']],
    ['everything twice', ['layer-a', 'layer-a', 'ws-a', 'ws-a', 'ns-a', 'ns-a']],
  ])('in %s ends in the same', (_, order) => {
    const reference = world()
    reference.replica.apply(removed(reference.get('ws-a')))
    const each = world()
    const events = new Map(order.map((id) => [id, removed(each.get(id), ...worldObjects())]))
    for (const id of order) {
      const event = events.get(id)
      if (event !== undefined) each.replica.apply(event)
    }
    expectWhole(each)
    expect(Object.fromEntries(filesBelow(each.path))).toEqual(Object.fromEntries(filesBelow(reference.path)))
  })
})

describe('removing the default workspace', () => {
  it('makes the first of the others the default in the order of ids, as a GeoServer does without saying so', () => {
    const each = world()
    // By name it would be another one.
    each.replica.apply(added(object('workspace', 'ws-0', { name: 'z' })))
    each.replica.apply(added(object('namespace', 'ns-0', { prefix: 'z' })))
    const outcome = each.replica.apply(removed(each.get('ws-a')))
    expect(outcome).toMatchObject({
      outcome: 'applied',
      notes: expect.arrayContaining([
        'the default workspace was removed; z is the default until the master says',
      ]) as unknown,
    })
    expect(each.replica.catalog.defaultWorkspace).toBe('ws-0')
    expect(readFileSync(join(each.path, 'workspaces/default.xml'), 'utf8')).toContain('<id>ws-0</id>')
    expectWhole(each)
  })

  it('leaves none when it was the last', () => {
    const each = world()
    for (const id of ['ws-b', 'ws-a']) each.replica.apply(removed(each.get(id)))
    expect(each.replica.catalog.defaultWorkspace).toBeUndefined()
    expect(existsSync(join(each.path, 'workspaces/default.xml'))).toBe(false)
    expectWhole(each)
  })
})

describe('the default of the catalog', () => {
  const defaultEvent = (
    property: 'defaultWorkspace' | 'defaultNamespace' | 'defaultDataStore',
    of: CatalogObject | null,
  ) =>
    ({
      verb: 'default',
      property,
      object: of && { kind: of.kind, id: of.id, name: of.kind === 'namespace' ? 'b' : undefined },
      copies: new Map(of === null ? [] : [[of.id, of]]),
    }) as const

  it.each([
    ['a workspace', 'defaultWorkspace', 'ws-b'],
    ['the namespace of a workspace', 'defaultNamespace', 'ns-b'],
  ] as const)('becomes %s', (_, property, id) => {
    const each = world()
    expect(each.replica.apply(defaultEvent(property, each.get(id)))).toMatchObject({ outcome: 'applied' })
    expect(each.replica.catalog.defaultWorkspace).toBe('ws-b')
    expect(readFileSync(join(each.path, 'workspaces/default.xml'), 'utf8')).toContain('<id>ws-b</id>')
    expectWhole(each)
  })

  it('becomes a workspace known by another id', () => {
    const each = world()
    each.replica.apply(defaultEvent('defaultWorkspace', object('workspace', 'foreign', { name: 'b' })))
    expect(each.replica.catalog.defaultWorkspace).toBe('ws-b')
  })

  it('waits for a workspace that is not there', () => {
    const each = world()
    const event = defaultEvent('defaultWorkspace', object('workspace', 'gone', { name: 'gone' }))
    expect(each.replica.apply(event)).toMatchObject({
      outcome: 'parked',
      missing: { kind: 'workspace', id: 'gone' },
    })
    expect(each.replica.catalog.defaultWorkspace).toBe('ws-a')
  })

  it('stays when it is to be none, or a store, which no file keeps', () => {
    const each = world()
    for (const property of ['defaultWorkspace', 'defaultNamespace', 'defaultDataStore'] as const) {
      expect(each.replica.apply(defaultEvent(property, null)).outcome).toBe('ignored')
    }
    expect(each.replica.apply(defaultEvent('defaultDataStore', each.get('pg-a'))).outcome).toBe('ignored')
    expect(each.replica.catalog.defaultWorkspace).toBe('ws-a')
  })
})

describe('the plan of a removal', () => {
  it('has dependants before what they depend on, and a group before the groups it contains', () => {
    const each = world()
    const plan = removalPlan(each.get('ws-a'), each.replica.catalog)
    const removals = plan.flatMap((step) => ('remove' in step ? [step.remove.id] : []))
    expect(removals).toEqual(['all-a', 'layer-a', 'roads-a', 'pg-a', 'st-a', 'ns-a', 'ws-a'])
    const updates = plan.flatMap((step) => ('update' in step ? [step.update.id] : []))
    expect(updates.toSorted()).toEqual(['all', 'atlas'])
  })

  it('names why each step is taken but the removal itself', () => {
    const each = world()
    const plan = removalPlan(each.get('pg-a'), each.replica.catalog)
    const reasons = plan.map((step) => step.because && english(step.because))
    expect(reasons.slice(0, 2).toSorted()).toEqual([
      'layer group all referred to it',
      'layer group atlas referred to it',
    ])
    expect(reasons.slice(2)).toEqual([
      'layer group all went with it',
      'layer layer-a went with it',
      'feature type roads went with it',
      undefined,
    ])
  })

  it('ends with groups that contain each other, and is quick for a workspace of thousands of layers', () => {
    const { replica, get } = world()
    const inA = { workspace: reference('workspace', 'ws-a') }
    const group = (id: string, ...members: readonly string[]) =>
      replica.catalog.put(
        object('layerGroup', id, {
          name: id,
          ...inA,
          publishables: references('publishables', 'published', members, 'layerGroup'),
        }),
      )
    group('left', 'right', 'all-a')
    group('right', 'left', 'all-a')
    // Each contains the next by two ways, so that there are more ways from the first to the last than can be walked.
    for (let at = 0; at < 60; at += 1)
      group(`step-${at}`, `step-${at + 1}`, `step-${at + 1}`, `step-${at + 2}`)
    group('step-60', 'all-a')
    group('step-61', 'all-a')
    const count = 3000
    for (let at = 0; at < count; at += 1) {
      const parents = {
        namespace: reference('namespace', 'ns-a'),
        store: reference('store', 'pg-a', { class: 'dataStore' }),
      }
      replica.catalog.put(object('featureType', `type-${at}`, { name: `t${at}`, ...parents }))
      const resource = reference('resource', `type-${at}`, { class: 'featureType' })
      replica.catalog.put(object('layer', `of-${at}`, { type: 'VECTOR', resource }))
    }
    const plan = removalPlan(get('ws-a'), replica.catalog)
    const removals = plan.flatMap((step) => ('remove' in step ? [step.remove.id] : []))
    expect(removals).toHaveLength(7 + 64 + 2 * count)
    expect(removals.indexOf('step-0')).toBeLessThan(removals.indexOf('step-61'))
    expect(removals.indexOf('right')).toBeLessThan(removals.indexOf('all-a'))
  })
})
