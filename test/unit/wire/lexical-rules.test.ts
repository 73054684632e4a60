import { describe, expect, it } from 'vitest'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { elementForFile } from '../../../electron/catalog/to-file.ts'
import type { CatalogObject } from '../../../electron/catalog/object.ts'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import { handlers } from '../../../electron/wire/handlers.ts'
import { elementNameOf, javaNameOf } from '../../../electron/wire/names.ts'
import { writeXml } from '../../../electron/xml/write.ts'
import {
  addBody,
  catalogClass,
  decodedAdd,
  decodedModify,
  modifyBody,
  proxied,
  proxy,
  resent,
} from './bodies.ts'
import { outline, outlineOf } from './outline.ts'

describe('names of Java on the wire', () => {
  it.each([
    ['_default', '__default'],
    ['_abstract', '__abstract'],
    ['java.util.Arrays$ArrayList', 'java.util.Arrays_-ArrayList'],
    ['org.geoserver.wms.WMSInfo$WMSInterpolation', 'org.geoserver.wms.WMSInfo_-WMSInterpolation'],
    ['a_$_b', 'a___-__b'],
  ])('%s is the element %s and back', (javaName, elementName) => {
    expect(elementNameOf(javaName)).toBe(elementName)
    expect(javaNameOf(elementName)).toBe(javaName)
  })

  it('fields are found under their escaped names and called as files call them', () => {
    const { object } = decodedAdd(
      'FeatureType',
      '<id>f</id><__abstract>text</__abstract><srs>EPSG:4326</srs><new__field__name>v</new__field__name>',
    )
    expect(outlineOf(object.properties)).toEqual({
      id: 'f',
      abstract: 'text',
      srs: 'EPSG:4326',
      new__field__name: 'v',
    })
  })
})

