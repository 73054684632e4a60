import fc from 'fast-check'
import { Catalog } from '../../electron/catalog/catalog.ts'
import { classOf, kindTable, propertiesOf } from '../../electron/catalog/kinds/table.ts'
import {
  storeKinds,
  type Kind,
  type Property,
  type StoreKind,
} from '../../electron/catalog/kinds/property.ts'
import { resourceOfStore } from '../../electron/catalog/kinds/rest-paths.ts'
import type { CatalogObject } from '../../electron/catalog/object.ts'
import {
  childText,
  parentElement,
  textElement,
  withChildren,
  type XmlElement,
} from '../../electron/xml/element.ts'
import { arbitraryProperties, kindsOfReference, placeholder } from './property-generator.ts'

/**
 * Whole catalogs: every kind, references that lead somewhere, names and texts as awkward as a data directory allows.
 * The objects look as if they had been read from files, save that metadata values may name their class and bounding
 * boxes may hold well-known text.
 */
export function arbitraryCatalog(): fc.Arbitrary<Catalog> {
  return fc
    .record({
      configuration: fc.record(
        { global: values('global'), logging: values('logging') },
        { requiredKeys: [] },
      ),
      services,
      styles: named(styleValues, 2),
      groups: named(values('layerGroup'), 2),
      workspaces: named(workspaceValues, 3),
      defaultWorkspace: fc.nat({ max: 5 }),
    })
    .map((plan) => new CatalogBuilder().build(plan))
}

/** Properties that follow from where an object lies; the rest is made up. */
const structural = [
  ...['id', 'name', 'prefix', 'workspace', 'namespace', 'store', 'resource', 'filename'],
  // The reader makes it the version of the style's language.
  'sldVersion',
]

const arbitraries = new Map<string, fc.Arbitrary<readonly XmlElement[]>>()

function values(kind: Kind, root: string = kind): fc.Arbitrary<readonly XmlElement[]> {
  const known = arbitraries.get(root)
  if (known !== undefined) return known
  // Names of services and ids of configuration are free, since nothing is found by them.
  const free = kind === 'service' ? ['name'] : []
  const made = arbitraryProperties(
    propertiesOf(kind, root),
    structural.filter((name) => !free.includes(name)),
  )
  arbitraries.set(root, made)
  return made
}

const fileName = fc
  .oneof(
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,14}$/),
    fc.string({
      unit: fc.constantFrom(
        'a',
        'B',
        '7',
        ' ',
        '.',
        '_',
        '-',
        '&',
        "'",
        '(',
        '%',
        '$',
        'é',
        '日',
        '\u{1f30d}',
        ';',
      ),
      minLength: 1,
      maxLength: 10,
    }),
  )
  .filter((name) => name.trim() === name && !/^\.|\.$|\.xml$|\.bak$/i.test(name))
  .filter((name) => !/^(?:styles|layergroups|con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name))

interface Named<Value> {
  readonly name: string
  readonly value: Value
}

/** Siblings, whose names differ even where case and accents do not count. */
function named<Value>(value: fc.Arbitrary<Value>, maxLength: number): fc.Arbitrary<readonly Named<Value>[]> {
  return fc.uniqueArray(fc.record({ name: fileName, value }), {
    maxLength,
    selector: folded,
  })
}

function folded({ name }: { readonly name: string }): string {
  return name.normalize('NFC').toLowerCase()
}

type Values = readonly XmlElement[]

const serviceTypes = ['wms', 'wfs', 'wcs', 'wmts'] as const
type Services = Readonly<Partial<Record<(typeof serviceTypes)[number], Values>>>

const services: fc.Arbitrary<Services> = fc.record(
  {
    wms: values('service', 'wms'),
    wfs: values('service', 'wfs'),
    wcs: values('service', 'wcs'),
    wmts: values('service', 'wmts'),
  },
  { requiredKeys: [] },
)

interface StyleValues {
  readonly values: Values
  readonly extension: string
}

