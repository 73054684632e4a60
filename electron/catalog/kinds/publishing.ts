import {
  attribution,
  authorityUrls,
  concretePart,
  flag,
  id,
  identifiers,
  internationalAbstract,
  internationalTitle,
  keywords,
  legend,
  metadata,
  metadataLinks,
  property,
  reference,
  stamps,
  text,
  versionClass,
} from './describe.ts'
import { resourceKinds, type Property } from './property.ts'
import { say } from '../../sentences/say.ts'

/** A layer passes these on to its resource; setting one through the layer leaves the layer as it was. */
const ofTheResource = {
  persisted: 'never',
  delegated: true,
  notCompared: say('catalog.belongsResource'),
} as const

export const layerProperties: readonly Property[] = [
  text('name', 'string', { persisted: 'derived', delegated: true, notCompared: say('catalog.nameResource') }),
  id,
  text('abstractTxt', 'string', { bean: 'abstractTxt' }),
  text('path'),
  text('type', 'org.geoserver.catalog.PublishedType'),
  reference('defaultStyle', ['style']),
  property('styles', { type: 'references', kinds: ['style'], item: 'style', set: true }),
  reference('resource', resourceKinds),
  legend,
  flag('queryable', { default: 'true' }),
  flag('opaque', { default: 'false' }),
  metadata,
  attribution,
  authorityUrls,
  identifiers,
  text('defaultWMSInterpolationMethod', 'org.geoserver.catalog.LayerInfo$WMSInterpolation'),
  ...stamps,
  flag('enabled', ofTheResource),
  flag('advertised', ofTheResource),
  text('title', 'string', ofTheResource),
  text('abstract', 'string', ofTheResource),
  { ...internationalTitle, ...ofTheResource },
  { ...internationalAbstract, ...ofTheResource },
]

const members = {
  type: 'references',
  kinds: ['layer', 'layerGroup'],
  item: 'published',
  typed: true,
} as const
const memberStyles = { type: 'references', kinds: ['style'], item: 'style' } as const

export const layerGroupProperties: readonly Property[] = [
  id,
  text('name'),
  text('mode', 'org.geoserver.catalog.LayerGroupInfo$Mode', { default: 'SINGLE' }),
  flag('queryDisabled', { default: 'false' }),
  text('title'),
  text('abstractTxt', 'string', { bean: 'abstract' }),
  flag('enabled', { default: 'true' }),
  flag('advertised', { default: 'true' }),
  reference('workspace', ['workspace']),
  text('path'),
  reference('rootLayer', ['layer']),
  reference('rootLayerStyle', ['style']),
  internationalTitle,
  internationalAbstract,
  // Before 2.3 a group listed only layers; the reader turns that into publishables.
  property(
    'layers',
    { type: 'references', kinds: ['layer', 'layerGroup'], item: 'layer' },
    { bean: 'legacyLayers', persisted: 'never', notCompared: say('catalog.replacedPublishables') },
  ),
  property('publishables', members, { bean: 'layers' }),
  property('styles', memberStyles),
  property('layerGroupStyles', {
    type: 'structures',
    class: 'org.geoserver.catalog.impl.LayerGroupStyleImpl',
    item: 'LayerGroupStyle',
    properties: [
      id,
      property('name', { type: 'reference', kinds: ['style'] }),
      text('title'),
      text('abstractTxt'),
      internationalTitle,
      internationalAbstract,
      property('layers', members),
      property('styles', memberStyles),
    ],
  }),
  metadataLinks,
  property('bounds', { type: 'envelope' }),
  metadata,
  attribution,
  authorityUrls,
  identifiers,
  keywords,
  ...stamps,
]

export const styleProperties: readonly Property[] = [
  id,
  text('name'),
  reference('workspace', ['workspace']),
  concretePart('sldVersion', versionClass, [text('version')], { bean: 'sLDVersion' }),
  text('format', 'string', { default: 'sld' }),
  concretePart('languageVersion', versionClass, [text('version', 'string', { default: '1.0.0' })], {
    bean: 'formatVersion',
  }),
  text('filename'),
  legend,
  metadata,
  ...stamps,
]
