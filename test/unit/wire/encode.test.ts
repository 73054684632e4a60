import { describe, expect, it } from 'vitest'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { kinds } from '../../../electron/catalog/kinds/property.ts'
import { kindTable } from '../../../electron/catalog/kinds/table.ts'
import { propertyOf, type CatalogObject } from '../../../electron/catalog/object.ts'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { encodeEvent, styleResourcePath } from '../../../electron/wire/encode.ts'
import type { ClusterEvent } from '../../../electron/wire/event.ts'
import { handlers } from '../../../electron/wire/handlers.ts'
import {
  childOf,
  childText,
  parentElement,
  textElement,
  type XmlElement,
} from '../../../electron/xml/element.ts'
import { parseXml } from '../../../electron/xml/parse.ts'
import { named, object, reference } from '../../support/catalog-changes.ts'
import { goldenRoot } from '../../support/data-directories.ts'
import { failureOf } from '../../support/failures.ts'
import { masterMessages } from '../../support/recorded-messages.ts'

const { catalog } = readDataDirectory(goldenRoot('after-build-up/master'))
const find = (id: string): CatalogObject | undefined => catalog.get(id)
const copies = new Map<string, CatalogObject>()
const eventsOn = (each: CatalogObject): readonly ClusterEvent[] => [
  { verb: 'add', object: each, copies },
  { verb: 'modify', object: each, changes: [], copies },
  { verb: 'remove', object: each, copies },
]

/** What proxies stand in: the name of the field, or of what has them as items. */
function proxiesIn(element: XmlElement): readonly string[] {
  return element.children.flatMap((child) => [
    ...(child.name === 'dynamic-proxy' ? [element.name] : []),
    ...(child.attributes.class === 'dynamic-proxy' ? [child.name] : []),
    ...proxiesIn(child),
  ])
}

describe('what a real slave refused is never written', () => {
  const group = named(catalog, 'layerGroup', 'grp')

  it('the addition of a layer group is always inside one bare proxy', () => {
    for (const each of catalog.ofKind('layerGroup')) {
      const source = childOf(
        parseXml(encodeEvent({ verb: 'add', object: each, copies }, find).body),
        'source',
      )
      expect(source?.attributes).toEqual({ class: 'dynamic-proxy' })
      expect(source?.children.map(({ name, text }) => [name, text])).toEqual([
        ['interface', 'org.geoserver.catalog.LayerGroupInfo'],
        ['handler', ''],
      ])
      const handler = source && childOf(source, 'handler')
      expect(handler?.attributes).toEqual({ class: 'org.geoserver.catalog.impl.ModificationProxy' })
      expect(handler?.children.map(({ name, attributes }) => [name, attributes])).toEqual([
        ['proxyObject', { class: 'org.geoserver.catalog.impl.LayerGroupInfoImpl' }],
      ])
    }
  })

  it('in a proxy is only what a slave would keep as it came', () => {
    const places = new Set<string>()
    for (const each of catalog.objects()) {
      for (const event of eventsOn(each)) {
        const found = proxiesIn(encodeEvent(event, find).document)
        for (const place of found) places.add(`${event.verb} ${each.kind} ${place}`)
      }
    }
    expect([...places].toSorted()).toEqual([
      'add layer styles',
      'add layerGroup publishables',
      'add layerGroup source',
      'add layerGroup styles',
      'add layerGroup workspace',
      'add service workspace',
      'add settings workspace',
      'add style workspace',
    ])
  })

  it('what a change refers to is in proxies, since a slave takes it as it came', () => {
    const layer = named(catalog, 'layer', 'cities')
    const [style = layer] = catalog.ofKind('style')
    const before = propertyOf(layer, 'defaultStyle') ?? null
    const styles = parentElement('styles', [reference('style', style.id), parentElement('null', [])])
    const { document } = encodeEvent(
      {
        ...{ verb: 'modify', object: layer, copies },
        changes: [
          {
            ...{ bean: 'defaultStyle', name: 'defaultStyle' },
            before,
            after: reference('defaultStyle', style.id),
          },
          { ...{ bean: 'styles', name: 'styles' }, before: null, after: styles },
        ],
      },
      find,
    )
    expect(proxiesIn(childOf(document, 'oldValues') ?? document)).toEqual([])
    const after = childOf(document, 'newValues') ?? document
    expect(proxiesIn(after)).toEqual(['newValues', 'set'])
    const proxy = childOf(after, 'dynamic-proxy') ?? after
    expect(childOf(proxy, 'interface')?.text).toBe('org.geoserver.catalog.StyleInfo')
    const handler = childOf(proxy, 'handler') ?? proxy
    expect(childText(childOf(handler, 'proxyObject') ?? handler, 'id')).toBe(style.id)
  })

  it('nothing refers to another element, or is in a wrapper only some JVMs open', () => {
    for (const each of catalog.objects()) {
      for (const event of eventsOn(each)) {
        const { body } = encodeEvent(event, find)
        expect(body).not.toMatch(/ reference="| resolves-to="|empty-list|java\.util\./)
      }
    }
  })

  it('messages of a real master come out without any of that, too', () => {
    for (const { handler, body } of masterMessages()) {
      const event = decodeBody(handler, body)
      const encoded = encodeEvent(event)
      expect(encoded.handler).toBe(handler)
      expect(encoded.body).not.toMatch(/ reference="| resolves-to="|empty-list|java\.util\./)
    }
  })

  it('a service that is to be modified has a name, wherever it comes from', () => {
    const inMessage = masterMessages().filter(({ label }) => label === 'ws-wms-modify-Service')
    expect(inMessage).toHaveLength(1)
    const event = decodeBody(handlers.service, inMessage[0]?.body ?? '')
    if (event.verb !== 'add') throw new Error('Not an addition.')
    const nameIn = (body: string) => {
      const source = childOf(parseXml(body), 'source')
      return source && childOf(source, 'name')?.text
    }
    const { object: service } = event
    expect(nameIn(encodeEvent({ verb: 'modify', object: service, changes: [], copies }).body)).toBe('WMS')
    for (const each of catalog.ofKind('service')) {
      for (const verb of eventsOn(each)) {
        expect(nameIn(encodeEvent(verb, find).body)).toMatch(/^(?:WMS|WFS|WCS|WMTS)$/)
      }
    }
  })

  it('a service whose name is listed is found by an old name, which a real slave fails without', () => {
    const service = { ...object('service', 'w', { name: 'WCS', title: 'Coverages' }), root: 'wcs' }
    const change = { bean: 'name', name: 'name', before: null, after: textElement('name', 'WCS') }
    const body = parseXml(encodeEvent({ verb: 'modify', object: service, changes: [change], copies }).body)
    const listed = ['propertyNames', 'oldValues', 'newValues'].map((list) =>
      childOf(body, list)?.children.map(({ text }) => text),
    )
    expect(listed).toEqual([['name'], ['WCS'], ['WCS']])
  })

  it('a member, a style and a copy are written inside a group', () => {
    const nested = object('layerGroup', 'outer', {
      name: 'outer',
      publishables: parentElement('publishables', [reference('published', group.id, { type: 'layerGroup' })]),
      styles: parentElement('styles', [parentElement('style', [])]),
    })
    const { body } = encodeEvent({ verb: 'add', object: nested, copies }, find)
    expect(body).toContain('<proxyObject class="org.geoserver.catalog.impl.LayerGroupInfoImpl">')
    expect(body).toContain('<null/>')
  })

  it('a group that contains itself ends', () => {
    const circle = object('layerGroup', 'circle', {
      name: 'circle',
      publishables: parentElement('publishables', [reference('published', 'circle', { type: 'layerGroup' })]),
    })
    const { body } = encodeEvent({ verb: 'add', object: circle, copies: new Map([['circle', circle]]) })
    expect(body.match(/<id>circle<\/id>/g)?.length).toBeGreaterThan(1)
  })
})

