import {
  concretePart,
  decimal,
  flag,
  id,
  integer,
  internationalAbstract,
  internationalTitle,
  keywords,
  metadata,
  metadataLinks,
  property,
  reference,
  strings,
  text,
  unsentStamps,
} from './describe.ts'
import type { Property, StoreKind } from './property.ts'
import { styleProperties } from './publishing.ts'
import { say } from '../../sentences/say.ts'

const dataLinks = property('dataLinks', {
  type: 'structures',
  class: 'org.geoserver.catalog.impl.DataLinkInfoImpl',
  // The persister has no alias for the implementation class, so files name it in full.
  item: 'org.geoserver.catalog.impl.DataLinkInfoImpl',
  properties: [id, text('about'), text('type'), text('content')],
})

function resourceProperties(store: StoreKind): readonly Property[] {
  return [
    id,
    text('name'),
    text('nativeName'),
    strings('alias'),
    reference('namespace', ['namespace']),
    text('title'),
    text('description'),
    text('abstract', 'string', { field: '_abstract', bean: 'abstract' }),
    keywords,
    metadataLinks,
    dataLinks,
    property('nativeCRS', { type: 'crs' }),
    text('srs', 'string', { bean: 'sRS' }),
    property('nativeBoundingBox', { type: 'envelope' }),
    property('latLonBoundingBox', { type: 'envelope' }),
    text('projectionPolicy', 'org.geoserver.catalog.ProjectionPolicy'),
    flag('enabled', { default: 'false' }),
    flag('advertised', { default: 'true' }),
    metadata,
    reference('store', [store]),
    flag('serviceConfiguration', { default: 'false' }),
    strings('disabledServices'),
    flag('simpleConversionEnabled', { default: 'false' }),
    internationalTitle,
    internationalAbstract,
    ...unsentStamps,
  ]
}

const attributes = property('attributes', {
  type: 'structures',
  class: 'org.geoserver.catalog.impl.AttributeTypeInfoImpl',
  item: 'attribute',
  properties: [
    id,
    text('name'),
    integer('minOccurs', { default: '0' }),
    integer('maxOccurs', { default: '0' }),
    flag('nillable'),
    metadata,
    // Both point back into the feature type or hold the live schema; files have neither.
    property(
      'attribute',
      { type: 'backReference' },
      { persisted: 'never', notCompared: say('catalog.notConfiguration') },
    ),
    property(
      'featureType',
      { type: 'backReference' },
      { persisted: 'never', notCompared: say('catalog.pointsBack') },
    ),
    text('binding', 'java-class'),
    integer('length'),
    text('source'),
    property('description', { type: 'international' }),
  ],
})

export const featureTypeProperties: readonly Property[] = [
  ...resourceProperties('dataStore'),
  text('cqlFilter'),
  integer('maxFeatures', { default: '0' }),
  integer('numDecimals', { default: '0' }),
  flag('padWithZeros', { default: 'false' }),
  flag('forcedDecimal', { default: 'false' }),
  attributes,
  strings('responseSRS'),
  flag('overridingServiceSRS', { default: 'false' }),
  flag('skipNumberMatched', { default: 'false' }),
  flag('circularArcPresent', { default: 'false' }),
  flag('encodeMeasures', { default: 'false' }),
  property('linearizationTolerance', { type: 'opaque' }),
]

const dimensions = property('dimensions', {
  type: 'structures',
  class: 'org.geoserver.catalog.impl.CoverageDimensionImpl',
  item: 'coverageDimension',
  properties: [
    id,
    text('name'),
    text('description'),
    property('range', { type: 'range' }),
    property('nullValues', { type: 'opaque' }),
    text('unit'),
    concretePart('dimensionType', 'org.opengis.coverage.SampleDimensionType', [text('name')]),
  ],
})

export const coverageProperties: readonly Property[] = [
  ...resourceProperties('coverageStore'),
  text('nativeFormat'),
  property('grid', { type: 'grid' }),
  strings('supportedFormats'),
  strings('interpolationMethods'),
  text('defaultInterpolationMethod'),
  dimensions,
  strings('requestSRS'),
  strings('responseSRS'),
  property('parameters', { type: 'opaque', alias: 'map' }),
  text('nativeCoverageName'),
]

/** The styles the cascaded server offered when it was last asked; no catalog holds them, the layer itself does. */
const allAvailableRemoteStyles = property('allAvailableRemoteStyles', {
  type: 'structures',
  class: 'org.geoserver.catalog.impl.StyleInfoImpl',
  item: 'style',
  properties: styleProperties,
})

export const wmsLayerProperties: readonly Property[] = [
  ...resourceProperties('wmsStore'),
  text('forcedRemoteStyle', 'string', { default: '' }),
  text('preferredFormat', 'string', { default: 'image/png' }),
  strings('selectedRemoteFormats'),
  strings('selectedRemoteStyles'),
  decimal('minScale'),
  decimal('maxScale'),
  flag('metadataBBoxRespected', { default: 'false' }),
  allAvailableRemoteStyles,
  property('vendorParameters', { type: 'parameters' }, { since: '2.28' }),
]

export const wmtsLayerProperties: readonly Property[] = resourceProperties('wmtsStore')