describe('collections', () => {
  const strings = '<string>a</string><string>b</string>'

  it.each([
    ['an ArrayList', `<responseSRS>${strings}</responseSRS>`],
    ['a LinkedList', `<responseSRS class="linked-list">${strings}</responseSRS>`],
    ['a set', `<responseSRS class="set">${strings}</responseSRS>`],
    ['a vector', `<responseSRS class="vector">${strings}</responseSRS>`],
    [
      'Arrays.asList',
      `<responseSRS class="java.util.Arrays$ArrayList"><a class="string-array">${strings}</a></responseSRS>`,
    ],
    [
      'an unmodifiable list',
      '<responseSRS class="java.util.Collections$UnmodifiableRandomAccessList" ' +
        `resolves-to="java.util.Collections$UnmodifiableList"><c class="list">${strings}</c>` +
        '<list reference="../c"/></responseSRS>',
    ],
    [
      'an unmodifiable list of Arrays.asList',
      '<responseSRS class="java.util.Collections$UnmodifiableRandomAccessList"><c class="java.util.Arrays$ArrayList">' +
        `<a class="string-array">${strings}</a></c></responseSRS>`,
    ],
    [
      'an unmodifiable view of a list met before',
      `<requestSRS>${strings}</requestSRS>` +
        '<responseSRS class="java.util.Collections$UnmodifiableList"><c class="list" reference="../../requestSRS"/></responseSRS>',
    ],
    [
      'a synchronized list',
      '<responseSRS class="java.util.Collections$SynchronizedList" serialization="custom">' +
        `<java.util.Collections_-SynchronizedCollection><default><c class="list">${strings}</c>` +
        '<mutex class="java.util.Collections$SynchronizedList" reference="../../.."/></default>' +
        '</java.util.Collections_-SynchronizedCollection></responseSRS>',
    ],
    [
      'a CopyOnWriteArrayList',
      '<responseSRS class="java.util.concurrent.CopyOnWriteArrayList" serialization="custom">' +
        `<java.util.concurrent.CopyOnWriteArrayList><default/><int>2</int>${strings}` +
        '</java.util.concurrent.CopyOnWriteArrayList></responseSRS>',
    ],
    [
      'List.of',
      '<responseSRS class="java.util.ImmutableCollections$List12" resolves-to="java.util.CollSer" serialization="custom">' +
        `<java.util.CollSer><default><tag>1</tag></default><int>2</int>${strings}</java.util.CollSer></responseSRS>`,
    ],
    [
      "Guava's ImmutableList",
      '<responseSRS class="com.google.common.collect.RegularImmutableList" ' +
        'resolves-to="com.google.common.collect.ImmutableList$SerializedForm">' +
        `<elements>${strings}</elements></responseSRS>`,
    ],
  ])('%s is a list like any other', (_, field) => {
    const { object } = decodedAdd('Coverage', `<id>c</id>${field}`)
    const found = object.properties.find(({ name }) => name === 'responseSRS')
    expect(found?.children.map(({ name, text }) => [name, text])).toEqual([
      ['string', 'a'],
      ['string', 'b'],
    ])
    expect(found?.attributes).toEqual({})
  })

  it.each([
    ['empty-list', ''],
    ['java.util.Collections$EmptyList', ''],
    ['singleton-list', '<string>a</string>'],
  ])('%s is a list', (className, items) => {
    const { object } = decodedAdd(
      'Coverage',
      `<id>c</id><responseSRS class="${className}">${items}</responseSRS>`,
    )
    expect(outlineOf(object.properties)['responseSRS']).toEqual(items === '' ? '' : ['a'])
  })

  it('a sorted set keeps its kind, and how it sorts is none of its items', () => {
    const body =
      '<org.geoserver.cluster.impl.events.configuration.JMSGlobalModifyEvent><propertyNames/><oldValues/><newValues/>' +
      '<source class="org.geoserver.config.impl.GeoServerInfoImpl"><jai class="org.geoserver.config.impl.JAIInfoImpl">' +
      '<jaiext class="org.geoserver.config.impl.JAIEXTInfoImpl"><jaiExtOperations class="sorted-set">' +
      '<comparator class="java.lang.String$CaseInsensitiveComparator"/><string>Affine</string></jaiExtOperations>' +
      '</jaiext></jai></source><eventType>MODIFIED</eventType>' +
      '</org.geoserver.cluster.impl.events.configuration.JMSGlobalModifyEvent>'
    const event = decodeBody(handlers.global, body)
    if (event.verb !== 'modify') throw new Error('Not a modification.')
    const operations = event.object.properties[0]?.children[0]?.children[0]
    expect(operations?.attributes).toEqual({ class: 'sorted-set' })
    expect(operations?.children.map(({ text }) => text)).toEqual(['Affine'])
    expect(encodeEvent(event).body).toContain('<jaiExtOperations class="sorted-set">\n')
  })

  it.each([
    ['list', `<list>${strings}</list>`],
    ['set', `<set>${strings}</set>`],
    ['linked-hash-set', `<linked-hash-set>${strings}</linked-hash-set>`],
    [
      'Arrays.asList',
      `<java.util.Arrays_-ArrayList><a class="string-array">${strings}</a></java.util.Arrays_-ArrayList>`,
    ],
    [
      'an unmodifiable list',
      `<java.util.Collections_-UnmodifiableRandomAccessList><c class="list">${strings}</c></java.util.Collections_-UnmodifiableRandomAccessList>`,
    ],
  ])('%s is a value of a changed list', (_, value) => {
    const [change] = decodedModify('FeatureType', '<id>f</id>', [['responseSRS', '<null/>', value]]).changes
    expect(outline(change?.after ?? null)).toEqual(['a', 'b'])
    expect(change?.after?.attributes.class ?? '').not.toContain('java.util')
  })

  it('the lists of a modify event may be wrapped themselves', () => {
    const wrapped = (name: string, items: string) =>
      `<${name} class="java.util.Arrays$ArrayList"><a class="string-array">${items}</a></${name}>`
    const body = modifyBody(catalogClass('DataStore'), '<id>d</id>', [])
      .replace('<propertyNames></propertyNames>', wrapped('propertyNames', '<string>description</string>'))
      .replace('<oldValues></oldValues>', wrapped('oldValues', '<null/>'))
      .replace('<newValues></newValues>', wrapped('newValues', '<string>x</string>'))
    const event = decodeBody(handlers.modify, body)
    expect(event.verb === 'modify' && event.changes.map(({ name, after }) => [name, outline(after)])).toEqual(
      [['description', 'x']],
    )
  })

  it('a null among strings keeps its place', () => {
    const { object } = decodedAdd('Coverage', '<id>c</id><alias><string>a</string><null/></alias>')
    expect(object.properties[1]?.children.map(({ name }) => name)).toEqual(['string', 'null'])
    expect(encodeEvent({ verb: 'add', object, copies: new Map() }).body).toContain('<null/>')
  })

  it('every kind of map is entries', () => {
    for (const open of ['<map>', '<map class="linked-hash-map">', '<map class="concurrent-hash-map">']) {
      const { object } = decodedAdd(
        'Workspace',
        `<id>w</id><metadata>${open}<entry><string>k</string><int>5</int></entry></map></metadata>`,
      )
      expect(outlineOf(object.properties)['metadata']).toEqual(['k (int)=5'])
    }
    const unmodifiable =
      '<id>w</id><metadata><map class="java.util.Collections$UnmodifiableMap"><m><entry><string>k</string>' +
      '<boolean>true</boolean></entry></m></map></metadata>'
    expect(outlineOf(decodedAdd('Workspace', unmodifiable).object.properties)['metadata']).toEqual([
      'k (boolean)=true',
    ])
  })

  it('is not fooled by a wrapper without anything in it', () => {
    const { object } = decodedAdd('Coverage', '<id>c</id><alias class="java.util.Arrays$ArrayList"/>')
    expect(outlineOf(object.properties)['alias']).toBe('')
  })
})

