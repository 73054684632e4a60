/**
 * How XStream turns Java names into element names: `_` is doubled and `$` becomes `_-`, in elements only; a `class`
 * attribute holds the Java name as it is.
 */

export function elementNameOf(javaName: string): string {
  // Hardly any name has one, and there are many names.
  if (!/[_$]/.test(javaName)) return javaName
  return javaName.replaceAll('_', '__').replaceAll('$', '_-')
}

export function javaNameOf(elementName: string): string {
  if (!elementName.includes('_')) return elementName
  return elementName.replaceAll(/__|_-/g, (escaped) => (escaped === '__' ? '_' : '$'))
}

/** Whether Java, or XStream by an alias, can name a class or a property so. */
export function isJavaName(name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*(?:[.-][\p{L}\p{N}_$]+)*$/u.test(name)
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
 * field, and the elements such an item lies in. Elsewhere the same word is the name of a field.
 */
const persisterAliases: readonly { readonly class: string; readonly alias: string; readonly in: string }[] = [
  { class: 'org.geoserver.wfs.WFSInfo$Version', alias: 'version', in: 'entry' },
  { class: 'org.geoserver.wfs.GMLInfoImpl', alias: 'gml', in: 'entry' },
  { class: 'org.geoserver.wps.ProcessGroupInfoImpl', alias: 'processGroup', in: 'processGroups' },
  { class: 'org.geoserver.wps.ProcessInfoImpl', alias: 'accessInfo', in: 'filteredProcesses' },
  { class: 'org.geoserver.catalog.impl.DimensionInfoImpl', alias: 'dimensionInfo', in: 'entry' },
  { class: 'org.geoserver.catalog.CoverageView', alias: 'coverageView', in: 'entry' },
  { class: 'org.geoserver.catalog.CoverageView$CoverageBand', alias: 'coverageBand', in: 'coverageBands' },
  {
    class: 'org.geoserver.catalog.CoverageView$InputCoverageBand',
    alias: 'inputCoverageBand',
    in: 'inputCoverageBands',
  },
  { class: 'org.geotools.jdbc.VirtualTable', alias: 'virtualTable', in: 'entry' },
]
const aliasesByClass = new Map(persisterAliases.map((each) => [each.class, each.alias]))
const classesByAlias = new Map(persisterAliases.map((each) => [`${each.in}/${each.alias}`, each.class]))

/** The name files use for a class; the class itself when there is no other. */
export function persisterAliasOf(className: string): string {
  return aliasesByClass.get(className) ?? className
}

/** The class behind a name files use for an item of that element; undefined when the name is no alias there. */
export function classOfPersisterAlias(alias: string, parent: string): string | undefined {
  return classesByAlias.get(`${parent}/${alias}`)
}
