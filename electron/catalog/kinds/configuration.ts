import {
  authorityUrls,
  concretePart,
  decimal,
  entry,
  flag,
  id,
  identifiers,
  integer,
  internationalAbstract,
  internationalTitle,
  keywords,
  metadata,
  part,
  property,
  reference,
  strings,
  text,
  unsentStamps,
  versionClass,
} from './describe.ts'
import type { Property } from './property.ts'
import { say } from '../../sentences/say.ts'

const clientProperties = property(
  'clientProperties',
  { type: 'opaque', alias: 'map' },
  { persisted: 'never', notCompared: say('catalog.liveObjectsOneNode') },
)

const contactTexts = [
  'address',
  'addressCity',
  'addressCountry',
  'addressDeliveryPoint',
  'addressPostalCode',
  'addressState',
  'addressType',
  'addressElectronicMailAddress',
  'contactEmail',
  'contactFacsimile',
  'contactOrganization',
  'contactPerson',
  'contactPosition',
  'contactVoice',
  'onlineResource',
  'welcome',
] as const

const contact = part('contact', 'org.geoserver.config.impl.ContactInfoImpl', [
  // Always the word 'contact' once an operator saved it, absent before.
  text('id', 'string', { notCompared: say('catalog.constant') }),
  ...contactTexts.map((name) => text(name)),
  // Since 2.20 each text has a twin by language.
  ...contactTexts.map((name) =>
    property(`international${name.charAt(0).toUpperCase()}${name.slice(1)}`, { type: 'international' }),
  ),
])

/** Settings of a workspace, and (without the workspace) the heart of the global configuration. */
export const settingsProperties: readonly Property[] = [
  id,
  reference('workspace', ['workspace']),
  text('title'),
  contact,
  text('charset'),
  integer('numDecimals', { default: '0' }),
  text('onlineResource'),
  text('proxyBaseUrl'),
  text('schemaBaseUrl'),
  flag('verbose', { default: 'false' }),
  flag('verboseExceptions', { default: 'false' }),
  metadata,
  clientProperties,
  flag('localWorkspaceIncludesPrefix', { default: 'false' }),
  flag('showCreatedTimeColumnsInAdminList', { default: 'false' }),
  flag('showModifiedTimeColumnsInAdminList', { default: 'false' }),
  text('defaultLocale', 'locale'),
  flag('useHeadersProxyURL', { default: 'false' }),
  flag('showModifiedUserAdminList', {
    bean: 'showModifiedUserInAdminList',
    default: 'false',
    since: '2.27.3',
  }),
]

const settingsClass = 'org.geoserver.config.impl.SettingsInfoImpl'

const imageProcessing: readonly Property[] = [
  flag('allowInterpolation', { default: 'false' }),
  flag('recycling', { default: 'false' }),
  integer('tilePriority', { default: '0' }),
  integer('tileThreads', { default: '0' }),
  decimal('memoryCapacity', { default: '0' }),
  decimal('memoryThreshold', { default: '0' }),
  flag('imageIOCache', { default: 'false' }),
  flag('pngAcceleration', { default: 'false', goneIn: '2.28' }),
  flag('jpegAcceleration', { default: 'false', goneIn: '2.28' }),
  flag('allowNativeMosaic', { default: 'false', goneIn: '2.28' }),
  flag('allowNativeWarp', { default: 'false', goneIn: '2.28' }),
  text('pngEncoderType', 'org.geoserver.config.JAIInfo$PngEncoderType', { default: 'PNGJ' }),
  {
    ...part('jaiext', 'org.geoserver.config.impl.JAIEXTInfoImpl', [
      strings('jaiOperations', { set: true }),
      strings('jaiExtOperations', { set: true }),
    ]),
    goneIn: '2.28',
  },
]

