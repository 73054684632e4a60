import { placeOf, type Catalog } from '../../catalog/catalog.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { withParents, type Pairing } from '../../catalog/match-objects.ts'
import {
  nameOf,
  referenceOf,
  textOfProperty,
  withObjectId,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import { applyChanges, type ClusterEvent } from '../../wire/event.ts'
import { textElement, type XmlElement } from '../../xml/element.ts'
import { describeObject } from '../words.ts'
import type { NodeState } from './compare.ts'
import { identityOf, keyOf, modificationOf, renamingOf } from './operation.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { say } from '../../sentences/say.ts'

/** Another name for an object of the slave, which goes before everything else. */
export interface Renaming {
  /** The object as the slave had it. */
  readonly object: CatalogObject
  readonly event: ClusterEvent
  /** The object of the reference that takes its place; undefined when it gets the name it has there itself. */
  readonly madeFor: CatalogObject | undefined
}

/** What has to happen so that nothing a plan puts into the slave takes the place of something else there. */
export interface Room {
  /** In the order they are sent. */
  readonly renamings: readonly Renaming[]
  /** What an object of the reference hands its name round with in a circle, so that one is not done without the other. */
  readonly circleOf: (id: string) => string | undefined
  /** Whether an object gets its name from a rename of its own, before all else that changes about it. */
  readonly isNamedApart: (wanted: CatalogObject, there: CatalogObject) => boolean
  /** The objects of the slave as they are when the renames are done, by their id before. */
  readonly current: (object: CatalogObject) => CatalogObject
  /** Operations that cannot be done because another is not, by key, with the reason. */
  readonly blocked: ReadonlyMap<string, Wording>
}

/** A name, a file or an id, as only one object of the slave can have it; in terms of the reference's ids. */
type Slot = string

/** Kinds whose name is a property that can be changed. */
const nameProperties: Readonly<Partial<Record<Kind, string>>> = {
  workspace: 'name',
  dataStore: 'name',
  coverageStore: 'name',
  wmsStore: 'name',
  wmtsStore: 'name',
  featureType: 'name',
  coverage: 'name',
  wmsLayer: 'name',
  wmtsLayer: 'name',
  layerGroup: 'name',
  style: 'name',
}

/**
 * Makes room for what a plan puts in place. Objects of the slave are renamed first, each when its new name is free;
 * where names go round in a circle, one object of it goes by a temporary name meanwhile. Something the slave has too
 * much goes by one until it is removed. So nothing ever takes the place of another object, which would remove it.
 *
 * @param isDone whether an operation is going to be done; what holds a place and stays keeps it
 */
export function makeRoom(
  reference: NodeState,
  slave: NodeState,
  { pairs, leftId }: Pairing,
  isDone: (key: string) => boolean,
): Room {
  const rightOf = new Map(pairs.map(({ left, right }) => [left.id, right]))
  const leftOf = new Map(pairs.map(({ left, right }) => [right.id, left]))
  const asAtReference = (object: CatalogObject): CatalogObject => withParents(object, leftId)
  const holders = new Map<Slot, CatalogObject[]>()
  for (const object of slave.catalog.objects()) {
    for (const slot of slotsOf(asAtReference(object))) {
      const others = holders.get(slot)
      if (others === undefined) holders.set(slot, [object])
      else others.push(object)
    }
  }
  const names = new TemporaryNames(reference.catalog, slave.catalog)
  const current = new Map<string, CatalogObject>()
  const currentOf = (object: CatalogObject): CatalogObject => current.get(object.id) ?? object
  const renamings: Renaming[] = []
  const circles = new Map<string, string>()
  const blocked = new Map<string, Wording>()
  const done = new Set<CatalogObject>()
  const underWay: CatalogObject[] = []

  for (const wanted of reference.catalog.objects()) settle(wanted)
  return {
    renamings,
    circleOf: (id) => circles.get(id),
    isNamedApart: canBeNamed,
    current: currentOf,
    blocked,
  }

  /** The operation that gives an object of the reference its places. */
  function keyOfWanted(wanted: CatalogObject): string {
    const there = rightOf.get(wanted.id)
    if (there?.id !== wanted.id) return keyOf('add', wanted.kind, wanted.id)
    return keyOf(canBeNamed(wanted, there) ? 'rename' : 'modify', wanted.kind, wanted.id)
  }

  function keyOfHolder(holder: CatalogObject): string {
    const wanted = leftOf.get(holder.id)
    return wanted === undefined ? keyOf('remove', holder.kind, holder.id) : keyOfWanted(wanted)
  }

  /** Whether nothing but its name has to change for an object to be where it is at the reference. */
  function canBeNamed(wanted: CatalogObject, there: CatalogObject): boolean {
    return (
      nameProperties[wanted.kind] !== undefined &&
      ['workspace', 'store'].every(
        (name) => referenceOf(asAtReference(there), name) === referenceOf(wanted, name),
      )
    )
  }

  function settle(wanted: CatalogObject): void {
    if (done.has(wanted)) return
    done.add(wanted)
    const there = rightOf.get(wanted.id)
    // A namespace goes where its workspace goes.
    if (wanted.kind === 'namespace' && there !== undefined && there.id === wanted.id) return
    const had = new Set(there === undefined ? [] : slotsOf(asAtReference(there)))
    const taken = slotsOf(wanted).filter((slot) => !had.has(slot))
    if (taken.length === 0 || !isDone(keyOfWanted(wanted))) return
    underWay.push(wanted)
    for (const slot of taken) {
      for (const holder of holders.get(slot) ?? []) {
        const isItself = holder === there || !isHeldBy(holder, slot)
        if (isItself || holds(leftOf.get(holder.id), slot)) continue
        const isLeft = [keyOfHolder(holder), keyOf('aside', holder.kind, holder.id)].every(isDone)
        if (isLeft) vacate(holder, slot, wanted)
        else blocked.set(keyOfWanted(wanted), whyNot(holder, slot))
      }
    }
    underWay.pop()
    if (there !== undefined && !blocked.has(keyOfWanted(wanted))) giveName(wanted, there)
  }

  /** Gets an object out of a slot: to where it belongs, if it can go there now, else aside. */
  function vacate(holder: CatalogObject, slot: Slot, madeFor: CatalogObject): void {
    const wanted = leftOf.get(holder.id)
    if (wanted !== undefined && !slot.startsWith(idSlot)) {
      const at = underWay.indexOf(wanted)
      if (at < 0) settle(wanted)
      else for (const each of underWay.slice(at)) circles.set(each.id, wanted.id)
    }
    if (isHeldBy(holder, slot)) putAside(holder, slot, madeFor)
  }

  function putAside(holder: CatalogObject, slot: Slot, madeFor: CatalogObject): void {
    const object = currentOf(holder)
    if (slot.startsWith(idSlot)) {
      const other = withObjectId(object, names.id(object.id))
      become(holder, other)
      renamings.push({ object: holder, event: identityOf(other, slave.catalog), madeFor })
      return
    }
    const property = nameProperties[object.kind]
    // What has no name of its own is where its parent is.
    if (property === undefined) return
    const name = names.next(object)
    const file = textOfProperty(object, 'filename')
    const values = new Map<string, XmlElement>()
    if (!slot.startsWith(fileSlot)) values.set(property, textElement(property, name))
    if (file !== undefined) values.set('filename', textElement('filename', `${name}${endingOf(file)}`))
    const event = renamingOf(object, values, slave, holder)
    become(holder, applyChanges(object, event.changes))
    renamings.push({ object: holder, event, madeFor })
  }

  /** Gives an object the name it has at the reference, where nothing but its name is needed for that. */
  function giveName(wanted: CatalogObject, there: CatalogObject): void {
    const property = nameProperties[wanted.kind]
    const object = currentOf(there)
    if (there.id !== wanted.id || property === undefined || !canBeNamed(wanted, there)) return
    const names = [property, ...(wanted.kind === 'style' ? ['filename'] : [])]
    const changed = names.filter((name) => textOfProperty(object, name) !== textOfProperty(wanted, name))
    if (changed.length === 0) return
    const event = modificationOf(object, wanted, changed, reference)
    become(there, applyChanges(object, event.changes))
    renamings.push({ object: there, event, madeFor: undefined })
  }

  /** Notes that an object of the slave is another now; a namespace follows its workspace. */
  function become(object: CatalogObject, now: CatalogObject): void {
    const former = currentOf(object)
    current.set(object.id, now)
    const [name, newName] = [nameOf(former), nameOf(now)]
    if (object.kind !== 'workspace' || name === newName || newName === undefined) return
    for (const namespace of slave.catalog.ofKind('namespace')) {
      const each = currentOf(namespace)
      if (nameOf(each) !== name) continue
      current.set(namespace.id, withProperties(each, new Map([['prefix', textElement('prefix', newName)]])))
    }
  }

  function isHeldBy(holder: CatalogObject, slot: Slot): boolean {
    return slotsOf(asAtReference(currentOf(holder))).includes(slot)
  }

  function holds(wanted: CatalogObject | undefined, slot: Slot): boolean {
    return wanted !== undefined && slotsOf(wanted).includes(slot)
  }

  function whyNot(holder: CatalogObject, slot: Slot): Wording {
    const what = slot.startsWith(idSlot) ? 'Id' : slot.startsWith(fileSlot) ? 'File' : 'Name'
    return say(`plan.slot${what}`, { object: describeObject(holder, new Map(), slave.catalog) })
  }
}

const idSlot = 'id '
const fileSlot = 'file '

function slotsOf(object: CatalogObject): readonly Slot[] {
  const place = placeOf(object)
  const file = object.kind === 'style' ? textOfProperty(object, 'filename') : undefined
  const space = referenceOf(object, 'workspace') ?? ''
  return [
    `${idSlot}${object.id}`,
    ...(place === undefined ? [] : [`place ${place}`]),
    ...(file === undefined ? [] : [`${fileSlot}${space} ${file}`]),
  ]
}

function endingOf(file: string): string {
  return /\.[^.]*$/.exec(file)?.[0] ?? ''
}

/** Names and ids nobody has. */
class TemporaryNames {
  readonly #catalogs: readonly Catalog[]
  #taken: Set<string> | undefined
  #last = 0

  constructor(...catalogs: readonly Catalog[]) {
    this.#catalogs = catalogs
  }

  next({ kind }: CatalogObject): string {
    return this.#free(`plumbline-aside-${kind}`)
  }

  id(id: string): string {
    return this.#free(`${id}-aside`)
  }

  #free(stem: string): string {
    this.#taken ??= new Set(
      this.#catalogs.flatMap((catalog) =>
        [...catalog.objects()].flatMap((object) => [object.id, nameOf(object) ?? '']),
      ),
    )
    for (;;) {
      this.#last += 1
      const name = `${stem}-${this.#last}`
      if (this.#taken.has(name)) continue
      return name
    }
  }
}
