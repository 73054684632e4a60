import { isSince, type Release } from '../../catalog/kinds/release.ts'

/** Names of classes below a package, as a stock node has them with its extensions for WPS and CSW. */
const packages: Readonly<Record<string, string>> = {
  'org.geoserver.catalog':
    'AcceptableRange AttributeTypeInfo AttributionInfo AuthorityURLInfo Catalog CatalogInfo CoverageDimensionInfo ' +
    'CoverageInfo CoverageStoreInfo CoverageView CoverageView$CompositionType CoverageView$CoverageBand ' +
    'CoverageView$EnvelopeCompositionType CoverageView$InputCoverageBand CoverageView$SelectedResolution ' +
    'DataLinkInfo DataStoreInfo DimensionDefaultValueSetting DimensionDefaultValueSetting$Strategy DimensionInfo ' +
    'DimensionPresentation FeatureTypeInfo Info Keyword KeywordInfo LayerGroupInfo LayerGroupInfo$Mode ' +
    'LayerIdentifierInfo LayerInfo LayerInfo$WMSInterpolation LegendInfo MetadataLinkInfo MetadataMap NamespaceInfo ' +
    'ProjectionPolicy PublishedInfo PublishedType ResourceInfo StoreInfo StyleInfo WMSLayerInfo WMSStoreInfo ' +
    'WMTSLayerInfo WMTSStoreInfo WorkspaceInfo',
  'org.geoserver.catalog.event.impl': 'CatalogAddEventImpl CatalogModifyEventImpl CatalogRemoveEventImpl',
  'org.geoserver.catalog.impl':
    'AttributeTypeInfoImpl AttributionInfoImpl AuthorityURL CatalogImpl CoverageDimensionImpl CoverageInfoImpl ' +
    'CoverageStoreInfoImpl DataLinkInfoImpl DataStoreInfoImpl DimensionInfoImpl FeatureTypeInfoImpl ' +
    'LayerGroupInfoImpl LayerGroupStyleImpl LayerIdentifier LayerInfoImpl LegendInfoImpl MetadataLinkInfoImpl ' +
    'ModificationProxy NamespaceInfoImpl StyleInfoImpl WMSLayerInfoImpl WMSStoreInfoImpl WMTSLayerInfoImpl ' +
    'WMTSStoreInfoImpl WorkspaceInfoImpl',
  'org.geoserver.cluster.impl.events': 'JMSModifyEvent',
  'org.geoserver.cluster.impl.events.configuration':
    'JMSGlobalModifyEvent JMSServiceModifyEvent JMSSettingsModifyEvent',
  'org.geoserver.cluster.impl.handlers': 'DocumentFile',
  'org.geoserver.cluster.server.events': 'StyleModifyEvent',
  'org.geoserver.config':
    'ContactInfo CoverageAccessInfo CoverageAccessInfo$QueueType GeoServerInfo GeoServerInfo$WebUIMode ' +
    'LoggingInfo ResourceErrorHandling ServiceInfo SettingsInfo',
  'org.geoserver.config.impl':
    'ContactInfoImpl CoverageAccessInfoImpl GeoServerInfoImpl LoggingInfoImpl ServiceInfoImpl SettingsInfoImpl',
  'org.geoserver.csw': 'CSWInfo CSWInfoImpl',
  'org.geoserver.gwc.wmts': 'WMTSInfo WMTSInfoImpl',
  'org.geoserver.security': 'CatalogMode',
  'org.geoserver.security.decorators': 'SecuredLayerGroupInfo',
  'org.geoserver.wcs': 'WCSInfo WCSInfoImpl',
  'org.geoserver.wfs':
    'GMLInfo GMLInfo$SrsNameStyle GMLInfoImpl WFSInfo WFSInfo$ServiceLevel WFSInfo$Version WFSInfoImpl',
  'org.geoserver.wms':
    'CacheConfiguration WMSInfo WMSInfo$WMSInterpolation WMSInfoImpl WatermarkInfo WatermarkInfo$Position WatermarkInfoImpl',
  'org.geoserver.wps':
    'ProcessGroupInfo ProcessGroupInfoImpl ProcessInfo ProcessInfoImpl WPSInfo WPSInfoImpl',
  'org.geotools.coverage.grid': 'GeneralGridEnvelope GridEnvelope2D GridGeometry2D',
  'org.geotools.coverage.grid.io': 'OverviewPolicy',
  'org.geotools.geometry': 'GeneralBounds',
  'org.geotools.geometry.jts': 'ReferencedEnvelope',
  'org.geotools.jdbc': 'RegexpValidator VirtualTable VirtualTableParameter',
  'org.geotools.referencing.crs':
    'DefaultCompoundCRS DefaultEngineeringCRS DefaultGeographicCRS DefaultProjectedCRS',
  'org.geotools.referencing.operation.transform': 'AffineTransform2D',
  'org.geotools.util':
    'AbstractInternationalString GrowableInternationalString NumberRange SimpleInternationalString Version',
  'org.geotools.util.decorate': 'Wrapper',
}

const always = named(packages)
const before228 = named({
  'org.geoserver.config': 'JAIInfo JAIInfo$PngEncoderType',
  'org.geoserver.config.impl': 'JAIEXTInfoImpl JAIInfoImpl',
})
const from228 = named({
  'org.geoserver.config': 'ImageProcessingInfo ImageProcessingInfo$PngEncoderType',
  'org.geoserver.config.impl': 'ImageProcessingInfoImpl',
})

/** Whether a node of that release has a class; of those that are none of GeoServer's and its library's nothing is said. */
export function isKnownClass(name: string, release: Release): boolean {
  if (!/^org\.geo(server|tools)\./.test(name) || always.has(name)) return true
  return (isSince(release, '2.28') ? from228 : before228).has(name)
}

function named(byPackage: Readonly<Record<string, string>>): ReadonlySet<string> {
  return new Set(
    Object.entries(byPackage).flatMap(([name, classes]) =>
      classes.split(' ').map((each) => `${name}.${each}`),
    ),
  )
}
