import { keptByNode } from '../../../catalog/kinds/kept-by-node.ts'
import type { Property } from '../../../catalog/kinds/property.ts'
import { propertiesOf } from '../../../catalog/kinds/table.ts'
import { propertyOf, type CatalogObject } from '../../../catalog/object.ts'
import type { FormField } from '../../../contract/features/configuration.ts'
import type { Json } from '../../../engine/master/json-values.ts'
import { childOf, childText, type XmlElement } from '../../../xml/element.ts'
import { writeXml } from '../../../xml/write.ts'
import { choicesOf, helpOf } from './labels.ts'
import { sectionOf } from './sections.ts'
import { redactedElement } from '../../../catalog/passwords.ts'
import { hiddenSecret } from '../../../secrets/mark.ts'
import { say } from '../../../sentences/say.ts'

/** The properties of an object as a form shows them, passwords hidden. */
export function fieldsOf(object: CatalogObject): FormField[] {
  const table = propertiesOf(object.kind, object.root)
  const known = table.flatMap((property) => {
    const type = fieldTypeOf(object.kind, property, propertyOf(object, property.name))
    return type === undefined ? [] : [field(object.kind, property, type, propertyOf(object, property.name))]
  })
  const unknown = object.properties.filter(({ name }) => table.every((property) => property.name !== name))
  return [...known, ...unknown.map(unknownField)]
}

/** How a form shows a property; undefined when it shows it nowhere. */
export function fieldTypeOf(
  kind: string,
  property: Property,
  element: XmlElement | undefined,
): FormField['type'] | undefined {
  if (property.delegated === true || (property.persisted === 'never' && element === undefined))
    return undefined
  const { type, name } = property
  switch (type.type) {
    case 'backReference':
      return undefined
    case 'text':
      if (name === 'id' || property.persisted !== 'always' || keptByNode.has(name)) return 'readonly'
      if (element !== undefined && element.children.length > 0) return 'xml'
      if (choicesOf(kind, property).length > 0) return 'choice'
      if (type.java === 'boolean') return 'flag'
      if (['int', 'long', 'double'].includes(type.java)) return 'number'
      return multiline.has(name) ? 'multiline' : 'text'
    case 'password':
      return 'password'
    case 'reference':
      return 'reference'
    case 'references':
      return 'references'
    case 'strings':
      return type.set === true || isPlainList(element) ? 'strings' : 'xml'
    case 'keywords':
      return 'strings'
    case 'metadata':
    case 'parameters':
      return element === undefined || element.children.every(isPlainEntry) ? 'map' : 'xml'
    case 'international':
      return element === undefined || element.text === '' ? 'map' : 'xml'
    case 'range':
      return 'map'
    case 'envelope':
      return 'bounds'
    case 'crs':
      return 'multiline'
    case 'structure':
      return type.properties.length > 0 && (element === undefined || element.text === '')
        ? 'structure'
        : 'xml'
    case 'structures':
      return type.properties.every(isSimple) ? 'structure' : 'xml'
    case 'grid':
    case 'opaque':
      return 'xml'
  }
}

/** The value of a property as a form has it; null when there is none, but of several structures an empty list. */
export function valueOf(
  kind: string,
  property: Property,
  type: FormField['type'],
  element: XmlElement | undefined,
): Json {
  if (element === undefined) return property.type.type === 'structures' ? [] : null
  switch (type) {
    case 'password':
      return element.text === '' ? null : hiddenSecret
    case 'reference':
      return childText(element, 'id') ?? null
    case 'references':
      return element.children.map((item) => childText(item, 'id') ?? null)
    case 'strings':
      return element.children.map(({ text }) => text)
    case 'map':
      return Object.fromEntries(
        redactedElement(element).children.map((entry) => [entry.attributes['key'] ?? entry.name, entry.text]),
      )
    case 'bounds':
      return Object.fromEntries(element.children.map(({ name, text }) => [name, text]))
    case 'structure': {
      const { type: described } = property
      if (described.type === 'structures') {
        return element.children.map((item) => partsOf(kind, described.properties, item))
      }
      return described.type === 'structure' ? partsOf(kind, described.properties, element) : null
    }
    case 'xml':
      return writeXml(redactedElement(element))
    default:
      return redactedElement(element).text
  }
}

function partsOf(kind: string, properties: readonly Property[], element: XmlElement): Json {
  return Object.fromEntries(
    properties.flatMap((part) => {
      const found = childOf(element, part.name)
      const type = fieldTypeOf(kind, part, found)
      return type === undefined ? [] : [[part.name, valueOf(kind, part, type, found)]]
    }),
  )
}

function field(
  kind: string,
  property: Property,
  type: FormField['type'],
  element: XmlElement | undefined,
): FormField {
  const { type: described } = property
  const parts = described.type === 'structure' || described.type === 'structures' ? described.properties : []
  const isRequired = required[kind]?.includes(property.name) === true
  const isReference = described.type === 'reference' || described.type === 'references'
  return {
    name: property.name,
    type,
    required: isRequired,
    choices: [...choicesOf(kind, property)],
    kinds: isReference ? [...described.kinds] : [],
    value: valueOf(kind, property, type, element),
    fields:
      type === 'structure' ? parts.flatMap((part) => partField(kind, part, element, described.type)) : [],
    help: helpOf(kind, property),
    assumed: property.default === undefined || property.default === '' ? null : property.default,
    section: sectionOf(kind, property.name, isRequired),
  }
}

function partField(kind: string, part: Property, whole: XmlElement | undefined, of: string): FormField[] {
  const element = of === 'structures' || whole === undefined ? undefined : childOf(whole, part.name)
  const type = fieldTypeOf(kind, part, element)
  // Required is said of the object's own properties only.
  return type === undefined ? [] : [field('', part, type, element)]
}

function unknownField(element: XmlElement): FormField {
  const type = element.children.length === 0 ? 'text' : 'xml'
  const shown = redactedElement(element)
  return {
    name: element.name,
    type,
    required: false,
    choices: [],
    kinds: [],
    value: type === 'text' ? shown.text : writeXml(shown),
    fields: [],
    help: say('edits.plumblineDoesNotKnow'),
    assumed: null,
    section: 'more',
  }
}

const multiline: ReadonlySet<string> = new Set([
  'description',
  'abstract',
  'abstractTxt',
  'abstrct',
  'accessConstraints',
  'content',
  'cqlFilter',
])

/** What the planner refuses an object without. */
const required: Readonly<Record<string, readonly string[]>> = {
  workspace: ['name'],
  namespace: ['prefix', 'uri'],
  dataStore: ['name', 'workspace'],
  coverageStore: ['name', 'workspace'],
  wmsStore: ['name', 'workspace'],
  wmtsStore: ['name', 'workspace'],
  featureType: ['name', 'namespace', 'store'],
  coverage: ['name', 'namespace', 'store'],
  wmsLayer: ['name', 'namespace', 'store'],
  wmtsLayer: ['name', 'namespace', 'store'],
  layer: ['resource'],
  layerGroup: ['name', 'publishables', 'styles'],
  style: ['name'],
  settings: ['workspace'],
}

function isPlainEntry(entry: XmlElement): boolean {
  return (
    entry.children.length === 0 &&
    entry.attributes['key'] !== undefined &&
    entry.attributes['class'] !== 'null'
  )
}

function isPlainList(element: XmlElement | undefined): boolean {
  return element === undefined || element.children.every((item) => item.name === 'string')
}

function isSimple({ type }: Property): boolean {
  return type.type === 'text' || type.type === 'password'
}