describe('an encoded event', () => {
  it('names the handler of its kind', () => {
    for (const kind of kinds) {
      const root = kind === 'service' ? 'wms' : kindTable[kind].root
      const each = { ...object(kind, 'x', { name: 'x' }), root }
      const handlersOf = eventsOn(each).map((event) => encodeEvent(event).handler)
      const own = {
        service: handlers.service,
        settings: handlers.settings,
        global: handlers.global,
        logging: handlers.logging,
      }
      const expected = Object.entries(own).find(([name]) => name === kind)?.[1]
      expect([kind, handlersOf]).toEqual([
        kind,
        expected === undefined
          ? [handlers.add, handlers.modify, handlers.remove]
          : [expected, expected, expected],
      ])
    }
  })

  it('carries everything the object refers to, in full', () => {
    const layer = named(catalog, 'layer', 'cities')
    const event = decodeBody(handlers.add, encodeEvent({ verb: 'add', object: layer, copies }, find).body)
    expect(event.verb === 'add' && [...event.copies.values()].map(({ kind }) => kind).toSorted()).toEqual([
      'dataStore',
      'featureType',
      'namespace',
      'style',
      'style',
      'workspace',
    ])
  })

  it('refers by id alone to what cannot be found', () => {
    const store = object('dataStore', 'd', { name: 'd', workspace: reference('workspace', 'gone') })
    const { body } = encodeEvent({ verb: 'add', object: store, copies })
    expect(body.replaceAll(/\n\s*/g, '')).toContain(
      '<workspace class="org.geoserver.catalog.impl.WorkspaceInfoImpl"><id>gone</id></workspace>',
    )
  })

  it('of a service whose class is not known is refused', () => {
    for (const root of ['hello', 'constructor', '__proto__']) {
      const service = { ...object('service', 's', { enabled: 'true' }), root }
      expect(failureOf(() => encodeEvent({ verb: 'add', object: service, copies })).code).toBe(
        'PLB-WIRE-NOT-SENDABLE',
      )
    }
  })

  it('has both event types where a real slave wants both', () => {
    const { body } = encodeEvent({ verb: 'add', object: named(catalog, 'service', 'wms'), copies }, find)
    expect(body).toContain(
      '  <eventType defined-in="org.geoserver.cluster.impl.events.JMSModifyEvent">ADDED</eventType>\n' +
        '  <eventType>ADDED</eventType>\n',
    )
  })

  it('sends passwords clear, as nodes do among themselves, whatever form the file has', () => {
    const store = (passwd: string) =>
      object('dataStore', 'd', {
        name: 'd',
        connectionParameters: parentElement('connectionParameters', [
          textElement('entry', passwd, { key: 'passwd' }),
          textElement('entry', 'plain:host', { key: 'host' }),
        ]),
      })
    const parameters = (passwd: string) => {
      const body = encodeEvent({ verb: 'add', object: store(passwd), copies }).body.replaceAll(/\n\s*/g, '')
      return [...body.matchAll(/<entry><string>(\w+)<\/string><string>([^<]*)<\/string>/g)].map((each) =>
        each.slice(1),
      )
    }
    expect(parameters('plain:s3cret')).toEqual([
      ['passwd', 's3cret'],
      ['host', 'plain:host'],
    ])
    expect(parameters('s3cret')[0]).toEqual(['passwd', 's3cret'])
    // Nobody but its own node can read it; a clone of that node can.
    expect(parameters('crypt1:abc=')[0]).toEqual(['passwd', 'crypt1:abc='])
    const cascaded = object('wmsStore', 'w', { name: 'w', password: 'plain:s3cret' })
    expect(encodeEvent({ verb: 'add', object: cascaded, copies }).body).toContain(
      '<password>s3cret</password>',
    )
  })

  it('sends what a layer passes on to its resource as no field of the layer', () => {
    const layer = object('layer', 'l', { name: 'l', enabled: 'true', title: 't', type: 'VECTOR' })
    const source = childOf(parseXml(encodeEvent({ verb: 'add', object: layer, copies }).body), 'source')
    expect(source?.children.map(({ name }) => name).filter((name) => !name.endsWith('s'))).toEqual([
      'id',
      'type',
      'metadata',
    ])
  })
})

