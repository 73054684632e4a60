import { resourceOf, type Catalog } from '../../catalog/catalog.ts'
import type { Drift, DriftEntry } from '../../catalog/diff.ts'
import { resourceKinds } from '../../catalog/kinds/property.ts'
import { matchObjects, type Pairing } from '../../catalog/match-objects.ts'
import { nameOf, referenceOf, type CatalogObject } from '../../catalog/object.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import type { NodeState } from './compare.ts'
import { Gaps } from './gaps.ts'
import { inOrder } from './kind-order.ts'
import {
  additionOf,
  asideSubject,
  defaultWorkspaceOf,
  modificationOf,
  removalOf,
  renameSubject,
  subjectOf,
  type Operation,
  type Subject,
} from './operation.ts'
import { Objections } from './objections.ts'
import { makeRoom, type Room } from './room.ts'
import { tryOut } from './trial.ts'
import { reasonOf, WithheldSubjects, type Refused, type Withheld } from './withheld.ts'
import { withoutLost } from './without-lost.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

export type { Operation } from './operation.ts'

export interface Plan {
  /** In the order they are sent. */
  readonly operations: readonly Operation[]
  readonly withheld: readonly Withheld[]
}

/** Why an operation is not to be done, although it could be; undefined when it is. */
export type Refusal = (
  operation: Pick<Subject, 'key' | 'verb'> & {
    /** Whether it is done only when it was shown and agreed to; a removal always is. */
    readonly isRisky?: boolean
  },
) => Refused | undefined

const reasonsOfRefusal: Readonly<Record<Refused, Wording>> = {
  'left-out': say('plan.leftOut'),
  'not-agreed': say('plan.removalNotAgreed'),
}

/**
 * The smallest ordered set of operations that makes a slave equal its reference. First what is called otherwise,
 * so that no name is taken that is in use; then what is missing or known by another id, parents first; then what
 * differs; then the default workspace; last what the slave has too much, children first.
 *
 * What cannot be done without harm is withheld: the removal of what the reference may have in a place that could not
 * be read; what rests on something nobody has; what would take something along that is not to be removed.
 */
export function planResync(
  drift: Drift,
  reference: NodeState,
  slave: NodeState,
  refuse: Refusal = () => undefined,
): Plan {
  if (drift.entries.length === 0) return { operations: [], withheld: [] }
  return new Planner(drift, reference, slave, refuse).plan()
}

class Planner {
  readonly #drift: Drift
  readonly #differing: ReadonlySet<string>
  readonly #reference: NodeState
  readonly #slave: NodeState
  readonly #refuse: Refusal
  readonly #pairing: Pairing
  readonly #gaps: Gaps
  readonly #objections: Objections
  readonly #withheld = new WithheldSubjects()

