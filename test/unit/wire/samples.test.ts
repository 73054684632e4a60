import { describe, expect, it } from 'vitest'
import { decodeBody } from '../../../electron/wire/decode.ts'
import type { ClusterEvent } from '../../../electron/wire/event.ts'
import { handlers, type Handler } from '../../../electron/wire/handlers.ts'
import { sampleMessage } from '../../support/recorded-messages.ts'
import { outline, outlineOf, type Outline } from './outline.ts'

const suffix = '3c1f2a77:18f0a1b2c3d'
const id = (name: string, number: string): string => `${name}InfoImpl-${suffix}:-7f${number}`
const ids = {
  workspace: id('Workspace', 'fe'),
  namespace: id('Namespace', 'fd'),
  dataStore: id('DataStore', 'fc'),
  featureType: id('FeatureType', 'fb'),
  coverageStore: id('CoverageStore', 'fa'),
  coverage: id('Coverage', 'f9'),
  style: id('Style', 'f8'),
  wideStyle: id('Style', 'f5'),
  layer: id('Layer', 'f7'),
  layerGroup: id('LayerGroup', 'f6'),
  settings: id('Settings', 'ef'),
  wms: id('WMS', 'ee'),
}

const wgs84 = expect.stringMatching(/^GEOGCS\["WGS 84", \n[^]*AUTHORITY\["EPSG","4326"\]\]$/) as string
const box = { minx: '-10.0', maxx: '10.0', miny: '40.0', maxy: '50.0', crs: wgs84 }

const workspace = {
  id: ids.workspace,
  name: 'demo',
  __default: 'false',
  metadata: '',
  isolated: 'false',
  dateCreated: '2024-05-01 10:00:00.123 UTC',
}
const namespace = {
  id: ids.namespace,
  prefix: 'demo',
  uri: 'http://example.org/demo',
  __default: 'false',
  metadata: '',
  isolated: 'false',
  dateCreated: '2024-05-01 10:00:00.150 UTC',
}
const dataStore = {
  id: ids.dataStore,
  name: 'pg',
  type: 'PostGIS',
  enabled: 'true',
  workspace: `→ ${ids.workspace}`,
  connectionParameters: [
    'port=5432',
    'passwd=s3cret',
    'host=db',
    'dbtype=postgis',
    'namespace=http://example.org/demo',
  ],
  metadata: '',
  __default: 'false',
  dateCreated: '2024-05-01 10:00:01.0 UTC',
  disableOnConnFailure: 'false',
}
const coverageStore = {
  id: ids.coverageStore,
  name: 'dem',
  type: 'GeoTIFF',
  enabled: 'true',
  workspace: `→ ${ids.workspace}`,
  connectionParameters: '',
  metadata: '',
  __default: 'false',
  dateCreated: '2024-05-01 10:00:02.0 UTC',
  disableOnConnFailure: 'false',
  url: 'file:data/dem.tif',
}
const style = {
  id: ids.style,
  name: 'roads_line',
  format: 'sld',
  languageVersion: { version: '1.0.0' },
  filename: 'roads_line.sld',
  metadata: '',
  dateCreated: '2024-05-01 10:00:03.0 UTC',
}
const featureType = {
  id: ids.featureType,
  name: 'roads',
  nativeName: 'roads',
  alias: '',
  namespace: `→ ${ids.namespace}`,
  title: 'Roads',
  keywords: ['roads'],
  metadataLinks: '',
  dataLinks: '',
  nativeCRS: wgs84,
  srs: 'EPSG:4326',
  nativeBoundingBox: box,
  latLonBoundingBox: box,
  projectionPolicy: 'FORCE_DECLARED',
  enabled: 'true',
  metadata: ['cachingEnabled=false'],
  store: `→ ${ids.dataStore}`,
  serviceConfiguration: 'false',
  disabledServices: '',
  simpleConversionEnabled: 'false',
  maxFeatures: '0',
  numDecimals: '0',
  padWithZeros: 'false',
  forcedDecimal: 'false',
  attributes: '',
  responseSRS: '',
  overridingServiceSRS: 'false',
  skipNumberMatched: 'false',
  circularArcPresent: 'false',
}
/** The sample of a changed layer has a feature type with little in it. */
const bareFeatureType = {
  ...Object.fromEntries(
    Object.entries(featureType).filter(
      ([name]) => !['title', 'nativeCRS', 'srs', 'projectionPolicy'].includes(name) && !name.endsWith('Box'),
    ),
  ),
  keywords: '',
  metadata: '',
}
const layer = {
  id: ids.layer,
  type: 'VECTOR',
  defaultStyle: `→ ${ids.style}`,
  styles: '',
  resource: `→ ${ids.featureType}`,
  metadata: '',
  attribution: { logoWidth: '0', logoHeight: '0' },
  authorityURLs: '',
  identifiers: '',
  dateCreated: '2024-05-01 10:00:04.0 UTC',
}
const settings = {
  id: ids.settings,
  workspace: `→ ${ids.workspace}`,
  contact: { id: 'contact' },
  charset: 'UTF-8',
  title: 'Demo',
  numDecimals: '4',
  verbose: 'true',
  verboseExceptions: 'false',
  metadata: '',
  clientProperties: '',
  localWorkspaceIncludesPrefix: 'false',
  showCreatedTimeColumnsInAdminList: 'false',
  showModifiedTimeColumnsInAdminList: 'false',
}
const wms = {
  id: ids.wms,
  enabled: 'true',
  name: 'WMS',
  title: 'Demo WMS',
  versions: [{ version: '1.1.1' }, { version: '1.3.0' }],
  keywords: '',
  exceptionFormats: '',
  citeCompliant: 'false',
  schemaBaseURL: 'http://schemas.opengis.net',
  verbose: 'false',
  metadata: '',
  clientProperties: '',
  srs: '',
  maxBuffer: '0',
}