describe('the default of a catalog', () => {
  it('is a modification of the bare catalog', () => {
    const workspace = named(catalog, 'workspace', 'topp')
    const event: ClusterEvent = {
      verb: 'default',
      property: 'defaultWorkspace',
      object: { kind: 'workspace', id: workspace.id, name: 'topp' },
      copies: new Map([[workspace.id, workspace]]),
    }
    const { handler, body } = encodeEvent(event)
    expect(handler).toBe(handlers.modify)
    expect(body).toContain('<source class="org.geoserver.catalog.impl.CatalogImpl"/>')
    expect(decodeBody(handler, body)).toMatchObject({
      verb: 'default',
      property: 'defaultWorkspace',
      object: event.object,
    })
  })

  it('can be none', () => {
    const { handler, body } = encodeEvent({
      verb: 'default',
      property: 'defaultWorkspace',
      object: null,
      copies,
    })
    expect(decodeBody(handler, body)).toMatchObject({ verb: 'default', object: null })
  })
})

describe('a style file', () => {
  it('says its place so that a real slave finds the workspace', () => {
    expect(styleResourcePath('a.sld', undefined)).toBe('styles/a.sld')
    expect(styleResourcePath('a.sld', 'topp')).toBe('/workspaces/topp/styles/a.sld')
  })

  it('is read as it was written, character by character', () => {
    const body = '<?xml version="1.0"?>\r\n<a b="&lt;">\u0001é\u{1f30d}</a>\n'
    const event: ClusterEvent = {
      verb: 'style-file',
      fileName: 'a.sld',
      resourcePath: '/workspaces/topp/styles/a.sld',
      workspace: 'topp',
      body,
    }
    const encoded = encodeEvent(event)
    expect(decodeBody(encoded.handler, encoded.body)).toEqual(event)
  })

  it('of a modified style is in base64', () => {
    const style = named(catalog, 'style', 'red')
    const styleBody = Buffer.from([0, 1, 2, 0xff, 0xfe])
    const { handler, body } = encodeEvent(
      { verb: 'modify', object: style, changes: [], copies, styleBody },
      find,
    )
    expect(handler).toBe(handlers.modify)
    expect(parseXml(body).name).toBe('org.geoserver.cluster.server.events.StyleModifyEvent')
    const event = decodeBody(handler, body)
    expect(event.verb === 'modify' && [...(event.styleBody ?? [])]).toEqual([...styleBody])
  })
})

it('collections a copy lacks are sent empty, since a real slave fills them in only on the object itself', () => {
  const store = object('dataStore', 'd', { name: 'd' })
  const source: XmlElement | undefined = childOf(
    parseXml(encodeEvent({ verb: 'add', object: store, copies }).body),
    'source',
  )
  expect(source?.children.map(({ name }) => name)).toEqual(['id', 'name', 'connectionParameters', 'metadata'])
})
