import { parentElement, textElement, withAttributes, withChildren, type XmlElement } from '../xml/element.ts'
import type { Kind, Property } from './kinds/property.ts'
import { propertiesOf } from './kinds/table.ts'

/**
 * The properties of an object from its file: what older versions and other converters of GeoServer wrote differently
 * becomes what the current one writes, and every map becomes plain entries.
 * @param root the root element of the file
 */
export function propertiesFromFile(kind: Kind, root: XmlElement): readonly XmlElement[] {
  const elements = neutral(root.children, propertiesOf(kind, root.name))
  return kind === 'layerGroup' ? withPublishables(elements) : elements
}

function neutral(elements: readonly XmlElement[], properties: readonly Property[]): XmlElement[] {
  const byName = new Map(properties.map((property) => [property.name, property]))
  return elements.map((element) => {
    const type = byName.get(element.name)?.type
    switch (type?.type) {
      case 'metadata':
      case 'parameters':
        return withChildren(element, entriesOf(element))
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

const mapNames: ReadonlySet<string> = new Set(['map', 'linked-hash-map', 'tree-map'])

function entriesOf(element: XmlElement): readonly XmlElement[] {
  const [only, ...others] = element.children
  const map = only !== undefined && others.length === 0 && mapNames.has(only.name) ? only : element
  return map.children.map(briefEntry)
}

/** `<entry><string>k</string><boolean>true</boolean></entry>` as `<entry key="k" class="boolean">true</entry>`. */
function briefEntry(entry: XmlElement): XmlElement {
  const [key, value, ...others] = entry.children
  const isPair = entry.name === 'entry' && entry.attributes['key'] === undefined && others.length === 0
  if (!isPair || key === undefined || value === undefined || key.children.length > 0) return entry
  const attributes = { key: key.text }
  if (value.children.length > 0) return parentElement('entry', [value], attributes)
  return textElement(
    'entry',
    value.text,
    value.name === 'string' ? attributes : { ...attributes, class: value.name },
  )
}

/** Before groups could hold groups, they listed `<layers><layer>`. */
function withPublishables(elements: readonly XmlElement[]): readonly XmlElement[] {
  if (elements.some((element) => element.name === 'publishables')) return elements
  return elements.map((element) => {
    if (element.name !== 'layers') return element
    return parentElement(
      'publishables',
      element.children.map((layer) => withAttributes({ ...layer, name: 'published' }, { type: 'layer' })),
    )
  })
}
