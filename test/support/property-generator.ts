import fc from 'fast-check'
import type { Kind, Property } from '../../electron/catalog/kinds/property.ts'
import { parentElement, textElement, type XmlElement } from '../../electron/xml/element.ts'

/** Text that has been trouble somewhere: markup, white space, control characters XML allows, beyond the first plane. */
export const awkwardText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[A-Za-z0-9 ._-]{0,20}$/) },
  {
    weight: 2,
    arbitrary: fc.string({
      unit: fc.constantFrom(
        ...['<', '>', '&', '"', "'", ']]>', '<!--', '&amp;', '\\', '/', '%', '$', '{', '}', '_-', '__'],
        ...['\n', '\t', '\r', ' ', '\u0085', '\u007f', '\u009f', '\u00a0', '\u2028', '\u200f', '\ufeff'],
        ...['a', 'Z', '0', 'é', 'e\u0301', 'ß', '日', '\u{1f30d}', '\u{10ffff}', '\ufffd', ':', ';', '='],
      ),
      maxLength: 16,
    }),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }).map(withoutForbidden) },
)

/** XML 1.0 has no place for these. */
function withoutForbidden(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is removed
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '')
}

const javaDouble = fc.oneof(
  fc.constantFrom(
    '0.0',
    '-0.0',
    '1.0',
    '-180.0',
    '90.0',
    '1.0E-9',
    '1.7976931348623157E308',
    'NaN',
    'Infinity',
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map(asJavaDouble),
)

/** A coordinate, which is never infinite. */
const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true, min: -2e7, max: 2e7 }).map(asJavaDouble)

function asJavaDouble(value: number): string {
  const text = String(value)
  if (text.includes('e')) return text.replace(/^(-?\d)(?=e)/, '$1.0').replace(/e\+?/, 'E')
  return text.includes('.') ? text : `${text}.0`
}

const wgs84 =
  'GEOGCS["WGS 84", \n  DATUM["World Geodetic System 1984", \n    SPHEROID["WGS 84", 6378137.0, 298.257223563, ' +
  'AUTHORITY["EPSG","7030"]], \n    AUTHORITY["EPSG","6326"]], \n  PRIMEM["Greenwich", 0.0, ' +
  'AUTHORITY["EPSG","8901"]], \n  UNIT["degree", 0.017453292519943295], \n  AXIS["Geodetic longitude", EAST], \n' +
  '  AXIS["Geodetic latitude", NORTH], \n  AUTHORITY["EPSG","4326"]]'

/** Well-known texts, with and without a code of their own. */
const wellKnownTexts = [
  wgs84,
  wgs84.replace(', \n  AUTHORITY["EPSG","4326"]]', ']'),
  `PROJCS["A <local> "" grid", ${wgs84}, PROJECTION["Transverse_Mercator"], PARAMETER["central_meridian", 9.5], ` +
    'PARAMETER["scale_factor", 0.9996], UNIT["m", 1.0]]',
  `PROJCS["WGS 84 / UTM zone 33N", ${wgs84}, PROJECTION["Transverse_Mercator"], UNIT["m", 1.0], ` +
    'AUTHORITY["EPSG","32633"]]',
] as const

const code = fc.constantFrom('EPSG:4326', 'EPSG:3857', 'EPSG:26713', 'EPSG:404000')
const wellKnownText = fc.constantFrom(...wellKnownTexts)

/** A value of a property, or undefined where none can be made up. */
export type PropertyArbitrary = fc.Arbitrary<XmlElement>

