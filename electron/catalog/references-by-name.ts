import {
  childOf,
  childText,
  parentElement,
  textElement,
  withChildren,
  type XmlElement,
} from '../xml/element.ts'
import { resourceOf, workspaceOf, type Catalog } from './catalog.ts'
import { kinds, resourceKinds, storeKinds, type Kind, type Property } from './kinds/property.ts'
import { byNameOf, propertiesOf } from './kinds/table.ts'
import { nameOf, type CatalogObject } from './object.ts'

/**
 * Replaces every reference that names its target by one with its id, as far as the target is in the catalog. GeoServer
 * takes what a reference holds for an id or else for a name (`roads`, `topp:roads`), whatever the element is called.
 */
export function resolveReferencesByName(catalog: Catalog): void {
  // What belongs to a workspace by name has to be known as such before bare names can be looked up in it.
  for (const kinds of [storeKinds, resourceKinds, ['style'] as const, ['layer'] as const, otherKinds]) {
    const byName = new ObjectsByName(catalog)
    for (const object of catalog.ofKind(...kinds)) {
      const find: Finder = (element, allowed) => {
        const stated = childText(element, 'id')
        if (stated !== undefined && stated !== '' && catalog.get(stated, ...allowed) !== undefined)
          return stated
        const [id, ...names] = namesIn(element)
        if (id === undefined || catalog.get(id, ...allowed) !== undefined) return id
        const workspace = workspaceOf(catalog, object)?.id
        return [id, ...names].reduce<string | undefined>(
          (found, name) => found ?? byName.idOf(name, allowed, workspace),
          undefined,
        )
      }
      const properties = resolveAll(object.properties, propertiesOf(object.kind, object.root), find)
      if (properties !== undefined) catalog.put({ ...object, properties })
    }
  }
}

/** What a reference may mean by, an id first. */
function namesIn(element: XmlElement): readonly string[] {
  if (element.children.length === 0) return element.text === '' ? [] : [element.text]
  const workspace = childOf(element, 'workspace')
  const space = workspace && (childText(workspace, 'name') ?? workspace.text)
  return ['id', 'name', 'prefix'].flatMap((part) => {
    const name = childText(element, part)
    if (name === undefined || name === '') return []
    return part === 'id' || space === undefined || space === '' ? [name] : [`${space}:${name}`]
  })
}

const early: readonly Kind[] = [...storeKinds, ...resourceKinds, 'style', 'layer']
const otherKinds = kinds.filter((kind) => !early.includes(kind))

/** The id of what a reference means. */
type Finder = (reference: XmlElement, kinds: readonly Kind[]) => string | undefined

/** Undefined when nothing had to be resolved. */
function resolveAll(
  elements: readonly XmlElement[],
  properties: readonly Property[],
  find: Finder,
): readonly XmlElement[] | undefined {
  let changed = false
  const resolved = elements.map((element) => {
    const replacement = resolveProperty(element, properties, find)
    if (replacement === undefined) return element
    changed = true
    return replacement
  })
  return changed ? resolved : undefined
}

function resolveProperty(
  element: XmlElement,
  properties: readonly Property[],
  find: Finder,
): XmlElement | undefined {
  const type = byNameOf(properties).get(element.name)?.type
  switch (type?.type) {
    case 'reference':
      return resolveReference(element, type.kinds, find)
    case 'references':
      return resolveItems(element, (item) => resolveReference(item, type.kinds, find))
    case 'structures':
      return resolveItems(element, (item) => {
        const children = resolveAll(item.children, type.properties, find)
        return children === undefined ? undefined : withChildren(item, children)
      })
    default:
      return undefined
  }
}

function resolveItems(
  element: XmlElement,
  resolve: (item: XmlElement) => XmlElement | undefined,
): XmlElement | undefined {
  let changed = false
  const items = element.children.map((item) => {
    const resolved = resolve(item)
    changed ||= resolved !== undefined
    return resolved ?? item
  })
  return changed ? withChildren(element, items) : undefined
}

function resolveReference(element: XmlElement, kinds: readonly Kind[], find: Finder): XmlElement | undefined {
  const id = find(element, kinds)
  return id === undefined || id === childText(element, 'id')
    ? undefined
    : parentElement(element.name, [textElement('id', id)], element.attributes)
}

/** Objects by the name they are referred to by; built when the first reference by name is met. */
class ObjectsByName {
  readonly #catalog: Catalog
  #objects: Map<string, CatalogObject[]> | undefined

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  /** A name with a workspace in front means that one; a bare one the own workspace, then a global object, then any. */
  idOf(name: string, kinds: readonly Kind[], ownWorkspace: string | undefined): string | undefined {
    const colon = name.indexOf(':')
    const space = colon > 0 ? this.#catalog.byName('workspace', name.slice(0, colon))?.id : undefined
    if (space !== undefined) {
      const found = this.#named(name.slice(colon + 1), kinds).find(
        (each) => this.#workspaceId(each) === space,
      )
      if (found !== undefined) return found.id
    }
    const named = this.#named(name, kinds)
    const preferred =
      named.find((each) => this.#workspaceId(each) === ownWorkspace) ??
      named.find((each) => this.#workspaceId(each) === undefined) ??
      named[0]
    return preferred?.id
  }

  #named(name: string, kinds: readonly Kind[]): readonly CatalogObject[] {
    this.#objects ??= this.#index()
    return (this.#objects.get(name) ?? []).filter((each) => kinds.includes(each.kind))
  }

  #index(): Map<string, CatalogObject[]> {
    const objects = new Map<string, CatalogObject[]>()
    for (const object of this.#catalog.objects()) {
      const name = this.#nameOf(object)
      if (name === undefined) continue
      const others = objects.get(name)
      if (others === undefined) objects.set(name, [object])
      else others.push(object)
    }
    return objects
  }

  /** A layer goes by the name of its resource. */
  #nameOf(object: CatalogObject): string | undefined {
    if (object.kind !== 'layer') return nameOf(object)
    const resource = resourceOf(this.#catalog, object)
    return nameOf(resource ?? object)
  }

  #workspaceId(object: CatalogObject): string | undefined {
    return workspaceOf(this.#catalog, object)?.id
  }
}
