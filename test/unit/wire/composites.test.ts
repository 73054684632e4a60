import { describe, expect, it } from 'vitest'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import { javaLocaleOf, languageTagOf } from '../../../electron/wire/locales.ts'
import { textElement } from '../../../electron/xml/element.ts'
import { failureOf } from '../../support/failures.ts'
import { catalogClass, decodedAdd, decodedModify, resent } from './bodies.ts'
import { outline, outlineOf } from './outline.ts'

const condensed = (body: string): string => body.replaceAll(/\n\s*/g, '')

describe('metadata', () => {
  const metadata = (entries: string) =>
    decodedAdd('FeatureType', `<id>f</id><metadata><map>${entries}</map></metadata>`)
  const entry = (key: string, value: string) => `<entry><string>${key}</string>${value}</entry>`

  it('keeps the type of every value', () => {
    const event = metadata(
      entry('a', '<string>x &amp; y</string>') +
        entry('b', '<boolean>true</boolean>') +
        entry('c', '<int>5</int>') +
        entry('d', '<long>6</long>') +
        entry('e', '<double>-10.0</double>') +
        entry('f', '<date>2024-05-01 10:00:00.7 UTC</date>') +
        entry('g', '<string></string>') +
        entry('h', '<null/>') +
        entry(
          'i',
          '<org.geoserver.catalog.LayerIdentifier_-Kind>X</org.geoserver.catalog.LayerIdentifier_-Kind>',
        ) +
        entry('key with &lt;&#x1;', '<big-decimal>1.50</big-decimal>'),
    )
    expect(outlineOf(event.object.properties)['metadata']).toEqual([
      'a=x & y',
      'b (boolean)=true',
      'c (int)=5',
      'd (long)=6',
      'e (double)=-10.0',
      'f (date)=2024-05-01 10:00:00.7 UTC',
      'g=',
      'h (null)=',
      'i (org.geoserver.catalog.LayerIdentifier$Kind)=X',
      'key with <\u0001 (big-decimal)=1.50',
    ])
    expect(resent(event)).toEqual(event)
  })

  it('holds dimensions as files call them', () => {
    const event = metadata(
      entry(
        'time',
        '<org.geoserver.catalog.impl.DimensionInfoImpl><enabled>true</enabled><attribute>start</attribute>' +
          '<endAttribute>end</endAttribute><presentation>DISCRETE_INTERVAL</presentation><resolution>86400000</resolution>' +
          '<units>ISO8601</units><defaultValue><strategy>FIXED</strategy><referenceValue>P1M/PRESENT</referenceValue>' +
          '</defaultValue><nearestMatchEnabled>true</nearestMatchEnabled><acceptableInterval>PT30M</acceptableInterval>' +
          '</org.geoserver.catalog.impl.DimensionInfoImpl>',
      ),
    )
    expect(outlineOf(event.object.properties)['metadata']).toEqual([
      {
        time: {
          dimensionInfo: {
            enabled: 'true',
            attribute: 'start',
            endAttribute: 'end',
            presentation: 'DISCRETE_INTERVAL',
            resolution: '86400000',
            units: 'ISO8601',
            defaultValue: { strategy: 'FIXED', referenceValue: 'P1M/PRESENT' },
            nearestMatchEnabled: 'true',
            acceptableInterval: 'PT30M',
          },
        },
      },
    ])
    expect(resent(event)).toEqual(event)
    expect(condensed(encodeEvent(event).body)).toContain(
      '<string>time</string><org.geoserver.catalog.impl.DimensionInfoImpl><enabled>true</enabled>',
    )
  })

  it('holds coverage views as files call them', () => {
    const event = metadata(
      entry(
        'COVERAGE_VIEW',
        '<org.geoserver.catalog.CoverageView><coverageBands><org.geoserver.catalog.CoverageView_-CoverageBand>' +
          '<inputCoverageBands><org.geoserver.catalog.CoverageView_-InputCoverageBand><coverageName>u</coverageName>' +
          '<band>0</band></org.geoserver.catalog.CoverageView_-InputCoverageBand></inputCoverageBands>' +
          '<definition>u@0</definition><index>0</index><compositionType>BAND_SELECT</compositionType>' +
          '</org.geoserver.catalog.CoverageView_-CoverageBand></coverageBands><name>wind</name>' +
          '<envelopeCompositionType>INTERSECTION</envelopeCompositionType><selectedResolution>BEST</selectedResolution>' +
          '<selectedResolutionIndex>-1</selectedResolutionIndex></org.geoserver.catalog.CoverageView>',
      ),
    )
    expect(outlineOf(event.object.properties)['metadata']).toEqual([
      {
        COVERAGE_VIEW: {
          coverageView: {
            coverageBands: [
              {
                inputCoverageBands: [{ coverageName: 'u', band: '0' }],
                definition: 'u@0',
                index: '0',
                compositionType: 'BAND_SELECT',
              },
            ],
            name: 'wind',
            envelopeCompositionType: 'INTERSECTION',
            selectedResolution: 'BEST',
            selectedResolutionIndex: '-1',
          },
        },
      },
    ])
    expect(resent(event)).toEqual(event)
  })
})

