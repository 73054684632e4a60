import { isSince, type Release } from '../../electron/catalog/kinds/release.ts'

/**
 * The fields GeoServer's classes have, written down from the classes themselves and from recorded messages: what is
 * held against the table of kinds must not be read from it. `since` and `until` name the release a field came with and
 * the line it was last in; a field without them is in every release from 2.23 to 2.28.
 */
interface Field {
  readonly name: string
  readonly since?: Release
  readonly goneIn?: Release
}

const fields = (names: string): readonly Field[] => names.split(/\s+/).map((name) => ({ name }))
const since = (release: Release, names: string): readonly Field[] =>
  fields(names).map((field) => ({ ...field, since: release }))
const goneIn = (release: Release, names: string): readonly Field[] =>
  fields(names).map((field) => ({ ...field, goneIn: release }))

const stamped = [...fields('dateCreated dateModified'), ...since('2.27.3', 'modifiedBy')]

const store = [
  ...fields('id name description type enabled workspace connectionParameters metadata error _default'),
  ...fields('disableOnConnFailure'),
  ...stamped,
]
const cascaded = fields('capabilitiesURL user password maxConnections readTimeout connectTimeout')

const resource = fields(
  'id name nativeName alias namespace title description _abstract keywords metadataLinks dataLinks nativeCRS srs ' +
    'nativeBoundingBox latLonBoundingBox projectionPolicy enabled advertised metadata store serviceConfiguration ' +
    'disabledServices simpleConversionEnabled internationalTitle internationalAbstract',
)

const service = fields(
  'id workspace enabled name title internationalTitle maintainer abstrct internationalAbstract accessConstraints fees ' +
    'versions keywords exceptionFormats metadataLink citeCompliant onlineResource schemaBaseURL verbose outputStrategy ' +
    'metadata clientProperties defaultLocale',
)

const settings = [
  ...fields(
    'id workspace title contact charset numDecimals onlineResource proxyBaseUrl schemaBaseUrl verbose ' +
      'verboseExceptions metadata clientProperties localWorkspaceIncludesPrefix showCreatedTimeColumnsInAdminList ' +
      'showModifiedTimeColumnsInAdminList defaultLocale useHeadersProxyURL',
  ),
  ...since('2.27.3', 'showModifiedUserAdminList'),
]

const contactTexts =
  'address addressCity addressCountry addressDeliveryPoint addressPostalCode addressState addressType ' +
  'addressElectronicMailAddress contactEmail contactFacsimile contactOrganization contactPerson contactPosition ' +
  'contactVoice onlineResource welcome'

const imageProcessing = fields(
  'allowInterpolation recycling tilePriority tileThreads memoryCapacity memoryThreshold imageIOCache pngEncoderType',
)

const catalogClass = (name: string): string => `org.geoserver.catalog.impl.${name}`
const configurationClass = (name: string): string => `org.geoserver.config.impl.${name}`

