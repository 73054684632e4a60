import { Catalog } from '../../../catalog/catalog.ts'
import type { Drift, DriftEntry } from '../../../catalog/diff.ts'
import { placeProperties } from '../../../catalog/kinds/places.ts'
import { resourceKinds, storeKinds, type Kind } from '../../../catalog/kinds/property.ts'
import type { Pair, Pairing } from '../../../catalog/match-objects.ts'
import {
  nameOf,
  referenceOf,
  withObjectId,
  withProperties,
  type CatalogObject,
} from '../../../catalog/object.ts'
import { referencedIds, withReferences } from '../../../catalog/references.ts'
import { textElement } from '../../../xml/element.ts'
import type { NodeState } from '../compare.ts'
import { subjectOf } from '../operation.ts'
import { allByFilesKey } from './stock-operation.ts'
import { sharesId } from './step.ts'
import { replacementsFor, type Departure, type Replacement } from './replacements.ts'

export interface MovesOptions {
  readonly isWithheld: (key: string) => boolean
  /** Whether everything is written over by files, so that nothing has to leave before. */
  readonly overwrites: boolean
}

/** Kinds a stock slave gives another name. */
const renamable: ReadonlySet<Kind> = new Set<Kind>(['workspace', 'style', ...storeKinds, ...resourceKinds])

/** Kinds that only come again under another name. */
const neverRenamed: ReadonlySet<Kind> = new Set<Kind>(['layerGroup', 'wmtsStore', 'wmtsLayer'])

/** What stays where it is on a stock slave under its own id, what is renamed, and what has to leave. */
export class Moves {
  /** What stays under another id, by the id at the reference. */
  readonly kept: ReadonlyMap<string, string>
  /** The reference in the slave's terms. */
  readonly wanted: Catalog
  /** The slave once renames are done. */
  readonly there = new Catalog()
  readonly replacements: readonly Replacement[]
  readonly #drift: Drift
  readonly #pairing: Pairing
  readonly #options: MovesOptions
  readonly #counterparts: ReadonlyMap<string, CatalogObject>

  constructor(drift: Drift, reference: NodeState, slave: Catalog, pairing: Pairing, options: MovesOptions) {
    this.#drift = drift
    this.#pairing = pairing
    this.#options = options
    const leaving = options.overwrites ? [] : pairing.pairs.filter((pair) => this.#hasToLeave(pair))
    const left = new Set(leaving)
    this.kept = new Map(
      pairing.pairs.flatMap((pair) => {
        const isKept =
          pair.left.id !== pair.right.id &&
          !left.has(pair) &&
          !options.overwrites &&
          !isGlobalService(pair.left)
        return isKept ? [[pair.left.id, pair.right.id]] : []
      }),
    )
    this.wanted = inTermsOf(reference.catalog, this.kept)
    this.#counterparts = new Map(
      pairing.pairs.flatMap((pair) => {
        const object = this.wanted.get(this.kept.get(pair.left.id) ?? pair.left.id)
        return object === undefined ? [] : [[pair.right.id, object]]
      }),
    )
    this.there.become(slave)
    const departures: Departure[] = leaving.map(({ right }) => ({ roots: [right] }))
    if (!options.overwrites) departures.push(...this.#rename(left), ...this.#makeRoom())
    this.replacements = replacementsFor(departures, this.there)
  }

  /** The object of the reference that an object of the slave is, in the slave's terms. */
  counterpart(id: string): CatalogObject | undefined {
    return this.#counterparts.get(id)
  }

  /** What files would be written, and what of the slave would lose what it refers to by that. */
  overwritten(): {
    readonly key: string
    readonly objects: readonly CatalogObject[]
    readonly harmed: readonly CatalogObject[]
  } {
    const { isWithheld } = this.#options
    const changed = this.#drift.entries.flatMap((entry) =>
      'id' in entry && entry.type !== 'extra' && !isWithheld(subjectOf(entry).key) ? [entry.id] : [],
    )
    const renewed = new Set(
      this.#pairing.pairs.flatMap(({ left, right }) => (left.id === right.id ? [] : [right.id])),
    )
    const isTouched = (object: CatalogObject): boolean =>
      [...referencedIds(object)].some((id) => renewed.has(id))
    const following = this.#pairing.pairs.flatMap(({ left, right }) =>
      isTouched(right) || this.#liesInDouble(right) ? [left.id] : [],
    )
    const objects = [...new Set([...changed, ...following])].flatMap((id) => this.wanted.get(id) ?? [])
    return { key: allByFilesKey, objects, harmed: this.#pairing.extra.filter(isTouched) }
  }

