import { describe, expect, it } from 'vitest'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { kinds, type Kind } from '../../../electron/catalog/kinds/property.ts'
import type { CatalogObject } from '../../../electron/catalog/object.ts'
import * as words from '../../../electron/engine/words.ts'
import { isUpdateSequence } from '../../../electron/engine/words.ts'
import { spaced } from '../../../electron/sentences/render.ts'
import { decodeBody } from '../../../electron/wire/decode.ts'
import type { DefaultEvent, ModifyEvent } from '../../../electron/wire/event.ts'
import { parentElement, textElement } from '../../../electron/xml/element.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { masterMessages, messagesToSlave } from '../../support/recorded-messages.ts'
import { added, modified, removed, styleFile, worldObjects } from '../replica/world.ts'
import { of } from './encoded.ts'
import { english } from '../../../electron/sentences/english.ts'
import { say } from '../../../electron/sentences/say.ts'

const describeEvent = (...given: Parameters<typeof words.describeEvent>) =>
  english(words.describeEvent(...given))
const describeObject = (...given: Parameters<typeof words.describeObject>) =>
  english(words.describeObject(...given))
const wordsOf = (kind: Kind) => english(say(`kinds.${kind}`))

const empty = new Catalog()
const noCopies: ReadonlyMap<string, CatalogObject> = new Map()

function catalogOf(objects: readonly CatalogObject[]): Catalog {
  const catalog = new Catalog()
  for (const each of objects) catalog.put(each)
  return catalog
}

const known = catalogOf(worldObjects())
const inA = { workspace: reference('workspace', 'ws-a') }

describe('an object in words', () => {
  it.each([
    ['ws-a', 'workspace a'],
    ['ns-a', 'namespace a'],
    ['st', 'style line'],
    ['st-a', 'style a:line'],
    ['pg-a', 'data store a:pg'],
    ['roads-a', 'feature type a:roads'],
    ['layer-a', 'layer a:roads'],
    ['all-a', 'layer group a:all'],
    ['all', 'layer group all'],
  ])('%s is the %s, whether the catalog knows it or the message brings what it belongs to', (id, words) => {
    expect(describeObject(of(id), noCopies, known)).toBe(words)
    const copies = new Map(worldObjects().map((each) => [each.id, each]))
    expect(describeObject(of(id), copies, empty)).toBe(words)
  })

  it('is named as it is here, when a message means another name', () => {
    expect(
      describeObject({ ...of('st-a'), properties: [textElement('name', 'river')] }, noCopies, known),
    ).toBe('style a:line')
  })

  it('goes without what is not known', () => {
    expect(describeObject(of('roads-a'), noCopies, empty)).toBe('feature type roads')
    expect(describeObject(of('layer-a'), noCopies, empty)).toBe('layer layer-a')
    expect(describeObject(object('style', 'x', {}), noCopies, empty)).toBe('style x')
  })

  it('is its kind alone where there is one of it', () => {
    expect(describeObject(object('global', 'global', {}), noCopies, known)).toBe(wordsOf('global'))
    expect(describeObject(object('logging', 'logging', {}), noCopies, known)).toBe(wordsOf('logging'))
  })

  it('names services and settings by their workspace', () => {
    const wms = { ...object('service', 'wms', { name: 'WMS' }), root: 'wms' }
    const wmsOfA = { ...object('service', 'wms-a', { name: 'WMS', ...inA }), root: 'wms' }
    const settings = object('settings', 'settings-a', inA)
    for (const catalog of [known, catalogOf([...worldObjects(), wms, wmsOfA, settings])]) {
      expect(describeObject(wms, noCopies, catalog)).toBe('service wms')
      expect(describeObject(wmsOfA, noCopies, catalog)).toBe('service a:wms')
      expect(describeObject(settings, noCopies, catalog)).toBe(`${wordsOf('settings')} of a`)
    }
  })

  it('ends where objects belong to each other in a circle', () => {
    const left = object('dataStore', 'left', { name: 'left', store: reference('store', 'right') })
    const right = object('dataStore', 'right', { name: 'right', store: reference('store', 'left') })
    const copies = new Map([left, right].map((each) => [each.id, each]))
    expect(describeObject(left, copies, empty)).toBe('data store left')
  })
})

describe('a kind in words', () => {
  it.each(kinds)('%s is made of small letters, unless it is an abbreviation', (kind) => {
    expect(wordsOf(kind)).toMatch(/^(?:[a-z]+|W[A-Z]+)(?: (?:[a-z]+))*$/)
  })
})

