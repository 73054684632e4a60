import { Catalog, resourceOf, storeOf, workspaceOf } from '../../catalog/catalog.ts'
import { elementForFile } from '../../catalog/to-file.ts'
import { isResource, isStore, resourceKinds, storeKinds } from '../../catalog/kinds/property.ts'
import type { Release } from '../../catalog/kinds/release.ts'
import { fileNames } from '../../catalog/locations.ts'
import { nameOf, propertyOf, referenceOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { textElement, withChildren, type XmlElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import type { Files } from './files.ts'
import type { KeyStore } from './passwords.ts'

export interface MemoryOptions {
  readonly files: Files
  readonly keys: KeyStore
  readonly release: Release
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * The catalog and configuration a node serves. Its files follow every change made through it, and not the other way
 * round: what is done to the files otherwise is known only after {@link load}.
 */
export class Memory {
  readonly files: Files
  readonly keys: KeyStore
  /** Of GeoServer. */
  readonly release: Release
  catalog = new Catalog()
  /** What properties refer to and was not there when they were loaded: it is not looked for again. */
  readonly unfound = new WeakMap<XmlElement, ReadonlySet<string>>()
  /** Properties with styles and members that are copies a message held, outside of any catalog: nothing can be drawn with them. */
  readonly copiedStyles = new WeakSet<XmlElement>()
  /** The styles of the layers at the roots of groups, as they were when these were told of them, by what tells of them. */
  readonly #rootsAsTold = new WeakMap<XmlElement, string>()
  /**
   * Whether the one style all cascaded layers share that force none was taken for a style with a file: they are left out
   * of the capabilities of WMS then, also after a reload, until the process ends.
   */
  isRemoteStyleSpoilt = false
  /** Whether it shows what opaque groups hide, as it does after a reload that found members of these broken, until it is started again. */
  isHidingForgotten = false
  /** Whether changes are written to files. */
  persistent = true
  readonly #now: () => number
  /** Ids of the first data store of each workspace, by id of the workspace. */
  readonly #defaultStores = new Map<string, string>()
  #ids = 0x7ffe

  constructor({ files, keys, release, now }: MemoryOptions) {
    this.files = files
    this.release = release
    this.keys = keys
    this.#now = now
  }

  newId(type: string): string {
    this.#ids -= 1
    return `${type}Impl-5a7c9e01:1a2202b6550:-${this.#ids.toString(16)}`
  }

  /** A stamp as GeoServer writes it. */
  date(): string {
    return new Date(this.#now()).toISOString().replace('T', ' ').replace('Z', ' UTC')
  }

  /** Puts an object in place and writes its file, moving what belongs to it when its place is another. */
  put(object: CatalogObject, previous?: CatalogObject): void {
    const from = previous === undefined ? undefined : this.pathOf(previous)
    if (object.kind === 'layer') this.#rememberRoots(object.id)
    this.catalog.put(object)
    if (!this.persistent) return
    const to = this.pathOf(object)
    if (from !== undefined && from !== to) this.#move(object, from, to)
    this.write(object)
    if (object.kind === 'workspace' && object.id === this.catalog.defaultWorkspace) this.writeDefault()
  }

  /** Whether a group has its root layer with other styles than that has by now, and is taken for another by what holds it. */
  hasFormerRoot(group: CatalogObject): boolean {
    const root = propertyOf(group, 'rootLayer')
    const asTold = root && this.#rootsAsTold.get(root)
    return asTold !== undefined && asTold !== this.#stylesOf(referenceOf(group, 'rootLayer') ?? '')
  }

  #rememberRoots(layer: string): void {
    for (const group of this.catalog.referringTo(layer)) {
      const root = referenceOf(group, 'rootLayer') === layer ? propertyOf(group, 'rootLayer') : undefined
      if (root !== undefined && !this.#rootsAsTold.has(root))
        this.#rootsAsTold.set(root, this.#stylesOf(layer))
    }
  }

  #stylesOf(id: string): string {
    const layer = this.catalog.get(id, 'layer')
    return JSON.stringify(layer && ['defaultStyle', 'styles'].map((name) => propertyOf(layer, name)))
  }

  write(object: CatalogObject): void {
    if (this.persistent) this.files.write(this.pathOf(object), writeXml(this.#fileOf(object)))
  }

  writeDefault(): void {
    const workspace = this.catalog.get(this.catalog.defaultWorkspace ?? '', 'workspace')
    if (workspace !== undefined && this.persistent) {
      this.files.write('workspaces/default.xml', writeXml(this.#fileOf(workspace)))
    }
  }

  /** Takes an object out of memory and its file away. */
  remove(object: CatalogObject): void {
    if (this.persistent) {
      const path = this.pathOf(object)
      const isDirectory = ['workspace', 'layer', ...storeKinds, ...resourceKinds].includes(object.kind)
      if (isDirectory) this.files.removeBelow(path.slice(0, path.lastIndexOf('/')))
      else this.files.remove(path)
    }
    this.catalog.remove(object.id)
  }

  defaultStore(workspace: string): string | undefined {
    return this.#defaultStores.get(workspace)
  }

  setDefaultStore(workspace: string, store: string | undefined): void {
    if (store === undefined) this.#defaultStores.delete(workspace)
    else this.#defaultStores.set(workspace, store)
  }

  /** Nothing remembers them, so that after a reload no workspace has one. */
  forgetDefaultStores(): void {
    this.#defaultStores.clear()
  }

  /** Below the root of the data directory; GeoServer takes any name for one, also `a/b`. */
  pathOf(object: CatalogObject): string {
    switch (object.kind) {
      case 'workspace':
      case 'namespace':
        return `workspaces/${nameOf(object) ?? ''}/${object.kind}.xml`
      case 'layer': {
        const resource = resourceOf(this.catalog, object)
        return `${this.#directoryOf(resource)}/layer.xml`
      }
      case 'layerGroup':
        return `${this.#above(object)}layergroups/${nameOf(object) ?? ''}.xml`
      case 'style':
        return `${this.#above(object)}styles/${nameOf(object) ?? ''}.xml`
      case 'service':
        return `${this.#above(object)}${object.root}.xml`
      case 'settings':
        return `${this.#above(object)}settings.xml`
      case 'global':
      case 'logging':
        return `${object.kind}.xml`
      default:
        return `${this.#directoryOf(object)}/${fileNames[object.kind]}`
    }
  }

  /** Where the rules of a style lie. */
  bodyPathOf(style: CatalogObject): string {
    return `${this.#above(style)}styles/${textOfProperty(style, 'filename') ?? ''}`
  }

  #directoryOf(object: CatalogObject | undefined): string {
    if (object === undefined) return 'workspaces/nowhere'
    if (isStore(object.kind)) return `${this.#above(object)}${nameOf(object) ?? ''}`
    const store = storeOf(this.catalog, object)
    return `${this.#directoryOf(store)}/${nameOf(object) ?? ''}`
  }

  #above(object: CatalogObject): string {
    if (propertyOf(object, 'workspace') === undefined) return ''
    const workspace = workspaceOf(this.catalog, object)
    return `workspaces/${workspace === undefined ? 'nowhere' : (nameOf(workspace) ?? '')}/`
  }

  #move(object: CatalogObject, from: string, to: string): void {
    const directory = (path: string): string => path.slice(0, path.lastIndexOf('/'))
    if (object.kind === 'workspace' || isStore(object.kind) || isResource(object.kind)) {
      this.files.move(directory(from), directory(to))
      const layer = this.catalog.ofKind('layer').find((each) => referenceOf(each, 'resource') === object.id)
      if (layer !== undefined) this.write(layer)
    } else this.files.move(from, to)
  }

  #fileOf(object: CatalogObject): XmlElement {
    return this.#encrypted(elementForFile(object, this.catalog))
  }

  /** Passwords are clear in memory and encrypted anew each time they are written. */
  #encrypted(root: XmlElement): XmlElement {
    if (!root.name.endsWith('Store')) return root
    return withChildren(
      root,
      root.children.map((child) => {
        if (child.name === 'password') return this.#encryptedText(child)
        if (child.name !== 'connectionParameters') return child
        return withChildren(
          child,
          child.children.map((entry) =>
            entry.attributes.key === 'passwd' ? this.#encryptedText(entry) : entry,
          ),
        )
      }),
    )
  }

  #encryptedText(element: XmlElement): XmlElement {
    return textElement(
      element.name,
      this.keys.encrypt(this.keys.decrypt(element.text) ?? element.text),
      element.attributes,
    )
  }
}
