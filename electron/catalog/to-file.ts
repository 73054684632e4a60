import {
  childText,
  isEmptyElement,
  parentElement,
  textElement,
  withAttributes,
  withChildren,
  type XmlElement,
} from '../xml/element.ts'
import { withinXml, writeChild, writeXml } from '../xml/write.ts'
import { resourceOf, type Catalog } from './catalog.ts'
import { codeOf, isProjected } from './coordinate-reference-system.ts'
import {
  canBeCollection,
  resourceKinds,
  storeKinds,
  type Kind,
  type Property,
  type PropertyType,
} from './kinds/property.ts'
import { referredTo } from './kinds/places.ts'
import { byNameOf, kindTable, oncePerList, propertiesOf } from './kinds/table.ts'
import { textOfProperty, type CatalogObject } from './object.ts'
import { passwordInFile } from './passwords.ts'

/**
 * The root element of an object's file, as GeoServer's persister writes it: properties in the table's order, empty
 * collections left out, codes in place of well-known text, and no class names but those the persister needs.
 * Properties the table does not know stay, verbatim, behind the one they followed.
 * @param catalog where the objects it refers to are looked up
 */
export function elementForFile(object: CatalogObject, catalog: Catalog): XmlElement {
  const writer: Writer = { object, catalog }
  const properties = propertiesOf(object.kind, object.root)
  const elements = propertiesInFile(object.properties, properties, kindTable[object.kind].class, writer)
  return parentElement(object.root, [...nameOfLayer(object, catalog), ...elements])
}

/** The text of an object's file, as {@link elementForFile} has it. */
export function fileText(object: CatalogObject, catalog: Catalog): string {
  const writer: Writer = { object, catalog }
  const properties = propertiesOf(object.kind, object.root)
  const byName = byNameOf(properties)
  let text = nameOfLayer(object, catalog).map(writeChild).join('')
  for (const element of inOrderOf(properties, object.properties))
    text += textInFile(element, byName.get(element.name), writer)
  return text === '' ? writeXml(parentElement(object.root, [])) : withinXml(object.root, text)
}

/** Texts of properties that were written last: whatever changes of an object, most of it stays as it is. */
const latestTexts = new Map<
  XmlElement,
  { readonly property: Property; readonly kind: Kind; readonly text: string }
>()
const mostTexts = 128
const longestText = 16_000
/** A text that is shorter is written as fast as found. */
const shortestText = 100

function textInFile(element: XmlElement, property: Property | undefined, writer: Writer): string {
  const { kind } = writer.object
  const known = latestTexts.get(element)
  if (known !== undefined && known.property === property && known.kind === kind) return known.text
  const owner = kindTable[kind].class
  const text = inFile(element, property, owner, writer).map(writeChild).join('')
  if (property === undefined || text.length < shortestText || text.length > longestText) return text
  // What it refers to may be of another kind by the next time.
  if (referredTo(property).length > 0) return text
  const [oldest] = latestTexts.keys()
  if (latestTexts.size >= mostTexts && oldest !== undefined) latestTexts.delete(oldest)
  latestTexts.set(element, { property, kind, text })
  return text
}

interface Writer {
  readonly object: CatalogObject
  readonly catalog: Catalog
}

/** The name a layer has in its file, which is that of its resource; nothing of anything else. */
function nameOfLayer(layer: CatalogObject, catalog: Catalog): readonly XmlElement[] {
  if (layer.kind !== 'layer') return []
  const resource = resourceOf(catalog, layer)
  const name = (resource && textOfProperty(resource, 'name')) ?? textOfProperty(layer, 'name')
  return name === undefined ? [] : [textElement('name', name)]
}

/** @param owner class of the object the properties belong to */
function propertiesInFile(
  elements: readonly XmlElement[],
  properties: readonly Property[],
  owner: string,
  writer: Writer,
): XmlElement[] {
  const byName = byNameOf(properties)
  return inOrderOf(properties, elements).flatMap((element) =>
    inFile(element, byName.get(element.name), owner, writer),
  )
}

