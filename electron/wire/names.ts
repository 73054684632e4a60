/**
 * How XStream turns Java names into element names: `_` is doubled and `$` becomes `_-`, in elements only; a `class`
 * attribute holds the Java name as it is.
 */

export function elementNameOf(javaName: string): string {
  // Hardly any name has one, and there are many names.
  if (!javaName.includes('_') && !javaName.includes('$')) return javaName
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
