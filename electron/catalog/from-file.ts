import {
  childOf,
  childText,
  parentElement,
  textElement,
  withAttributes,
  withChildren,
  type XmlElement,
} from '../xml/element.ts'
import { currentNameOf, persisterAliasOf } from './kinds/persister-aliases.ts'
import type { Kind, Property } from './kinds/property.ts'
import { byNameOf, propertiesOf } from './kinds/table.ts'
import { currentSqlView } from './sql-view.ts'

/**
 * The properties of an object from its file: what older versions and other converters of GeoServer wrote differently
 * becomes what the current one writes, and every map becomes plain entries.
 * @param root the root element of the file
 */
export function propertiesFromFile(kind: Kind, root: XmlElement): readonly XmlElement[] {
  const properties = propertiesOf(kind, root.name)
  const elements = neutral(underCurrentNames(root.children, properties), properties)
  return upgrades[kind]?.(elements) ?? elements
}

/** What only the wire is known to call otherwise, and a reader takes from files as well. */
function underCurrentNames(
  elements: readonly XmlElement[],
  properties: readonly Property[],
): readonly XmlElement[] {
  const known = byNameOf(properties)
  if (elements.every((element) => known.has(element.name))) return elements
  const names = new Map(
    properties.flatMap(({ name, later }) => (later === undefined ? [] : [[later.field, name]])),
  )
  return elements.map((element) => ({ ...element, name: names.get(element.name) ?? element.name }))
}

function neutral(elements: readonly XmlElement[], properties: readonly Property[]): XmlElement[] {
  const byName = byNameOf(properties)
  return elements.map((element) => {
    const type = byName.get(element.name)?.type
    switch (type?.type) {
      case 'metadata':
      case 'parameters':
        return withChildren(element, entriesOf(element))
      case 'reference':
        // A style of a group goes by the name of a style, which is all its file has.
        return element.name === 'name' ? element : currentReference(element)
      case 'references':
        return withChildren(element, element.children.map(currentReference))
      case 'text':
        return type.java === 'java-class' ? { ...element, text: currentNameOf(element.text.trim()) } : element
      case 'opaque':
        return element.children.length === 0
          ? element
          : withChildren(element, element.children.map(underAlias))
      case 'structure':
        return element.children.length === 0
          ? element
          : withChildren(element, neutral(element.children, type.properties))
      case 'structures':
        return withChildren(
          element,
          element.children.map((item) =>
            item.children.length === 0 ? item : withChildren(item, neutral(item.children, type.properties)),
          ),
        )
      default:
        return element
    }
  })
}

/** What is described field by field nowhere goes by the short names of classes, which old releases wrote in full. */
function underAlias(element: XmlElement): XmlElement {
  const className = element.name.replaceAll(/__|_-/g, (escaped) => (escaped === '__' ? '_' : '$'))
  const alias = persisterAliasOf(className)
  const name = alias === className ? element.name : alias
  return { ...element, name, children: element.children.map(underAlias) }
}

/** GeoServer reads `<store>id</store>` and `<style><name>n</name><workspace>w</workspace></style>` as well. */
function currentReference(reference: XmlElement): XmlElement {
  if (reference.children.length === 0) {
    const id = reference.text.trim()
    return id === '' ? reference : withChildren({ ...reference, text: '' }, [textElement('id', id)])
  }
  const prefix = childText(reference, 'prefix')
  if (
    prefix !== undefined &&
    childOf(reference, 'id') === undefined &&
    childOf(reference, 'name') === undefined
  ) {
    return withChildren(reference, [textElement('name', prefix)])
  }
  const workspace = childOf(reference, 'workspace')
  const name = childText(reference, 'name')
  if (workspace === undefined || name === undefined || name.includes(':')) return reference
  const space = (workspace.children[0]?.text ?? workspace.text).trim()
  return withChildren(reference, [textElement('name', `${space}:${name}`)])
}

const mapNames: ReadonlySet<string> = new Set(['map', 'linked-hash-map', 'tree-map'])

function entriesOf(element: XmlElement): readonly XmlElement[] {
  const [only, ...others] = element.children
  const map = only !== undefined && others.length === 0 && mapNames.has(only.name) ? only : element
  return map.children.map(briefEntry).map(currentEntry)
}

/**
 * The four ways GeoServer reads an entry of a map as one: `<entry key="k">v</entry>`;
 * `<entry><string>k</string><boolean>true</boolean></entry>`; `<k>v</k>`; `<k><string>v</string></k>`.
 */