describe('an SQL view', () => {
  /** Its list of key columns is a CopyOnWriteArrayList, its maps are ConcurrentHashMaps. */
  const virtualTable =
    '<org.geotools.jdbc.VirtualTable><name>view</name><sql>select * from t where a &lt; %x% and :where_clause:</sql>' +
    '<primaryKeyColumns class="java.util.concurrent.CopyOnWriteArrayList" serialization="custom">' +
    '<java.util.concurrent.CopyOnWriteArrayList><default/><int>2</int><string>id</string><string>part</string>' +
    '</java.util.concurrent.CopyOnWriteArrayList></primaryKeyColumns>' +
    '<geometryTypes class="concurrent-hash-map"><entry><string>geom</string>' +
    '<java-class>org.locationtech.jts.geom.MultiPolygon</java-class></entry></geometryTypes>' +
    '<nativeSrids class="concurrent-hash-map"><entry><string>geom</string><int>4326</int></entry></nativeSrids>' +
    '<dimensions class="concurrent-hash-map"><entry><string>geom</string><int>2</int></entry></dimensions>' +
    '<parameters class="concurrent-hash-map"><entry><string>x</string><org.geotools.jdbc.VirtualTableParameter>' +
    '<name>x</name><defaultValue>0</defaultValue><validator class="org.geotools.jdbc.RegexpValidator"><pattern>' +
    '<pattern>^[\\d]+$</pattern><flags>0</flags></pattern></validator></org.geotools.jdbc.VirtualTableParameter></entry>' +
    '<entry><string>y</string><org.geotools.jdbc.VirtualTableParameter><name>y</name>' +
    '</org.geotools.jdbc.VirtualTableParameter></entry></parameters><escapeSql>false</escapeSql>' +
    '</org.geotools.jdbc.VirtualTable>'
  const event = decodedAdd(
    'FeatureType',
    `<id>f</id><metadata><map><entry><string>JDBC_VIRTUAL_TABLE</string>${virtualTable}</entry></map></metadata>`,
  )

  it('is one element a column and parameter, as in files', () => {
    const [entry] = event.object.properties[1]?.children ?? []
    expect(entry?.attributes).toEqual({ key: 'JDBC_VIRTUAL_TABLE' })
    const [view] = entry?.children ?? []
    expect(view?.children.map((child) => [child.name, outline(child)])).toEqual([
      ['name', 'view'],
      ['sql', 'select * from t where a < %x% and :where_clause:'],
      ['escapeSql', 'false'],
      ['keyColumn', 'id'],
      ['keyColumn', 'part'],
      ['geometry', { name: 'geom', type: 'MultiPolygon', srid: '4326' }],
      ['parameter', { name: 'x', defaultValue: '0', regexpValidator: '^[\\d]+$' }],
      ['parameter', { name: 'y' }],
    ])
  })

  it('is written without wrappers, and read again the same', () => {
    const { body } = encodeEvent(event)
    expect(body).not.toMatch(/java\.util\.concurrent|serialization|concurrent-hash-map/)
    expect(condensed(body)).toContain(
      '<geometryTypes><entry><string>geom</string><java-class>org.locationtech.jts.geom.MultiPolygon</java-class></entry></geometryTypes>',
    )
    expect(resent(event)).toEqual(event)
  })
})

