import { workspaceOf } from '../../catalog/catalog.ts'
import { isStore, resourceKinds, storeKinds } from '../../catalog/kinds/property.ts'
import { nameOf, propertyOf, referenceOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { childText } from '../../xml/element.ts'
import type { Copies } from '../../wire/event.ts'
import { Lost } from './applied.ts'
import type { NodeCore } from '../rest/node-core.ts'

/** Finds the local counterpart of an object of a message the way the module does, which is not the same for all kinds. */
export class Locator {
  readonly #core: NodeCore
  readonly #copies: Copies

  constructor(core: NodeCore, copies: Copies) {
    this.#core = core
    this.#copies = copies
  }

  /** What an object of a message refers to, as the message has it, else as this node has it. */
  transmitted(object: CatalogObject, property: string): CatalogObject | undefined {
    const id = referenceOf(object, property)
    return id === undefined ? undefined : (this.#copies.get(id) ?? this.#core.memory.catalog.get(id))
  }

  /** The workspace an object of a message names: by name. */
  workspace(object: CatalogObject): CatalogObject | undefined {
    const reference = propertyOf(object, 'workspace')
    const copy = this.transmitted(object, 'workspace')
    const name =
      copy === undefined ? (reference === undefined ? undefined : childText(reference, 'name')) : nameOf(copy)
    return name === undefined ? undefined : this.#core.memory.catalog.byName('workspace', name)
  }

  /** By URI, among namespaces that are not isolated; an isolated one is found by its removal alone. */
  namespace(object: CatalogObject, isRemoved = false): CatalogObject | undefined {
    const uri = textOfProperty(object, 'uri')
    const found = this.#core.memory.catalog
      .ofKind('namespace')
      .filter((each) => textOfProperty(each, 'uri') === uri)
    const open = found.find((each) => textOfProperty(each, 'isolated') !== 'true')
    return open ?? (isRemoved ? found[0] : undefined)
  }

  /** By the id of the workspace that travelled along, and the name. */
  store(object: CatalogObject): CatalogObject | undefined {
    const workspace = referenceOf(object, 'workspace')
    return this.#core.memory.catalog
      .ofKind(...storeKinds)
      .find((each) => referenceOf(each, 'workspace') === workspace && nameOf(each) === nameOf(object))
  }

  /** By the id of the namespace that travelled along, and the name. */
  resource(object: CatalogObject): CatalogObject | undefined {
    const namespace = referenceOf(object, 'namespace')
    return this.#core.memory.catalog
      .ofKind(...resourceKinds)
      .find((each) => referenceOf(each, 'namespace') === namespace && nameOf(each) === nameOf(object))
  }

  /** `ws:name` of a layer of a message, from the resource that travelled along. */
  prefixedName(layer: CatalogObject): string | undefined {
    const resource = this.transmitted(layer, 'resource')
    if (resource === undefined) return undefined
    const namespace = this.transmitted(resource, 'namespace')
    return namespace === undefined ? undefined : `${nameOf(namespace) ?? ''}:${nameOf(resource) ?? ''}`
  }

  /** On additions and removals, with the workspace in front. */
  exactly(object: CatalogObject): CatalogObject | undefined {
    switch (object.kind) {
      case 'workspace':
        return this.#core.memory.catalog.byName('workspace', nameOf(object) ?? '')
      case 'namespace':
        return this.namespace(object)
      case 'layer': {
        const name = this.prefixedName(object)
        return name === undefined ? undefined : this.prefixed(name, 'layer')
      }
      case 'layerGroup':
      case 'style': {
        const isGlobal = propertyOf(object, 'workspace') === undefined
        return this.#core.named(
          isGlobal ? undefined : this.workspace(object),
          nameOf(object) ?? '',
          object.kind,
        )
      }
      default:
        return isStore(object.kind) ? this.store(object) : this.resource(object)
    }
  }

  /**
   * On modifications, under the name it had before. That of a layer, a group or a style is bare unless the event lists a
   * change of the name, whose old value is taken as it is.
   * @throws Lost when there is none
   */
  forModify(object: CatalogObject, oldName: string | undefined): CatalogObject {
    const found = this.#forModify(object, oldName)
    if (found === undefined)
      throw new Lost(`Unable to locate ${object.kind} ${oldName ?? nameOf(object) ?? object.id} locally`)
    return found
  }

  #forModify(object: CatalogObject, oldName: string | undefined): CatalogObject | undefined {
    const name =
      oldName ??
      (object.kind === 'layer' ? this.prefixedName(object)?.replace(/^[^:]*:/, '') : nameOf(object)) ??
      ''
    switch (object.kind) {
      case 'layer':
      case 'style':
      case 'layerGroup':
        return name.includes(':') ? this.prefixed(name, object.kind) : this.#bare(name, object.kind)
      default:
        return this.exactly(object)
    }
  }

  prefixed(name: string, kind: 'layer' | 'style' | 'layerGroup'): CatalogObject | undefined {
    const colon = name.indexOf(':')
    const workspace = this.#core.memory.catalog.byName('workspace', name.slice(0, colon))
    return workspace === undefined ? undefined : this.#core.named(workspace, name.slice(colon + 1), kind)
  }

  /** The default workspace comes first; groups of other workspaces are not found at all. */
  #bare(name: string, kind: 'layer' | 'style' | 'layerGroup'): CatalogObject | undefined {
    const { catalog } = this.#core.memory
    const matches = catalog.ofKind(kind).filter((each) => this.#core.nameOf(each) === name)
    const inside = (each: CatalogObject): string | undefined => workspaceOf(catalog, each)?.id
    const own = matches.find((each) => inside(each) === catalog.defaultWorkspace)
    const global = matches.find((each) => inside(each) === undefined)
    return own ?? global ?? (kind === 'layerGroup' ? undefined : matches[0])
  }
}