const texts: Readonly<Record<string, fc.Arbitrary<string>>> = {
  string: awkwardText,
  boolean: fc.constantFrom('true', 'false'),
  int: fc.integer().map(String),
  long: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  double: javaDouble,
  locale: fc.constantFrom('en', 'de_AT', 'pt_BR'),
  date: fc
    .integer({ min: 0, max: 2_000_000_000_000 })
    .map((time) => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}.${time % 1000} UTC`),
  'java-class': fc.constantFrom(
    'java.lang.String',
    'java.lang.Integer',
    'org.locationtech.jts.geom.MultiPolygon',
  ),
}

const constant = fc.constantFrom('SINGLE', 'FORCE_DECLARED', 'VECTOR', 'NONE', 'Nearest')

const entryName = fc.oneof(
  fc.constantFrom(
    'host',
    'port',
    'passwd',
    'user',
    'Expose primary keys',
    'url',
    'namespace',
    'cachingEnabled',
  ),
  awkwardText.filter((text) => text.trim() !== ''),
)

const typedText = fc.oneof(
  fc.tuple(fc.constant(undefined), awkwardText),
  fc
    .constantFrom('boolean', 'int', 'double')
    .chain((type) => fc.tuple(fc.constant(type), texts[type] ?? awkwardText)),
)

const virtualTable = fc
  .tuple(awkwardText, awkwardText, fc.boolean())
  .map(([name, sql, escaped]) =>
    parentElement('virtualTable', [
      textElement('name', name),
      textElement('sql', sql),
      textElement('escapeSql', String(escaped)),
      textElement('keyColumn', 'id'),
      parentElement('geometry', [
        textElement('name', 'geom'),
        textElement('type', 'Point'),
        textElement('srid', '4326'),
      ]),
    ]),
  )

function entries(composite: boolean): fc.Arbitrary<XmlElement[]> {
  const plain = fc
    .tuple(entryName, typedText)
    .map(([key, [type, text]]) =>
      textElement('entry', text, type === undefined ? { key } : { key, class: type }),
    )
  const nested = fc
    .tuple(fc.constant('JDBC_VIRTUAL_TABLE'), virtualTable)
    .map(([key, value]) => parentElement('entry', [value], { key }))
  return fc.uniqueArray(composite ? fc.oneof({ weight: 9, arbitrary: plain }, nested) : plain, {
    maxLength: 4,
    selector: (entry) => entry.attributes['key'],
  })
}

const keyword = fc
  .tuple(
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9 <&é-]{0,12}$/),
    fc.option(fc.constantFrom('en', 'de')),
    fc.option(fc.stringMatching(/^[a-z:/.]{1,10}$/)),
  )
  .map(([value, language, vocabulary]) =>
    textElement(
      'string',
      value +
        (language === null ? '' : `\\@language=${language}\\;`) +
        (vocabulary === null ? '' : `\\@vocabulary=${vocabulary}\\;`),
    ),
  )

/** Values of properties the table does not describe; others are left out. */
const opaqueValues: Readonly<Record<string, fc.Arbitrary<readonly XmlElement[]>>> = {
  gml: fc
    .subarray(['V_10', 'V_11', 'V_20'])
    .map((versions) =>
      versions.map((version) =>
        parentElement('entry', [
          textElement('version', version),
          parentElement('gml', [
            textElement('srsNameStyle', 'URN2'),
            textElement('overrideGMLAttributes', 'false'),
          ]),
        ]),
      ),
    ),
  parameters: fc
    .subarray(['USE_JAI_IMAGEREAD', 'SUGGESTED_TILE_SIZE'])
    .map((names) =>
      names.map((name) =>
        parentElement('entry', [textElement('string', name), textElement('string', '512,512')]),
      ),
    ),
  nullValues: fc
    .array(javaDouble, { maxLength: 2 })
    .map((values) => values.map((each) => textElement('double', each))),
}

/** Marks the n-th object of the kinds a reference allows; {@link CatalogBuilder} puts its id in place. */
export const placeholder = 'plumbline-object'

function reference(name: string, attributes: Readonly<Record<string, string>> = {}): PropertyArbitrary {
  return fc
    .nat({ max: 999 })
    .map((at) => parentElement(name, [textElement(placeholder, String(at))], attributes))
}

function parts(property: Property): fc.Arbitrary<readonly XmlElement[]> | undefined {
  const { type } = property
  switch (type.type) {
    case 'strings':
      return fc
        .array(awkwardText, { maxLength: 3 })
        .map((items) => items.map((item) => textElement('string', item)))
    case 'keywords':
      return fc.array(keyword, { maxLength: 3 })
    case 'references':
      return fc.array(
        fc.oneof({ weight: 5, arbitrary: reference(type.item) }, fc.constant(parentElement(type.item, []))),
        { maxLength: 3 },
      )
    case 'metadata':
    case 'parameters':
      return entries(type.type === 'metadata')
    case 'envelope':
      return fc
        .tuple(fc.array(coordinate, { minLength: 4, maxLength: 4 }), fc.oneof(code, wellKnownText))
        .map(([bounds, crs]) => [
          ...['minx', 'maxx', 'miny', 'maxy'].map((name, at) => textElement(name, bounds[at] ?? '0.0')),
          textElement('crs', crs),
        ])
    case 'range':
      return fc
        .tuple(fc.oneof(fc.constant('-inf'), coordinate), fc.oneof(fc.constant('inf'), coordinate))
        .map(([min, max]) => [textElement('min', min), textElement('max', max)])
    case 'international':
      return fc
        .dictionary(fc.constantFrom('en', 'de', 'pt-BR', 'default'), awkwardText, { maxKeys: 3 })
        .map((items) => Object.entries(items).map(([language, text]) => textElement(language, text)))
    case 'structure':
      return type.properties.length === 0 ? undefined : arbitraryProperties(type.properties)
    case 'structures':
      return fc.array(
        arbitraryProperties(type.properties).map((fields) => parentElement(type.item, fields)),
        { maxLength: 2 },
      )
    case 'opaque':
      return opaqueValues[property.name]
    default:
      return undefined
  }
}

const grid = fc
  .tuple(fc.array(coordinate, { minLength: 6, maxLength: 6 }), fc.oneof(code, wellKnownText))
  .map(([numbers, crs]) =>
    parentElement(
      'grid',
      [
        parentElement('range', [textElement('low', '0 0'), textElement('high', '634 477')]),
        parentElement(
          'transform',
          ['scaleX', 'scaleY', 'shearX', 'shearY', 'translateX', 'translateY'].map((name, at) =>
            textElement(name, numbers[at] ?? '0.0'),
          ),
        ),
        textElement('crs', crs),
      ],
      { dimension: '2' },
    ),
  )

function arbitraryProperty(property: Property): PropertyArbitrary | undefined {
  const { name, type } = property
  switch (type.type) {
    case 'text':
      return (texts[type.java] ?? constant).map((text) => textElement(name, text))
    case 'password':
      return awkwardText.map((text) => textElement(name, text))
    case 'reference':
      return reference(name)
    case 'crs':
      return wellKnownText.map((text) => textElement(name, text))
    case 'grid':
      return grid
    default:
      return parts(property)?.map((children) => parentElement(name, children))
  }
}

/**
 * Some of the properties with values, in the table's order. References hold a {@link placeholder}.
 * @param without names of properties to leave out
 */
export function arbitraryProperties(
  properties: readonly Property[],
  without: readonly string[] = [],
): fc.Arbitrary<readonly XmlElement[]> {
  const model: Record<string, PropertyArbitrary> = {}
  for (const property of properties) {
    const value = property.persisted === 'always' && !without.includes(property.name)
    const arbitrary = value ? arbitraryProperty(property) : undefined
    if (arbitrary !== undefined) model[property.name] = arbitrary
  }
  return fc
    .record(model, { requiredKeys: [] })
    .map((values) => properties.flatMap((property) => values[property.name] ?? []))
}

/** The kinds an element's placeholders may be filled with, by the property it is. */
export function kindsOfReference(property: Property): readonly Kind[] {
  return property.type.type === 'reference' || property.type.type === 'references' ? property.type.kinds : []
}