/** A property as the file has it, if it does. */
function inFile(
  element: XmlElement,
  property: Property | undefined,
  owner: string,
  writer: Writer,
): readonly XmlElement[] {
  if (property === undefined) return [element]
  if (property.persisted !== 'always') return []
  const written = propertyInFile(element, property, owner, writer)
  return isEmptyElement(written) && canBeCollection(property.type) ? [] : [written]
}

const placesOf: (properties: readonly Property[]) => ReadonlyMap<string, number> = oncePerList(
  (properties) => new Map(properties.map((property, place) => [property.name, place])),
)

/** Elements in the order of the table; one it does not know stays behind the known one it followed. */
function inOrderOf(properties: readonly Property[], elements: readonly XmlElement[]): readonly XmlElement[] {
  const places = placesOf(properties)
  const placeOf = (element: XmlElement): number => places.get(element.name) ?? -1
  const isInOrder = elements.every((element, index) => {
    const previous = elements[index - 1]
    return places.has(element.name) && (previous === undefined || placeOf(previous) <= placeOf(element))
  })
  if (isInOrder) return elements
  const following = new Map<XmlElement | undefined, XmlElement[]>()
  let known: XmlElement | undefined
  for (const element of elements) {
    if (places.has(element.name)) known = element
    else if (!following.has(known)) following.set(known, [element])
    else following.get(known)?.push(element)
  }
  return [
    ...(following.get(undefined) ?? []),
    ...elements
      .filter((element) => places.has(element.name))
      .toSorted((left, right) => placeOf(left) - placeOf(right))
      .flatMap((element) => [element, ...(following.get(element) ?? [])]),
  ]
}

function propertyInFile(element: XmlElement, property: Property, owner: string, writer: Writer): XmlElement {
  const { type } = property
  switch (type.type) {
    case 'text':
    case 'keywords':
    case 'range':
    case 'international':
      return withoutClass(element)
    case 'password':
      return withoutClass({
        ...element,
        text: passwordInFile(writer.object.kind, element.name, element.text),
      })
    case 'strings':
      return type.set === true ? element : withoutClass(element)
    case 'reference':
      return referenceInFile(element, type.kinds, writer)
    case 'references':
      return referencesInFile(element, property, type, writer)
    case 'metadata':
    case 'parameters':
      return owner === settingsClass ? mapInFile(element) : entriesInFile(element, property, writer)
    case 'envelope':
      return withChildren(withoutClass(element), element.children.map(crsOfEnvelope))
    case 'crs':
      return withClassOfFile(element)
    case 'grid':
      return withChildren(withoutClass(element), element.children.map(crsOfGrid))
    case 'structure':
      return structureInFile(element, type.properties, type.class, writer)
    case 'structures':
      return withChildren(
        withoutClass(element),
        element.children.map((item) => structureInFile(item, type.properties, type.class, writer)),
      )
    case 'backReference':
    case 'opaque':
      return element
  }
}

function structureInFile(
  element: XmlElement,
  properties: readonly Property[],
  owner: string,
  writer: Writer,
): XmlElement {
  // Some structures are plain text in files although they are objects on the wire.
  if (element.children.length === 0) return withoutClass(element)
  return withChildren(withoutClass(element), propertiesInFile(element.children, properties, owner, writer))
}

const settingsClass = kindTable.settings.class

/** Kinds that share one Java interface, so that a reference has to say which of them it means. */
const polymorphic: ReadonlySet<Kind> = new Set<Kind>([...storeKinds, ...resourceKinds])