describe('relative references', () => {
  it('lead up, down and to the n-th of a name', () => {
    const { object, copies } = decodedAdd(
      'Layer',
      '<id>l</id><styles class="linked-hash-set">' +
        `<${catalogClass('Style')}><id>s1</id><name>one</name></${catalogClass('Style')}>` +
        `<${catalogClass('Style')}><id>s2</id><name>two</name></${catalogClass('Style')}></styles>` +
        `<defaultStyle class="${catalogClass('Style')}" reference="../styles/${catalogClass('Style')}[2]"/>`,
    )
    expect(outlineOf(object.properties)).toMatchObject({ defaultStyle: '→ s2', styles: ['→ s1', '→ s2'] })
    expect([...copies.keys()]).toEqual(['s1', 's2'])
  })

  it('may point at what comes later, and at what is itself a reference', () => {
    const { object } = decodedAdd(
      'Layer',
      `<id>l</id><defaultStyle class="${catalogClass('Style')}" reference="../styles/${catalogClass('Style')}"/>` +
        `<styles><${catalogClass('Style')} reference="../../legendStyle"/></styles>` +
        `<legendStyle class="${catalogClass('Style')}"><id>s</id><name>late</name></legendStyle>`,
    )
    expect(outlineOf(object.properties)).toMatchObject({ defaultStyle: '→ s', styles: ['→ s'] })
  })

  it('work on escaped names and inside wrapped collections', () => {
    const { object } = decodedAdd(
      'Coverage',
      '<id>c</id><alias class="java.util.Arrays$ArrayList"><a class="string-array"><string>x</string></a></alias>' +
        '<description reference="../alias/a/string"/>',
    )
    expect(outlineOf(object.properties)).toMatchObject({ description: 'x' })
  })

  it('to the object they are in are left out', () => {
    const { object } = decodedAdd(
      'FeatureType',
      '<id>f</id><name>roads</name><attributes><org.geoserver.catalog.impl.AttributeTypeInfoImpl><name>geom</name>' +
        `<minOccurs>0</minOccurs><featureType class="${catalogClass('FeatureType')}" reference="../../.."/>` +
        '</org.geoserver.catalog.impl.AttributeTypeInfoImpl></attributes>',
    )
    expect(outlineOf(object.properties)['attributes']).toEqual([{ name: 'geom', minOccurs: '0' }])
  })

  it('among the values of an event lead into its source', () => {
    const event = decodedModify(
      'Layer',
      `<id>l</id><defaultStyle class="${catalogClass('Style')}"><id>s</id><name>a</name></defaultStyle>` +
        '<dateCreated>2024-05-01 10:00:04.0 UTC</dateCreated>',
      [
        ['defaultStyle', `<${catalogClass('Style')} reference="../../source/defaultStyle"/>`, '<null/>'],
        [
          'dateCreated',
          '<date reference="../../source/dateCreated"/>',
          '<date reference="../../oldValues/date"/>',
        ],
      ],
    )
    expect(event.changes.map(({ before, after }) => [outline(before), outline(after)])).toEqual([
      ['→ s', null],
      ['2024-05-01 10:00:04.0 UTC', '2024-05-01 10:00:04.0 UTC'],
    ])
  })
})

