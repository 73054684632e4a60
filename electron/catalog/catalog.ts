import type { RelativePath } from '../storage/directory-root.ts'
import { storeKinds, resourceKinds, type Kind } from './kinds/property.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from './object.ts'
import { referencedIds } from './references.ts'

/**
 * The objects of one node, found by id or by the name that is unique among their siblings. Objects are immutable;
 * a change puts another one in place.
 */
export class Catalog {
  #objects = new Map<string, CatalogObject>()
  #idsByName = new Map<string, string>()
  /** Ids of what refers to an id; gathered when first asked for, since a catalog only read has no use for it. */
  #referring: Map<string, Set<string>> | undefined
  #changes = 0
  /** How what changed since {@link begin} is taken back, the latest last. */
  #undo: (() => void)[] | undefined
  /** Id of the default workspace, when there is one. */
  defaultWorkspace: string | undefined
  /** Files of objects that do not lie where their names would put them, by id. */
  readonly strays = new Map<string, RelativePath>()
  /** Ids several objects of one kind have in their files, so that they tell nothing about which object is meant. */
  readonly sharedIds = new Set<string>()

  /** The object with this id, if it has one of these kinds. */
  get(id: string, ...allowed: readonly Kind[]): CatalogObject | undefined {
    const object = this.#objects.get(id)
    return object !== undefined && (allowed.length === 0 || allowed.includes(object.kind))
      ? object
      : undefined
  }

  /** The object that occupies the place this one would take: same kind of thing, same parent, same name. */
  sameName(object: CatalogObject): CatalogObject | undefined {
    const key = placeOf(object)
    const id = key === undefined ? undefined : this.#idsByName.get(key)
    return id === undefined ? undefined : this.#objects.get(id)
  }

  /** The workspace or namespace of that name or prefix. */
  byName(kind: 'workspace' | 'namespace', name: string): CatalogObject | undefined {
    const id = this.#idsByName.get(`${kind}//${name}`)
    return id === undefined ? undefined : this.#objects.get(id)
  }

  referringTo(id: string): readonly CatalogObject[] {
    if (this.#referring === undefined) {
      this.#referring = new Map()
      for (const object of this.#objects.values()) this.#addReferences(object, this.#referring)
    }
    return [...(this.#referring.get(id) ?? [])].flatMap((each) => this.#objects.get(each) ?? [])
  }

  /** Puts an object in place, instead of the one with its id. */
  put(object: CatalogObject): void {
    this.remove(object.id)
    const key = placeOf(object)
    const holder = key === undefined ? undefined : this.#idsByName.get(key)
    this.#undo?.push(() => {
      this.remove(object.id)
      if (key !== undefined && holder !== undefined) this.#idsByName.set(key, holder)
    })
    this.#set(object, key)
  }

  #set(object: CatalogObject, key: string | undefined): void {
    this.#changes += 1
    this.#objects.set(object.id, object)
    if (this.#referring !== undefined) this.#addReferences(object, this.#referring)
    if (key !== undefined) this.#idsByName.set(key, object.id)
  }

  /** Takes an object out. Missing is not an error. */
  remove(id: string): void {
    const object = this.#objects.get(id)
    if (object === undefined) return
    this.#changes += 1
    this.#objects.delete(id)
    if (this.#referring !== undefined) this.#removeReferences(object, this.#referring)
    const key = placeOf(object)
    const isHolder = key !== undefined && this.#idsByName.get(key) === id
    if (isHolder) this.#idsByName.delete(key)
    this.#undo?.push(() => {
      this.#set(object, isHolder ? key : undefined)
    })
  }

