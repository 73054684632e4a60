import type { z } from 'zod'
import type { FormField, TreeNode } from '../../../electron/contract/features/configuration.ts'

/** The objects of the made-up catalog: what the tree shows and what their forms are filled with. */
export interface FakeObject {
  readonly node: TreeNode
  values: Readonly<Record<string, Json>>
  styleBody: string | null
  version: number
}

export type Json = z.output<ReturnType<typeof z.json>>

const workspaces: Record<string, readonly string[]> = {
  transport: ['roads', 'railways', 'stations', 'bus_lines', 'cycle_ways', 'ferry_routes', 'airports'],
  hydro: ['lakes', 'rivers', 'wetlands', 'gauges', 'catchments', 'springs'],
  cadastre: ['parcels', 'buildings', 'addresses', 'boundaries', 'survey_points'],
  terrain: ['contours', 'spot_heights', 'landcover', 'soil'],
  planning: ['zoning', 'protected_areas', 'noise_2024', 'noise_2025'],
}
const styles = [
  'point',
  'line',
  'polygon',
  'raster',
  'road_lines',
  'rail_lines',
  'water',
  'parcel_outline',
  'contour_lines',
  'landcover',
]

export function fakeCatalog(): FakeObject[] {
  return [
    fakeObject('global', 'global', 'Global settings', null, null),
    fakeObject('logging', 'logging', 'Logging', null, null),
    ...['wms', 'wfs', 'wcs', 'wmts'].map((type) =>
      fakeObject('service', type, type.toUpperCase(), null, null, `service--${type}`),
    ),
    ...styles.map((name) => fakeObject('style', 'style', name, null, null)),
    ...Object.entries(workspaces).flatMap(([workspace, layers]) => {
      const id = `workspace--${workspace}`
      const store = `dataStore--${workspace}:postgis`
      return [
        fakeObject('workspace', 'workspace', workspace, null, null),
        fakeObject('namespace', 'namespace', workspace, id, workspace, `namespace--${workspace}`),
        fakeObject('dataStore', 'dataStore', 'postgis', id, workspace),
        ...layers.flatMap((name) => {
          const resource = `featureType--${workspace}:${name}`
          return [
            fakeObject('featureType', 'featureType', name, store, workspace),
            fakeObject('layer', 'layer', name, resource, workspace),
          ]
        }),
        fakeObject('layerGroup', 'layerGroup', `${workspace}_base`, id, workspace),
        ...(workspace === 'terrain'
          ? [
              fakeObject('coverageStore', 'coverageStore', 'elevation_25m', id, workspace),
              fakeObject(
                'coverage',
                'coverage',
                'elevation',
                'coverageStore--terrain:elevation_25m',
                workspace,
              ),
              fakeObject('layer', 'layer', 'elevation', 'coverage--terrain:elevation', workspace),
              fakeObject('style', 'style', 'hillshade', id, workspace),
            ]
          : []),
      ]
    }),
  ]
}

export function fakeObject(
  kind: string,
  root: string,
  name: string,
  parent: string | null,
  workspace: string | null,
  id = `${kind}--${workspace === null ? '' : `${workspace}:`}${name}`,
): FakeObject {
  const node: TreeNode = {
    id,
    kind,
    root,
    name,
    title: workspace === null || kind === 'namespace' ? name : `${workspace}:${name}`,
    parent,
    workspace,
    enabled: kind === 'layer' ? name !== 'wetlands' : null,
    isDefault: kind === 'workspace' && name === 'transport',
  }
  return { node, values: valuesFor(node), styleBody: kind === 'style' ? bodyOf(name) : null, version: 1 }
}