describe('proxies', () => {
  const style = (id: string) => `<id>${id}</id><name>${id}</name>`

  it('stand for the object inside, with what was set through them on top', () => {
    const source = proxy(
      'source',
      'Namespace',
      proxied('Namespace', '<id>n</id><prefix>a</prefix><uri>http://a</uri>'),
      { URI: '<string>http://b</string>', Prefix: '<string>b</string>' },
    )
    const event = decodeBody(
      handlers.add,
      `<org.geoserver.catalog.event.impl.CatalogAddEventImpl>${source}</org.geoserver.catalog.event.impl.CatalogAddEventImpl>`,
    )
    expect(event.verb === 'add' && outlineOf(event.object.properties)).toEqual({
      id: 'n',
      prefix: 'b',
      uri: 'http://b',
    })
  })

  it('find fields behind accessors however they are written', () => {
    const overlay = {
      SRS: '<string>EPSG:3857</string>',
      Abstract: '<string>text</string>',
      Title: '<string>t</string>',
      ResponseSRS: '<list><string>EPSG:1</string></list>',
      NativeBoundingBox:
        '<org.geotools.geometry.jts.ReferencedEnvelope><minx>1.0</minx></org.geotools.geometry.jts.ReferencedEnvelope>',
    }
    const field = proxy(
      'resource',
      'FeatureType',
      proxied('FeatureType', '<id>f</id><srs>old</srs>'),
      overlay,
    )
    const { copies } = decodedAdd('Layer', `<id>l</id>${field}`)
    expect(outlineOf(copies.get('f')?.properties ?? [])).toEqual({
      id: 'f',
      srs: 'EPSG:3857',
      abstract: 'text',
      title: 't',
      responseSRS: ['EPSG:1'],
      nativeBoundingBox: { minx: '1.0' },
    })
  })

  it('take a property away where null was set', () => {
    const field = proxy('workspace', 'Workspace', proxied('Workspace', '<id>w</id><name>a</name>'), {
      Name: '<null/>',
    })
    const { copies } = decodedAdd('DataStore', `<id>d</id>${field}`)
    expect(outlineOf(copies.get('w')?.properties ?? [])).toEqual({ id: 'w' })
  })

  it('may lie inside one another, with references back out', () => {
    const inner = proxy(
      'dynamic-proxy',
      'FeatureType',
      `<proxyObject class="${catalogClass('FeatureType')}" reference="../../../../../proxyObject/resource"/>`,
      {
        Store: proxy(
          'dynamic-proxy',
          'DataStore',
          `<proxyObject class="${catalogClass('DataStore')}" reference="../../../../../../../../../proxyObject/resource/store"/>`,
          { Enabled: '<boolean>false</boolean>' },
        ),
        Alias: '<list/>',
      },
    )
    const source = proxy(
      'source',
      'Layer',
      proxied(
        'Layer',
        `<id>l</id><type>VECTOR</type><resource class="${catalogClass('FeatureType')}"><id>f</id><name>roads</name>` +
          `<store class="${catalogClass('DataStore')}"><id>d</id><name>pg</name><enabled>true</enabled></store></resource>`,
      ),
      { Resource: inner, Name: '<string>noise</string>', Enabled: '<boolean>true</boolean>' },
    )
    const event = decodeBody(
      handlers.remove,
      `<org.geoserver.catalog.event.impl.CatalogRemoveEventImpl>${source}</org.geoserver.catalog.event.impl.CatalogRemoveEventImpl>`,
    )
    if (event.verb !== 'remove') throw new Error('Not a removal.')
    // What a layer passes on to its resource is none of its own fields.
    expect(outlineOf(event.object.properties)).toEqual({ id: 'l', type: 'VECTOR', resource: '→ f' })
    expect(outlineOf(event.copies.get('f')?.properties ?? [])).toMatchObject({ store: '→ d', alias: '' })
    expect(outlineOf(event.copies.get('d')?.properties ?? [])).toMatchObject({ enabled: 'false' })
  })

  it('in lists are items of the class they stand for', () => {
    const { object } = decodedAdd(
      'LayerGroup',
      `<id>g</id><publishables>${proxy('dynamic-proxy', 'Layer', proxied('Layer', '<id>l</id>'))}` +
        `${proxy('dynamic-proxy', 'LayerGroup', proxied('LayerGroup', '<id>h</id>'))}</publishables>` +
        `<styles>${proxy('dynamic-proxy', 'Style', proxied('Style', style('s')))}<null/></styles>`,
    )
    expect(object.properties[1]?.children.map(({ attributes }) => attributes)).toEqual([
      { type: 'layer' },
      { type: 'layerGroup' },
    ])
    expect(outlineOf(object.properties)).toMatchObject({ publishables: ['→ l', '→ h'], styles: ['→ s', ''] })
  })

  it('that never found their object refer to it by the id they looked for', () => {
    const resolving = (name: string, type: string, id: string) =>
      `<${name} class="dynamic-proxy"><interface>org.geoserver.catalog.${type}Info</interface>` +
      `<handler class="org.geoserver.catalog.impl.ResolvingProxy"><ref>${id}</ref><prefix>topp</prefix></handler></${name}>`
    const { object, copies } = decodedAdd(
      'Layer',
      `<id>l</id>${resolving('defaultStyle', 'Style', 'gone')}${resolving('resource', 'FeatureType', 'f')}`,
    )
    expect(outlineOf(object.properties)).toEqual({ id: 'l', defaultStyle: '→ gone', resource: '→ f' })
    expect(outlineOf(copies.get('gone')?.properties ?? [])).toEqual({ id: 'gone' })
  })

  it("show another server's styles where a cascaded layer is asked for its own; those are not the layer's", () => {
    const remote = (name: string) =>
      `<id>${name}</id><name>${name}</name><metadata><map><entry><string>isRemote</string><boolean>true</boolean></entry></map></metadata>`
    const remoteProxy = proxy('dynamic-proxy', 'Style', proxied('Style', remote('night')))
    const source = proxy(
      'source',
      'Layer',
      proxied(
        'Layer',
        `<id>l</id><defaultStyle class="${catalogClass('Style')}">${style('raster')}</defaultStyle><styles/>`,
      ),
      { DefaultStyle: remoteProxy, Styles: `<set>${remoteProxy}</set>` },
    )
    const added = decodeBody(
      handlers.add,
      `<org.geoserver.catalog.event.impl.CatalogAddEventImpl>${source}</org.geoserver.catalog.event.impl.CatalogAddEventImpl>`,
    )
    expect(added.verb === 'add' && outlineOf(added.object.properties)).toEqual({
      id: 'l',
      defaultStyle: '→ raster',
      styles: '',
    })
    const { changes } = decodedModify('Layer', '<id>l</id>', [
      ['styles', '<set/>', `<set>${remoteProxy}</set>`],
      ['defaultStyle', '<null/>', remoteProxy],
      ['path', '<null/>', '<string>/x</string>'],
    ])
    expect(changes.map(({ name }) => name)).toEqual(['path'])
  })

  it("list another server's styles in the resource behind a cascaded layer, which keeps them in its file", () => {
    const remote = (name: string) =>
      `<${catalogClass('Style')}><id>${name}</id><name>${name}</name><metadata><map><entry><string>isRemote</string>` +
      '<boolean>true</boolean></entry></map></metadata><legend class="org.geoserver.catalog.impl.LegendInfoImpl">' +
      `<width>20</width><height>20</height></legend></${catalogClass('Style')}>`
    const inFile = (name: string) =>
      `<style><id>${name}</id><name>${name}</name><legend><width>20</width><height>20</height></legend>` +
      '<metadata><entry key="isRemote">true</entry></metadata></style>'
    const linesOf = (object: CatalogObject) =>
      writeXml(elementForFile(object, new Catalog())).replaceAll(/\n */g, '')
    const styles = (...names: readonly string[]) => names.map(remote).join('')
    const { object } = decodedAdd(
      'WMSLayer',
      `<id>w</id><name>sea</name><allAvailableRemoteStyles>${styles('day', 'night')}</allAvailableRemoteStyles>`,
    )
    expect(linesOf(object)).toBe(
      '<wmsLayer><id>w</id><name>sea</name><allAvailableRemoteStyles>' +
        `${inFile('day')}${inFile('night')}</allAvailableRemoteStyles></wmsLayer>`,
    )
    expect(linesOf(resent({ verb: 'add', object, copies: new Map() }).object)).toBe(linesOf(object))
    const { changes } = decodedModify('WMSLayer', '<id>w</id>', [
      ['allAvailableRemoteStyles', '<list/>', `<list>${styles('dusk')}</list>`],
    ])
    expect(changes.map(({ after }) => after && linesOf({ ...object, properties: [after] }))).toEqual([
      `<wmsLayer><allAvailableRemoteStyles>${inFile('dusk')}</allAvailableRemoteStyles></wmsLayer>`,
    ])
  })
})