export const globalProperties: readonly Property[] = [
  text('id', 'string', { notCompared: say('catalog.assignedEachNode') }),
  part(
    'settings',
    settingsClass,
    settingsProperties.map((each) =>
      each.name === 'id' ? { ...each, notCompared: say('catalog.assignedAnewWhenNode') } : each,
    ),
  ),
  property(
    'jai',
    { type: 'structure', class: 'org.geoserver.config.impl.JAIInfoImpl', properties: imageProcessing },
    {
      bean: 'jAI',
      later: {
        since: '2.28',
        field: 'imageProcessing',
        bean: 'imageProcessing',
        class: 'org.geoserver.config.impl.ImageProcessingInfoImpl',
      },
    },
  ),
  part('coverageAccess', 'org.geoserver.config.impl.CoverageAccessInfoImpl', [
    integer('maxPoolSize', { default: '0' }),
    integer('corePoolSize', { default: '0' }),
    integer('keepAliveTime', { default: '0' }),
    text('queueType', 'org.geoserver.config.CoverageAccessInfo$QueueType'),
    text('imageIOCacheThreshold', 'long', { default: '0' }),
  ]),
  metadata,
  clientProperties,
  text('updateSequence', 'long', { notCompared: say('catalog.countsOwnChanges') }),
  text('adminUsername'),
  property('adminPassword', { type: 'password' }),
  integer('featureTypeCacheSize', { default: '0' }),
  flag('globalServices', { default: 'true' }),
  flag('useHeadersProxyURL', { default: 'false' }),
  integer('xmlPostRequestLogBufferSize', { default: '1024' }),
  flag('xmlExternalEntitiesEnabled', { default: 'false' }),
  text('lockProviderName'),
  flag('trailingSlashMatch', { default: 'true' }),
  text('webUIMode', 'org.geoserver.config.GeoServerInfo$WebUIMode', { default: 'DEFAULT' }),
  flag('allowStoredQueriesPerWorkspace', { default: 'true' }),
  text('resourceErrorHandling', 'org.geoserver.config.ResourceErrorHandling', {
    default: 'SKIP_MISCONFIGURED_LAYERS',
  }),
  property('userDetailsDisplaySettings', { type: 'opaque' }, { since: '3.0' }),
]

export const loggingProperties: readonly Property[] = [
  text('id', 'string', { notCompared: say('catalog.assignedEachNode') }),
  text('level'),
  text('location'),
  flag('stdOutLogging', { default: 'false' }),
]

export const serviceProperties: readonly Property[] = [
  id,
  reference('workspace', ['workspace']),
  flag('enabled', { default: 'false' }),
  text('name'),
  text('title'),
  internationalTitle,
  text('maintainer'),
  // Historic misspelling of GeoServer's, in files and on the wire.
  text('abstrct', 'string', { bean: 'abstract' }),
  internationalAbstract,
  text('accessConstraints'),
  text('fees'),
  property('versions', {
    type: 'structures',
    class: versionClass,
    item: versionClass,
    properties: [text('version')],
  }),
  keywords,
  strings('exceptionFormats'),
  part('metadataLink', 'org.geoserver.catalog.impl.MetadataLinkInfoImpl'),
  flag('citeCompliant', { default: 'false' }),
  text('onlineResource'),
  text('schemaBaseURL'),
  flag('verbose', { default: 'false' }),
  text('outputStrategy'),
  property('metadata', { type: 'metadata' }),
  clientProperties,
  text('defaultLocale', 'locale'),
  ...unsentStamps,
]

