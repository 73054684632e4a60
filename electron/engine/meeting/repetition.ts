import { placeOf, type Catalog } from '../../catalog/catalog.ts'
import { travelsWhole } from '../../catalog/kinds/property.ts'
import { propertiesOf } from '../../catalog/kinds/table.ts'
import { withParents } from '../../catalog/match-objects.ts'
import { nameOf, propertyOf, withProperties, type CatalogObject } from '../../catalog/object.ts'
import type { ClusterEvent, Copies, ModifyEvent } from '../../wire/event.ts'
import { isSameElement } from '../../xml/element.ts'
import { findByName } from '../replica/references.ts'
import type { NodeState } from '../resync/compare.ts'
import { inOrder } from '../resync/kind-order.ts'
import { additionOf, defaultWorkspaceOf, modificationOf, removalOf } from '../resync/operation.ts'
import { needing } from '../resync/stock/replacements.ts'
import { stateAfter } from './clash.ts'

/** What a GeoServer finds an object by, besides where it lies; the file of a style goes along. */
function namesOf({ kind }: CatalogObject): readonly string[] {
  if (kind === 'namespace') return ['uri']
  return kind === 'style' ? ['name', 'filename'] : ['name']
}

/** What says where an object lies. */
const places: ReadonlySet<string> = new Set(['workspace', 'namespace', 'store', 'resource'])

type ObjectEvent = Extract<ClusterEvent, { verb: 'add' | 'modify' | 'remove' }>

interface Removal extends CatalogObject {
  readonly copies: Copies
}

interface Renaming {
  readonly from: CatalogObject
  readonly to: CatalogObject
  readonly isOccupied: boolean
}

/**
 * Says how everything is by now that some events said something of, so that a GeoServer has it whichever of them it could
 * apply, and in whatever order. It finds objects by their names alone, refuses a name that is taken and the removal of
 * what is not empty, and forgets what it cannot do; so each step may be in vain without doing harm.
 */
export function repetitionOf(
  events: readonly ClusterEvent[],
  state: Pick<NodeState, 'catalog' | 'body'>,
): readonly ClusterEvent[] {
  const { catalog } = state
  const whole: NodeState = { ...state, problems: [], bodyDigest: () => undefined }
  const about = events.filter((event): event is ObjectEvent => 'copies' in event && event.verb !== 'default')
  const present = new Map<string, CatalogObject>()
  const gone = new Map<string, Removal>()
  const replacedBy = new Map<string, CatalogObject>()
  const added = new Set<string>()
  const changed = new Map<string, Set<string>>()
  const renamings: Renaming[] = []
  const contested = new Set<string>()
  for (const event of about) {
    const states = event.verb === 'modify' ? [event.object, stateAfter(event)] : [event.object]
    const local = localOf(states, event.copies, catalog)
    if (local?.id !== event.object.id && !isAlwaysThere(event.object)) {
      for (const each of states) {
        const isOthers = catalog.sameName(each) !== undefined
        if (!isOthers) gone.set(`${each.id} ${nameOf(each) ?? ''}`, { ...each, copies: event.copies })
      }
    }
    if (local === undefined) continue
    present.set(local.id, local)
    if (local.id !== event.object.id && !isAlwaysThere(local)) {
      contested.add(local.id)
      replacedBy.set(event.object.id, local)
    }
    if (event.verb === 'add') added.add(local.id)
    const names = changed.get(local.id) ?? new Set<string>()
    for (const name of changedBy(event)) names.add(name)
    changed.set(local.id, names)
    for (const each of states) {
      const from = calledAs(local, each)
      if (from === local) continue
      const occupant = catalog.sameName(from)
      renamings.push({ from, to: local, isOccupied: occupant !== undefined && occupant.id !== local.id })
    }
  }
  const replaced = inOrder([...contentOf(contested, catalog).values()], catalog)
  const kept = inOrder(
    [...present.values()].filter(({ id }) => !replaced.some((each) => each.id === id)),
    catalog,
  )
  const doomed = replaced.flatMap((object): readonly Removal[] => {
    const here = { ...object, copies: removalOf(object, catalog).copies }
    // It may lie there in what another took the place of.
    const elsewhere = [...replacedBy].map(([former, { id }]) =>
      withParents(object, (parent) => (parent === id ? former : undefined)),
    )
    return [
      here,
      ...elsewhere.filter((each) => each !== object).map((each) => ({ ...each, copies: here.copies })),
    ]
  })
  const removals = inOrder([...doomed, ...gone.values()], catalog).toReversed()
  const isDefaultConcerned = events.some(
    (event) => event.verb === 'default' || (event.verb === 'remove' && event.object.kind === 'workspace'),
  )
  const chosen = catalog.get(catalog.defaultWorkspace ?? '', 'workspace')
  return [
    ...inTurn(renamings.filter(({ to }) => !contested.has(to.id))).map(({ from, to }) =>
      renaming(from, to, whole),
    ),
    ...removals.map((object): ClusterEvent => ({ verb: 'remove', object, copies: object.copies })),
    ...replaced.flatMap((object) => additionOf(object, whole)),
    ...kept.flatMap((object) => [
      ...(added.has(object.id) ? additionOf(object, whole) : []),
      modificationOf(object, object, [...(changed.get(object.id) ?? [])], whole),
    ]),
    ...(isDefaultConcerned && chosen !== undefined ? [defaultWorkspaceOf(chosen)] : []),
  ]
}