const styleValues: fc.Arbitrary<StyleValues> = fc.record({
  values: values('style'),
  extension: fc.constantFrom('sld', 'css', 'xml', 'SLD', 'zip'),
})

interface ResourceValues {
  readonly values: Values
  readonly layer: Values | null
}

interface StoreValues {
  readonly kind: StoreKind
  readonly values: Values
  readonly resources: readonly Named<ResourceValues>[]
}

const storeValues: fc.Arbitrary<StoreValues> = fc.constantFrom(...storeKinds).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    values: values(kind),
    resources: named(
      fc.record({ values: values(resourceOfStore[kind]), layer: fc.option(values('layer'), { freq: 4 }) }),
      2,
    ),
  }),
)

interface WorkspaceValues {
  readonly workspace: Values
  readonly namespace: Values
  readonly settings: Values | null
  readonly services: Services
  readonly styles: readonly Named<StyleValues>[]
  readonly groups: readonly Named<Values>[]
  readonly stores: readonly Named<StoreValues>[]
}

const workspaceValues: fc.Arbitrary<WorkspaceValues> = fc.record({
  workspace: values('workspace'),
  namespace: values('namespace'),
  settings: fc.option(values('settings')),
  services,
  styles: named(styleValues, 2),
  groups: named(values('layerGroup'), 2),
  stores: named(storeValues, 2),
})

interface Plan {
  readonly configuration: { readonly global?: Values; readonly logging?: Values }
  readonly services: Services
  readonly styles: readonly Named<StyleValues>[]
  readonly groups: readonly Named<Values>[]
  readonly workspaces: readonly Named<WorkspaceValues>[]
  readonly defaultWorkspace: number
}

class CatalogBuilder {
  readonly #objects: CatalogObject[] = []