describe('text', () => {
  it('keeps control characters, carriage returns and characters beyond the first plane', () => {
    const { object } = decodedAdd(
      'DataStore',
      '<id>d</id><description>a&#x1;b&#xd;\nc\u{1f30d}&#x0;&#xffff;</description>',
    )
    const description = 'a\u0001b\r\nc\u{1f30d}\u0000\uffff'
    expect(outlineOf(object.properties)['description']).toBe(description)
    const again = resent({ verb: 'add', object, copies: new Map() })
    expect(outlineOf(again.object.properties)['description']).toBe(description)
  })

  it('keeps dates as they are, milliseconds without leading zeros', () => {
    const { object } = decodedAdd('Style', '<id>s</id><dateCreated>2024-05-01 10:01:40.7 UTC</dateCreated>')
    expect(outlineOf(object.properties)['dateCreated']).toBe('2024-05-01 10:01:40.7 UTC')
    expect(encodeEvent({ verb: 'add', object, copies: new Map() }).body).toContain(
      '<dateCreated>2024-05-01 10:01:40.7 UTC</dateCreated>',
    )
  })

  it('tells an empty text from none', () => {
    const { changes } = decodedModify('DataStore', '<id>d</id>', [
      ['description', '<null/>', '<string></string>'],
      ['type', '<string>x</string>', '<null/>'],
    ])
    expect(changes.map(({ name, before, after }) => [name, outline(before), outline(after)])).toEqual([
      ['description', null, ''],
      ['type', 'x', null],
    ])
  })
})