/** The object as it is here, by its id or else by a name it was given. */
function localOf(
  states: readonly CatalogObject[],
  copies: Copies,
  catalog: Catalog,
): CatalogObject | undefined {
  const [first] = states
  const byId = first && catalog.get(first.id, first.kind)
  return byId ?? states.map((each) => findByName(each, copies, catalog)).find((each) => each !== undefined)
}

/** Names of properties to say; those it is found by are a matter of renaming. */
function changedBy(event: ObjectEvent): readonly string[] {
  const { kind, root } = event.object
  const all = event.verb === 'modify' ? event.changes : event.verb === 'add' ? event.object.properties : []
  const persisted = new Set(
    propertiesOf(kind, root).flatMap((each) => (each.persisted === 'always' ? [each.name] : [])),
  )
  const listed = all
    .map(({ name }) => name)
    .filter(
      (name) =>
        persisted.has(name) && name !== 'id' && !places.has(name) && !namesOf(event.object).includes(name),
    )
  const hasBody =
    kind === 'style' && (event.verb === 'add' || (event.verb === 'modify' && event.styleBody !== undefined))
  return hasBody ? [...listed, 'styleBody'] : listed
}

/** Each node gives these ids of its own. */
function isAlwaysThere({ kind }: CatalogObject): boolean {
  return travelsWhole(kind) || kind === 'settings' || kind === 'service'
}

/** An object under the names it has in another state; itself when these are the same. */
function calledAs(object: CatalogObject, state: CatalogObject): CatalogObject {
  const values = namesOf(object).flatMap((name) => {
    const [own, other] = [propertyOf(object, name), propertyOf(state, name)]
    return other === undefined || isSameElement(own, other) ? [] : [[name, other] as const]
  })
  return values.length === 0 ? object : withProperties(object, new Map(values))
}

function renaming(from: CatalogObject, to: CatalogObject, state: NodeState): ModifyEvent {
  const differing = namesOf(to).filter((name) => !isSameElement(propertyOf(from, name), propertyOf(to, name)))
  return modificationOf(from, to, differing, state)
}

/** Names nobody has first, and a name is left before it is taken. */
function inTurn(renamings: readonly Renaming[]): readonly Renaming[] {
  const unique = renamings.filter(
    (each, at) =>
      renamings.findIndex(
        ({ from, to }) =>
          from.id === each.from.id &&
          placeOf(from) === placeOf(each.from) &&
          to === each.to &&
          isSameElement(propertyOf(from, 'uri'), propertyOf(each.from, 'uri')),
      ) === at,
  )
  const leaves = (each: Renaming, other: Renaming): boolean => placeOf(each.from) === placeOf(other.to)
  return unique.toSorted((left, right) => {
    if (leaves(left, right)) return -1
    if (leaves(right, left)) return 1
    return Number(left.isOccupied) - Number(right.isOccupied)
  })
}

/** Objects with all a GeoServer would not let them go without. */
function contentOf(ids: ReadonlySet<string>, catalog: Catalog): ReadonlyMap<string, CatalogObject> {
  const content = new Map<string, CatalogObject>()
  const collect = (object: CatalogObject): void => {
    if (content.has(object.id)) return
    content.set(object.id, object)
    for (const other of needing(object, catalog)) collect(other)
  }
  for (const id of ids) {
    const object = catalog.get(id)
    if (object !== undefined) collect(object)
  }
  return content
}