  build(plan: Plan): Catalog {
    for (const kind of ['global', 'logging'] as const) {
      const properties = plan.configuration[kind]
      if (properties !== undefined) this.#objects.push({ kind, root: kind, id: kind, properties })
    }
    this.#addServices(plan.services)
    this.#addStyles(plan.styles)
    const workspaces = plan.workspaces.map((each) => this.#addWorkspace(each))
    this.#addGroups(plan.groups)
    const catalog = new Catalog()
    for (const object of this.#objects) catalog.put(this.#withReferences(object))
    catalog.defaultWorkspace = workspaces[plan.defaultWorkspace % Math.max(1, workspaces.length)]
    return catalog
  }

  /** @returns the id of the workspace */
  #addWorkspace({ name, value }: Named<WorkspaceValues>): string {
    const id = this.#add('workspace', [textElement('name', name)], value.workspace)
    const uri = textElement('uri', `http://example.org/${encodeURIComponent(name)}?a=1&b=2`)
    const namespace = this.#add('namespace', [textElement('prefix', name), uri], value.namespace)
    const workspace = refer('workspace', id)
    if (value.settings !== null) this.#add('settings', [workspace], value.settings)
    this.#addServices(value.services, workspace)
    this.#addStyles(value.styles, workspace)
    // A namespace has a name once, in whatever store.
    const taken = new Set<string>()
    for (const store of value.stores) {
      const resources = store.value.resources.filter((each) => !taken.has(folded(each)))
      for (const each of resources) taken.add(folded(each))
      const free = { name: store.name, value: { ...store.value, resources } }
      this.#addStore(free, workspace, refer('namespace', namespace))
    }
    this.#addGroups(value.groups, workspace)
    return id
  }

  #addStore({ name, value }: Named<StoreValues>, workspace: XmlElement, namespace: XmlElement): void {
    const store = this.#add(value.kind, [textElement('name', name), workspace], value.values)
    const kind = resourceOfStore[value.kind]
    for (const resource of value.resources) {
      const resourceName = textElement('name', resource.name)
      const id = this.#add(
        kind,
        [resourceName, namespace, refer('store', store, { class: value.kind })],
        resource.value.values,
      )
      if (resource.value.layer === null) continue
      this.#add('layer', [resourceName, refer('resource', id, { class: kind })], resource.value.layer)
    }
  }

  #addServices(planned: Services, ...parents: readonly XmlElement[]): void {
    for (const type of serviceTypes) {
      const properties = planned[type]
      if (properties !== undefined) this.#add('service', parents, properties, type)
    }
  }

  #addStyles(styles: readonly Named<StyleValues>[], ...parents: readonly XmlElement[]): void {
    for (const { name, value } of styles) {
      const filename = textElement('filename', `${name}.${value.extension}`)
      this.#add('style', [textElement('name', name), ...parents, filename], value.values)
    }
  }

  #addGroups(groups: readonly Named<Values>[], ...parents: readonly XmlElement[]): void {
    for (const { name, value } of groups)
      this.#add('layerGroup', [textElement('name', name), ...parents], value)
  }

  #add(kind: Kind, given: readonly XmlElement[], made: Values, root: string = kind): string {
    const number = this.#objects.length + 1
    const className = classOf(kind, root)?.replace(/^.*\./, '') ?? kindTable[kind].root
    const id = `${className}--${(number * 7919).toString(16)}:1a204c1d70c:-${(0x8000 - number).toString(16)}`
    const properties = inTableOrder(propertiesOf(kind, root), [textElement('id', id), ...given, ...made])
    this.#objects.push({ kind, root, id, properties })
    return id
  }

  /** The object with the placeholders of its references filled in, or left out where nothing fits. */
  #withReferences(object: CatalogObject): CatalogObject {
    return {
      ...object,
      properties: this.#resolve(object.properties, propertiesOf(object.kind, object.root), object),
    }
  }

  #resolve(
    elements: readonly XmlElement[],
    properties: readonly Property[],
    owner: CatalogObject,
  ): readonly XmlElement[] {
    return elements.flatMap((element) => {
      const property = properties.find((each) => each.name === element.name)
      // The settings inside the global configuration are nobody's.
      if (owner.kind === 'global' && element.name === 'workspace') return []
      switch (property?.type.type) {
        case 'reference':
          return this.#fill(element, kindsOfReference(property), owner) ?? []
        case 'references': {
          const { typed } = property.type
          const items = element.children.map((item) =>
            this.#fill(item, kindsOfReference(property), owner, typed),
          )
          return withChildren(
            element,
            items.filter((item) => item !== undefined),
          )
        }
        case 'structure':
          return withChildren(element, this.#resolve(element.children, property.type.properties, owner))
        case 'structures': {
          const { properties: fields } = property.type
          return withChildren(
            element,
            element.children.map((item) => withChildren(item, this.#resolve(item.children, fields, owner))),
          )
        }
        default:
          return element
      }
    })
  }

  #fill(
    element: XmlElement,
    kinds: readonly Kind[],
    owner: CatalogObject,
    typed = false,
  ): XmlElement | undefined {
    const at = childText(element, placeholder)
    if (at === undefined) return element
    // A group holds only groups made before it, so that none holds itself.
    const before = this.#objects.indexOf(this.#objects.find((each) => each.id === owner.id) ?? owner)
    const candidates = this.#objects.filter(
      (each, place) => kinds.includes(each.kind) && (each.kind !== 'layerGroup' || place < before),
    )
    const target = candidates[Number(at) % Math.max(1, candidates.length)]
    if (target === undefined) return undefined
    return refer(element.name, target.id, typed ? { type: target.kind } : element.attributes)
  }
}

function refer(name: string, id: string, attributes: Readonly<Record<string, string>> = {}): XmlElement {
  return parentElement(name, [textElement('id', id)], attributes)
}

function inTableOrder(
  properties: readonly Property[],
  elements: readonly XmlElement[],
): readonly XmlElement[] {
  return properties.flatMap((property) => elements.find((element) => element.name === property.name) ?? [])
}
