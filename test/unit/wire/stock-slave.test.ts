import { describe, expect, it } from 'vitest'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import type { CatalogObject } from '../../../electron/catalog/object.ts'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import type { ClusterEvent, PropertyChange } from '../../../electron/wire/event.ts'
import type { Receiver } from '../../../electron/wire/receiver.ts'
import { inSteps } from '../../../electron/wire/steps.ts'
import { childOf, parentElement, textElement, type XmlElement } from '../../../electron/xml/element.ts'
import { parseXml } from '../../../electron/xml/parse.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { failureOf } from '../../support/failures.ts'

/* What a real slave of 2.26.2 refused or misread, and the form of the message it took instead. */

const catalog = new Catalog()
for (const each of [
  object('workspace', 'b', { name: 'b' }),
  object('namespace', 'nb', { prefix: 'b', uri: 'http://b' }),
  object('style', 'st', { name: 'roads', workspace: reference('workspace', 'b') }),
  object('style', 'plain', { name: 'plain' }),
  object('dataStore', 'd', { name: 'd', workspace: reference('workspace', 'b') }),
  object('featureType', 'f', {
    name: 'roads',
    namespace: reference('namespace', 'nb'),
    store: reference('store', 'd', { class: 'dataStore' }),
  }),
  object('layer', 'l', {
    name: 'roads',
    resource: reference('resource', 'f', { class: 'featureType' }),
    defaultStyle: reference('defaultStyle', 'st'),
  }),
  object('layerGroup', 'g', {
    name: 'g',
    workspace: reference('workspace', 'b'),
    publishables: parentElement('publishables', [reference('published', 'l', { type: 'layer' })]),
    styles: parentElement('styles', [parentElement('style', [])]),
  }),
]) {
  catalog.put(each)
}
const find = (id: string): CatalogObject | undefined => catalog.get(id)
const copies = new Map<string, CatalogObject>()
const stock: Receiver = { runs: 'geoserver', releases: ['2.26.2'] }

function known(id: string): CatalogObject {
  const found = find(id)
  if (found === undefined) throw new Error(`There is no ${id}.`)
  return found
}

function modify(each: CatalogObject, ...changes: readonly PropertyChange[]): ClusterEvent {
  return { verb: 'modify', object: each, changes, copies }
}

function change(name: string, before: XmlElement | null, after: XmlElement | null): PropertyChange {
  return { bean: name, name, before, after }
}

/** What a message lists as changed: name, old value, new value. */
function listed(
  event: ClusterEvent,
  receiver?: Receiver,
): readonly (readonly [string, XmlElement, XmlElement])[] {
  const root = parseXml(encodeEvent(event, find, receiver).body)
  const lists = childOf(root, 'event') ?? root
  const [names, before, after] = ['propertyNames', 'oldValues', 'newValues'].map(
    (name) => childOf(lists, name)?.children ?? [],
  )
  return (names ?? []).map(({ text }, at) => {
    const [old, fresh] = [before?.[at], after?.[at]]
    if (old === undefined || fresh === undefined) throw new Error(`${text} has no values.`)
    return [text, old, fresh]
  })
}

const outline = (element: XmlElement): unknown =>
  element.children.length === 0 ? [element.name, element.text] : [element.name, element.children.map(outline)]

describe('an object in a workspace, which is looked up by its bare name', () => {
  it.each([
    ['style', 'st', 'roads'],
    ['layer', 'l', 'roads'],
    ['layerGroup', 'g', 'g'],
  ])('a %s is found by its full name, which comes first', (_, id, name) => {
    const event = modify(known(id), change('metadata', null, parentElement('metadata', [])))
    const [first, ...others] = listed(event)
    expect(first?.map((each) => (typeof each === 'string' ? each : each.text))).toEqual([
      'name',
      `b:${name}`,
      name,
    ])
    expect(others.map(([bean]) => bean)).toEqual(['metadata'])
    expect(decodeBody('JMSCatalogModifyEventHandlerSPI', encodeEvent(event, find).body)).toMatchObject({
      changes: [{ name: 'metadata' }],
    })
  })

  it('its rules as well', () => {
    const event: ClusterEvent = {
      verb: 'modify',
      object: known('st'),
      changes: [],
      copies,
      styleBody: Buffer.from('<a/>'),
    }
    expect(listed(event).map(([bean, before]) => [bean, before.text])).toEqual([['name', 'b:roads']])
  })

  it('a new name is told once', () => {
    const event = modify(
      known('st'),
      change('name', textElement('name', 'roads'), textElement('name', 'ways')),
    )
    expect(listed(event).map(([bean, before, after]) => [bean, before.text, after.text])).toEqual([
      ['name', 'b:roads', 'ways'],
    ])
    const decoded = decodeBody('JMSCatalogModifyEventHandlerSPI', encodeEvent(event, find).body)
    expect(decoded).toMatchObject({
      changes: [{ name: 'name', before: { text: 'roads' }, after: { text: 'ways' } }],
    })
  })

  it('a global one, and one of another kind, goes by its own name', () => {
    const changes = [change('metadata', null, parentElement('metadata', []))]
    expect(listed(modify(known('plain'), ...changes)).map(([bean]) => bean)).toEqual(['metadata'])
    expect(listed(modify(known('d'), ...changes)).map(([bean]) => bean)).toEqual(['metadata'])
    expect(listed(modify(known('f'), ...changes)).map(([bean]) => bean)).toEqual(['metadata'])
  })
})