describe('a field hidden by another of the same name', () => {
  const event = (types: string) =>
    '<org.geoserver.cluster.impl.events.configuration.JMSServiceModifyEvent><propertyNames/><oldValues/><newValues/>' +
    `<source class="org.geoserver.wms.WMSInfoImpl"><id>w</id><name>WMS</name></source>${types}` +
    '</org.geoserver.cluster.impl.events.configuration.JMSServiceModifyEvent>'
  const hidden = (type: string) =>
    `<eventType defined-in="org.geoserver.cluster.impl.events.JMSModifyEvent">${type}</eventType>`

  it.each([
    [`${hidden('MODIFIED')}<eventType>ADDED</eventType>`, 'add'],
    [`<eventType>REMOVED</eventType>${hidden('ADDED')}`, 'remove'],
    [hidden('ADDED'), 'add'],
  ])('counts only where nothing hides it: %s', (types, verb) => {
    expect(decodeBody(handlers.service, event(types)).verb).toBe(verb)
  })
})

describe('fields the table of kinds does not know', () => {
  const fields =
    '<id>w</id><name>a</name><futureFlag>true</futureFlag><future__list class="org.example.Things">' +
    '<org.example.Thing><version>3</version><gml>x</gml></org.example.Thing></future__list>'

  it('are kept and written back as they came', () => {
    const event = decodedAdd('Workspace', fields)
    const { body } = encodeEvent(event)
    expect(body).toContain('<futureFlag>true</futureFlag>')
    expect(body.replaceAll(/\n\s*/g, '')).toContain(
      '<future__list class="org.example.Things"><org.example.Thing><version>3</version><gml>x</gml></org.example.Thing></future__list>',
    )
    expect(resent(event)).toEqual(event)
  })

  it('travel on in changes, with their type', () => {
    const event = decodedModify('Workspace', '<id>w</id><name>a</name>', [
      ['futureFlag', '<null/>', '<boolean>true</boolean>'],
      ['futureText', '<string>a</string>', '<string>b</string>'],
      ['futureThing', '<null/>', '<org.example.Thing><x>1</x></org.example.Thing>'],
    ])
    expect(resent(event)).toEqual(event)
    const { body } = encodeEvent(event)
    expect(body).toContain('<boolean>true</boolean>')
    expect(body.replaceAll(/\n\s*/g, '')).toContain('<org.example.Thing><x>1</x></org.example.Thing>')
  })
})