describe('texts in several languages', () => {
  const growable = (entries: string) =>
    '<internationalTitle class="org.geotools.util.GrowableInternationalString" serialization="custom">' +
    '<org.geotools.util.AbstractInternationalString><default/></org.geotools.util.AbstractInternationalString>' +
    `<org.geotools.util.GrowableInternationalString><default><localMap>${entries}</localMap></default>` +
    '</org.geotools.util.GrowableInternationalString></internationalTitle>'

  it('are one element a language, as in files', () => {
    const event = decodedAdd(
      'FeatureType',
      '<id>f</id>' +
        growable(
          '<entry><null/><string>default</string></entry><entry><locale>en</locale><string>Roads</string></entry>' +
            '<entry><locale>pt_BR</locale><string>Estradas</string></entry>' +
            '<entry><locale>zh__#Hans</locale><string>道路</string></entry>',
        ),
    )
    expect(outlineOf(event.object.properties)['internationalTitle']).toEqual({
      default: 'default',
      en: 'Roads',
      'pt-BR': 'Estradas',
      'zh-Hans': '道路',
    })
    expect(resent(event)).toEqual(event)
  })

  it('of one language alone are text', () => {
    const event = decodedAdd(
      'FeatureType',
      '<id>f</id><internationalAbstract class="org.geotools.util.SimpleInternationalString" serialization="custom">' +
        '<org.geotools.util.AbstractInternationalString><default/></org.geotools.util.AbstractInternationalString>' +
        '<org.geotools.util.SimpleInternationalString><default/><string>One text</string>' +
        '</org.geotools.util.SimpleInternationalString></internationalAbstract>',
    )
    expect(outlineOf(event.object.properties)['internationalAbstract']).toBe('One text')
  })

  it.each([
    ['en', 'en'],
    ['pt_BR', 'pt-BR'],
    ['zh__#Hans', 'zh-Hans'],
    ['zh_TW_#Hant', 'zh-Hant-TW'],
    ['de_DE_1996', 'de-DE-1996'],
    ['es_419', 'es-419'],
    ['sr_RS_#Latn', 'sr-Latn-RS'],
    ['_CH', 'und-CH'],
  ])('the locale %s is the tag %s', (locale, tag) => {
    expect(languageTagOf(locale)).toBe(tag)
    expect(javaLocaleOf(tag)).toBe(locale)
  })

  it.each(['<x/>', 'e n', '1', 'en">', 'é'])(
    'a language %j that no element can be named after is refused',
    (locale) => {
      expect(failureOf(() => languageTagOf(locale)).code).toBe('PLB-WIRE-UNREADABLE')
    },
  )
})

describe('keywords', () => {
  const keyword = (fields: string) =>
    `<org.geoserver.catalog.Keyword>${fields}</org.geoserver.catalog.Keyword>`

  it('carry language and vocabulary behind escapes, as in files', () => {
    const event = decodedAdd(
      'FeatureType',
      `<id>f</id><keywords>${keyword('<value>roads</value>')}` +
        keyword('<value>Straßen &amp; Wege</value><language>de</language>') +
        keyword('<value>r</value><vocabulary>http://v</vocabulary>') +
        `${keyword('<value>x</value><language>en</language><vocabulary>v</vocabulary>')}</keywords>`,
    )
    expect(outlineOf(event.object.properties)['keywords']).toEqual([
      'roads',
      'Straßen & Wege\\@language=de\\;',
      'r\\@vocabulary=http://v\\;',
      'x\\@language=en\\;\\@vocabulary=v\\;',
    ])
    expect(resent(event)).toEqual(event)
  })
})