function referenceInFile(element: XmlElement, kinds: readonly Kind[], writer: Writer): XmlElement {
  const id = childText(element, 'id')
  if (id === undefined) return element
  const target = writer.catalog.get(id, ...kinds)
  if (writer.object.kind === 'settings' && target?.kind === 'workspace') {
    // Settings alone hold their workspace with all its fields.
    return withChildren(withoutClass(element), elementForFile(target, writer.catalog).children)
  }
  const reference = parentElement(element.name, [textElement('id', id)])
  if (!kinds.some((kind) => polymorphic.has(kind))) return reference
  const className = target?.kind ?? element.attributes['class'] ?? kinds[0]
  return className === undefined ? reference : withAttributes(reference, { class: className })
}

function referencesInFile(
  element: XmlElement,
  property: Property,
  type: Extract<PropertyType, { type: 'references' }>,
  writer: Writer,
): XmlElement {
  const items = element.children.map((item) => {
    const id = childText(item, 'id')
    if (id === undefined) return isEmptyElement(item) ? parentElement(type.item, []) : item
    const kind = writer.catalog.get(id, ...type.kinds)?.kind ?? item.attributes['type']
    return parentElement(
      type.item,
      [textElement('id', id)],
      type.typed === true && kind !== undefined ? { type: kind } : {},
    )
  })
  // The set of a layer's styles is declared as a plain Set, so its class has to be named.
  const className =
    element.attributes['class'] ??
    (writer.object.kind === 'layer' && property.name === 'styles' ? 'linked-hash-set' : undefined)
  return parentElement(element.name, items, className === undefined ? {} : { class: className })
}

function isNull(entry: XmlElement): boolean {
  return entry.attributes['class'] === 'null'
}

function entriesInFile(element: XmlElement, property: Property, writer: Writer): XmlElement {
  const entries = element.children
    .filter((entry) => !isNull(entry))
    .map((entry) => {
      const plain = withoutClass(entry)
      const key = entry.attributes['key']
      const isParameter = property.name === 'connectionParameters' && entry.children.length === 0
      if (key === undefined || !isParameter) return plain
      return { ...plain, text: passwordInFile(writer.object.kind, key, entry.text) }
    })
  return withChildren(withoutClass(element), entries)
}

/** The metadata of settings, which GeoServer writes through another converter than all other metadata. */
function mapInFile(element: XmlElement): XmlElement {
  const entries = element.children
    .filter((entry) => !isNull(entry))
    .map((entry) => {
      const key = entry.attributes['key']
      if (key === undefined) return entry
      const value = entry.children.length > 0 ? entry.children : [typedValue(entry)]
      return parentElement('entry', [textElement('string', key), ...value])
    })
  return parentElement(element.name, entries.length === 0 ? [] : [parentElement('map', entries)])
}

function typedValue(entry: XmlElement): XmlElement {
  const type = entry.attributes['class'] ?? 'string'
  return textElement(/^[A-Za-z][\w.-]*$/.test(type) ? type : 'string', entry.text)
}

function crsOfEnvelope(child: XmlElement): XmlElement {
  return child.name === 'crs' ? withCode(withClassOfFile(child)) : child
}

function crsOfGrid(child: XmlElement): XmlElement {
  return child.name === 'crs' ? withCode(withoutClass(child)) : child
}

function withCode(crs: XmlElement): XmlElement {
  return { ...crs, text: codeOf(crs.text) ?? crs.text }
}

const classesInFile: ReadonlyMap<string, string | undefined> = new Map([
  ['org.geotools.referencing.crs.DefaultGeographicCRS', undefined],
  ['org.geotools.referencing.crs.DefaultProjectedCRS', 'projected'],
])

function withClassOfFile(crs: XmlElement): XmlElement {
  const className = crs.attributes['class']
  if (className === undefined)
    return isProjected(crs.text) ? withAttributes(crs, { class: 'projected' }) : crs
  if (!classesInFile.has(className)) return crs
  const alias = classesInFile.get(className)
  return alias === undefined ? withoutClass(crs) : withAttributes(crs, { class: alias })
}

function withoutClass(element: XmlElement): XmlElement {
  if (element.attributes['class'] === undefined) return element
  const { class: _, ...rest } = element.attributes
  return withAttributes(element, rest)
}