describe('services', () => {
  const added = (className: string, fields: string) =>
    decodeBody(
      handlers.service,
      '<org.geoserver.cluster.impl.events.configuration.JMSServiceModifyEvent>' +
        `<source class="${className}">${fields}</source><eventType>ADDED</eventType>` +
        '</org.geoserver.cluster.impl.events.configuration.JMSServiceModifyEvent>',
    )

  it.each([
    ['org.geoserver.wms.WMSInfoImpl', 'wms'],
    ['org.geoserver.wfs.WFSInfoImpl', 'wfs'],
    ['org.geoserver.wcs.WCSInfoImpl', 'wcs'],
    ['org.geoserver.gwc.wmts.WMTSInfoImpl', 'wmts'],
    ['org.geoserver.wps.WPSInfoImpl', 'wps'],
    ['org.geoserver.csw.CSWInfoImpl', 'csw'],
    ['org.geoserver.opensearch.eo.OSEOInfoImpl', 'oseo'],
    ['com.example.HelloInfoImpl', 'hello'],
  ])('%s is kept in %s.xml', (className, root) => {
    const event = added(className, '<id>x</id><enabled>true</enabled><title>T</title><own>1</own>')
    expect(event).toMatchObject({ verb: 'add', object: { kind: 'service', root, id: 'x' } })
    expect(event.verb === 'add' && outlineOf(event.object.properties)).toEqual({
      id: 'x',
      enabled: 'true',
      title: 'T',
      own: '1',
    })
  })

  it('of WFS keep their output settings by version', () => {
    const event = added(
      'org.geoserver.wfs.WFSInfoImpl',
      '<id>x</id><gml><entry><org.geoserver.wfs.WFSInfo_-Version>V_10</org.geoserver.wfs.WFSInfo_-Version>' +
        '<org.geoserver.wfs.GMLInfoImpl><srsNameStyle>XML</srsNameStyle></org.geoserver.wfs.GMLInfoImpl></entry></gml>',
    )
    if (event.verb !== 'add') throw new Error('Not an addition.')
    expect(event.object.properties[1]?.children[0]?.children.map(({ name }) => name)).toEqual([
      'version',
      'gml',
    ])
    expect(resent(event)).toEqual(event)
    expect(encodeEvent(event).body).toContain('<org.geoserver.wfs.WFSInfo_-Version>V_10<')
  })
})