  constructor(drift: Drift, reference: NodeState, slave: NodeState, refuse: Refusal) {
    this.#drift = drift
    this.#differing = new Set(drift.entries.flatMap((entry) => ('id' in entry ? [entry.id] : [])))
    this.#gaps = new Gaps(reference.problems, reference.catalog)
    const kept = withoutLost(reference, slave.catalog, this.#gaps)
    this.#reference = kept.state
    this.#slave = slave
    this.#refuse = refuse
    this.#pairing = matchObjects(this.#reference.catalog, slave.catalog)
    this.#objections = new Objections(kept, slave, this.#gaps, this.#pairing.leftId)
  }

  plan(): Plan {
    for (const entry of this.#drift.entries) {
      const subject = subjectOf(entry)
      const reason = this.#objections.against(entry)
      if (reason === undefined) this.#withholdRefused([subject])
      else this.#withheld.add(subject, reason)
    }
    for (;;) {
      const isDone = (key: string): boolean => !this.#withheld.has(key)
      const room = makeRoom(this.#reference, this.#slave, this.#pairing, isDone)
      const operations = this.#operations(room)
      // Leaving something out may leave out what rests on it, so that all is planned anew without it.
      const left =
        this.#withholdRefused(operations) +
        this.#withholdBlocked(operations, room.blocked) +
        (room.blocked.size > 0 ? 0 : this.#withholdObstacles(operations))
      if (left === 0) return { operations, withheld: this.#withheld.all }
    }
  }

  #operations(room: Room): readonly Operation[] {
    const { catalog } = this.#reference
    const added: Operation[] = []
    const modified: Operation[] = []
    const defaults: Operation[] = []
    const removed: Operation[] = []
    const identified = new Set(
      this.#drift.entries.flatMap((each) => (each.type === 'sameNameOtherId' ? [each.id] : [])),
    )
    for (const entry of this.#drift.entries) {
      const subject = subjectOf(entry)
      if (this.#withheld.has(subject.key)) continue
      const put = (into: Operation[], events: readonly ClusterEvent[], what: Subject = subject): void => {
        const circle = room.circleOf(subject.id)
        into.push({ ...what, events, ...(circle === undefined ? {} : { circle }) })
      }
      switch (entry.type) {
        case 'missing':
        case 'sameNameOtherId':
          put(added, [
            ...this.#resourceOf(known(catalog, entry.id)),
            ...additionOf(known(catalog, entry.id), this.#reference),
          ])
          break
        case 'different':
          // An object known by another id is sent whole, its differences with it.
          if (!identified.has(entry.id)) {
            const change = this.#modification(entry, room)
            if (change !== undefined) put(modified, change.events, change.subject)
          }
          break
        case 'defaultWorkspace':
          put(defaults, [defaultWorkspaceOf(known(catalog, catalog.defaultWorkspace ?? ''))])
          break
        case 'extra':
          put(removed, this.#removal(known(this.#slave.catalog, entry.id), room))
          break
      }
    }
    return [
      ...this.#renamings(room),
      ...inOrder(added, catalog),
      ...inOrder(modified, catalog),
      ...defaults,
      ...inOrder(removed, this.#slave.catalog).toReversed(),
    ]
  }

  /** A GeoServer does not load a resource without its layer, so that one whose file is there has to come along. */
  #resourceOf(layer: CatalogObject): readonly ClusterEvent[] {
    const id = layer.kind === 'layer' ? referenceOf(layer, 'resource') : undefined
    const resource = id === undefined ? undefined : this.#reference.catalog.get(id, ...resourceKinds)
    return resource === undefined || this.#differing.has(resource.id)
      ? []
      : additionOf(resource, this.#reference)
  }

  #renamings(room: Room): readonly Operation[] {
    const { catalog } = this.#reference
    const wantedOf = new Map(this.#pairing.pairs.map(({ left, right }) => [right.id, left]))
    const operations = new Map<string, Operation>()
    for (const { object, event, madeFor } of room.renamings) {
      const wanted = wantedOf.get(object.id) ?? object
      const subject =
        madeFor === undefined
          ? renameSubject(object, wanted, this.#slave.catalog)
          : asideSubject(object, madeFor, this.#slave.catalog, catalog)
      // What is in the way in more than one place is set aside in one operation.
      const events = [...(operations.get(subject.key)?.events ?? []), event]
      const circle = room.circleOf(wanted.id)
      operations.set(subject.key, { ...subject, events, ...(circle === undefined ? {} : { circle }) })
    }
    return [...operations.values()]
  }

  /** The change of an object, save its name where that is changed apart; nothing when that is all. */
  #modification(
    entry: DriftEntry & { readonly type: 'different' },
    room: Room,
  ): { readonly subject: Subject; readonly events: readonly ClusterEvent[] } | undefined {
    const wanted = known(this.#reference.catalog, entry.id)
    const there = known(this.#slave.catalog, entry.id)
    const current = room.current(there)
    const isNamedApart = room.isNamedApart(wanted, there)
    // Whoever is renamed has the rules by then, and keeps its file when it is not.
    const isRenamed = isNamedApart && nameOf(current) === nameOf(wanted) && current !== there
    const properties = entry.properties.filter(({ property }) => {
      if (property === 'styleBody') return !isRenamed && this.#reference.body(wanted) !== undefined
      return !(isNamedApart && ['name', 'filename'].includes(property))
    })
    if (properties.length === 0) return undefined
    const names = properties.map(({ property }) => property)
    const event = modificationOf(current, wanted, names, this.#reference)
    return { subject: subjectOf({ ...entry, properties }), events: [event] }
  }

  /** A GeoServer that loses a layer loses its resource, too; one the reference has is put back. */
  #removal(object: CatalogObject, room: Room): readonly ClusterEvent[] {
    const removal = removalOf(room.current(object), this.#slave.catalog)
    const resource = resourceOf(this.#slave.catalog, object)
    const kept = resource && this.#pairing.pairs.find(({ right }) => right.id === resource.id)?.left
    const isPublished =
      kept !== undefined && this.#reference.catalog.referringTo(kept.id).some(({ kind }) => kind === 'layer')
    return object.kind !== 'layer' || kept === undefined || isPublished
      ? [removal]
      : [removal, ...additionOf(kept, this.#reference)]
  }

  #withholdRefused(subjects: readonly Subject[]): number {
    return subjects.filter((subject) => {
      const refused = this.#refuse(subject)
      return refused !== undefined && this.#withheld.add(subject, reasonsOfRefusal[refused], refused)
    }).length
  }

  #withholdBlocked(operations: readonly Operation[], blocked: ReadonlyMap<string, Wording>): number {
    const subjects = new Map<string, Subject>(operations.map((each) => [each.key, each]))
    return [...blocked].filter(([key, reason]) => {
      const subject = subjects.get(key) ?? this.#subjectOfRename(key)
      return subject !== undefined && this.#withheld.add(subject, reason)
    }).length
  }

  /** A rename that was not even planned. */
  #subjectOfRename(key: string): Subject | undefined {
    const id = key.split(':').slice(2).join(':')
    const [wanted, there] = [this.#reference.catalog.get(id), this.#slave.catalog.get(id)]
    return wanted && there && renameSubject(there, wanted, this.#slave.catalog)
  }

  #withholdObstacles(operations: readonly Operation[]): number {
    const obstacles = tryOut(operations, this.#slave.catalog)
    return operations.filter((operation) => {
      const obstacle = obstacles.get(operation.key)
      return (
        obstacle !== undefined &&
        this.#withheld.add(operation, reasonOf(obstacle, this.#reference, this.#gaps, 'plan.neededNotSent'))
      )
    }).length
  }
}

function known(catalog: Catalog, id: string): CatalogObject {
  const object = catalog.get(id)
  // The drift was computed from these very catalogs.
  if (object === undefined) throw new Error(`The catalog no longer holds ${id}.`)
  return object
}
