/**
 * How XStream turns Java names into element names: `_` is doubled and `$` becomes `_-`, in elements only; a `class`
 * attribute holds the Java name as it is.
 */

export function elementNameOf(javaName: string): string {
  return javaName.replaceAll('_', '__').replaceAll('$', '_-')
}

export function javaNameOf(elementName: string): string {
  return elementName.replaceAll(/__|_-/g, (escaped) => (escaped === '__' ? '_' : '$'))
}

const scalarAliases = new Set([
  'string',
  'int',
  'long',
  'float',
  'double',
  'boolean',
  'char',
  'short',
  'byte',
  'date',
  'sql-timestamp',
  'url',
  'uri',
  'locale',
  'uuid',
  'file',
  'java-class',
  'big-decimal',
  'big-int',
])

/** Whether a value of this XStream alias is one text. */
export function isScalarAlias(alias: string): boolean {
  return scalarAliases.has(alias)
}

/** Collections and maps a field gets without being told: naming them in a `class` attribute would be noise. */
const defaultCollections = new Set(['list', 'set', 'map', 'org.geoserver.catalog.MetadataMap'])

/** The `class` attribute a field needs to hold a value that stood under this alias in a list. */
export function classAttributeFor(alias: string): string | undefined {
  return isScalarAlias(alias) || defaultCollections.has(alias) ? undefined : alias
}

/**
 * Short names GeoServer's persister gives to classes nested in properties this side does not describe field by
 * field, by class.
 */
const persisterAliases: ReadonlyMap<string, string> = new Map([
  ['org.geoserver.wfs.WFSInfo$Version', 'version'],
  ['org.geoserver.wfs.GMLInfoImpl', 'gml'],
  ['org.geoserver.wps.ProcessGroupInfoImpl', 'processGroup'],
  ['org.geoserver.wps.ProcessInfoImpl', 'accessInfo'],
  ['org.geoserver.catalog.impl.DimensionInfoImpl', 'dimensionInfo'],
  ['org.geoserver.catalog.CoverageView', 'coverageView'],
  ['org.geoserver.catalog.CoverageView$CoverageBand', 'coverageBand'],
  ['org.geoserver.catalog.CoverageView$InputCoverageBand', 'inputCoverageBand'],
  ['org.geotools.jdbc.VirtualTable', 'virtualTable'],
])
const classesByPersisterAlias = new Map([...persisterAliases].map(([className, alias]) => [alias, className]))

/** The name files use for a class; the class itself when there is no other. */
export function persisterAliasOf(className: string): string {
  return persisterAliases.get(className) ?? className
}

/** The class behind a name files use. */
export function classOfPersisterAlias(alias: string): string {
  return classesByPersisterAlias.get(alias) ?? alias
}