function briefEntry(entry: XmlElement): XmlElement {
  if (entry.name !== 'entry') {
    const [value] = entry.children
    return textElement('entry', value === undefined ? entry.text : value.text, { key: entry.name })
  }
  const [key, value, ...others] = entry.children
  const isPair = entry.attributes['key'] === undefined && others.length === 0
  if (!isPair || key === undefined || value === undefined || key.children.length > 0) return entry
  const attributes = { key: key.text }
  if (value.children.length > 0) return parentElement('entry', [value], attributes)
  return textElement(
    'entry',
    value.text,
    value.name === 'string' ? attributes : { ...attributes, class: value.name },
  )
}

/** An entry whose value is more than a text, as the current release writes it. */
function currentEntry(entry: XmlElement): XmlElement {
  if (entry.children.length === 0) return entry
  const children = entry.children.map(underAlias)
  return withChildren(
    entry,
    children.map((child) => (child.name === 'virtualTable' ? currentSqlView(child) : child)),
  )
}

type Elements = readonly XmlElement[]

/** What each kind did otherwise in older releases, as GeoServer takes it when it loads the file. */
const upgrades: Readonly<Partial<Record<Kind, (elements: Elements) => Elements>>> = {
  layerGroup: (elements) =>
    withPublishables(
      fromMetadata(elements, [
        ['title', 'title'],
        ['abstract', 'abstractTxt'],
      ]),
    ),
  wmsStore: withOwnLimits,
  wmtsStore: withOwnLimits,
  style: withLanguageVersion,
  global: withSettings,
}

/** Before 2.1.3 a cascaded store kept its limits in its metadata. */
function withOwnLimits(elements: Elements): Elements {
  const names = ['maxConnections', 'readTimeout', 'connectTimeout']
  return fromMetadata(
    elements,
    names.map((name) => [name, name] as const),
  )
}

/** Entries of the metadata that became properties of their own; one that is there already wins. */
function fromMetadata(elements: Elements, moved: readonly (readonly [string, string])[]): Elements {
  const metadata = elements.find(({ name }) => name === 'metadata')
  const found = moved.flatMap(([key, name]) => {
    const entry = metadata?.children.find((each) => each.attributes['key'] === key)
    return entry === undefined ? [] : [{ key, element: textElement(name, entry.text) }]
  })
  if (metadata === undefined || found.length === 0) return elements
  const taken = new Set(found.map(({ key }) => key))
  const kept = metadata.children.filter((entry) => !taken.has(entry.attributes['key'] ?? ''))
  const present = new Set(elements.map(({ name }) => name))
  return [
    ...elements.map((element) => (element === metadata ? withChildren(metadata, kept) : element)),
    ...found.flatMap(({ element }) => (present.has(element.name) ? [] : [element])),
  ]
}

/** The version of a style's language was once that of SLD. */
function withLanguageVersion(elements: Elements): Elements {
  const former = elements.find(({ name }) => name === 'sldVersion')
  if (former === undefined || elements.some(({ name }) => name === 'languageVersion')) return elements
  return elements.map((element) => (element === former ? { ...former, name: 'languageVersion' } : element))
}

/** What was the global configuration itself before it had settings. */
const formerSettings: ReadonlySet<string> = new Set([
  'contact',
  'charset',
  'title',
  'numDecimals',
  'onlineResource',
  'schemaBaseUrl',
  'proxyBaseUrl',
  'verbose',
  'verboseExceptions',
])

function withSettings(elements: Elements): Elements {
  const former = elements.filter(({ name }) => formerSettings.has(name))
  if (former.length === 0) return elements
  const settings = elements.find(({ name }) => name === 'settings') ?? parentElement('settings', [])
  const names = new Set(former.map(({ name }) => name))
  const merged = withChildren(settings, [
    ...former,
    ...settings.children.filter(({ name }) => !names.has(name)),
  ])
  return [merged, ...elements.filter((element) => element !== settings && !former.includes(element))]
}

/** Before groups could hold groups, they listed `<layers><layer>`. */
function withPublishables(elements: Elements): Elements {
  if (elements.some((element) => element.name === 'publishables')) return elements
  return elements.map((element) => {
    if (element.name !== 'layers') return element
    return parentElement(
      'publishables',
      element.children.map((layer) => withAttributes({ ...layer, name: 'published' }, { type: 'layer' })),
    )
  })
}