function valuesFor({ id, kind, name, workspace, parent }: TreeNode): Record<string, Json> {
  const title = name.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase())
  const space = workspace === null ? null : `workspace--${workspace}`
  const bounds = { minx: 5.866, maxx: 15.042, miny: 47.27, maxy: 55.058, crs: 'EPSG:4326' }
  switch (kind) {
    case 'workspace':
      return { id, name, isolated: false }
    case 'namespace':
      return { id, prefix: name, uri: `http://maps.example.org/${name}`, isolated: false }
    case 'dataStore':
      return {
        id,
        name,
        description: 'Replica of the spatial database',
        type: 'PostGIS',
        enabled: true,
        workspace: space,
        connectionParameters: {
          dbtype: 'postgis',
          host: 'db.maps.example.org',
          port: '5432',
          database: workspace ?? '',
          schema: 'public',
          user: 'geoserver',
          passwd: '••••••',
          'Expose primary keys': 'true',
          'max connections': '20',
        },
      }
    case 'featureType':
    case 'coverage':
      return {
        id,
        name,
        nativeName: name,
        namespace: workspace === null ? null : `namespace--${workspace}`,
        store: parent,
        title,
        abstract: `${title} of the whole area, updated every night.`,
        keywords: ['sample', workspace ?? ''],
        srs: 'EPSG:25832',
        projectionPolicy: 'FORCE_DECLARED',
        enabled: name !== 'wetlands',
        advertised: true,
        nativeBoundingBox: {
          minx: 280_000,
          maxx: 921_500,
          miny: 5_235_000,
          maxy: 6_101_500,
          crs: 'EPSG:25832',
        },
        latLonBoundingBox: bounds,
        maxFeatures: 0,
        numDecimals: 0,
        attributes: [
          { name: 'geom', minOccurs: 0, maxOccurs: 1, nillable: true },
          { name: 'name', minOccurs: 0, maxOccurs: 1, nillable: true },
        ],
        metadata: { cachingEnabled: 'false' },
        nativeCRS:
          'PROJCS["ETRS89 / UTM zone 32N", GEOGCS["ETRS89", DATUM["ETRS_1989", SPHEROID["GRS 1980", …]]]]',
      }
    case 'layer':
      return {
        id,
        type: 'VECTOR',
        path: '/',
        defaultStyle: name === 'roads' ? 'style--road_lines' : 'style--line',
        styles: name === 'roads' ? ['style--line', 'style--rail_lines'] : [],
        resource: parent,
        queryable: true,
        opaque: false,
        defaultWMSInterpolationMethod: null,
        attribution: {
          title: 'Survey office',
          href: 'https://maps.example.org',
          logoWidth: 0,
          logoHeight: 0,
        },
        metadata: {},
      }
    case 'layerGroup':
      return {
        id,
        name,
        mode: 'SINGLE',
        title,
        abstractTxt: null,
        enabled: true,
        advertised: true,
        workspace: space,
        publishables: (workspaces[workspace ?? ''] ?? [])
          .slice(0, 3)
          .map((layer) => `layer--${workspace}:${layer}`),
        styles: [null, null, null],
        bounds,
        keywords: [],
      }
    case 'style':
      return {
        id,
        name,
        workspace: space,
        format: 'sld',
        filename: `${name}.sld`,
        languageVersion: { version: '1.0.0' },
      }
    case 'service':
      return {
        id,
        enabled: true,
        name,
        title: `${name} of maps.example.org`,
        maintainer: null,
        maxFeatures: 1_000_000,
        citeCompliant: false,
      }
    case 'coverageStore':
      return { id, name, type: 'GeoTIFF', enabled: true, workspace: space, url: `file:data/${name}.tif` }
    default:
      return {
        id,
        name,
        level: 'DEFAULT_LOGGING',
        adminUsername: 'admin',
        adminPassword: '••••••',
        numDecimals: 8,
        verbose: false,
      }
  }
}

const nothing = { required: false, choices: [], kinds: [], fields: [], help: null }

function field(
  name: string,
  label: string,
  type: FormField['type'],
  rest: Partial<FormField> = {},
): FormField {
  return { ...nothing, name, label, type, value: null, ...rest }
}

