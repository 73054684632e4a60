import type { EditRequest } from '../../engine/master/master.ts'
import { countries, lakes, mountains, rivers, type Place } from './places.ts'
import { styleRules, type Symbol } from './style-rules.ts'

/** The password of the demo's databases. No database stands behind it; it is there to prove that it is never shown. */
export const demoPassword = 'not-a-real-Secret-4711'

/**
 * What fills an empty master with the configuration of an imaginary map service: workspaces, stores, layers, styles,
 * groups, settings and services about the public geography of Europe.
 */
export function demoCatalog(): readonly EditRequest[] {
  return [
    ...workspaces.map(([name, uri]) => add('workspace', { name, uri })),
    { verb: 'default', kind: 'workspace', name: 'basemap' },
    ...styles.map(style),
    ...stores,
    ...layers.flatMap(published),
    ...mountains.flatMap(heightModel),
    ...cascaded.map(cascadedLayer),
    ...groups(),
    ...settings,
    { verb: 'modify', kind: 'logging', input: json({ level: 'PRODUCTION_LOGGING' }) },
    { verb: 'modify', kind: 'global', input: json({ featureTypeCacheSize: 200 }) },
  ]
}

const workspaces = [
  ['basemap', 'http://maps.example.org/basemap'],
  ['transport', 'http://maps.example.org/transport'],
  ['water', 'http://maps.example.org/water'],
  ['land_cover', 'http://maps.example.org/land-cover'],
  ['settlements', 'http://maps.example.org/settlements'],
  ['relief', 'http://maps.example.org/relief'],
] as const

type WorkspaceName = (typeof workspaces)[number][0]

interface Style {
  readonly name: string
  readonly title: string
  readonly workspace?: WorkspaceName
  readonly symbol: Symbol
}

const styles: readonly Style[] = [
  { name: 'motorway', title: 'Motorway', symbol: { shape: 'line', color: '#d35400', width: 3 } },
  { name: 'main_road', title: 'Main road', symbol: { shape: 'line', color: '#e59866', width: 2 } },
  {
    name: 'railway',
    title: 'Railway',
    symbol: { shape: 'line', color: '#34495e', width: 1.5, dashes: '6 4' },
  },
  { name: 'ferry', title: 'Ferry', symbol: { shape: 'line', color: '#2e86c1', width: 1, dashes: '2 4' } },
  { name: 'river', title: 'River', symbol: { shape: 'line', color: '#2980b9', width: 1.8 } },
  { name: 'canal', title: 'Canal', symbol: { shape: 'line', color: '#5dade2', width: 1.2, dashes: '8 2' } },
  { name: 'lake', title: 'Lake', symbol: { shape: 'area', fill: '#aed6f1', edge: '#2e86c1' } },
  { name: 'forest', title: 'Forest', symbol: { shape: 'area', fill: '#7dcea0', edge: '#1e8449' } },
  { name: 'farmland', title: 'Farmland', symbol: { shape: 'area', fill: '#f9e79f', edge: '#b7950b' } },
  { name: 'wetland', title: 'Wetland', symbol: { shape: 'area', fill: '#a2d9ce', edge: '#138d75' } },
  { name: 'glacier', title: 'Glacier', symbol: { shape: 'area', fill: '#ebf5fb', edge: '#aeb6bf' } },
  { name: 'built_up', title: 'Built-up area', symbol: { shape: 'area', fill: '#d7bde2', edge: '#76448a' } },
  { name: 'city', title: 'City', symbol: { shape: 'mark', mark: 'square', fill: '#922b21', size: 8 } },
  { name: 'town', title: 'Town', symbol: { shape: 'mark', mark: 'circle', fill: '#c0392b', size: 6 } },
  { name: 'village', title: 'Village', symbol: { shape: 'mark', mark: 'circle', fill: '#d98880', size: 4 } },
  { name: 'peak', title: 'Peak', symbol: { shape: 'mark', mark: 'triangle', fill: '#6e2c00', size: 7 } },
  {
    name: 'heights',
    title: 'Heights',
    workspace: 'relief',
    symbol: {
      shape: 'heights',
      colors: [
        [0, '#1e8449'],
        [500, '#f9e79f'],
        [1500, '#a04000'],
        [3000, '#fbfcfc'],
      ],
    },
  },
  {
    name: 'night',
    title: 'Roads at night',
    workspace: 'transport',
    symbol: { shape: 'line', color: '#f4d03f', width: 2 },
  },
  {
    name: 'flood',
    title: 'Flood plain',
    workspace: 'water',
    symbol: { shape: 'area', fill: '#85c1e9', edge: '#1a5276' },
  },
]