  /** Remembers from now on how changes are taken back, until {@link keep}. */
  begin(): void {
    const [defaultWorkspace, strays] = [this.defaultWorkspace, [...this.strays]]
    this.#undo = [
      () => {
        this.defaultWorkspace = defaultWorkspace
        this.strays.clear()
        for (const [id, path] of strays) this.strays.set(id, path)
      },
    ]
  }

  /** What changed since {@link begin} stays. */
  keep(): void {
    this.#undo = undefined
  }

  /** Becomes again what it was at {@link begin}, if there was one. */
  rollBack(): void {
    const undo = this.#undo ?? []
    this.#undo = undefined
    for (const each of undo.toReversed()) each()
  }

  /** An object goes by another id from now on and stays where it lies. */
  passPlaceOn(from: string, to: string): void {
    const place = this.strays.get(from)
    if (place === undefined) return
    this.strays.delete(from)
    this.strays.set(to, place)
  }

  /** Becomes what another catalog is, in place, for those who hold this one. */
  become(other: Catalog): void {
    this.#changes += 1
    this.#objects = new Map(other.#objects)
    this.#idsByName = new Map(other.#idsByName)
    this.#referring = undefined
    this.defaultWorkspace = other.defaultWorkspace
    this.strays.clear()
    for (const [id, path] of other.strays) this.strays.set(id, path)
    this.sharedIds.clear()
    for (const id of other.sharedIds) this.sharedIds.add(id)
  }

  /** The same catalog with other objects for some of its own, each under the same id and name and in its place. */
  withSuccessors(successors: Iterable<CatalogObject>): Catalog {
    const catalog = new Catalog()
    catalog.become(this)
    for (const object of successors) catalog.#objects.set(object.id, object)
    return catalog
  }

  /** Goes up with every change of an object. */
  get changes(): number {
    return this.#changes
  }

  objects(): IterableIterator<CatalogObject> {
    return this.#objects.values()
  }

  ofKind(...wanted: readonly Kind[]): CatalogObject[] {
    const found: CatalogObject[] = []
    for (const object of this.#objects.values()) if (wanted.includes(object.kind)) found.push(object)
    return found
  }

  get size(): number {
    return this.#objects.size
  }

  #addReferences(object: CatalogObject, referring: Map<string, Set<string>>): void {
    for (const id of referencedIds(object)) {
      const others = referring.get(id)
      if (others === undefined) referring.set(id, new Set([object.id]))
      else others.add(object.id)
    }
  }

  #removeReferences(object: CatalogObject, referring: Map<string, Set<string>>): void {
    for (const id of referencedIds(object)) {
      const others = referring.get(id)
      others?.delete(object.id)
      if (others?.size === 0) referring.delete(id)
    }
  }
}

/**
 * The place an object has among its siblings, which no other can have at the same time: what kind of thing it is,
 * its parent, and its name. Undefined when it has no name yet.
 */
export function placeOf(object: CatalogObject): string | undefined {
  const name = nameOf(object)
  if (object.kind === 'layer') return `layer//${referenceOf(object, 'resource') ?? ''}`
  if (name === undefined) return undefined
  if (isOneOf(storeKinds, object.kind)) return `store/${referenceOf(object, 'workspace') ?? ''}/${name}`
  if (isOneOf(resourceKinds, object.kind)) {
    // Stores of one workspace share its namespace, and GeoServer takes a name only once in it.
    const space = referenceOf(object, 'namespace')
    return `resource/${space ?? ''}/${space === undefined ? (referenceOf(object, 'store') ?? '') : ''}/${name}`
  }
  return `${object.kind}/${referenceOf(object, 'workspace') ?? ''}/${name}`
}

function isOneOf<Member extends Kind>(members: readonly Member[], kind: Kind): kind is Member {
  return (members as readonly Kind[]).includes(kind)
}

/** The workspace an object belongs to, through its store or namespace if need be; undefined for a global one. */
export function workspaceOf(catalog: Catalog, object: CatalogObject): CatalogObject | undefined {
  const direct = referenceOf(object, 'workspace')
  if (direct !== undefined) return catalog.get(direct, 'workspace')
  switch (object.kind) {
    case 'workspace':
      return object
    case 'namespace':
      return catalog.byName('workspace', textOfProperty(object, 'prefix') ?? '')
    case 'layer': {
      const resource = catalog.get(referenceOf(object, 'resource') ?? '', ...resourceKinds)
      return resource === undefined ? undefined : workspaceOf(catalog, resource)
    }
    default: {
      const store = catalog.get(referenceOf(object, 'store') ?? '', ...storeKinds)
      return store === undefined ? undefined : workspaceOf(catalog, store)
    }
  }
}

/** How an operator names an object: `topp:roads`, a layer by its resource, a service with its workspace. */
export function titleOf(catalog: Catalog, object: CatalogObject): string {
  const workspace = workspaceOf(catalog, object)
  const space = workspace === undefined ? undefined : textOfProperty(workspace, 'name')
  const resource =
    object.kind === 'layer' ? catalog.get(referenceOf(object, 'resource') ?? '', ...resourceKinds) : undefined
  const name = nameOf(resource ?? object) ?? object.id
  if (object.kind === 'workspace' || object.kind === 'namespace') return name
  if (object.kind === 'settings') return space ?? name
  return space === undefined ? name : `${space}:${name}`
}