describe('an event in words', () => {
  it('tells what is new from what was there', () => {
    expect(describeEvent(added(of('pg-a')), empty)).toBe('data store pg added')
    expect(describeEvent(added(of('pg-a'), of('ws-a')), empty)).toBe('data store a:pg added')
    expect(describeEvent(added(of('pg-a')), known)).toBe('data store a:pg saved')
  })

  it('tells what goes', () => {
    expect(describeEvent(removed(of('layer-a')), known)).toBe('layer a:roads removed')
  })

  it('tells what changed, in words, and the body of a style', () => {
    const event = modified(of('layer-a'), {
      defaultStyle: reference('defaultStyle', 'st'),
      queryable: 'false',
      attribution: parentElement('attribution', [textElement('title', 'x')]),
    })
    expect(describeEvent(event, known)).toBe('layer a:roads modified: default style, queryable, attribution')
    const body = { ...modified(of('st-a'), { format: 'css' }), styleBody: Buffer.from('*{}') }
    expect(describeEvent(body, known)).toBe('style a:line modified: format, body')
    expect(describeEvent({ ...modified(of('st-a'), {}), styleBody: Buffer.from('') }, known)).toBe(
      'style a:line modified: body',
    )
  })

  it('leaves out what is as it was', () => {
    expect(describeEvent(modified(of('st-a'), { format: 'sld', filename: 'river.sld' }), known)).toBe(
      'style a:line modified: filename',
    )
    expect(describeEvent(modified(of('st-a'), { format: 'sld' }), known)).toBe('style a:line saved')
    expect(describeEvent(modified(of('st-a'), {}), known)).toBe('style a:line saved')
    expect(describeEvent(modified(of('st-a'), { description: null }), known)).toBe('style a:line saved')
  })

  it('names a change of a name by the name that is known here', () => {
    expect(describeEvent(modified(of('ws-a'), { name: 'hydro' }), known)).toBe('workspace a modified: name')
  })

  it('tells the file of a style', () => {
    expect(describeEvent(styleFile(undefined, 'line.sld', ''), known)).toBe('style file line.sld')
    expect(describeEvent(styleFile('a', 'line.css', ''), known)).toBe('style file a:line.css')
  })

  it.each([
    ['defaultWorkspace', { kind: 'workspace', id: 'ws-a', name: 'a' }, 'default workspace is a'],
    ['defaultWorkspace', null, 'default workspace is none'],
    ['defaultNamespace', { kind: 'namespace', id: 'ns-a', name: 'a' }, 'default namespace is a'],
    ['defaultDataStore', { kind: 'dataStore', id: 'pg-a', name: 'pg' }, 'default data store is pg'],
  ] as const)('tells the default: %s %j', (property, target, words) => {
    const event: DefaultEvent = { verb: 'default', property, object: target, copies: noCopies }
    expect(describeEvent(event, known)).toBe(words)
  })

  it('is one line for every recorded message', () => {
    for (const { handler, body } of [...masterMessages(), ...messagesToSlave()]) {
      const words = describeEvent(decodeBody(handler, body), empty)
      expect(words).toMatch(/^[a-zA-Z][^\n]{5,200}$/)
      expect(words).not.toMatch(/undefined|null|\[object/)
    }
  })
})

describe('an event that only says a counter went up', () => {
  const counter = (object: CatalogObject, ...names: readonly string[]): ModifyEvent =>
    modified(object, Object.fromEntries(names.map((name) => [name, '5'])))
  const global = object('global', 'global', { updateSequence: '4' })

  it('is one of the global settings that changes the counter alone', () => {
    expect(isUpdateSequence(counter(global, 'updateSequence'))).toBe(true)
    expect(isUpdateSequence(counter(global, 'updateSequence', 'globalServices'))).toBe(false)
    expect(isUpdateSequence(counter(global, 'globalServices'))).toBe(false)
    expect(isUpdateSequence(counter(global))).toBe(false)
    expect(isUpdateSequence(counter(of('ws-a'), 'updateSequence'))).toBe(false)
    expect(isUpdateSequence(added(global))).toBe(false)
    expect(isUpdateSequence(styleFile(undefined, 'line.sld', ''))).toBe(false)
  })
})

describe('the name of a property', () => {
  it.each([
    ['title', 'title'],
    ['defaultStyle', 'default style'],
    ['abstractTxt', 'abstract txt'],
    ['latLonBoundingBox', 'lat lon bounding box'],
    ['nativeCRS', 'native CRS'],
    ['SRS', 'SRS'],
    ['srs', 'srs'],
    ['useURLs', 'use URLs'],
    ['webUIMode', 'web UI mode'],
    ['defaultWMSInterpolationMethod', 'default WMS interpolation method'],
    ['getFeatureInfoMimeTypes', 'get feature info mime types'],
    ['xmlPostRequestLogBufferSize', 'xml post request log buffer size'],
    ['cite11', 'cite11'],
    ['2dBox', '2d box'],
    ['', ''],
  ])('%j is %j', (name, words) => {
    expect(spaced(name)).toBe(words)
  })
})
