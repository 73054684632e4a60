import { kinds, type Kind, type Property } from './property.ts'
import { kindTable } from './table.ts'

/*
 * What the references in the table of kinds say of the kinds themselves: what lies in what, what comes before what, and
 * what goes along.
 */

/** Properties by which an object says what it lies in, the nearest first. */
export const placeProperties = ['resource', 'store', 'workspace'] as const

/** A namespace goes by the name of its workspace, without referring to it. */
const inByName: Readonly<Partial<Record<Kind, Kind>>> = { namespace: 'workspace' }

/** Kinds an object of this kind may lie in. */
function placesOf(kind: Kind): readonly Kind[] {
  const byName = inByName[kind]
  const byReference = kindTable[kind].properties.flatMap(({ name, type }) =>
    type.type === 'reference' && placeProperties.some((place) => place === name) ? type.kinds : [],
  )
  return byName === undefined ? byReference : [byName, ...byReference]
}

const places = new Map(kinds.map((kind) => [kind, placesOf(kind)]))

/** Kinds whose objects contain others, which go along when they go. */
export const containerKinds: ReadonlySet<Kind> = new Set([...places.values()].flat())

/** The kind itself, and all that can lie in one of it, at any depth. */
export function kindsWithin(kind: Kind): ReadonlySet<Kind> {
  const within = new Set<Kind>([kind])
  // A set goes through what is added to it on the way as well.
  for (const outer of within) {
    for (const [inner, outers] of places) if (outers.includes(outer)) within.add(inner)
  }
  return within
}

/** Kinds a property can refer to, in whatever part of it. */
export function referredTo({ type }: Property): readonly Kind[] {
  switch (type.type) {
    case 'reference':
    case 'references':
      return type.kinds
    case 'structure':
    case 'structures':
      return type.properties.flatMap(referredTo)
    default:
      return []
  }
}

/** Every kind behind those its objects lie in or refer to, and what many need before what few do. */
export const dependencyOrder: readonly Kind[] = inOrderOfNeed()

function inOrderOfNeed(): readonly Kind[] {
  const needs = new Map(
    kinds.map((kind) => {
      const needed = [...(places.get(kind) ?? []), ...kindTable[kind].properties.flatMap(referredTo)]
      // Groups may hold groups: their order is a matter of the objects.
      return [kind, new Set(needed.filter((each) => each !== kind))]
    }),
  )
  const dependants = (kind: Kind): number => [...needs.values()].filter((needed) => needed.has(kind)).length
  const ordered = new Set<Kind>()
  const add = (kind: Kind): void => {
    if (ordered.has(kind)) return
    for (const needed of needs.get(kind) ?? []) add(needed)
    ordered.add(kind)
  }
  for (const kind of kinds.toSorted((left, right) => dependants(right) - dependants(left))) add(kind)
  return [...ordered]
}

/** Sorts by kind, what is needed first. */
export function byDependency(left: { readonly kind: Kind }, right: { readonly kind: Kind }): number {
  return dependencyOrder.indexOf(left.kind) - dependencyOrder.indexOf(right.kind)
}