const stores: readonly EditRequest[] = [
  add('dataStore', database('transport', 'transport_db')),
  add('dataStore', database('water', 'water_db')),
  add('dataStore', {
    name: 'corine',
    workspace: 'land_cover',
    type: 'Directory of spatial files (shapefiles)',
    description: 'Land cover, one file a country',
    connectionParameters: { url: 'file:data/land_cover', namespace: 'http://maps.example.org/land-cover' },
  }),
  add('dataStore', {
    name: 'places',
    workspace: 'settlements',
    type: 'GeoPackage',
    connectionParameters: {
      database: 'file:data/places.gpkg',
      dbtype: 'geopkg',
      namespace: 'http://maps.example.org/settlements',
    },
  }),
  add('wmsStore', {
    name: 'reference',
    workspace: 'basemap',
    type: 'WMS',
    capabilitiesURL: 'https://reference.example.org/wms?request=GetCapabilities',
    maxConnections: 6,
    readTimeout: 60,
    connectTimeout: 30,
  }),
]

function database(workspace: WorkspaceName, name: string) {
  return {
    name,
    workspace,
    type: 'PostGIS',
    description: `Database of ${workspace}`,
    connectionParameters: {
      host: 'db.example.org',
      port: '5432',
      database: 'maps',
      schema: workspace,
      user: 'map_reader',
      passwd: demoPassword,
      dbtype: 'postgis',
      'Expose primary keys': 'true',
      namespace: `http://maps.example.org/${workspace}`,
    },
  }
}

interface VectorLayer {
  readonly workspace: WorkspaceName
  readonly store: string
  readonly theme: string
  readonly title: string
  readonly place: Place
  /** The one every layer begins with unless given. */
  readonly style: string | undefined
}

const layers: readonly VectorLayer[] = [
  ...vectors(countries, 'transport', 'transport_db', 'roads', 'Main roads', 'main_road'),
  ...vectors(countries, 'transport', 'transport_db', 'railways', 'Railways', 'railway'),
  ...vectors(rivers, 'water', 'water_db', 'river', 'River', 'river'),
  ...vectors(lakes, 'water', 'water_db', 'shore', 'Shore', 'lake'),
  ...vectors(countries, 'land_cover', 'corine', 'forest', 'Forests', undefined),
  ...vectors(countries, 'settlements', 'places', 'towns', 'Towns', undefined),
]

function vectors(
  places: readonly Place[],
  workspace: WorkspaceName,
  store: string,
  theme: string,
  title: string,
  styleName: string | undefined,
): readonly VectorLayer[] {
  return places.map((place) => ({
    workspace,
    store,
    theme,
    title: `${title} of ${place.title}`,
    style: styleName,
    place,
  }))
}

function published(layer: VectorLayer): readonly EditRequest[] {
  const { workspace, store, theme, title, style: styleName, place } = layer
  const name = `${theme}_${place.name}`
  const resource = add('featureType', {
    name,
    title,
    abstract: `${title}, simplified for scales from 1:1 000 000.`,
    keywords: [theme, place.title],
    namespace: workspace,
    store: `${workspace}:${store}`,
    srs: 'EPSG:4326',
    nativeBoundingBox: envelope(place),
    latLonBoundingBox: envelope(place),
    projectionPolicy: 'FORCE_DECLARED',
    maxFeatures: 0,
  })
  return styleName === undefined ? [resource] : [resource, withStyle(`${workspace}:${name}`, styleName)]
}

function withStyle(layer: string, styleName: string): EditRequest {
  return { verb: 'modify', kind: 'layer', name: layer, input: json({ defaultStyle: styleName }) }
}

function heightModel({ name, title, extent }: Place): readonly EditRequest[] {
  return [
    add('coverageStore', {
      name,
      workspace: 'relief',
      type: 'GeoTIFF',
      url: `file:data/relief/${name}.tif`,
    }),
    { verb: 'add', kind: 'coverage', input: coverageXml(name, `Heights of the ${title}`, extent) },
    withStyle(`relief:${name}`, 'relief:heights'),
  ]
}

