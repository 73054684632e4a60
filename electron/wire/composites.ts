import { childOf, childText, parentElement, textElement, type XmlElement } from '../xml/element.ts'
import { geometryTypeOf } from '../catalog/sql-view.ts'
import { javaLocaleOf, languageTagOf } from './locales.ts'

/** Values whose two forms differ in shape, not only in names. */

const internationalClass = 'org.geotools.util.GrowableInternationalString'

/**
 * Texts by language. On the wire the class serializes itself, so that the map of locales lies a few elements down,
 * as does the text of a string that has but one; in files each language is an element (`<en>`, `<pt-BR>`,
 * `<default>` for none), and a single text is text.
 */
export function localizedTextsFromWire(name: string, field: XmlElement): XmlElement {
  if (field.children.length === 0) return textElement(name, field.text)
  const map = descendant(field, 'localMap')
  if (map === undefined) return textElement(name, descendant(field, 'string')?.text ?? '')
  const texts = map.children.flatMap((entry) => {
    const [locale, text] = entry.children
    if (locale === undefined || text === undefined) return []
    const language = locale.name === 'null' || locale.text === '' ? 'default' : languageTagOf(locale.text)
    return [textElement(language, text.text)]
  })
  return parentElement(name, texts)
}

/** The inverse of {@link localizedTextsFromWire}; a single text becomes the one for no language. */
export function localizedTextsToWire(name: string, value: XmlElement): XmlElement {
  const texts = value.children.length > 0 ? value.children : [textElement('default', value.text)]
  const entries = texts.map((text) =>
    parentElement('entry', [
      text.name === 'default' ? parentElement('null', []) : textElement('locale', javaLocaleOf(text.name)),
      textElement('string', text.text),
    ]),
  )
  return parentElement(
    name,
    [
      parentElement('org.geotools.util.AbstractInternationalString', [parentElement('default', [])]),
      parentElement(internationalClass, [parentElement('default', [parentElement('localMap', entries)])]),
    ],
    { class: internationalClass, serialization: 'custom' },
  )
}

const geometryPackage = 'org.locationtech.jts.geom.'

/** An SQL view: parallel maps by column on the wire, one element a column in files. */
export function virtualTableFromWire(value: XmlElement): XmlElement {
  const types = mapOf(value, 'geometryTypes')
  const identifiers = mapOf(value, 'nativeSrids')
  const columns = [...new Set([...types.keys(), ...identifiers.keys()])]
  const parameters = childOf(value, 'parameters')?.children ?? []
  return parentElement('virtualTable', [
    textElement('name', childText(value, 'name') ?? ''),
    textElement('sql', childText(value, 'sql') ?? ''),
    textElement('escapeSql', childText(value, 'escapeSql') ?? 'false'),
    ...(childOf(value, 'primaryKeyColumns')?.children ?? []).map((each) =>
      textElement('keyColumn', each.text),
    ),
    ...columns.map((column) =>
      parentElement('geometry', [
        textElement('name', column),
        textElement('type', (types.get(column) ?? 'Geometry').replace(/^.*\./, '')),
        textElement('srid', identifiers.get(column) ?? '-1'),
      ]),
    ),
    ...parameters.flatMap((entry) => {
      const parameter = entry.children[1]
      if (parameter === undefined) return []
      const defaultValue = childText(parameter, 'defaultValue')
      const pattern = descendant(parameter, 'pattern')
      const expression = pattern && (childText(pattern, 'pattern') ?? pattern.text)
      return [
        parentElement('parameter', [
          textElement('name', childText(parameter, 'name') ?? entry.children[0]?.text ?? ''),
          ...(defaultValue === undefined ? [] : [textElement('defaultValue', defaultValue)]),
          ...(expression === undefined ? [] : [textElement('regexpValidator', expression)]),
        ]),
      ]
    }),
  ])
}

/** The inverse of {@link virtualTableFromWire}. */
export function virtualTableToWire(value: XmlElement): XmlElement {
  const all = (name: string): readonly XmlElement[] => value.children.filter((child) => child.name === name)
  const geometries = all('geometry')
  const entry = (key: string, item: XmlElement): XmlElement =>
    parentElement('entry', [textElement('string', key), item])
  return parentElement('org.geotools.jdbc.VirtualTable', [
    textElement('name', childText(value, 'name') ?? ''),
    textElement('sql', childText(value, 'sql') ?? ''),
    parentElement(
      'primaryKeyColumns',
      all('keyColumn').map((each) => textElement('string', each.text)),
    ),
    parentElement(
      'geometryTypes',
      geometries.map((each) =>
        entry(
          childText(each, 'name') ?? '',
          textElement('java-class', `${geometryPackage}${geometryTypeOf(childText(each, 'type') ?? '')}`),
        ),
      ),
    ),
    parentElement(
      'nativeSrids',
      geometries.map((each) =>
        entry(childText(each, 'name') ?? '', textElement('int', childText(each, 'srid') ?? '-1')),
      ),
    ),
    parentElement('dimensions', []),
    parentElement(
      'parameters',
      all('parameter').map((each) => {
        const name = childText(each, 'name') ?? ''
        const defaultValue = childText(each, 'defaultValue')
        const expression = childText(each, 'regexpValidator')
        return entry(
          name,
          parentElement('org.geotools.jdbc.VirtualTableParameter', [
            textElement('name', name),
            ...(defaultValue === undefined ? [] : [textElement('defaultValue', defaultValue)]),
            ...(expression === undefined
              ? []
              : [
                  parentElement(
                    'validator',
                    [
                      parentElement('pattern', [
                        textElement('pattern', expression),
                        textElement('flags', '0'),
                      ]),
                    ],
                    { class: 'org.geotools.jdbc.RegexpValidator' },
                  ),
                ]),
          ]),
        )
      }),
    ),
    textElement('escapeSql', childText(value, 'escapeSql') ?? 'false'),
  ])
}

function mapOf(element: XmlElement, name: string): ReadonlyMap<string, string> {
  const entries = childOf(element, name)?.children ?? []
  return new Map(entries.map((entry) => [entry.children[0]?.text ?? '', entry.children[1]?.text ?? '']))
}

function descendant(element: XmlElement, name: string): XmlElement | undefined {
  for (const child of element.children) {
    const found = child.name === name ? child : descendant(child, name)
    if (found !== undefined) return found
  }
  return undefined
}
