/** What a data source says of one of its types: a table, a shapefile, a raster. */
export interface FeatureSource {
  readonly bounds: readonly [minx: string, maxx: string, miny: string, maxy: string]
  readonly srs: string
  readonly attributes: readonly {
    readonly name: string
    readonly binding: string
    readonly length?: string
  }[]
}

export interface RasterSource {
  readonly bounds: readonly [minx: string, maxx: string, miny: string, maxy: string]
  /** Everything of `coverage.xml` the reader of the raster finds out. */
  readonly properties: string
}

/** The data behind the stores of a node, by the name of the type in the store. */
export interface DataSources {
  readonly features: ReadonlyMap<string, FeatureSource>
  readonly rasters: ReadonlyMap<string, RasterSource>
  /** Types of stores the node can open, by the form of their parameters. */
  readonly typeOf: (parameters: ReadonlyMap<string, string>) => string | undefined
  /** Whether the parameters lead to data: an unreachable data base does not. */
  readonly canOpen: (type: string, parameters: ReadonlyMap<string, string>) => boolean
}

const geometry = (name: string, type: string) => ({ name, binding: `org.locationtech.jts.geom.${type}` })
const column = (name: string, type: string, length?: string) => ({
  name,
  binding: `java.lang.${type}`,
  ...(length === undefined ? {} : { length }),
})

const roads: FeatureSource = {
  bounds: ['145.19754', '148.27298000000002', '-43.423512', '-40.852802'],
  srs: 'EPSG:4326',
  attributes: [geometry('the_geom', 'MultiLineString'), column('TYPE', 'String', '7')],
}

const strings = (name: string, values: readonly string[]): string =>
  `<${name}>${values.map((value) => `<string>${value}</string>`).join('')}</${name}>`

const demProperties = [
  '<grid dimension="2"><range><low>0 0</low><high>20 20</high></range><transform><scaleX>0.2</scaleX>',
  '<scaleY>-0.2</scaleY><shearX>0.0</shearX><shearY>0.0</shearY><translateX>144.1</translateX>',
  '<translateY>-40.1</translateY></transform><crs>EPSG:4326</crs></grid>',
  strings('supportedFormats', [
    ...['ImageMosaic', 'ArcGrid', 'GEOTIFF', 'GIF', 'PNG', 'JPEG', 'TIFF', 'GeoPackage (mosaic)'],
  ]),
  strings('interpolationMethods', ['nearest neighbor', 'bilinear', 'bicubic']),
  '<defaultInterpolationMethod>nearest neighbor</defaultInterpolationMethod><dimensions><coverageDimension>',
  '<name>dem</name><description>GridSampleDimension[-Infinity,Infinity]</description>',
  '<range><min>-inf</min><max>inf</max></range><nullValues><double>-9999.0</double></nullValues>',
  '<dimensionType><name>REAL_64BITS</name></dimensionType></coverageDimension></dimensions>',
  strings('requestSRS', ['EPSG:4326']),
  strings('responseSRS', ['EPSG:4326']),
].join('')

/** The sample data GeoServer ships and the few files the recordings were made with. */
export const sampleSources: DataSources = {
  features: new Map<string, FeatureSource>([
    [
      'tasmania_cities',
      {
        bounds: ['147.2909004483', '147.2911004483', '-42.85110181689001', '-42.85090181689'],
        srs: 'EPSG:4326',
        attributes: [
          geometry('the_geom', 'MultiPoint'),
          column('CITY_NAME', 'String', '30'),
          column('ADMIN_NAME', 'String', '40'),
        ],
      },
    ],
    ['tasmania_roads', roads],
    [
      'tasmania_state_boundaries',
      {
        bounds: ['143.83482400000003', '148.47914100000003', '-43.648056', '-39.573891'],
        srs: 'EPSG:4326',
        attributes: [geometry('the_geom', 'MultiPolygon')],
      },
    ],
    [
      'tasmania_water_bodies',
      {
        ...roads,
        bounds: ['145.97161899999998', '147.219696', '-43.031944', '-41.775558'],
        attributes: [geometry('the_geom', 'MultiPolygon')],
      },
    ],
    [
      'events',
      {
        bounds: ['146.0', '147.0', '-43.0', '-42.0'],
        srs: 'EPSG:4326',
        attributes: [
          geometry('geom', 'Point'),
          column('name', 'String'),
          { name: 'at', binding: 'java.util.Date' },
          column('level', 'Double'),
        ],
      },
    ],
    [
      'cities',
      {
        bounds: ['-0.12', '13.4', '41.9', '52.52'],
        srs: 'EPSG:4326',
        attributes: [
          geometry('the_geom', 'Point'),
          column('NAME', 'String', '20'),
          column('POP', 'Long', '10'),
        ],
      },
    ],
  ]),
  rasters: new Map([['dem', { bounds: ['144.0', '148.0', '-44.0', '-40.0'], properties: demProperties }]]),
  typeOf: (parameters) => {
    if (parameters.get('dbtype') === 'postgis') return 'PostGIS'
    return parameters.get('url')?.endsWith('.shp') === true ? 'Shapefile' : undefined
  },
  canOpen: (type, parameters) => {
    if (type === 'PostGIS') return parameters.has('host') && parameters.has('database')
    return parameters.has('url') || parameters.has('directory')
  },
}
