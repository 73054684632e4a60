import type { RelativePath } from '../storage/directory-root.ts'
import { storeKinds, resourceKinds, type Kind } from './kinds/property.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from './object.ts'
import { referencedIds } from './references.ts'

/** What was looked at by whoever went through all there is, or through all names; no id is like that. */
const everything = ' everything'
const allNames = ' names'
/** Changes that are remembered one by one at most. */
const mostNoted = 10_000

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
  /** When ids and places changed, as a number of {@link #changes}; kept once somebody has {@link watched}. */
  #changedAt: Map<string, number> | undefined
  /** What is looked at by what is watched now. */
  #looks: Set<string> | undefined
  /** How what changed since {@link begin} is taken back, the latest last. */
  #undo: (() => void)[] | undefined
  #defaultWorkspace: string | undefined
  readonly #strays = new Map<string, RelativePath>()
  readonly #sharedIds = new Set<string>()

  /** Id of the default workspace, when there is one. */
  get defaultWorkspace(): string | undefined {
    this.#looks?.add(everything)
    return this.#defaultWorkspace
  }

  set defaultWorkspace(id: string | undefined) {
    if (id !== this.#defaultWorkspace) this.#changes += 1
    this.#defaultWorkspace = id
  }

  /** Files of objects that do not lie where their names would put them, by id. */
  get strays(): Map<string, RelativePath> {
    this.#looks?.add(everything)
    return this.#strays
  }

  /** Ids several objects of one kind have in their files, so that they tell nothing about which object is meant. */
  get sharedIds(): Set<string> {
    this.#looks?.add(everything)
    return this.#sharedIds
  }

  /**
   * Does something, and remembers what it looked at: objects, found or not, places, and names; all there is, when it went
   * through that.
   * @returns what it returns, and what tells whether it would find all of that as it was
   */
  watched<Result>(action: () => Result): { readonly result: Result; readonly isStillSo: () => boolean } {
    const changedAt = (this.#changedAt ??= new Map<string, number>())
    const [since, looks, outer] = [this.#changes, new Set<string>(), this.#looks]
    const isAsOfThen = (key: string): boolean => key !== everything && (changedAt.get(key) ?? 0) <= since
    this.#looks = looks
    try {
      const result = action()
      return {
        result,
        isStillSo: () =>
          this.#changes === since || (this.#changedAt === changedAt && [...looks].every(isAsOfThen)),
      }
    } finally {
      this.#looks = outer
    }
  }

  /** Takes note of a change that was counted, for those who looked. */
  #changed(key: string | undefined): void {
    if (this.#changedAt === undefined || key === undefined) return
    this.#changedAt.set(key, this.#changes)
    // Then nobody's plan holds, once.
    if (this.#changedAt.size > mostNoted) this.#changedAt = undefined
  }

  /** The object with this id, if it has one of these kinds. */
  get(id: string, ...allowed: readonly Kind[]): CatalogObject | undefined {
    this.#looks?.add(id)
    const object = this.#objects.get(id)
    return object !== undefined && (allowed.length === 0 || allowed.includes(object.kind))
      ? object
      : undefined
  }

  /** The object that occupies the place this one would take: same kind of thing, same parent, same name. */
  sameName(object: CatalogObject): CatalogObject | undefined {
    const key = placeOf(object)
    return key === undefined ? undefined : this.#in(key)
  }

  /** The workspace or namespace of that name or prefix. */
  byName(kind: 'workspace' | 'namespace', name: string): CatalogObject | undefined {
    return this.#in(`${kind}//${name}`)
  }

  #in(place: string): CatalogObject | undefined {
    this.#looks?.add(place)
    const id = this.#idsByName.get(place)
    return id === undefined ? undefined : this.get(id)
  }

  referringTo(id: string): readonly CatalogObject[] {
    this.#looks?.add(everything)
    if (this.#referring === undefined) {
      this.#referring = new Map()
      for (const object of this.#objects.values()) this.#addReferences(object, this.#referring)
    }
    return [...(this.#referring.get(id) ?? [])].flatMap((each) => this.#objects.get(each) ?? [])
  }

  /** Puts an object in place, instead of the one with its id. */
  put(object: CatalogObject): void {
    const key = placeOf(object)
    const former = this.#take(object.id)
    if (key === undefined || former?.key !== key || former.kind !== object.kind) this.#changed(allNames)
    const holder = key === undefined ? undefined : this.#idsByName.get(key)
    this.#undo?.push(() => {
      this.remove(object.id)
      if (key !== undefined && holder !== undefined) this.#idsByName.set(key, holder)
    })
    this.#set(object, key)
  }

  #set(object: CatalogObject, key: string | undefined): void {
    this.#changes += 1
    this.#changed(object.id)
    this.#changed(key)
    this.#objects.set(object.id, object)
    if (this.#referring !== undefined) this.#addReferences(object, this.#referring)
    if (key !== undefined) this.#idsByName.set(key, object.id)
  }

  /** Takes an object out. Missing is not an error. */
  remove(id: string): void {
    if (this.#take(id) !== undefined) this.#changed(allNames)
  }

  /** @returns what kind of object it was and the place it had */
  #take(id: string): { readonly kind: Kind; readonly key: string | undefined } | undefined {
    const object = this.#objects.get(id)
    if (object === undefined) return undefined
    this.#changes += 1
    this.#changed(id)
    this.#objects.delete(id)
    if (this.#referring !== undefined) this.#removeReferences(object, this.#referring)
    const key = placeOf(object)
    this.#changed(key)
    const isHolder = key !== undefined && this.#idsByName.get(key) === id
    if (isHolder) this.#idsByName.delete(key)
    this.#undo?.push(() => {
      this.#set(object, isHolder ? key : undefined)
    })
    return { kind: object.kind, key }
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
    this.#changedAt = undefined
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
    this.#changedAt = undefined
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

  objects(): IterableIterator<CatalogObject> {
    this.#looks?.add(everything)
    return this.#objects.values()
  }

  /** Objects of some kinds, chosen by nothing but how they and what they belong to are named. */
  ofName(wanted: readonly Kind[], isMeant: (object: CatalogObject) => boolean): readonly CatalogObject[] {
    const looks = this.#looks
    this.#looks = undefined
    const found = this.ofKind(...wanted).filter(isMeant)
    this.#looks = looks
    for (const key of [allNames, ...found.map(({ id }) => id)]) looks?.add(key)
    return found
  }

  ofKind(...wanted: readonly Kind[]): CatalogObject[] {
    this.#looks?.add(everything)
    const found: CatalogObject[] = []
    for (const object of this.#objects.values()) if (wanted.includes(object.kind)) found.push(object)
    return found
  }

  get size(): number {
    this.#looks?.add(everything)
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
      const resource = resourceOf(catalog, object)
      return resource === undefined ? undefined : workspaceOf(catalog, resource)
    }
    default: {
      const store = storeOf(catalog, object)
      return store === undefined ? undefined : workspaceOf(catalog, store)
    }
  }
}

/** What a layer publishes; undefined for what is no layer. */
export function resourceOf(catalog: Catalog, layer: CatalogObject): CatalogObject | undefined {
  return catalog.get(referenceOf(layer, 'resource') ?? '', ...resourceKinds)
}

/** What a resource is read from; undefined for what is no resource. */
export function storeOf(catalog: Catalog, resource: CatalogObject): CatalogObject | undefined {
  return catalog.get(referenceOf(resource, 'store') ?? '', ...storeKinds)
}

/** How an operator names an object: `topp:roads`, a layer by its resource, a service with its workspace. */
export function titleOf(catalog: Catalog, object: CatalogObject): string {
  const workspace = workspaceOf(catalog, object)
  const space = workspace === undefined ? undefined : textOfProperty(workspace, 'name')
  const resource = resourceOf(catalog, object)
  const name = nameOf(resource ?? object) ?? object.id
  if (object.kind === 'workspace' || object.kind === 'namespace') return name
  if (object.kind === 'settings') return space ?? name
  return space === undefined ? name : `${space}:${name}`
}
