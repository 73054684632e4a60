import type { Property } from '../../../catalog/kinds/property.ts'
import type { Wording } from '../../../sentences/sentence.ts'
import { say } from '../../../sentences/say.ts'

/** The values of Java's enumerations, by class; those of a property by its name where its class is a plain text. */
const choicesByClass: Readonly<Record<string, readonly string[]>> = {
  'org.geoserver.catalog.PublishedType': ['VECTOR', 'RASTER', 'REMOTE', 'WMS', 'WMTS', 'GROUP'],
  'org.geoserver.catalog.ProjectionPolicy': ['FORCE_DECLARED', 'REPROJECT_TO_DECLARED', 'NONE'],
  'org.geoserver.catalog.LayerInfo$WMSInterpolation': ['Nearest', 'Bilinear', 'Bicubic'],
  'org.geoserver.catalog.LayerGroupInfo$Mode': ['SINGLE', 'OPAQUE_CONTAINER', 'NAMED', 'CONTAINER', 'EO'],
  'org.geoserver.config.JAIInfo$PngEncoderType': ['JDK', 'NATIVE', 'PNGJ'],
  'org.geoserver.config.CoverageAccessInfo$QueueType': ['UNBOUNDED', 'DIRECT'],
  'org.geoserver.config.GeoServerInfo$WebUIMode': ['DEFAULT', 'REDIRECT', 'DO_NOT_REDIRECT'],
  'org.geoserver.config.ResourceErrorHandling': ['OGC_EXCEPTION_REPORT', 'SKIP_MISCONFIGURED_LAYERS'],
  'org.geoserver.wms.WMSInfo$WMSInterpolation': ['Nearest', 'Bilinear', 'Bicubic'],
  'org.geoserver.wms.WatermarkInfo$Position': [
    ...['TOP_LEFT', 'TOP_CENTER', 'TOP_RIGHT', 'MID_LEFT', 'MID_CENTER', 'MID_RIGHT'],
    ...['BOT_LEFT', 'BOT_CENTER', 'BOT_RIGHT'],
  ],
  'org.geoserver.wfs.WFSInfo$ServiceLevel': ['BASIC', 'TRANSACTIONAL', 'COMPLETE'],
  'org.geotools.coverage.grid.io.OverviewPolicy': ['IGNORE', 'NEAREST', 'QUALITY', 'SPEED'],
}

const choicesByName: Readonly<Record<string, readonly string[]>> = {
  'style.format': ['sld', 'css', 'ysld', 'mbstyle'],
}

/** What a property may be; empty when it may be anything. */
export function choicesOf(kind: string, property: Property): readonly string[] {
  const { type, name } = property
  return (
    (type.type === 'text' ? choicesByClass[type.java] : undefined) ?? choicesByName[`${kind}.${name}`] ?? []
  )
}

/** What an operator has to know about a property before changing it. */
const helps: Readonly<Record<string, Wording>> = {
  'workspace.name': say('edits.renamingWorkspaceRenamesNamespace'),
  'workspace.isolated': say('edits.layersIsolatedWorkspaceCan'),
  'namespace.uri': say('edits.appearsDataEveryLayer'),
  'dataStore.connectionParameters': say('edits.howGeoserverReachesData'),
  'coverageStore.url': say('edits.whereDataLiesEvery'),
  'featureType.srs': say('edits.referenceSystemClientsTold'),
  'coverage.srs': say('edits.referenceSystemClientsTold'),
  'layerGroup.styles': say('edits.oneEachMemberSame'),
  'style.filename': say('edits.fileBodyLiesChanging'),
  'global.updateSequence': say('edits.countsChangesNode'),
}

export function helpOf(kind: string, property: Property): Wording | null {
  return helps[`${kind}.${property.name}`] ?? null
}