describe('coverages', () => {
  it('have a grid, parameters, and dimensions with ranges', () => {
    const event = decodedAdd(
      'Coverage',
      '<id>c</id><grid class="org.geotools.coverage.grid.GridGeometry2D" dimension="2"><range><low>0 0</low>' +
        '<high>634 477</high></range><transform><scaleX>30.0</scaleX><scaleY>-30.0</scaleY><shearX>0.0</shearX>' +
        '<shearX>0.0</shearX><translateX>1.0</translateX><translateY>2.0</translateY></transform><crs>EPSG:32633</crs></grid>' +
        '<dimensions><org.geoserver.catalog.impl.CoverageDimensionImpl><name>GRAY</name><range>' +
        '<elementClass>java.lang.Double</elementClass><minValue class="double">-Infinity</minValue>' +
        '<maxValue class="double">12.5</maxValue><isMinIncluded>true</isMinIncluded><isMaxIncluded>true</isMaxIncluded></range>' +
        '<nullValues><double>-9999.0</double></nullValues><unit>m</unit><dimensionType><name>REAL_32BITS</name></dimensionType>' +
        '</org.geoserver.catalog.impl.CoverageDimensionImpl></dimensions>' +
        '<parameters><entry><string>SUGGESTED_TILE_SIZE</string><string>512,512</string></entry></parameters>',
    )
    const found = outlineOf(event.object.properties)
    expect(found['dimensions']).toEqual([
      {
        name: 'GRAY',
        range: { min: '-inf', max: '12.5' },
        nullValues: ['-9999.0'],
        unit: 'm',
        dimensionType: { name: 'REAL_32BITS' },
      },
    ])
    expect(found['parameters']).toEqual([['SUGGESTED_TILE_SIZE', '512,512']])
    expect(event.object.properties[1]?.attributes['dimension']).toBe('2')
    expect(resent(event)).toEqual(event)
  })

  it('in a projected system name its class on the wire', () => {
    const crs = 'PROJCS["WGS 84 / UTM zone 33N", GEOGCS["WGS 84"], AUTHORITY["EPSG","32633"]]'
    const object = {
      ...decodedAdd('Coverage', '<id>c</id>').object,
      properties: [textElement('nativeCRS', crs)],
    }
    expect(encodeEvent({ verb: 'add', object, copies: new Map() }).body).toContain(
      '<nativeCRS class="org.geotools.referencing.crs.DefaultProjectedCRS">PROJCS[',
    )
  })
})

describe('layer groups', () => {
  const style = (fields: string) => `<${catalogClass('Style')}>${fields}</${catalogClass('Style')}>`

  it('may have styles of their own, named by a style that is in no catalog', () => {
    const event = decodedAdd(
      'LayerGroup',
      '<id>g</id><layerGroupStyles><org.geoserver.catalog.impl.LayerGroupStyleImpl><id>LayerGroupStyleImpl--1</id>' +
        `<name class="${catalogClass('Style')}"><name>night</name><format>sld</format></name><title>Night</title>` +
        `<layers><${catalogClass('Layer')}><id>l</id></${catalogClass('Layer')}></layers>` +
        `<styles>${style('<id>s</id><name>dark</name>')}</styles></org.geoserver.catalog.impl.LayerGroupStyleImpl></layerGroupStyles>`,
    )
    const [own] = event.object.properties[1]?.children ?? []
    expect(own?.name).toBe('LayerGroupStyle')
    expect(outlineOf(own?.children ?? [])).toEqual({
      id: 'LayerGroupStyleImpl--1',
      name: 'night',
      title: 'Night',
      layers: ['→ l'],
      styles: ['→ s'],
    })
    expect(condensed(encodeEvent(event).body)).toContain(
      `<name class="${catalogClass('Style')}"><name>night</name></name>`,
    )
    expect(resent(event).object).toEqual(event.object)
  })

  it('may show a group inside them in one of its own styles, by name alone', () => {
    const event = decodedAdd('LayerGroup', `<id>g</id><styles>${style('<name>night</name>')}<null/></styles>`)
    expect(outlineOf(event.object.properties)['styles']).toEqual([{ name: 'night' }, ''])
    expect(event.copies.size).toBe(0)
    expect(resent(event).object).toEqual(event.object)
  })
})