it('a collection is cleared by an empty one', () => {
  const cleared = (id: string, ...names: readonly string[]) =>
    listed(modify(known(id), ...names.map((name) => change(name, null, null))))
      .slice(known(id).kind === 'layer' ? 1 : 0)
      .map(([bean, , after]) => [bean, outline(after)])
  expect(cleared('l', 'styles', 'authorityURLs', 'metadata')).toEqual([
    ['styles', ['linked-hash-set', '']],
    ['authorityURLs', ['list', '']],
    ['metadata', ['org.geoserver.catalog.MetadataMap', [['map', '']]]],
  ])
  expect(cleared('d', 'connectionParameters')).toEqual([['connectionParameters', ['map', '']]])
  expect(cleared('f', 'keywords', 'responseSRS', 'attributes', 'cqlFilter')).toEqual([
    ['keywords', ['list', '']],
    ['responseSRS', ['list', '']],
    ['attributes', ['list', '']],
    ['cqlFilter', ['null', '']],
  ])
})

it('a number, a flag or a choice that is taken back is what GeoServer takes its absence for', () => {
  const names = ['encodeMeasures', 'advertised', 'maxFeatures', 'title']
  expect(
    listed(modify(known('f'), ...names.map((name) => change(name, null, null)))).map(([bean, , after]) => [
      bean,
      outline(after),
    ]),
  ).toEqual([
    ['encodeMeasures', ['boolean', 'false']],
    ['advertised', ['boolean', 'true']],
    ['maxFeatures', ['int', '0']],
    ['title', ['null', '']],
  ])
})

it('vendor parameters of a WMS layer are sent to those who know them', () => {
  const layer = object('wmsLayer', 'w', {
    name: 'w',
    vendorParameters: parentElement('vendorParameters', [textElement('entry', 'v', { key: 'k' })]),
  })
  const body = (receiver: Receiver) =>
    encodeEvent({ verb: 'add', object: layer, copies }, find, receiver).body
  expect(body(stock)).not.toContain('vendorParameters')
  expect(body({ runs: 'geoserver', releases: ['2.28'] })).toContain('<vendorParameters>')
  const without = object('wmsLayer', 'w', { name: 'w' })
  expect(encodeEvent({ verb: 'add', object: without, copies }).body).not.toContain('vendorParameters')
})

describe('a password only its own node can read', () => {
  const store = (passwd: string) =>
    object('dataStore', 'p', {
      name: 'pg',
      connectionParameters: parentElement('connectionParameters', [
        textElement('entry', passwd, { key: 'passwd' }),
        textElement('entry', 'crypt1:host', { key: 'host' }),
      ]),
    })
  const parameters = (of: CatalogObject): XmlElement | null =>
    of.properties.find(({ name }) => name === 'connectionParameters') ?? null

  it('is not sent to a GeoServer, which could not save the store', () => {
    const encrypted = store('crypt1:abc=')
    const cascade = object('wmsStore', 'c', { name: 'c', password: 'crypt2:abc=' })
    const events: readonly ClusterEvent[] = [
      { verb: 'add', object: encrypted, copies },
      modify(store('clear'), change('connectionParameters', null, parameters(encrypted))),
      { verb: 'add', object: cascade, copies },
      modify(cascade, change('password', null, textElement('password', 'crypt1:x'))),
    ]
    for (const event of events) {
      expect(failureOf(() => encodeEvent(event, find, stock)).code).toBe('PLB-WIRE-PASSWORD-ENCRYPTED')
      // A node of Plumbline writes it into its file as it is, where a clone of that GeoServer can read it.
      expect(encodeEvent(event, find, { runs: 'plumbline' }).body).toMatch(/crypt[12]:/)
    }
  })

  it('holds up nothing else about the store', () => {
    const encrypted = store('crypt1:abc=')
    for (const event of [
      modify(encrypted, change('description', null, textElement('description', 'd'))),
      { verb: 'remove', object: encrypted, copies } as const,
      { verb: 'add', object: store('plain:secret'), copies } as const,
    ]) {
      expect(() => encodeEvent(event, find, stock)).not.toThrow()
    }
  })
})