describe('what versions differ in', () => {
  const global = (fields: string) => {
    const event = decodeBody(
      handlers.global,
      '<org.geoserver.cluster.impl.events.configuration.JMSGlobalModifyEvent><propertyNames/><oldValues/><newValues/>' +
        `<source class="org.geoserver.config.impl.GeoServerInfoImpl">${fields}</source><eventType>MODIFIED</eventType>` +
        '</org.geoserver.cluster.impl.events.configuration.JMSGlobalModifyEvent>',
    )
    if (event.verb !== 'modify') throw new Error('Not a modification.')
    return event
  }

  it('2.20: no stamps on layers and groups, no international texts, dates in metadata', () => {
    const { object } = decodedAdd(
      'Layer',
      '<id>l</id><type>VECTOR</type><metadata><map><entry><string>date.created</string>' +
        '<date>2021-05-01 10:00:04.0 UTC</date></entry></map></metadata>',
    )
    expect(outlineOf(object.properties)['metadata']).toEqual([
      'date.created (date)=2021-05-01 10:00:04.0 UTC',
    ])
    expect(resent({ verb: 'add', object, copies: new Map() }).object).toEqual(object)
  })

  it('2.28: who modified an object', () => {
    const { object } = decodedAdd('Style', '<id>s</id><name>a</name><modifiedBy>admin</modifiedBy>')
    expect(outlineOf(object.properties)['modifiedBy']).toBe('admin')
  })

  it('3.0: image processing in place of JAI, and how users are shown', () => {
    const event = global(
      '<id>GeoServerInfoImpl--1</id><imageProcessing class="org.geoserver.config.impl.ImageProcessingInfoImpl">' +
        '<allowInterpolation>false</allowInterpolation><tileThreads>7</tileThreads></imageProcessing>' +
        '<userDetailsDisplaySettings class="org.geoserver.config.impl.UserDetailsDisplaySettingsInfoImpl">' +
        '<loggedInUserDisplayMode>USERNAME</loggedInUserDisplayMode></userDetailsDisplaySettings>' +
        '<updateSequence>7</updateSequence>',
    )
    // However the sender calls it, there is one.
    expect(event.object.id).toBe('global')
    expect(outlineOf(event.object.properties)).toEqual({
      id: 'GeoServerInfoImpl--1',
      jai: { allowInterpolation: 'false', tileThreads: '7' },
      userDetailsDisplaySettings: { loggedInUserDisplayMode: 'USERNAME' },
      updateSequence: '7',
    })
    expect(resent(event)).toEqual(event)
    // Whoever sent it runs 2.28 or later, and so do the others of its cluster.
    expect(encodeEvent(event).body).toContain(
      '<imageProcessing class="org.geoserver.config.impl.ImageProcessingInfoImpl">',
    )
  })

  it('2.21: the default workspace of a catalog that drags all it holds along', () => {
    const body =
      '<org.geoserver.catalog.event.impl.CatalogModifyEventImpl><source class="org.geoserver.catalog.impl.CatalogImpl">' +
      '<rawFacade class="org.geoserver.catalog.impl.DefaultCatalogFacade"><workspaces>' +
      `<${catalogClass('Workspace')}><id>w</id><name>a</name></${catalogClass('Workspace')}></workspaces>` +
      '<catalog reference="../.."/></rawFacade>' +
      '<dispatcher class="dynamic-proxy"><interface>java.util.EventListener</interface><handler class="org.example.Handler"/></dispatcher>' +
      '</source><propertyNames><string>defaultWorkspace</string></propertyNames><oldValues><null/></oldValues><newValues>' +
      `<${catalogClass('Workspace')} reference="../../source/rawFacade/workspaces/${catalogClass('Workspace')}"/>` +
      '</newValues></org.geoserver.catalog.event.impl.CatalogModifyEventImpl>'
    expect(decodeBody(handlers.modify, body)).toMatchObject({
      verb: 'default',
      property: 'defaultWorkspace',
      object: { kind: 'workspace', id: 'w', name: 'a' },
    })
  })

  it('a default that is no more', () => {
    const body = modifyBody('org.geoserver.catalog.impl.CatalogImpl', '', [
      ['defaultNamespace', '<null/>', '<null/>'],
    ])
    expect(decodeBody(handlers.modify, body)).toMatchObject({ property: 'defaultNamespace', object: null })
  })
})

it('an event read, sent and read again is the same event', () => {
  const event = decodeBody(handlers.add, addBody(catalogClass('Workspace'), '<id>w</id><name>a</name>'))
  if (event.verb !== 'add') throw new Error('Not an addition.')
  expect(resent(event)).toEqual(event)
})