const classes: Readonly<Record<string, readonly Field[]>> = {
  [catalogClass('WorkspaceInfoImpl')]: [...fields('id name _default metadata isolated'), ...stamped],
  [catalogClass('NamespaceInfoImpl')]: fields('id prefix uri _default metadata isolated'),
  [catalogClass('DataStoreInfoImpl')]: store,
  [catalogClass('CoverageStoreInfoImpl')]: [...store, ...fields('url')],
  [catalogClass('WMSStoreInfoImpl')]: [...store, ...cascaded],
  [catalogClass('WMTSStoreInfoImpl')]: [...store, ...cascaded, ...fields('headerName headerValue')],
  [catalogClass('FeatureTypeInfoImpl')]: [
    ...resource,
    ...fields(
      'cqlFilter maxFeatures numDecimals padWithZeros forcedDecimal attributes responseSRS overridingServiceSRS ' +
        'skipNumberMatched circularArcPresent encodeMeasures linearizationTolerance',
    ),
  ],
  [catalogClass('CoverageInfoImpl')]: [
    ...resource,
    ...fields(
      'nativeFormat grid supportedFormats interpolationMethods defaultInterpolationMethod dimensions requestSRS ' +
        'responseSRS parameters nativeCoverageName',
    ),
  ],
  [catalogClass('WMSLayerInfoImpl')]: [
    ...resource,
    ...fields(
      'forcedRemoteStyle preferredFormat selectedRemoteFormats selectedRemoteStyles minScale maxScale ' +
        'metadataBBoxRespected allAvailableRemoteStyles',
    ),
    ...since('2.28', 'vendorParameters'),
  ],
  [catalogClass('WMTSLayerInfoImpl')]: resource,
  [catalogClass('LayerInfoImpl')]: [
    ...fields(
      'id abstractTxt path type defaultStyle styles resource legend queryable opaque metadata attribution ' +
        'authorityURLs identifiers defaultWMSInterpolationMethod',
    ),
    ...stamped,
  ],
  [catalogClass('LayerGroupInfoImpl')]: [
    ...fields(
      'id name mode queryDisabled title abstractTxt enabled advertised workspace path rootLayer rootLayerStyle ' +
        'internationalTitle internationalAbstract layers publishables styles layerGroupStyles metadataLinks bounds ' +
        'metadata attribution authorityURLs identifiers keywords',
    ),
    ...stamped,
  ],
  [catalogClass('StyleInfoImpl')]: [
    ...fields('id name workspace sldVersion format languageVersion filename legend metadata'),
    ...stamped,
  ],
  [catalogClass('LayerGroupStyleImpl')]: fields(
    'id name title abstractTxt internationalTitle internationalAbstract layers styles',
  ),
  [catalogClass('AttributeTypeInfoImpl')]: fields(
    'id name minOccurs maxOccurs nillable metadata featureType binding length source description',
  ),
  [catalogClass('CoverageDimensionImpl')]: fields('id name description range nullValues unit dimensionType'),
  [catalogClass('MetadataLinkInfoImpl')]: fields('id type about metadataType content'),
  [catalogClass('DataLinkInfoImpl')]: fields('id about type content'),
  [catalogClass('AttributionInfoImpl')]: fields('id title href logoURL logoType logoWidth logoHeight'),
  [catalogClass('LegendInfoImpl')]: fields('id width height format onlineResource'),
  'org.geoserver.catalog.Keyword': fields('value language vocabulary'),
  'org.geoserver.catalog.impl.AuthorityURL': fields('name href'),
  'org.geoserver.catalog.impl.LayerIdentifier': fields('authority identifier'),
  'org.geotools.util.Version': fields('version'),
  [configurationClass('SettingsInfoImpl')]: settings,
  [configurationClass('ContactInfoImpl')]: [
    ...fields(`id ${contactTexts}`),
    ...fields(contactTexts).map(({ name }) => ({
      name: `international${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    })),
  ],
  [configurationClass('GeoServerInfoImpl')]: [
    ...fields(
      'id settings coverageAccess metadata clientProperties updateSequence adminUsername adminPassword ' +
        'featureTypeCacheSize globalServices useHeadersProxyURL xmlPostRequestLogBufferSize xmlExternalEntitiesEnabled ' +
        'lockProviderName trailingSlashMatch webUIMode allowStoredQueriesPerWorkspace resourceErrorHandling',
    ),
    ...goneIn('2.28', 'jai'),
    ...since('2.28', 'imageProcessing'),
  ],
  [configurationClass('JAIInfoImpl')]: [
    ...imageProcessing,
    ...fields('pngAcceleration jpegAcceleration allowNativeMosaic allowNativeWarp jaiext'),
  ],
  [configurationClass('ImageProcessingInfoImpl')]: imageProcessing,
  [configurationClass('JAIEXTInfoImpl')]: fields('jaiOperations jaiExtOperations'),
  [configurationClass('CoverageAccessInfoImpl')]: fields(
    'maxPoolSize corePoolSize keepAliveTime queueType imageIOCacheThreshold',
  ),
  [configurationClass('LoggingInfoImpl')]: fields('id level location stdOutLogging'),
  'org.geoserver.wms.WMSInfoImpl': [
    ...service,
    ...fields(
      'srs allowedURLsForAuthForwarding bboxForEachCRS watermark interpolation getFeatureInfoMimeTypeCheckingEnabled ' +
        'getFeatureInfoMimeTypes getMapMimeTypeCheckingEnabled getMapMimeTypes dynamicStylingDisabled ' +
        'featuresReprojectionDisabled authorityURLs identifiers maxBuffer maxRequestMemory maxRenderingTime ' +
        'maxRenderingErrors rootLayerTitle rootLayerAbstract internationalRootLayerTitle ' +
        'internationalRootLayerAbstract maxRequestedDimensionValues cacheConfiguration remoteStyleMaxRequestTime ' +
        'remoteStyleTimeout defaultGroupStyleEnabled transformFeatureInfoDisabled autoEscapeTemplateValues',
    ),
    ...since('2.25', 'exceptionOnInvalidDimension'),
  ],
  'org.geoserver.wms.WatermarkInfoImpl': fields('enabled url position transparency'),
  'org.geoserver.wfs.WFSInfoImpl': [
    ...service,
    ...fields(
      'gml serviceLevel maxFeatures featureBounding canonicalSchemaLocation encodeFeatureMember hitsIgnoreMaxFeatures ' +
        'includeWFSRequestDumpFile srs allowGlobalQueries simpleConversionEnabled getFeatureOutputTypeCheckingEnabled ' +
        'getFeatureOutputTypes csvDateFormat',
    ),
    ...since('2.27.6', 'disableStoredQueriesManagement'),
  ],
  'org.geoserver.wfs.GMLInfoImpl': fields('srsNameStyle overrideGMLAttributes mimeTypeToForce'),
  'org.geoserver.wcs.WCSInfoImpl': [
    ...service,
    ...fields(
      'srs gmlPrefixing latLon maxInputMemory maxOutputMemory defaultDeflateCompressionLevel subsamplingEnabled ' +
        'overviewPolicy maxRequestedDimensionValues',
    ),
  ],
  'org.geoserver.gwc.wmts.WMTSInfoImpl': service,
  'org.geoserver.wps.WPSInfoImpl': [
    ...service,
    ...fields(
      'connectionTimeout resourceExpirationTimeout maxSynchronousProcesses maxAsynchronousProcesses processGroups ' +
        'storageDirectory catalogMode maxComplexInputSize maxAsynchronousExecutionTime maxAsynchronousTotalTime ' +
        'maxSynchronousExecutionTime maxSynchronousTotalTime remoteInputDisabled',
    ),
  ],
  'org.geoserver.csw.CSWInfoImpl': [...service, ...fields('canonicalSchemaLocation')],
}

/** The fields a class has in a release; undefined for a class that is not written down. */
export function fieldsOfClass(className: string, release: Release): ReadonlySet<string> | undefined {
  const known = classes[className]
  if (known === undefined) return undefined
  const present = known.filter(
    (field) =>
      (field.since === undefined || isSince(release, field.since)) &&
      (field.goneIn === undefined || !isSince(release, field.goneIn)),
  )
  return new Set(present.map(({ name }) => name))
}