/** A coverage has parts that have no JSON form. */
function coverageXml(name: string, title: string, [west, south, east, north]: Place['extent']): string {
  const width = 1200
  const height = 800
  const bounds = `<minx>${west}</minx><maxx>${east}</maxx><miny>${south}</miny><maxy>${north}</maxy><crs>EPSG:4326</crs>`
  return `<coverage>
  <name>${name}</name>
  <title>${title}</title>
  <namespace>relief</namespace>
  <store>relief:${name}</store>
  <srs>EPSG:4326</srs>
  <nativeBoundingBox>${bounds}</nativeBoundingBox>
  <latLonBoundingBox>${bounds}</latLonBoundingBox>
  <nativeFormat>GeoTIFF</nativeFormat>
  <grid dimension="2">
    <range><low>0 0</low><high>${width} ${height}</high></range>
    <transform>
      <scaleX>${(east - west) / width}</scaleX>
      <scaleY>${(south - north) / height}</scaleY>
      <shearX>0.0</shearX>
      <shearY>0.0</shearY>
      <translateX>${west}</translateX>
      <translateY>${north}</translateY>
    </transform>
    <crs>EPSG:4326</crs>
  </grid>
</coverage>`
}

const cascaded = [
  ['borders', 'Borders'],
  ['graticule', 'Graticule'],
  ['shaded_sea', 'Shaded sea'],
] as const

function cascadedLayer([name, title]: readonly [string, string]): EditRequest {
  return add('wmsLayer', {
    name,
    title,
    namespace: 'basemap',
    store: 'basemap:reference',
    srs: 'EPSG:4326',
    latLonBoundingBox: envelope({ extent: [-180, -90, 180, 90] }),
  })
}

function groups(): readonly EditRequest[] {
  const ofCountry = countries.slice(0, 8).map((place) =>
    group(place.name, `Map of ${place.title}`, place, [
      ['land_cover', 'forest'],
      ['transport', 'roads'],
      ['transport', 'railways'],
      ['settlements', 'towns'],
    ]),
  )
  return [
    ...ofCountry,
    add('layerGroup', {
      name: 'alpine_countries',
      title: 'Alpine countries',
      mode: 'NAMED',
      publishables: ['austria', 'relief:alps'],
      styles: [null, null],
      bounds: envelope({ extent: [5, 43.5, 17.2, 49] }),
    }),
    add('layerGroup', {
      name: 'large_rivers',
      workspace: 'water',
      title: 'Large rivers',
      mode: 'SINGLE',
      publishables: ['water:river_danube', 'water:river_elbe', 'water:river_rhine'],
      styles: ['river', 'river', 'canal'],
      bounds: envelope({ extent: [3.8, 42.2, 29.7, 54] }),
    }),
  ]
}

function group(
  name: string,
  title: string,
  place: Place,
  members: readonly (readonly [WorkspaceName, string])[],
): EditRequest {
  return add('layerGroup', {
    name,
    title,
    mode: 'SINGLE',
    publishables: members.map(([workspace, theme]) => `${workspace}:${theme}_${place.name}`),
    styles: members.map(() => null),
    bounds: envelope(place),
  })
}

const settings: readonly EditRequest[] = [
  add('settings', {
    workspace: 'transport',
    title: 'Transport maps',
    charset: 'UTF-8',
    numDecimals: 6,
    onlineResource: 'http://maps.example.org/transport',
  }),
  add('settings', { workspace: 'water', title: 'Water maps', charset: 'UTF-8', numDecimals: 5 }),
  {
    ...add('service', { workspace: 'transport', title: 'Transport map service', maxRenderingTime: 60 }),
    service: 'wms',
  },
  {
    ...add('service', { workspace: 'water', title: 'Water feature service', maxFeatures: 50_000 }),
    service: 'wfs',
  },
]

function style({ name, title, workspace, symbol }: Style): EditRequest {
  return {
    ...add('style', workspace === undefined ? { name } : { name, workspace }),
    styleBody: styleRules(title, symbol),
  }
}

function add(kind: EditRequest['kind'], properties: Readonly<Record<string, unknown>>): EditRequest {
  return { verb: 'add', kind, input: json(properties) }
}

function json(properties: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(properties)
}

function envelope({ extent: [west, south, east, north] }: Pick<Place, 'extent'>) {
  return { minx: west, maxx: east, miny: south, maxy: north, crs: 'EPSG:4326' }
}