interface Sample {
  readonly name: string
  readonly handler: Handler
  readonly verb: 'add' | 'modify' | 'remove'
  readonly kind: string
  readonly object: Readonly<Record<string, Outline>>
  /** Objects carried along, by id. */
  readonly copies?: Readonly<Record<string, Readonly<Record<string, Outline>>>>
  /** Name in the event, property, old value, new value. */
  readonly changes?: readonly (readonly [string, string, Outline | null, Outline | null])[]
}

const stored = { [ids.workspace]: workspace, [ids.dataStore]: dataStore, [ids.namespace]: namespace }
const published = { ...stored, [ids.featureType]: featureType, [ids.style]: style }

const samples: readonly Sample[] = [
  { name: 'add-workspace', handler: handlers.add, verb: 'add', kind: 'workspace', object: workspace },
  { name: 'add-namespace', handler: handlers.add, verb: 'add', kind: 'namespace', object: namespace },
  ...['add-datastore-plain', 'add-datastore-as-sent-with-getter-noise'].map((name): Sample => ({
    name,
    handler: handlers.add,
    verb: 'add',
    kind: 'dataStore',
    object: dataStore,
    copies: { [ids.workspace]: workspace },
  })),
  {
    name: 'add-coveragestore',
    handler: handlers.add,
    verb: 'add',
    kind: 'coverageStore',
    object: coverageStore,
    copies: { [ids.workspace]: workspace },
  },
  {
    name: 'add-featuretype-proxied-no-getter-noise',
    handler: handlers.add,
    verb: 'add',
    kind: 'featureType',
    object: featureType,
    copies: stored,
  },
  {
    name: 'add-coverage',
    handler: handlers.add,
    verb: 'add',
    kind: 'coverage',
    object: {
      id: ids.coverage,
      name: 'dem',
      nativeName: 'dem',
      alias: '',
      namespace: `→ ${ids.namespace}`,
      keywords: '',
      metadataLinks: '',
      dataLinks: '',
      srs: 'EPSG:4326',
      enabled: 'true',
      metadata: '',
      store: `→ ${ids.coverageStore}`,
      serviceConfiguration: 'false',
      disabledServices: '',
      simpleConversionEnabled: 'false',
      nativeFormat: 'GeoTIFF',
      supportedFormats: ['GEOTIFF'],
      interpolationMethods: '',
      dimensions: '',
      requestSRS: ['EPSG:4326'],
      responseSRS: ['EPSG:4326'],
      parameters: '',
      nativeCoverageName: 'dem',
    },
    copies: {
      [ids.namespace]: namespace,
      [ids.workspace]: workspace,
      [ids.coverageStore]: coverageStore,
    },
  },
  { name: 'add-style', handler: handlers.add, verb: 'add', kind: 'style', object: style },
  ...['add-layer', 'add-layer-as-sent-with-getter-noise'].map((name): Sample => ({
    name,
    handler: handlers.add,
    verb: 'add',
    kind: 'layer',
    object: layer,
    copies: published,
  })),
  {
    name: 'add-layergroup',
    handler: handlers.add,
    verb: 'add',
    kind: 'layerGroup',
    object: {
      id: ids.layerGroup,
      name: 'base',
      mode: 'SINGLE',
      title: 'Base',
      workspace: `→ ${ids.workspace}`,
      layers: '',
      publishables: [`→ ${ids.layer}`],
      styles: [''],
      layerGroupStyles: '',
      metadataLinks: '',
      bounds: box,
      metadata: '',
      authorityURLs: '',
      identifiers: '',
      keywords: '',
    },
    copies: { ...published, [ids.layer]: layer },
  },
  {
    name: 'modify-datastore',
    handler: handlers.modify,
    verb: 'modify',
    kind: 'dataStore',
    object: dataStore,
    copies: { [ids.workspace]: workspace },
    changes: [
      ['description', 'description', null, 'Main database'],
      [
        'connectionParameters',
        'connectionParameters',
        ['host=db', 'dbtype=postgis', 'namespace=http://example.org/demo', 'port=5432', 'passwd=s3cret'],
        ['host=db2', 'dbtype=postgis', 'namespace=http://example.org/demo', 'port=5432', 'passwd=s3cret'],
      ],
    ],
  },
  {
    name: 'modify-namespace',
    handler: handlers.modify,
    verb: 'modify',
    kind: 'namespace',
    object: namespace,
    changes: [['uRI', 'uri', 'http://example.org/demo', 'http://example.org/demo2']],
  },
  {
    name: 'modify-layer-default-style',
    handler: handlers.modify,
    verb: 'modify',
    kind: 'layer',
    object: layer,
    copies: {
      ...published,
      [ids.featureType]: bareFeatureType,
      [ids.wideStyle]: {
        id: ids.wideStyle,
        name: 'roads_wide',
        format: 'sld',
        languageVersion: { version: '1.0.0' },
        filename: 'roads_wide.sld',
        metadata: '',
      },
    },
    changes: [
      ['styles', 'styles', '', ''],
      ['defaultStyle', 'defaultStyle', `→ ${ids.style}`, `→ ${ids.wideStyle}`],
    ],
  },
  {
    name: 'modify-style',
    handler: handlers.modify,
    verb: 'modify',
    kind: 'style',
    object: style,
    changes: [['dateModified', 'dateModified', null, '2024-05-01 10:01:40.7 UTC']],
  },
  {
    name: 'remove-datastore',
    handler: handlers.remove,
    verb: 'remove',
    kind: 'dataStore',
    object: dataStore,
    copies: { [ids.workspace]: workspace },
  },
  {
    name: 'settings-add',
    handler: handlers.settings,
    verb: 'add',
    kind: 'settings',
    object: settings,
    copies: { [ids.workspace]: workspace },
  },
  {
    name: 'settings-mod',
    handler: handlers.settings,
    verb: 'modify',
    kind: 'settings',
    object: settings,
    copies: { [ids.workspace]: workspace },
    changes: [['title', 'title', 'Demo', 'Demo 2']],
  },
  { name: 'service-added-plain', handler: handlers.service, verb: 'add', kind: 'service', object: wms },
  {
    name: 'service-mod-proxied-source',
    handler: handlers.service,
    verb: 'modify',
    kind: 'service',
    object: { ...wms, maxBuffer: '50' },
    changes: [['maxBuffer', 'maxBuffer', '25', '50']],
  },
  {
    name: 'logging-plain',
    handler: handlers.logging,
    verb: 'modify',
    kind: 'logging',
    object: { level: 'DEFAULT_LOGGING', location: 'logs/geoserver.log', stdOutLogging: 'true' },
  },
  {
    name: 'logging-proxied',
    handler: handlers.logging,
    verb: 'modify',
    kind: 'logging',
    object: { level: 'VERBOSE_LOGGING', location: 'logs/geoserver.log', stdOutLogging: 'true' },
  },
]