const known: readonly FormField[] = [
  field('id', 'Id', 'readonly'),
  field('prefix', 'Prefix', 'readonly', { help: 'Follows the name of the workspace.' }),
  field('uri', 'URI', 'text', { required: true }),
  field('name', 'Name', 'text', { required: true, help: 'What requests name it by; no spaces.' }),
  field('nativeName', 'Native name', 'text', { help: 'Name of the table or file in the store.' }),
  field('isolated', 'Isolated', 'flag', { help: 'Its layers are served by its own services alone.' }),
  field('type', 'Type', 'choice', { choices: ['VECTOR', 'RASTER', 'WMS', 'REMOTE', 'GROUP'] }),
  field('namespace', 'Namespace', 'reference', { kinds: ['namespace'], required: true }),
  field('workspace', 'Workspace', 'reference', { kinds: ['workspace'] }),
  field('store', 'Store', 'reference', { kinds: ['dataStore', 'coverageStore'], required: true }),
  field('resource', 'Resource', 'reference', { kinds: ['featureType', 'coverage'], required: true }),
  field('title', 'Title', 'text'),
  field('abstract', 'Abstract', 'multiline'),
  field('abstractTxt', 'Abstract', 'multiline'),
  field('description', 'Description', 'text'),
  field('enabled', 'Enabled', 'flag'),
  field('advertised', 'Advertised', 'flag', { help: 'Whether capabilities list it.' }),
  field('mode', 'Mode', 'choice', {
    required: true,
    choices: ['SINGLE', 'OPAQUE_CONTAINER', 'NAMED', 'CONTAINER', 'EO'],
  }),
  field('path', 'Path', 'text'),
  field('defaultStyle', 'Default style', 'reference', { kinds: ['style'] }),
  field('publishables', 'Members', 'references', {
    kinds: ['layer', 'layerGroup'],
    required: true,
    help: 'Drawn in this order, the first one at the bottom.',
  }),
  field('styles', 'Other styles', 'references', { kinds: ['style'] }),
  field('queryable', 'Queryable', 'flag', { help: 'Answers GetFeatureInfo.' }),
  field('opaque', 'Opaque', 'flag'),
  field('defaultWMSInterpolationMethod', 'Interpolation', 'choice', {
    choices: ['Nearest', 'Bilinear', 'Bicubic'],
  }),
  field('keywords', 'Keywords', 'strings'),
  field('srs', 'Coordinate reference system', 'text', { help: 'As EPSG:4326.' }),
  field('projectionPolicy', 'Projection policy', 'choice', {
    choices: ['FORCE_DECLARED', 'REPROJECT_TO_DECLARED', 'NONE'],
  }),
  field('nativeBoundingBox', 'Native bounds', 'bounds'),
  field('latLonBoundingBox', 'Geographic bounds', 'bounds'),
  field('bounds', 'Bounds', 'bounds'),
  field('maxFeatures', 'Most features a request', 'number', { help: '0 for no limit of its own.' }),
  field('numDecimals', 'Decimals', 'number'),
  field('attributes', 'Attributes', 'structure', {
    fields: [
      field('name', 'Name', 'text', { required: true }),
      field('minOccurs', 'Least', 'number'),
      field('maxOccurs', 'Most', 'number'),
      field('nillable', 'May be empty', 'flag'),
    ],
  }),
  field('attribution', 'Attribution', 'structure', {
    fields: [
      field('title', 'Title', 'text'),
      field('href', 'Address', 'text'),
      field('logoURL', 'Logo', 'text'),
      field('logoWidth', 'Logo width', 'number'),
      field('logoHeight', 'Logo height', 'number'),
    ],
  }),
  field('connectionParameters', 'Connection', 'map', { fields: [field('passwd', 'passwd', 'password')] }),
  field('metadata', 'Metadata', 'map'),
  field('format', 'Format', 'choice', { choices: ['sld', 'css', 'mbstyle', 'ysld'] }),
  field('filename', 'File', 'text'),
  field('languageVersion', 'Language version', 'structure', {
    fields: [field('version', 'Version', 'text')],
  }),
  field('nativeCRS', 'Native coordinate reference system', 'multiline'),
  field('url', 'Address', 'text', { required: true }),
  field('maintainer', 'Maintainer', 'text'),
  field('citeCompliant', 'Strict about the standard', 'flag'),
  field('level', 'Profile', 'choice', {
    choices: ['DEFAULT_LOGGING', 'VERBOSE_LOGGING', 'PRODUCTION_LOGGING'],
  }),
  field('adminUsername', 'Administrator', 'text'),
  field('adminPassword', 'Password of the administrator', 'password'),
  field('verbose', 'Verbose', 'flag'),
]

/** The form of an object, filled with its values. */
export function fieldsOf({ values }: Pick<FakeObject, 'values'>): FormField[] {
  return known.flatMap((each) => {
    const value = values[each.name]
    return value === undefined ? [] : [{ ...each, value }]
  })
}

/** The object as its file has it. */
export function xmlOf({ node, values }: Pick<FakeObject, 'node' | 'values'>): string {
  const lines = Object.entries(values).flatMap(([name, value]) => elementLines(name, value, '  '))
  return [`<${node.root}>`, ...lines, `</${node.root}>`, ''].join('\n')
}

function elementLines(name: string, value: Json, indent: string): string[] {
  if (value === null || value === '') return []
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => elementLines('item', item, `${indent}  `))
    return [`${indent}<${name}>`, ...items, `${indent}</${name}>`]
  }
  if (typeof value === 'object') {
    const isMap = name === 'connectionParameters' || name === 'metadata'
    const inner = Object.entries(value).flatMap(([key, item]) =>
      isMap
        ? [`${indent}  <entry key="${key}">${item === null ? '••••••' : escape(plainText(item))}</entry>`]
        : elementLines(key, item, `${indent}  `),
    )
    return [`${indent}<${name}>`, ...inner, `${indent}</${name}>`]
  }
  return [`${indent}<${name}>${escape(plainText(value))}</${name}>`]
}

/** A plain value as text; anything else as JSON. */
export function plainText(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function bodyOf(name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc">
  <NamedLayer>
    <Name>${name}</Name>
    <UserStyle>
      <Title>${name.replaceAll('_', ' ')}</Title>
      <FeatureTypeStyle>
        <Rule>
          <Name>main</Name>
          <MaxScaleDenominator>50000</MaxScaleDenominator>
          <LineSymbolizer>
            <Stroke>
              <CssParameter name="stroke">#3366aa</CssParameter>
              <CssParameter name="stroke-width">2</CssParameter>
            </Stroke>
          </LineSymbolizer>
        </Rule>
      </FeatureTypeStyle>
    </UserStyle>
  </NamedLayer>
</StyledLayerDescriptor>
`
}
