import {
  globalProperties,
  loggingProperties,
  ownPropertiesOfServices,
  serviceProperties,
  settingsProperties,
} from './configuration.ts'
import { kinds, type Kind, type Property } from './property.ts'
import { layerGroupProperties, layerProperties, styleProperties } from './publishing.ts'
import {
  coverageProperties,
  featureTypeProperties,
  wmsLayerProperties,
  wmtsLayerProperties,
} from './resources.ts'
import {
  coverageStoreProperties,
  dataStoreProperties,
  namespaceProperties,
  wmsStoreProperties,
  wmtsStoreProperties,
  workspaceProperties,
} from './spaces.ts'

/** One row of the table. */
export interface KindDescription {
  readonly kind: Kind
  /** Root element of the object's file. For services, see {@link serviceTypeOf}. */
  readonly root: string
  /** Class of the object on the wire. */
  readonly class: string
  readonly properties: readonly Property[]
}

function catalogKind(kind: Kind, name: string, properties: readonly Property[]): KindDescription {
  return {
    kind,
    root: kind,
    class: `org.geoserver.catalog.impl.${name}Impl`,
    properties,
  }
}

function configurationKind(kind: Kind, name: string, properties: readonly Property[]): KindDescription {
  return {
    kind,
    root: kind,
    class: `org.geoserver.config.impl.${name}Impl`,
    properties,
  }
}

/** Every kind, described once: reading, writing, wire, digest and comparison all follow from here. */
export const kindTable: Readonly<Record<Kind, KindDescription>> = {
  workspace: catalogKind('workspace', 'WorkspaceInfo', workspaceProperties),
  namespace: catalogKind('namespace', 'NamespaceInfo', namespaceProperties),
  dataStore: catalogKind('dataStore', 'DataStoreInfo', dataStoreProperties),
  coverageStore: catalogKind('coverageStore', 'CoverageStoreInfo', coverageStoreProperties),
  wmsStore: catalogKind('wmsStore', 'WMSStoreInfo', wmsStoreProperties),
  wmtsStore: catalogKind('wmtsStore', 'WMTSStoreInfo', wmtsStoreProperties),
  featureType: catalogKind('featureType', 'FeatureTypeInfo', featureTypeProperties),
  coverage: catalogKind('coverage', 'CoverageInfo', coverageProperties),
  wmsLayer: catalogKind('wmsLayer', 'WMSLayerInfo', wmsLayerProperties),
  wmtsLayer: catalogKind('wmtsLayer', 'WMTSLayerInfo', wmtsLayerProperties),
  layer: catalogKind('layer', 'LayerInfo', layerProperties),
  layerGroup: catalogKind('layerGroup', 'LayerGroupInfo', layerGroupProperties),
  style: catalogKind('style', 'StyleInfo', styleProperties),
  settings: configurationKind('settings', 'SettingsInfo', settingsProperties),
  service: configurationKind('service', 'ServiceInfo', serviceProperties),
  global: configurationKind('global', 'GeoServerInfo', globalProperties),
  logging: configurationKind('logging', 'LoggingInfo', loggingProperties),
}

/** Service classes by the root element of their files. */
const serviceClasses: Readonly<Record<string, string>> = {
  wms: 'org.geoserver.wms.WMSInfoImpl',
  wfs: 'org.geoserver.wfs.WFSInfoImpl',
  wcs: 'org.geoserver.wcs.WCSInfoImpl',
  wmts: 'org.geoserver.gwc.wmts.WMTSInfoImpl',
  wps: 'org.geoserver.wps.WPSInfoImpl',
  csw: 'org.geoserver.csw.CSWInfoImpl',
}

/** The services GeoServer ships, by the root elements of their files. */
export const serviceTypes: readonly string[] = Object.keys(serviceClasses)

const servicesByClass = new Map(Object.entries(serviceClasses).map(([type, name]) => [name, type]))
const kindsByClass = new Map(
  kinds.filter((kind) => kind !== 'service').map((kind) => [kindTable[kind].class, kind]),
)
const servicePropertiesByType = new Map(
  Object.entries(ownPropertiesOfServices).map(([type, own]) => [
    type,
    [...serviceProperties.map((each) => withNameOfType(each, type)), ...own],
  ]),
)

/** A service without a name goes by that of its type. */
function withNameOfType(property: Property, type: string): Property {
  return property.name === 'name' ? { ...property, default: type.toUpperCase() } : property
}

/**
 * The kind an object of this wire class has, and the root element of its file. A class of an extension that ends
 * like a service (`…FooInfoImpl` outside the catalog packages) is a service whose file is named after it.
 */
export function kindOfClass(className: string): { readonly kind: Kind; readonly root: string } | undefined {
  const kind = kindsByClass.get(className)
  if (kind !== undefined) return { kind, root: kindTable[kind].root }
  const service = servicesByClass.get(className) ?? unknownServiceType(className)
  return service === undefined ? undefined : { kind: 'service', root: service }
}

/** The wire class of an object, given its kind and the root element of its file. */
export function classOf(kind: Kind, root: string): string | undefined {
  if (kind !== 'service') return kindTable[kind].class
  return isKnownService(root) ? serviceClasses[root] : undefined
}

/** The properties an object may have, in the order of its file. */
export function propertiesOf(kind: Kind, root: string): readonly Property[] {
  return kind === 'service'
    ? (servicePropertiesByType.get(root) ?? serviceProperties)
    : kindTable[kind].properties
}

/** What follows from a list of properties of the table alone, found out once for each list. */
export function oncePerList<Result extends object>(
  find: (properties: readonly Property[]) => Result,
): (properties: readonly Property[]) => Result {
  const found = new WeakMap<readonly Property[], Result>()
  return (properties) => {
    const known = found.get(properties)
    if (known !== undefined) return known
    const result = find(properties)
    found.set(properties, result)
    return result
  }
}

/** Properties of the table by their names. */
export const byNameOf: (properties: readonly Property[]) => ReadonlyMap<string, Property> = oncePerList(
  (properties) => new Map(properties.map((property) => [property.name, property])),
)

/** Whether a root element is one of a service GeoServer ships. */
export function isKnownService(root: string): boolean {
  return Object.hasOwn(serviceClasses, root)
}

function unknownServiceType(className: string): string | undefined {
  if (/^org\.geoserver\.(catalog|config)\.impl\./.test(className)) return undefined
  const match = /(?:^|[.$])([A-Za-z][A-Za-z0-9]*?)InfoImpl$/.exec(className)
  return match?.[1]?.toLowerCase()
}