describe('a group of which members have no style of their own', () => {
  const styles = (...ids: readonly string[]): XmlElement =>
    parentElement(
      'styles',
      ids.map((id) => (id === '' ? parentElement('style', []) : reference('style', id))),
    )
  const group = (id: string, members: readonly [string, 'layer' | 'layerGroup'][], own: XmlElement) =>
    object('layerGroup', id, {
      name: id,
      publishables: parentElement(
        'publishables',
        members.map(([member, type]) => reference('published', member, { type })),
      ),
      styles: own,
    })
  const stylesIn = (event: ClusterEvent | undefined) => {
    const { body } = encodeEvent(event ?? modify(known('g')), find)
    const proxied = (element: XmlElement) => {
      const handler = childOf(element, 'handler')
      return (handler && childOf(handler, 'proxyObject')) ?? element
    }
    const source = childOf(parseXml(body), 'source')
    const own = source && childOf(proxied(source), 'styles')
    return own?.children.map((each) => childOf(proxied(each), 'id')?.text ?? 'null')
  }

  it('is added with the default of each, which is then taken away', () => {
    const added = group(
      'new',
      [
        ['l', 'layer'],
        ['l', 'layer'],
        ['g', 'layerGroup'],
      ],
      styles('', 'plain', ''),
    )
    const steps = inSteps({ verb: 'add', object: added, copies }, find)
    expect(steps.map(({ verb }) => verb)).toEqual(['add', 'modify'])
    expect(stylesIn(steps[0])).toEqual(['st', 'plain', 'st'])
    const [, then] = steps
    if (then === undefined) throw new Error('There is no second step.')
    expect(listed(then).map(([bean, , after]) => [bean, after.children.map(({ name }) => name)])).toEqual([
      ['styles', ['null', 'dynamic-proxy', 'null']],
    ])
  })

  it('that has all its styles, or no style could be found for, goes as it is', () => {
    const whole = group('new', [['l', 'layer']], styles('plain'))
    const lost = group('new', [['gone', 'layer']], styles(''))
    for (const added of [whole, lost]) {
      const event = { verb: 'add', object: added, copies } as const
      expect(inSteps(event, find)).toEqual([event])
    }
  })

  it('and no member one that a catalog has, is added with any', () => {
    const catalog = new Catalog()
    catalog.put(known('plain'))
    const cascaded = group('new', [['gone', 'layer']], styles(''))
    const steps = inSteps({ verb: 'add', object: cascaded, copies }, find, catalog)
    expect(steps.map(({ verb }) => verb)).toEqual(['add', 'modify'])
    expect(stylesIn(steps[0])).toEqual(['plain'])
  })

  it('that contains itself comes to an end', () => {
    const circle = group('circle', [['circle', 'layerGroup']], styles(''))
    const event = { verb: 'add', object: circle, copies: new Map([['circle', circle]]) } as const
    expect(inSteps(event, find)).toEqual([event])
  })
})

it('global settings are sent as they will be, of which a slave takes the parts', () => {
  const global = object('global', 'global', {
    settings: parentElement('settings', [textElement('charset', 'UTF-8'), textElement('numDecimals', '4')]),
    jai: parentElement('jai', [textElement('tileThreads', '7'), textElement('pngAcceleration', 'false')]),
  })
  const settings = parentElement('settings', [
    textElement('charset', 'UTF-16'),
    textElement('numDecimals', '8'),
  ])
  const event = modify(global, change('settings', null, settings))
  const source = childOf(parseXml(encodeEvent(event, find, stock).body), 'source')
  const sent = source && childOf(source, 'settings')
  expect(sent?.children.map(({ name, text }) => [name, text])).toEqual([
    ['charset', 'UTF-16'],
    ['numDecimals', '8'],
  ])
})

it.each([
  object('settings', 'se', {
    workspace: reference('workspace', 'b'),
    title: 'B',
    clientProperties: parentElement('clientProperties', []),
  }),
  {
    ...object('service', 'wms', { name: 'WMS', workspace: reference('workspace', 'b'), title: 'B' }),
    root: 'wms',
  },
])('new $root are changed as well, for a slave that still has those of a workspace before', (added) => {
  const steps = inSteps({ verb: 'add', object: added, copies }, find)
  expect(steps.map(({ verb }) => verb)).toEqual(['add', 'modify'])
  const [, then] = steps
  if (then === undefined) throw new Error('There is no second step.')
  const own = added.kind === 'service' ? ['name', 'title'] : ['title']
  expect(listed(then).map(([bean]) => bean)).toEqual(own)
  expect(encodeEvent(then, find).body).toContain('<eventType>MODIFIED</eventType>')
})
