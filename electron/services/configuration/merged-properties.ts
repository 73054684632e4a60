import { keptByNode } from '../../catalog/kinds/kept-by-node.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { isSameValue } from '../../catalog/same-value.ts'
import { isEmptyElement, isSameElement, withChildren, type XmlElement } from '../../xml/element.ts'

type Value = XmlElement | undefined

/** A kind of object; of services its root element says which. */
type Described = Pick<CatalogObject, 'kind' | 'root'>

/** These are of the change that is made now, not of one that is made again or taken back. */
const ownToEach: ReadonlySet<string> = new Set(['id', ...keptByNode])

/** Names of the properties that say something else in another state of an object. */
export function namesOfChanges(
  object: Described,
  from: readonly XmlElement[],
  to: readonly XmlElement[],
): readonly string[] {
  const names = new Set([...from, ...to].map(({ name }) => name))
  return [...names].filter(
    (name) => !ownToEach.has(name) && !isSameValue(object, called(name, from), called(name, to)),
  )
}

/**
 * What there is, with what leads from one state to another; of a map only the entries that do.
 * @returns the properties, and the names of those that are neither what they were nor what they are to be: somebody else
 * changed them as well
 */
export function mergedProperties(
  object: Described,
  present: readonly XmlElement[],
  from: readonly XmlElement[],
  to: readonly XmlElement[],
): { readonly properties: readonly XmlElement[]; readonly contradicted: readonly string[] } {
  const changes = namesOfChanges(object, from, to)
  const contradicted: string[] = []
  const changed = changes.flatMap((name) => {
    const [now, before, after] = [called(name, present), called(name, from), called(name, to)]
    const { value, isContradicted } = mergedEntries(now, before, after) ?? {
      value: after,
      isContradicted: !isSameValue(object, now, before) && !isSameValue(object, now, after),
    }
    if (isContradicted) contradicted.push(name)
    return value ?? []
  })
  return { properties: [...present.filter(({ name }) => !changes.includes(name)), ...changed], contradicted }
}

interface Merged {
  readonly value: Value
  readonly isContradicted: boolean
}

/** Undefined for what is no map. */
function mergedEntries(now: Value, from: Value, to: Value): Merged | undefined {
  const [present, before, after] = [entriesOf(now), entriesOf(from), entriesOf(to)]
  const map = now ?? to ?? from
  if (map === undefined || !present || !before || !after) return undefined
  const merged = new Map(present)
  let isContradicted = false
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const entry = after.get(key)
    if (isSameElement(before.get(key), entry)) continue
    const there = present.get(key)
    isContradicted ||= !isSameElement(there, before.get(key)) && !isSameElement(there, entry)
    if (entry === undefined) merged.delete(key)
    else merged.set(key, entry)
  }
  const isNone = merged.size === 0 && to === undefined
  return { value: isNone ? undefined : withChildren(map, [...merged.values()]), isContradicted }
}

/** The entries of a map by their keys, none of one that is not there; undefined for what is no map. */
function entriesOf(map: Value): ReadonlyMap<string, XmlElement> | undefined {
  if (map === undefined || isEmptyElement(map)) return new Map()
  const entries = map.children.flatMap((entry) => {
    const { key } = entry.attributes
    return entry.name === 'entry' && key !== undefined ? [[key, entry] as const] : []
  })
  return entries.length > 0 && entries.length === map.children.length ? new Map(entries) : undefined
}

function called(name: string, properties: readonly XmlElement[]): Value {
  return properties.find((element) => element.name === name)
}