  /** Whether its file lies below what goes with all in it, since another has the id. */
  #liesInDouble(object: CatalogObject): boolean {
    const within = placeProperties.flatMap((name) => this.there.get(referenceOf(object, name) ?? '') ?? [])
    return within.some((each) => sharesId(each, this.there) || this.#liesInDouble(each))
  }

  #hasToLeave({ left, right }: Pair): boolean {
    const entries = this.#entriesOf(left.id)
    if (entries.some((entry) => this.#options.isWithheld(subjectOf(entry).key))) return false
    if (left.id !== right.id) return !isGlobalService(left)
    if (neverRenamed.has(left.kind) && nameOf(left) !== nameOf(right)) return true
    return [...placeProperties, 'namespace'].some((name) => {
      const place = referenceOf(right, name)
      return referenceOf(left, name) !== (place === undefined ? undefined : this.#pairing.leftId(place))
    })
  }

  /** Gives what only has another name its name, as far as that is free; the others have to leave. */
  #rename(leaving: ReadonlySet<Pair>): readonly Departure[] {
    let open = this.#pairing.pairs.filter(
      (pair) =>
        renamable.has(pair.left.kind) &&
        nameOf(pair.left) !== nameOf(pair.right) &&
        !leaving.has(pair) &&
        !this.#entriesOf(pair.left.id).some((entry) => this.#options.isWithheld(subjectOf(entry).key)),
    )
    for (let before = -1; before !== open.length;) {
      before = open.length
      open = open.filter(({ right }) => {
        const object = this.#counterparts.get(right.id)
        const holder = object && this.there.sameName(object)
        if (object === undefined || (holder !== undefined && holder.id !== right.id)) return true
        this.#put(object, right)
        return false
      })
    }
    return open.map(({ right }) => {
      const object = this.#counterparts.get(right.id)
      const holder = object && this.there.sameName(object)
      return { roots: holder === undefined ? [right] : [right, holder] }
    })
  }

  #put(object: CatalogObject, before: CatalogObject): void {
    this.there.put(object)
    const [name, newName] = [nameOf(before), nameOf(object)]
    if (object.kind !== 'workspace' || name === undefined || newName === undefined) return
    const namespace = this.there.byName('namespace', name)
    if (namespace !== undefined)
      this.there.put(withProperties(namespace, new Map([['prefix', textElement('prefix', newName)]])))
  }

  /** What holds the name or the id of something that is missing. */
  #makeRoom(): readonly Departure[] {
    return this.#drift.entries.flatMap((entry) => {
      if (entry.type !== 'missing' || this.#options.isWithheld(subjectOf(entry).key)) return []
      const arrival = this.wanted.get(this.kept.get(entry.id) ?? entry.id)
      if (arrival === undefined) return []
      const holders = [this.there.sameName(arrival), this.there.get(arrival.id)]
      const roots = holders.flatMap((holder) => holder ?? [])
      return roots.length === 0 ? [] : [{ roots, arrival }]
    })
  }

  #entriesOf(id: string): readonly DriftEntry[] {
    this.#byId ??= Map.groupBy(this.#drift.entries, (entry) => ('id' in entry ? entry.id : ''))
    return (this.#byId.get(id) ?? []).filter(({ type }) => type !== 'extra')
  }

  #byId: Map<string, DriftEntry[]> | undefined
}

/** Every node has its own of these, and cannot be without: only its file gives one another id. */
export function isGlobalService(object: CatalogObject): boolean {
  return object.kind === 'service' && referenceOf(object, 'workspace') === undefined
}

function inTermsOf(reference: Catalog, kept: ReadonlyMap<string, string>): Catalog {
  if (kept.size === 0) return reference
  const catalog = new Catalog()
  for (const object of reference.objects()) {
    const moved = withReferences(object, (id) => kept.get(id) ?? id)
    const id = kept.get(object.id)
    catalog.put(id === undefined ? moved : withObjectId(moved, id))
  }
  const { defaultWorkspace } = reference
  catalog.defaultWorkspace = kept.get(defaultWorkspace ?? '') ?? defaultWorkspace
  for (const [id, path] of reference.strays) catalog.strays.set(kept.get(id) ?? id, path)
  return catalog
}