/** What one service class has besides. Services not listed here travel and persist as they come. */
export const ownPropertiesOfServices: Readonly<Record<string, readonly Property[]>> = {
  wms: [
    strings('srs', { bean: 'sRS' }),
    strings('allowedURLsForAuthForwarding'),
    flag('bboxForEachCRS', { bean: 'bBOXForEachCRS', default: 'false' }),
    part('watermark', 'org.geoserver.wms.WatermarkInfoImpl', [
      flag('enabled', { default: 'false' }),
      text('url', 'string', { bean: 'uRL' }),
      text('position', 'org.geoserver.wms.WatermarkInfo$Position'),
      integer('transparency', { default: '0' }),
    ]),
    text('interpolation', 'org.geoserver.wms.WMSInfo$WMSInterpolation', { default: 'Nearest' }),
    flag('getFeatureInfoMimeTypeCheckingEnabled', { default: 'false' }),
    strings('getFeatureInfoMimeTypes', { set: true }),
    flag('getMapMimeTypeCheckingEnabled', { default: 'false' }),
    strings('getMapMimeTypes', { set: true }),
    flag('dynamicStylingDisabled', { default: 'false' }),
    flag('featuresReprojectionDisabled', { default: 'false' }),
    authorityUrls,
    identifiers,
    integer('maxBuffer', { default: '0' }),
    integer('maxRequestMemory', { default: '0' }),
    integer('maxRenderingTime', { default: '0' }),
    integer('maxRenderingErrors', { default: '0' }),
    text('capabilitiesErrorHandling', 'string', { goneIn: '2.23' }),
    text('rootLayerTitle'),
    text('rootLayerAbstract'),
    property('internationalRootLayerTitle', { type: 'international' }),
    property('internationalRootLayerAbstract', { type: 'international' }),
    integer('maxRequestedDimensionValues', { default: '100' }),
    concretePart('cacheConfiguration', 'org.geoserver.wms.CacheConfiguration', [
      flag('enabled', { default: 'false' }),
      integer('maxEntries', { default: '1000' }),
      integer('maxEntrySize', { default: '51200' }),
    ]),
    integer('remoteStyleMaxRequestTime', { default: '60000' }),
    integer('remoteStyleTimeout', { default: '30000' }),
    flag('defaultGroupStyleEnabled', { default: 'true' }),
    flag('transformFeatureInfoDisabled', { default: 'false' }),
    flag('autoEscapeTemplateValues', { default: 'false' }),
    flag('exceptionOnInvalidDimension', { since: '2.25' }),
  ],
  wfs: [
    property('gml', { type: 'opaque', alias: 'map' }, { bean: 'gML' }),
    text('serviceLevel', 'org.geoserver.wfs.WFSInfo$ServiceLevel'),
    integer('maxFeatures', { default: '0' }),
    flag('featureBounding', { default: 'false' }),
    flag('canonicalSchemaLocation', { default: 'false' }),
    flag('encodeFeatureMember', { default: 'false' }),
    flag('hitsIgnoreMaxFeatures', { default: 'false' }),
    // True in a new configuration, false in one whose file does not say.
    flag('includeWFSRequestDumpFile', { default: 'false' }),
    flag('disableStoredQueriesManagement', { default: 'false', since: '2.27.6' }),
    strings('srs', { bean: 'sRS' }),
    flag('allowGlobalQueries', { default: 'true' }),
    flag('simpleConversionEnabled', { default: 'false' }),
    flag('getFeatureOutputTypeCheckingEnabled', { default: 'false' }),
    strings('getFeatureOutputTypes', { set: true }),
    text('csvDateFormat'),
    entry('maxNumberOfFeaturesForPreview', 'int'),
  ],
  wcs: [
    strings('srs', { bean: 'sRS' }),
    flag('gmlPrefixing', { bean: 'gMLPrefixing', default: 'false' }),
    flag('latLon', { default: 'false' }),
    text('maxInputMemory', 'long', { default: '0' }),
    text('maxOutputMemory', 'long', { default: '0' }),
    integer('defaultDeflateCompressionLevel', { default: '9' }),
    flag('subsamplingEnabled', { default: 'true' }),
    text('overviewPolicy', 'org.geotools.coverage.grid.io.OverviewPolicy', { default: 'IGNORE' }),
    integer('maxRequestedDimensionValues', { default: '100' }),
  ],
  wps: [
    decimal('connectionTimeout'),
    integer('resourceExpirationTimeout'),
    integer('maxSynchronousProcesses'),
    integer('maxAsynchronousProcesses'),
    property('processGroups', { type: 'opaque' }),
    text('storageDirectory'),
    text('catalogMode', 'org.geoserver.security.CatalogMode'),
    integer('maxComplexInputSize', { default: '0' }),
    integer('maxAsynchronousExecutionTime', { default: '0' }),
    integer('maxAsynchronousTotalTime'),
    integer('maxSynchronousExecutionTime', { default: '0' }),
    integer('maxSynchronousTotalTime'),
    flag('remoteInputDisabled', { default: 'false' }),
  ],
  csw: [
    flag('canonicalSchemaLocation', { default: 'false' }),
    flag('directDownloadLinksEnabled', { default: 'false', goneIn: '2.23' }),
    text('maxDownloadSize', 'long', { goneIn: '2.23', default: '0' }),
  ],
}
