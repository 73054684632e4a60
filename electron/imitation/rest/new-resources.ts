import { kindTable } from '../../catalog/kinds/table.ts'
import type { ResourceKind } from '../../catalog/kinds/property.ts'
import { propertyOf, textOfProperty, withProperties, type CatalogObject } from '../../catalog/object.ts'
import { parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import { boundingBox, boundsOf, type Bounds } from '../memory/bounds.ts'
import type { NodeCore } from './node-core.ts'
import { RestError } from './rest-error.ts'

interface Draft {
  readonly id: string | undefined
  readonly store: CatalogObject
  readonly namespace: CatalogObject
  readonly given: ReadonlyMap<string, XmlElement>
}

/** A resource as the builder of GeoServer's catalog makes it: what was given, and the rest from the data. */
export function newResource(core: NodeCore, kind: ResourceKind, draft: Draft): CatalogObject {
  const { given, store, namespace } = draft
  const id = draft.id ?? core.memory.newId(kindTable[kind].class.replace(/^.*\.(\w+)Impl$/, '$1'))
  const name = given.get('name')?.text ?? ''
  const nativeName = given.get('nativeName')?.text ?? name
  const base: CatalogObject = {
    kind,
    root: kind,
    id,
    properties: [
      textElement('id', id),
      textElement('name', name),
      textElement('nativeName', nativeName),
      parentElement('namespace', [textElement('id', namespace.id)]),
      parentElement('store', [textElement('id', store.id)], { class: store.kind }),
      textElement('enabled', 'true'),
      textElement('serviceConfiguration', 'false'),
    ],
  }
  const own = [...given].filter(([key]) => !['id', 'store', 'namespace', 'enabled'].includes(key))
  return withProperties(base, new Map([...found(core, kind, name, nativeName, store), ...own]))
}

function found(
  core: NodeCore,
  kind: ResourceKind,
  name: string,
  nativeName: string,
  store: CatalogObject,
): readonly [string, XmlElement][] {
  switch (kind) {
    case 'featureType':
      return featureType(core, nativeName, store)
    case 'coverage':
      return coverage(core, name, nativeName, store)
    case 'wmsLayer':
    case 'wmtsLayer':
      return cascaded(core, kind, nativeName)
  }
}

function featureType(core: NodeCore, nativeName: string, store: CatalogObject): [string, XmlElement][] {
  if (textOfProperty(store, 'type') === 'PostGIS') throw new RestError(500, '')
  const source = core.sources.features.get(nativeName)
  if (source === undefined) {
    throw new RestError(
      400,
      'Trying to create new feature type inside the store, but no attributes were specified',
      'page',
    )
  }
  const flags = [
    'padWithZeros',
    'forcedDecimal',
    'overridingServiceSRS',
    'skipNumberMatched',
    'circularArcPresent',
  ]
  return [
    ...texts({
      title: nativeName,
      srs: source.srs,
      projectionPolicy: 'FORCE_DECLARED',
      maxFeatures: '0',
      numDecimals: '0',
    }),
    ['keywords', keywords(['features', nativeName])],
    ...boxes(source.bounds),
    ...texts(Object.fromEntries(flags.map((flag) => [flag, 'false']))),
  ]
}

const wgs84 = `GEOGCS["GCS_WGS_1984", 
  DATUM["WGS_1984", 
    SPHEROID["WGS_1984", 6378137.0, 298.257223563]], 
  PRIMEM["Greenwich", 0.0], 
  UNIT["degree", 0.017453292519943295], 
  AXIS["Longitude", EAST], 
  AXIS["Latitude", NORTH]]`

function coverage(
  core: NodeCore,
  name: string,
  nativeName: string,
  store: CatalogObject,
): [string, XmlElement][] {
  const source = core.sources.rasters.get(nativeName)
  if (source === undefined) throw new RestError(500, 'Error trying to get reader')
  const format = textOfProperty(store, 'type') ?? ''
  const properties = parseXml(`<coverage>${source.properties}</coverage>`).children
  const directory = textElement('entry', `${textOfProperty(store, 'name') ?? ''}_${name}`, { key: 'dirName' })
  return [
    ...texts({ title: name, description: `Generated from ${format}`, srs: 'EPSG:4326', nativeCRS: wgs84 }),
    ['keywords', keywords([name, 'WCS', format])],
    ...boxes(source.bounds),
    ...texts({
      projectionPolicy: 'REPROJECT_TO_DECLARED',
      simpleConversionEnabled: 'false',
      nativeFormat: format,
    }),
    ['metadata', parentElement('metadata', [directory])],
    ...properties.map((property): [string, XmlElement] => [property.name, property]),
    ...texts({ nativeCoverageName: nativeName }),
  ]
}

/** What the cascaded server offers is what this node serves itself, as in the recordings. */
function cascaded(
  core: NodeCore,
  kind: 'wmsLayer' | 'wmtsLayer',
  nativeName: string,
): [string, XmlElement][] {
  const layer = core.find(nativeName, ['layer'])
  const resource = layer === undefined ? undefined : core.memory.catalog.get(resourceId(layer))
  if (resource === undefined) {
    throw new RestError(500, `Could not find layer ${nativeName} in the server capabilitiles document`)
  }
  const [minx, maxx, miny, maxy] = boundsOf(
    propertyOf(resource, 'latLonBoundingBox') ?? resource.properties[0] ?? textElement('none', ''),
  ) ?? ['0.0', '0.0', '0.0', '0.0']
  const isWms = kind === 'wmsLayer'
  const native: Bounds = isWms ? [minx, maxx, miny, maxy] : [miny, maxy, minx, maxx]
  const abstract = textOfProperty(resource, 'abstract')
  const told = isWms
    ? { description: abstract ?? '', abstract: abstract ?? '' }
    : abstract === undefined
      ? {}
      : { description: 'null', abstract: 'null' }
  const words = propertyOf(resource, 'keywords')
  return [
    ...texts({ title: textOfProperty(resource, 'title') ?? '', ...told, nativeCRS: geographic(isWms) }),
    ...(isWms && words !== undefined ? [['keywords', words] as [string, XmlElement]] : []),
    ...texts({ srs: isWms ? 'EPSG:4326' : 'urn:ogc:def:crs:EPSG::4326' }),
    ['nativeBoundingBox', boundingBox('nativeBoundingBox', native)],
    ['latLonBoundingBox', boundingBox('latLonBoundingBox', [minx, maxx, miny, maxy])],
    ...texts({ projectionPolicy: 'FORCE_DECLARED' }),
    ...(isWms
      ? texts({ forcedRemoteStyle: '', preferredFormat: 'image/png', metadataBBoxRespected: 'false' })
      : []),
  ]
}

function geographic(longitudeFirst: boolean): string {
  const axes = ['AXIS["Geodetic longitude", EAST]', 'AXIS["Geodetic latitude", NORTH]']
  const [first, second] = longitudeFirst ? axes : axes.toReversed()
  return `GEOGCS["WGS 84", 
  DATUM["World Geodetic System 1984", 
    SPHEROID["WGS 84", 6378137.0, 298.257223563, AUTHORITY["EPSG","7030"]], 
    AUTHORITY["EPSG","6326"]], 
  PRIMEM["Greenwich", 0.0, AUTHORITY["EPSG","8901"]], 
  UNIT["degree", 0.017453292519943295], 
  ${first}, 
  ${second}, 
  AUTHORITY["EPSG","4326"]]`
}

function resourceId(layer: CatalogObject): string {
  return propertyOf(layer, 'resource')?.children.find((each) => each.name === 'id')?.text ?? ''
}

function texts(values: Readonly<Record<string, string>>): [string, XmlElement][] {
  return Object.entries(values).map(([name, text]) => [name, textElement(name, text)])
}

function keywords(words: readonly string[]): XmlElement {
  return parentElement(
    'keywords',
    words.map((word) => textElement('string', word)),
  )
}

function boxes(bounds: Bounds): [string, XmlElement][] {
  return ['nativeBoundingBox', 'latLonBoundingBox'].map((name) => [name, boundingBox(name, bounds)])
}