describe('the sample messages', () => {
  it.each(samples.map((sample) => [sample.name, sample] as const))(
    '%s says what it should',
    (name, sample) => {
      const event = decodeBody(sample.handler, sampleMessage(name))
      if (event.verb !== 'add' && event.verb !== 'modify' && event.verb !== 'remove') {
        throw new Error(`${name} is a ${event.verb} event.`)
      }
      expect({ verb: event.verb, kind: event.object.kind }).toEqual({ verb: sample.verb, kind: sample.kind })
      expect(event.object.id).toBe(sample.object['id'] ?? 'logging')
      expect(outlineOf(event.object.properties)).toEqual(sample.object)
      expect(copiesOf(event)).toEqual(sample.copies ?? {})
      const changes = event.verb === 'modify' ? event.changes : []
      expect(
        changes.map(({ bean, name, before, after }) => [bean, name, outline(before), outline(after)]),
      ).toEqual(sample.changes ?? [])
    },
  )

  it('a reference of a layer or group names the kind it means', () => {
    const added = (name: string) => {
      const event = decodeBody(handlers.add, sampleMessage(name))
      return event.verb === 'add' ? event.object.properties : []
    }
    expect(added('add-layer').find(({ name }) => name === 'resource')?.attributes).toEqual({
      class: 'featureType',
    })
    const members = added('add-layergroup').find(({ name }) => name === 'publishables')
    expect(members?.children.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['published', { type: 'layer' }],
    ])
  })

  it('the body of a style rides along with its modification', () => {
    const event = decodeBody(handlers.modify, sampleMessage('modify-style'))
    expect(event.verb === 'modify' && Buffer.from(event.styleBody ?? []).toString()).toBe('<sld/>')
  })

  it('the body of a style goes before its addition', () => {
    expect(decodeBody(handlers.styleFile, sampleMessage('documentfile'))).toEqual({
      verb: 'style-file',
      fileName: 'roads_line.sld',
      resourcePath: 'styles/roads_line.sld',
      body: '<?xml version="1.0" encoding="UTF-8"?>\n<StyledLayerDescriptor version="1.0.0"/>\n',
    })
  })

  it('the default workspace is a change of the catalog itself', () => {
    const event = decodeBody(handlers.modify, sampleMessage('modify-default-workspace'))
    expect(event).toMatchObject({
      verb: 'default',
      property: 'defaultWorkspace',
      object: { kind: 'workspace', id: ids.workspace, name: 'demo' },
    })
    expect(copiesOf(event)).toEqual({ [ids.workspace]: workspace })
  })

  it('the global configuration comes whole, as it was before', () => {
    const event = decodeBody(handlers.global, sampleMessage('global'))
    if (event.verb !== 'modify') throw new Error('Not a modification.')
    expect(event.object.id).toBe('global')
    const global = outlineOf(event.object.properties)
    expect(Object.keys(global)).toEqual([
      ...['settings', 'jai', 'coverageAccess', 'metadata', 'clientProperties', 'updateSequence'],
      ...['featureTypeCacheSize', 'globalServices', 'xmlPostRequestLogBufferSize', 'trailingSlashMatch'],
      ...['webUIMode', 'allowStoredQueriesPerWorkspace'],
    ])
    expect(global['settings']).toMatchObject({ contact: { id: 'contact' }, numDecimals: '4' })
    expect(global['coverageAccess']).toMatchObject({ queueType: 'UNBOUNDED', imageIOCacheThreshold: '10240' })
    expect(event.changes.map(({ bean, before, after }) => [bean, outline(before), outline(after)])).toEqual([
      ['updateSequence', '41', '42'],
    ])
  })
})

function copiesOf(event: ClusterEvent): Record<string, Record<string, Outline>> {
  if (event.verb === 'style-file') return {}
  return Object.fromEntries([...event.copies].map(([key, copy]) => [key, outlineOf(copy.properties)]))
}
