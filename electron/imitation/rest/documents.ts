import { resourceOf, storeOf, workspaceOf } from '../../catalog/catalog.ts'
import { elementForFile } from '../../catalog/to-file.ts'
import { isStore, storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import { resourcePaths, storePaths } from '../../catalog/kinds/rest-paths.ts'
import { nameOf, propertyOf, referenceOf, type CatalogObject } from '../../catalog/object.ts'
import { childText, parentElement, textElement, withChildren, type XmlElement } from '../../xml/element.ts'
import type { Memory } from '../memory/memory.ts'

/** How links are written: the address of the REST interface and the format of the answer. */
export interface LinkStyle {
  readonly base: string
  readonly format: 'xml' | 'json'
}

/** What is shown of an object over REST: its file without ids, references by name and with links. */
export class RestDocuments {
  readonly #memory: Memory
  readonly #style: LinkStyle

  constructor(memory: Memory, style: LinkStyle) {
    this.#memory = memory
    this.#style = style
  }

  of(object: CatalogObject): XmlElement {
    const root = elementForFile(object, this.#memory.catalog)
    const children = root.children.flatMap((child) => this.#child(object, child) ?? [])
    return withChildren(root, [...children, ...this.#collectionsOf(object)])
  }

  /** One line of a collection. */
  item(element: string, name: string, path: string): XmlElement {
    return parentElement(element, [textElement('name', name), this.link(path, 'application/atom+xml')])
  }

  link(path: string, type = 'application/xml'): XmlElement {
    return parentElement('atom:link', [], {
      'xmlns:atom': 'http://www.w3.org/2005/Atom',
      rel: 'alternate',
      href: `${this.#style.base}${path}.${this.#style.format}`,
      type,
    })
  }

  #child(object: CatalogObject, child: XmlElement): XmlElement | undefined {
    switch (child.name) {
      case 'id':
        return object.kind === 'settings' ? child : undefined
      case 'workspace':
        return this.#workspace(object, child)
      case 'namespace':
      case 'store':
      case 'resource':
      case 'defaultStyle':
      case 'rootLayer':
      case 'rootLayerStyle':
        return this.#reference(child, this.#unfoundIn(object, child.name))
      case 'styles':
      case 'publishables':
        return withChildren(
          child,
          child.children.map((item) => this.#reference(item, this.#unfoundIn(object, child.name))),
        )
      case 'layerGroupStyles':
        return withChildren(
          child,
          child.children.map((style) =>
            withChildren(
              style,
              style.children.flatMap((each) =>
                each.name === 'id' ? each : (this.#child(object, each) ?? []),
              ),
            ),
          ),
        )
      case 'connectionParameters':
        return withChildren(
          child,
          child.children.map((entry) => (entry.attributes.key === 'passwd' ? this.#sealed(entry) : entry)),
        )
      case 'password':
        return this.#sealed(child)
      default:
        return child
    }
  }

  #sealed(element: XmlElement): XmlElement {
    const clear = this.#memory.keys.decrypt(element.text) ?? element.text
    return textElement(element.name, this.#memory.keys.encrypt(clear), element.attributes)
  }

  #workspace(object: CatalogObject, child: XmlElement): XmlElement {
    if (object.kind === 'settings') {
      return withChildren(
        child,
        child.children.filter((each) => each.name !== 'id'),
      )
    }
    const workspace = workspaceOf(this.#memory.catalog, object)
    const name = workspace === undefined ? '' : (nameOf(workspace) ?? '')
    return parentElement('workspace', [
      textElement('name', name),
      ...(isStore(object.kind) ? [this.link(`/workspaces/${encodeURIComponent(name)}`)] : []),
    ])
  }

  #unfoundIn(object: CatalogObject, name: string): ReadonlySet<string> | undefined {
    const property = propertyOf(object, name)
    return property === undefined ? undefined : this.#memory.unfound.get(property)
  }

  #reference(element: XmlElement, unfound: ReadonlySet<string> = new Set()): XmlElement {
    const id = childText(element, 'id')
    const target = id === undefined || unfound.has(id) ? undefined : this.#memory.catalog.get(id)
    if (target === undefined) {
      // A style of another server has a name and no id, often an empty one.
      const foreign = element.children.filter((each) => each.name === 'name')
      return parentElement(element.name, foreign, element.attributes)
    }
    const { name, workspace } = this.nameOf(target)
    const isStyle = target.kind === 'style' && workspace !== undefined
    return parentElement(
      element.name,
      [
        textElement('name', name),
        ...(isStyle ? [textElement('workspace', workspace)] : []),
        this.link(this.pathOf(target)),
      ],
      element.attributes,
    )
  }

  /** How others refer to an object: `topp:roads` where it belongs to a workspace. */
  nameOf(object: CatalogObject): { readonly name: string; readonly workspace: string | undefined } {
    const { catalog } = this.#memory
    const workspaceObject = workspaceOf(catalog, object)
    const workspace = workspaceObject === undefined ? undefined : nameOf(workspaceObject)
    const resource = resourceOf(catalog, object)
    const name = nameOf(resource ?? object) ?? ''
    const isPlain = object.kind === 'namespace' || object.kind === 'workspace'
    return { name: isPlain || workspace === undefined ? name : `${workspace}:${name}`, workspace }
  }

  /** The path of an object below the REST interface. */
  pathOf(object: CatalogObject): string {
    const { catalog } = this.#memory
    const workspace = workspaceOf(catalog, object)
    const above = workspace === undefined ? '' : `/workspaces/${encodeURIComponent(nameOf(workspace) ?? '')}`
    const own = encodeURIComponent(bareName(object, (id) => catalog.get(id)))
    switch (object.kind) {
      case 'workspace':
        return above
      case 'namespace':
        return `/namespaces/${own}`
      case 'layer':
        return `${above}/layers/${own}`
      case 'layerGroup':
        return `${above}/layergroups/${own}`
      case 'style':
        return `${above}/styles/${own}`
      case 'dataStore':
      case 'coverageStore':
      case 'wmsStore':
      case 'wmtsStore':
        return `${above}/${storePaths[object.kind]}/${own}`
      case 'featureType':
      case 'coverage':
      case 'wmsLayer':
      case 'wmtsLayer': {
        const store = storeOf(catalog, object)
        return `${store === undefined ? above : this.pathOf(store)}/${resourcePaths[object.kind]}/${own}`
      }
      default:
        return above
    }
  }

  /** Links to what lies below an object, behind its properties. */
  #collectionsOf(object: CatalogObject): readonly XmlElement[] {
    const below = collections[object.kind] ?? []
    const path = this.pathOf(object)
    return below.map(([name, segment]) => parentElement(name, [this.link(`${path}/${segment}`)]))
  }
}

function bareName(object: CatalogObject, find: (id: string) => CatalogObject | undefined): string {
  if (object.kind !== 'layer') return nameOf(object) ?? ''
  const resource = find(referenceOf(object, 'resource') ?? '')
  return nameOf(resource ?? object) ?? ''
}

const collections: Readonly<Partial<Record<Kind, readonly (readonly [string, string])[]>>> = {
  workspace: storeKinds.map((kind) => [`${kind}s`, storePaths[kind]] as const),
  dataStore: [['featureTypes', 'featuretypes']],
  coverageStore: [['coverages', 'coverages']],
  wmsStore: [['wmslayers', 'wmslayers']],
  wmtsStore: [['layers', 'layers']],
}