describe('live objects', () => {
  it('of the sender are not sent on: no other node could take them', () => {
    const event = decodedAdd(
      'DataStore',
      '<id>d</id><error class="java.io.IOException"><detailMessage>refused</detailMessage><stackTrace/></error>' +
        '<connectionParameters/>',
    )
    expect(encodeEvent(event).body).not.toContain('IOException')
  })
})

describe('values of changes', () => {
  it('of every shape keep what they are', () => {
    const event = decodedModify('FeatureType', '<id>f</id><name>roads</name>', [
      ['enabled', '<boolean>false</boolean>', '<boolean>true</boolean>'],
      ['maxFeatures', '<int>0</int>', '<int>5</int>'],
      [
        'projectionPolicy',
        '<null/>',
        '<org.geoserver.catalog.ProjectionPolicy>NONE</org.geoserver.catalog.ProjectionPolicy>',
      ],
      [
        'keywords',
        '<list/>',
        '<list><org.geoserver.catalog.Keyword><value>k</value></org.geoserver.catalog.Keyword></list>',
      ],
      [
        'latLonBoundingBox',
        '<null/>',
        '<org.geotools.geometry.jts.ReferencedEnvelope><minx>-1.0</minx><maxx>1.0</maxx><miny>-1.0</miny><maxy>1.0</maxy>' +
          '<crs class="org.geotools.referencing.crs.DefaultGeographicCRS">GEOGCS[&quot;x&quot;]</crs></org.geotools.geometry.jts.ReferencedEnvelope>',
      ],
      [
        'nativeCRS',
        '<null/>',
        '<org.geotools.referencing.crs.DefaultProjectedCRS>PROJCS[&quot;x&quot;]</org.geotools.referencing.crs.DefaultProjectedCRS>',
      ],
      [
        'metadata',
        '<org.geoserver.catalog.MetadataMap><map/></org.geoserver.catalog.MetadataMap>',
        '<org.geoserver.catalog.MetadataMap><map><entry><string>a</string><boolean>true</boolean></entry></map></org.geoserver.catalog.MetadataMap>',
      ],
      [
        'store',
        '<null/>',
        `<${catalogClass('DataStore')}><id>d</id><name>pg</name></${catalogClass('DataStore')}>`,
      ],
      [
        'attributes',
        '<list/>',
        '<list><org.geoserver.catalog.impl.AttributeTypeInfoImpl><name>geom</name><binding>org.locationtech.jts.geom.Point</binding>' +
          '</org.geoserver.catalog.impl.AttributeTypeInfoImpl></list>',
      ],
    ])
    expect(resent(event)).toEqual(event)
    const { body } = encodeEvent(event)
    for (const item of [
      '<org.geoserver.catalog.ProjectionPolicy>NONE<',
      '<org.geotools.geometry.jts.ReferencedEnvelope>',
      '<org.geotools.referencing.crs.DefaultProjectedCRS>',
      '<org.geoserver.catalog.MetadataMap>',
      `<proxyObject class="${catalogClass('DataStore')}">`,
    ]) {
      expect(body).toContain(item)
    }
  })
})
